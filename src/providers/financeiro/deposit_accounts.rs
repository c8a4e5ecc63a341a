//! Deposit accounts: what an entity has at banks, in cash and in investments.
//!
//! LIMITATIONS
//! * Types are known from 1 to 5 and not refused beyond; so are currencies.

use futures_util::FutureExt as _;
use rust_decimal::Decimal;
use serde_json::{Map, Value};
use sqlx::SqliteConnection;

use super::call::{Call, Handled};
use super::errors::{BLANK, Error};
use super::resource::{
    Described, Draft, Family, OnUpdate, Owner, Record, Resource, boolean, created, date, datetime, decimal, destroy,
    integer, link, list, lists, nested, says_nothing, scope, show, shows, store, taking, text, update,
};
use super::webhooks::announce;
use super::wire::{decimal as read_decimal, decimal_text};
use crate::web::endpoints::Endpoints;
use crate::web::fidelity::observed;
use http::StatusCode;

/// A deposit account, as it is shown.
pub(super) static DEPOSIT_ACCOUNT: Resource = Resource {
    table: "financeiro_deposit_account",
    family: Family::Template,
    owner: Owner::Entity,
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
    rules: |draft, _| async { rules(draft) }.boxed(),
    complete: Some(|record, call, connection| complete(record, call, connection).boxed()),
    ..Resource::usual("deposit_account", "deposit_accounts", "DepositAccount")
};

/// A deposit account, as the answer to its creation shows it.
static NEW_DEPOSIT_ACCOUNT: Resource = Resource {
    table: "financeiro_deposit_account",
    owner: Owner::Entity,
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
    ..Resource::usual("deposit_account", "deposit_accounts", "DepositAccount")
};

struct DepositAccounts;

impl Described for DepositAccounts {
    fn resource() -> &'static Resource {
        &DEPOSIT_ACCOUNT
    }
}

struct NewDepositAccount;

impl Described for NewDepositAccount {
    fn resource() -> &'static Resource {
        &NEW_DEPOSIT_ACCOUNT
    }
}

/// The operations.
pub(super) fn endpoints() -> Endpoints {
    let seen = observed("recorded traffic of 2015 to 2017");
    let (many, single) = (
        "/entities/{entity_id}/deposit_accounts",
        "/entities/{entity_id}/deposit_accounts/{id}",
    );
    let create = shows::<NewDepositAccount>(
        ("createDepositAccount", "Create a deposit account"),
        seen,
        StatusCode::CREATED,
    );
    let change = says_nothing(("updateDepositAccount", "Change a deposit account"), seen);
    Endpoints::new()
        .get(
            many,
            |call| list(&DEPOSIT_ACCOUNT, call),
            lists::<DepositAccounts>(("listDepositAccounts", "List an entity's deposit accounts"), seen),
        )
        .get(
            single,
            |call| show(&DEPOSIT_ACCOUNT, call),
            shows::<DepositAccounts>(("showDepositAccount", "Show a deposit account"), seen, StatusCode::OK),
        )
        .post(many, create_deposit_account, taking::<DepositAccounts>(create))
        .put(
            single,
            |call| update(&DEPOSIT_ACCOUNT, call),
            taking::<DepositAccounts>(change),
        )
        .delete(
            single,
            |call| destroy(&DEPOSIT_ACCOUNT, call),
            says_nothing(("deleteDepositAccount", "Delete a deposit account"), seen),
        )
}

/// Creates a deposit account. The model answers, not the template that shows it later.
async fn create_deposit_account(call: Call) -> Handled {
    let mut connection = call.connection().await?;
    let scope = scope(&DEPOSIT_ACCOUNT, &call, &mut connection).await?;
    let mut draft = Draft::new(&DEPOSIT_ACCOUNT, &call, None, call.attributes("deposit_account")?);
    draft.own(&DEPOSIT_ACCOUNT, scope);
    rules(&mut draft)?;
    let mut record = draft.checked()?;
    let mut transaction = connection.begin().await?;
    store::insert(&mut transaction, &DEPOSIT_ACCOUNT, scope, &mut record).await?;
    transaction.commit().await?;
    announce(&DEPOSIT_ACCOUNT, &call, &mut connection, ("created", &record)).await;
    complete(&mut record, &call, &mut connection).await?;
    Ok(created(&NEW_DEPOSIT_ACCOUNT, &call, &record))
}

fn rules(draft: &mut Draft<'_>) -> Result<(), Error> {
    draft.default("currency_id", 1);
    draft.default("force_destroy", false);
    draft.default("imported_from_sync", false);
    if draft.is_blank("deposit_account_type_id") {
        draft.invalid.add("deposit_account_type", BLANK);
    }
    draft.must_have(&["name"]);
    Ok(())
}

/// The balance: what there was at first and every transaction since.
async fn complete(record: &mut Record, call: &Call, connection: &mut SqliteConnection) -> Result<(), Error> {
    let id = record.get("id").and_then(Value::as_i64).unwrap_or_default();
    let (hundredths, last) = store::balance(connection, id).await?;
    let initial = record
        .get("initial_balance")
        .and_then(Value::as_str)
        .and_then(read_decimal)
        .unwrap_or_default();
    let balance = initial + Decimal::new(hundredths, 2);
    let entity = record.get("entity_id").and_then(Value::as_i64).unwrap_or_default();
    let address = format!("{}/entities/{entity}/deposit_accounts/{id}", call.context.base_url);
    let mut set = |name: &str, value: Value| record.insert(name.to_owned(), value);
    set("last_transaction_date", last.into());
    set("sync_response", Value::Object(Map::new()));
    set("calculated_balance", decimal_text(balance).into());
    set("logo_image_url", "logos/logo-money-account.png".into());
    set("links", vec![link("self", address, "get")].into());
    Ok(())
}

/// What a fixture leaves out.
pub(super) fn begin(record: &mut Record) {
    record.entry("currency_id").or_insert_with(|| 1.into());
}
