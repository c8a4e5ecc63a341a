//! How many documents an account has created in a month.

use sqlx::SqliteConnection;

use crate::store::StoreError;

/// Counts one more, unless there are `limit` already; whether it did.
pub(in crate::providers::docsales) async fn count(
    connection: &mut SqliteConnection,
    account: &str,
    month: &str,
    limit: u32,
) -> Result<bool, StoreError> {
    let counted = sqlx::query(
        "insert into docsales_creations (account, month, used) select ?, ?, 1 where ? > 0
         on conflict (account, month) do update set used = used + 1 where used < ?",
    )
    .bind(account)
    .bind(month)
    .bind(limit)
    .bind(limit)
    .execute(connection)
    .await?;
    Ok(counted.rows_affected() > 0)
}

/// Has it look as if there had been so many.
pub(in crate::providers::docsales) async fn set_used(
    connection: &mut SqliteConnection,
    account: &str,
    month: &str,
    used: u32,
) -> Result<(), StoreError> {
    sqlx::query(
        "insert into docsales_creations (account, month, used) values (?, ?, ?)
         on conflict (account, month) do update set used = excluded.used",
    )
    .bind(account)
    .bind(month)
    .bind(used)
    .execute(connection)
    .await?;
    Ok(())
}

/// How many there are.
pub(in crate::providers::docsales) async fn used(
    connection: &mut SqliteConnection,
    account: &str,
    month: &str,
) -> Result<u32, StoreError> {
    let used =
        sqlx::query_scalar("select used from docsales_creations where account = ? and month = ?")
            .bind(account)
            .bind(month)
            .fetch_optional(connection)
            .await?;
    Ok(used.unwrap_or_default())
}
