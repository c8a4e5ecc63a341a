//! Bank statements: an OFX or a QIF file becomes the transactions of a deposit account.
//!
//! LIMITATIONS
//! * QIF is what other programs are known to send; nobody recorded what becomes of it. Its days are read as Brazil writes
//!   them, the day before the month, unless only the other way makes a day.
//! * A statement is imported and shown. No documentation or recording has a list, a change or a deletion of one, so their
//!   addresses are lost ones.
//! * The import ends before the answer: its event is `success` at once.

mod ofx;
mod qif;

use std::collections::HashSet;

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde_json::json;

use super::deposit_accounts::{DEPOSIT_ACCOUNT, known_guids};
use super::financial_transactions::{self, FINANCIAL_TRANSACTION};
use super::request::{Handled, Request};
use super::resource::{
    BelongsTo, Changeset, OnCreate, Owner, Record, Rendering, Resource, ResourceType, Routes, created_answer, datetime,
    find_owner, integer, nested, notify, set, store, text,
};
use super::webhooks;
use super::wire::{decimal, decimal_text, local_text, today};
use crate::web::endpoints::Endpoints;
use crate::web::fidelity::observed;
use crate::web::rails::Parameter;

/// A statement.
static BANK_STATEMENT: Resource = Resource {
    table: "financeiro_bank_statement",
    rendering: Rendering::Template,
    belongs_to: BelongsTo::Record(&DEPOSIT_ACCOUNT, "deposit_account_id"),
    on_create: OnCreate::RelativeLocation,
    fields: &[
        integer("id"),
        datetime("created_at"),
        datetime("updated_at"),
        text("file_file_name"),
        text("file_content_type"),
        integer("file_file_size"),
        datetime("file_updated_at"),
        integer("deposit_account_id"),
        integer("future_items_ignored_count"),
        integer("amount_zero_items_ignored_count"),
        integer("invalid_date_items_ignored_count"),
        nested("event"),
    ],
    notify: webhooks::NOTIFY,
    ..Resource::new("bank_statement", "bank_statements", "BankStatement")
};

struct BankStatements;

impl ResourceType for BankStatements {
    const RESOURCE: &'static Resource = &BANK_STATEMENT;
}

/// The operations. There is no list: its address is the page for lost ones.
pub(super) fn endpoints() -> Endpoints {
    let seen = observed("recorded traffic of 2015 to 2017");
    let collection = "/entities/{entity_id}/deposit_accounts/{deposit_account_id}/bank_statements";
    let member = "/entities/{entity_id}/deposit_accounts/{deposit_account_id}/bank_statements/{id}";
    Routes::<BankStatements>::new(collection, member, seen)
        .create_by(("createBankStatement", "Import a statement"), create_bank_statement)
        .show(("showBankStatement", "Show how an import went"))
        .endpoints()
}

/// One item of a statement.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Item {
    /// The bank's own id for it.
    guid: Option<String>,
    day: Option<NaiveDate>,
    amount: Decimal,
    document: Option<String>,
    description: Option<String>,
}

/// The items of a statement; none where it is neither OFX nor QIF. Brazilian banks write Windows-1252, or UTF-8.
fn items(content: &[u8]) -> Vec<Item> {
    let encoding = match std::str::from_utf8(content) {
        Ok(_) => encoding_rs::UTF_8,
        Err(_) => encoding_rs::WINDOWS_1252,
    };
    let (text, _, _) = encoding.decode(content);
    if text.trim_start().starts_with("!Type:") {
        qif::items(&text)
    } else {
        ofx::items(&text)
    }
}

/// An amount as banks write it: some with a comma where the decimals begin.
fn amount(text: &str) -> Option<Decimal> {
    let text = text.trim().trim_start_matches('+');
    let (comma, point) = (text.rfind(','), text.rfind('.'));
    let plain = match comma > point {
        true => text.replace('.', "").replace(',', "."),
        false => text.replace(',', ""),
    };
    decimal(&plain)
}

/// How many items were left out, and why.
#[derive(Debug, Default)]
struct Ignored {
    future: i64,
    zero: i64,
    undated: i64,
}

async fn create_bank_statement(request: Request) -> Handled {
    let mut connection = request.connection().await?;
    let owner = find_owner(&BANK_STATEMENT, &request, &mut connection).await?;
    let sent = request.attributes("bank_statement")?;
    let mut changes = Changeset::new(BANK_STATEMENT.fields, &request, None, sent);
    changes.set(BANK_STATEMENT.owner_column(), owner.id);
    let upload = match changes.attributes.get("file") {
        Some(Parameter::File(upload)) => Some(upload.clone()),
        _ => None,
    };
    let items = upload.as_ref().map(|upload| items(&upload.content)).unwrap_or_default();
    match &upload {
        // The real one broke with its page for servers in trouble.
        None => changes.invalid.add("file", "não pode ser vazio"),
        Some(_) if items.is_empty() => changes.invalid.add("file", "não é válido"),
        Some(upload) => {
            changes.set("file_file_name", upload.name.clone());
            changes.set("file_content_type", upload.content_type.clone());
            changes.set("file_file_size", upload.content.len());
        }
    }
    let now = local_text(request.now());
    changes.set("file_updated_at", now.clone());
    let mut record = changes.validated()?;
    let mut transaction = connection.begin().await?;
    let id = store::insert(&mut transaction, &BANK_STATEMENT, owner, &mut record).await?;
    let guids: Vec<&str> = items.iter().filter_map(|item| item.guid.as_deref()).collect();
    let mut known = known_guids(&mut transaction, owner.id, &guids).await?;
    let mut ignored = Ignored::default();
    let imported: Vec<Record> = items
        .iter()
        .filter_map(|item| imported_of(&request, owner, id, item, &mut known, &mut ignored))
        .collect();
    store::insert_many(&mut transaction, &FINANCIAL_TRANSACTION, owner, &imported).await?;
    let event = json!({
        "id": id,
        "status": "success",
        "output": format!("Foram importadas {} transações.", imported.len()),
        "created_at": now,
        "finished_at": now,
    });
    set(&mut record, "future_items_ignored_count", ignored.future);
    set(&mut record, "amount_zero_items_ignored_count", ignored.zero);
    set(&mut record, "invalid_date_items_ignored_count", ignored.undated);
    set(&mut record, "event", event);
    store::update(&mut transaction, &BANK_STATEMENT, id, &record).await?;
    transaction.commit().await?;
    notify(&BANK_STATEMENT, &request, &mut connection, ("created", &record)).await;
    Ok(created_answer(&BANK_STATEMENT, &request, &record))
}

/// The transaction that an item becomes; none of one that is there already, by its `FITID`.
fn imported_of(
    request: &Request,
    owner: Owner,
    statement: i64,
    item: &Item,
    known: &mut HashSet<String>,
    ignored: &mut Ignored,
) -> Option<Record> {
    let Some(day) = item.day else {
        ignored.undated += 1;
        return None;
    };
    if day > today(request.now()) {
        ignored.future += 1;
        return None;
    }
    if item.amount.is_zero() {
        ignored.zero += 1;
        return None;
    }
    if let Some(guid) = &item.guid
        && !known.insert(guid.clone())
    {
        return None;
    }
    let now = local_text(request.now());
    let kind = if item.amount.is_sign_negative() {
        "Debit"
    } else {
        "Credit"
    };
    let mut record = Record::new();
    set(&mut record, "guid", item.guid.clone());
    set(&mut record, "type", kind);
    set(&mut record, "amount", decimal_text(item.amount));
    set(&mut record, "occurred_at", day.to_string());
    set(&mut record, "document", item.document.clone());
    set(&mut record, "original_description", item.description.clone());
    set(&mut record, "user_description", item.description.clone());
    set(&mut record, "bank_statement_id", statement);
    set(&mut record, "deposit_account_id", owner.id);
    set(&mut record, "created_at", now.clone());
    set(&mut record, "updated_at", now);
    financial_transactions::set_defaults(&mut record);
    Some(record)
}
