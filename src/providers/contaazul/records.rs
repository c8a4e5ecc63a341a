//! What customers, suppliers, products, services and product categories do alike: list, show and remove their records.

use serde::de::DeserializeOwned;
use sqlx::SqliteConnection;
use uuid::Uuid;

use super::accounts::Caller;
use super::answers::{self, Handled, no_content, ok};
use super::errors::Error;
use super::store::{self, Filter, Table};
use crate::store::listing::Window;

/// A page of records, in the order in which they were created.
pub(super) async fn list(caller: &Caller, table: &Table, filter: Filter, window: Window) -> Handled {
    let mut connection = caller.world().store.connection().await?;
    let documents = store::list(&mut connection, table, caller.account(), filter, window).await?;
    Ok(answers::list(&documents))
}

/// One record.
pub(super) async fn show(caller: &Caller, table: &Table, id: Uuid) -> Handled {
    let found = store::find(table, caller.account(), id);
    let found = caller.world().store.find_text(found).await?;
    found.map(ok).ok_or_else(|| Error::not_found(table.what, id))
}

/// A record as it is before a change.
pub(super) async fn load<T: DeserializeOwned>(
    connection: &mut SqliteConnection,
    table: &Table,
    account: &str,
    id: Uuid,
) -> Result<T, Error> {
    let record = store::load(connection, table, account, id).await?;
    record.ok_or_else(|| Error::not_found(table.what, id))
}

/// Removes a record.
pub(super) async fn remove(caller: &Caller, table: &Table, id: Uuid) -> Handled {
    let mut connection = caller.world().store.connection().await?;
    let is_removed = store::remove(&mut connection, table, caller.account(), id).await?;
    removed(is_removed, table, id)
}

/// The answer to a removal that found a record, or did not.
pub(super) fn removed(is_removed: bool, table: &Table, id: Uuid) -> Handled {
    match is_removed {
        true => Ok(no_content()),
        false => Err(Error::not_found(table.what, id)),
    }
}
