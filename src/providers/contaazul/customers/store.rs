//! What the customers' table has beside the others: contacts, and whether a customer is active.

use serde::Serialize;
use sqlx::SqliteConnection;
use uuid::Uuid;

use super::wire::{Contact, Customer};
use crate::providers::contaazul::store::{self, CUSTOMERS};
use crate::store::{StoreError, decode};

/// The columns beside the document.
#[derive(Debug, Serialize)]
struct Columns<'a> {
    #[serde(flatten)]
    searched: store::Columns,
    /// Whether it is active; an update without it keeps what there is.
    enabled: Option<bool>,
    /// An update without them keeps what there is.
    #[serde(skip_serializing_if = "Option::is_none")]
    contacts: Option<&'a [Contact]>,
}

/// Adds a customer.
pub(super) async fn insert(
    connection: &mut SqliteConnection,
    account: &str,
    (customer, enabled): (&Customer, bool),
    contacts: &[Contact],
) -> Result<(), StoreError> {
    let columns = columns(customer, Some(enabled), Some(contacts));
    store::insert(connection, &CUSTOMERS, account, customer, &columns).await
}

/// Replaces a customer, and whether it is active and its contacts where they are given.
pub(super) async fn update(
    connection: &mut SqliteConnection,
    account: &str,
    (customer, enabled): (&Customer, Option<bool>),
    contacts: Option<&[Contact]>,
) -> Result<(), StoreError> {
    let columns = columns(customer, enabled, contacts);
    store::update(connection, &CUSTOMERS, account, customer, &columns).await
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

fn columns<'a>(customer: &Customer, enabled: Option<bool>, contacts: Option<&'a [Contact]>) -> Columns<'a> {
    Columns {
        searched: store::Columns::of_person(
            &customer.name,
            customer.company_name.as_deref(),
            customer.email.as_deref(),
            customer.document.as_deref(),
        ),
        enabled,
        contacts,
    }
}
