//! A document's lines.

use rust_decimal::Decimal;

use super::Violations;
use crate::providers::docsales::proposals::body::{ItemBody, Sent, Whole};
use crate::providers::docsales::violations::Violation;
use crate::providers::docsales::wire::{Amount, Item, PaymentFrequency, Product, RegistrationData};

/// Reads the lines; at least one.
pub(super) fn items(
    sent: &Sent<Vec<ItemBody>>,
    registered: &RegistrationData,
    violations: &mut Violations,
) -> Option<Vec<Item>> {
    match sent {
        Sent::Misfit => violations.note(Violation::invalid("items", "Itens")),
        Sent::Given(items) if !items.is_empty() => {
            let read = items
                .iter()
                .enumerate()
                .map(|(at, body)| item(at, body, registered, violations));
            // All of them are read, so that all that is wrong is told.
            let read: Vec<Option<Item>> = read.collect();
            read.into_iter().collect()
        }
        Sent::Absent | Sent::Given(_) => violations.note(Violation::missing("items", "Itens")),
    }
}

fn item(at: usize, body: &ItemBody, registered: &RegistrationData, violations: &mut Violations) -> Option<Item> {
    let place = |member: &str| format!("items[{at}].{member}");
    let label = |member: &str| format!("Item {}: {member}", at + 1);
    let product = match &body.product_id {
        Sent::Absent => violations.note(Violation::missing(place("product_id"), label("Produto"))),
        Sent::Misfit => violations.note(Violation::unlisted(place("product_id"), label("Produto"))),
        Sent::Given(Whole(id)) => {
            let found = registered.products.iter().find(|product| product.id == *id);
            match found {
                Some(product) => Some(product),
                None => violations.note(Violation::unlisted(place("product_id"), label("Produto"))),
            }
        }
    };
    let quantity = match amount(&body.quantity, Amount(Decimal::ONE)) {
        Some(quantity) if quantity.0 > Decimal::ZERO => Some(quantity),
        Some(_) => violations.note(Violation::not_positive(place("quantity"), label("Quantidade"))),
        None => violations.note(Violation::not_a_number(place("quantity"), label("Quantidade"))),
    };
    let frequency = match &body.payment_frequency {
        Sent::Absent => Some(PaymentFrequency::default()),
        Sent::Given(frequency) => Some(*frequency),
        Sent::Misfit => violations.note(Violation::unlisted(place("payment_frequency"), label("Periodicidade"))),
    };
    let price = match (&body.unit_price, product, frequency) {
        // Nothing says what it costs, paid as often as that.
        (Sent::Absent, Some(product), Some(frequency)) => match catalogue_price(product, frequency) {
            Some(price) => Some(price),
            None => violations.note(Violation::unlisted(place("payment_frequency"), label("Periodicidade"))),
        },
        (Sent::Absent, _, _) => None,
        (sent, _, _) => not_negative(sent, (place("unit_price"), label("Preço unitário")), violations),
    };
    let discount = not_negative(&body.discount, (place("discount"), label("Desconto")), violations);
    let description = violations.text(&body.description, place("description"), label("Descrição"));
    let (product, quantity, unit_price, discount) = (product?, quantity?, price?, discount?);
    let total = Amount(quantity.0 * unit_price.0 - discount.0).to_cents();
    if total.0 < Decimal::ZERO {
        return violations.note(Violation::invalid(place("discount"), label("Desconto")));
    }
    Some(Item {
        id: at + 1,
        product_id: product.id,
        code: product.code.clone(),
        kind: product.kind.clone(),
        name: product.name.clone(),
        description: description.or_else(|| product.description.clone()),
        quantity,
        unit_price,
        discount,
        payment_frequency: frequency?,
        total,
    })
}

fn catalogue_price(product: &Product, frequency: PaymentFrequency) -> Option<Amount> {
    let prices = &mut product.prices.iter();
    prices
        .find(|price| price.payment_frequency == frequency)
        .map(|price| price.price)
}

fn not_negative(sent: &Sent<Amount>, (place, label): (String, String), violations: &mut Violations) -> Option<Amount> {
    match amount(sent, Amount::default()) {
        Some(amount) if amount.0 < Decimal::ZERO => violations.note(Violation::invalid(place, label)),
        Some(amount) => Some(amount),
        None => violations.note(Violation::not_a_number(place, label)),
    }
}

/// The amount, `usual` where none is sent; `None` where what is sent is none.
fn amount(sent: &Sent<Amount>, usual: Amount) -> Option<Amount> {
    match sent {
        Sent::Absent => Some(usual),
        Sent::Misfit => None,
        Sent::Given(amount) => amount.is_bounded().then_some(*amount),
    }
}
