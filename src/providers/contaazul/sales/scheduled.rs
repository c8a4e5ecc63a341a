//! Sales that a contract schedules: they have no number until their day comes.

use sqlx::SqliteConnection;
use uuid::Uuid;

use super::issuer::Issuer;
use super::payment::{Bank, Installment, Payment, PaymentType};
use super::store::{self, Line, Wanted};
use super::wire::{Discount, Sale, SaleCustomer, SaleSeller, Status};
use super::{issue, stock};
use crate::providers::contaazul::errors::Error;
use crate::providers::contaazul::wire::{Amount, Day};
use crate::store::{StoreError, WriteBatch};

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

/// What adds a sale of the contract with the sequence `contract`.
pub(in crate::providers::contaazul) async fn insert_scheduled(
    connection: &mut SqliteConnection,
    issuer: Issuer<'_>,
    contract: i64,
    (id, day): (Uuid, Day),
    model: &Scheduled,
    lines: &[Line],
) -> Result<WriteBatch, Error> {
    let wanted = Wanted {
        account: issuer.account,
        bank: issuer.settings.default_financial_account.as_deref(),
        ..Wanted::default()
    };
    let found = store::look_up(connection, wanted).await?;
    let (product_discount, service_discount) = issue::split_discount(lines, model.discount);
    let sale = Sale {
        id,
        ca_id: found.ca_id,
        number: None,
        emission: day,
        status: Status::Scheduled,
        scheduled: true,
        customer_id: model.customer_id,
        customer: model.customer.clone(),
        discount: model.discount,
        product_discount,
        service_discount,
        payment: payment(found.bank, model.total, day),
        payment_terms: None,
        notes: String::new(),
        shipping_cost: model.shipping_cost,
        total: model.total,
        seller: model.seller.clone(),
        category_id: found.category_id,
        shipping_forecast: None,
        proposal_date: None,
        expiration: None,
        introduction: None,
    };
    let mut writes = WriteBatch::default();
    let (account, origin) = (issuer.account, issuer.origin);
    writes.extend(store::insert(account, origin, Some(contract), &sale, lines)?);
    Ok(writes)
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

/// Issues a sale: from its day on it has a number, and is approved and takes its products out of stock. Where a contract
/// that waits for review names no customer or not every item, so do its sales: an approved one needs both (FAQ 21, 22).
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
    let wanted = Wanted {
        account: &account,
        ..Wanted::default()
    };
    let number = store::look_up(connection, wanted).await?.number;
    let lines = store::lines(connection, id).await?;
    let is_complete = sale.customer_id.is_some() && lines.iter().all(|line| line.item.is_some());
    let sale = Sale {
        status: if is_complete {
            Status::Committed
        } else {
            Status::Pending
        },
        number: Some(number),
        ..sale
    };
    store::update(connection, &account, &sale).await?;
    match is_complete {
        true => stock::take_out(connection, &account, &lines).await,
        false => Ok(()),
    }
}
