//! What must be known of an account before a document is created, read in one call of the database, since every new
//! document asks for all of it.

use sqlx::sqlite::SqliteRow;
use sqlx::{Row as _, SqliteConnection};

use super::{creations, customers, numbering, proposals, registrations};
use crate::providers::docsales::wire::{Customer, RegistrationData};
use crate::store::batch::rows;
use crate::store::{StoreError, decode};

/// What a new document names, to be looked for.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Lookup<'a> {
    pub(crate) account: &'a str,
    /// The month of its creation, `2026-03`.
    pub(crate) month: &'a str,
    pub(crate) customer: Option<customers::Key<'a>>,
    /// The code that the document asks for.
    pub(crate) code: Option<&'a str>,
}

/// What the account has.
#[derive(Debug)]
pub(crate) struct Prerequisites {
    pub(crate) registered: RegistrationData,
    pub(crate) customer: Option<Customer>,
    pub(crate) is_code_taken: bool,
    /// The id of the next document.
    pub(crate) next_id: i64,
    /// The last number that a document's code was made of.
    pub(crate) last_number: i64,
    /// How many documents the account has created in the month.
    pub(crate) used: u32,
}

impl Prerequisites {
    /// Reads all of it.
    pub(crate) async fn read(connection: &mut SqliteConnection, lookup: Lookup<'_>) -> Result<Self, StoreError> {
        let account = lookup.account;
        let reads = [
            registrations::active(account),
            customers::select(account, lookup.customer),
            proposals::with_code(account, lookup.code),
            proposals::next_id(),
            numbering::last(account, numbering::DOCUMENTS),
            creations::of_month(account, lookup.month),
        ];
        let [registered, customer, with_code, next_id, last_number, used] = rows(connection, reads).await?;
        let customer = customer.first().map(|row| row.try_get::<String, _>(0));
        let customer = customer.transpose()?;
        Ok(Self {
            registered: decode(&registrations::shown(&registered)?)?,
            customer: customer.map(|document| decode(&document)).transpose()?,
            is_code_taken: !with_code.is_empty(),
            next_id: number(&next_id)?,
            last_number: number(&last_number)?,
            used: used.first().map_or(Ok(0), |row| row.try_get(0))?,
        })
    }
}

fn number(rows: &[SqliteRow]) -> Result<i64, StoreError> {
    let row = rows.first().ok_or(StoreError::Missing)?;
    Ok(row.try_get(0)?)
}
