//! What is asked of all transactions of a deposit account or of a credit card at once.

use std::collections::HashSet;

use serde_json::{Value, json};
use sqlx::SqliteConnection;

use super::{folds, record, sorted, text};
use crate::providers::financeiro::resource::{Record, Resource, Scope};
use crate::store::{StoreError, encode};

/// What a deposit account's transactions add up to, in hundredths, and the day of the last one.
pub(in crate::providers::financeiro) async fn balance(
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
pub(in crate::providers::financeiro) async fn known_guids(
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

/// Adds many records at once, numbered in their order.
pub(in crate::providers::financeiro) async fn insert_many(
    connection: &mut SqliteConnection,
    resource: &Resource,
    scope: Scope,
    records: &[Record],
) -> Result<(), StoreError> {
    let mut rows = Vec::with_capacity(records.len());
    for record in records {
        rows.push(json!([
            sorted(resource, record),
            text(resource, record)?,
            folds(resource, record)?
        ]));
    }
    let mut query = sqlx::QueryBuilder::<sqlx::Sqlite>::new("insert into ");
    query
        .push(resource.table)
        .push(" (account, owner, sorted, document, folded) select ");
    query.push_bind(scope.account).push(", ").push_bind(scope.owner);
    query
        .push(", value ->> 0, value ->> 1, value ->> 2 from json_each(")
        .push_bind(Value::Array(rows).to_string())
        .push(")");
    query.build().execute(connection).await?;
    Ok(())
}

/// What was bought with a card in some days, or ever, in hundredths.
pub(in crate::providers::financeiro) async fn spent(
    connection: &mut SqliteConnection,
    card: i64,
    (first, last): (&str, &str),
) -> Result<i64, StoreError> {
    Ok(sqlx::query_scalar(
        "select coalesce(sum(hundredths), 0) from financeiro_credit_card_transaction
         where owner = ? and sorted between ? and ?",
    )
    .bind(card)
    .bind(first)
    .bind(last)
    .fetch_one(connection)
    .await?)
}

/// The parcels of one purchase, in their order.
pub(in crate::providers::financeiro) async fn parcels(
    connection: &mut SqliteConnection,
    card: i64,
    recurrence: i64,
) -> Result<Vec<Record>, StoreError> {
    let rows = sqlx::query(
        "select id, document from financeiro_credit_card_transaction
         where owner = ? and recurrence_id = ? order by sorted, id",
    )
    .bind(card)
    .bind(recurrence)
    .fetch_all(connection)
    .await?;
    rows.into_iter().map(record).collect()
}
