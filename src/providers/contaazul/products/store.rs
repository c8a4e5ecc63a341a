//! What changes with a product: its stock, and the suppliers that it shows.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use sqlx::SqliteConnection;
use uuid::Uuid;

use super::wire::{Product, ProductSupplier};
use crate::providers::contaazul::store::{self, Columns, PRODUCTS};
use crate::providers::contaazul::wire::Amount;
use crate::store::{Statement, StoreError, decode, encode};

/// Adds a product.
pub(super) async fn insert(
    connection: &mut SqliteConnection,
    account: &str,
    product: &Product,
) -> Result<(), StoreError> {
    let columns = Columns::named(&product.name);
    store::insert(connection, &PRODUCTS, account, product, &columns).await
}

/// Replaces a product.
pub(super) async fn update(
    connection: &mut SqliteConnection,
    account: &str,
    product: &Product,
) -> Result<(), StoreError> {
    let columns = Columns::named(&product.name);
    store::update(connection, &PRODUCTS, account, product, &columns).await
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
    let Some(mut product) = store::load::<Product>(connection, &PRODUCTS, account, id).await? else {
        return Ok(());
    };
    product.available_stock = product.available_stock.map(|stock| stock.moved(by));
    update(connection, account, &product).await
}

/// Shows a supplier's new name on the products that it delivers, or takes a deleted supplier (`name` is `None`) off them.
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
