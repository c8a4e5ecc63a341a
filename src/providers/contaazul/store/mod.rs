//! What the tables of customers, suppliers, products, services and product categories have in common: documents of an
//! account, in the order in which they were created, beside columns that searches compare.

mod columns;
mod tables;

use serde::Serialize;
use serde::de::DeserializeOwned;
use sqlx::SqliteConnection;
use uuid::Uuid;

use crate::store::listing::{Listing, Window};
use crate::store::{Statement, StoreError, decode, encode};

pub(super) use columns::{Columns, Filter};
pub(super) use tables::{CUSTOMERS, PRODUCT_CATEGORIES, PRODUCTS, SERVICES, SUPPLIERS};

/// A table of documents, with the statements that concern it.
#[derive(Debug)]
pub(super) struct Table {
    /// What a record of it is called in explanations.
    pub(super) what: &'static str,
    /// Binds the account, the document and an object of the other columns.
    insert: &'static str,
    /// Binds the same as `insert`; the record is the one with the document's id.
    update: &'static str,
    /// Binds the id and the account.
    find: &'static str,
    /// Ends in a comparison that the account completes.
    list: &'static str,
    /// Deletes a record, or marks it as removed. Binds the id and the account.
    remove: &'static str,
}

/// Adds a record. `columns` is a struct with the columns that the table has beside the document.
pub(super) async fn insert(
    connection: &mut SqliteConnection,
    table: &Table,
    account: &str,
    record: &impl Serialize,
    columns: &impl Serialize,
) -> Result<(), StoreError> {
    write(connection, table.insert, account, record, columns).await
}

/// Replaces the record that has the id of `record`.
pub(super) async fn update(
    connection: &mut SqliteConnection,
    table: &Table,
    account: &str,
    record: &impl Serialize,
    columns: &impl Serialize,
) -> Result<(), StoreError> {
    write(connection, table.update, account, record, columns).await
}

/// A record's document.
pub(super) fn find(table: &Table, account: &str, id: Uuid) -> Statement {
    Statement::new(table.find).bind(id.to_string()).bind(account)
}

/// A record, to be changed or referred to.
pub(super) async fn load<T: DeserializeOwned>(
    connection: &mut SqliteConnection,
    table: &Table,
    account: &str,
    id: Uuid,
) -> Result<Option<T>, StoreError> {
    find_document(connection, find(table, account, id)).await
}

/// The document that a statement finds, decoded.
pub(super) async fn find_document<T: DeserializeOwned>(
    connection: &mut SqliteConnection,
    statement: Statement,
) -> Result<Option<T>, StoreError> {
    let document = statement.find_text(connection).await?;
    document.map(|text| decode(&text)).transpose()
}

/// The documents of a page, in the order of creation.
pub(super) async fn list(
    connection: &mut SqliteConnection,
    table: &Table,
    account: &str,
    filter: Filter,
    window: Window,
) -> Result<Vec<String>, StoreError> {
    filter
        .narrow(Listing::of(table.list, account))
        .fetch(connection, "order by sequence", window)
        .await
}

/// Removes a record; false where there is none.
pub(super) async fn remove(
    connection: &mut SqliteConnection,
    table: &Table,
    account: &str,
    id: Uuid,
) -> Result<bool, StoreError> {
    let removed = sqlx::query(table.remove)
        .bind(id.to_string())
        .bind(account)
        .execute(connection)
        .await?;
    Ok(removed.rows_affected() > 0)
}

async fn write(
    connection: &mut SqliteConnection,
    sql: &'static str,
    account: &str,
    record: &impl Serialize,
    columns: &impl Serialize,
) -> Result<(), StoreError> {
    let statement = Statement::new(sql).bind(account).bind(encode(record)?);
    statement.bind(encode(columns)?).execute(connection).await
}
