//! How a sale changes: what a body holds is checked as in a creation, and what it does not hold stays.

use sqlx::SqliteConnection;
use uuid::Uuid;

use super::issue::sent_number;
use super::issuer::Issuer;
use super::lines::{SentLine, check_ids, check_items, complete_lines, item_ids, sent_lines};
use super::price::Price;
use super::references::{customer_id, find_customer, find_seller};
use super::stock;
use super::store::{self, Line, StoredSale};
use super::wire::{DiscountBody, ItemType, Sale, SaleBody, SaleCustomer, SaleSeller, Status};
use crate::providers::contaazul::answers::Handled;
use crate::providers::contaazul::errors::Error;
use crate::providers::contaazul::wire::Member;

/// Changes what the body holds; what it does not hold stays, and what can never change (status, bank, category) is
/// ignored. A cancelled sale moves no stock any more.
pub(super) async fn update(
    connection: &mut SqliteConnection,
    issuer: &Issuer<'_>,
    stored: StoredSale,
    body: &SaleBody,
) -> Handled<Sale> {
    let StoredSale {
        sale: before,
        is_cancelled,
    } = stored;
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
    let sent_payment = body.payment.clone().given().unwrap_or_default();
    let (customer, seller) = parties(connection, issuer, &before, customer_id, body).await?;
    sent_payment.check_method(before.payment.method)?;
    let kept = store::load_lines(connection, before.id).await?;
    let changed = changed_lines(connection, issuer.account, body, sent, &kept).await?;
    let lines = changed.as_ref().unwrap_or(&kept);
    let discount = body.discount.map(DiscountBody::discount).or_keep(before.discount);
    let shipping_cost = body.shipping_cost.or_keep(Some(before.shipping_cost));
    let price = Price::of(lines, discount, shipping_cost.unwrap_or_default())?;
    let payment = before.payment.clone().update(&sent_payment, price.total)?;
    if let (Some(changed), false) = (&changed, is_cancelled) {
        move_stock(connection, issuer, before.status, (&kept, changed)).await?;
    }
    let notes = body.notes.clone().text_or_keep(Some(before.notes.clone()));
    let sale = Sale {
        number: sent_number(body, before.number)?,
        emission: body.emission.given().map_or(before.emission, |moment| moment.day),
        customer_id,
        customer,
        discount: price.discount,
        product_discount: price.product_discount,
        service_discount: price.service_discount,
        payment,
        notes: notes.unwrap_or_default(),
        shipping_cost: price.shipping_cost,
        total: price.total,
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
    issuer: &Issuer<'_>,
    before: &Sale,
    customer_id: Option<Uuid>,
    body: &SaleBody,
) -> Handled<(SaleCustomer, SaleSeller)> {
    let customer = match customer_id == before.customer_id {
        true => before.customer.clone(),
        false => find_customer(connection, issuer.account, customer_id).await?,
    };
    let seller_id = body.seller_id.text().or(before.seller.id.map(|id| id.to_string()));
    Ok((customer, find_seller(connection, issuer, seller_id).await?))
}

/// Puts back what the lines took so far, and takes out what they take now.
async fn move_stock(
    connection: &mut SqliteConnection,
    issuer: &Issuer<'_>,
    status: Status,
    (kept, changed): (&[Line], &[Line]),
) -> Handled<()> {
    stock::put_back(connection, issuer.account, status, kept).await?;
    // Read only now: what the sale took is back.
    let ids: Vec<_> = changed.iter().filter_map(|line| line.item).collect();
    let catalogue = store::catalogue(connection, issuer.account, &ids).await?;
    match stock::take(issuer, status, changed, &catalogue)? {
        Some(taken) => Ok(taken.execute(connection).await?),
        None => Ok(()),
    }
}

/// The lines that the sale is to have; `None` where the body says nothing of lines, or would leave the sale none.
/// Products and services are lists of their own: one that is not sent stays.
async fn changed_lines(
    connection: &mut SqliteConnection,
    account: &str,
    body: &SaleBody,
    sent: Vec<SentLine>,
    kept: &[Line],
) -> Handled<Option<Vec<Line>>> {
    if body.products.is_none() && body.services.is_none() {
        return Ok(None);
    }
    let sold: Vec<_> = kept.iter().filter_map(|line| line.item).collect();
    let catalogue = store::catalogue(connection, account, &item_ids(&sent)).await?;
    check_items(&sent, &catalogue, &sold)?;
    let stays = |line: &&Line| match line.item_type {
        ItemType::Product => body.products.is_none(),
        ItemType::Service => body.services.is_none(),
    };
    let mut changed = complete_lines(sent)?;
    changed.extend(kept.iter().filter(stays).cloned());
    // A stable sort: products first, each list in its order.
    changed.sort_by_key(|line| line.item_type == ItemType::Service);
    Ok(Some(changed).filter(|changed| !changed.is_empty()))
}
