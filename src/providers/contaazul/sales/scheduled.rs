//! Sales that a contract schedules: they have no number until their day comes.

use sqlx::SqliteConnection;
use uuid::Uuid;

use super::issuer::Issuer;
use super::payment::{Bank, Installment, Payment, PaymentType};
use super::price::Price;
use super::stock;
use super::store::{self, Line, StoredSale, Wanted};
use super::wire::{Sale, SaleCustomer, SaleSeller, Status};
use crate::providers::contaazul::wire::{Amount, Day};
use crate::store::{StoreError, WriteBatch};

/// What all the sales of a contract have in common.
#[derive(Debug)]
pub(in crate::providers::contaazul) struct SaleTemplate {
    pub(in crate::providers::contaazul) customer_id: Option<Uuid>,
    pub(in crate::providers::contaazul) customer: SaleCustomer,
    pub(in crate::providers::contaazul) seller: SaleSeller,
    pub(in crate::providers::contaazul) price: Price,
    pub(in crate::providers::contaazul) lines: Vec<Line>,
}

/// Adds a sale of the contract with the sequence `contract`, in the transaction of the caller.
pub(in crate::providers::contaazul) async fn insert_scheduled(
    connection: &mut SqliteConnection,
    issuer: &Issuer<'_>,
    contract: i64,
    (id, day): (Uuid, Day),
    template: &SaleTemplate,
) -> Result<(), StoreError> {
    let wanted = Wanted {
        account: issuer.account,
        bank: issuer.settings.default_financial_account.as_deref(),
        ..Wanted::default()
    };
    let found = store::look_up(connection, wanted).await?;
    let price = template.price;
    let sale = Sale {
        id,
        ca_id: found.ca_id,
        number: None,
        emission: day,
        status: Status::Scheduled,
        scheduled: true,
        customer_id: template.customer_id,
        customer: template.customer.clone(),
        discount: price.discount,
        product_discount: price.product_discount,
        service_discount: price.service_discount,
        payment: payment(found.bank, price.total, day),
        payment_terms: None,
        notes: String::new(),
        shipping_cost: price.shipping_cost,
        total: price.total,
        seller: template.seller.clone(),
        category_id: found.category_id,
        shipping_forecast: None,
        proposal_date: None,
        expiration: None,
        introduction: None,
    };
    let mut writes = WriteBatch::default();
    let inserts = store::insert(issuer.account, &issuer.origin, Some(contract), &sale, &template.lines)?;
    writes.extend(inserts);
    writes.execute(connection).await
}

/// Contracts bill in parts, be it only one.
fn payment(bank: Option<Bank>, total: Amount, day: Day) -> Payment {
    Payment {
        payment_type: PaymentType::Times,
        method: None,
        installments: vec![Installment::single(total, day)],
        financial_account_id: bank.as_ref().map(|bank| bank.uuid.clone()),
        financial_account: bank,
    }
}

/// Issues a sale: from its day on it has a number, and is approved and takes its products out of stock. A sale of a
/// contract that names no customer or not every item waits for review instead: an approved one needs both (FAQ 21, 22).
pub(in crate::providers::contaazul) async fn issue_scheduled(
    connection: &mut SqliteConnection,
    id: &str,
) -> Result<(), StoreError> {
    let Ok(id) = id.parse::<Uuid>() else {
        return Ok(());
    };
    let Some(account) = store::account_of(connection, id).await? else {
        return Ok(());
    };
    let Some(StoredSale { sale, .. }) = store::load(connection, &account, id).await? else {
        return Ok(());
    };
    let wanted = Wanted {
        account: &account,
        ..Wanted::default()
    };
    let number = store::look_up(connection, wanted).await?.number;
    let lines = store::load_lines(connection, id).await?;
    let is_complete = sale.customer_id.is_some() && lines.iter().all(|line| line.item.is_some());
    let sale = Sale {
        status: match is_complete {
            true => Status::Committed,
            false => Status::Pending,
        },
        number: Some(number),
        ..sale
    };
    store::update(connection, &account, &sale).await?;
    stock::take_out(connection, &account, sale.status, &lines).await
}
