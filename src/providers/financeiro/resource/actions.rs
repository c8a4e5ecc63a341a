//! What can be done with every resource: list, show, create, change, delete.

use axum::http::StatusCode;
use http::header;
use sqlx::SqliteConnection;

use super::search::{Conditions, paging};
use super::{Draft, OnDelete, OnUpdate, Record, Resource, Scope, Stored, answers, render, scope, store};
use crate::providers::financeiro::account::Profile;
use crate::providers::financeiro::call::{Call, Handled};
use crate::providers::financeiro::errors::Error;
use crate::providers::financeiro::webhooks::announce;
use crate::store::Connection;
use crate::web::rails::Node;
use crate::web::wording::Answer;

/// The path's parameter that names the record itself.
const ID: &str = "id";

/// Lists a page of what the search finds.
pub(in crate::providers::financeiro) async fn list(resource: &'static Resource, call: Call) -> Handled {
    let conditions = Conditions::of(resource, &call.parameters)?;
    let paging = paging(resource, &call);
    let window = paging.map(|paging| paging.window());
    let page = {
        let mut connection = call.connection().await?;
        let scope = scope(resource, &call, &mut connection).await?;
        store::page(&mut connection, resource, scope, &conditions, window).await?
    };
    let nodes = nodes(resource, &call, &page.records, true).await?;
    let answer = answers::many_of(resource, &call, nodes);
    let address = format!("{}{}{}", call.context.base_url, call.path, call.suffix());
    match paging.and_then(|paging| paging.links(page.total, &address, &call.query)) {
        Some(links) => Ok(answer.with(header::LINK, links)),
        None => Ok(answer),
    }
}

/// What is shown of records. The world's connection is free meanwhile for others, but for the records of which
/// something has to be looked up.
async fn nodes<'a>(
    resource: &'static Resource,
    call: &Call,
    records: &'a [Stored],
    are_listed: bool,
) -> Handled<Vec<Node<'a>>> {
    let mut nodes = Vec::with_capacity(records.len());
    let mut unfinished = Vec::new();
    for (place, stored) in records.iter().enumerate() {
        let members = stored.members()?;
        let computed = match (resource.compute, resource.complete) {
            (Some(compute), _) => compute(&members, call),
            (None, None) => Some(Vec::new()),
            (None, Some(_)) => None,
        };
        if computed.is_none() {
            unfinished.push(place);
        }
        let computed = computed.unwrap_or_default();
        let shown = (call.profile, are_listed);
        nodes.push(render::stored_node(resource, &members, computed, shown)?);
    }
    let Some(complete) = resource.complete.filter(|_| !unfinished.is_empty()) else {
        return Ok(nodes);
    };
    let mut connection = call.connection().await?;
    for place in unfinished {
        let mut record = records[place].record()?;
        complete(&mut record, call, &mut connection).await?;
        nodes[place] = render::node(resource, &record, call.profile, are_listed);
    }
    Ok(nodes)
}

/// The record that the path names.
pub(in crate::providers::financeiro) async fn named(
    resource: &'static Resource,
    call: &Call,
    connection: &mut SqliteConnection,
) -> Handled<(Scope, Record)> {
    let scope = scope(resource, call, connection).await?;
    match store::find(connection, resource, scope, call.path_id(ID)).await? {
        Some(record) => Ok((scope, record)),
        None => Err(super::scope::missing(resource, scope, call, connection).await?),
    }
}

/// Shows one. In the profile of the documentation a person comes as a list of one.
pub(in crate::providers::financeiro) async fn show(resource: &'static Resource, call: Call) -> Handled {
    if let Some(found) = store::find_together(resource, &call).await? {
        return shown(resource, &call, found).await;
    }
    let found = {
        let mut connection = call.connection().await?;
        let scope = scope(resource, &call, &mut connection).await?;
        match store::find_stored(&mut connection, resource, scope, call.path_id(ID)).await? {
            Some(found) => found,
            None => {
                return Err(super::scope::missing(resource, scope, &call, &mut connection).await?);
            }
        }
    };
    shown(resource, &call, found).await
}

/// Shows a record that was found.
pub(in crate::providers::financeiro) async fn shown(
    resource: &'static Resource,
    call: &Call,
    found: Stored,
) -> Handled {
    let found = [found];
    let mut nodes = nodes(resource, call, &found, false).await?;
    if resource.one == "person" && call.profile == Profile::Docs {
        return Ok(answers::many_of(resource, call, nodes));
    }
    Ok(answers::rooted(resource, call, nodes.remove(0)))
}

/// Creates one.
pub(in crate::providers::financeiro) async fn create(resource: &'static Resource, call: Call) -> Handled {
    let mut connection = call.connection().await?;
    let scope = scope(resource, &call, &mut connection).await?;
    let sent = call.attributes(resource.envelope)?;
    let mut draft = Draft::new(resource, &call, None, sent);
    draft.own(resource, scope);
    let mut transaction = connection.begin().await?;
    (resource.rules)(&mut draft, &mut transaction).await?;
    let mut record = draft.checked()?;
    store::insert(&mut transaction, resource, scope, &mut record).await?;
    transaction.commit().await?;
    announce(resource, &call, &mut connection, ("created", &record)).await;
    if let Some(complete) = resource.complete {
        complete(&mut record, &call, &mut connection).await?;
    }
    Ok(answers::created(resource, &call, &record))
}

/// Changes what is sent of one; what is not sent stays.
pub(in crate::providers::financeiro) async fn update(resource: &'static Resource, call: Call) -> Handled {
    let mut connection = call.connection().await?;
    let (_, before) = named(resource, &call, &mut connection).await?;
    update_of(resource, &call, &mut connection, before).await
}

/// Changes what is sent of a record that was found.
pub(in crate::providers::financeiro) async fn update_of(
    resource: &'static Resource,
    call: &Call,
    connection: &mut Connection<'_>,
    before: Record,
) -> Handled {
    let sent = call.attributes(resource.envelope)?;
    let mut draft = Draft::new(resource, call, Some(before), sent);
    let mut transaction = connection.begin().await?;
    (resource.rules)(&mut draft, &mut transaction).await?;
    let mut record = draft.checked()?;
    store::update(&mut transaction, resource, call.path_id(ID), &record).await?;
    transaction.commit().await?;
    announce(resource, call, connection, ("updated", &record)).await;
    if let Some(complete) = resource.complete {
        complete(&mut record, call, connection).await?;
    }
    Ok(updated(resource, call, &record))
}

/// What a change answers.
pub(super) fn updated(resource: &Resource, call: &Call, record: &Record) -> Answer {
    match resource.on_update {
        OnUpdate::Blank => answers::blank(call, StatusCode::OK),
        OnUpdate::Object => answers::one(resource, call, record),
        OnUpdate::ObjectAndLocation => {
            let address = format!("{}{}", call.context.base_url, call.path);
            answers::located(answers::one(resource, call, record), &address)
        }
    }
}

/// Deletes those of a scope's records that are selected.
pub(in crate::providers::financeiro) async fn destroy_selected(
    resource: &'static Resource,
    call: &Call,
    connection: &mut SqliteConnection,
    (scope, ids): (Scope, &[i64]),
) -> Result<(), Error> {
    let mut told = Vec::new();
    if call
        .webhook_sender
        .as_ref()
        .is_some_and(|webhook_sender| webhook_sender.is_allowed_any())
    {
        for id in ids {
            told.extend(store::find(connection, resource, scope, *id).await?);
        }
    }
    store::delete_selected(connection, resource, scope, ids).await?;
    for record in &told {
        announce(resource, call, connection, ("destroyed", record)).await;
    }
    Ok(())
}

/// Deletes one.
pub(in crate::providers::financeiro) async fn destroy(resource: &'static Resource, call: Call) -> Handled {
    let mut connection = call.connection().await?;
    let (scope, _) = named(resource, &call, &mut connection).await?;
    destroy_selected(resource, &call, &mut connection, (scope, &[call.path_id(ID)])).await?;
    Ok(match resource.on_delete {
        OnDelete::Blank => answers::blank(&call, StatusCode::OK),
        OnDelete::NoContent => answers::no_content(),
    })
}
