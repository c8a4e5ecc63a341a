//! The suppliers' table.

use sqlx::{Connection as _, SqliteConnection};
use uuid::Uuid;

use super::wire::Supplier;
use crate::providers::contaazul::products;
use crate::providers::contaazul::store::{Search, Searched};
use crate::store::listing::{Listing, Window};
use crate::store::{Statement, StoreError, decode, encode};

/// Adds a supplier.
pub(super) async fn insert(
    connection: &mut SqliteConnection,
    account: &str,
    supplier: &Supplier,
) -> Result<(), StoreError> {
    let row = searched(supplier);
    sqlx::query(
        "insert into contaazul_supplier
         (account, document, name_folded, company_name_folded, search_folded, document_digits)
         values (?, ?, ?, ?, ?, ?)",
    )
    .bind(account)
    .bind(encode(supplier)?)
    .bind(row.name_folded)
    .bind(row.company_name_folded)
    .bind(row.search_folded)
    .bind(row.document_digits)
    .execute(connection)
    .await?;
    Ok(())
}

/// Replaces a supplier. Its products show it as it is now.
pub(super) async fn update(
    connection: &mut SqliteConnection,
    account: &str,
    supplier: &Supplier,
) -> Result<(), StoreError> {
    let row = searched(supplier);
    let mut transaction = connection.begin().await?;
    sqlx::query(
        "update contaazul_supplier set document = ?,
         name_folded = ?, company_name_folded = ?, search_folded = ?, document_digits = ?
         where id = ? and account = ?",
    )
    .bind(encode(supplier)?)
    .bind(row.name_folded)
    .bind(row.company_name_folded)
    .bind(row.search_folded)
    .bind(row.document_digits)
    .bind(supplier.id.to_string())
    .bind(account)
    .execute(&mut *transaction)
    .await?;
    let name = Some(supplier.name.as_str());
    products::rename_supplier(&mut transaction, account, supplier.id, name).await?;
    Ok(transaction.commit().await?)
}

/// A supplier's document.
pub(super) fn find(account: &str, id: Uuid) -> Statement {
    Statement::new("select document from contaazul_supplier where id = ? and account = ?")
        .bind(id.to_string())
        .bind(account)
}

/// A supplier, to be changed.
pub(super) async fn load(
    connection: &mut SqliteConnection,
    account: &str,
    id: Uuid,
) -> Result<Option<Supplier>, StoreError> {
    let document = find(account, id).find_text(connection).await?;
    document.map(|text| decode(&text)).transpose()
}

/// The documents of a page, in the order of creation.
pub(super) async fn list(
    connection: &mut SqliteConnection,
    account: &str,
    search: Search,
    window: Window,
) -> Result<Vec<String>, StoreError> {
    let suppliers = Listing::of("select document from contaazul_supplier where account = ", account);
    search
        .narrow(suppliers)
        .fetch(connection, "order by sequence", window)
        .await
}

/// Deletes a supplier, also from its products; false where there is none.
pub(super) async fn delete(connection: &mut SqliteConnection, account: &str, id: Uuid) -> Result<bool, StoreError> {
    let mut transaction = connection.begin().await?;
    let deleted = sqlx::query("delete from contaazul_supplier where id = ? and account = ?")
        .bind(id.to_string())
        .bind(account)
        .execute(&mut *transaction)
        .await?;
    products::rename_supplier(&mut transaction, account, id, None).await?;
    transaction.commit().await?;
    Ok(deleted.rows_affected() > 0)
}

fn searched(supplier: &Supplier) -> Searched {
    Searched::of(
        &supplier.name,
        supplier.company_name.as_deref(),
        supplier.email.as_deref(),
        supplier.document.as_deref(),
    )
}
