//! Sales, their items, installments, banks, sellers and totals.
//!
//! Documentation: <https://developers.contaazul.com/#!/Sale>; FAQ 19, 21 to 23, 29, 31 to 36, 38 to 44, 46, 48, 51.
//!
//! LIMITATIONS
//! * The state "cancelled" is not shown: a cancelled sale keeps the status it had (FAQ 46 says it stays listed).
//! * That some banks refuse `BANKING_BILLET` is not simulated: nobody recorded when.

mod banks;
mod change;
mod fixtures;
mod installments;
mod issue;
mod issuer;
mod items;
mod lines;
mod payment;
mod pdf;
mod price;
mod references;
mod scheduled;
mod stock;
mod store;
mod totals;
mod wire;

use http::StatusCode;
use schemars::JsonSchema;
use serde::Deserialize;
use sqlx::{Connection as _, SqliteConnection};
use uuid::Uuid;

use super::SLUG;
use super::accounts::Caller;
use super::answers::{Handled, created, json_text_as_sent, list, no_content, ok};
use super::errors::Error;
use super::lists::window;
use super::wire::{Count, SearchDay, all_in_account_dates, in_account_dates};
use crate::store::StoreError;
use crate::web::endpoints::{Endpoints, operation};
use crate::web::extract::{JsonBody, Path, Query};
use crate::web::fidelity::{documented, inferred, observed};
use crate::world::schedule;
use store::StoredSale;
use wire::{Sale, SaleBody, SaleItem};

pub(super) use fixtures::{fixture_settings, load, load_references};
pub(super) use issue::sent_status;
pub(super) use issuer::Issuer;
pub(super) use lines::{check_ids, check_items, complete_lines, item_ids, sent_lines};
pub(super) use price::Price;
pub(super) use references::{customer_id, find_customer, find_seller};
pub(super) use scheduled::{SaleTemplate, insert_scheduled, issue_scheduled};
pub(super) use store::{catalogue, has_bank, refresh_customer};
pub(super) use wire::{Discount, DiscountBody, ProductLine, ServiceLine, Status};

/// The operations.
pub(super) fn endpoints() -> Endpoints {
    let seen = observed("several client programs; one recorded answer");
    Endpoints::new()
        .post(
            "/v1/sales",
            create_sale,
            operation(
                "createSale",
                "Create a sale",
                documented("FAQ 19, 21, 22, 31, 44, 48, 51"),
            )
            .body::<SaleBody>()
            .answers::<Sale>(StatusCode::CREATED),
        )
        .get(
            "/v1/sales",
            list_sales,
            operation("listSales", "List sales", documented("FAQ 43, 46"))
                .query::<SaleFilter>()
                .answers::<Vec<Sale>>(StatusCode::OK),
        )
        .get(
            "/v1/sales/banks",
            banks::list_banks,
            operation("listBanks", "List the account's banks", documented("FAQ 41, 42"))
                .query::<banks::BankFilter>()
                .answers::<Vec<payment::Bank>>(StatusCode::OK),
        )
        .get(
            "/v1/sales/sellers",
            banks::list_sellers,
            operation(
                "listSellers",
                "List the account's sellers",
                observed("several client programs"),
            )
            .answers::<Vec<wire::SaleSeller>>(StatusCode::OK),
        )
        .get(
            "/v1/sales/totals",
            totals::sale_totals,
            operation(
                "saleTotals",
                "Add sales up by status",
                observed("several client programs; the numbers are inferred"),
            )
            .query::<SaleFilter>()
            .answers::<totals::Totals>(StatusCode::OK),
        )
        .get(
            "/v1/sales/{id}",
            find_sale,
            operation("findSaleById", "Show a sale", documented("FAQ 32, 36")).answers::<Sale>(StatusCode::OK),
        )
        .put(
            "/v1/sales/{id}",
            update_sale,
            operation("updateSale", "Change a sale", documented("FAQ 33, 34, 39, 40"))
                .body::<SaleBody>()
                .answers::<Sale>(StatusCode::OK),
        )
        .delete(
            "/v1/sales/{id}",
            delete_sale,
            operation("deleteSale", "Delete a sale", seen).answers_with(StatusCode::NO_CONTENT, ""),
        )
        .get(
            "/v1/sales/{id}/items",
            items::list_items,
            operation("listItems", "List a sale's items", documented("FAQ 43"))
                .query::<items::ItemFilter>()
                .answers::<Vec<SaleItem>>(StatusCode::OK),
        )
        .get(
            "/v1/sales/{id}/installments/{number}",
            installments::find_installment,
            operation("findInstallment", "Show an installment", seen)
                .answers::<installments::ShownInstallment>(StatusCode::OK),
        )
        .put(
            "/v1/sales/{id}/installments/{number}",
            installments::update_installment,
            operation("updateInstallment", "Acquit an installment", documented("FAQ 23, 34"))
                .body::<installments::StatusBody>()
                .answers::<installments::ShownInstallment>(StatusCode::OK),
        )
        .get(
            "/v1/sales/{id}/pdf",
            pdf::sale_pdf,
            operation("salePdf", "Show a sale as PDF", inferred("one client program"))
                .answers_with(StatusCode::OK, "application/pdf"),
        )
}

/// What a list of sales can be narrowed by.
#[derive(Debug, Default, Deserialize, JsonSchema)]
struct SaleFilter {
    /// The first day of emission.
    emission_start: Option<SearchDay>,
    /// The last day of emission; needs a first one.
    emission_end: Option<SearchDay>,
    /// `PENDING` or `COMMITTED`; every sale where it is not given, cancelled and scheduled ones too.
    status: Option<String>,
    /// The customer's id.
    customer_id: Option<String>,
    /// The page, from 0.
    page: Option<Count>,
    /// How many sales a page has: 20 where it is not given, and no bound.
    size: Option<Count>,
}

impl SaleFilter {
    fn search(self) -> Handled<store::SaleSearch> {
        if self.emission_end.is_some() && self.emission_start.is_none() {
            return Err(Error::SearchParameterInvalid {
                parameter: "emission_end".to_owned(),
                reason: "it needs emission_start beside it".to_owned(),
            });
        }
        match self.status.as_deref() {
            None | Some("PENDING" | "COMMITTED") => {}
            Some(other) => {
                return Err(Error::StatusInvalid {
                    given: other.to_owned(),
                });
            }
        }
        Ok(store::SaleSearch {
            emission_start: self.emission_start.map(|day| day.0),
            emission_end: self.emission_end.map(|day| day.0),
            status: self.status,
            customer: self.customer_id.map(|id| id.to_ascii_lowercase()),
        })
    }
}

/// Creates a sale. The answer shows due dates with the time that was sent; later ones show the day.
async fn create_sale(caller: Caller, JsonBody(body): JsonBody<SaleBody>) -> Handled {
    let issuer = Issuer::of(&caller);
    let id = caller.world().ids.uuid();
    let mut connection = caller.world().store.connection().await?;
    let (sale, writes) = issue::create(&mut connection, &issuer, id, &body).await?;
    connection.commit(writes).await?;
    // The next sale need not wait until this one's answer is made.
    drop(connection);
    Ok(created(sale_as_sent(&caller, &sale, &body)?))
}

/// Lists sales: the latest emission first. Items are not shown (FAQ 43).
async fn list_sales(caller: Caller, Query(filter): Query<SaleFilter>) -> Handled {
    let window = window(filter.page, filter.size);
    let search = filter.search()?;
    let mut connection = caller.world().store.connection().await?;
    let documents = store::list(&mut connection, caller.account(), search, window).await?;
    let format = caller.settings.emission_format;
    Ok(list(&all_in_account_dates(documents, format)))
}

/// Shows a sale, without its items.
async fn find_sale(caller: Caller, Path(id): Path<Uuid>) -> Handled {
    let found = store::find(caller.account(), id);
    let found = caller.world().store.find_text(found).await?;
    let document = found.ok_or_else(|| Error::not_found("sale", id))?;
    Ok(ok(in_account_dates(document, caller.settings.emission_format)))
}

/// Changes a sale: the means of payment, its items, its notes; never its status, bank or category.
async fn update_sale(caller: Caller, Path(id): Path<Uuid>, JsonBody(body): JsonBody<SaleBody>) -> Handled {
    let issuer = Issuer::of(&caller);
    let mut connection = caller.world().store.connection().await?;
    let mut transaction = connection.begin().await?;
    let before = load_sale(&mut transaction, &caller, id).await?;
    let sale = change::update(&mut transaction, &issuer, before, &body).await?;
    transaction.commit().await?;
    Ok(ok(sale_as_sent(&caller, &sale, &body)?))
}

/// Deletes a sale; what it took from stock is put back.
async fn delete_sale(caller: Caller, Path(id): Path<Uuid>) -> Handled {
    let mut connection = caller.world().store.connection().await?;
    let mut transaction = connection.begin().await?;
    let StoredSale { sale, is_cancelled } = load_sale(&mut transaction, &caller, id).await?;
    if !is_cancelled {
        let lines = store::load_lines(&mut transaction, id).await?;
        stock::put_back(&mut transaction, caller.account(), sale.status, &lines).await?;
    }
    store::delete(&mut transaction, caller.account(), id).await?;
    schedule::remove(&mut transaction, SLUG, &id.to_string()).await?;
    transaction.commit().await?;
    Ok(no_content())
}

/// Cancels a sale, as people do in the ERP: it stays listed, and what it took from stock is put back.
pub(super) async fn cancel_in_back_office(
    connection: &mut SqliteConnection,
    id: Uuid,
) -> Result<Option<String>, StoreError> {
    let mut transaction = connection.begin().await?;
    let Some(account) = store::account_of(&mut transaction, id).await? else {
        return Ok(None);
    };
    let stored = store::load(&mut transaction, &account, id).await?;
    if let Some(StoredSale { sale, .. }) = stored.filter(|stored| !stored.is_cancelled) {
        let lines = store::load_lines(&mut transaction, id).await?;
        stock::put_back(&mut transaction, &account, sale.status, &lines).await?;
        store::cancel(&mut transaction, id).await?;
        schedule::remove(&mut transaction, SLUG, &id.to_string()).await?;
    }
    let document = store::find(&account, id).find_text(&mut transaction).await?;
    transaction.commit().await?;
    Ok(document)
}

/// A sale of the account.
async fn load_sale(connection: &mut SqliteConnection, caller: &Caller, id: Uuid) -> Handled<StoredSale> {
    let found = store::load(connection, caller.account(), id).await?;
    found.ok_or_else(|| Error::not_found("sale", id))
}

/// A sale as the answer to a write shows it: due dates with the times that were sent.
fn sale_as_sent(caller: &Caller, sale: &Sale, body: &SaleBody) -> Handled<String> {
    let sent = body.payment.clone().given().unwrap_or_default().installments();
    let instants = sent.iter().enumerate().map(|(place, installment)| {
        let pointer = format!("/payment/installments/{place}/due_date");
        (pointer, installment.due_date.given())
    });
    let document = json_text_as_sent(sale, instants)?;
    Ok(in_account_dates(document, caller.settings.emission_format))
}
