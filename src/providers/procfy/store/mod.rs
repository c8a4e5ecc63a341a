//! What the resources' tables have in common: numbered documents that are hidden or deleted.

mod tables;

use serde::Serialize;
use serde::de::DeserializeOwned;
use sqlx::SqliteConnection;

use crate::store::listing::Window;
use crate::store::{Statement, StoreError, decode, encode};

pub(super) use tables::{BANK_ACCOUNTS, CATEGORIES, CONTACTS, COST_CENTERS, USERS};

/// A table of documents, with the statements that concern it.
#[derive(Debug)]
pub(super) struct Table {
    /// What a record of it is called in explanations.
    pub(super) what: &'static str,
    /// The name that its ids are counted under.
    pub(super) sequence: &'static str,
    /// Binds the id and the document.
    insert: &'static str,
    /// Binds the document and the id.
    update: &'static str,
    find: &'static str,
    count: &'static str,
    /// Binds how many records, and how many before them.
    list: &'static str,
    /// Whether a transaction refers to the id.
    is_used: &'static str,
    hide: &'static str,
    delete: &'static str,
}

/// The next id of `sequence`.
pub(super) async fn next_id(connection: &mut SqliteConnection, sequence: &str) -> Result<i64, StoreError> {
    Ok(
        sqlx::query_scalar("update procfy_sequence set last = last + 1 where name = ? returning last")
            .bind(sequence)
            .fetch_one(connection)
            .await?,
    )
}

/// Sees to it that `id`, which a fixture has taken, is never given.
pub(super) async fn take_id(connection: &mut SqliteConnection, sequence: &str, id: i64) -> Result<(), StoreError> {
    sqlx::query("update procfy_sequence set last = max(last, ?) where name = ?")
        .bind(id)
        .bind(sequence)
        .execute(connection)
        .await?;
    Ok(())
}

/// Adds a record.
pub(super) async fn insert(
    connection: &mut SqliteConnection,
    table: &Table,
    id: i64,
    record: &impl Serialize,
) -> Result<(), StoreError> {
    sqlx::query(table.insert)
        .bind(id)
        .bind(encode(record)?)
        .execute(connection)
        .await?;
    Ok(())
}

/// Replaces a record.
pub(super) async fn update(
    connection: &mut SqliteConnection,
    table: &Table,
    id: i64,
    record: &impl Serialize,
) -> Result<(), StoreError> {
    sqlx::query(table.update)
        .bind(encode(record)?)
        .bind(id)
        .execute(connection)
        .await?;
    Ok(())
}

/// A record's document, unless it is hidden.
pub(super) fn find(table: &Table, id: i64) -> Statement {
    Statement::new(table.find).bind(id)
}

/// A record, to be changed.
pub(super) async fn load<T: DeserializeOwned>(
    connection: &mut SqliteConnection,
    table: &Table,
    id: i64,
) -> Result<Option<T>, StoreError> {
    let document = find(table, id).find_text(connection).await?;
    document.map(|text| decode(&text)).transpose()
}

/// How many records there are.
pub(super) async fn count(connection: &mut SqliteConnection, table: &Table) -> Result<i64, StoreError> {
    Ok(sqlx::query_scalar(table.count).fetch_one(connection).await?)
}

/// The documents of a part of the records, by their ids.
pub(super) async fn list(
    connection: &mut SqliteConnection,
    table: &Table,
    window: Window,
) -> Result<Vec<String>, StoreError> {
    let bound = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
    Ok(sqlx::query_scalar(table.list)
        .bind(bound(window.take))
        .bind(bound(window.skip))
        .fetch_all(connection)
        .await?)
}

/// Deletes a record, or hides it if a transaction refers to it.
pub(super) async fn remove(connection: &mut SqliteConnection, table: &Table, id: i64) -> Result<(), StoreError> {
    let is_used: bool = sqlx::query_scalar(table.is_used)
        .bind(id)
        .fetch_one(&mut *connection)
        .await?;
    let statement = if is_used { table.hide } else { table.delete };
    sqlx::query(statement).bind(id).execute(connection).await?;
    Ok(())
}
