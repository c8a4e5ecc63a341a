//! The instances of a recurrence, and the numbers that payable and receivable accounts share.

use sqlx::{QueryBuilder, Sqlite, SqliteConnection};

use crate::providers::financeiro::resource::store::{record, sorted};
use crate::providers::financeiro::resource::{Record, Resource, id_of};
use crate::store::StoreError;

/// The numbers of the instances after and before one of a recurrence, in the resource's order.
pub(super) async fn neighbors(
    connection: &mut SqliteConnection,
    resource: &Resource,
    recurrence: i64,
    record: &Record,
) -> Result<(Option<i64>, Option<i64>), StoreError> {
    let mut query = QueryBuilder::<Sqlite>::new("select ");
    for (place, (comparison, direction)) in [(">", "asc"), ("<", "desc")].into_iter().enumerate() {
        query.push(if place == 0 { "(" } else { ", (" });
        query.push("select id from ").push(resource.table);
        query
            .push(" where recurrence_id = ")
            .push_bind(recurrence)
            .push(" and (sorted, id) ")
            .push(comparison)
            .push(" (");
        query.push_bind(sorted(resource, record)).push(", ");
        query.push_bind(id_of(record));
        query.push(format!(") order by sorted {direction}, id {direction} limit 1)"));
    }
    Ok(query.build_query_as().fetch_one(connection).await?)
}

/// The records of one recurrence, in the resource's order.
pub(super) async fn recurrence(
    connection: &mut SqliteConnection,
    resource: &Resource,
    account: i64,
    recurrence: i64,
) -> Result<Vec<Record>, StoreError> {
    let mut query = QueryBuilder::<Sqlite>::new("select id, document from ");
    query
        .push(resource.table)
        .push(" where recurrence_id = ")
        .push_bind(recurrence);
    query
        .push(" and account = ")
        .push_bind(account)
        .push(" order by sorted, id");
    query
        .build()
        .fetch_all(connection)
        .await?
        .into_iter()
        .map(record)
        .collect()
}

/// The next number of a payable or receivable account: to the vendor both are one table.
pub(crate) async fn next_financial_account(connection: &mut SqliteConnection) -> Result<i64, StoreError> {
    Ok(sqlx::query_scalar(
        "select coalesce(max(seq), 0) + 1 from sqlite_sequence
         where name in ('financeiro_payable_account', 'financeiro_receivable_account')",
    )
    .fetch_one(connection)
    .await?)
}
