//! The sales' tables.

mod catalogue;
mod lines;
mod listing;
mod references;

use sqlx::SqliteConnection;
use uuid::Uuid;

use super::wire::Sale;
use crate::store::{Statement, StoreError, decode, encode};
use lines::stored_lines;

pub(in crate::providers::contaazul) use catalogue::CatalogueItem;
pub(super) use catalogue::{Catalogue, catalogue_items};
pub(super) use lines::replace_lines;
pub(in crate::providers::contaazul) use lines::{Line, lines};
pub(super) use listing::{Filter, banks, insert_bank, insert_category, insert_seller, items, list, sellers, totals};
pub(super) use references::seller;
pub(in crate::providers::contaazul) use references::{Wanted, customer, has_bank, look_up, usual_seller};

/// What adds a sale with its items; `contract` is the sequence of the contract that scheduled it.
pub(in crate::providers::contaazul) fn insert(
    account: &str,
    origin: &str,
    contract: Option<i64>,
    sale: &Sale,
    lines: &[Line],
) -> Result<[Statement; 2], StoreError> {
    let with_sale =
        Statement::new("insert into contaazul_sale (account, document, origin, contract) values (?, ?, ?, ?)");
    let with_items = Statement::new(
        "insert into contaazul_sale_item (sale, position, kind, item, description, quantity, value)
         select last_insert_rowid(), key + 1, value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4
         from json_each(?)",
    );
    let with_sale = with_sale.bind(account).bind(encode(sale)?);
    Ok([
        with_sale.bind(origin).bind(contract),
        with_items.bind(stored_lines(lines)?),
    ])
}

/// Replaces a sale's document.
pub(super) async fn update(connection: &mut SqliteConnection, account: &str, sale: &Sale) -> Result<(), StoreError> {
    sqlx::query("update contaazul_sale set document = ? where id = ? and account = ?")
        .bind(encode(sale)?)
        .bind(sale.id.to_string())
        .bind(account)
        .execute(connection)
        .await?;
    Ok(())
}

/// A sale's document.
pub(super) fn find(account: &str, id: Uuid) -> Statement {
    Statement::new("select document from contaazul_sale where id = ? and account = ?")
        .bind(id.to_string())
        .bind(account)
}

/// A sale, to be changed, and whether it was cancelled.
pub(super) async fn load(
    connection: &mut SqliteConnection,
    account: &str,
    id: Uuid,
) -> Result<Option<(Sale, bool)>, StoreError> {
    let row: Option<(String, bool)> =
        sqlx::query_as("select document, is_cancelled from contaazul_sale where id = ? and account = ?")
            .bind(id.to_string())
            .bind(account)
            .fetch_optional(connection)
            .await?;
    row.map(|(document, is_cancelled)| Ok((decode(&document)?, is_cancelled)))
        .transpose()
}

/// Lets a customer's sales show it as it is now.
pub(in crate::providers::contaazul) async fn show_customer_anew(
    connection: &mut SqliteConnection,
    account: &str,
    customer: Uuid,
) -> Result<(), StoreError> {
    let Some(shown) = references::customer(connection, account, customer).await? else {
        return Ok(());
    };
    sqlx::query(
        "update contaazul_sale set document = json_set(document, '$.customer', json(?))
         where account = ? and customer = ?",
    )
    .bind(encode(&shown)?)
    .bind(account)
    .bind(customer.to_string())
    .execute(connection)
    .await?;
    Ok(())
}

/// Deletes a sale with its items.
pub(super) async fn delete(connection: &mut SqliteConnection, account: &str, id: Uuid) -> Result<(), StoreError> {
    references::keep_number(connection, account, id).await?;
    sqlx::query("delete from contaazul_sale where id = ? and account = ?")
        .bind(id.to_string())
        .bind(account)
        .execute(connection)
        .await?;
    Ok(())
}

/// Marks a sale as cancelled.
pub(super) async fn cancel(connection: &mut SqliteConnection, id: Uuid) -> Result<(), StoreError> {
    sqlx::query("update contaazul_sale set is_cancelled = 1 where id = ?")
        .bind(id.to_string())
        .execute(connection)
        .await?;
    Ok(())
}

/// The account that a sale is in.
pub(super) async fn account_of(connection: &mut SqliteConnection, id: Uuid) -> Result<Option<String>, StoreError> {
    Ok(sqlx::query_scalar("select account from contaazul_sale where id = ?")
        .bind(id.to_string())
        .fetch_optional(connection)
        .await?)
}
