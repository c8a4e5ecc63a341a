//! `use_count`: how often a person, a category or a classification center is used. It is counted when it is shown.

mod store;

use sqlx::SqliteConnection;

use super::request::Request;
use super::resource::{Record, id_of, set};
use crate::store::StoreError;

/// Counts the uses of a record by the column that names it.
pub(super) async fn count(
    column: &'static str,
    record: &mut Record,
    request: &Request,
    connection: &mut SqliteConnection,
) -> Result<(), StoreError> {
    let uses = store::use_count(connection, request.account, column, id_of(record)).await?;
    set(record, "use_count", uses);
    Ok(())
}
