//! Credit card transactions and the invoices they are on.
//!
//! LIMITATIONS
//! * An invoice's balance is the sum of all its transactions, not the running sum up to one of them.

use chrono::{Datelike as _, Months, NaiveDate};
use futures_util::FutureExt as _;
use http::StatusCode;
use rust_decimal::Decimal;
use serde_json::{Value, json};
use sqlx::SqliteConnection;

use super::call::{Call, Handled};
use super::credit_cards::CREDIT_CARD;
use super::errors::Error;
use super::resource::{
    Described, Draft, Family, OnCreate, Owner, Record, Resource, Scope, Shown, created, date, decimal,
    destroy_selected, integer, link, list, lists, many, nested, no_content, one, scope, shows, store, taking, text,
    update_of,
};
use super::webhooks::announce;
use super::wire::decimal_text;
use crate::web::endpoints::{Endpoints, operation};
use crate::web::fidelity::observed;
use crate::web::wording::Answer;

/// A transaction.
pub(super) static CREDIT_CARD_TRANSACTION: Resource = Resource {
    table: "financeiro_credit_card_transaction",
    family: Family::Template,
    owner: Owner::Record(&CREDIT_CARD, "credit_card_id"),
    sorted_by: "occurred_at",
    on_create: OnCreate::Plain,
    fields: &[
        integer("id"),
        decimal("amount").written(),
        date("occurred_at").written(),
        text("document").written(),
        text("observation").written(),
        text("description").written(),
        integer("classification_center_id").written(),
        integer("category_id").written(),
        integer("person_id").written(),
        integer("credit_card_id"),
        nested("credit_card_invoice"),
        integer("parcels"),
        integer("parcel"),
        nested("links"),
        integer("number_of_parcels").written().shown(Shown::Never),
        integer("recurrence_id").shown(Shown::Never),
    ],
    rules: |draft, _| {
        async {
            draft.must_have(&["amount", "occurred_at"]);
            Ok(())
        }
        .boxed()
    },
    complete: Some(|record, call, connection| complete(record, call, connection).boxed()),
    ..Resource::usual(
        "credit_card_transaction",
        "credit_card_transactions",
        "CreditCardTransaction",
    )
};

struct Transactions;

impl Described for Transactions {
    fn resource() -> &'static Resource {
        &CREDIT_CARD_TRANSACTION
    }
}

/// The operations.
pub(super) fn endpoints() -> Endpoints {
    type T = Transactions;
    let seen = observed("recorded traffic of 2017");
    let many = "/entities/{entity_id}/credit_cards/{credit_card_id}/transactions";
    let single = "/entities/{entity_id}/credit_cards/{credit_card_id}/transactions/{id}";
    let recurrence = "/entities/{entity_id}/credit_cards/{credit_card_id}/transactions/{id}/recurrence";
    let invoice = "/entities/{entity_id}/credit_cards/{credit_card_id}/invoices/{month}";
    Endpoints::new()
        .get(
            many,
            |call| list(&CREDIT_CARD_TRANSACTION, call),
            lists::<T>(("listCreditCardTransactions", "List a card's transactions"), seen),
        )
        .get(
            invoice,
            list_invoice,
            lists::<T>(
                (
                    "showCreditCardInvoice",
                    "List the transactions of the invoice that is due in a month",
                ),
                seen,
            ),
        )
        .get(
            single,
            show_transaction,
            shows::<T>(
                ("showCreditCardTransaction", "Show a transaction"),
                seen,
                StatusCode::OK,
            ),
        )
        .post(
            many,
            create_transaction,
            taking::<T>(shows::<T>(
                (
                    "createCreditCardTransaction",
                    "Create a transaction, or one for each parcel",
                ),
                seen,
                StatusCode::CREATED,
            )),
        )
        .put(
            single,
            update_transaction,
            taking::<T>(shows::<T>(
                ("updateCreditCardTransaction", "Change a transaction"),
                seen,
                StatusCode::OK,
            )),
        )
        .delete(
            recurrence,
            delete_parcels,
            operation("deleteCreditCardRecurrence", "Delete every parcel", seen)
                .answers_with(StatusCode::NO_CONTENT, ""),
        )
        .delete(
            single,
            delete_transaction,
            operation("deleteCreditCardTransaction", "Delete a transaction", seen).answers_with(StatusCode::OK, ""),
        )
}

async fn found(call: &Call, connection: &mut SqliteConnection) -> Handled<(Scope, Record)> {
    let scope = scope(&CREDIT_CARD_TRANSACTION, call, connection).await?;
    let id = call.path_text("id");
    match store::find(connection, &CREDIT_CARD_TRANSACTION, scope, call.path_id("id")).await? {
        Some(record) => Ok((scope, record)),
        None => Err(Error::RecordNotFound {
            message: format!("Não foi possível localizar a transação com o ID {id}"),
            reason: format!("The credit card has no transaction {id}."),
        }),
    }
}

async fn show_transaction(call: Call) -> Handled {
    let mut connection = call.connection().await?;
    let (_, mut record) = found(&call, &mut connection).await?;
    complete(&mut record, &call, &mut connection).await?;
    Ok(one(&CREDIT_CARD_TRANSACTION, &call, &record))
}

async fn update_transaction(call: Call) -> Handled {
    let mut connection = call.connection().await?;
    let (_, before) = found(&call, &mut connection).await?;
    update_of(&CREDIT_CARD_TRANSACTION, &call, &mut connection, before).await
}

async fn delete_transaction(call: Call) -> Handled {
    let mut connection = call.connection().await?;
    let (scope, _) = found(&call, &mut connection).await?;
    let selected = (scope, &[call.path_id("id")][..]);
    destroy_selected(&CREDIT_CARD_TRANSACTION, &call, &mut connection, selected).await?;
    Ok(Answer::empty(StatusCode::OK))
}

async fn delete_parcels(call: Call) -> Handled {
    let mut connection = call.connection().await?;
    let (scope, record) = found(&call, &mut connection).await?;
    let ids: Vec<i64> = match number(&record, "recurrence_id") {
        Some(recurrence) => {
            let all = store::parcels(&mut connection, scope.owner, recurrence).await?;
            all.iter().filter_map(|one| number(one, "id")).collect()
        }
        None => vec![call.path_id("id")],
    };
    destroy_selected(&CREDIT_CARD_TRANSACTION, &call, &mut connection, (scope, &ids)).await?;
    Ok(no_content())
}

/// Creates a transaction; with parcels one for each, a month apart, each of the amount that was sent.
async fn create_transaction(call: Call) -> Handled {
    let mut connection = call.connection().await?;
    let scope = scope(&CREDIT_CARD_TRANSACTION, &call, &mut connection).await?;
    let mut draft = Draft::new(
        &CREDIT_CARD_TRANSACTION,
        &call,
        None,
        call.attributes("credit_card_transaction")?,
    );
    draft.own(&CREDIT_CARD_TRANSACTION, scope);
    draft.must_have(&["amount", "occurred_at"]);
    let day = draft.day("occurred_at");
    let parcels = draft
        .integer("number_of_parcels")
        .filter(|parcels| *parcels > 1)
        .map(|parcels| parcels.min(480));
    let mut record = draft.checked()?;
    record.insert("parcels".to_owned(), parcels.into());
    record.insert("parcel".to_owned(), parcels.map(|_| 1).into());
    let mut transaction = connection.begin().await?;
    let id = store::insert(&mut transaction, &CREDIT_CARD_TRANSACTION, scope, &mut record).await?;
    if let (Some(parcels), Some(day)) = (parcels, day) {
        record.insert("recurrence_id".to_owned(), id.into());
        store::update(&mut transaction, &CREDIT_CARD_TRANSACTION, id, &record).await?;
        for place in 1..u32::try_from(parcels).unwrap_or(1) {
            let Some(day) = day.checked_add_months(Months::new(place)) else {
                break;
            };
            let mut next = record.clone();
            next.remove("id");
            next.insert("occurred_at".to_owned(), day.to_string().into());
            next.insert("parcel".to_owned(), (place + 1).into());
            store::insert(&mut transaction, &CREDIT_CARD_TRANSACTION, scope, &mut next).await?;
        }
    }
    transaction.commit().await?;
    announce(&CREDIT_CARD_TRANSACTION, &call, &mut connection, ("created", &record)).await;
    complete(&mut record, &call, &mut connection).await?;
    Ok(created(&CREDIT_CARD_TRANSACTION, &call, &record))
}

/// The transactions of the invoice that is due in the month of the path.
async fn list_invoice(call: Call) -> Handled {
    let mut connection = call.connection().await?;
    let scope = scope(&CREDIT_CARD_TRANSACTION, &call, &mut connection).await?;
    let card = store::find_anywhere(&mut connection, &CREDIT_CARD, call.account, scope.owner)
        .await?
        .unwrap_or_default();
    let all = store::list(&mut connection, &CREDIT_CARD_TRANSACTION, scope).await?;
    let month = call.path_text("month");
    let is_due = |record: &&Record| {
        invoice_of(&card, record).is_some_and(|invoice| invoice.due.format("%Y-%m").to_string() == month)
    };
    let mut records: Vec<Record> = all.iter().filter(is_due).cloned().collect();
    for record in &mut records {
        complete(record, &call, &mut connection).await?;
    }
    Ok(many(&CREDIT_CARD_TRANSACTION, &call, &records))
}

/// An invoice's days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Invoice {
    start: NaiveDate,
    end: NaiveDate,
    due: NaiveDate,
}

/// A day of a month, or the month's last one.
fn day_of(month: NaiveDate, day: i64) -> Option<NaiveDate> {
    let day = u32::try_from(day).ok()?;
    (28..=31)
        .rev()
        .filter(|last| day >= *last)
        .chain([day])
        .find_map(|day| month.with_day(day))
}

/// The invoice that a day falls on: it closes on the card's closing day, and is due in the month after.
fn invoice(day: NaiveDate, closing_day: i64, expiration_day: i64) -> Option<Invoice> {
    let first = day.with_day(1)?;
    let closing = if day <= day_of(first, closing_day)? {
        first
    } else {
        first.checked_add_months(Months::new(1))?
    };
    let before = closing.checked_sub_months(Months::new(1))?;
    Some(Invoice {
        start: day_of(before, closing_day)?.succ_opt()?,
        end: day_of(closing, closing_day)?,
        due: day_of(closing.checked_add_months(Months::new(1))?, expiration_day)?,
    })
}

fn invoice_of(card: &Record, record: &Record) -> Option<Invoice> {
    let day = record.get("occurred_at")?.as_str()?.parse().ok()?;
    invoice(day, number(card, "closing_day")?, number(card, "expiration_day")?)
}

fn number(record: &Record, name: &str) -> Option<i64> {
    record.get(name).and_then(Value::as_i64)
}

/// All that was bought with a card.
pub(super) async fn spent(connection: &mut SqliteConnection, card: i64) -> Handled<Decimal> {
    let ever = ("", "9999-12-31");
    let hundredths = store::spent(connection, card, ever).await?;
    Ok(Decimal::new(hundredths, 2))
}

async fn complete(record: &mut Record, call: &Call, connection: &mut SqliteConnection) -> Result<(), Error> {
    let card_id = number(record, "credit_card_id").unwrap_or_default();
    let card = store::find_anywhere(connection, &CREDIT_CARD, call.account, card_id)
        .await?
        .unwrap_or_default();
    let parcels = match number(record, "recurrence_id") {
        Some(recurrence) => store::parcels(connection, card_id, recurrence).await?,
        None => Vec::new(),
    };
    let path = format!(
        "{}/entities/{}/credit_cards/{card_id}/transactions",
        call.context.base_url,
        call.path_id("entity_id")
    );
    let address = |record: &Record| format!("{path}/{}", number(record, "id").unwrap_or_default());
    let mut links = vec![link("self", address(record), "get")];
    if let Some(place) = parcels.iter().position(|one| number(one, "id") == number(record, "id")) {
        links.extend(parcels.get(place + 1).map(|next| link("next", address(next), "get")));
        let previous = place.checked_sub(1).and_then(|place| parcels.get(place));
        links.extend(previous.map(|previous| link("previous", address(previous), "get")));
    }
    let own = invoice_of(&card, record);
    let balance = match own {
        Some(Invoice { start, end, .. }) => {
            let days = (start.to_string(), end.to_string());
            let hundredths = store::spent(connection, card_id, (&days.0, &days.1)).await?;
            Decimal::new(hundredths, 2)
        }
        None => Decimal::ZERO,
    };
    let shown = own.map(|invoice| {
        json!({
            // An invoice is known by its card and the month it is due in.
            "id": card_id * 1_000_000 + i64::from(invoice.due.year()) * 100 + i64::from(invoice.due.month()),
            "start_date": invoice.start.to_string(),
            "end_date": invoice.end.to_string(),
            "due_date": invoice.due.to_string(),
            "balance": decimal_text(balance),
        })
    });
    record.insert("credit_card_invoice".to_owned(), shown.unwrap_or_default());
    record.insert("links".to_owned(), links.into());
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_falls_on_the_invoice_that_was_recorded() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        for (bought, start, end, due) in [
            ("2013-04-20", "2013-03-22", "2013-04-21", "2013-05-01"),
            ("2017-01-01", "2016-12-22", "2017-01-21", "2017-02-01"),
        ] {
            let expected = Invoice {
                start: day(start),
                end: day(end),
                due: day(due),
            };
            assert_eq!(invoice(day(bought), 21, 1), Some(expected));
        }
    }
}
