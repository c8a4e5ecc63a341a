//! Payable and receivable accounts: what an entity has to pay and what it will be paid.
//!
//! Both are one model to the vendor, with other words: see [`Side`].
//!
//! LIMITATIONS
//! * A recurrence without a number of parcels has its next instance at once, and no further one.

mod answers;
mod fields;
pub(super) mod payable;
mod payment;
pub(super) mod receivable;
mod recurrence;
mod rules;

use futures_util::FutureExt as _;
use http::StatusCode;
use serde_json::Value;
use sqlx::SqliteConnection;

use super::call::{Call, Handled};
use super::errors::Error;
use super::resource::{
    Draft, Family, Owner, Record, Resource, Stored, blank, created, destroy_selected, scope, shown, store, update_of,
};
use super::webhooks::announce;

pub(super) use answers::{reduced, unrooted};
pub(super) use rules::begin;

/// A payable account.
pub(super) static PAYABLE_ACCOUNT: Resource = Resource {
    table: "financeiro_payable_account",
    fields: fields::PAYABLE,
    complete: Some(|record, call, connection| answers::complete(&PAYABLE, record, call, connection).boxed()),
    compute: Some(|members, call| answers::compute(&PAYABLE, members, call)),
    ..base("payable_account", "payable_accounts", "PayableAccount")
};

/// A receivable account.
pub(super) static RECEIVABLE_ACCOUNT: Resource = Resource {
    table: "financeiro_receivable_account",
    fields: fields::RECEIVABLE,
    complete: Some(|record, call, connection| answers::complete(&RECEIVABLE, record, call, connection).boxed()),
    compute: Some(|members, call| answers::compute(&RECEIVABLE, members, call)),
    ..base("receivable_account", "receivable_accounts", "ReceivableAccount")
};

const fn base(one: &'static str, many: &'static str, model: &'static str) -> Resource {
    Resource {
        family: Family::Template,
        owner: Owner::Entity,
        sorted_by: "due_date",
        per_page: Some(50),
        rules: |draft, _| async { rules::check(draft) }.boxed(),
        ..Resource::usual(one, many, model)
    }
}

/// What the two have different words for.
#[derive(Debug)]
pub(super) struct Side {
    pub(super) resource: &'static Resource,
    /// The names of the statuses 1 to 3.
    pub(super) statuses: [&'static str; 3],
    /// The actions that settle and that take it back.
    settle: &'static str,
    undo: &'static str,
    /// How it is called where it is not found.
    name: &'static str,
    /// The same where the vendor shows the whole translation by mistake.
    names: &'static str,
}

/// What is paid.
pub(super) static PAYABLE: Side = Side {
    resource: &PAYABLE_ACCOUNT,
    statuses: ["unpaid", "paid", "reconciled"],
    settle: "pay",
    undo: "undo_payment",
    name: "Conta a pagar",
    names: r#"{:one=>"Conta a Pagar", :other=>"Contas a Pagar"}"#,
};

/// What is received.
pub(super) static RECEIVABLE: Side = Side {
    resource: &RECEIVABLE_ACCOUNT,
    statuses: ["unreceived", "received", "reconciled"],
    settle: "receive",
    undo: "undo_receivement",
    name: "Conta a receber",
    names: r#"{:one=>"Conta a Receber", :other=>"Contas a Receber"}"#,
};

/// How a record that is not there is spoken of: showing and undoing have other words than the rest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Missing {
    Plain,
    Translation,
}

/// The record that the path names.
async fn found(side: &Side, call: &Call, connection: &mut SqliteConnection, missing: Missing) -> Handled<Record> {
    Ok(stored(side, call, connection, missing).await?.record()?)
}

/// The same as it is stored.
async fn stored(side: &Side, call: &Call, connection: &mut SqliteConnection, missing: Missing) -> Handled<Stored> {
    let scope = scope(side.resource, call, connection).await?;
    let found = store::find_stored(connection, side.resource, scope, call.path_id("id")).await?;
    let id = call.path_text("id");
    found.ok_or_else(|| Error::RecordNotFound {
        message: match missing {
            Missing::Plain => format!("Não foi possível localizar a {} solicitada.", side.name),
            Missing::Translation => {
                format!("Não foi possível localizar a {} com o ID {id}", side.names)
            }
        },
        reason: format!("The entity has no {} {id}.", side.resource.one.replace('_', " ")),
    })
}

async fn show(side: &'static Side, call: Call) -> Handled {
    if let Some(found) = store::find_together(side.resource, &call).await? {
        return shown(side.resource, &call, found).await;
    }
    let found = {
        let mut connection = call.connection().await?;
        stored(side, &call, &mut connection, Missing::Plain).await?
    };
    shown(side.resource, &call, found).await
}

async fn create(side: &'static Side, call: Call) -> Handled {
    let mut connection = call.connection().await?;
    let scope = scope(side.resource, &call, &mut connection).await?;
    let mut draft = Draft::new(side.resource, &call, None, call.attributes(side.resource.envelope)?);
    draft.own(side.resource, scope);
    rules::check(&mut draft)?;
    let record = draft.checked()?;
    let mut transaction = connection.begin().await?;
    let mut record = recurrence::insert(side, &mut transaction, scope, record).await?;
    transaction.commit().await?;
    announce(side.resource, &call, &mut connection, ("created", &record)).await;
    answers::complete(side, &mut record, &call, &mut connection).await?;
    Ok(created(side.resource, &call, &record))
}

async fn update(side: &'static Side, call: Call) -> Handled {
    let mut connection = call.connection().await?;
    let before = found(side, &call, &mut connection, Missing::Translation).await?;
    update_of(side.resource, &call, &mut connection, before).await
}

async fn delete(side: &'static Side, call: Call) -> Handled {
    let mut connection = call.connection().await?;
    found(side, &call, &mut connection, Missing::Translation).await?;
    let scope = scope(side.resource, &call, &mut connection).await?;
    let selected = (scope, &[call.path_id("id")][..]);
    destroy_selected(side.resource, &call, &mut connection, selected).await?;
    Ok(blank(&call, StatusCode::OK))
}

async fn delete_selected(side: &'static Side, call: Call) -> Handled {
    let mut connection = call.connection().await?;
    let scope = scope(side.resource, &call, &mut connection).await?;
    let selected = call.selected_ids();
    destroy_selected(side.resource, &call, &mut connection, (scope, &selected)).await?;
    Ok(blank(&call, StatusCode::OK))
}

/// A record's number by name.
fn number(record: &Record, name: &str) -> Option<i64> {
    record.get(name).and_then(Value::as_i64)
}
