//! What changes with a supplier: the products that show it.

use sqlx::{Connection as _, SqliteConnection};
use uuid::Uuid;

use super::wire::Supplier;
use crate::providers::contaazul::products;
use crate::providers::contaazul::store::{self, Columns, SUPPLIERS};
use crate::store::StoreError;

/// Adds a supplier.
pub(super) async fn insert(
    connection: &mut SqliteConnection,
    account: &str,
    supplier: &Supplier,
) -> Result<(), StoreError> {
    store::insert(connection, &SUPPLIERS, account, supplier, &columns(supplier)).await
}

/// Replaces a supplier. Its products show it as it is now.
pub(super) async fn update(
    connection: &mut SqliteConnection,
    account: &str,
    supplier: &Supplier,
) -> Result<(), StoreError> {
    let mut transaction = connection.begin().await?;
    store::update(&mut transaction, &SUPPLIERS, account, supplier, &columns(supplier)).await?;
    let name = Some(supplier.name.as_str());
    products::rename_supplier(&mut transaction, account, supplier.id, name).await?;
    Ok(transaction.commit().await?)
}

/// Deletes a supplier, also from its products; false where there is none.
pub(super) async fn delete(connection: &mut SqliteConnection, account: &str, id: Uuid) -> Result<bool, StoreError> {
    let mut transaction = connection.begin().await?;
    let is_deleted = store::remove(&mut transaction, &SUPPLIERS, account, id).await?;
    products::rename_supplier(&mut transaction, account, id, None).await?;
    transaction.commit().await?;
    Ok(is_deleted)
}

fn columns(supplier: &Supplier) -> Columns {
    Columns::of_person(
        &supplier.name,
        supplier.company_name.as_deref(),
        supplier.email.as_deref(),
        supplier.document.as_deref(),
    )
}
