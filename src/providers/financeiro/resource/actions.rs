//! What can be done with every resource: list, show, create, change, delete.

use axum::http::StatusCode;
use http::header;
use sqlx::{Connection as _, SqliteConnection};

use super::search::{Conditions, paging};
use super::{Draft, OnDelete, OnUpdate, Record, Resource, Scope, answers, scope, store};
use crate::http::wording::Answer;
use crate::providers::financeiro::account::Profile;
use crate::providers::financeiro::call::{Call, Handled};

/// The path's parameter that names the record itself.
const ID: &str = "id";

/// Lists a page of what the search finds.
pub(in crate::providers::financeiro) async fn list(
    resource: &'static Resource,
    call: Call,
) -> Handled {
    let mut connection = call.connection().await?;
    let scope = scope(resource, &call, &mut connection).await?;
    list_of(resource, &call, &mut connection, scope).await
}

/// Lists a page of a scope.
pub(in crate::providers::financeiro) async fn list_of(
    resource: &'static Resource,
    call: &Call,
    connection: &mut SqliteConnection,
    scope: Scope,
) -> Handled {
    let conditions = Conditions::of(resource, &call.parameters);
    let paging = paging(resource, call);
    let window = paging.map(|paging| paging.window());
    let (total, mut records) = if conditions.are_all_indexed() {
        let total = match paging {
            Some(_) => store::count(connection, resource, scope, &conditions).await?,
            None => 0,
        };
        (
            total,
            store::list(connection, resource, scope, &conditions, window).await?,
        )
    } else {
        let found = store::list(connection, resource, scope, &conditions, None).await?;
        let found = conditions.kept(found);
        let page = match window {
            Some(window) => window.of(&found).cloned().collect(),
            None => found.clone(),
        };
        (found.len() as u64, page)
    };
    if let Some(complete) = resource.complete {
        for record in &mut records {
            complete(record, call, connection).await?;
        }
    }
    let answer = answers::many(resource, call, &records);
    let address = format!("{}{}{}", call.passage.base_url, call.path, call.suffix());
    match paging.and_then(|paging| paging.links(total, &address, &call.query)) {
        Some(links) => Ok(answer.with(header::LINK, links)),
        None => Ok(answer),
    }
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
pub(in crate::providers::financeiro) async fn show(
    resource: &'static Resource,
    call: Call,
) -> Handled {
    let mut connection = call.connection().await?;
    let (_, mut record) = named(resource, &call, &mut connection).await?;
    if let Some(complete) = resource.complete {
        complete(&mut record, &call, &mut connection).await?;
    }
    if resource.one == "person" && call.profile == Profile::Docs {
        return Ok(answers::many_of(resource, &call, &[record], false));
    }
    Ok(answers::one(resource, &call, &record))
}

/// Creates one.
pub(in crate::providers::financeiro) async fn create(
    resource: &'static Resource,
    call: Call,
) -> Handled {
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
    if let Some(complete) = resource.complete {
        complete(&mut record, &call, &mut connection).await?;
    }
    Ok(answers::created(resource, &call, &record))
}

/// Changes what is sent of one; what is not sent stays.
pub(in crate::providers::financeiro) async fn update(
    resource: &'static Resource,
    call: Call,
) -> Handled {
    let mut connection = call.connection().await?;
    let (_, before) = named(resource, &call, &mut connection).await?;
    update_of(resource, &call, &mut connection, before).await
}

/// Changes what is sent of a record that was found.
pub(in crate::providers::financeiro) async fn update_of(
    resource: &'static Resource,
    call: &Call,
    connection: &mut SqliteConnection,
    before: Record,
) -> Handled {
    let sent = call.attributes(resource.envelope)?;
    let mut draft = Draft::new(resource, call, Some(before), sent);
    let mut transaction = connection.begin().await?;
    (resource.rules)(&mut draft, &mut transaction).await?;
    let mut record = draft.checked()?;
    store::update(&mut transaction, resource, call.path_id(ID), &record).await?;
    transaction.commit().await?;
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
            let address = format!("{}{}", call.passage.base_url, call.path);
            answers::located(answers::one(resource, call, record), &address)
        }
    }
}

/// Deletes one.
pub(in crate::providers::financeiro) async fn destroy(
    resource: &'static Resource,
    call: Call,
) -> Handled {
    let mut connection = call.connection().await?;
    let (scope, _) = named(resource, &call, &mut connection).await?;
    store::delete(&mut connection, resource, scope, call.path_id(ID)).await?;
    Ok(match resource.on_delete {
        OnDelete::Blank => answers::blank(&call, StatusCode::OK),
        OnDelete::NoContent => answers::no_content(),
    })
}
