//! Financial transactions: what went in and out of a deposit account.
//!
//! LIMITATIONS
//! * Transfers and divided transactions are columns without a behaviour: no recording shows how they are made.

use futures_util::FutureExt as _;
use http::StatusCode;
use rust_decimal::Decimal;
use serde_json::{Value, json};
use sqlx::SqliteConnection;

use super::call::{Call, Handled};
use super::deposit_accounts::DEPOSIT_ACCOUNT;
use super::errors::{BLANK, Error};
use super::resource::{
    Described, Draft, Family, Index, Members, Order, Owner, Record, Resource, Shown, Stored, blank, boolean, create,
    date, datetime, decimal, destroy_selected, ids, integer, link, links, list, lists, nested, node, says_nothing,
    scope, shown, shows, store, taking, text, update_of,
};
use super::wire::{decimal as read_decimal, decimal_text};
use crate::web::endpoints::Endpoints;
use crate::web::fidelity::observed;
use crate::web::rails::Node;

/// A transaction.
pub(super) static FINANCIAL_TRANSACTION: Resource = Resource {
    table: "financeiro_financial_transaction",
    family: Family::Template,
    owner: Owner::Record(&DEPOSIT_ACCOUNT, "deposit_account_id"),
    sorted_by: "occurred_at",
    order: Order::Descending,
    per_page: Some(20),
    fields: &[
        integer("id"),
        text("guid"),
        text("type").written(),
        decimal("absolute_amount"),
        decimal("amount").written(),
        date("occurred_at").written(),
        text("document").written(),
        text("original_description"),
        text("user_description").written(),
        integer("bank_statement_id"),
        integer("classification_center_id").written(),
        integer("deposit_account_id"),
        integer("person_id").written(),
        integer("parent_id"),
        integer("currency_id"),
        integer("category_id").written(),
        integer("transfer_id"),
        datetime("created_at"),
        datetime("updated_at"),
        boolean("imported_from_sync"),
        boolean("balance_difference"),
        boolean("divided"),
        integer("attachments_count"),
        text("observation").written(),
        boolean("reconciled"),
        integer("transfer_deposit_account_id"),
        ids("attachment_id_list"),
        nested("custom_classifications").shown(Shown::InDocs),
        nested("classification_center_classifications").shown(Shown::InDocs),
        nested("reconciliations"),
        nested("links"),
    ],
    rules: |draft, _| async { rules(draft) }.boxed(),
    complete: Some(|record, call, connection| complete(record, call, connection).boxed()),
    compute: Some(|members, call| Some(compute(members, call))),
    indexes: &[
        tallied("type", "type"),
        tallied("reconciled", "reconciled"),
        tallied("person_id", "person_id"),
        tallied("category_id", "category_id"),
        tallied("classification_center_id", "classification_center_id"),
        tallied("bank_statement_id", "bank_statement_id"),
        Index {
            is_tallied: false,
            ..tallied("document", "document_number")
        },
        Index {
            is_tallied: false,
            is_hundredths: true,
            ..tallied("amount", "hundredths")
        },
    ],
    tally: "financeiro_financial_transaction_tally",
    ..Resource::usual(
        "financial_transaction",
        "financial_transactions",
        "FinancialTransaction",
    )
};

const fn tallied(field: &'static str, column: &'static str) -> Index {
    Index {
        field,
        column,
        is_hundredths: false,
        is_tallied: true,
    }
}

struct FinancialTransactions;

impl Described for FinancialTransactions {
    fn resource() -> &'static Resource {
        &FINANCIAL_TRANSACTION
    }
}

/// The operations.
pub(super) fn endpoints() -> Endpoints {
    type T = FinancialTransactions;
    let seen = observed("recorded traffic of 2015 to 2017");
    let many = "/entities/{entity_id}/deposit_accounts/{deposit_account_id}/financial_transactions";
    let single = "/entities/{entity_id}/deposit_accounts/{deposit_account_id}/financial_transactions/{id}";
    let destroy_many =
        "/entities/{entity_id}/deposit_accounts/{deposit_account_id}/financial_transactions/destroy_many";
    Endpoints::new()
        .get(
            many,
            |call| list(&FINANCIAL_TRANSACTION, call),
            lists::<T>(
                ("listFinancialTransactions", "List a deposit account's transactions"),
                seen,
            ),
        )
        .get(
            single,
            show_transaction,
            shows::<T>(("showFinancialTransaction", "Show a transaction"), seen, StatusCode::OK),
        )
        .post(
            many,
            |call| create(&FINANCIAL_TRANSACTION, call),
            taking::<T>(shows::<T>(
                ("createFinancialTransaction", "Create a transaction"),
                seen,
                StatusCode::CREATED,
            )),
        )
        .put(
            single,
            update_transaction,
            taking::<T>(shows::<T>(
                ("updateFinancialTransaction", "Change a transaction"),
                seen,
                StatusCode::OK,
            )),
        )
        .delete(
            destroy_many,
            destroy_transactions,
            says_nothing(
                (
                    "deleteFinancialTransactions",
                    "Delete the transactions of `selected_ids`",
                ),
                seen,
            ),
        )
        .delete(
            single,
            delete_transaction,
            says_nothing(("deleteFinancialTransaction", "Delete a transaction"), seen),
        )
}

/// The transaction that the path names; its absence has words of its own.
async fn found(call: &Call, connection: &mut SqliteConnection) -> Handled<Record> {
    Ok(stored(call, connection).await?.record()?)
}

/// The same as it is stored.
async fn stored(call: &Call, connection: &mut SqliteConnection) -> Handled<Stored> {
    let scope = scope(&FINANCIAL_TRANSACTION, call, connection).await?;
    let found = store::find_stored(connection, &FINANCIAL_TRANSACTION, scope, call.path_id("id")).await?;
    found.ok_or_else(|| Error::RecordNotFound {
        message: "Não foi possível exibir a transação selecionada.".to_owned(),
        reason: format!("The deposit account has no transaction {}.", call.path_text("id")),
    })
}

async fn show_transaction(call: Call) -> Handled {
    if let Some(found) = store::find_together(&FINANCIAL_TRANSACTION, &call).await? {
        return shown(&FINANCIAL_TRANSACTION, &call, found).await;
    }
    let found = {
        let mut connection = call.connection().await?;
        stored(&call, &mut connection).await?
    };
    shown(&FINANCIAL_TRANSACTION, &call, found).await
}

async fn update_transaction(call: Call) -> Handled {
    let mut connection = call.connection().await?;
    let before = found(&call, &mut connection).await?;
    update_of(&FINANCIAL_TRANSACTION, &call, &mut connection, before).await
}

async fn delete_transaction(call: Call) -> Handled {
    let mut connection = call.connection().await?;
    found(&call, &mut connection).await?;
    let scope = scope(&FINANCIAL_TRANSACTION, &call, &mut connection).await?;
    let selected = (scope, &[call.path_id("id")][..]);
    destroy_selected(&FINANCIAL_TRANSACTION, &call, &mut connection, selected).await?;
    Ok(blank(&call, StatusCode::OK))
}

async fn destroy_transactions(call: Call) -> Handled {
    let mut connection = call.connection().await?;
    let scope = scope(&FINANCIAL_TRANSACTION, &call, &mut connection).await?;
    let selected = call.selected_ids();
    let selected = (scope, selected.as_slice());
    destroy_selected(&FINANCIAL_TRANSACTION, &call, &mut connection, selected).await?;
    Ok(blank(&call, StatusCode::OK))
}

fn rules(draft: &mut Draft<'_>) -> Result<(), Error> {
    let types = ["Credit", "Debit"];
    if !types.contains(&draft.text("type")) {
        // The real one broke with its page for servers in trouble.
        let message = if draft.is_blank("type") {
            BLANK
        } else {
            "não está incluso na lista"
        };
        draft.invalid.add("type", message);
    }
    draft.must_have(&["amount", "occurred_at"]);
    let amount = draft.decimal("amount").map(|amount| amount.abs());
    begin_with(&mut draft.record, amount);
    Ok(())
}

/// The amount is sent positive; the type says which way it went.
fn begin_with(record: &mut Record, amount: Option<Decimal>) {
    if let Some(amount) = amount {
        let is_debit = record.get("type").is_some_and(|kind| kind == "Debit");
        record.insert("absolute_amount".to_owned(), decimal_text(amount).into());
        record.insert(
            "amount".to_owned(),
            decimal_text(if is_debit { -amount } else { amount }).into(),
        );
    }
    for name in ["imported_from_sync", "balance_difference", "divided", "reconciled"] {
        record.entry(name).or_insert_with(|| false.into());
    }
    record.entry("currency_id").or_insert_with(|| 1.into());
    record.entry("attachments_count").or_insert_with(|| 0.into());
}

/// What a fixture, an import or a payment leaves out.
pub(super) fn begin(record: &mut Record) {
    let amount = record.get("amount").and_then(Value::as_str).and_then(read_decimal);
    begin_with(record, amount.map(|amount| amount.abs()));
}

/// The address of a transaction.
pub(super) fn address(record: &Record, entity: &str, call: &Call) -> String {
    let number = |name: &str| record.get(name).and_then(Value::as_i64).unwrap_or_default();
    format!(
        "{}/entities/{entity}/deposit_accounts/{}/financial_transactions/{}",
        call.context.base_url,
        number("deposit_account_id"),
        number("id"),
    )
}

/// What an answer shows beside what is stored.
fn compute<'a>(members: &Members<'a>, call: &Call) -> Vec<(&'static str, Node<'a>)> {
    let address = format!(
        "{}/entities/{}/deposit_accounts/{}/financial_transactions/{}",
        call.context.base_url,
        call.path_text("entity_id"),
        members.number("deposit_account_id").unwrap_or_default(),
        members.id,
    );
    let own = vec![("self", address.clone(), "get"), ("destroy", address, "delete")];
    let mut computed = vec![("links", links(own))];
    let lists = LISTS.into_iter().filter(|name| !members.has(name));
    computed.extend(lists.map(|name| (name, Node::List(Vec::new()))));
    if !members.has("reconciliations") {
        let none = |name: &'static str| (name.into(), Node::List(Vec::new()));
        let both = vec![none("financial_accounts"), none("financial_transactions")];
        computed.push(("reconciliations", Node::Hash(both)));
    }
    computed
}

/// What is empty as long as nothing is in it.
const LISTS: [&str; 2] = ["custom_classifications", "classification_center_classifications"];

async fn complete(record: &mut Record, call: &Call, _: &mut SqliteConnection) -> Result<(), Error> {
    let address = address(record, call.path_text("entity_id"), call);
    let links = vec![link("self", address.clone(), "get"), link("destroy", address, "delete")];
    record.insert("links".to_owned(), links.into());
    for name in LISTS {
        record.entry(name).or_insert_with(|| json!([]));
    }
    record
        .entry("reconciliations")
        .or_insert_with(|| json!({"financial_accounts": [], "financial_transactions": []}));
    Ok(())
}

/// A transaction without its root, as one of several.
pub(super) async fn unrooted(
    record: &mut Record,
    call: &Call,
    connection: &mut SqliteConnection,
) -> Handled<Node<'static>> {
    complete(record, call, connection).await?;
    Ok(node(&FINANCIAL_TRANSACTION, record, call.profile, true))
}
