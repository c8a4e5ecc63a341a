//! Installments: the parts in which a sale is paid.

use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::providers::contaazul::answers::Handled;
use crate::providers::contaazul::errors::Error;
use crate::providers::contaazul::wire::{Amount, Day, Member, Moment, Text};

/// Where an installment stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "UPPERCASE")]
pub(in crate::providers::contaazul) enum InstallmentStatus {
    /// To be paid.
    Pending,
    /// Paid.
    Acquitted,
}

/// An installment as it is sent.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub(in crate::providers::contaazul) struct InstallmentBody {
    /// Its place, from 1, where it is not sent.
    #[serde(default)]
    pub(in crate::providers::contaazul::sales) number: Member<i64>,
    #[serde(default)]
    pub(in crate::providers::contaazul::sales) value: Member<Amount>,
    #[serde(default)]
    pub(in crate::providers::contaazul::sales) due_date: Member<Moment>,
    /// A sale is never created received (FAQ 34): only an update may say `ACQUITTED`.
    #[serde(default)]
    pub(in crate::providers::contaazul::sales) status: Member<Text>,
    #[serde(default)]
    note: Member<Text>,
    #[serde(default, rename = "hasBillet")]
    has_billet: Member<bool>,
}

/// One part of a payment.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub(in crate::providers::contaazul) struct Installment {
    pub(in crate::providers::contaazul::sales) number: i64,
    pub(in crate::providers::contaazul::sales) value: Amount,
    pub(in crate::providers::contaazul::sales) due_date: Day,
    pub(in crate::providers::contaazul::sales) status: InstallmentStatus,
    pub(in crate::providers::contaazul::sales) note: Option<String>,
    #[serde(rename = "hasBillet")]
    pub(in crate::providers::contaazul::sales) has_billet: bool,
}

impl Installment {
    /// The installments that are sent; `before` are those that the sale has, whose states they keep unless they say so.
    pub(in crate::providers::contaazul::sales) fn all(sent: &[InstallmentBody], before: &[Self]) -> Handled<Vec<Self>> {
        sent.iter()
            .zip(1..)
            .map(|(body, place)| Self::of(body, place, before))
            .collect()
    }

    fn of(body: &InstallmentBody, place: i64, before: &[Self]) -> Handled<Self> {
        let missing = |member| Error::MemberMissing {
            entity: "sale installment",
            member,
        };
        let number = body.number.given().unwrap_or(place);
        let kept = before.iter().find(|other| other.number == number);
        Ok(Self {
            number,
            value: body.value.given().ok_or_else(|| missing("value"))?,
            due_date: body.due_date.given().ok_or_else(|| missing("due_date"))?.day,
            status: kept.map_or(InstallmentStatus::Pending, |kept| kept.status),
            note: body.note.clone().text_or_keep(kept.and_then(|kept| kept.note.clone())),
            has_billet: body
                .has_billet
                .given()
                .unwrap_or(kept.is_some_and(|kept| kept.has_billet)),
        })
    }

    /// A sale paid at once that says nothing of installments has one.
    pub(in crate::providers::contaazul::sales) fn single(total: Amount, due_date: Day) -> Self {
        Self {
            number: 1,
            value: total,
            due_date,
            status: InstallmentStatus::Pending,
            note: None,
            has_billet: false,
        }
    }
}

/// Installments, where there are any, must add up to the total (FAQ 44); half a cent is forgiven.
pub(in crate::providers::contaazul::sales) fn check_sum(installments: &[Installment], total: Amount) -> Handled<()> {
    let sum = installments
        .iter()
        .try_fold(Decimal::ZERO, |sum, installment| sum.checked_add(installment.value.0));
    let sum = sum.ok_or_else(|| Error::BodyUnreadable {
        reason: "The installments are too large.".to_owned(),
    })?;
    let is_off = (sum - total.0).abs() >= Decimal::new(5, 3);
    if is_off && !installments.is_empty() {
        return Err(Error::InstallmentsDiffer { sum, total: total.0 });
    }
    Ok(())
}
