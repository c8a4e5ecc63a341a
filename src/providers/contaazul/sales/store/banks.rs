//! What sales refer to and only the ERP can create: banks, sellers, the plan of categories.

use sqlx::SqliteConnection;

use crate::providers::contaazul::sales::payment::Bank;
use crate::providers::contaazul::sales::wire::SaleSeller;
use crate::providers::contaazul::wire::folded;
use crate::store::listing::{Listing, Window};
use crate::store::{Statement, StoreError, encode};

/// A whole list: these have no pages.
const ALL: Window = Window {
    skip: 0,
    take: u64::MAX,
};

/// Whether the account has a bank.
pub(in crate::providers::contaazul) async fn has_bank(
    connection: &mut SqliteConnection,
    account: &str,
    uuid: &str,
) -> Result<bool, StoreError> {
    let bank = Statement::new("select document from contaazul_bank where account = ? and uuid = ?");
    let bank = bank.bind(account).bind(uuid.to_ascii_lowercase());
    Ok(bank.find_text(connection).await?.is_some())
}

/// The banks whose name holds `search`.
pub(in crate::providers::contaazul::sales) async fn banks(
    connection: &mut SqliteConnection,
    account: &str,
    search: Option<String>,
) -> Result<Vec<String>, StoreError> {
    Listing::of("select document from contaazul_bank where account = ", account)
        .containing("name_folded", search.map(|text| folded(&text)))
        .fetch(connection, "order by sequence", ALL)
        .await
}

/// The sellers.
pub(in crate::providers::contaazul::sales) async fn sellers(
    connection: &mut SqliteConnection,
    account: &str,
) -> Result<Vec<String>, StoreError> {
    Listing::of("select document from contaazul_seller where account = ", account)
        .fetch(connection, "order by sequence", ALL)
        .await
}

/// Adds a bank.
pub(in crate::providers::contaazul::sales) async fn insert_bank(
    connection: &mut SqliteConnection,
    account: &str,
    bank: &Bank,
) -> Result<(), StoreError> {
    sqlx::query("insert into contaazul_bank (account, document, is_native, name_folded) values (?, ?, ?, ?)")
        .bind(account)
        .bind(encode(bank)?)
        .bind(bank.is_native())
        .bind(folded(&bank.name))
        .execute(connection)
        .await?;
    Ok(())
}

/// Adds a seller; `email` is the user whose sales are this seller's.
pub(in crate::providers::contaazul::sales) async fn insert_seller(
    connection: &mut SqliteConnection,
    account: &str,
    seller: &SaleSeller,
    email: Option<&str>,
) -> Result<(), StoreError> {
    sqlx::query("insert into contaazul_seller (account, document, email) values (?, ?, ?)")
        .bind(account)
        .bind(encode(seller)?)
        .bind(email)
        .execute(connection)
        .await?;
    Ok(())
}

/// Adds a category to the account's plan.
pub(in crate::providers::contaazul::sales) async fn insert_category(
    connection: &mut SqliteConnection,
    account: &str,
    id: &str,
    name: &str,
) -> Result<(), StoreError> {
    sqlx::query("insert into contaazul_category (account, id, name) values (?, ?, ?)")
        .bind(account)
        .bind(id)
        .bind(name)
        .execute(connection)
        .await?;
    Ok(())
}
