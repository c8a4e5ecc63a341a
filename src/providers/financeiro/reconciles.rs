//! Reconciling: what was paid or received meets what went through a deposit account.

use std::borrow::Cow;

use http::StatusCode;
use serde_json::{Value, json};
use sqlx::SqliteConnection;

use super::call::{Call, Handled};
use super::deposit_accounts::DEPOSIT_ACCOUNT;
use super::entities::ENTITY;
use super::errors::{Error, answer};
use super::financial_accounts::{PAYABLE, RECEIVABLE, Side, unrooted};
use super::financial_transactions::{self, FINANCIAL_TRANSACTION};
use super::resource::{Record, Scope, link, not_found, store};
use crate::web::endpoints::{Endpoints, operation};
use crate::web::fidelity::observed;
use crate::web::rails::{Document, Escaping, Node, Parameter};

/// The operation.
pub(super) fn endpoints() -> Endpoints {
    let seen = observed("recorded traffic of 2015 to 2017");
    let path = "/entities/{entity_id}/reconciles";
    let reconcile = operation(
        "createReconcile",
        "Reconcile transactions with what was paid or received",
        seen,
    )
    .answers_with(StatusCode::OK, "application/json")
    .answers_with(StatusCode::OK, "application/xml");
    Endpoints::new().post(path, create_reconcile, reconcile)
}

fn ids(call: &Call, name: &str) -> Vec<i64> {
    let texts = call.parameters.get(name).map(Parameter::as_texts).unwrap_or_default();
    texts.iter().filter_map(|id| id.parse().ok()).collect()
}

/// What is reconciled with one another.
struct Selected {
    transactions: Vec<Record>,
    accounts: Vec<(&'static Side, Record)>,
}

/// Reconciles what is selected. Ids that are not the entity's are not found.
async fn create_reconcile(call: Call) -> Handled {
    let mut connection = call.connection().await?;
    let mut held = connection.begin().await?;
    let entity = call.path_id("entity_id");
    let all = Scope {
        account: call.account,
        owner: call.account,
    };
    if store::find(&mut held, &ENTITY, all, entity).await?.is_none() {
        return Err(not_found(&ENTITY, all, call.path_text("entity_id"), &call));
    }
    let selected = selected(&call, &mut held, entity).await?;
    let members = tied(&call, &mut held, selected).await?;
    held.commit().await?;
    let document = Document::Bare("hash", Node::Hash(members));
    Ok(answer(StatusCode::OK, &document, Escaping::Raw, &call.context))
}

async fn selected(call: &Call, held: &mut SqliteConnection, entity: i64) -> Handled<Selected> {
    let mut selected = Selected {
        transactions: Vec::new(),
        accounts: Vec::new(),
    };
    for id in ids(call, "selected_financial_transaction_ids") {
        selected.transactions.push(transaction(call, held, entity, id).await?);
    }
    for id in ids(call, "selected_financial_account_ids") {
        selected.accounts.push(account(call, held, entity, id).await?);
    }
    if selected.transactions.is_empty() || selected.accounts.is_empty() {
        let reason = "`selected_financial_transaction_ids` and `selected_financial_account_ids` must both name some.";
        return Err(Error::RequestUnusable {
            reason: reason.to_owned(),
        });
    }
    Ok(selected)
}

/// Ties what is selected together, and shows it.
async fn tied(
    call: &Call,
    held: &mut SqliteConnection,
    selected: Selected,
) -> Handled<Vec<(Cow<'static, str>, Node<'static>)>> {
    let Selected {
        mut transactions,
        mut accounts,
    } = selected;
    let entity = call.path_text("entity_id");
    let told =
        |record: &Record, address: String| json!({"id": record.get("id"), "links": [link("self", address, "get")]});
    let of_transaction = |one: &Record| told(one, financial_transactions::address(one, entity, call));
    let of_account = |(side, one): &(&Side, Record)| {
        let base = &call.context.base_url;
        told(
            one,
            format!("{base}/entities/{entity}/{}/{}", side.resource.many, number(one)),
        )
    };
    let to_transactions: Value = transactions.iter().map(of_transaction).collect();
    let to_accounts: Value = accounts.iter().map(of_account).collect();
    let deposit_account = transactions
        .first()
        .and_then(|one| one.get("deposit_account_id"))
        .cloned();
    let mut nodes = (Vec::new(), Vec::new());
    for record in &mut transactions {
        record.insert("reconciled".to_owned(), true.into());
        let shown = json!({"financial_accounts": to_accounts, "financial_transactions": []});
        record.insert("reconciliations".to_owned(), shown);
        store::update(held, &FINANCIAL_TRANSACTION, number(record), record).await?;
        nodes
            .0
            .push(financial_transactions::unrooted(record, call, held).await?);
    }
    for (side, record) in &mut accounts {
        record.insert("status".to_owned(), 3.into());
        record.insert(
            "expected_deposit_account_id".to_owned(),
            deposit_account.clone().unwrap_or_default(),
        );
        let shown = json!({"financial_transactions": to_transactions, "financial_accounts": []});
        record.insert("reconciliations".to_owned(), shown);
        store::update(held, side.resource, number(record), record).await?;
        nodes.1.push(unrooted(side, record, call, held).await?);
    }
    Ok(vec![
        ("financial_transactions".into(), Node::List(nodes.0)),
        ("financial_accounts".into(), Node::List(nodes.1)),
    ])
}

fn number(record: &Record) -> i64 {
    record.get("id").and_then(Value::as_i64).unwrap_or_default()
}

/// A transaction of one of the entity's deposit accounts.
async fn transaction(call: &Call, held: &mut SqliteConnection, entity: i64, id: i64) -> Handled<Record> {
    let found = store::find_anywhere(held, &FINANCIAL_TRANSACTION, call.account, id).await?;
    let owner = found
        .as_ref()
        .and_then(|record| record.get("deposit_account_id")?.as_i64());
    let scope = Scope {
        account: call.account,
        owner: entity,
    };
    let is_own = match owner {
        Some(owner) => store::find(held, &DEPOSIT_ACCOUNT, scope, owner).await?.is_some(),
        None => false,
    };
    found.filter(|_| is_own).ok_or_else(|| Error::RecordNotFound {
        message: "Não foi possível exibir a transação selecionada.".to_owned(),
        reason: format!("The entity has no transaction {id}."),
    })
}

/// A payable or a receivable account of the entity.
async fn account(call: &Call, held: &mut SqliteConnection, entity: i64, id: i64) -> Handled<(&'static Side, Record)> {
    let scope = Scope {
        account: call.account,
        owner: entity,
    };
    for side in [&PAYABLE, &RECEIVABLE] {
        if let Some(record) = store::find(held, side.resource, scope, id).await? {
            return Ok((side, record));
        }
    }
    Err(Error::RecordNotFound {
        message: format!(
            "Couldn't find FinancialAccount with id={id} [WHERE `financial_accounts`.`entity_id` = {entity}]"
        ),
        reason: format!("The entity has no payable or receivable account {id}."),
    })
}
