//! How many documents an account has created in a month.

use sqlx::{Row as _, SqliteConnection};

use crate::store::batch::rows;
use crate::store::{Statement, StoreError};

/// The statement that counts one more.
pub(crate) fn count(account: &str, month: &str) -> Statement {
    Statement::new(
        "insert into docsales_creations (account, month, used) values (?, ?, 1)
         on conflict (account, month) do update set used = used + 1",
    )
    .bind(account)
    .bind(month)
}

/// Sets the count to `used`.
pub(crate) async fn set_used(
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

/// How many have been created.
pub(crate) async fn used(connection: &mut SqliteConnection, account: &str, month: &str) -> Result<u32, StoreError> {
    let [rows] = rows(connection, [of_month(account, month)]).await?;
    rows.first().map_or(Ok(0), |row| Ok(row.try_get(0)?))
}

/// Reads the count of a month.
pub(super) fn of_month(account: &str, month: &str) -> Statement {
    Statement::new("select used from docsales_creations where account = ? and month = ?")
        .bind(account)
        .bind(month)
}
