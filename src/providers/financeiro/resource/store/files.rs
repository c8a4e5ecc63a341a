//! The content of attachments, which stands beside the record.

use sqlx::SqliteConnection;

use crate::store::StoreError;

/// Keeps an attachment's file.
pub(in crate::providers::financeiro) async fn write_content(
    connection: &mut SqliteConnection,
    id: i64,
    content: Option<Vec<u8>>,
) -> Result<(), StoreError> {
    let query = sqlx::query("update financeiro_attachment set content = ? where id = ?");
    query.bind(content).bind(id).execute(connection).await?;
    Ok(())
}

/// An attachment's file.
pub(in crate::providers::financeiro) async fn read_content(
    connection: &mut SqliteConnection,
    id: i64,
) -> Result<Vec<u8>, StoreError> {
    let query =
        sqlx::query_scalar("select coalesce(content, x'') from financeiro_attachment where id = ?");
    query.bind(id).fetch_one(connection).await
}
