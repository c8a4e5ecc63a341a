//! The attachments' table. Their bytes are files of the world.

use sqlx::SqliteConnection;

use super::wire::Attachment;
use crate::store::StoreError;
use crate::store::listing::Window;

/// Adds an attachment.
pub(super) async fn insert(connection: &mut SqliteConnection, attachment: &Attachment) -> Result<(), StoreError> {
    sqlx::query(
        "insert into procfy_attachment (id, transaction_id, filename, byte_size, content_type, created_at, file_id)
         values (?, ?, ?, ?, ?, ?, ?)",
    )
    .bind(attachment.id)
    .bind(attachment.transaction_id)
    .bind(&attachment.filename)
    .bind(attachment.byte_size)
    .bind(&attachment.content_type)
    .bind(&attachment.created_at)
    .bind(attachment.file_id)
    .execute(connection)
    .await?;
    Ok(())
}

/// An attachment of a transaction, without its bytes.
pub(super) async fn find(
    connection: &mut SqliteConnection,
    transaction: i64,
    id: i64,
) -> Result<Option<Attachment>, StoreError> {
    Ok(sqlx::query_as(
        "select id, transaction_id, filename, byte_size, content_type, created_at, file_id
         from procfy_attachment where id = ? and transaction_id = ?",
    )
    .bind(id)
    .bind(transaction)
    .fetch_optional(connection)
    .await?)
}

/// How many attachments a transaction has.
pub(super) async fn count(connection: &mut SqliteConnection, transaction: i64) -> Result<i64, StoreError> {
    Ok(
        sqlx::query_scalar("select count(*) from procfy_attachment where transaction_id = ?")
            .bind(transaction)
            .fetch_one(connection)
            .await?,
    )
}

/// A part of a transaction's attachments, by their ids.
pub(super) async fn list(
    connection: &mut SqliteConnection,
    transaction: i64,
    window: Window,
) -> Result<Vec<Attachment>, StoreError> {
    let bound = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
    Ok(sqlx::query_as(
        "select id, transaction_id, filename, byte_size, content_type, created_at, file_id
         from procfy_attachment where transaction_id = ? order by id limit ? offset ?",
    )
    .bind(transaction)
    .bind(bound(window.take))
    .bind(bound(window.skip))
    .fetch_all(connection)
    .await?)
}

/// Deletes an attachment with its bytes.
pub(super) async fn delete(connection: &mut SqliteConnection, id: i64) -> Result<(), StoreError> {
    sqlx::query("delete from procfy_attachment where id = ?")
        .bind(id)
        .execute(connection)
        .await?;
    Ok(())
}
