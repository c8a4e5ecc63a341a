//! What is asked of all transactions of a deposit account at once.

use std::collections::HashSet;

use sqlx::SqliteConnection;

use crate::store::{StoreError, encode};

/// What a deposit account's transactions add up to, in hundredths, and the day of the last one.
pub(super) async fn balance(
    connection: &mut SqliteConnection,
    deposit_account: i64,
) -> Result<(i64, Option<String>), StoreError> {
    Ok(sqlx::query_as(
        "select coalesce(sum(hundredths), 0), max(sorted) from financeiro_financial_transaction_tally
         where owner = ? and name = 'all' and value = 0",
    )
    .bind(deposit_account)
    .fetch_one(connection)
    .await?)
}

/// Those of a bank's own ids that a deposit account's transactions have already.
pub(crate) async fn known_guids(
    connection: &mut SqliteConnection,
    deposit_account: i64,
    guids: &[&str],
) -> Result<HashSet<String>, StoreError> {
    let known: Vec<String> = sqlx::query_scalar(
        "select guid from financeiro_financial_transaction
         where owner = ? and guid in (select value from json_each(?))",
    )
    .bind(deposit_account)
    .bind(encode(&guids)?)
    .fetch_all(connection)
    .await?;
    Ok(known.into_iter().collect())
}
