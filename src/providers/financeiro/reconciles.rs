//! Reconciling: what was paid or received meets what went through a deposit account.

use std::borrow::Cow;

use http::StatusCode;
use serde_json::{Value, json};
use sqlx::SqliteConnection;

use super::entities::ENTITY;
use super::errors::{Error, answer};
use super::financial_accounts::{self, Kind};
use super::financial_transactions::{self, FINANCIAL_TRANSACTION};
use super::request::{Handled, Request};
use super::resource::{Owner, Record, id_of, link, load_record_by, set, store};
use crate::store::StoreError;
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

fn ids(request: &Request, name: &str) -> Vec<i64> {
    let texts = request
        .parameters
        .get(name)
        .map(Parameter::as_texts)
        .unwrap_or_default();
    texts.iter().filter_map(|id| id.parse().ok()).collect()
}

/// What is reconciled with one another.
struct Selected {
    transactions: Vec<Record>,
    accounts: Vec<(&'static Kind, Record)>,
}

/// Reconciles what is selected. Ids that are not the entity's are not found.
async fn create_reconcile(request: Request) -> Handled {
    let mut connection = request.connection().await?;
    let mut transaction = connection.begin().await?;
    let (all, _) = load_record_by(&ENTITY, "entity_id", &request, &mut transaction).await?;
    let entity = all.with_id(request.path_id("entity_id"));
    let selected = selected(&request, &mut transaction, entity).await?;
    let members = reconcile(&request, &mut transaction, selected).await?;
    transaction.commit().await?;
    let document = Document::Bare("hash", Node::Hash(members));
    Ok(answer(StatusCode::OK, &document, Escaping::Raw, &request.context))
}

async fn selected(request: &Request, connection: &mut SqliteConnection, entity: Owner) -> Handled<Selected> {
    let mut selected = Selected {
        transactions: Vec::new(),
        accounts: Vec::new(),
    };
    for id in ids(request, "selected_financial_transaction_ids") {
        let found = financial_transactions::find_in_entity(connection, entity, id).await?;
        let reason = || format!("The entity has no transaction {id}.");
        let found = found.ok_or_else(|| financial_transactions::not_found(reason()))?;
        selected.transactions.push(found);
    }
    for id in ids(request, "selected_financial_account_ids") {
        let found = financial_accounts::find_in_entity(connection, entity, id).await?;
        let entity = entity.id;
        selected.accounts.push(found.ok_or_else(|| Error::RecordNotFound {
            message: format!(
                "Couldn't find FinancialAccount with id={id} [WHERE `financial_accounts`.`entity_id` = {entity}]"
            ),
            reason: format!("The entity has no payable or receivable account {id}."),
        })?);
    }
    if selected.transactions.is_empty() || selected.accounts.is_empty() {
        let reason = "`selected_financial_transaction_ids` and `selected_financial_account_ids` must both name some.";
        return Err(Error::RequestUnusable {
            reason: reason.to_owned(),
        });
    }
    Ok(selected)
}

/// Notes on both sides what each is reconciled with, and shows them.
async fn reconcile(
    request: &Request,
    connection: &mut SqliteConnection,
    selected: Selected,
) -> Result<Vec<(Cow<'static, str>, Node<'static>)>, StoreError> {
    let Selected {
        mut transactions,
        mut accounts,
    } = selected;
    let entity = request.path_text("entity_id");
    let named =
        |record: &Record, address: String| json!({"id": record.get("id"), "links": [link("self", address, "get")]});
    let of_transaction = |record: &Record| named(record, financial_transactions::address_of(record, request));
    let base_url = &request.context.base_url;
    let of_account = |(kind, record): &(&Kind, Record)| {
        let (plural, id) = (kind.resource.plural, id_of(record));
        named(record, format!("{base_url}/entities/{entity}/{plural}/{id}"))
    };
    let to_transactions: Value = transactions.iter().map(of_transaction).collect();
    let to_accounts: Value = accounts.iter().map(of_account).collect();
    let deposit_account = transactions.first().and_then(|one| one.get("deposit_account_id"));
    let deposit_account = deposit_account.cloned().unwrap_or_default();
    let mut nodes = (Vec::new(), Vec::new());
    for record in &mut transactions {
        set(record, "reconciled", true);
        let reconciliations = json!({"financial_accounts": to_accounts, "financial_transactions": []});
        set(record, "reconciliations", reconciliations);
        store::update(connection, &FINANCIAL_TRANSACTION, id_of(record), record).await?;
        nodes.0.push(financial_transactions::unrooted(record, request));
    }
    for (kind, record) in &mut accounts {
        set(record, "status", 3);
        set(record, "expected_deposit_account_id", deposit_account.clone());
        let reconciliations = json!({"financial_transactions": to_transactions, "financial_accounts": []});
        set(record, "reconciliations", reconciliations);
        store::update(connection, kind.resource, id_of(record), record).await?;
        nodes
            .1
            .push(financial_accounts::unrooted(kind, record, request, connection).await?);
    }
    Ok(vec![
        ("financial_transactions".into(), Node::List(nodes.0)),
        ("financial_accounts".into(), Node::List(nodes.1)),
    ])
}
