//! The products' table.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use sqlx::SqliteConnection;
use uuid::Uuid;

use super::wire::{Product, ProductSupplier};
use crate::providers::contaazul::wire::{Amount, folded};
use crate::store::listing::{Listing, Window};
use crate::store::{Statement, StoreError, decode, encode};

/// What a list is narrowed by.
#[derive(Debug)]
pub(super) struct Search {
    pub(super) name_folded: Option<String>,
    pub(super) code: Option<String>,
    pub(super) barcode: Option<String>,
}

/// Adds a product.
pub(super) async fn insert(
    connection: &mut SqliteConnection,
    account: &str,
    product: &Product,
) -> Result<(), StoreError> {
    sqlx::query("insert into contaazul_product (account, document, active, name_folded) values (?, ?, 1, ?)")
        .bind(account)
        .bind(encode(product)?)
        .bind(folded(&product.name))
        .execute(connection)
        .await?;
    Ok(())
}

/// Replaces a product.
pub(super) async fn update(
    connection: &mut SqliteConnection,
    account: &str,
    product: &Product,
) -> Result<(), StoreError> {
    sqlx::query("update contaazul_product set document = ?, name_folded = ? where id = ? and account = ?")
        .bind(encode(product)?)
        .bind(folded(&product.name))
        .bind(product.id.to_string())
        .bind(account)
        .execute(connection)
        .await?;
    Ok(())
}

/// A product's document.
pub(super) fn find(account: &str, id: Uuid) -> Statement {
    Statement::new("select document from contaazul_product where id = ? and account = ?")
        .bind(id.to_string())
        .bind(account)
}

/// A product, to be changed.
pub(super) async fn load(
    connection: &mut SqliteConnection,
    account: &str,
    id: Uuid,
) -> Result<Option<Product>, StoreError> {
    let document = find(account, id).find_text(connection).await?;
    document.map(|text| decode(&text)).transpose()
}

/// Sets what there is of some products. The caller holds the transaction of the sale that takes some of them.
pub(in crate::providers::contaazul) fn set_stock(
    account: &str,
    stock: &BTreeMap<Uuid, Amount>,
) -> Result<Statement, StoreError> {
    // Amounts as text inside the text: a number would be rounded on its way.
    let texts = stock.iter().map(|(id, amount)| Ok((id, encode(amount)?)));
    let texts: BTreeMap<_, _> = texts.collect::<Result<_, StoreError>>()?;
    let statement = Statement::new(
        "update contaazul_product
         set document = json_replace(document, '$.available_stock', json(stock.value))
         from json_each(?) as stock where contaazul_product.id = stock.key and account = ?",
    );
    Ok(statement.bind(encode(&texts)?).bind(account))
}

/// Puts `by` more of a product into stock, or less of it where that is negative. One without a number is not kept in
/// stock. The caller holds the transaction of the sale that moves it.
pub(in crate::providers::contaazul) async fn move_stock(
    connection: &mut SqliteConnection,
    account: &str,
    id: Uuid,
    by: Decimal,
) -> Result<(), StoreError> {
    let Some(mut product) = load(connection, account, id).await? else {
        return Ok(());
    };
    product.available_stock = product.available_stock.map(|stock| stock.moved(by));
    update(connection, account, &product).await
}

/// A supplier, as its products show it.
pub(super) async fn supplier(
    connection: &mut SqliteConnection,
    account: &str,
    id: Uuid,
) -> Result<Option<ProductSupplier>, StoreError> {
    let found = Statement::new("select document from contaazul_supplier where id = ? and account = ?");
    let document = found.bind(id.to_string()).bind(account).find_text(connection).await?;
    document.map(|text| decode(&text)).transpose()
}

/// Shows a supplier's new name on the products that it delivers, or takes it off them where there is none any more.
/// The caller holds the transaction that changes the supplier.
pub(in crate::providers::contaazul) async fn rename_supplier(
    connection: &mut SqliteConnection,
    account: &str,
    supplier: Uuid,
    name: Option<&str>,
) -> Result<(), StoreError> {
    let documents: Vec<String> = sqlx::query_scalar(
        "select document from contaazul_product where account = ? and exists
         (select 1 from json_each(document, '$.suppliers') where value ->> '$.id' = ?)",
    )
    .bind(account)
    .bind(supplier.to_string())
    .fetch_all(&mut *connection)
    .await?;
    for document in documents {
        let mut product: Product = decode(&document)?;
        let renamed = |before: ProductSupplier| match name {
            Some(name) if before.id == supplier => Some(ProductSupplier {
                name: name.to_owned(),
                ..before
            }),
            _ => Some(before).filter(|before| before.id != supplier),
        };
        product.suppliers = product.suppliers.into_iter().filter_map(renamed).collect();
        update(connection, account, &product).await?;
    }
    Ok(())
}

/// The documents of a page of active products, in the order of creation.
pub(super) async fn list(
    connection: &mut SqliteConnection,
    account: &str,
    search: Search,
    window: Window,
) -> Result<Vec<String>, StoreError> {
    Listing::of(
        "select document from contaazul_product where active = 1 and account = ",
        account,
    )
    .containing("name_folded", search.name_folded)
    .equal("code", search.code)
    .equal("barcode", search.barcode)
    .fetch(connection, "order by sequence", window)
    .await
}

/// Deactivates a product; false where there is none.
pub(super) async fn deactivate(connection: &mut SqliteConnection, account: &str, id: Uuid) -> Result<bool, StoreError> {
    let changed = sqlx::query("update contaazul_product set active = 0 where id = ? and account = ?")
        .bind(id.to_string())
        .bind(account)
        .execute(connection)
        .await?;
    Ok(changed.rows_affected() > 0)
}
