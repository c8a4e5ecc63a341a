//! What the lines of a sale refer to.

use std::collections::HashMap;

use serde::Deserialize;
use sqlx::sqlite::SqliteRow;
use sqlx::{FromRow, SqliteConnection};
use uuid::Uuid;

use crate::providers::contaazul::sales::wire::ItemType;
use crate::providers::contaazul::wire::Amount;
use crate::store::batch::rows;
use crate::store::{Statement, StoreError, decode, encode};

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

/// What the account has of some ids, deactivated ones too.
pub(in crate::providers::contaazul) type Catalogue = HashMap<(ItemType, Uuid), CatalogueItem>;

/// Those of `ids` that the account has, deactivated ones too.
pub(in crate::providers::contaazul) async fn catalogue(
    connection: &mut SqliteConnection,
    account: &str,
    ids: &[Uuid],
) -> Result<Catalogue, StoreError> {
    let [rows] = rows(connection, [statement(account, ids)?]).await?;
    of(rows)
}

/// What finds those of `ids` that the account has.
pub(super) fn statement(account: &str, ids: &[Uuid]) -> Result<Statement, StoreError> {
    let ids = encode(&ids)?;
    let statement = Statement::new(
        "select 'PRODUCT', document, active from contaazul_product
         where account = ? and id in (select value from json_each(?))
         union all
         select 'SERVICE', document, active from contaazul_service
         where account = ? and id in (select value from json_each(?))",
    );
    let statement = statement.bind(account).bind(ids.clone());
    Ok(statement.bind(account).bind(ids))
}

/// The catalogue that the rows of [`statement`] make.
pub(super) fn of(rows: Vec<SqliteRow>) -> Result<Catalogue, StoreError> {
    let item = |row: SqliteRow| {
        let (item_type, document, is_active): (String, String, bool) = FromRow::from_row(&row)?;
        let item = CatalogueItem {
            is_active,
            ..decode(&document)?
        };
        Ok(((ItemType::of_text(&item_type), item.id), item))
    };
    rows.into_iter().map(item).collect()
}
