//! The customers' table.

use sqlx::SqliteConnection;
use uuid::Uuid;

use super::wire::{Contact, Customer};
use crate::providers::contaazul::store::{Search, Searched};
use crate::store::listing::{Listing, Window};
use crate::store::{Statement, StoreError, decode, encode};

/// Adds a customer.
pub(super) async fn insert(
    connection: &mut SqliteConnection,
    account: &str,
    customer: &Customer,
    contacts: &[Contact],
) -> Result<(), StoreError> {
    let row = searched(customer);
    sqlx::query(
        "insert into contaazul_customer
         (account, document, contacts, enabled, name_folded, company_name_folded, search_folded, document_digits)
         values (?, ?, ?, 1, ?, ?, ?, ?)",
    )
    .bind(account)
    .bind(encode(customer)?)
    .bind(encode(&contacts)?)
    .bind(row.name_folded)
    .bind(row.company_name_folded)
    .bind(row.search_folded)
    .bind(row.document_digits)
    .execute(connection)
    .await?;
    Ok(())
}

/// Replaces a customer, and its contacts where there are new ones. Its sales show it as it is now.
pub(super) async fn update(
    connection: &mut SqliteConnection,
    account: &str,
    (customer, enabled): (&Customer, bool),
    contacts: Option<Vec<Contact>>,
) -> Result<(), StoreError> {
    let row = searched(customer);
    let contacts = contacts.map(|contacts| encode(&contacts)).transpose()?;
    sqlx::query(
        "update contaazul_customer set document = ?, enabled = ?, contacts = coalesce(?, contacts),
         name_folded = ?, company_name_folded = ?, search_folded = ?, document_digits = ?
         where id = ? and account = ?",
    )
    .bind(encode(customer)?)
    .bind(enabled)
    .bind(contacts)
    .bind(row.name_folded)
    .bind(row.company_name_folded)
    .bind(row.search_folded)
    .bind(row.document_digits)
    .bind(customer.id.to_string())
    .bind(account)
    .execute(connection)
    .await?;
    Ok(())
}

/// A customer's document.
pub(super) fn find(account: &str, id: Uuid) -> Statement {
    Statement::new("select document from contaazul_customer where id = ? and account = ?")
        .bind(id.to_string())
        .bind(account)
}

/// A customer and whether it is active, to be changed.
pub(super) async fn load(
    connection: &mut SqliteConnection,
    account: &str,
    id: Uuid,
) -> Result<Option<(Customer, bool)>, StoreError> {
    let row: Option<(String, bool)> =
        sqlx::query_as("select document, enabled from contaazul_customer where id = ? and account = ?")
            .bind(id.to_string())
            .bind(account)
            .fetch_optional(connection)
            .await?;
    row.map(|(document, enabled)| Ok((decode(&document)?, enabled)))
        .transpose()
}

/// The documents of a page, in the order of creation.
pub(super) async fn list(
    connection: &mut SqliteConnection,
    account: &str,
    (search, enabled): (Search, Option<bool>),
    window: Window,
) -> Result<Vec<String>, StoreError> {
    let customers = Listing::of("select document from contaazul_customer where account = ", account);
    search
        .narrow(customers)
        .equal("enabled", enabled)
        .fetch(connection, "order by sequence", window)
        .await
}

/// Deletes a customer; false where there is none.
pub(super) async fn delete(connection: &mut SqliteConnection, account: &str, id: Uuid) -> Result<bool, StoreError> {
    let deleted = sqlx::query("delete from contaazul_customer where id = ? and account = ?")
        .bind(id.to_string())
        .bind(account)
        .execute(connection)
        .await?;
    Ok(deleted.rows_affected() > 0)
}

/// Inactivates a customer; false where there is none.
pub(super) async fn inactivate(connection: &mut SqliteConnection, account: &str, id: Uuid) -> Result<bool, StoreError> {
    let changed = sqlx::query("update contaazul_customer set enabled = 0 where id = ? and account = ?")
        .bind(id.to_string())
        .bind(account)
        .execute(connection)
        .await?;
    Ok(changed.rows_affected() > 0)
}

/// A customer's contacts; `None` where there is no such customer.
pub(super) async fn contacts(
    connection: &mut SqliteConnection,
    account: &str,
    id: Uuid,
) -> Result<Option<Vec<Contact>>, StoreError> {
    let contacts: Option<String> =
        sqlx::query_scalar("select contacts from contaazul_customer where id = ? and account = ?")
            .bind(id.to_string())
            .bind(account)
            .fetch_optional(connection)
            .await?;
    contacts.map(|text| decode(&text)).transpose()
}

fn searched(customer: &Customer) -> Searched {
    Searched::of(
        &customer.name,
        customer.company_name.as_deref(),
        customer.email.as_deref(),
        customer.document.as_deref(),
    )
}
