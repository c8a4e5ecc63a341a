//! `use_count`: how often a person, a category or a classification center is used. It is counted when it is shown.

use sqlx::SqliteConnection;

use super::call::Call;
use super::errors::Error;
use super::resource::{Record, store};

/// Counts the uses of a record by the column that names it.
pub(super) async fn count(
    column: &'static str,
    record: &mut Record,
    call: &Call,
    connection: &mut SqliteConnection,
) -> Result<(), Error> {
    let id = record.get("id").and_then(|id| id.as_i64()).unwrap_or_default();
    let uses = store::use_count(connection, call.account, column, id).await?;
    record.insert("use_count".to_owned(), uses.into());
    Ok(())
}
