//! How a sale comes to be: the rules in the order in which they are checked.

use sqlx::SqliteConnection;
use uuid::Uuid;

use super::issuer::Issuer;
use super::lines::{check_ids, check_items, complete_lines, item_ids, sent_lines};
use super::payment::Payment;
use super::price::Price;
use super::references::{customer_id, known, known_customer};
use super::stock;
use super::store::{self, Wanted};
use super::wire::{DiscountBody, Sale, SaleBody, Status};
use crate::providers::contaazul::answers::Handled;
use crate::providers::contaazul::errors::Error;
use crate::providers::contaazul::wire::{Member, Text};
use crate::store::WriteBatch;

/// A new sale with the id `id`, and what writes it. Nothing is written yet.
pub(super) async fn create(
    connection: &mut SqliteConnection,
    issuer: &Issuer<'_>,
    id: Uuid,
    body: &SaleBody,
) -> Handled<(Sale, WriteBatch)> {
    let customer_id = customer_id(&body.customer_id)?;
    let sent = sent_lines(&body.products, &body.services).filter(|lines| !lines.is_empty());
    let sent = sent.ok_or_else(|| Error::SaleUnreadable {
        reason: "The sale has neither products nor services".to_owned(),
    })?;
    let status = sent_status(&body.status)?;
    let emission = body.emission.given().ok_or(missing("emission"))?.day;
    if status == Status::Committed {
        customer_id.ok_or(Error::SaleNeedsCustomer)?;
        check_ids(&sent)?;
    }
    let sent_payment = body.payment.clone().given().unwrap_or_default();
    let default_bank = || issuer.settings.default_financial_account.clone();
    let (seller_id, bank_id) = (body.seller_id.text(), sent_payment.bank().or_else(default_bank));
    let wanted = Wanted {
        account: issuer.account,
        customer: customer_id,
        seller: seller_id.as_deref(),
        user: issuer.user,
        bank: bank_id.as_deref(),
        items: item_ids(&sent),
    };
    let found = store::look_up(connection, wanted).await?;
    let customer = known_customer(found.customer, customer_id)?;
    let seller = known("seller_id", found.seller, seller_id)?.unwrap_or_default();
    let bank = known("financial_account_id", found.bank, bank_id)?;
    check_items(&sent, &found.catalogue, &[])?;
    sent_payment.check_method(None)?;
    let number = sent_number(body, None)?.unwrap_or(found.number);
    let lines = complete_lines(sent)?;
    let discount = body.discount.given().map(DiscountBody::discount);
    let price = Price::of(&lines, discount, body.shipping_cost.given().unwrap_or_default())?;
    let payment = Payment::create(&sent_payment, bank, price.total, emission)?;
    let mut writes = WriteBatch::default();
    writes.extend(stock::take(issuer, status, &lines, &found.catalogue)?);
    let sale = Sale {
        id,
        ca_id: found.ca_id,
        number: Some(number),
        emission,
        status,
        scheduled: false,
        customer_id,
        customer,
        discount: price.discount,
        product_discount: price.product_discount,
        service_discount: price.service_discount,
        payment,
        payment_terms: None,
        notes: body.notes.text().unwrap_or_default(),
        shipping_cost: price.shipping_cost,
        total: price.total,
        seller,
        category_id: found.category_id,
        shipping_forecast: None,
        proposal_date: None,
        expiration: None,
        introduction: None,
    };
    writes.extend(store::insert(issuer.account, &issuer.origin, None, &sale, &lines)?);
    Ok((sale, writes))
}

/// Only two statuses are ever sent (FAQ 48).
pub(in crate::providers::contaazul) fn sent_status(sent: &Member<Text>) -> Handled<Status> {
    match sent {
        Member::Given(Text(status)) => match status.as_str() {
            "PENDING" => Ok(Status::Pending),
            "COMMITTED" => Ok(Status::Committed),
            other => Err(Error::StatusInvalid {
                given: other.to_owned(),
            }),
        },
        Member::Absent | Member::Null => Err(missing("status")),
    }
}

/// The number of a sale is a place in the account's sequence (FAQ 36), which begins with 1. A new one has 32 bits, so
/// that there always is a next one; the one that the sale has may come back, whatever it is.
pub(super) fn sent_number(body: &SaleBody, before: Option<i64>) -> Handled<Option<i64>> {
    let largest = i64::from(i32::MAX);
    match body.number.given() {
        Some(number) if before != Some(number) && !(1..=largest).contains(&number) => {
            let reason = format!("The sale's number is {number}, and not from 1 to {largest}.");
            Err(Error::BodyUnreadable { reason })
        }
        number => Ok(number.or(before)),
    }
}

fn missing(member: &'static str) -> Error {
    Error::MemberMissing { entity: "sale", member }
}
