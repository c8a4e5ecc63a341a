//! What an answer shows beside the columns: the status's name, links, and the template of a new one.

use serde_json::{Value, json};
use sqlx::SqliteConnection;

use super::kind::Kind;
use super::store;
use crate::providers::financeiro::request::{Handled, Request};
use crate::providers::financeiro::resource::{
    Members, Record, empty_lists, find_owner, has, hash, id_of, ids_of, link, links, node, node_answer, number_of, set,
};
use crate::providers::financeiro::wire::today;
use crate::store::StoreError;
use crate::web::rails::Node;

/// Computes what is not stored.
pub(super) async fn add_computed(
    kind: &Kind,
    record: &mut Record,
    request: &Request,
    connection: &mut SqliteConnection,
) -> Result<(), StoreError> {
    let status = number_of(record, "status").unwrap_or(1);
    set(record, "status_name", kind.status_name(status));
    for name in LISTS {
        if !has(record, name) {
            set(record, name, json!([]));
        }
    }
    let none = json!({"financial_transactions": [], "financial_accounts": []});
    record.entry("reconciliations").or_insert(none);
    let (entity, id) = (number_of(record, "entity_id").unwrap_or_default(), id_of(record));
    let mut links = own_links(
        kind,
        (entity, id, status),
        &ids_of(record, "attachment_id_list"),
        request,
    );
    if let Some(recurrence) = number_of(record, "recurrence_id") {
        let all = format!(
            "{}/entities/{entity}/{}",
            request.context.base_url, kind.resource.plural
        );
        let (next, previous) = store::neighbors(connection, kind.resource, recurrence, record).await?;
        links.extend(next.map(|next| ("next", format!("{all}/{next}"), "get")));
        links.extend(previous.map(|previous| ("previous", format!("{all}/{previous}"), "get")));
        links.push(("destroy_recurrence", format!("{all}/{id}/recurrence"), "delete"));
    }
    let links = links
        .into_iter()
        .map(|(relation, address, method)| link(relation, address, method));
    set(record, "links", links.collect::<Value>());
    Ok(())
}

/// The same of a record as it is stored; `None` of an instance of a recurrence, whose links lead to others.
pub(super) fn compute<'a>(
    kind: &'static Kind,
    members: &Members<'a>,
    request: &Request,
) -> Option<Vec<(&'static str, Node<'a>)>> {
    if members.number("recurrence_id").is_some() {
        return None;
    }
    let status = members.number("status").unwrap_or(1);
    let account = (members.number("entity_id")?, members.id, status);
    let own = own_links(kind, account, &members.ids("attachment_id_list"), request);
    let status_name = kind.status_name(status).unwrap_or_default();
    let mut computed = vec![("links", links(own)), ("status_name", Node::text(status_name))];
    computed.extend(empty_lists(members, &LISTS));
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
fn own_links(kind: &Kind, (entity, id, status): (i64, i64, i64), attachments: &[i64], request: &Request) -> Vec<Link> {
    let base = &request.context.base_url;
    let own = format!("{base}/entities/{entity}/{}/{id}", kind.resource.plural);
    let attachment = |id: &i64| {
        (
            "attachment",
            format!("{base}/entities/{entity}/attachments/{id}"),
            "get",
        )
    };
    let settling = match status {
        1 => Some((kind.settle, format!("{own}/{}", kind.settle), "put")),
        2 => Some((kind.undo, format!("{own}/{}", kind.undo), "put")),
        _ => None,
    };
    [("self", own.clone(), "get"), ("destroy", own, "delete")]
        .into_iter()
        .chain(attachments.iter().map(attachment))
        .chain(settling)
        .collect()
}

/// What a new one begins with: a template of its own, with fewer keys.
pub(super) async fn template(kind: &'static Kind, request: Request) -> Handled {
    let mut connection = request.connection().await?;
    let owner = find_owner(kind.resource, &request, &mut connection).await?;
    let create = format!(
        "{}/entities/{}/{}",
        request.context.base_url, owner.id, kind.resource.plural
    );
    let record = json!({
        "entity_id": owner.id,
        "due_date": today(request.now()).to_string(),
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
    Ok(node_answer(kind.resource, &request, hash(&record)))
}

/// A record without its root, as one of several.
pub(crate) async fn unrooted(
    kind: &Kind,
    record: &mut Record,
    request: &Request,
    connection: &mut SqliteConnection,
) -> Result<Node<'static>, StoreError> {
    add_computed(kind, record, request, connection).await?;
    Ok(node(kind.resource, record, request.profile, true))
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
pub(crate) async fn reduced(
    kind: &Kind,
    record: &mut Record,
    request: &Request,
    connection: &mut SqliteConnection,
) -> Result<Value, StoreError> {
    add_computed(kind, record, request, connection).await?;
    let shown = |name: &&str| ((*name).to_owned(), record.get(*name).cloned().unwrap_or_default());
    Ok(Value::Object(REDUCED.iter().map(shown).collect()))
}
