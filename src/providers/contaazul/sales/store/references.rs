//! Whom and what a sale refers to, and the numbers that the account gives it.

use serde::de::DeserializeOwned;
use sqlx::sqlite::SqliteRow;
use sqlx::{Row as _, SqliteConnection};
use uuid::Uuid;

use super::catalogue::{self, Catalogue};
use crate::providers::contaazul::sales::payment::Bank;
use crate::providers::contaazul::sales::wire::{SaleCustomer, SaleSeller};
use crate::providers::contaazul::store::find_document;
use crate::store::batch::rows;
use crate::store::{Statement, StoreError, decode};

/// What a new sale wants of its account, by id.
#[derive(Debug, Default)]
pub(in crate::providers::contaazul::sales) struct Wanted<'a> {
    pub(in crate::providers::contaazul::sales) account: &'a str,
    pub(in crate::providers::contaazul::sales) customer: Option<Uuid>,
    pub(in crate::providers::contaazul::sales) seller: Option<&'a str>,
    /// The user who is the seller where none is named. Where this user is no seller, it is the account's first one.
    pub(in crate::providers::contaazul::sales) user: &'a str,
    pub(in crate::providers::contaazul::sales) bank: Option<&'a str>,
    /// The products and services of its lines.
    pub(in crate::providers::contaazul::sales) items: Vec<Uuid>,
}

/// What the account has of what a new sale wants, and the numbers that it gives to the sale.
#[derive(Debug)]
pub(in crate::providers::contaazul::sales) struct Found {
    pub(in crate::providers::contaazul::sales) customer: Option<SaleCustomer>,
    pub(in crate::providers::contaazul::sales) seller: Option<SaleSeller>,
    pub(in crate::providers::contaazul::sales) bank: Option<Bank>,
    pub(in crate::providers::contaazul::sales) ca_id: i64,
    pub(in crate::providers::contaazul::sales) number: i64,
    /// The first category of the plan.
    pub(in crate::providers::contaazul::sales) category_id: Option<String>,
    pub(in crate::providers::contaazul::sales) catalogue: Catalogue,
}

/// Looks up what a new sale wants, in one call, since every call of the database takes its time. The ERP's own number
/// is never given twice: a sale that is deleted leaves it in `contaazul_counter`.
pub(in crate::providers::contaazul::sales) async fn look_up(
    connection: &mut SqliteConnection,
    wanted: Wanted<'_>,
) -> Result<Found, StoreError> {
    let items = catalogue::statement(wanted.account, &wanted.items)?;
    let [references, items] = rows(connection, [references_of(&wanted), items]).await?;
    let row = references.first().ok_or(StoreError::Missing)?;
    Ok(Found {
        customer: document(row, 0)?,
        seller: document(row, 1)?,
        bank: document(row, 2)?,
        ca_id: row.try_get(3)?,
        number: row.try_get(4)?,
        category_id: row.try_get(5)?,
        catalogue: catalogue::of(items)?,
    })
}

fn document<T: DeserializeOwned>(row: &SqliteRow, column: usize) -> Result<Option<T>, StoreError> {
    let document: Option<String> = row.try_get(column)?;
    document.map(|text| decode(&text)).transpose()
}

/// One row: the documents of customer, seller and bank, the next numbers, the first category.
fn references_of(wanted: &Wanted<'_>) -> Statement {
    let account = wanted.account;
    let seller = wanted.seller.map(str::to_ascii_lowercase);
    Statement::new(
        "select (select document from contaazul_customer where account = ? and id = ?),
                case when ? is null
                     then (select document from contaazul_seller where account = ?
                           order by (email is ?) desc, sequence limit 1)
                     else (select document from contaazul_seller where account = ? and id = ?)
                end,
                (select document from contaazul_bank where account = ? and uuid = ?),
                max(coalesce((select last from contaazul_counter where name = 'ca_id'), 0),
                    (select coalesce(max(ca_id), 120000000) from contaazul_sale)) + 1,
                (select coalesce(max(number), 0) + 1 from contaazul_sale where account = ?),
                (select id from contaazul_category where account = ? order by sequence limit 1)",
    )
    .bind(account)
    .bind(wanted.customer.map(|id| id.to_string()))
    .bind(seller.clone())
    .bind(account)
    .bind(wanted.user)
    .bind(account)
    .bind(seller)
    .bind(account)
    .bind(wanted.bank.map(str::to_ascii_lowercase))
    .bind(account)
    .bind(account)
}

/// A seller as a sale shows it: the one with the id, else the user's, else the account's first.
pub(in crate::providers::contaazul::sales) async fn seller(
    connection: &mut SqliteConnection,
    account: &str,
    id: Option<&str>,
    user: &str,
) -> Result<Option<SaleSeller>, StoreError> {
    let id = id.map(str::to_ascii_lowercase);
    let seller = Statement::new(
        "select document from contaazul_seller where account = ? and id = coalesce(?, id)
         order by (email is ?) desc, sequence limit 1",
    );
    find_document(connection, seller.bind(account).bind(id).bind(user)).await
}
