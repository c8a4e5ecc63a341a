//! Whom a sale refers to: what its body says, and what the account has of it.

use sqlx::SqliteConnection;
use uuid::Uuid;

use super::issuer::Issuer;
use super::store;
use super::wire::{SaleCustomer, SaleSeller};
use crate::providers::contaazul::answers::Handled;
use crate::providers::contaazul::errors::Error;
use crate::providers::contaazul::store::{CUSTOMERS, load as load_record};
use crate::providers::contaazul::wire::{Member, Text};

/// How long a UUID is with its hyphens.
const PLAIN_UUID_LENGTH: usize = 36;

/// A customer's id must be a UUID, whatever else is wrong with the sale (FAQ 19).
pub(in crate::providers::contaazul) fn customer_id(sent: &Member<Text>) -> Handled<Option<Uuid>> {
    let Member::Given(Text(id)) = sent else {
        return Ok(None);
    };
    let unreadable = || Error::SaleUnreadable {
        reason: format!("The customer_id {id:?} is no UUID"),
    };
    // With its hyphens and nothing around it, which the parser alone does not ask for.
    let is_plain = |_: &Uuid| id.len() == PLAIN_UUID_LENGTH;
    let parsed = id.parse().ok().filter(is_plain);
    parsed.map(Some).ok_or_else(unreadable)
}

/// The customer of a sale.
pub(in crate::providers::contaazul) async fn find_customer(
    connection: &mut SqliteConnection,
    account: &str,
    id: Option<Uuid>,
) -> Handled<SaleCustomer> {
    let found = match id {
        Some(id) => load_record(connection, &CUSTOMERS, account, id).await?,
        None => None,
    };
    known_customer(found, id)
}

/// The customer that was found for an id; one that the account does not have makes the sale unreadable (FAQ 19).
pub(super) fn known_customer(found: Option<SaleCustomer>, id: Option<Uuid>) -> Handled<SaleCustomer> {
    match (found, id) {
        (None, Some(id)) => Err(Error::SaleUnreadable {
            reason: format!("The account has no customer {id}"),
        }),
        (found, _) => Ok(found.unwrap_or_default()),
    }
}

/// The seller of a sale: the one that is named, else the consenting user, else the account's first.
pub(in crate::providers::contaazul) async fn find_seller(
    connection: &mut SqliteConnection,
    issuer: &Issuer<'_>,
    id: Option<String>,
) -> Handled<SaleSeller> {
    let found = store::seller(connection, issuer.account, id.as_deref(), issuer.user).await?;
    Ok(known("seller_id", found, id)?.unwrap_or_default())
}

/// What was found for the id in `member`; one that the account does not have is refused.
pub(super) fn known<T>(member: &'static str, found: Option<T>, id: Option<String>) -> Handled<Option<T>> {
    match (found, id) {
        (None, Some(id)) => Err(Error::ReferenceUnknown { member, id }),
        (found, _) => Ok(found),
    }
}
