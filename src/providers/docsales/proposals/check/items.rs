//! A document's items.

use rust_decimal::Decimal;

use super::checker::Checker;
use crate::providers::docsales::proposals::body::{ItemBody, Sent};
use crate::providers::docsales::violations::{Member, Violation};
use crate::providers::docsales::wire::{Amount, Item, PaymentFrequency, Product, RegistrationData};

/// Reads the items; at least one.
pub(super) fn items(
    sent: &Sent<Vec<ItemBody>>,
    registered: &RegistrationData,
    checker: &mut Checker,
) -> Option<Vec<Item>> {
    checker.list(sent, ("items", "Itens"), |at, body, checker| {
        item(at, body, registered, checker)
    })
}

fn item(at: usize, body: &ItemBody, registered: &RegistrationData, checker: &mut Checker) -> Option<Item> {
    let member = |name: &str, label: &str| Member {
        path: format!("items[{at}].{name}"),
        label: format!("Item {}: {label}", at + 1),
    };
    let product = checker.entry(
        &body.product_id,
        &registered.products,
        |product| product.id,
        member("product_id", "Produto"),
    );
    let quantity = match amount(&body.quantity, Amount(Decimal::ONE)) {
        Some(quantity) if quantity.0 > Decimal::ZERO => Some(quantity),
        Some(_) => checker.reject(Violation::not_positive(member("quantity", "Quantidade"))),
        None => checker.reject(Violation::not_a_number(member("quantity", "Quantidade"))),
    };
    let frequency = match &body.payment_frequency {
        Sent::Absent => Some(PaymentFrequency::default()),
        Sent::Given(frequency) => Some(*frequency),
        Sent::Misfit => checker.reject(Violation::unlisted(member("payment_frequency", "Periodicidade"))),
    };
    let unit_price = match (&body.unit_price, product, frequency) {
        // Where no price is sent, the catalogue must have one for the frequency.
        (Sent::Absent, Some(product), Some(frequency)) => checker.found(
            catalogue_price(product, frequency),
            member("payment_frequency", "Periodicidade"),
        ),
        (Sent::Absent, _, _) => None,
        (sent, _, _) => not_negative(sent, member("unit_price", "Preço unitário"), checker),
    };
    let discount = not_negative(&body.discount, member("discount", "Desconto"), checker);
    let description = checker.text(&body.description, member("description", "Descrição"));
    let (product, quantity, unit_price, discount) = (product?, quantity?, unit_price?, discount?);
    let total = Amount(quantity.0 * unit_price.0 - discount.0).to_cents();
    if total.0 < Decimal::ZERO {
        return checker.reject(Violation::invalid(member("discount", "Desconto")));
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

/// An amount that may be 0, as it is where none is sent.
fn not_negative(sent: &Sent<Amount>, member: Member, checker: &mut Checker) -> Option<Amount> {
    match amount(sent, Amount::default()) {
        Some(amount) if amount.0 < Decimal::ZERO => checker.reject(Violation::invalid(member)),
        Some(amount) => Some(amount),
        None => checker.reject(Violation::not_a_number(member)),
    }
}

/// The amount, `default` where none is sent; `None` where it is not a number, or is too large.
fn amount(sent: &Sent<Amount>, default: Amount) -> Option<Amount> {
    match sent {
        Sent::Absent => Some(default),
        Sent::Misfit => None,
        Sent::Given(amount) => amount.is_bounded().then_some(*amount),
    }
}
