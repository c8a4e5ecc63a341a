//! What is sold: the lines of a body, checked and looked up.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use sqlx::SqliteConnection;
use uuid::Uuid;

use super::store::{self, Catalogue, CatalogueItem, Line};
use super::wire::{Discount, ItemType, MeasureUnit, ProductLine, ServiceLine};
use crate::providers::contaazul::errors::Error;
use crate::providers::contaazul::wire::{Amount, Member, Text};

/// A line as it was sent.
#[derive(Debug, Clone)]
pub(in crate::providers::contaazul) struct SentLine {
    item_type: ItemType,
    item: Member<Text>,
    description: Member<Text>,
    quantity: Member<Amount>,
    value: Member<Amount>,
}

impl From<ProductLine> for SentLine {
    fn from(line: ProductLine) -> Self {
        let ProductLine {
            description,
            quantity,
            product_id,
            value,
        } = line;
        Self {
            item_type: ItemType::Product,
            item: product_id,
            description,
            quantity,
            value,
        }
    }
}

impl From<ServiceLine> for SentLine {
    fn from(line: ServiceLine) -> Self {
        let ServiceLine {
            description,
            quantity,
            service_id,
            value,
        } = line;
        Self {
            item_type: ItemType::Service,
            item: service_id,
            description,
            quantity,
            value,
        }
    }
}

impl SentLine {
    /// The id of what is sold, where the line says it.
    fn item_id(&self) -> Result<Option<Uuid>, Error> {
        match &self.item {
            Member::Given(Text(id)) => id.parse().map(Some).map_err(|_| self.names_nothing()),
            Member::Absent | Member::Null => Ok(None),
        }
    }

    /// What is to be said when the account has nothing of that id.
    fn names_nothing(&self) -> Error {
        Error::ReferenceUnknown {
            member: match self.item_type {
                ItemType::Product => "product_id",
                ItemType::Service => "service_id",
            },
            id: self.item.clone().given().map(|text| text.0).unwrap_or_default(),
        }
    }
}

/// The lines of a body, products first; `None` where it says nothing of either.
pub(in crate::providers::contaazul) fn sent_lines(
    products: &Member<Vec<ProductLine>>,
    services: &Member<Vec<ServiceLine>>,
) -> Option<Vec<SentLine>> {
    if products.is_none() && services.is_none() {
        return None;
    }
    let products = products.clone().given().unwrap_or_default();
    let services = services.clone().given().unwrap_or_default();
    let products = products.into_iter().map(SentLine::from);
    Some(products.chain(services.into_iter().map(SentLine::from)).collect())
}

/// An approved sale says of every line what is sold (FAQ 22).
pub(in crate::providers::contaazul) fn check_ids(lines: &[SentLine]) -> Result<(), Error> {
    match lines.iter().position(|line| line.item.is_none()) {
        Some(place) => Err(Error::SaleNeedsItemIds { item: place + 1 }),
        None => Ok(()),
    }
}

/// The ids that the lines name. What is no UUID is left out.
pub(super) fn named(lines: &[SentLine]) -> Vec<Uuid> {
    let ids = lines.iter().map(SentLine::item_id);
    ids.filter_map(Result::ok).flatten().collect()
}

/// Looks up what the lines name.
pub(in crate::providers::contaazul) async fn find_items(
    connection: &mut SqliteConnection,
    account: &str,
    lines: &[SentLine],
    sold: &[Uuid],
) -> Result<Vec<Option<CatalogueItem>>, Error> {
    let catalogue = store::catalogue_items(connection, account, &named(lines)).await?;
    items(lines, &catalogue, sold)
}

/// What each line names. What is deactivated can no longer be sold, but stays where it is: `sold` is what the sale has
/// already.
pub(super) fn items(
    lines: &[SentLine],
    catalogue: &Catalogue,
    sold: &[Uuid],
) -> Result<Vec<Option<CatalogueItem>>, Error> {
    let item = |line: &SentLine| {
        let Some(id) = line.item_id()? else {
            return Ok(None);
        };
        let item = catalogue.get(&(line.item_type, id));
        let item = item.filter(|item| item.is_active || sold.contains(&id));
        item.cloned().map(Some).ok_or_else(|| line.names_nothing())
    };
    // An id that is none is said before one that is unknown.
    for line in lines {
        line.item_id()?;
    }
    lines.iter().map(item).collect()
}

/// The lines as they are stored: every one has a value and a quantity.
pub(in crate::providers::contaazul) fn lines(
    sent: Vec<SentLine>,
    items: &[Option<CatalogueItem>],
) -> Result<Vec<Line>, Error> {
    let complete = |(line, item): (SentLine, &Option<CatalogueItem>)| {
        let entity = match line.item_type {
            ItemType::Product => "sale product",
            ItemType::Service => "sale service",
        };
        let missing = |member| Error::MemberMissing { entity, member };
        Ok(Line {
            item_type: line.item_type,
            item: item.as_ref().map(|item| item.id),
            description: line.description.given().map(|text| text.0),
            value: line.value.given().ok_or_else(|| missing("value"))?,
            quantity: line.quantity.given().ok_or_else(|| missing("quantity"))?,
        })
    };
    sent.into_iter().zip(items).map(complete).collect()
}

/// What the lines cost together, less the discount, with the shipping: rounded to cents.
pub(in crate::providers::contaazul) fn total(
    lines: &[Line],
    discount: Option<Discount>,
    shipping_cost: Amount,
) -> Result<Amount, Error> {
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

/// How much of each product the lines take.
pub(super) fn products_taken(lines: &[Line]) -> BTreeMap<Uuid, Decimal> {
    let mut taken = BTreeMap::new();
    for line in lines.iter().filter(|line| line.item_type == ItemType::Product) {
        if let Some(id) = line.item {
            let quantity: &mut Decimal = taken.entry(id).or_default();
            *quantity = quantity.saturating_add(line.quantity.0);
        }
    }
    taken
}
