//! Credit card transactions and the invoices they are on.
//!
//! LIMITATIONS
//! * An invoice's balance is the sum of all its transactions, not the running sum up to one of them.

use chrono::{Months, NaiveDate};
use futures_util::FutureExt as _;
use http::StatusCode;
use serde_json::json;
use sqlx::SqliteConnection;

use super::cards::CREDIT_CARD;
use super::invoices::Invoice;
use super::store::{parcels, spent};
use crate::providers::financeiro::errors::Error;
use crate::providers::financeiro::request::{Handled, Request};
use crate::providers::financeiro::resource::{
    BelongsTo, NotFound, OnCreate, OnDelete, Owner, Record, Rendering, Resource, ResourceType, Routes, Validation,
    Visibility, date, decimal, destroy_records, find_owner, id_of, integer, link, list_answer, list_operation,
    load_record, nested, no_content, number_of, set, store, text, text_of,
};
use crate::providers::financeiro::webhooks;
use crate::providers::financeiro::wire::decimal_text;
use crate::store::StoreError;
use crate::web::endpoints::{Endpoints, operation};
use crate::web::fidelity::observed;

/// A transaction.
pub(crate) static CREDIT_CARD_TRANSACTION: Resource = Resource {
    table: "financeiro_credit_card_transaction",
    rendering: Rendering::Template,
    belongs_to: BelongsTo::Record(&CREDIT_CARD, "credit_card_id"),
    sorted_by: "occurred_at",
    not_found: NotFound::Words(|request| {
        let id = request.path_text("id");
        Error::RecordNotFound {
            message: format!("Não foi possível localizar a transação com o ID {id}"),
            reason: format!("The credit card has no transaction {id}."),
        }
    }),
    on_create: OnCreate::Plain,
    on_delete: OnDelete::Empty,
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
        integer("number_of_parcels").written().visible(Visibility::Never),
        integer("recurrence_id").visible(Visibility::Never),
    ],
    validate: Validation::Record(|changes| changes.require(&["amount", "occurred_at"])),
    insert: Some(|_, owner, record, connection| insert(owner, record, connection).boxed()),
    notify: webhooks::NOTIFY,
    add_computed: Some(|record, request, connection| add_computed(record, request, connection).boxed()),
    ..Resource::new(
        "credit_card_transaction",
        "credit_card_transactions",
        "CreditCardTransaction",
    )
};

struct Transactions;

impl ResourceType for Transactions {
    const RESOURCE: &'static Resource = &CREDIT_CARD_TRANSACTION;
}

/// The operations.
pub(crate) fn endpoints() -> Endpoints {
    let seen = observed("recorded traffic of 2017");
    let (collection, member, recurrence, invoice) = (
        "/entities/{entity_id}/credit_cards/{credit_card_id}/transactions",
        "/entities/{entity_id}/credit_cards/{credit_card_id}/transactions/{id}",
        "/entities/{entity_id}/credit_cards/{credit_card_id}/transactions/{id}/recurrence",
        "/entities/{entity_id}/credit_cards/{credit_card_id}/invoices/{month}",
    );
    let list_of_month = (
        "showCreditCardInvoice",
        "List the transactions of the invoice that is due in a month",
    );
    let delete_all = operation("deleteCreditCardRecurrence", "Delete every parcel", seen);
    let delete_all = delete_all.answers_with(StatusCode::NO_CONTENT, "");
    let create = (
        "createCreditCardTransaction",
        "Create a transaction, or one for each parcel",
    );
    Routes::<Transactions>::new(collection, member, seen)
        .list(("listCreditCardTransactions", "List a card's transactions"))
        .and(|endpoints| {
            endpoints.get(
                invoice,
                list_invoice,
                list_operation::<Transactions>(list_of_month, seen),
            )
        })
        .show(("showCreditCardTransaction", "Show a transaction"))
        .create(create)
        .update(("updateCreditCardTransaction", "Change a transaction"))
        .and(|endpoints| endpoints.delete(recurrence, delete_parcels, delete_all))
        .delete(("deleteCreditCardTransaction", "Delete a transaction"))
        .endpoints()
}

/// Deletes every parcel of a purchase.
async fn delete_parcels(request: Request) -> Handled {
    let mut connection = request.connection().await?;
    let (owner, record) = load_record(&CREDIT_CARD_TRANSACTION, &request, &mut connection).await?;
    let ids: Vec<i64> = match number_of(&record, "recurrence_id") {
        Some(recurrence) => {
            let all = parcels(&mut connection, owner.id, recurrence).await?;
            all.iter().map(id_of).collect()
        }
        None => vec![id_of(&record)],
    };
    destroy_records(&CREDIT_CARD_TRANSACTION, &request, &mut connection, (owner, &ids)).await?;
    Ok(no_content())
}

/// The transactions of the invoice that is due in the month of the path.
async fn list_invoice(request: Request) -> Handled {
    let mut connection = request.connection().await?;
    let owner = find_owner(&CREDIT_CARD_TRANSACTION, &request, &mut connection).await?;
    let card = card(&request, owner.id, &mut connection).await?;
    let mut records = store::list(&mut connection, &CREDIT_CARD_TRANSACTION, owner).await?;
    let month = request.path_text("month");
    records.retain(|record| {
        Invoice::of(&card, record).is_some_and(|invoice| invoice.due.format("%Y-%m").to_string() == month)
    });
    for record in &mut records {
        add_computed(record, &request, &mut connection).await?;
    }
    Ok(list_answer(&CREDIT_CARD_TRANSACTION, &request, &records))
}

async fn card(request: &Request, id: i64, connection: &mut SqliteConnection) -> Result<Record, StoreError> {
    let found = store::find_anywhere(connection, &CREDIT_CARD, request.account, id).await?;
    Ok(found.unwrap_or_default())
}

/// The most parcels that are made.
const PARCELS_MAX: i64 = 480;

/// Adds a transaction; with parcels one for each, a month apart, each of the amount that was sent.
async fn insert(owner: Owner, mut record: Record, connection: &mut SqliteConnection) -> Result<Record, StoreError> {
    let resource = &CREDIT_CARD_TRANSACTION;
    let day = text_of(&record, "occurred_at").and_then(|day| day.parse::<NaiveDate>().ok());
    let parcels = number_of(&record, "number_of_parcels").filter(|parcels| *parcels > 1);
    let parcels = parcels.map(|parcels| parcels.min(PARCELS_MAX));
    set(&mut record, "parcels", parcels);
    set(&mut record, "parcel", parcels.map(|_| 1));
    let id = store::insert(connection, resource, owner, &mut record).await?;
    let (Some(parcels), Some(day)) = (parcels, day) else {
        return Ok(record);
    };
    set(&mut record, "recurrence_id", id);
    store::update(connection, resource, id, &record).await?;
    for place in 1..u32::try_from(parcels).unwrap_or(1) {
        let Some(day) = day.checked_add_months(Months::new(place)) else {
            break;
        };
        let mut next = record.clone();
        next.remove("id");
        set(&mut next, "occurred_at", day.to_string());
        set(&mut next, "parcel", place + 1);
        store::insert(connection, resource, owner, &mut next).await?;
    }
    Ok(record)
}

async fn add_computed(
    record: &mut Record,
    request: &Request,
    connection: &mut SqliteConnection,
) -> Result<(), StoreError> {
    let card_id = number_of(record, "credit_card_id").unwrap_or_default();
    let card = card(request, card_id, connection).await?;
    let parcels = match number_of(record, "recurrence_id") {
        Some(recurrence) => parcels(connection, card_id, recurrence).await?,
        None => Vec::new(),
    };
    let path = format!(
        "{}/entities/{}/credit_cards/{card_id}/transactions",
        request.context.base_url,
        request.path_id("entity_id")
    );
    let address = |record: &Record| format!("{path}/{}", id_of(record));
    let mut links = vec![link("self", address(record), "get")];
    if let Some(place) = parcels.iter().position(|parcel| id_of(parcel) == id_of(record)) {
        links.extend(parcels.get(place + 1).map(|next| link("next", address(next), "get")));
        let previous = place.checked_sub(1).and_then(|place| parcels.get(place));
        links.extend(previous.map(|previous| link("previous", address(previous), "get")));
    }
    let invoice = match Invoice::of(&card, record) {
        Some(invoice) => {
            let (start, end) = (invoice.start.to_string(), invoice.end.to_string());
            let balance = spent(connection, card_id, (&start, &end)).await?;
            json!({
                "id": invoice.id(card_id),
                "start_date": start,
                "end_date": end,
                "due_date": invoice.due.to_string(),
                "balance": decimal_text(balance),
            })
        }
        None => json!(null),
    };
    set(record, "credit_card_invoice", invoice);
    set(record, "links", links);
    Ok(())
}
