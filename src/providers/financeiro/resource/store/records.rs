//! Records: one by one, and some at once.

use serde_json::{Value, json};
use sqlx::{QueryBuilder, Sqlite, SqliteConnection};

use super::encoding::{folds, record, sorted, stored, text};
use crate::providers::financeiro::resource::description::Resource;
use crate::providers::financeiro::resource::owner::Owner;
use crate::providers::financeiro::resource::record::{Record, StoredRecord};
use crate::providers::financeiro::wire::folded;
use crate::store::{StoreError, encode};

/// Adds a record and gives it its number, or keeps the one that it has.
pub(crate) async fn insert(
    connection: &mut SqliteConnection,
    resource: &Resource,
    owner: Owner,
    record: &mut Record,
) -> Result<i64, StoreError> {
    let mut query = QueryBuilder::<Sqlite>::new("insert into ");
    query
        .push(resource.table)
        .push(" (id, account, owner, sorted, document, folded) values (");
    query.push_bind(record.get("id").and_then(Value::as_i64)).push(", ");
    query.push_bind(owner.account).push(", ").push_bind(owner.id).push(", ");
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
pub(crate) async fn update(
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
pub(crate) async fn delete(
    connection: &mut SqliteConnection,
    resource: &Resource,
    owner: Owner,
    id: i64,
) -> Result<bool, StoreError> {
    let mut query = QueryBuilder::<Sqlite>::new("delete from ");
    query.push(resource.table).push(" where id = ").push_bind(id);
    query
        .push(" and account = ")
        .push_bind(owner.account)
        .push(" and owner = ")
        .push_bind(owner.id);
    Ok(query.build().execute(connection).await?.rows_affected() > 0)
}

/// A record of an owner, as it is stored.
pub(crate) async fn find_stored(
    connection: &mut SqliteConnection,
    resource: &Resource,
    owner: Owner,
    id: i64,
) -> Result<Option<StoredRecord>, StoreError> {
    let mut query = QueryBuilder::<Sqlite>::new("select id, document from ");
    query.push(resource.table).push(" where id = ").push_bind(id);
    query
        .push(" and account = ")
        .push_bind(owner.account)
        .push(" and owner = ")
        .push_bind(owner.id);
    query.build().fetch_optional(connection).await?.map(stored).transpose()
}

/// A record of an owner.
pub(crate) async fn find(
    connection: &mut SqliteConnection,
    resource: &Resource,
    owner: Owner,
    id: i64,
) -> Result<Option<Record>, StoreError> {
    let found = find_stored(connection, resource, owner, id).await?;
    found.map(|stored| stored.record()).transpose()
}

/// Whether each record of a chain is there and belongs to the next one, and the last one to the account.
pub(crate) async fn is_chain(
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
pub(crate) async fn find_anywhere(
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
pub(crate) async fn all(
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

/// Whether another record of the account has this name, neither case nor accents counting.
pub(crate) async fn is_name_taken(
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

/// Deletes those records of an owner whose ids are given.
pub(crate) async fn delete_selected(
    connection: &mut SqliteConnection,
    resource: &Resource,
    owner: Owner,
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
        .push_bind(owner.account)
        .push(" and owner = ")
        .push_bind(owner.id);
    query.build().execute(connection).await?;
    Ok(())
}

/// Adds many records at once, numbered in their order.
pub(crate) async fn insert_many(
    connection: &mut SqliteConnection,
    resource: &Resource,
    owner: Owner,
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
    let mut query = QueryBuilder::<Sqlite>::new("insert into ");
    query
        .push(resource.table)
        .push(" (account, owner, sorted, document, folded) select ");
    query.push_bind(owner.account).push(", ").push_bind(owner.id);
    query
        .push(", value ->> 0, value ->> 1, value ->> 2 from json_each(")
        .push_bind(Value::Array(rows).to_string())
        .push(")");
    query.build().execute(connection).await?;
    Ok(())
}
