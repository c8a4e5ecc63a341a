//! What attachments are on. Both ends bear it: an attachment bears the numbers of what it is on, and that bears the
//! attachment's number; a transaction counts them, and so does a sale those of the account that it became.

use serde_json::Value;
use sqlx::SqliteConnection;

use super::super::call::Handled;
use super::super::deposit_accounts::DEPOSIT_ACCOUNT;
use super::super::errors::Error;
use super::super::financial_accounts::{PAYABLE, RECEIVABLE, Side};
use super::super::financial_transactions::FINANCIAL_TRANSACTION;
use super::super::resource::{Record, Resource, Scope, store};
use super::super::sales::SALE;
use crate::web::rails::{Members, Parameter};

/// The member that names the payable and receivable accounts an attachment is on. To the vendor both are one table, so
/// that a number means one of them.
pub(super) const ACCOUNTS: &str = "associated_financial_account_ids";

/// The member that names the transactions an attachment is on.
pub(super) const TRANSACTIONS: &str = "associated_financial_transaction_ids";

/// What bears the numbers of its attachments.
const ATTACHMENTS: &str = "attachment_id_list";

/// Puts an attachment on what `sent` names, and takes it off what it was on; of a kind that `sent` does not name, all
/// stays. A number that is none of the entity's is left out.
pub(super) async fn tie(
    connection: &mut SqliteConnection,
    scope: Scope,
    attachment: &mut Record,
    sent: &Members,
) -> Result<(), Error> {
    for kind in [ACCOUNTS, TRANSACTIONS] {
        let Some(named) = sent.get(kind).map(Parameter::as_texts) else {
            continue;
        };
        let named: Vec<i64> = named.iter().filter_map(|id| id.trim().parse().ok()).collect();
        tie_kind(connection, scope, attachment, (kind, &named)).await?;
    }
    Ok(())
}

/// Takes an attachment off all that it is on.
pub(super) async fn untie(
    connection: &mut SqliteConnection,
    scope: Scope,
    attachment: &mut Record,
) -> Result<(), Error> {
    for kind in [ACCOUNTS, TRANSACTIONS] {
        tie_kind(connection, scope, attachment, (kind, &[])).await?;
    }
    Ok(())
}

async fn tie_kind(
    connection: &mut SqliteConnection,
    scope: Scope,
    attachment: &mut Record,
    (kind, named): (&'static str, &[i64]),
) -> Result<(), Error> {
    let number = attachment.get("id").and_then(Value::as_i64);
    let number = number.unwrap_or_default();
    let before = ids(attachment, kind);
    for gone in before.iter().filter(|id| !named.contains(id)) {
        hang(connection, scope, (kind, *gone), (number, false)).await?;
    }
    let mut on = Vec::new();
    for id in named {
        let is_new = !on.contains(id);
        if is_new && hang(connection, scope, (kind, *id), (number, true)).await? {
            on.push(*id);
        }
    }
    attachment.insert(kind.to_owned(), on.into());
    Ok(())
}

/// Notes on one holder that an attachment is there, or is not; false where the entity has no such holder.
async fn hang(
    connection: &mut SqliteConnection,
    scope: Scope,
    (kind, id): (&str, i64),
    attachment: (i64, bool),
) -> Result<bool, Error> {
    let Some((resource, mut holder)) = holder(connection, scope, kind, id).await? else {
        return Ok(false);
    };
    let attachments = noted(&mut holder, attachment);
    store::update(connection, resource, id, &holder).await?;
    if resource.one == RECEIVABLE.resource.one {
        for sale in ids(&holder, "sale_ids") {
            let Some(mut sold) = store::find(connection, &SALE, scope, sale).await? else {
                continue;
            };
            sold.insert(ATTACHMENTS.to_owned(), attachments.clone().into());
            sold.insert("attachments_count".to_owned(), attachments.len().into());
            store::update(connection, &SALE, sale, &sold).await?;
        }
    }
    Ok(true)
}

/// The numbers of a holder's attachments, once one has come or gone.
fn noted(holder: &mut Record, (attachment, is_there): (i64, bool)) -> Vec<i64> {
    let mut attachments = ids(holder, ATTACHMENTS);
    attachments.retain(|other| *other != attachment);
    if is_there {
        attachments.push(attachment);
    }
    if holder.contains_key("attachments_count") {
        holder.insert("attachments_count".to_owned(), attachments.len().into());
    }
    holder.insert(ATTACHMENTS.to_owned(), attachments.clone().into());
    attachments
}

async fn holder(
    connection: &mut SqliteConnection,
    scope: Scope,
    kind: &str,
    id: i64,
) -> Handled<Option<(&'static Resource, Record)>> {
    if kind == TRANSACTIONS {
        return transaction(connection, scope, id).await;
    }
    let found = account(connection, scope, id).await?;
    Ok(found.map(|(side, record)| (side.resource, record)))
}

/// A transaction of one of the entity's deposit accounts.
async fn transaction(
    connection: &mut SqliteConnection,
    scope: Scope,
    id: i64,
) -> Handled<Option<(&'static Resource, Record)>> {
    let resource = &FINANCIAL_TRANSACTION;
    let found = store::find_anywhere(connection, resource, scope.account, id).await?;
    let Some(found) = found else {
        return Ok(None);
    };
    let owner = found.get("deposit_account_id").and_then(Value::as_i64);
    let owner = owner.unwrap_or_default();
    let is_own = store::find(connection, &DEPOSIT_ACCOUNT, scope, owner).await?;
    Ok(is_own.map(|_| (resource, found)))
}

async fn account(connection: &mut SqliteConnection, scope: Scope, id: i64) -> Handled<Option<(&'static Side, Record)>> {
    for side in [&PAYABLE, &RECEIVABLE] {
        let found = store::find(connection, side.resource, scope, id).await?;
        if let Some(record) = found {
            return Ok(Some((side, record)));
        }
    }
    Ok(None)
}

/// The payable and receivable accounts that an attachment is on, as far as they are still there.
pub(super) async fn accounts(
    connection: &mut SqliteConnection,
    scope: Scope,
    attachment: &Record,
) -> Handled<Vec<(&'static Side, Record)>> {
    let mut found = Vec::new();
    for id in ids(attachment, ACCOUNTS) {
        found.extend(account(connection, scope, id).await?);
    }
    Ok(found)
}

fn ids(record: &Record, name: &str) -> Vec<i64> {
    let list = record.get(name).and_then(Value::as_array);
    let list = list.into_iter().flatten();
    list.filter_map(Value::as_i64).collect()
}
