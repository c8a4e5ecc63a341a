//! Lists around sales.

use sqlx::SqliteConnection;
use uuid::Uuid;

use super::lines::stored_amount;
use crate::providers::contaazul::sales::payment::Bank;
use crate::providers::contaazul::sales::wire::{CatalogueEntry, ItemType, SaleItem, SaleSeller};
use crate::providers::contaazul::wire::{Day, folded};
use crate::store::listing::{Listing, Window};
use crate::store::{StoreError, decode, encode};

/// A list that has no pages.
const ALL: Window = Window {
    skip: 0,
    take: u64::MAX,
};

/// What a list of sales is narrowed by.
#[derive(Debug, Clone, Default)]
pub(in crate::providers::contaazul::sales) struct Filter {
    pub(in crate::providers::contaazul::sales) emission_start: Option<Day>,
    pub(in crate::providers::contaazul::sales) emission_end: Option<Day>,
    pub(in crate::providers::contaazul::sales) status: Option<String>,
    pub(in crate::providers::contaazul::sales) customer: Option<String>,
}

impl Filter {
    fn narrow(self, listing: Listing) -> Listing {
        listing
            .from("emission", self.emission_start.map(Day::text))
            .to("emission", self.emission_end.map(Day::text))
            .equal("status", self.status)
            .equal("customer", self.customer)
    }
}

/// The documents of a page: the latest emission first, then the latest created.
pub(in crate::providers::contaazul::sales) async fn list(
    connection: &mut SqliteConnection,
    account: &str,
    filter: Filter,
    window: Window,
) -> Result<Vec<String>, StoreError> {
    let all = Listing::of("select document from contaazul_sale where account = ", account);
    filter
        .narrow(all)
        .fetch(connection, "order by emission desc, sequence desc", window)
        .await
}

/// What the sales of each status come to, in cents.
pub(in crate::providers::contaazul::sales) async fn totals(
    connection: &mut SqliteConnection,
    account: &str,
    filter: Filter,
) -> Result<Vec<(String, i64)>, StoreError> {
    let all = Listing::of(
        "select status, sum(total_cents) from contaazul_sale where account = ",
        account,
    );
    let mut query = filter.narrow(all).into_query();
    Ok(query
        .push(" group by status")
        .build_query_as()
        .fetch_all(connection)
        .await?)
}

/// A sale's items beside what the catalogue has of them now.
pub(in crate::providers::contaazul::sales) async fn items(
    connection: &mut SqliteConnection,
    sale: Uuid,
) -> Result<Vec<SaleItem>, StoreError> {
    type Row = (String, Option<String>, String, String, Option<String>);
    let rows: Vec<Row> = sqlx::query_as(
        "select i.kind, i.description, i.quantity, i.value, coalesce(p.document, s.document)
         from contaazul_sale_item i
         left join contaazul_product p on i.kind = 'PRODUCT' and p.id = i.item
         left join contaazul_service s on i.kind = 'SERVICE' and s.id = i.item
         where i.sale = (select sequence from contaazul_sale where id = ?) order by i.position",
    )
    .bind(sale.to_string())
    .fetch_all(connection)
    .await?;
    let item = |(kind, description, quantity, value, entry): Row| {
        let entry = entry.map(|document| decode::<CatalogueEntry>(&document)).transpose()?;
        Ok(SaleItem {
            description,
            quantity: stored_amount(&quantity)?,
            item: entry.unwrap_or_default(),
            item_type: ItemType::of_text(&kind),
            value: stored_amount(&value)?,
        })
    };
    rows.into_iter().map(item).collect()
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
