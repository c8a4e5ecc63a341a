//! What the lines of a sale refer to.

use std::collections::HashMap;

use serde::Deserialize;
use sqlx::SqliteConnection;
use uuid::Uuid;

use crate::providers::contaazul::sales::wire::ItemType;
use crate::providers::contaazul::wire::Amount;
use crate::store::{StoreError, decode, encode};

/// A product or a service as a line of a sale refers to it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub(in crate::providers::contaazul) struct CatalogueItem {
    pub(in crate::providers::contaazul) id: Uuid,
    pub(in crate::providers::contaazul) name: String,
    /// Whether it may stand in a new sale (FAQ 28: deleting one deactivates it).
    #[serde(skip)]
    pub(in crate::providers::contaazul) is_active: bool,
    /// What there is of a product; `None` for one that is not kept in stock, and for a service.
    #[serde(default)]
    pub(in crate::providers::contaazul) available_stock: Option<Amount>,
}

/// Those of `ids` that the account has, deactivated ones too.
pub(in crate::providers::contaazul::sales) async fn catalogue_items(
    connection: &mut SqliteConnection,
    account: &str,
    ids: &[Uuid],
) -> Result<HashMap<(ItemType, Uuid), CatalogueItem>, StoreError> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows: Vec<(bool, String, bool)> = sqlx::query_as(
        "select 1, document, active from contaazul_product
         where account = ?1 and id in (select value from json_each(?2))
         union all
         select 0, document, active from contaazul_service
         where account = ?1 and id in (select value from json_each(?2))",
    )
    .bind(account)
    .bind(encode(&ids)?)
    .fetch_all(connection)
    .await?;
    let item = |(is_product, document, is_active): (bool, String, bool)| {
        let item = CatalogueItem {
            is_active,
            ..decode(&document)?
        };
        let item_type = match is_product {
            true => ItemType::Product,
            false => ItemType::Service,
        };
        Ok(((item_type, item.id), item))
    };
    rows.into_iter().map(item).collect()
}
