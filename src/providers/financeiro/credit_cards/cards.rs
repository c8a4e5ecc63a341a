//! Credit cards.

use futures_util::FutureExt as _;
use sqlx::SqliteConnection;

use super::store;
use crate::providers::financeiro::entities::ENTITY;
use crate::providers::financeiro::request::Request;
use crate::providers::financeiro::resource::{
    BelongsTo, Changeset, OnCreate, Record, Rendering, Resource, ResourceType, Routes, Validation, datetime, decimal,
    id_of, integer, link, nested, number_of, set, text, text_of,
};
use crate::providers::financeiro::webhooks;
use crate::providers::financeiro::wire::decimal_text;
use crate::store::StoreError;
use crate::web::endpoints::Endpoints;
use crate::web::fidelity::observed;

/// A credit card.
pub(crate) static CREDIT_CARD: Resource = Resource {
    table: "financeiro_credit_card",
    rendering: Rendering::Template,
    belongs_to: BelongsTo::Record(&ENTITY, "entity_id"),
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
    validate: Validation::Record(validate),
    notify: webhooks::NOTIFY,
    add_computed: Some(|record, request, connection| add_computed(record, request, connection).boxed()),
    ..Resource::new("credit_card", "credit_cards", "CreditCard")
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

impl ResourceType for CreditCards {
    const RESOURCE: &'static Resource = &CREDIT_CARD;
}

/// The operations.
pub(crate) fn endpoints() -> Endpoints {
    let (collection, member) = (
        "/entities/{entity_id}/credit_cards",
        "/entities/{entity_id}/credit_cards/{id}",
    );
    Routes::<CreditCards>::new(collection, member, observed("recorded traffic of 2017"))
        .list(("listCreditCards", "List an entity's credit cards"))
        .show(("showCreditCard", "Show a credit card"))
        .create(("createCreditCard", "Create a credit card"))
        .update(("updateCreditCard", "Change a credit card"))
        .delete(("deleteCreditCard", "Delete a credit card with its transactions"))
        .endpoints()
}

fn validate(changes: &mut Changeset<'_>) {
    changes.require(&["name"]);
    if !FLAGS.contains(&changes.text("flag")) {
        changes.invalid.add("flag", "não está incluso na lista");
    }
    for name in ["closing_day", "expiration_day"] {
        if !changes.integer(name).is_some_and(|day| (1..=31).contains(&day)) {
            changes.invalid.add(name, "não está incluso na lista");
        }
    }
}

/// The balance: all that was bought with the card.
async fn add_computed(
    record: &mut Record,
    request: &Request,
    connection: &mut SqliteConnection,
) -> Result<(), StoreError> {
    let (id, entity) = (id_of(record), number_of(record, "entity_id").unwrap_or_default());
    let balance = store::spent(connection, id, ("", "9999-12-31")).await?;
    let flag = text_of(record, "flag").unwrap_or_default();
    let flag = flag.to_lowercase().replace(' ', "-");
    let address = format!("{}/entities/{entity}/credit_cards/{id}", request.context.base_url);
    set(record, "balance", decimal_text(balance));
    set(record, "flag_image_url", format!("credit_cards/{flag}.png"));
    set(record, "links", vec![link("self", address, "get")]);
    Ok(())
}
