//! The resources' tables, which are all of one shape: whose a record is, what it is sorted by, and the record.
//!
//! A resource's `table` is a name from its description; what a client sends is only ever bound.

use serde_json::Value;
use sqlx::sqlite::SqliteRow;
use sqlx::{QueryBuilder, Row as _, Sqlite, SqliteConnection};

use super::search::Conditions;
use super::{Order, Record, Resource, Scope};
use crate::providers::financeiro::wire::folded;
use crate::store::listing::Window;
use crate::store::{StoreError, decode};

/// Adds a record and gives it its number, or keeps the one that it has.
pub(in crate::providers::financeiro) async fn insert(
    connection: &mut SqliteConnection,
    resource: &Resource,
    scope: Scope,
    record: &mut Record,
) -> Result<i64, StoreError> {
    let mut query = QueryBuilder::<Sqlite>::new("insert into ");
    query
        .push(resource.table)
        .push(" (id, account, owner, sorted, document) values (");
    query
        .push_bind(record.get("id").and_then(Value::as_i64))
        .push(", ");
    query
        .push_bind(scope.account)
        .push(", ")
        .push_bind(scope.owner)
        .push(", ");
    query
        .push_bind(sorted(resource, record))
        .push(", ")
        .push_bind(text(record)?)
        .push(") returning id");
    let id: i64 = query.build_query_scalar().fetch_one(connection).await?;
    record.insert("id".to_owned(), id.into());
    Ok(id)
}

/// Replaces a record.
pub(in crate::providers::financeiro) async fn update(
    connection: &mut SqliteConnection,
    resource: &Resource,
    id: i64,
    record: &Record,
) -> Result<(), StoreError> {
    let mut query = QueryBuilder::<Sqlite>::new("update ");
    query
        .push(resource.table)
        .push(" set sorted = ")
        .push_bind(sorted(resource, record));
    query
        .push(", document = ")
        .push_bind(text(record)?)
        .push(" where id = ")
        .push_bind(id);
    query.build().execute(connection).await?;
    Ok(())
}

/// Deletes a record; false where there is none.
pub(in crate::providers::financeiro) async fn delete(
    connection: &mut SqliteConnection,
    resource: &Resource,
    scope: Scope,
    id: i64,
) -> Result<bool, StoreError> {
    let mut query = QueryBuilder::<Sqlite>::new("delete from ");
    query
        .push(resource.table)
        .push(" where id = ")
        .push_bind(id);
    query
        .push(" and account = ")
        .push_bind(scope.account)
        .push(" and owner = ")
        .push_bind(scope.owner);
    Ok(query.build().execute(connection).await?.rows_affected() > 0)
}

/// A record of a scope.
pub(in crate::providers::financeiro) async fn find(
    connection: &mut SqliteConnection,
    resource: &Resource,
    scope: Scope,
    id: i64,
) -> Result<Option<Record>, StoreError> {
    let mut query = QueryBuilder::<Sqlite>::new("select id, document from ");
    query
        .push(resource.table)
        .push(" where id = ")
        .push_bind(id);
    query
        .push(" and account = ")
        .push_bind(scope.account)
        .push(" and owner = ")
        .push_bind(scope.owner);
    query
        .build()
        .fetch_optional(connection)
        .await?
        .map(record)
        .transpose()
}

/// A record of an account, whatever it belongs to.
pub(in crate::providers::financeiro) async fn find_anywhere(
    connection: &mut SqliteConnection,
    resource: &Resource,
    account: i64,
    id: i64,
) -> Result<Option<Record>, StoreError> {
    let mut query = QueryBuilder::<Sqlite>::new("select id, document from ");
    query
        .push(resource.table)
        .push(" where id = ")
        .push_bind(id);
    query.push(" and account = ").push_bind(account);
    query
        .build()
        .fetch_optional(connection)
        .await?
        .map(record)
        .transpose()
}

/// How many records of a scope meet the conditions.
pub(super) async fn count(
    connection: &mut SqliteConnection,
    resource: &Resource,
    scope: Scope,
    conditions: &Conditions,
) -> Result<u64, StoreError> {
    let mut query = QueryBuilder::<Sqlite>::new("select count(*) from ");
    query.push(resource.table);
    narrow(&mut query, scope, conditions);
    let count: i64 = query.build_query_scalar().fetch_one(connection).await?;
    Ok(count.unsigned_abs())
}

/// The records of a scope that meet the conditions, in the resource's order.
pub(in crate::providers::financeiro) async fn list(
    connection: &mut SqliteConnection,
    resource: &Resource,
    scope: Scope,
    conditions: &Conditions,
    window: Option<Window>,
) -> Result<Vec<Record>, StoreError> {
    let mut query = QueryBuilder::<Sqlite>::new("select id, document from ");
    query.push(resource.table);
    narrow(&mut query, scope, conditions);
    query.push(match resource.order {
        Order::Ascending => " order by sorted, id",
        Order::Descending => " order by sorted desc, id desc",
    });
    if let Some(window) = window {
        let bound = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
        query
            .push(" limit ")
            .push_bind(bound(window.take))
            .push(" offset ")
            .push_bind(bound(window.skip));
    }
    query
        .build()
        .fetch_all(connection)
        .await?
        .into_iter()
        .map(record)
        .collect()
}

/// Every record of an account, whatever it belongs to, in the resource's order.
pub(in crate::providers::financeiro) async fn all(
    connection: &mut SqliteConnection,
    resource: &Resource,
    account: i64,
) -> Result<Vec<Record>, StoreError> {
    let mut query = QueryBuilder::<Sqlite>::new("select id, document from ");
    query
        .push(resource.table)
        .push(" where account = ")
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

/// Adds the scope and what the index decides to a statement.
fn narrow(query: &mut QueryBuilder<Sqlite>, scope: Scope, conditions: &Conditions) {
    query.push(" where account = ").push_bind(scope.account);
    query.push(" and owner = ").push_bind(scope.owner);
    if let Some(least) = &conditions.least {
        query.push(" and sorted >= ").push_bind(least.clone());
    }
    if let Some(most) = &conditions.most {
        query.push(" and sorted <= ").push_bind(most.clone());
    }
}

fn record(row: SqliteRow) -> Result<Record, StoreError> {
    let mut record: Record = decode(row.try_get::<&str, _>("document")?)?;
    record.insert("id".to_owned(), row.try_get::<i64, _>("id")?.into());
    Ok(record)
}

fn text(record: &Record) -> Result<String, StoreError> {
    serde_json::to_string(record).map_err(|error| StoreError::Encode(error.into()))
}

fn sorted(resource: &Resource, record: &Record) -> String {
    record
        .get(resource.sorted_by)
        .and_then(Value::as_str)
        .map(folded)
        .unwrap_or_default()
}

/// What stands in the way of deleting an entity, and whether it has any of it.
pub(in crate::providers::financeiro) async fn held_by_entity(
    connection: &mut SqliteConnection,
    entity: i64,
) -> Result<[(&'static str, bool); 3], StoreError> {
    let (deposits, payables, receivables, centers): (bool, bool, bool, bool) = sqlx::query_as(
        "select exists (select 1 from financeiro_deposit_account where owner = ?1),
                exists (select 1 from financeiro_payable_account where owner = ?1),
                exists (select 1 from financeiro_receivable_account where owner = ?1),
                exists (select 1 from financeiro_classification_center where entity_id = ?1)",
    )
    .bind(entity)
    .fetch_one(connection)
    .await?;
    Ok([
        ("Existem Contas que precisam ser apagadas", deposits),
        (
            "Existem Contas a Pagar/Contas a Receber que precisam ser apagadas",
            payables || receivables,
        ),
        (
            "Existem Centro de Custo/Receita que precisam ser apagados",
            centers,
        ),
    ])
}

/// Deletes an entity with all that belongs to it.
pub(in crate::providers::financeiro) async fn delete_entity(
    connection: &mut SqliteConnection,
    entity: i64,
) -> Result<(), StoreError> {
    sqlx::query("delete from financeiro_entity where id = ?")
        .bind(entity)
        .execute(connection)
        .await?;
    Ok(())
}

/// Whether another record of the account has this name, neither case nor accents counting.
pub(in crate::providers::financeiro) async fn is_name_taken(
    connection: &mut SqliteConnection,
    resource: &Resource,
    account: i64,
    name: &str,
    id: Option<i64>,
) -> Result<bool, StoreError> {
    let mut query = QueryBuilder::<Sqlite>::new("select exists (select 1 from ");
    query
        .push(resource.table)
        .push(" where account = ")
        .push_bind(account);
    query
        .push(" and sorted = ")
        .push_bind(folded(name))
        .push(" and id <> ")
        .push_bind(id.unwrap_or(0))
        .push(")");
    query.build_query_scalar().fetch_one(connection).await
}

/// What a deposit account's transactions add up to, in hundredths, and the day of the last one.
pub(in crate::providers::financeiro) async fn balance(
    connection: &mut SqliteConnection,
    deposit_account: i64,
) -> Result<(i64, Option<String>), StoreError> {
    sqlx::query_as(
        "select coalesce(sum(hundredths), 0), max(sorted) from financeiro_financial_transaction where owner = ?",
    )
    .bind(deposit_account)
    .fetch_one(connection)
    .await
}

/// The records of one recurrence, in the resource's order.
pub(in crate::providers::financeiro) async fn recurrence(
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

/// Deletes those of a scope's records that are selected.
pub(in crate::providers::financeiro) async fn delete_selected(
    connection: &mut SqliteConnection,
    resource: &Resource,
    scope: Scope,
    ids: &[i64],
) -> Result<(), StoreError> {
    for id in ids {
        delete(connection, resource, scope, *id).await?;
    }
    Ok(())
}

/// The next number of a payable or receivable account: to the vendor both are one table.
pub(in crate::providers::financeiro) async fn next_financial_account(
    connection: &mut SqliteConnection,
) -> Result<i64, StoreError> {
    sqlx::query_scalar(
        "select coalesce(max(seq), 0) + 1 from sqlite_sequence
         where name in ('financeiro_payable_account', 'financeiro_receivable_account')",
    )
    .fetch_one(connection)
    .await
}

/// Whether a deposit account has a transaction that its bank calls so.
pub(in crate::providers::financeiro) async fn is_guid_known(
    connection: &mut SqliteConnection,
    deposit_account: i64,
    guid: &str,
) -> Result<bool, StoreError> {
    sqlx::query_scalar("select exists (select 1 from financeiro_financial_transaction where owner = ? and guid = ?)")
        .bind(deposit_account)
        .bind(guid)
        .fetch_one(connection)
        .await
}

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
