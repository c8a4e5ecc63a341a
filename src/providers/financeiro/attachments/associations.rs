//! What attachments are on. Both ends bear it: an attachment bears the numbers of what it is on, and that bears the
//! attachment's number; a transaction counts them, and so does a sale those of the account that it became.

use sqlx::SqliteConnection;

use crate::providers::financeiro::financial_accounts::{self, Kind};
use crate::providers::financeiro::financial_transactions::{self, FINANCIAL_TRANSACTION};
use crate::providers::financeiro::resource::{Owner, Record, Resource, id_of, ids_of, set, store};
use crate::providers::financeiro::sales::SALE;
use crate::store::StoreError;
use crate::web::rails::{Members, Parameter};

/// The member that names the payable and receivable accounts an attachment is on. To the vendor both are one table, so
/// that a number means one of them.
pub(super) const ACCOUNTS: &str = "associated_financial_account_ids";

/// The member that names the transactions an attachment is on.
pub(super) const TRANSACTIONS: &str = "associated_financial_transaction_ids";

/// What bears the numbers of its attachments.
const ATTACHMENTS: &str = "attachment_id_list";

/// Puts an attachment on what `sent` names, and takes it off what it was on; of a kind that `sent` does not name, all
/// stays. An id that is none of the entity's is left out.
pub(super) async fn associate(
    connection: &mut SqliteConnection,
    entity: Owner,
    attachment: &mut Record,
    sent: &Members,
) -> Result<(), StoreError> {
    for kind in [ACCOUNTS, TRANSACTIONS] {
        let Some(named) = sent.get(kind).map(Parameter::as_texts) else {
            continue;
        };
        let named: Vec<i64> = named.iter().filter_map(|id| id.trim().parse().ok()).collect();
        replace(connection, entity, attachment, (kind, &named)).await?;
    }
    Ok(())
}

/// Takes an attachment off all that it is on.
pub(super) async fn dissociate(
    connection: &mut SqliteConnection,
    entity: Owner,
    attachment: &mut Record,
) -> Result<(), StoreError> {
    for kind in [ACCOUNTS, TRANSACTIONS] {
        replace(connection, entity, attachment, (kind, &[])).await?;
    }
    Ok(())
}

async fn replace(
    connection: &mut SqliteConnection,
    entity: Owner,
    attachment: &mut Record,
    (kind, named): (&'static str, &[i64]),
) -> Result<(), StoreError> {
    let id = id_of(attachment);
    for gone in ids_of(attachment, kind).iter().filter(|id| !named.contains(id)) {
        note(connection, entity, (kind, *gone), (id, false)).await?;
    }
    let mut on = Vec::new();
    for other in named {
        let is_new = !on.contains(other);
        if is_new && note(connection, entity, (kind, *other), (id, true)).await? {
            on.push(*other);
        }
    }
    set(attachment, kind, on);
    Ok(())
}

/// Notes on a record that an attachment is there, or is not; false where the entity has no such record.
async fn note(
    connection: &mut SqliteConnection,
    entity: Owner,
    (kind, id): (&str, i64),
    attachment: (i64, bool),
) -> Result<bool, StoreError> {
    let Some((resource, mut record)) = find(connection, entity, kind, id).await? else {
        return Ok(false);
    };
    let attachments = noted(&mut record, attachment);
    store::update(connection, resource, id, &record).await?;
    // An account that came of sales.
    for sale in ids_of(&record, "sale_ids") {
        let Some(mut sold) = store::find(connection, &SALE, entity, sale).await? else {
            continue;
        };
        set(&mut sold, ATTACHMENTS, attachments.clone());
        set(&mut sold, "attachments_count", attachments.len());
        store::update(connection, &SALE, sale, &sold).await?;
    }
    Ok(true)
}

/// The ids of a record's attachments, once one has come or gone.
fn noted(record: &mut Record, (attachment, is_there): (i64, bool)) -> Vec<i64> {
    let mut attachments = ids_of(record, ATTACHMENTS);
    attachments.retain(|other| *other != attachment);
    if is_there {
        attachments.push(attachment);
    }
    if record.contains_key("attachments_count") {
        set(record, "attachments_count", attachments.len());
    }
    set(record, ATTACHMENTS, attachments.clone());
    attachments
}

async fn find(
    connection: &mut SqliteConnection,
    entity: Owner,
    kind: &str,
    id: i64,
) -> Result<Option<(&'static Resource, Record)>, StoreError> {
    if kind == TRANSACTIONS {
        let found = financial_transactions::find_in_entity(connection, entity, id).await?;
        return Ok(found.map(|record| (&FINANCIAL_TRANSACTION, record)));
    }
    let found = financial_accounts::find_in_entity(connection, entity, id).await?;
    Ok(found.map(|(kind, record)| (kind.resource, record)))
}

/// The payable and receivable accounts that an attachment is on, as far as they are still there.
pub(super) async fn accounts(
    connection: &mut SqliteConnection,
    entity: Owner,
    attachment: &Record,
) -> Result<Vec<(&'static Kind, Record)>, StoreError> {
    let mut found = Vec::new();
    for id in ids_of(attachment, ACCOUNTS) {
        found.extend(financial_accounts::find_in_entity(connection, entity, id).await?);
    }
    Ok(found)
}
