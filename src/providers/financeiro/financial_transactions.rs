//! Financial transactions: what went in and out of a deposit account.
//!
//! LIMITATIONS
//! * Transfers and divided transactions are columns without a behaviour: no recording shows how they are made.

use futures_util::FutureExt as _;
use rust_decimal::Decimal;
use serde_json::json;
use sqlx::SqliteConnection;

use super::deposit_accounts::DEPOSIT_ACCOUNT;
use super::errors::{BLANK, Error};
use super::request::Request;
use super::resource::{
    BelongsTo, Changeset, Index, Members, NotFound, Order, Owner, Record, Rendering, Resource, ResourceType, Routes,
    Validation, Visibility, blank_operation, boolean, date, datetime, decimal, decimal_of, destroy_selected,
    empty_lists, id_of, ids, integer, link, links, nested, node, number_of, set, store, text,
};
use super::webhooks;
use super::wire::decimal_text;
use crate::store::StoreError;
use crate::web::endpoints::Endpoints;
use crate::web::fidelity::observed;
use crate::web::rails::Node;

/// A transaction.
pub(super) static FINANCIAL_TRANSACTION: Resource = Resource {
    table: "financeiro_financial_transaction",
    rendering: Rendering::Template,
    belongs_to: BelongsTo::Record(&DEPOSIT_ACCOUNT, "deposit_account_id"),
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
        nested("custom_classifications").visible(Visibility::InDocs),
        nested("classification_center_classifications").visible(Visibility::InDocs),
        nested("reconciliations"),
        nested("links"),
    ],
    not_found: NotFound::Words(|request| {
        let reason = format!("The deposit account has no transaction {}.", request.path_text("id"));
        not_found(reason)
    }),
    validate: Validation::Record(validate),
    notify: webhooks::NOTIFY,
    add_computed: Some(|record, request, _| {
        add_computed(record, request);
        async { Ok(()) }.boxed()
    }),
    compute: Some(|members, request| Some(compute(members, request))),
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
    ..Resource::new(
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

impl ResourceType for FinancialTransactions {
    const RESOURCE: &'static Resource = &FINANCIAL_TRANSACTION;
}

/// The operations.
pub(super) fn endpoints() -> Endpoints {
    let seen = observed("recorded traffic of 2015 to 2017");
    let (collection, member, destroy_many) = (
        "/entities/{entity_id}/deposit_accounts/{deposit_account_id}/financial_transactions",
        "/entities/{entity_id}/deposit_accounts/{deposit_account_id}/financial_transactions/{id}",
        "/entities/{entity_id}/deposit_accounts/{deposit_account_id}/financial_transactions/destroy_many",
    );
    let delete_selected = (
        "deleteFinancialTransactions",
        "Delete the transactions of `selected_ids`",
    );
    let delete_selected = blank_operation(delete_selected, seen);
    Routes::<FinancialTransactions>::new(collection, member, seen)
        .list(("listFinancialTransactions", "List a deposit account's transactions"))
        .show(("showFinancialTransaction", "Show a transaction"))
        .create(("createFinancialTransaction", "Create a transaction"))
        .update(("updateFinancialTransaction", "Change a transaction"))
        .and(|endpoints| {
            let destroy = |request| destroy_selected(&FINANCIAL_TRANSACTION, request);
            endpoints.delete(destroy_many, destroy, delete_selected)
        })
        .delete(("deleteFinancialTransaction", "Delete a transaction"))
        .endpoints()
}

/// The absence of a transaction has words of its own.
pub(super) fn not_found(reason: String) -> Error {
    Error::RecordNotFound {
        message: "Não foi possível exibir a transação selecionada.".to_owned(),
        reason,
    }
}

fn validate(changes: &mut Changeset<'_>) {
    let types = ["Credit", "Debit"];
    if !types.contains(&changes.text("type")) {
        // The real one broke with its page for servers in trouble.
        let message = if changes.is_blank("type") {
            BLANK
        } else {
            "não está incluso na lista"
        };
        changes.invalid.add("type", message);
    }
    changes.require(&["amount", "occurred_at"]);
    let amount = changes.decimal("amount").map(|amount| amount.abs());
    set_defaults_with(&mut changes.record, amount);
}

/// The amount is sent positive; the type says which way it went.
fn set_defaults_with(record: &mut Record, amount: Option<Decimal>) {
    if let Some(amount) = amount {
        let is_debit = record.get("type").is_some_and(|kind| kind == "Debit");
        set(record, "absolute_amount", decimal_text(amount));
        set(record, "amount", decimal_text(if is_debit { -amount } else { amount }));
    }
    for name in ["imported_from_sync", "balance_difference", "divided", "reconciled"] {
        record.entry(name).or_insert_with(|| false.into());
    }
    record.entry("currency_id").or_insert_with(|| 1.into());
    record.entry("attachments_count").or_insert_with(|| 0.into());
}

/// What a fixture, an import or a payment leaves out.
pub(super) fn set_defaults(record: &mut Record) {
    let amount = decimal_of(record, "amount");
    set_defaults_with(record, amount.map(|amount| amount.abs()));
}

/// The address of a transaction.
pub(super) fn address((deposit_account, id): (Option<i64>, i64), request: &Request) -> String {
    format!(
        "{}/entities/{}/deposit_accounts/{}/financial_transactions/{id}",
        request.context.base_url,
        request.path_text("entity_id"),
        deposit_account.unwrap_or_default(),
    )
}

/// The address of a transaction of which there is a record.
pub(super) fn address_of(record: &Record, request: &Request) -> String {
    address((number_of(record, "deposit_account_id"), id_of(record)), request)
}

/// What an answer shows beside what is stored.
fn compute<'a>(members: &Members<'a>, request: &Request) -> Vec<(&'static str, Node<'a>)> {
    let address = address((members.number("deposit_account_id"), members.id), request);
    let own = vec![("self", address.clone(), "get"), ("destroy", address, "delete")];
    let mut computed = vec![("links", links(own))];
    computed.extend(empty_lists(members, &LISTS));
    if !members.has("reconciliations") {
        let none = |name: &'static str| (name.into(), Node::List(Vec::new()));
        let both = vec![none("financial_accounts"), none("financial_transactions")];
        computed.push(("reconciliations", Node::Hash(both)));
    }
    computed
}

/// What is empty as long as nothing is in it.
const LISTS: [&str; 2] = ["custom_classifications", "classification_center_classifications"];

fn add_computed(record: &mut Record, request: &Request) {
    let address = address_of(record, request);
    let links = vec![link("self", address.clone(), "get"), link("destroy", address, "delete")];
    set(record, "links", links);
    for name in LISTS {
        record.entry(name).or_insert_with(|| json!([]));
    }
    record
        .entry("reconciliations")
        .or_insert_with(|| json!({"financial_accounts": [], "financial_transactions": []}));
}

/// A transaction without its root, as one of several.
pub(super) fn unrooted(record: &mut Record, request: &Request) -> Node<'static> {
    add_computed(record, request);
    node(&FINANCIAL_TRANSACTION, record, request.profile, true)
}

/// A transaction of one of an entity's deposit accounts.
pub(super) async fn find_in_entity(
    connection: &mut SqliteConnection,
    entity: Owner,
    id: i64,
) -> Result<Option<Record>, StoreError> {
    let found = store::find_anywhere(connection, &FINANCIAL_TRANSACTION, entity.account, id).await?;
    let owner = found.as_ref().and_then(|found| number_of(found, "deposit_account_id"));
    let Some(owner) = owner else {
        return Ok(None);
    };
    let is_own = store::find(connection, &DEPOSIT_ACCOUNT, entity, owner)
        .await?
        .is_some();
    Ok(found.filter(|_| is_own))
}
