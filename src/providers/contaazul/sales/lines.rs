//! What is sold: the lines of a body, checked and looked up.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use uuid::Uuid;

use super::store::{Catalogue, Line};
use super::wire::{ItemType, ProductLine, ServiceLine};
use crate::providers::contaazul::answers::Handled;
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
        Self {
            item_type: ItemType::Product,
            item: line.product_id,
            description: line.description,
            quantity: line.quantity,
            value: line.value,
        }
    }
}

impl From<ServiceLine> for SentLine {
    fn from(line: ServiceLine) -> Self {
        Self {
            item_type: ItemType::Service,
            item: line.service_id,
            description: line.description,
            quantity: line.quantity,
            value: line.value,
        }
    }
}

impl SentLine {
    /// The id of what is sold, where the line says it.
    fn item_id(&self) -> Handled<Option<Uuid>> {
        match &self.item {
            Member::Given(Text(id)) => id.parse().map(Some).map_err(|_| self.item_unknown()),
            Member::Absent | Member::Null => Ok(None),
        }
    }

    /// The error of a line whose item the account does not have.
    fn item_unknown(&self) -> Error {
        Error::ReferenceUnknown {
            member: match self.item_type {
                ItemType::Product => "product_id",
                ItemType::Service => "service_id",
            },
            id: self.item.text().unwrap_or_default(),
        }
    }

    fn complete(self) -> Handled<Line> {
        let entity = match self.item_type {
            ItemType::Product => "sale product",
            ItemType::Service => "sale service",
        };
        let missing = |member| Error::MemberMissing { entity, member };
        Ok(Line {
            item_type: self.item_type,
            item: self.item_id()?,
            description: self.description.text(),
            value: self.value.given().ok_or_else(|| missing("value"))?,
            quantity: self.quantity.given().ok_or_else(|| missing("quantity"))?,
        })
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
pub(in crate::providers::contaazul) fn check_ids(lines: &[SentLine]) -> Handled<()> {
    match lines.iter().position(|line| line.item.is_none()) {
        Some(place) => Err(Error::SaleNeedsItemIds { item: place + 1 }),
        None => Ok(()),
    }
}

/// The ids that the lines name, as far as they are UUIDs.
pub(in crate::providers::contaazul) fn item_ids(lines: &[SentLine]) -> Vec<Uuid> {
    let ids = lines.iter().map(SentLine::item_id);
    ids.filter_map(Result::ok).flatten().collect()
}

/// What the lines name must be in the account's `catalogue`. What is deactivated can no longer be sold, but stays where
/// it is: `sold` is what the sale has already.
pub(in crate::providers::contaazul) fn check_items(
    lines: &[SentLine],
    catalogue: &Catalogue,
    sold: &[Uuid],
) -> Handled<()> {
    // An id that is malformed is refused before one that is unknown.
    let ids: Vec<Option<Uuid>> = lines.iter().map(SentLine::item_id).collect::<Result<_, _>>()?;
    for (line, id) in lines.iter().zip(ids) {
        let Some(id) = id else { continue };
        let item = catalogue.get(&(line.item_type, id));
        if !item.is_some_and(|item| item.is_active || sold.contains(&id)) {
            return Err(line.item_unknown());
        }
    }
    Ok(())
}

/// The lines as they are stored: every one has a value and a quantity.
pub(in crate::providers::contaazul) fn complete_lines(sent: Vec<SentLine>) -> Handled<Vec<Line>> {
    sent.into_iter().map(SentLine::complete).collect()
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
