//! The sales' tables.

mod banks;
mod catalogue;
mod lines;
mod listing;
mod references;

use sqlx::SqliteConnection;
use uuid::Uuid;

use super::wire::{Sale, SaleCustomer};
use crate::providers::contaazul::store::{CUSTOMERS, load as load_record};
use crate::store::{Statement, StoreError, decode, encode};

pub(in crate::providers::contaazul) use banks::has_bank;
pub(super) use banks::{banks, insert_bank, insert_category, insert_seller, sellers};
pub(in crate::providers::contaazul) use catalogue::{Catalogue, catalogue};
pub(in crate::providers::contaazul) use lines::Line;
pub(super) use lines::{items, load_lines, replace_lines};
pub(super) use listing::{SaleSearch, list, totals};
pub(super) use references::{Wanted, look_up, seller};

/// What adds a sale with its items; `contract` is the sequence of the contract that scheduled it.
pub(super) fn insert(
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
        with_items.bind(lines::stored_lines(lines)?),
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

/// A sale, and what its document does not say.
#[derive(Debug)]
pub(super) struct StoredSale {
    pub(super) sale: Sale,
    pub(super) is_cancelled: bool,
}

/// A sale, to be changed.
pub(super) async fn load(
    connection: &mut SqliteConnection,
    account: &str,
    id: Uuid,
) -> Result<Option<StoredSale>, StoreError> {
    let row: Option<(String, bool)> =
        sqlx::query_as("select document, is_cancelled from contaazul_sale where id = ? and account = ?")
            .bind(id.to_string())
            .bind(account)
            .fetch_optional(connection)
            .await?;
    row.map(|(document, is_cancelled)| {
        let sale = decode(&document)?;
        Ok(StoredSale { sale, is_cancelled })
    })
    .transpose()
}

/// Lets a customer's sales show it as it is now.
pub(in crate::providers::contaazul) async fn refresh_customer(
    connection: &mut SqliteConnection,
    account: &str,
    customer: Uuid,
) -> Result<(), StoreError> {
    let shown: Option<SaleCustomer> = load_record(connection, &CUSTOMERS, account, customer).await?;
    let Some(shown) = shown else {
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
    keep_number(connection, account, id).await?;
    sqlx::query("delete from contaazul_sale where id = ? and account = ?")
        .bind(id.to_string())
        .bind(account)
        .execute(connection)
        .await?;
    Ok(())
}

/// Keeps the ERP's own number of a sale that is about to be deleted.
async fn keep_number(connection: &mut SqliteConnection, account: &str, id: Uuid) -> Result<(), StoreError> {
    sqlx::query(
        "insert into contaazul_counter (name, last)
         select 'ca_id', ca_id from contaazul_sale where id = ? and account = ?
         on conflict (name) do update set last = max(last, excluded.last)",
    )
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
