//! What an answer shows beside the columns: the status's name, links, and the template of a new one.

use serde_json::{Value, json};
use sqlx::SqliteConnection;

use super::{Call, Handled, Record, Side, number};
use crate::http::rails::Node;
use crate::providers::financeiro::errors::Error;
use crate::providers::financeiro::resource::{hash, link, node, rooted, scope, store};
use crate::providers::financeiro::wire::today;

/// Computes what is not stored.
pub(super) async fn complete(
    side: &Side,
    record: &mut Record,
    call: &Call,
    connection: &mut SqliteConnection,
) -> Result<(), Error> {
    let status = number(record, "status").unwrap_or(1);
    let name = usize::try_from(status - 1)
        .ok()
        .and_then(|place| side.statuses.get(place));
    record.insert("status_name".to_owned(), name.copied().into());
    for name in [
        "financial_account_taxes_attributes",
        "tax_charges",
        "custom_classifications",
    ] {
        or_empty(record, name);
    }
    for name in [
        "classification_center_classifications",
        "eletronic_invoices",
    ] {
        or_empty(record, name);
    }
    let none = json!({"financial_transactions": [], "financial_accounts": []});
    record.entry("reconciliations").or_insert(none);
    let links = links(side, record, call, connection).await?;
    record.insert("links".to_owned(), links.into());
    Ok(())
}

fn or_empty(record: &mut Record, name: &str) {
    if record.get(name).is_none_or(Value::is_null) {
        record.insert(name.to_owned(), json!([]));
    }
}

/// The address of a record.
pub(super) fn address(side: &Side, record: &Record, call: &Call) -> String {
    let entity = number(record, "entity_id").unwrap_or_default();
    let id = number(record, "id").unwrap_or_default();
    format!(
        "{}/entities/{entity}/{}/{id}",
        call.passage.base_url, side.resource.many
    )
}

async fn links(
    side: &Side,
    record: &Record,
    call: &Call,
    connection: &mut SqliteConnection,
) -> Result<Vec<Value>, Error> {
    let own = address(side, record, call);
    let mut links = vec![
        link("self", own.clone(), "get"),
        link("destroy", own.clone(), "delete"),
    ];
    let entity = number(record, "entity_id").unwrap_or_default();
    let attachments = record
        .get("attachment_id_list")
        .and_then(Value::as_array)
        .cloned()
        .unwrap_or_default();
    for id in attachments {
        links.push(link(
            "attachment",
            format!(
                "{}/entities/{entity}/attachments/{id}",
                call.passage.base_url
            ),
            "get",
        ));
    }
    match number(record, "status") {
        Some(1) => links.push(link(side.settle, format!("{own}/{}", side.settle), "put")),
        Some(2) => links.push(link(side.undo, format!("{own}/{}", side.undo), "put")),
        _ => {}
    }
    if let Some(recurrence) = number(record, "recurrence_id") {
        let all = store::recurrence(connection, side.resource, call.account, recurrence).await?;
        let place = all
            .iter()
            .position(|one| number(one, "id") == number(record, "id"))
            .unwrap_or_default();
        if let Some(next) = all.get(place + 1) {
            links.push(link("next", address(side, next, call), "get"));
        }
        if let Some(previous) = place.checked_sub(1).and_then(|place| all.get(place)) {
            links.push(link("previous", address(side, previous, call), "get"));
        }
        links.push(link(
            "destroy_recurrence",
            format!("{own}/recurrence"),
            "delete",
        ));
    }
    Ok(links)
}

/// What a new one begins with: a template of its own, with fewer keys.
pub(super) async fn template(side: &'static Side, call: Call) -> Handled {
    let mut connection = call.connection().await?;
    let scope = scope(side.resource, &call, &mut connection).await?;
    let create = format!(
        "{}/entities/{}/{}",
        call.passage.base_url, scope.owner, side.resource.many
    );
    let record = json!({
        "entity_id": scope.owner,
        "due_date": today(call.now()).to_string(),
        "occurred_at": null,
        "amount": null,
        "ticket_amount": null,
        "interest_amount": null,
        "discount_amount": null,
        "total_amount": null,
        "description": null,
        "document": null,
        "observation": null,
        "remind": false,
        "category_id": null,
        "classification_center_id": null,
        "person_id": null,
        "expected_deposit_account_id": null,
        "create_as_recurrent": "",
        "financial_account_taxes": [],
        "links": [link("create", create, "post")],
    });
    let record = record.as_object().cloned().unwrap_or_default();
    Ok(rooted(side.resource, &call, hash(&record)))
}

/// A record without its root, as one of several.
pub(in crate::providers::financeiro) async fn unrooted(
    side: &Side,
    record: &mut Record,
    call: &Call,
    connection: &mut SqliteConnection,
) -> Handled<Node> {
    complete(side, record, call, connection).await?;
    Ok(node(side.resource, record, call.profile, true))
}

/// What an attachment shows of an account that it is on: without its root, with fewer keys.
const REDUCED: [&str; 28] = [
    "id",
    "entity_id",
    "status",
    "status_name",
    "due_date",
    "occurred_at",
    "amount",
    "ticket_amount",
    "interest_amount",
    "discount_amount",
    "nominal_amount",
    "total_amount",
    "description",
    "document",
    "observation",
    "remind",
    "reminded_at",
    "category_id",
    "classification_center_id",
    "expected_deposit_account_id",
    "recurrence_id",
    "person_id",
    "created_at",
    "updated_at",
    "recurrent",
    "parcelled",
    "attachment_id_list",
    "links",
];

/// A record as an attachment shows it.
pub(in crate::providers::financeiro) async fn reduced(
    side: &Side,
    record: &mut Record,
    call: &Call,
    connection: &mut SqliteConnection,
) -> Handled<Value> {
    complete(side, record, call, connection).await?;
    let shown = |name: &&str| {
        (
            (*name).to_owned(),
            record.get(*name).cloned().unwrap_or_default(),
        )
    };
    Ok(Value::Object(REDUCED.iter().map(shown).collect()))
}
