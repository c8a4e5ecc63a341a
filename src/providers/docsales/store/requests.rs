//! The log of calls.

use sqlx::SqliteConnection;

use crate::store::StoreError;

/// How many calls of an account are kept.
const KEPT: i64 = 10_000;

/// How many calls are written between two looks at what is too old.
const PATIENCE: i64 = 100;

/// Adds a call.
pub(in crate::providers::docsales) async fn insert(
    connection: &mut SqliteConnection,
    account: &str,
    document: &str,
) -> Result<(), StoreError> {
    let written = sqlx::query("insert into docsales_request (account, document) values (?, ?)")
        .bind(account)
        .bind(document)
        .execute(&mut *connection)
        .await?;
    if written.last_insert_rowid() % PATIENCE == 0 {
        sqlx::query(
            "delete from docsales_request where account = ?1 and id <= (
                 select id from docsales_request where account = ?1 order by id desc limit 1 offset ?2)",
        )
        .bind(account)
        .bind(KEPT)
        .execute(connection)
        .await?;
    }
    Ok(())
}

/// The last calls of an account, the oldest first.
pub(in crate::providers::docsales) async fn list(
    connection: &mut SqliteConnection,
    account: &str,
) -> Result<Vec<(i64, String)>, StoreError> {
    let mut calls: Vec<(i64, String)> = sqlx::query_as(
        "select id, document from docsales_request where account = ? order by id desc limit ?",
    )
    .bind(account)
    .bind(KEPT)
    .fetch_all(connection)
    .await?;
    calls.reverse();
    Ok(calls)
}
