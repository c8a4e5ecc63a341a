//! The customers' table.

use sqlx::SqliteConnection;
use uuid::Uuid;

use super::wire::{Contact, Customer};
use crate::providers::contaazul::answers::json_text;
use crate::providers::contaazul::errors::Error;
use crate::providers::contaazul::wire::{digits, folded};
use crate::store::listing::{Listing, Window};
use crate::store::{StoreError, decode, is_unique_violation};

/// What a list is narrowed by, folded.
#[derive(Debug, Default)]
pub(super) struct Search {
    pub(super) text: Option<String>,
    pub(super) name: Option<String>,
    pub(super) company_name: Option<String>,
    pub(super) document_digits: Option<String>,
    pub(super) enabled: Option<bool>,
}

/// Adds a customer.
pub(super) async fn insert(
    connection: &mut SqliteConnection,
    account: &str,
    customer: &Customer,
    contacts: &[Contact],
) -> Result<(), Error> {
    let row = Row::of(customer)?;
    sqlx::query(
        "insert into contaazul_customer
         (account, document, contacts, enabled, name_folded, company_name_folded, search_folded, document_digits)
         values (?, ?, ?, 1, ?, ?, ?, ?)",
    )
    .bind(account)
    .bind(row.document)
    .bind(json_text(&contacts)?)
    .bind(row.name_folded)
    .bind(row.company_name_folded)
    .bind(row.search_folded)
    .bind(row.document_digits)
    .execute(connection)
    .await
    .map_err(|error| taken(error, customer))?;
    Ok(())
}

/// Replaces a customer, and its contacts where there are new ones. Its sales show it as it is now.
pub(super) async fn update(
    connection: &mut SqliteConnection,
    account: &str,
    (customer, enabled): (&Customer, bool),
    contacts: Option<Vec<Contact>>,
) -> Result<(), Error> {
    let row = Row::of(customer)?;
    let contacts = contacts.map(|contacts| json_text(&contacts)).transpose()?;
    sqlx::query(
        "update contaazul_customer set document = ?, enabled = ?, contacts = coalesce(?, contacts),
         name_folded = ?, company_name_folded = ?, search_folded = ?, document_digits = ?
         where id = ? and account = ?",
    )
    .bind(row.document)
    .bind(enabled)
    .bind(contacts)
    .bind(row.name_folded)
    .bind(row.company_name_folded)
    .bind(row.search_folded)
    .bind(row.document_digits)
    .bind(customer.id.to_string())
    .bind(account)
    .execute(connection)
    .await
    .map_err(|error| taken(error, customer))?;
    Ok(())
}

/// A customer's document.
pub(super) async fn find(
    connection: &mut SqliteConnection,
    account: &str,
    id: Uuid,
) -> Result<Option<String>, StoreError> {
    sqlx::query_scalar("select document from contaazul_customer where id = ? and account = ?")
        .bind(id.to_string())
        .bind(account)
        .fetch_optional(connection)
        .await
}

/// A customer and whether it is active, to be changed.
pub(super) async fn load(
    connection: &mut SqliteConnection,
    account: &str,
    id: Uuid,
) -> Result<Option<(Customer, bool)>, StoreError> {
    let row: Option<(String, bool)> = sqlx::query_as(
        "select document, enabled from contaazul_customer where id = ? and account = ?",
    )
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
    search: Search,
    window: Window,
) -> Result<Vec<String>, StoreError> {
    Listing::of(
        "select document from contaazul_customer where account = ",
        account,
    )
    .containing("search_folded", search.text)
    .containing("name_folded", search.name)
    .containing("company_name_folded", search.company_name)
    .equal("document_digits", search.document_digits)
    .equal("enabled", search.enabled)
    .fetch(connection, "order by sequence", window)
    .await
}

/// Deletes a customer; false where there is none.
pub(super) async fn delete(
    connection: &mut SqliteConnection,
    account: &str,
    id: Uuid,
) -> Result<bool, StoreError> {
    let deleted = sqlx::query("delete from contaazul_customer where id = ? and account = ?")
        .bind(id.to_string())
        .bind(account)
        .execute(connection)
        .await?;
    Ok(deleted.rows_affected() > 0)
}

/// Inactivates a customer; false where there is none.
pub(super) async fn inactivate(
    connection: &mut SqliteConnection,
    account: &str,
    id: Uuid,
) -> Result<bool, StoreError> {
    let changed =
        sqlx::query("update contaazul_customer set enabled = 0 where id = ? and account = ?")
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

/// A customer as a row: its document, and what searches compare.
struct Row {
    document: String,
    name_folded: String,
    company_name_folded: String,
    search_folded: String,
    document_digits: Option<String>,
}

impl Row {
    fn of(customer: &Customer) -> Result<Self, Error> {
        let text = |member: &Option<String>| folded(member.as_deref().unwrap_or_default());
        let (name_folded, company_name_folded) =
            (folded(&customer.name), text(&customer.company_name));
        let rest = [text(&customer.email), text(&customer.document)].join("\n");
        let document_digits = customer.document.as_deref().map(digits);
        Ok(Self {
            document: json_text(customer)?,
            search_folded: format!("{company_name_folded}\n{name_folded}\n{rest}"),
            name_folded,
            company_name_folded,
            document_digits: document_digits.filter(|digits| !digits.is_empty()),
        })
    }
}

/// The one constraint that a client can break: no two customers of an account share a document.
fn taken(error: StoreError, customer: &Customer) -> Error {
    match &customer.document {
        Some(document) if is_unique_violation(&error, "contaazul_customer.document_digits") => {
            Error::CustomerDocumentTaken {
                document: document.clone(),
            }
        }
        _ => error.into(),
    }
}
