//! What can be done with every resource: list, show, create, change, delete.

use axum::http::StatusCode;
use http::header;
use sqlx::SqliteConnection;

use super::changeset::Changeset;
use super::description::{AlsoMade, OnDelete, OnUpdate, Resource, Validation};
use super::lookup::{ID, find_owner, load_record, load_stored_by};
use super::owner::Owner;
use super::record::{Record, StoredRecord, id_of};
use super::search::{Conditions, paging};
use super::{answers, render, store};
use crate::providers::financeiro::account::Profile;
use crate::providers::financeiro::request::{Handled, Request};
use crate::store::{Connection, StoreError};
use crate::web::rails::Node;
use crate::web::wording::Answer;

/// Lists a page of what the search finds.
pub(crate) async fn list(resource: &'static Resource, request: Request) -> Handled {
    let conditions = Conditions::of(resource, &request.parameters)?;
    let paging = paging(resource, &request);
    let window = paging.map(|paging| paging.window());
    let page = {
        let mut connection = request.connection().await?;
        let owner = find_owner(resource, &request, &mut connection).await?;
        store::page(&mut connection, resource, owner, &conditions, window).await?
    };
    let nodes = nodes(resource, &request, &page.records, true).await?;
    let answer = answers::list_answer_of(resource, &request, nodes);
    let address = format!("{}{}{}", request.context.base_url, request.path, request.suffix());
    match paging.and_then(|paging| paging.links(page.total, &address, &request.query)) {
        Some(links) => Ok(answer.with(header::LINK, links)),
        None => Ok(answer),
    }
}

/// Shows one.
pub(crate) async fn show(resource: &'static Resource, request: Request) -> Handled {
    let found = match store::find_by_id(resource, &request).await? {
        Some(found) => found,
        None => {
            let mut connection = request.connection().await?;
            load_stored_by(resource, ID, &request, &mut connection).await?.1
        }
    };
    let found = [found];
    let mut nodes = nodes(resource, &request, &found, false).await?;
    if resource.is_shown_as_list_in_docs && request.profile == Profile::Docs {
        return Ok(answers::list_answer_of(resource, &request, nodes));
    }
    Ok(answers::node_answer(resource, &request, nodes.remove(0)))
}

/// What is shown of records. The world's connection is free meanwhile for others, but for the records of which
/// something has to be looked up.
async fn nodes<'a>(
    resource: &'static Resource,
    request: &Request,
    records: &'a [StoredRecord],
    are_listed: bool,
) -> Handled<Vec<Node<'a>>> {
    let mut nodes = Vec::with_capacity(records.len());
    let mut unfinished = Vec::new();
    for (place, stored) in records.iter().enumerate() {
        let members = stored.members()?;
        let computed = match (resource.compute, resource.add_computed) {
            (Some(compute), _) => compute(&members, request),
            (None, None) => Some(Vec::new()),
            (None, Some(_)) => None,
        };
        if computed.is_none() {
            unfinished.push(place);
        }
        let computed = computed.unwrap_or_default();
        let shown = (request.profile, are_listed);
        nodes.push(render::stored_node(resource, &members, computed, shown)?);
    }
    let Some(add_computed) = resource.add_computed.filter(|_| !unfinished.is_empty()) else {
        return Ok(nodes);
    };
    let mut connection = request.connection().await?;
    for place in unfinished {
        let mut record = records[place].record()?;
        add_computed(&mut record, request, &mut connection).await?;
        nodes[place] = render::node(resource, &record, request.profile, are_listed);
    }
    Ok(nodes)
}

/// Creates one.
pub(crate) async fn create(resource: &'static Resource, request: Request) -> Handled {
    let mut connection = request.connection().await?;
    let owner = find_owner(resource, &request, &mut connection).await?;
    let attributes = request.attributes(resource.singular)?;
    let changes = Changeset::new(resource.fields, &request, None, attributes);
    let record = save(resource, &mut connection, owner, changes).await?;
    let shown_as = resource.created_as.unwrap_or(resource);
    Ok(answers::created_answer(shown_as, &request, &record))
}

/// Changes what is sent of one; what is not sent stays.
pub(crate) async fn update(resource: &'static Resource, request: Request) -> Handled {
    let mut connection = request.connection().await?;
    let (owner, before) = load_record(resource, &request, &mut connection).await?;
    let attributes = request.attributes(resource.singular)?;
    let changes = Changeset::new(resource.fields, &request, Some(before), attributes);
    let record = save(resource, &mut connection, owner, changes).await?;
    let shown_as = resource.updated_as.unwrap_or(resource);
    Ok(match resource.on_update {
        OnUpdate::Blank => answers::blank_answer(&request, StatusCode::OK),
        OnUpdate::Object => answers::record_answer(shown_as, &request, &record),
        OnUpdate::ObjectAndLocation => {
            let address = format!("{}{}", request.context.base_url, request.path);
            answers::with_location(answers::record_answer(shown_as, &request, &record), &address)
        }
    })
}

/// Validates a record and stores it with what follows from it, as a new one or in the place of the one that was there.
/// Answers with the record as it is shown.
pub(crate) async fn save(
    resource: &'static Resource,
    connection: &mut Connection<'_>,
    owner: Owner,
    mut changes: Changeset<'_>,
) -> Handled<Record> {
    let request = changes.request;
    let is_new = changes.is_new();
    let mut transaction = connection.begin().await?;
    if is_new {
        changes.set(resource.owner_column(), owner.id);
    }
    match resource.validate {
        Validation::Record(validate) => validate(&mut changes),
        Validation::Store(validate) => validate(&mut changes, &mut transaction).await?,
    }
    let mut record = changes.validated()?;
    match resource.insert.filter(|_| is_new) {
        Some(insert) => record = insert(resource, owner, record, &mut transaction).await?,
        None if is_new => {
            store::insert(&mut transaction, resource, owner, &mut record).await?;
        }
        None => store::update(&mut transaction, resource, id_of(&record), &record).await?,
    }
    let also_made = after_save(resource, &mut record, owner, &mut transaction).await?;
    transaction.commit().await?;
    if let Some((resource, record)) = also_made {
        notify(resource, request, connection, ("created", &record)).await;
    }
    notify(
        resource,
        request,
        connection,
        (if is_new { "created" } else { "updated" }, &record),
    )
    .await;
    if let Some(add_computed) = resource.add_computed {
        add_computed(&mut record, request, connection).await?;
    }
    Ok(record)
}

/// Deletes one.
pub(crate) async fn destroy(resource: &'static Resource, request: Request) -> Handled {
    let mut connection = request.connection().await?;
    let (owner, _) = load_record(resource, &request, &mut connection).await?;
    destroy_records(resource, &request, &mut connection, (owner, &[request.path_id(ID)])).await?;
    Ok(match resource.on_delete {
        OnDelete::Blank => answers::blank_answer(&request, StatusCode::OK),
        OnDelete::Empty => Answer::empty(StatusCode::OK),
        OnDelete::NoContent => answers::no_content(),
    })
}

/// Deletes those that `selected_ids` names.
pub(crate) async fn destroy_selected(resource: &'static Resource, request: Request) -> Handled {
    let mut connection = request.connection().await?;
    let owner = find_owner(resource, &request, &mut connection).await?;
    let ids = request.selected_ids();
    destroy_records(resource, &request, &mut connection, (owner, &ids)).await?;
    Ok(answers::blank_answer(&request, StatusCode::OK))
}

/// Deletes records of one owner. Ids that are not there are left out.
pub(crate) async fn destroy_records(
    resource: &'static Resource,
    request: &Request,
    connection: &mut SqliteConnection,
    (owner, ids): (Owner, &[i64]),
) -> Result<(), StoreError> {
    let mut told = Vec::new();
    if request
        .webhook_sender
        .as_ref()
        .is_some_and(|webhook_sender| webhook_sender.is_allowed_any())
    {
        for id in ids {
            told.extend(store::find(connection, resource, owner, *id).await?);
        }
    }
    store::delete_selected(connection, resource, owner, ids).await?;
    for record in &told {
        notify(resource, request, connection, ("destroyed", record)).await;
    }
    Ok(())
}

/// Tells whom it may concern that a record was `created`, `updated` or `destroyed`, once that is committed.
pub(crate) async fn notify(
    resource: &'static Resource,
    request: &Request,
    connection: &mut SqliteConnection,
    change: (&'static str, &Record),
) {
    if let Some(notify) = resource.notify {
        notify(resource, request, connection, change).await;
    }
}

/// Makes what follows from a record that was written, and stores the record again where that has changed it.
async fn after_save(
    resource: &Resource,
    record: &mut Record,
    owner: Owner,
    connection: &mut SqliteConnection,
) -> AlsoMade {
    let Some(after_save) = resource.after_save else {
        return Ok(None);
    };
    let also_made = after_save(record, owner, connection).await?;
    if also_made.is_some() {
        store::update(connection, resource, id_of(record), record).await?;
    }
    Ok(also_made)
}
