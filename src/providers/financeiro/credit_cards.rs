//! Credit cards.

use futures_util::FutureExt as _;
use serde_json::Value;
use sqlx::SqliteConnection;

use super::call::Call;
use super::credit_card_transactions::spent;
use super::errors::Error;
use super::resource::{
    Described, Draft, Family, Names, OnCreate, Owner, Record, Resource, datetime, decimal, integer, link, mounted,
    nested, text,
};
use super::wire::decimal_text;
use crate::web::endpoints::Endpoints;
use crate::web::fidelity::observed;

/// A credit card.
pub(super) static CREDIT_CARD: Resource = Resource {
    table: "financeiro_credit_card",
    family: Family::Template,
    owner: Owner::Entity,
    on_create: OnCreate::Plain,
    fields: &[
        integer("id"),
        text("name").written(),
        text("flag").written(),
        integer("closing_day").written(),
        integer("expiration_day").written(),
        decimal("balance"),
        integer("entity_id"),
        integer("category_id").written(),
        integer("person_id").written(),
        integer("classification_center_id").written(),
        text("observation").written(),
        datetime("archived_at"),
        text("flag_image_url"),
        nested("links"),
    ],
    rules: |draft, _| {
        async {
            rules(draft);
            Ok(())
        }
        .boxed()
    },
    complete: Some(|record, call, connection| complete(record, call, connection).boxed()),
    ..Resource::usual("credit_card", "credit_cards", "CreditCard")
};

const FLAGS: [&str; 7] = [
    "Visa",
    "MasterCard",
    "American Express",
    "Diners",
    "Elo",
    "Hipercard",
    "Other",
];

struct CreditCards;

impl Described for CreditCards {
    fn resource() -> &'static Resource {
        &CREDIT_CARD
    }
}

/// The operations.
pub(super) fn endpoints() -> Endpoints {
    let names = Names {
        list: ("listCreditCards", "List an entity's credit cards"),
        show: ("showCreditCard", "Show a credit card"),
        create: ("createCreditCard", "Create a credit card"),
        update: ("updateCreditCard", "Change a credit card"),
        delete: ("deleteCreditCard", "Delete a credit card with its transactions"),
    };
    let paths = (
        "/entities/{entity_id}/credit_cards",
        "/entities/{entity_id}/credit_cards/{id}",
    );
    mounted::<CreditCards>(Endpoints::new(), paths, names, observed("recorded traffic of 2017"))
}

fn rules(draft: &mut Draft<'_>) {
    draft.must_have(&["name"]);
    if !FLAGS.contains(&draft.text("flag")) {
        draft.invalid.add("flag", "não está incluso na lista");
    }
    for name in ["closing_day", "expiration_day"] {
        if !draft.integer(name).is_some_and(|day| (1..=31).contains(&day)) {
            draft.invalid.add(name, "não está incluso na lista");
        }
    }
}

async fn complete(record: &mut Record, call: &Call, connection: &mut SqliteConnection) -> Result<(), Error> {
    let number = |name: &str| record.get(name).and_then(Value::as_i64).unwrap_or_default();
    let (id, entity) = (number("id"), number("entity_id"));
    let balance = spent(connection, id).await?;
    let flag = record
        .get("flag")
        .and_then(Value::as_str)
        .unwrap_or_default()
        .to_lowercase()
        .replace(' ', "-");
    let address = format!("{}/entities/{entity}/credit_cards/{id}", call.context.base_url);
    record.insert("balance".to_owned(), decimal_text(balance).into());
    record.insert("flag_image_url".to_owned(), format!("credit_cards/{flag}.png").into());
    record.insert("links".to_owned(), vec![link("self", address, "get")].into());
    Ok(())
}
