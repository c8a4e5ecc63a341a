//! Sales that a contract schedules: they have no number until their day comes.

use sqlx::SqliteConnection;
use uuid::Uuid;

use super::issue::Issuer;
use super::lines::Line;
use super::payment::{Bank, Installment, Payment, PaymentType};
use super::wire::{Discount, Sale, SaleCustomer, SaleSeller, Status};
use super::{issue, stock, store};
use crate::providers::contaazul::errors::Error;
use crate::providers::contaazul::wire::{Amount, Day};
use crate::store::StoreError;

/// What all the sales of a contract have in common.
#[derive(Debug)]
pub(in crate::providers::contaazul) struct Scheduled {
    pub(in crate::providers::contaazul) customer_id: Option<Uuid>,
    pub(in crate::providers::contaazul) customer: SaleCustomer,
    pub(in crate::providers::contaazul) seller: SaleSeller,
    pub(in crate::providers::contaazul) discount: Option<Discount>,
    pub(in crate::providers::contaazul) shipping_cost: Amount,
    pub(in crate::providers::contaazul) total: Amount,
}

/// Adds a sale of the contract with the sequence `contract`.
pub(in crate::providers::contaazul) async fn insert_scheduled(
    connection: &mut SqliteConnection,
    issuer: Issuer<'_>,
    contract: i64,
    (id, day): (Uuid, Day),
    model: &Scheduled,
    lines: &[Line],
) -> Result<(), Error> {
    let numbering = store::numbering(connection, issuer.account).await?;
    let (product_discount, service_discount) = issue::split_discount(lines, model.discount);
    let sale = Sale {
        id,
        ca_id: numbering.ca_id,
        number: None,
        emission: day,
        status: Status::Scheduled,
        scheduled: true,
        customer_id: model.customer_id,
        customer: model.customer.clone(),
        discount: model.discount,
        product_discount,
        service_discount,
        payment: payment(connection, issuer, model.total, day).await?,
        payment_terms: None,
        notes: String::new(),
        shipping_cost: model.shipping_cost,
        total: model.total,
        seller: model.seller.clone(),
        category_id: numbering.category_id,
        shipping_forecast: None,
        proposal_date: None,
        expiration: None,
        introduction: None,
    };
    store::insert(
        connection,
        issuer.account,
        issuer.origin,
        Some(contract),
        &sale,
        lines,
    )
    .await
}

/// Contracts bill in parts, be it only one.
async fn payment(
    connection: &mut SqliteConnection,
    issuer: Issuer<'_>,
    total: Amount,
    day: Day,
) -> Result<Payment, StoreError> {
    let bank: Option<Bank> = match &issuer.settings.default_financial_account {
        Some(uuid) => store::bank(connection, issuer.account, uuid).await?,
        None => None,
    };
    Ok(Payment {
        payment_type: PaymentType::Times,
        method: None,
        installments: vec![Installment::single(total, day)],
        financial_account_id: bank.as_ref().map(|bank| bank.uuid.clone()),
        financial_account: bank,
    })
}

/// Issues a sale: from its day on it is approved, has a number and takes its products out of stock.
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
    let Some((sale, _)) = store::load(connection, &account, id).await? else {
        return Ok(());
    };
    let number = store::numbering(connection, &account).await?.number;
    let sale = Sale {
        status: Status::Committed,
        number: Some(number),
        ..sale
    };
    store::update(connection, &account, &sale).await?;
    let lines = store::lines(connection, id).await?;
    stock::take_out(connection, &account, &lines).await
}
