//! The customers' table.

use sqlx::SqliteConnection;

use crate::providers::docsales::tax_number;
use crate::providers::docsales::wire::Customer;
use crate::store::{StoreError, decode, encode};

/// Adds a customer.
pub(in crate::providers::docsales) async fn insert(
    connection: &mut SqliteConnection,
    account: &str,
    customer: &Customer,
) -> Result<(), StoreError> {
    sqlx::query("insert into docsales_customer (id, account, document) values (?, ?, ?)")
        .bind(customer.id)
        .bind(account)
        .bind(encode(customer)?)
        .execute(connection)
        .await?;
    Ok(())
}

/// Replaces a customer.
pub(in crate::providers::docsales) async fn update(
    connection: &mut SqliteConnection,
    account: &str,
    customer: &Customer,
) -> Result<(), StoreError> {
    sqlx::query("update docsales_customer set document = ? where id = ? and account = ?")
        .bind(encode(customer)?)
        .bind(customer.id)
        .bind(account)
        .execute(connection)
        .await?;
    Ok(())
}

/// The id that the next new customer gets.
pub(in crate::providers::docsales) async fn next_id(
    connection: &mut SqliteConnection,
) -> Result<i64, StoreError> {
    sqlx::query_scalar("select coalesce(max(id), 48010) + 1 from docsales_customer")
        .fetch_one(connection)
        .await
}

/// A customer by its internal id.
pub(in crate::providers::docsales) async fn by_id(
    connection: &mut SqliteConnection,
    account: &str,
    id: i64,
) -> Result<Option<Customer>, StoreError> {
    let found: Option<String> =
        sqlx::query_scalar("select document from docsales_customer where id = ? and account = ?")
            .bind(id)
            .bind(account)
            .fetch_optional(connection)
            .await?;
    found.map(|document| decode(&document)).transpose()
}

/// A customer by its code.
pub(in crate::providers::docsales) async fn by_code(
    connection: &mut SqliteConnection,
    account: &str,
    code: &str,
) -> Result<Option<Customer>, StoreError> {
    let found: Option<String> =
        sqlx::query_scalar("select document from docsales_customer where account = ? and code = ?")
            .bind(account)
            .bind(code)
            .fetch_optional(connection)
            .await?;
    found.map(|document| decode(&document)).transpose()
}

/// A customer by its bare CNPJ or CPF.
pub(in crate::providers::docsales) async fn by_tax_number(
    connection: &mut SqliteConnection,
    account: &str,
    tax_number: &str,
) -> Result<Option<Customer>, StoreError> {
    let found: Option<String> = sqlx::query_scalar(
        "select document from docsales_customer where account = ? and tax_number = ?",
    )
    .bind(account)
    .bind(tax_number)
    .fetch_optional(connection)
    .await?;
    found.map(|document| decode(&document)).transpose()
}

/// The customer that `key` names: its code, else its internal id, else its CNPJ or CPF, punctuated or not.
pub(in crate::providers::docsales) async fn find(
    connection: &mut SqliteConnection,
    account: &str,
    key: &str,
) -> Result<Option<Customer>, StoreError> {
    if let Some(customer) = by_code(connection, account, key).await? {
        return Ok(Some(customer));
    }
    let is_number = key.bytes().all(|byte| byte.is_ascii_digit());
    if let Some(id) = key.parse().ok().filter(|_| is_number)
        && let Some(customer) = by_id(connection, account, id).await?
    {
        return Ok(Some(customer));
    }
    by_tax_number(connection, account, &tax_number::bare(key)).await
}
