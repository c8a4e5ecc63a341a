//! What an answer shows beside the columns: the status's name, links, and the template of a new one.

use serde_json::{Value, json};
use sqlx::SqliteConnection;

use super::{Call, Handled, Record, Side, number};
use crate::providers::financeiro::errors::Error;
use crate::providers::financeiro::resource::{Members, hash, link, links, node, rooted, scope, store};
use crate::providers::financeiro::wire::today;
use crate::web::rails::Node;

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
    for name in LISTS {
        or_empty(record, name);
    }
    let none = json!({"financial_transactions": [], "financial_accounts": []});
    record.entry("reconciliations").or_insert(none);
    let links = all_links(side, record, call, connection).await?;
    let links = links
        .into_iter()
        .map(|(relation, address, method)| link(relation, address, method));
    record.insert("links".to_owned(), links.collect());
    Ok(())
}

fn or_empty(record: &mut Record, name: &str) {
    if record.get(name).is_none_or(Value::is_null) {
        record.insert(name.to_owned(), json!([]));
    }
}

/// The same of a record as it is stored; `None` of an instance of a recurrence, whose links lead to others.
pub(super) fn compute<'a>(
    side: &'static Side,
    members: &Members<'a>,
    call: &Call,
) -> Option<Vec<(&'static str, Node<'a>)>> {
    if members.number("recurrence_id").is_some() {
        return None;
    }
    let status = members.number("status").unwrap_or(1);
    let name = usize::try_from(status - 1)
        .ok()
        .and_then(|place| side.statuses.get(place));
    let own = own_links(
        side,
        (members.number("entity_id")?, members.id, status),
        &members.ids("attachment_id_list"),
        call,
    );
    let mut computed = vec![
        ("links", links(own)),
        ("status_name", Node::text(name.copied().unwrap_or_default())),
    ];
    let lists = LISTS.into_iter().filter(|name| !members.has(name));
    computed.extend(lists.map(|name| (name, Node::List(Vec::new()))));
    if !members.has("reconciliations") {
        let none = |name: &'static str| (name.into(), Node::List(Vec::new()));
        let both = vec![none("financial_transactions"), none("financial_accounts")];
        computed.push(("reconciliations", Node::Hash(both)));
    }
    Some(computed)
}

/// What is empty as long as nothing is in it.
const LISTS: [&str; 5] = [
    "financial_account_taxes_attributes",
    "tax_charges",
    "custom_classifications",
    "classification_center_classifications",
    "eletronic_invoices",
];

type Link = (&'static str, String, &'static str);

/// The links that lead to no other instance.
fn own_links(side: &Side, (entity, id, status): (i64, i64, i64), attachments: &[i64], call: &Call) -> Vec<Link> {
    let base = &call.context.base_url;
    let own = format!("{base}/entities/{entity}/{}/{id}", side.resource.many);
    let attachment = |id: &i64| {
        (
            "attachment",
            format!("{base}/entities/{entity}/attachments/{id}"),
            "get",
        )
    };
    let settling = match status {
        1 => Some((side.settle, format!("{own}/{}", side.settle), "put")),
        2 => Some((side.undo, format!("{own}/{}", side.undo), "put")),
        _ => None,
    };
    [("self", own.clone(), "get"), ("destroy", own, "delete")]
        .into_iter()
        .chain(attachments.iter().map(attachment))
        .chain(settling)
        .collect()
}

async fn all_links(
    side: &Side,
    record: &Record,
    call: &Call,
    connection: &mut SqliteConnection,
) -> Result<Vec<Link>, Error> {
    let entity = number(record, "entity_id").unwrap_or_default();
    let id = number(record, "id").unwrap_or_default();
    let status = number(record, "status").unwrap_or(1);
    let attachments = record.get("attachment_id_list").and_then(Value::as_array);
    let attachments: Vec<i64> = attachments
        .map(|ids| ids.iter().filter_map(Value::as_i64).collect())
        .unwrap_or_default();
    let mut links = own_links(side, (entity, id, status), &attachments, call);
    if let Some(recurrence) = number(record, "recurrence_id") {
        let all = format!("{}/entities/{entity}/{}", call.context.base_url, side.resource.many);
        let (next, previous) = store::neighbors(connection, side.resource, recurrence, record).await?;
        links.extend(next.map(|next| ("next", format!("{all}/{next}"), "get")));
        links.extend(previous.map(|previous| ("previous", format!("{all}/{previous}"), "get")));
        links.push(("destroy_recurrence", format!("{all}/{id}/recurrence"), "delete"));
    }
    Ok(links)
}

/// What a new one begins with: a template of its own, with fewer keys.
pub(super) async fn template(side: &'static Side, call: Call) -> Handled {
    let mut connection = call.connection().await?;
    let scope = scope(side.resource, &call, &mut connection).await?;
    let create = format!(
        "{}/entities/{}/{}",
        call.context.base_url, scope.owner, side.resource.many
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
) -> Handled<Node<'static>> {
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
    let shown = |name: &&str| ((*name).to_owned(), record.get(*name).cloned().unwrap_or_default());
    Ok(Value::Object(REDUCED.iter().map(shown).collect()))
}
