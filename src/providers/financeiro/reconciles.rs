//! Reconciling: what was paid or received meets what went through a deposit account.

use http::StatusCode;
use serde_json::{Value, json};
use sqlx::{Connection as _, SqliteConnection};

use super::call::{Call, Handled};
use super::deposit_accounts::DEPOSIT_ACCOUNT;
use super::entities::ENTITY;
use super::errors::{Error, answer};
use super::financial_accounts::{PAYABLE, RECEIVABLE, Side, unrooted};
use super::financial_transactions::{self, FINANCIAL_TRANSACTION};
use super::resource::{Record, Scope, link, not_found, store};
use crate::http::endpoints::{Endpoints, operation};
use crate::http::fidelity::observed;
use crate::http::rails::{Document, Escaping, Node, Parameter};

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
    let texts = call
        .parameters
        .get(name)
        .map(Parameter::as_texts)
        .unwrap_or_default();
    texts.iter().filter_map(|id| id.parse().ok()).collect()
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
    if store::find(&mut held, &ENTITY, all, entity)
        .await?
        .is_none()
    {
        return Err(not_found(&ENTITY, all, call.path_text("entity_id"), &call));
    }
    let mut transactions = Vec::new();
    for id in ids(&call, "selected_financial_transaction_ids") {
        transactions.push(transaction(&call, &mut held, entity, id).await?);
    }
    let mut accounts: Vec<(&Side, Record)> = Vec::new();
    for id in ids(&call, "selected_financial_account_ids") {
        accounts.push(account(&call, &mut held, entity, id).await?);
    }
    if transactions.is_empty() || accounts.is_empty() {
        let reason = "`selected_financial_transaction_ids` and `selected_financial_account_ids` must both name some.";
        return Err(Error::RequestUnusable {
            reason: reason.to_owned(),
        });
    }
    let links = |records: Vec<(Option<Value>, String)>| -> Value {
        let links = records
            .into_iter()
            .map(|(id, address)| json!({"id": id, "links": [link("self", address, "get")]}));
        links.collect()
    };
    let entity_text = entity.to_string();
    let to_transactions = links(
        transactions
            .iter()
            .map(|one| {
                (
                    one.get("id").cloned(),
                    financial_transactions::address(one, &entity_text, &call),
                )
            })
            .collect(),
    );
    let to_accounts = links(
        accounts
            .iter()
            .map(|(side, one)| {
                let address = format!(
                    "{}/entities/{entity}/{}/{}",
                    call.passage.base_url, side.resource.many, one["id"]
                );
                (one.get("id").cloned(), address)
            })
            .collect(),
    );
    let deposit_account = transactions
        .first()
        .and_then(|one| one.get("deposit_account_id"))
        .cloned();
    let mut nodes = (Vec::new(), Vec::new());
    for record in &mut transactions {
        record.insert("reconciled".to_owned(), true.into());
        let shown = json!({"financial_accounts": to_accounts, "financial_transactions": []});
        record.insert("reconciliations".to_owned(), shown);
        store::update(&mut held, &FINANCIAL_TRANSACTION, number(record), record).await?;
        nodes
            .0
            .push(financial_transactions::unrooted(record, &call, &mut held).await?);
    }
    for (side, record) in &mut accounts {
        record.insert("status".to_owned(), 3.into());
        record.insert(
            "expected_deposit_account_id".to_owned(),
            deposit_account.clone().unwrap_or_default(),
        );
        let shown = json!({"financial_transactions": to_transactions, "financial_accounts": []});
        record.insert("reconciliations".to_owned(), shown);
        store::update(&mut held, side.resource, number(record), record).await?;
        nodes
            .1
            .push(unrooted(side, record, &call, &mut held).await?);
    }
    held.commit().await?;
    let members = vec![
        ("financial_transactions".into(), Node::List(nodes.0)),
        ("financial_accounts".into(), Node::List(nodes.1)),
    ];
    let document = Document::Bare("hash", Node::Hash(members));
    Ok(answer(
        StatusCode::OK,
        &document,
        Escaping::Raw,
        &call.passage,
    ))
}

fn number(record: &Record) -> i64 {
    record.get("id").and_then(Value::as_i64).unwrap_or_default()
}

/// A transaction of one of the entity's deposit accounts.
async fn transaction(
    call: &Call,
    held: &mut SqliteConnection,
    entity: i64,
    id: i64,
) -> Handled<Record> {
    let found = store::find_anywhere(held, &FINANCIAL_TRANSACTION, call.account, id).await?;
    let owner = found
        .as_ref()
        .and_then(|record| record.get("deposit_account_id")?.as_i64());
    let scope = Scope {
        account: call.account,
        owner: entity,
    };
    let is_own = match owner {
        Some(owner) => store::find(held, &DEPOSIT_ACCOUNT, scope, owner)
            .await?
            .is_some(),
        None => false,
    };
    found
        .filter(|_| is_own)
        .ok_or_else(|| Error::RecordNotFound {
            message: "Não foi possível exibir a transação selecionada.".to_owned(),
            reason: format!("The entity has no transaction {id}."),
        })
}

/// A payable or a receivable account of the entity.
async fn account(
    call: &Call,
    held: &mut SqliteConnection,
    entity: i64,
    id: i64,
) -> Handled<(&'static Side, Record)> {
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
