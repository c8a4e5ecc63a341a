//! The files of attachments, which stand among the world's own.

use sqlx::SqliteConnection;

use crate::store::StoreError;

/// Gives an attachment its file. The one that it had is deleted.
pub(super) async fn set_file(connection: &mut SqliteConnection, id: i64, file: i64) -> Result<(), StoreError> {
    let query = sqlx::query("update financeiro_attachment set file_id = ? where id = ?");
    query.bind(file).bind(id).execute(connection).await?;
    Ok(())
}

/// The number of an attachment's file among the world's.
pub(super) async fn file_of(connection: &mut SqliteConnection, id: i64) -> Result<Option<i64>, StoreError> {
    let query = sqlx::query_scalar("select file_id from financeiro_attachment where id = ?");
    Ok(query.bind(id).fetch_one(connection).await?)
}
