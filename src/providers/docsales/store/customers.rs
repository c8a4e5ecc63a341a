//! The customers' table.

use sqlx::SqliteConnection;

use crate::providers::docsales::tax_number;
use crate::providers::docsales::wire::Customer;
use crate::store::{Statement, StoreError, decode, encode};

/// How a document names its customer.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Key<'a> {
    /// The internal id.
    Id(i64),
    /// The code.
    Code(&'a str),
}

/// The statement that adds a customer.
pub(crate) fn insert(account: &str, customer: &Customer) -> Result<Statement, StoreError> {
    let sql = "insert into docsales_customer (id, account, document) values (?, ?, ?)";
    let statement = Statement::new(sql).bind(customer.id).bind(account);
    Ok(statement.bind(encode(customer)?))
}

/// The statement that replaces a customer.
pub(crate) fn update(account: &str, customer: &Customer) -> Result<Statement, StoreError> {
    let sql = "update docsales_customer set document = ? where id = ? and account = ?";
    let statement = Statement::new(sql).bind(encode(customer)?);
    Ok(statement.bind(customer.id).bind(account))
}

/// The id that the next new customer gets.
pub(crate) async fn next_id(connection: &mut SqliteConnection) -> Result<i64, StoreError> {
    Ok(
        sqlx::query_scalar("select coalesce(max(id), 48010) + 1 from docsales_customer")
            .fetch_one(connection)
            .await?,
    )
}

/// Reads the document of the customer that has `key`; nothing where there is no key.
pub(super) fn select(account: &str, key: Option<Key<'_>>) -> Statement {
    let (id, code) = match key {
        Some(Key::Id(id)) => (Some(id), None),
        Some(Key::Code(code)) => (None, Some(code)),
        None => (None, None),
    };
    let sql = "select document from docsales_customer where account = ? and (id = ? or code = ?)";
    Statement::new(sql).bind(account).bind(id).bind(code)
}

/// The customer that has `key`.
pub(crate) async fn by_key(
    connection: &mut SqliteConnection,
    account: &str,
    key: Key<'_>,
) -> Result<Option<Customer>, StoreError> {
    let found = select(account, Some(key)).find_text(connection).await?;
    found.map(|document| decode(&document)).transpose()
}

/// A customer by its bare CNPJ or CPF.
pub(crate) async fn by_tax_number(
    connection: &mut SqliteConnection,
    account: &str,
    tax_number: &str,
) -> Result<Option<Customer>, StoreError> {
    let found: Option<String> =
        sqlx::query_scalar("select document from docsales_customer where account = ? and tax_number = ?")
            .bind(account)
            .bind(tax_number)
            .fetch_optional(connection)
            .await?;
    found.map(|document| decode(&document)).transpose()
}

/// The customer that `key` names: its code, else its internal id, else its CNPJ or CPF, punctuated or not.
pub(crate) async fn find(
    connection: &mut SqliteConnection,
    account: &str,
    key: &str,
) -> Result<Option<Customer>, StoreError> {
    if let Some(customer) = by_key(connection, account, Key::Code(key)).await? {
        return Ok(Some(customer));
    }
    let is_number = key.bytes().all(|byte| byte.is_ascii_digit());
    if let Some(id) = key.parse().ok().filter(|_| is_number)
        && let Some(customer) = by_key(connection, account, Key::Id(id)).await?
    {
        return Ok(Some(customer));
    }
    by_tax_number(connection, account, &tax_number::bare(key)).await
}
