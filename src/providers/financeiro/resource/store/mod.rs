//! The resources' tables, which are all of one shape: whose a record is, what it is sorted by, and the record.
//!
//! A resource's `table` is a name from its description; what a client sends is only ever bound.

mod conditions;
mod files;
mod page;
mod together;
mod transactions;
mod uses;

use serde_json::{Map, Value};
use sqlx::sqlite::SqliteRow;
use sqlx::{QueryBuilder, Row as _, Sqlite, SqliteConnection};

use super::stored::Stored;
use super::{Record, Resource, Scope, Type};
use crate::providers::financeiro::wire::folded;
use crate::store::{StoreError, encode};
use crate::web::rails::Kind;

pub(in crate::providers::financeiro) use files::{file_of, set_file};
pub(in crate::providers::financeiro) use page::{list, page};
pub(in crate::providers::financeiro) use together::find_together;
pub(in crate::providers::financeiro) use transactions::{balance, insert_many, known_guids, parcels, spent};
pub(in crate::providers::financeiro) use uses::use_count;

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
        .push(" (id, account, owner, sorted, document, folded) values (");
    query.push_bind(record.get("id").and_then(Value::as_i64)).push(", ");
    query
        .push_bind(scope.account)
        .push(", ")
        .push_bind(scope.owner)
        .push(", ");
    query
        .push_bind(sorted(resource, record))
        .push(", ")
        .push_bind(text(resource, record)?)
        .push(", ")
        .push_bind(folds(resource, record)?)
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
        .push_bind(text(resource, record)?)
        .push(", folded = ")
        .push_bind(folds(resource, record)?);
    query.push(" where id = ").push_bind(id);
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
    query.push(resource.table).push(" where id = ").push_bind(id);
    query
        .push(" and account = ")
        .push_bind(scope.account)
        .push(" and owner = ")
        .push_bind(scope.owner);
    Ok(query.build().execute(connection).await?.rows_affected() > 0)
}

/// A record of a scope, as it is stored.
pub(in crate::providers::financeiro) async fn find_stored(
    connection: &mut SqliteConnection,
    resource: &Resource,
    scope: Scope,
    id: i64,
) -> Result<Option<Stored>, StoreError> {
    let mut query = QueryBuilder::<Sqlite>::new("select id, document from ");
    query.push(resource.table).push(" where id = ").push_bind(id);
    query
        .push(" and account = ")
        .push_bind(scope.account)
        .push(" and owner = ")
        .push_bind(scope.owner);
    query.build().fetch_optional(connection).await?.map(stored).transpose()
}

/// A record of a scope.
pub(in crate::providers::financeiro) async fn find(
    connection: &mut SqliteConnection,
    resource: &Resource,
    scope: Scope,
    id: i64,
) -> Result<Option<Record>, StoreError> {
    let found = find_stored(connection, resource, scope, id).await?;
    found.map(|stored| stored.record()).transpose()
}

/// Whether each record of a chain is there and belongs to the next one, and the last one to the account.
pub(super) async fn is_chain(
    connection: &mut SqliteConnection,
    chain: &[(&'static Resource, i64)],
    account: i64,
) -> Result<bool, StoreError> {
    let mut query = QueryBuilder::<Sqlite>::new("select true");
    for (place, (resource, id)) in chain.iter().enumerate() {
        let owner = chain.get(place + 1).map_or(account, |(_, owner)| *owner);
        query.push(" and exists (select 1 from ").push(resource.table);
        query.push(" where id = ").push_bind(*id);
        query.push(" and account = ").push_bind(account);
        query.push(" and owner = ").push_bind(owner).push(")");
    }
    Ok(query.build_query_scalar().fetch_one(connection).await?)
}

/// A record of an account, whatever it belongs to.
pub(in crate::providers::financeiro) async fn find_anywhere(
    connection: &mut SqliteConnection,
    resource: &Resource,
    account: i64,
    id: i64,
) -> Result<Option<Record>, StoreError> {
    let mut query = QueryBuilder::<Sqlite>::new("select id, document from ");
    query.push(resource.table).push(" where id = ").push_bind(id);
    query.push(" and account = ").push_bind(account);
    query.build().fetch_optional(connection).await?.map(record).transpose()
}

/// Every record that belongs to an account itself, in the resource's order.
pub(in crate::providers::financeiro) async fn all(
    connection: &mut SqliteConnection,
    resource: &Resource,
    account: i64,
) -> Result<Vec<Record>, StoreError> {
    let mut query = QueryBuilder::<Sqlite>::new("select id, document from ");
    query
        .push(resource.table)
        .push(" where owner = ")
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

fn stored(row: SqliteRow) -> Result<Stored, StoreError> {
    let (id, document) = (row.try_get("id")?, row.try_get("document")?);
    Ok(Stored::new(id, document))
}

fn record(row: SqliteRow) -> Result<Record, StoreError> {
    stored(row)?.record()
}

/// A record as it is stored: in the order in which it is shown, so that showing it is one pass over the text.
fn text(resource: &Resource, record: &Record) -> Result<String, StoreError> {
    let shown = resource.fields.iter().filter_map(|field| {
        let value = record.get(field.name)?;
        Some((field.name, value))
    });
    let others = record
        .iter()
        .filter(|(name, _)| resource.field(name).is_none())
        .map(|(name, value)| (name.as_str(), value));
    let members: Vec<(&str, &Value)> = shown.chain(others).collect();
    encode(&Members(members))
}

/// Named members in an order of their own.
struct Members<'a>(Vec<(&'a str, &'a Value)>);

impl serde::Serialize for Members<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().copied())
    }
}

/// A record's texts folded, as far as that changes them.
fn folds(resource: &Resource, record: &Record) -> Result<String, StoreError> {
    let texts = resource
        .fields
        .iter()
        .filter(|field| field.kind == Type::Column(Kind::Text));
    let changed = texts.filter_map(|field| {
        let text = record.get(field.name)?.as_str()?;
        let folded = folded(text);
        (folded != text).then(|| (field.name.to_owned(), Value::from(folded)))
    });
    encode(&changed.collect::<Map<String, Value>>())
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
        ("Existem Centro de Custo/Receita que precisam ser apagados", centers),
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
    query.push(resource.table).push(" where owner = ").push_bind(account);
    query
        .push(" and sorted = ")
        .push_bind(folded(name))
        .push(" and id <> ")
        .push_bind(id.unwrap_or(0))
        .push(")");
    Ok(query.build_query_scalar().fetch_one(connection).await?)
}

/// The numbers of the instances after and before one of a recurrence, in the resource's order.
pub(in crate::providers::financeiro) async fn neighbors(
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
        query.push_bind(record.get("id").and_then(Value::as_i64));
        query.push(format!(") order by sorted {direction}, id {direction} limit 1)"));
    }
    Ok(query.build_query_as().fetch_one(connection).await?)
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
    let mut query = QueryBuilder::<Sqlite>::new("delete from ");
    query
        .push(resource.table)
        .push(" where id in (select value from json_each(")
        .push_bind(encode(&ids)?)
        .push("))");
    query
        .push(" and account = ")
        .push_bind(scope.account)
        .push(" and owner = ")
        .push_bind(scope.owner);
    query.build().execute(connection).await?;
    Ok(())
}

/// The next number of a payable or receivable account: to the vendor both are one table.
pub(in crate::providers::financeiro) async fn next_financial_account(
    connection: &mut SqliteConnection,
) -> Result<i64, StoreError> {
    Ok(sqlx::query_scalar(
        "select coalesce(max(seq), 0) + 1 from sqlite_sequence
         where name in ('financeiro_payable_account', 'financeiro_receivable_account')",
    )
    .fetch_one(connection)
    .await?)
}
