//! The product categories' table.

use sqlx::SqliteConnection;
use uuid::Uuid;

use super::ProductCategory;
use crate::providers::contaazul::wire::folded;
use crate::store::listing::{Listing, Window};
use crate::store::{StoreError, decode, encode};

/// Adds a product category.
pub(super) async fn insert(
    connection: &mut SqliteConnection,
    account: &str,
    category: &ProductCategory,
) -> Result<(), StoreError> {
    sqlx::query("insert into contaazul_product_category (account, document, name_folded) values (?, ?, ?)")
        .bind(account)
        .bind(encode(category)?)
        .bind(folded(category.name.as_deref().unwrap_or_default()))
        .execute(connection)
        .await?;
    Ok(())
}

/// A product category's document.
pub(super) async fn document(
    connection: &mut SqliteConnection,
    account: &str,
    id: Uuid,
) -> Result<Option<String>, StoreError> {
    Ok(
        sqlx::query_scalar("select document from contaazul_product_category where id = ? and account = ?")
            .bind(id.to_string())
            .bind(account)
            .fetch_optional(connection)
            .await?,
    )
}

/// The product category of an id.
pub(in crate::providers::contaazul) async fn find(
    connection: &mut SqliteConnection,
    account: &str,
    id: Uuid,
) -> Result<Option<ProductCategory>, StoreError> {
    let document = document(connection, account, id).await?;
    document.map(|text| decode(&text)).transpose()
}

/// The account's first product category, if it has any.
pub(in crate::providers::contaazul) async fn first(
    connection: &mut SqliteConnection,
    account: &str,
) -> Result<Option<ProductCategory>, StoreError> {
    let document: Option<String> = sqlx::query_scalar(
        "select document from contaazul_product_category where account = ? order by sequence limit 1",
    )
    .bind(account)
    .fetch_optional(connection)
    .await?;
    document.map(|text| decode(&text)).transpose()
}

/// The documents of a page, in the order of creation.
pub(super) async fn list(
    connection: &mut SqliteConnection,
    account: &str,
    name: Option<String>,
    window: Window,
) -> Result<Vec<String>, StoreError> {
    Listing::of(
        "select document from contaazul_product_category where account = ",
        account,
    )
    .containing("name_folded", name.as_deref().map(folded))
    .fetch(connection, "order by sequence", window)
    .await
}
