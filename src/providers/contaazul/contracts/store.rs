//! The contracts' table.

use sqlx::SqliteConnection;
use uuid::Uuid;

use super::wire::Contract;
use crate::store::listing::{Listing, Window};
use crate::store::{Statement, StoreError, encode};

/// The next number of the account's sequence of contracts.
pub(super) async fn next_number(connection: &mut SqliteConnection, account: &str) -> Result<i64, StoreError> {
    Ok(
        sqlx::query_scalar("select coalesce(max(number), 0) + 1 from contaazul_contract where account = ?")
            .bind(account)
            .fetch_one(connection)
            .await?,
    )
}

/// Adds a contract; answers with its sequence.
pub(super) async fn insert(
    connection: &mut SqliteConnection,
    account: &str,
    contract: &Contract,
) -> Result<i64, StoreError> {
    let inserted = sqlx::query("insert into contaazul_contract (account, document) values (?, ?)")
        .bind(account)
        .bind(encode(contract)?)
        .execute(connection)
        .await?;
    Ok(inserted.last_insert_rowid())
}

/// A contract's document.
pub(super) fn find(account: &str, id: Uuid) -> Statement {
    Statement::new("select document from contaazul_contract where id = ? and account = ?")
        .bind(id.to_string())
        .bind(account)
}

/// The documents of a page, in the order of creation.
pub(super) async fn list(
    connection: &mut SqliteConnection,
    account: &str,
    window: Window,
) -> Result<Vec<String>, StoreError> {
    Listing::of("select document from contaazul_contract where account = ", account)
        .fetch(connection, "order by sequence", window)
        .await
}
