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
use futures_util::FutureExt as _;
use http::StatusCode;
use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::call::{Call, Handled};
use super::deposit_accounts::DEPOSIT_ACCOUNT;
use super::financial_transactions::{self, FINANCIAL_TRANSACTION};
use super::resource::{
    Described, Draft, Family, OnCreate, Owner, Record, Resource, Scope, created, datetime, integer, nested, scope,
    show, shows, store, taking, text,
};
use super::webhooks::announce;
use super::wire::{decimal, decimal_text, local_text, today};
use crate::web::endpoints::Endpoints;
use crate::web::fidelity::observed;
use crate::web::rails::Parameter;

/// A statement.
static BANK_STATEMENT: Resource = Resource {
    table: "financeiro_bank_statement",
    family: Family::Template,
    owner: Owner::Record(&DEPOSIT_ACCOUNT, "deposit_account_id"),
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
    complete: Some(|_, _, _| async { Ok(()) }.boxed()),
    ..Resource::usual("bank_statement", "bank_statements", "BankStatement")
};

struct BankStatements;

impl Described for BankStatements {
    fn resource() -> &'static Resource {
        &BANK_STATEMENT
    }
}

/// The operations. There is no list: its address is the page for lost ones.
pub(super) fn endpoints() -> Endpoints {
    type T = BankStatements;
    let seen = observed("recorded traffic of 2015 to 2017");
    let many = "/entities/{entity_id}/deposit_accounts/{deposit_account_id}/bank_statements";
    let single = "/entities/{entity_id}/deposit_accounts/{deposit_account_id}/bank_statements/{id}";
    Endpoints::new()
        .post(
            many,
            create_bank_statement,
            taking::<T>(shows::<T>(
                ("createBankStatement", "Import a statement"),
                seen,
                StatusCode::CREATED,
            )),
        )
        .get(
            single,
            |call| show(&BANK_STATEMENT, call),
            shows::<T>(("showBankStatement", "Show how an import went"), seen, StatusCode::OK),
        )
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

async fn create_bank_statement(call: Call) -> Handled {
    let mut connection = call.connection().await?;
    let scope = scope(&BANK_STATEMENT, &call, &mut connection).await?;
    let sent = call.attributes("bank_statement")?;
    let mut draft = Draft::new(&BANK_STATEMENT, &call, None, sent);
    draft.own(&BANK_STATEMENT, scope);
    let upload = match draft.sent.get("file") {
        Some(Parameter::File(upload)) => Some(upload.clone()),
        _ => None,
    };
    let items = upload.as_ref().map(|upload| items(&upload.content)).unwrap_or_default();
    match &upload {
        // The real one broke with its page for servers in trouble.
        None => draft.invalid.add("file", "não pode ser vazio"),
        Some(_) if items.is_empty() => draft.invalid.add("file", "não é válido"),
        Some(upload) => {
            draft.set("file_file_name", upload.name.clone());
            draft.set("file_content_type", upload.content_type.clone());
            draft.set("file_file_size", upload.content.len());
        }
    }
    let now = local_text(call.now());
    draft.set("file_updated_at", now.clone());
    let mut record = draft.checked()?;
    let mut transaction = connection.begin().await?;
    let id = store::insert(&mut transaction, &BANK_STATEMENT, scope, &mut record).await?;
    let guids: Vec<&str> = items.iter().filter_map(|item| item.guid.as_deref()).collect();
    let mut known = store::known_guids(&mut transaction, scope.owner, &guids).await?;
    let mut ignored = Ignored::default();
    let imported: Vec<Record> = items
        .iter()
        .filter_map(|item| imported_of(&call, scope, id, item, &mut known, &mut ignored))
        .collect();
    store::insert_many(&mut transaction, &FINANCIAL_TRANSACTION, scope, &imported).await?;
    let event = json!({
        "id": id,
        "status": "success",
        "output": format!("Foram importadas {} transações.", imported.len()),
        "created_at": now,
        "finished_at": now,
    });
    for (name, value) in [
        ("future_items_ignored_count", Value::from(ignored.future)),
        ("amount_zero_items_ignored_count", ignored.zero.into()),
        ("invalid_date_items_ignored_count", ignored.undated.into()),
        ("event", event),
    ] {
        record.insert(name.to_owned(), value);
    }
    store::update(&mut transaction, &BANK_STATEMENT, id, &record).await?;
    transaction.commit().await?;
    let told = ("created", &record);
    announce(&BANK_STATEMENT, &call, &mut connection, told).await;
    Ok(created(&BANK_STATEMENT, &call, &record))
}

/// The transaction that an item becomes; none of one that is there already, by its `FITID`.
fn imported_of(
    call: &Call,
    scope: Scope,
    statement: i64,
    item: &Item,
    known: &mut HashSet<String>,
    ignored: &mut Ignored,
) -> Option<Record> {
    let Some(day) = item.day else {
        ignored.undated += 1;
        return None;
    };
    if day > today(call.now()) {
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
    let now = local_text(call.now());
    let mut record = Record::new();
    for (name, value) in [
        ("guid", Value::from(item.guid.clone())),
        (
            "type",
            if item.amount.is_sign_negative() {
                "Debit"
            } else {
                "Credit"
            }
            .into(),
        ),
        ("amount", decimal_text(item.amount).into()),
        ("occurred_at", day.to_string().into()),
        ("document", item.document.clone().into()),
        ("original_description", item.description.clone().into()),
        ("user_description", item.description.clone().into()),
        ("bank_statement_id", statement.into()),
        ("deposit_account_id", scope.owner.into()),
        ("created_at", now.clone().into()),
        ("updated_at", now.into()),
    ] {
        record.insert(name.to_owned(), value);
    }
    financial_transactions::begin(&mut record);
    Some(record)
}
