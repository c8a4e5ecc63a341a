//! How a sale comes to be: the rules in the order in which they are checked.

use sqlx::SqliteConnection;
use uuid::Uuid;

use super::issuer::Issuer;
use super::lines::{SentLine, check_ids, items, lines, named, sent_lines, total};
use super::payment::{Bank, Installment, InstallmentBody, Method, Payment, PaymentBody, PaymentType, check_sum};
use super::stock::{self, Movement};
use super::store::{self, CatalogueItem, Line, Wanted};
use super::wire::{Discount, ItemType, Sale, SaleBody, SaleCustomer, SaleSeller, Status};
use crate::providers::contaazul::errors::Error;
use crate::providers::contaazul::wire::{Amount, Day, Member, Text};
use crate::store::WriteBatch;

/// How long a UUID is with its hyphens.
const PLAIN_UUID_LENGTH: usize = 36;

/// Whom and what a sale refers to, found in the account, and the numbers that it gets.
#[derive(Debug)]
struct References {
    customer: SaleCustomer,
    seller: SaleSeller,
    bank: Option<Bank>,
    items: Vec<Option<CatalogueItem>>,
    ca_id: i64,
    number: i64,
    category_id: Option<String>,
}

/// A new sale with the id `id`, and what writes it.
pub(super) async fn create(
    connection: &mut SqliteConnection,
    issuer: Issuer<'_>,
    id: Uuid,
    body: &SaleBody,
) -> Result<(Sale, WriteBatch), Error> {
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
    let payment = body.payment.clone().given().unwrap_or_default();
    let bank = payment
        .bank()
        .or_else(|| issuer.settings.default_financial_account.clone());
    let seller = body.seller_id.clone().given();
    let found = references(connection, issuer, customer_id, seller, bank, &sent).await?;
    check_method(&payment, None)?;
    let number = sent_number(body, None)?;
    let lines = lines(sent, &found.items)?;
    let discount = body.discount.given().map(|discount| discount.discount());
    let shipping_cost = body.shipping_cost.given().unwrap_or_default();
    let total = total(&lines, discount, shipping_cost)?;
    let payment = new_payment(&payment, found.bank, total, emission)?;
    check_sum(&payment.installments, total)?;
    let items = found.items.iter().flatten();
    let mut writes = WriteBatch::default();
    writes.extend(stock::take(issuer, &lines, items, Movement::of(status))?);
    let (product_discount, service_discount) = split_discount(&lines, discount);
    let notes = body.notes.clone().given();
    let sale = Sale {
        id,
        ca_id: found.ca_id,
        number: Some(number.unwrap_or(found.number)),
        emission,
        status,
        scheduled: false,
        customer_id,
        customer: found.customer,
        discount,
        product_discount,
        service_discount,
        payment,
        payment_terms: None,
        notes: notes.map(|text| text.0).unwrap_or_default(),
        shipping_cost,
        total,
        seller: found.seller,
        category_id: found.category_id,
        shipping_forecast: None,
        proposal_date: None,
        expiration: None,
        introduction: None,
    };
    let inserted = store::insert(issuer.account, issuer.origin, None, &sale, &lines)?;
    writes.extend(inserted);
    Ok((sale, writes))
}

/// A customer's id must be a UUID, whatever else is wrong with the sale (FAQ 19).
pub(in crate::providers::contaazul) fn customer_id(sent: &Member<Text>) -> Result<Option<Uuid>, Error> {
    let Member::Given(Text(id)) = sent else {
        return Ok(None);
    };
    let unreadable = || Error::SaleUnreadable {
        reason: format!("The customer_id {id:?} is no UUID"),
    };
    // With its hyphens and nothing around it, which the parser alone does not ask for.
    let is_plain = |_: &Uuid| id.len() == PLAIN_UUID_LENGTH;
    let parsed = id.parse().ok().filter(is_plain);
    parsed.map(Some).ok_or_else(unreadable)
}

/// Only two statuses are ever sent (FAQ 48).
pub(in crate::providers::contaazul) fn sent_status(sent: &Member<Text>) -> Result<Status, Error> {
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

/// The number of a sale is a place in the account's sequence (FAQ 36), which begins with 1. A new one has 32 bits, so that
/// there always is a next one; the one that the sale has may come back, whatever it is.
pub(super) fn sent_number(body: &SaleBody, before: Option<i64>) -> Result<Option<i64>, Error> {
    let largest = i64::from(i32::MAX);
    match body.number.given() {
        Some(number) if before != Some(number) && !(1..=largest).contains(&number) => {
            let reason = format!("The sale's number is {number}, and not from 1 to {largest}.");
            Err(Error::BodyUnreadable { reason })
        }
        number => Ok(number.or(before)),
    }
}

/// The discount of the products and of the services: whoever has products gets it there.
pub(in crate::providers::contaazul) fn split_discount(
    lines: &[Line],
    discount: Option<Discount>,
) -> (Option<Discount>, Option<Discount>) {
    if lines.iter().any(|line| line.item_type == ItemType::Product) {
        (discount, None)
    } else {
        (None, discount)
    }
}

/// Finds whom and what a sale refers to, in the account: the customer, the seller, the bank, the items.
async fn references(
    connection: &mut SqliteConnection,
    issuer: Issuer<'_>,
    customer_id: Option<Uuid>,
    seller: Option<Text>,
    bank: Option<String>,
    lines: &[SentLine],
) -> Result<References, Error> {
    let account = issuer.account;
    let seller = seller.map(|text| text.0);
    let wanted = Wanted {
        account,
        customer: customer_id,
        seller: seller.as_deref(),
        user: issuer.user,
        bank: bank.as_deref(),
        items: named(lines),
    };
    let found = store::look_up(connection, wanted).await?;
    let customer = match (found.customer, customer_id) {
        (Some(customer), _) => customer,
        (None, None) => SaleCustomer::default(),
        (None, Some(id)) => return Err(no_customer(id)),
    };
    let seller = match (found.seller, seller) {
        (Some(seller), _) => seller,
        (None, None) => SaleSeller::default(),
        (None, Some(id)) => {
            return Err(Error::ReferenceUnknown {
                member: "seller_id",
                id,
            });
        }
    };
    let bank = match (found.bank, bank) {
        (Some(bank), _) => Some(bank),
        (None, None) => None,
        (None, Some(id)) => {
            let member = "financial_account_id";
            return Err(Error::ReferenceUnknown { member, id });
        }
    };
    Ok(References {
        customer,
        seller,
        bank,
        items: items(lines, &found.catalogue, &[])?,
        ca_id: found.ca_id,
        number: found.number,
        category_id: found.category_id,
    })
}

/// The customer of a sale; one that the account does not have makes the sale unreadable (FAQ 19).
pub(in crate::providers::contaazul) async fn find_customer(
    connection: &mut SqliteConnection,
    account: &str,
    id: Option<Uuid>,
) -> Result<SaleCustomer, Error> {
    let Some(id) = id else {
        return Ok(SaleCustomer::default());
    };
    let found = store::customer(connection, account, id).await?;
    found.ok_or_else(|| no_customer(id))
}

fn no_customer(id: Uuid) -> Error {
    Error::SaleUnreadable {
        reason: format!("The account has no customer {id}"),
    }
}

/// The seller of a sale: the one that is named, else the consenting user, else the account's first.
pub(in crate::providers::contaazul) async fn find_seller(
    connection: &mut SqliteConnection,
    issuer: Issuer<'_>,
    named: Option<Text>,
) -> Result<SaleSeller, Error> {
    match named {
        None => {
            let usual = store::usual_seller(connection, issuer.account, issuer.user).await?;
            Ok(usual.unwrap_or_default())
        }
        Some(Text(id)) => {
            let found = store::seller(connection, issuer.account, &id).await?;
            found.ok_or(Error::ReferenceUnknown {
                member: "seller_id",
                id,
            })
        }
    }
}

fn new_payment(sent: &PaymentBody, bank: Option<Bank>, total: Amount, emission: Day) -> Result<Payment, Error> {
    let payment_type = sent.payment_type.given().unwrap_or_default();
    let method = sent.method.given();
    let mut installments = Installment::all(&sent_installments(sent), &[])?;
    if method == Some(Method::WithoutPayment) {
        installments.clear();
    } else if installments.is_empty() && payment_type == PaymentType::Cash {
        installments.push(Installment::single(total, emission));
    }
    Ok(Payment {
        payment_type,
        method,
        installments,
        financial_account_id: bank.as_ref().map(|bank| bank.uuid.clone()),
        financial_account: bank,
    })
}

pub(super) fn sent_installments(sent: &PaymentBody) -> Vec<InstallmentBody> {
    sent.installments.clone().given().unwrap_or_default()
}

/// Conta Azul's own charges are not sent (FAQ 35), unless a sale that has one is sent back as it was read.
pub(super) fn check_method(sent: &PaymentBody, before: Option<Method>) -> Result<(), Error> {
    match sent.method.given() {
        Some(method) if method.is_own_charge() && before != Some(method) => Err(Error::BodyUnreadable {
            reason: format!("The payment method {method:?} is Conta Azul's own and cannot be sent."),
        }),
        _ => Ok(()),
    }
}

fn missing(member: &'static str) -> Error {
    Error::MemberMissing { entity: "sale", member }
}
