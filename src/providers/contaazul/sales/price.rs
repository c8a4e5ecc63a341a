//! What a sale costs.

use rust_decimal::Decimal;

use super::store::Line;
use super::wire::{Discount, ItemType, MeasureUnit};
use crate::providers::contaazul::answers::Handled;
use crate::providers::contaazul::errors::Error;
use crate::providers::contaazul::wire::Amount;

/// What a sale or a contract costs.
#[derive(Debug, Clone, Copy)]
pub(in crate::providers::contaazul) struct Price {
    pub(in crate::providers::contaazul) discount: Option<Discount>,
    /// The discount, where there are products.
    pub(in crate::providers::contaazul) product_discount: Option<Discount>,
    /// The discount, where there are only services.
    pub(in crate::providers::contaazul) service_discount: Option<Discount>,
    pub(in crate::providers::contaazul) shipping_cost: Amount,
    pub(in crate::providers::contaazul) total: Amount,
}

impl Price {
    /// What `lines` cost, less the discount, with the shipping.
    pub(in crate::providers::contaazul) fn of(
        lines: &[Line],
        discount: Option<Discount>,
        shipping_cost: Amount,
    ) -> Handled<Self> {
        let has_products = lines.iter().any(|line| line.item_type == ItemType::Product);
        let (product_discount, service_discount) = match has_products {
            true => (discount, None),
            false => (None, discount),
        };
        Ok(Self {
            discount,
            product_discount,
            service_discount,
            shipping_cost,
            total: total_of(lines, discount, shipping_cost)?,
        })
    }
}

/// What the lines cost together, less the discount, with the shipping: rounded to cents.
fn total_of(lines: &[Line], discount: Option<Discount>, shipping_cost: Amount) -> Handled<Amount> {
    let too_large = || Error::BodyUnreadable {
        reason: "The total is too large.".to_owned(),
    };
    let items = lines.iter().try_fold(Decimal::ZERO, |sum, line| {
        sum.checked_add(line.quantity.0.checked_mul(line.value.0)?)
    });
    let items = items.ok_or_else(too_large)?;
    let taken_off = match discount {
        None => Some(Decimal::ZERO),
        Some(Discount {
            measure_unit: MeasureUnit::Value,
            rate,
        }) => Some(rate.0),
        Some(Discount {
            measure_unit: MeasureUnit::Percent,
            rate,
        }) => items
            .checked_mul(rate.0)
            .and_then(|hundredfold| hundredfold.checked_div(Decimal::ONE_HUNDRED)),
    };
    let total = taken_off
        .and_then(|taken_off| items.checked_sub(taken_off))
        .and_then(|reduced| reduced.checked_add(shipping_cost.0))
        .ok_or_else(too_large)?;
    Amount(total).to_cents().bounded().map_err(|_| too_large())
}
