//! Deposit accounts: what an entity has at banks, in cash and in investments.
//!
//! LIMITATIONS
//! * Types are known from 1 to 5 and not refused beyond; so are currencies.

mod store;

use futures_util::FutureExt as _;
use rust_decimal::Decimal;
use serde_json::Map;
use sqlx::SqliteConnection;

use super::entities::ENTITY;
use super::errors::BLANK;
use super::request::Request;
use super::resource::{
    BelongsTo, Changeset, OnUpdate, Record, Rendering, Resource, ResourceType, Routes, Validation, boolean, date,
    datetime, decimal, decimal_of, id_of, integer, link, nested, number_of, set, text,
};
use super::webhooks;
use super::wire::decimal_text;
use crate::store::StoreError;
use crate::web::endpoints::Endpoints;
use crate::web::fidelity::observed;

pub(super) use store::known_guids;

/// A deposit account, as it is shown.
pub(super) static DEPOSIT_ACCOUNT: Resource = Resource {
    table: "financeiro_deposit_account",
    rendering: Rendering::Template,
    belongs_to: BelongsTo::Record(&ENTITY, "entity_id"),
    sorted_by: "name",
    on_update: OnUpdate::Blank,
    fields: &[
        integer("id"),
        datetime("archived_at"),
        integer("bank_account_id").written(),
        integer("currency_id").written(),
        integer("deposit_account_type_id").written(),
        text("description").written(),
        integer("entity_id"),
        boolean("force_destroy"),
        boolean("imported_from_sync"),
        decimal("initial_balance").written(),
        date("last_transaction_date"),
        text("name").written(),
        nested("sync_response"),
        text("calculated_balance"),
        text("logo_image_url"),
        nested("links"),
    ],
    created_as: Some(&NEW_DEPOSIT_ACCOUNT),
    validate: Validation::Record(validate),
    notify: webhooks::NOTIFY,
    add_computed: Some(|record, request, connection| add_computed(record, request, connection).boxed()),
    ..Resource::new("deposit_account", "deposit_accounts", "DepositAccount")
};

/// A deposit account, as the answer to its creation shows it.
static NEW_DEPOSIT_ACCOUNT: Resource = Resource {
    table: "financeiro_deposit_account",
    belongs_to: BelongsTo::Record(&ENTITY, "entity_id"),
    sorted_by: "name",
    fields: &[
        datetime("archived_at"),
        integer("bank_account_id").written(),
        datetime("created_at"),
        integer("currency_id").written(),
        integer("deposit_account_type_id").written(),
        text("description").written(),
        integer("entity_id"),
        boolean("force_destroy"),
        integer("id"),
        boolean("imported_from_sync"),
        decimal("initial_balance").written(),
        date("last_transaction_date"),
        text("name").written(),
        nested("sync_response"),
        datetime("updated_at"),
        text("calculated_balance"),
    ],
    ..Resource::new("deposit_account", "deposit_accounts", "DepositAccount")
};

struct DepositAccounts;

impl ResourceType for DepositAccounts {
    const RESOURCE: &'static Resource = &DEPOSIT_ACCOUNT;
}

/// The operations.
pub(super) fn endpoints() -> Endpoints {
    let seen = observed("recorded traffic of 2015 to 2017");
    let (collection, member) = (
        "/entities/{entity_id}/deposit_accounts",
        "/entities/{entity_id}/deposit_accounts/{id}",
    );
    Routes::<DepositAccounts>::new(collection, member, seen)
        .list(("listDepositAccounts", "List an entity's deposit accounts"))
        .show(("showDepositAccount", "Show a deposit account"))
        .create(("createDepositAccount", "Create a deposit account"))
        .update(("updateDepositAccount", "Change a deposit account"))
        .delete(("deleteDepositAccount", "Delete a deposit account"))
        .endpoints()
}

fn validate(changes: &mut Changeset<'_>) {
    changes.set_default("currency_id", 1);
    changes.set_default("force_destroy", false);
    changes.set_default("imported_from_sync", false);
    if changes.is_blank("deposit_account_type_id") {
        changes.invalid.add("deposit_account_type", BLANK);
    }
    changes.require(&["name"]);
}

/// The balance: what there was at first and every transaction since.
async fn add_computed(
    record: &mut Record,
    request: &Request,
    connection: &mut SqliteConnection,
) -> Result<(), StoreError> {
    let id = id_of(record);
    let (hundredths, last) = store::balance(connection, id).await?;
    let balance = decimal_of(record, "initial_balance").unwrap_or_default() + Decimal::new(hundredths, 2);
    let entity = number_of(record, "entity_id").unwrap_or_default();
    let address = format!("{}/entities/{entity}/deposit_accounts/{id}", request.context.base_url);
    set(record, "last_transaction_date", last);
    set(record, "sync_response", Map::new());
    set(record, "calculated_balance", decimal_text(balance));
    set(record, "logo_image_url", "logos/logo-money-account.png");
    set(record, "links", vec![link("self", address, "get")]);
    Ok(())
}

/// What a fixture leaves out.
pub(super) fn set_defaults(record: &mut Record) {
    record.entry("currency_id").or_insert_with(|| 1.into());
}
