//! Attachments: files beside payable and receivable accounts.
//!
//! LIMITATIONS
//! * A download leads to an address of Areia's own, which takes the same token, where the vendor's led to a store of
//!   files elsewhere.
//! * An attachment shows the payable and receivable accounts that it is on, as it was recorded to; those of its
//!   transactions it does not show, but they show it.
//! * A file that comes in a form has the server's bound, one in an XML body 16 MB.

mod form;
mod ties;

use axum::response::{IntoResponse as _, Response};
use futures_util::FutureExt as _;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use serde_json::{Value, json};
use sqlx::SqliteConnection;

use super::call::{Call, Handled};
use super::errors::{Error, JSON};
use super::financial_accounts::reduced;
use super::resource::{
    Described, Draft, Family, Order, Owner, Record, Resource, Scope, Shown, blank, created, datetime, hash, ids,
    integer, link, list, lists, named, nested, one, rooted, says_nothing, scope, show, shows, store, taking, text,
};
use super::webhooks::announce;
use crate::web::endpoints::{Endpoints, operation};
use crate::web::fidelity::{designed, observed};
use crate::web::streaming::{UploadStream, send_file};
use crate::web::wording::Answer;
use form::Sent;

/// An attachment.
pub(super) static ATTACHMENT: Resource = Resource {
    table: "financeiro_attachment",
    family: Family::Template,
    owner: Owner::Entity,
    order: Order::Descending,
    fields: &[
        integer("id"),
        integer("entity_id"),
        text("title").written(),
        text("attachment_file_name"),
        text("attachment_content_type"),
        integer("attachment_file_size"),
        datetime("created_at"),
        datetime("updated_at"),
        text("download_url"),
        nested("attachables"),
        nested("links"),
        ids(ties::ACCOUNTS).shown(Shown::Never),
        ids(ties::TRANSACTIONS).shown(Shown::Never),
    ],
    complete: Some(|record, call, connection| complete(record, call, connection).boxed()),
    ..Resource::usual("attachment", "attachments", "Attachment")
};

struct Attachments;

impl Described for Attachments {
    fn resource() -> &'static Resource {
        &ATTACHMENT
    }
}

/// The operations.
pub(super) fn endpoints() -> Endpoints {
    type T = Attachments;
    let seen = observed("recorded traffic of 2015 to 2017");
    let (many, single) = (
        "/entities/{entity_id}/attachments",
        "/entities/{entity_id}/attachments/{id}",
    );
    let create = taking::<T>(shows::<T>(
        ("createAttachment", "Send a file"),
        seen,
        StatusCode::CREATED,
    ));
    let update = taking::<T>(shows::<T>(
        ("updateAttachment", "Change a title or send the file again"),
        seen,
        StatusCode::OK,
    ));
    let content = operation(
        "readAttachment",
        "Read a file",
        designed("stands for the vendor's store of files"),
    );
    Endpoints::new()
        .get(
            many,
            |call| list(&ATTACHMENT, call),
            lists::<T>(("listAttachments", "List an entity's attachments"), seen),
        )
        .get(
            "/entities/{entity_id}/attachments/new",
            new_attachment,
            shows::<T>(
                ("newAttachment", "Show what a new attachment begins with"),
                seen,
                StatusCode::OK,
            ),
        )
        .get(
            single,
            |call| show(&ATTACHMENT, call),
            shows::<T>(("showAttachment", "Show an attachment"), seen, StatusCode::OK),
        )
        .get(
            "/entities/{entity_id}/attachments/{id}/download",
            download,
            operation("downloadAttachment", "Be led to the file", seen)
                .answers_with(StatusCode::FOUND, "application/json"),
        )
        .get(
            "/entities/{entity_id}/attachments/{id}/content",
            content_of,
            content.answers_with(StatusCode::OK, "application/octet-stream"),
        )
        .post(many, create_attachment, create.takes_upload())
        .put(single, update_attachment, update.takes_upload())
        .delete(
            single,
            delete_attachment,
            says_nothing(("deleteAttachment", "Delete an attachment"), seen),
        )
}

/// What a new attachment begins with, seven keys.
async fn new_attachment(call: Call) -> Handled {
    let mut connection = call.connection().await?;
    let scope = scope(&ATTACHMENT, &call, &mut connection).await?;
    let create = format!("{}/entities/{}/attachments", call.context.base_url, scope.owner);
    let record = json!({
        "entity_id": scope.owner,
        "title": null,
        "attachment_file_name": null,
        "attachment_content_type": null,
        "attachment_file_size": null,
        "attachables": [],
        "links": [link("create", create, "post")],
    });
    Ok(rooted(
        &ATTACHMENT,
        &call,
        hash(&record.as_object().cloned().unwrap_or_default()),
    ))
}

/// Takes a file in while others call; then the attachment is made of it at once, or nothing stays.
async fn create_attachment(headers: HeaderMap, inflow: UploadStream, mut call: Call) -> Handled {
    let world = call.world().clone();
    scope(&ATTACHMENT, &call, &mut *call.connection().await?).await?;
    let mut file = form::take(&world.store, (&headers, &inflow), &mut call).await?;
    let created = create(&call, &mut file).await;
    discard(file).await?;
    created
}

async fn create(call: &Call, file: &mut Option<Sent<'_>>) -> Handled {
    let mut connection = call.connection().await?;
    // The entity may have gone while the file came.
    let scope = scope(&ATTACHMENT, call, &mut connection).await?;
    let mut draft = Draft::new(&ATTACHMENT, call, None, call.attributes("attachment")?);
    draft.own(&ATTACHMENT, scope);
    note(&mut draft, file.as_ref());
    if file.is_none() {
        // With a full stop, unlike every other.
        draft.invalid.add("attachment", "não pode ser vazio.");
    }
    let sent = std::mem::take(&mut draft.sent);
    let mut record = draft.checked()?;
    let mut transaction = connection.begin().await?;
    let id = store::insert(&mut transaction, &ATTACHMENT, scope, &mut record).await?;
    keep(&mut transaction, id, file.take()).await?;
    ties::tie(&mut transaction, scope, &mut record, &sent).await?;
    store::update(&mut transaction, &ATTACHMENT, id, &record).await?;
    transaction.commit().await?;
    announce(&ATTACHMENT, call, &mut connection, ("created", &record)).await;
    complete(&mut record, call, &mut connection).await?;
    Ok(created(&ATTACHMENT, call, &record))
}

async fn update_attachment(headers: HeaderMap, inflow: UploadStream, mut call: Call) -> Handled {
    let world = call.world().clone();
    named(&ATTACHMENT, &call, &mut *call.connection().await?).await?;
    let mut file = form::take(&world.store, (&headers, &inflow), &mut call).await?;
    let updated = update(&call, &mut file).await;
    discard(file).await?;
    updated
}

async fn update(call: &Call, file: &mut Option<Sent<'_>>) -> Handled {
    let mut connection = call.connection().await?;
    let (scope, before) = named(&ATTACHMENT, call, &mut connection).await?;
    let sent = call.attributes("attachment")?;
    let mut draft = Draft::new(&ATTACHMENT, call, Some(before), sent);
    note(&mut draft, file.as_ref());
    let sent = std::mem::take(&mut draft.sent);
    let mut record = draft.checked()?;
    let id = call.path_id("id");
    let mut transaction = connection.begin().await?;
    keep(&mut transaction, id, file.take()).await?;
    ties::tie(&mut transaction, scope, &mut record, &sent).await?;
    store::update(&mut transaction, &ATTACHMENT, id, &record).await?;
    transaction.commit().await?;
    announce(&ATTACHMENT, call, &mut connection, ("updated", &record)).await;
    complete(&mut record, call, &mut connection).await?;
    Ok(one(&ATTACHMENT, call, &record))
}

/// Notes a file in the columns of its attachment.
fn note(draft: &mut Draft<'_>, file: Option<&Sent<'_>>) {
    if let Some(file) = file {
        draft.set("attachment_file_name", file.name.clone());
        draft.set("attachment_content_type", file.content_type.clone());
        draft.set("attachment_file_size", file.bytes());
    }
}

async fn keep(connection: &mut SqliteConnection, id: i64, file: Option<Sent<'_>>) -> Result<(), Error> {
    if let Some(file) = file {
        let file = file.keep(connection).await?;
        store::set_file(connection, id, file).await?;
    }
    Ok(())
}

/// What no attachment has kept goes.
async fn discard(file: Option<Sent<'_>>) -> Result<(), Error> {
    match file {
        Some(file) => Ok(file.discard().await?),
        None => Ok(()),
    }
}

/// Deletes an attachment. One that is not there is the page for lost addresses.
async fn delete_attachment(call: Call) -> Handled {
    let mut connection = call.connection().await?;
    let scope = scope(&ATTACHMENT, &call, &mut connection).await?;
    let id = call.path_id("id");
    let Some(mut attachment) = store::find(&mut connection, &ATTACHMENT, scope, id).await? else {
        let reason = format!("The entity has no attachment {}.", call.path_text("id"));
        return Err(Error::PageNotFound { reason });
    };
    let mut transaction = connection.begin().await?;
    ties::untie(&mut transaction, scope, &mut attachment).await?;
    store::delete(&mut transaction, &ATTACHMENT, scope, id).await?;
    transaction.commit().await?;
    announce(&ATTACHMENT, &call, &mut connection, ("destroyed", &attachment)).await;
    Ok(blank(&call, StatusCode::OK))
}

/// Leads to the file.
async fn download(call: Call) -> Handled {
    let mut connection = call.connection().await?;
    named(&ATTACHMENT, &call, &mut connection).await?;
    let (entity, id) = (call.path_id("entity_id"), call.path_id("id"));
    let address = format!("{}/entities/{entity}/attachments/{id}/content", call.context.base_url);
    let body = json!({"redirect_to": address}).to_string();
    let answer = Answer::new(StatusCode::FOUND, JSON, body);
    Ok(match HeaderValue::from_str(&address) {
        Ok(address) => answer.with(header::LOCATION, address),
        Err(_) => answer,
    })
}

/// The file, as fast as it is read. It is never shown as a page of this server's.
async fn content_of(call: Call) -> Handled<Response> {
    let world = call.world().clone();
    let mut connection = world.store.connection().await?;
    let (_, record) = named(&ATTACHMENT, &call, &mut connection).await?;
    let file = store::file_of(&mut connection, call.path_id("id")).await?;
    let nosniff = (
        HeaderName::from_static("x-content-type-options"),
        HeaderValue::from_static("nosniff"),
    );
    let head = Answer::new(StatusCode::OK, "application/octet-stream", "")
        .with(header::CONTENT_DISPOSITION, HeaderValue::from_static("attachment"))
        .with(nosniff.0, nosniff.1)
        .into_response();
    let Some(file) = file else {
        return Ok(head);
    };
    let (file, first) = world.store.read_file(&mut connection, file).await?;
    drop(connection);
    let length = record.get("attachment_file_size").and_then(Value::as_u64);
    let length = length.unwrap_or(first.len() as u64);
    Ok(send_file(head, world, file, first.into(), length))
}

async fn complete(record: &mut Record, call: &Call, connection: &mut SqliteConnection) -> Result<(), Error> {
    let number = |name: &str| record.get(name).and_then(Value::as_i64).unwrap_or_default();
    let (id, entity) = (number("id"), number("entity_id"));
    let scope = Scope {
        account: call.account,
        owner: entity,
    };
    let own = format!("{}/entities/{entity}/attachments/{id}", call.context.base_url);
    let mut attachables = Vec::new();
    for (side, mut account) in ties::accounts(connection, scope, record).await? {
        attachables.push(reduced(side, &mut account, call, connection).await?);
    }
    let download = format!("{own}/download");
    record.insert("download_url".to_owned(), download.clone().into());
    record.insert("attachables".to_owned(), attachables.into());
    record.insert(
        "links".to_owned(),
        vec![link("self", own, "get"), link("download", download, "get")].into(),
    );
    Ok(())
}
