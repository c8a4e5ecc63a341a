//! Whom and what a sale refers to, and the numbers that the account gives it.

use sqlx::{FromRow, SqliteConnection};
use uuid::Uuid;

use super::catalogue::{Catalogue, catalogue, items_of};
use crate::providers::contaazul::sales::payment::Bank;
use crate::providers::contaazul::sales::wire::{SaleCustomer, SaleSeller};
use crate::providers::contaazul::store::{CUSTOMERS, find_document, load};
use crate::store::batch::rows;
use crate::store::{Statement, StoreError, decode};

/// Keeps the ERP's own number of a sale that is about to be deleted.
pub(super) async fn keep_number(connection: &mut SqliteConnection, account: &str, id: Uuid) -> Result<(), StoreError> {
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

/// What a new sale needs of its account.
#[derive(Debug, Default)]
pub(in crate::providers::contaazul) struct Wanted<'a> {
    pub(in crate::providers::contaazul) account: &'a str,
    pub(in crate::providers::contaazul) customer: Option<Uuid>,
    pub(in crate::providers::contaazul) seller: Option<&'a str>,
    /// Whose sale it is where no seller is named: the account's first seller's, where this user is none.
    pub(in crate::providers::contaazul) user: &'a str,
    pub(in crate::providers::contaazul) bank: Option<&'a str>,
    /// The products and services of its lines.
    pub(in crate::providers::contaazul) items: Vec<Uuid>,
}

/// What the account has of it, and the numbers that it gives.
#[derive(Debug)]
pub(in crate::providers::contaazul) struct Found {
    pub(in crate::providers::contaazul) customer: Option<SaleCustomer>,
    pub(in crate::providers::contaazul) seller: Option<SaleSeller>,
    pub(in crate::providers::contaazul) bank: Option<Bank>,
    pub(in crate::providers::contaazul) ca_id: i64,
    pub(in crate::providers::contaazul) number: i64,
    /// The first category of the plan.
    pub(in crate::providers::contaazul) category_id: Option<String>,
    pub(in crate::providers::contaazul::sales) catalogue: Catalogue,
}

/// Looks up what a new sale needs, in one call, since every sale asks for all of it. The ERP's own number is never given
/// twice: [`keep_number`] sees to it that it outlives the sale that had it.
pub(in crate::providers::contaazul) async fn look_up(
    connection: &mut SqliteConnection,
    wanted: Wanted<'_>,
) -> Result<Found, StoreError> {
    type Document = Option<String>;
    type Row = (Document, Document, Document, i64, i64, Option<String>);
    let items = items_of(wanted.account, &wanted.items)?;
    let [references, items] = rows(connection, [references_of(&wanted), items]).await?;
    let row: Row = match references.first() {
        Some(row) => FromRow::from_row(row)?,
        None => return Err(StoreError::Missing),
    };
    let (customer, seller, bank, ca_id, number, category_id) = row;
    Ok(Found {
        customer: customer.map(|document| decode(&document)).transpose()?,
        seller: seller.map(|document| decode(&document)).transpose()?,
        bank: bank.map(|document| decode(&document)).transpose()?,
        ca_id,
        number,
        category_id,
        catalogue: catalogue(items)?,
    })
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

/// A customer as its sales show it.
pub(in crate::providers::contaazul) async fn customer(
    connection: &mut SqliteConnection,
    account: &str,
    id: Uuid,
) -> Result<Option<SaleCustomer>, StoreError> {
    load(connection, &CUSTOMERS, account, id).await
}

/// A seller as a sale shows it.
pub(in crate::providers::contaazul) async fn seller(
    connection: &mut SqliteConnection,
    account: &str,
    id: &str,
) -> Result<Option<SaleSeller>, StoreError> {
    let statement = Statement::new("select document from contaazul_seller where account = ? and id = ?");
    let statement = statement.bind(account).bind(id.to_ascii_lowercase());
    find_document(connection, statement).await
}

/// The seller of a sale that names none: the consenting user, else the account's first.
pub(in crate::providers::contaazul) async fn usual_seller(
    connection: &mut SqliteConnection,
    account: &str,
    user: &str,
) -> Result<Option<SaleSeller>, StoreError> {
    let statement = Statement::new(
        "select document from contaazul_seller where account = ?
         order by (email is ?) desc, sequence limit 1",
    );
    find_document(connection, statement.bind(account).bind(user)).await
}

/// Whether the account has a bank.
pub(in crate::providers::contaazul) async fn has_bank(
    connection: &mut SqliteConnection,
    account: &str,
    uuid: &str,
) -> Result<bool, StoreError> {
    let statement = Statement::new("select document from contaazul_bank where account = ? and uuid = ?");
    let statement = statement.bind(account).bind(uuid.to_ascii_lowercase());
    Ok(statement.find_text(connection).await?.is_some())
}
