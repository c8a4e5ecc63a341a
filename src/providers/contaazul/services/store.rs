//! The services' table.

use sqlx::SqliteConnection;
use uuid::Uuid;

use super::wire::Service;
use crate::providers::contaazul::wire::folded;
use crate::store::listing::{Listing, Window};
use crate::store::{Statement, StoreError, decode, encode};

/// Adds a service.
pub(super) async fn insert(
    connection: &mut SqliteConnection,
    account: &str,
    service: &Service,
) -> Result<(), StoreError> {
    sqlx::query("insert into contaazul_service (account, document, active, name_folded) values (?, ?, 1, ?)")
        .bind(account)
        .bind(encode(service)?)
        .bind(folded(&service.name))
        .execute(connection)
        .await?;
    Ok(())
}

/// Replaces a service.
pub(super) async fn update(
    connection: &mut SqliteConnection,
    account: &str,
    service: &Service,
) -> Result<(), StoreError> {
    sqlx::query("update contaazul_service set document = ?, name_folded = ? where id = ? and account = ?")
        .bind(encode(service)?)
        .bind(folded(&service.name))
        .bind(service.id.to_string())
        .bind(account)
        .execute(connection)
        .await?;
    Ok(())
}

/// A service's document.
pub(super) fn find(account: &str, id: Uuid) -> Statement {
    Statement::new("select document from contaazul_service where id = ? and account = ?")
        .bind(id.to_string())
        .bind(account)
}

/// A service, to be changed.
pub(super) async fn load(
    connection: &mut SqliteConnection,
    account: &str,
    id: Uuid,
) -> Result<Option<Service>, StoreError> {
    let document = find(account, id).find_text(connection).await?;
    document.map(|text| decode(&text)).transpose()
}

/// The documents of a page of active services, in the order of creation.
pub(super) async fn list(
    connection: &mut SqliteConnection,
    account: &str,
    (name_folded, code): (Option<String>, Option<String>),
    window: Window,
) -> Result<Vec<String>, StoreError> {
    Listing::of(
        "select document from contaazul_service where active = 1 and account = ",
        account,
    )
    .containing("name_folded", name_folded)
    .equal("code", code)
    .fetch(connection, "order by sequence", window)
    .await
}

/// Deactivates a service; false where there is none.
pub(super) async fn deactivate(connection: &mut SqliteConnection, account: &str, id: Uuid) -> Result<bool, StoreError> {
    let changed = sqlx::query("update contaazul_service set active = 0 where id = ? and account = ?")
        .bind(id.to_string())
        .bind(account)
        .execute(connection)
        .await?;
    Ok(changed.rows_affected() > 0)
}
