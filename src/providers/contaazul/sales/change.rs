//! How a sale changes: what a body holds is checked as in a creation, and what it does not hold stays.

use sqlx::SqliteConnection;
use uuid::Uuid;

use super::issue::{self, check_method, customer_id, find_customer, find_seller, sent_installments, split_discount};
use super::issuer::Issuer;
use super::lines::{SentLine, check_ids, find_items, lines, sent_lines, total};
use super::payment::{
    Installment, InstallmentStatus, Method, Payment, PaymentBody, PaymentType, check_acquittable, check_sum,
};
use super::stock::{self, Movement};
use super::store::{self, Line};
use super::wire::{ItemType, Sale, SaleBody, SaleCustomer, SaleSeller, Status};
use crate::providers::contaazul::errors::Error;
use crate::providers::contaazul::wire::{Amount, Member, Text};

/// Changes what the body holds; what it does not hold stays, and what can never change (status, bank, category) is
/// ignored. A cancelled sale moves no stock any more.
pub(super) async fn update(
    connection: &mut SqliteConnection,
    issuer: Issuer<'_>,
    (before, is_cancelled): (Sale, bool),
    body: &SaleBody,
) -> Result<Sale, Error> {
    if before.scheduled {
        return Err(Error::ContractFixed);
    }
    let customer_id = match &body.customer_id {
        Member::Absent => before.customer_id,
        sent => customer_id(sent)?,
    };
    let sent = sent_lines(&body.products, &body.services).unwrap_or_default();
    if before.status == Status::Committed {
        customer_id.ok_or(Error::SaleNeedsCustomer)?;
        check_ids(&sent)?;
    }
    let payment = body.payment.clone().given().unwrap_or_default();
    let (customer, seller) = parties(connection, issuer, &before, customer_id, body).await?;
    check_method(&payment, before.payment.method)?;
    let kept = store::lines(connection, before.id).await?;
    let changed = changed_lines(connection, issuer.account, body, sent, &kept).await?;
    let lines = changed.as_ref().unwrap_or(&kept);
    let discount = body
        .discount
        .map(|discount| discount.discount())
        .or_keep(before.discount);
    let shipping_cost = body
        .shipping_cost
        .or_keep(Some(before.shipping_cost))
        .unwrap_or_default();
    let total = total(lines, discount, shipping_cost)?;
    let payment = changed_payment(&payment, before.payment.clone(), total)?;
    check_sum(&payment.installments, total)?;
    if let (Some(changed), false) = (&changed, is_cancelled) {
        let lines = (kept.as_slice(), changed.as_slice());
        move_stock(connection, issuer, before.status, lines).await?;
    }
    let (product_discount, service_discount) = split_discount(lines, discount);
    let notes = body
        .notes
        .clone()
        .map(|text| text.0)
        .or_keep(Some(before.notes.clone()));
    let sale = Sale {
        number: issue::sent_number(body, before.number)?,
        emission: body.emission.given().map_or(before.emission, |moment| moment.day),
        customer_id,
        customer,
        discount,
        product_discount,
        service_discount,
        payment,
        notes: notes.unwrap_or_default(),
        shipping_cost,
        total,
        seller,
        ..before
    };
    store::update(connection, issuer.account, &sale).await?;
    if let Some(changed) = &changed {
        store::replace_lines(connection, sale.id, changed).await?;
    }
    Ok(sale)
}

/// The customer and the seller. The customer that it has may be gone by now: a sale outlives it.
async fn parties(
    connection: &mut SqliteConnection,
    issuer: Issuer<'_>,
    before: &Sale,
    customer_id: Option<Uuid>,
    body: &SaleBody,
) -> Result<(SaleCustomer, SaleSeller), Error> {
    let customer = match customer_id == before.customer_id {
        true => before.customer.clone(),
        false => find_customer(connection, issuer.account, customer_id).await?,
    };
    let seller = match &body.seller_id {
        Member::Given(seller) => Some(seller.clone()),
        Member::Absent | Member::Null => before.seller.id.map(|id| Text(id.to_string())),
    };
    Ok((customer, find_seller(connection, issuer, seller).await?))
}

/// Puts back what the lines took so far, and takes out what they take now.
async fn move_stock(
    connection: &mut SqliteConnection,
    issuer: Issuer<'_>,
    status: Status,
    (kept, changed): (&[Line], &[Line]),
) -> Result<(), Error> {
    let movement = Movement::of(status);
    stock::put_back(connection, issuer.account, kept, movement).await?;
    // Read only now: what the sale took is back.
    let ids: Vec<_> = changed.iter().filter_map(|line| line.item).collect();
    let items = store::catalogue_items(connection, issuer.account, &ids).await?;
    match stock::take(issuer, changed, items.values(), movement)? {
        Some(taken) => Ok(taken.execute(connection).await?),
        None => Ok(()),
    }
}

/// The lines that the sale is to have; `None` where they stay as they are: the body names no list of lines, or would leave
/// the sale without any line.
/// Products and services are lists of their own: one that is not sent stays.
async fn changed_lines(
    connection: &mut SqliteConnection,
    account: &str,
    body: &SaleBody,
    sent: Vec<SentLine>,
    kept: &[Line],
) -> Result<Option<Vec<Line>>, Error> {
    if body.products.is_none() && body.services.is_none() {
        return Ok(None);
    }
    let sold: Vec<_> = kept.iter().filter_map(|line| line.item).collect();
    let items = find_items(connection, account, &sent, &sold).await?;
    let stays = |line: &&Line| match line.item_type {
        ItemType::Product => body.products.is_none(),
        ItemType::Service => body.services.is_none(),
    };
    let mut changed = lines(sent, &items)?;
    changed.extend(kept.iter().filter(stays).cloned());
    // A stable sort: products first, each list in its order.
    changed.sort_by_key(|line| line.item_type == ItemType::Service);
    Ok(Some(changed).filter(|changed| !changed.is_empty()))
}

/// The method and the installments may change (FAQ 40), the bank may not (FAQ 39).
fn changed_payment(sent: &PaymentBody, before: Payment, total: Amount) -> Result<Payment, Error> {
    let payment_type = sent.payment_type.given().unwrap_or(before.payment_type);
    let method = sent.method.or_keep(before.method);
    let bodies = sent_installments(sent);
    let mut installments = match bodies.is_empty() {
        true => before.installments.clone(),
        false => Installment::all(&bodies, &before.installments)?,
    };
    for (installment, body) in installments.iter_mut().zip(&bodies) {
        let acquitted = installment.status == InstallmentStatus::Acquitted;
        match body.status.clone().given().map(|text| text.0).as_deref() {
            Some("ACQUITTED") if !acquitted => {
                check_acquittable(before.financial_account.as_ref())?;
                installment.status = InstallmentStatus::Acquitted;
            }
            Some("PENDING") => installment.status = InstallmentStatus::Pending,
            // Clients send words of their own; what they say of an installment is only heard where it is known.
            _ => {}
        }
    }
    match &mut installments[..] {
        _ if method == Some(Method::WithoutPayment) => installments.clear(),
        // What is paid at once is paid whole, whatever that has come to, as where a creation names no installment.
        [only]
            if bodies.is_empty() && payment_type == PaymentType::Cash && only.status == InstallmentStatus::Pending =>
        {
            only.value = total;
        }
        _ => {}
    }
    Ok(Payment {
        payment_type,
        method,
        installments,
        ..before
    })
}
