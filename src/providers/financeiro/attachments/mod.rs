//! Attachments: files beside payable and receivable accounts.
//!
//! LIMITATIONS
//! * A download leads to an address of Areia's own, which takes the same token, where the vendor's led to a store of
//!   files elsewhere.
//! * An attachment shows the payable and receivable accounts that it is on, as it was recorded to; those of its
//!   transactions it does not show, but they show it.
//! * A file that comes in a form has the server's bound, one in an XML body 16 MB.

mod associations;
mod form;
mod store;

use axum::response::{IntoResponse as _, Response};
use futures_util::FutureExt as _;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use serde_json::{Value, json};
use sqlx::SqliteConnection;

use super::entities::ENTITY;
use super::errors::{Error, JSON};
use super::financial_accounts::reduced;
use super::request::{Handled, Request};
use super::resource::store::{delete, find, insert, update as store_update};
use super::resource::{
    BelongsTo, Changeset, Order, Owner, Record, Rendering, Resource, ResourceType, Routes, Visibility, blank_answer,
    blank_operation, created_answer, datetime, find_owner, hash, id_of, ids, integer, link, load_record, nested,
    node_answer, notify, number_of, record_answer, record_operation, set, text, with_body, with_location,
};
use super::webhooks;
use crate::store::StoreError;
use crate::web::endpoints::{Endpoints, operation};
use crate::web::fidelity::{designed, observed};
use crate::web::streaming::{UploadStream, send_file};
use crate::web::wording::Answer;
use form::Sent;

/// An attachment.
pub(super) static ATTACHMENT: Resource = Resource {
    table: "financeiro_attachment",
    rendering: Rendering::Template,
    belongs_to: BelongsTo::Record(&ENTITY, "entity_id"),
    forbids_writes_without_owner: true,
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
        ids(associations::ACCOUNTS).visible(Visibility::Never),
        ids(associations::TRANSACTIONS).visible(Visibility::Never),
    ],
    notify: webhooks::NOTIFY,
    add_computed: Some(|record, request, connection| add_computed(record, request, connection).boxed()),
    ..Resource::new("attachment", "attachments", "Attachment")
};

struct Attachments;

impl ResourceType for Attachments {
    const RESOURCE: &'static Resource = &ATTACHMENT;
}

/// The operations.
pub(super) fn endpoints() -> Endpoints {
    let seen = observed("recorded traffic of 2015 to 2017");
    let (collection, member, new) = (
        "/entities/{entity_id}/attachments",
        "/entities/{entity_id}/attachments/{id}",
        "/entities/{entity_id}/attachments/new",
    );
    let shown_new = ("newAttachment", "Show what a new attachment begins with");
    let shown_new = record_operation::<Attachments>(shown_new, seen, StatusCode::OK);
    let file = designed("stands for the vendor's store of files");
    Routes::<Attachments>::new(collection, member, seen)
        .list(("listAttachments", "List an entity's attachments"))
        .and(|endpoints| endpoints.get(new, new_attachment, shown_new))
        .show(("showAttachment", "Show an attachment"))
        .and(|endpoints| {
            endpoints
                .get(
                    "/entities/{entity_id}/attachments/{id}/download",
                    download,
                    operation("downloadAttachment", "Be led to the file", seen)
                        .answers_with(StatusCode::FOUND, "application/json"),
                )
                .get(
                    "/entities/{entity_id}/attachments/{id}/content",
                    content_of,
                    operation("readAttachment", "Read a file", file)
                        .answers_with(StatusCode::OK, "application/octet-stream"),
                )
        })
        .and(|endpoints| {
            let create =
                record_operation::<Attachments>(("createAttachment", "Send a file"), seen, StatusCode::CREATED);
            let update = ("updateAttachment", "Change a title or send the file again");
            let update = record_operation::<Attachments>(update, seen, StatusCode::OK);
            let deletion = blank_operation(("deleteAttachment", "Delete an attachment"), seen);
            endpoints
                .post(
                    collection,
                    create_attachment,
                    with_body::<Attachments>(create).takes_upload(),
                )
                .put(
                    member,
                    update_attachment,
                    with_body::<Attachments>(update).takes_upload(),
                )
                .delete(member, delete_attachment, deletion)
        })
        .endpoints()
}

/// What a new attachment begins with, seven keys.
async fn new_attachment(request: Request) -> Handled {
    let mut connection = request.connection().await?;
    let owner = find_owner(&ATTACHMENT, &request, &mut connection).await?;
    let create = format!("{}/entities/{}/attachments", request.context.base_url, owner.id);
    let record = json!({
        "entity_id": owner.id,
        "title": null,
        "attachment_file_name": null,
        "attachment_content_type": null,
        "attachment_file_size": null,
        "attachables": [],
        "links": [link("create", create, "post")],
    });
    Ok(node_answer(
        &ATTACHMENT,
        &request,
        hash(&record.as_object().cloned().unwrap_or_default()),
    ))
}

/// Takes the file in while other requests are answered. Then the attachment is made of it at once, or nothing stays.
async fn create_attachment(headers: HeaderMap, inflow: UploadStream, mut request: Request) -> Handled {
    let world = request.world().clone();
    find_owner(&ATTACHMENT, &request, &mut *request.connection().await?).await?;
    let mut file = form::take(&world.store, (&headers, &inflow), &mut request).await?;
    let created = create(&request, &mut file).await;
    discard(file).await?;
    created
}

async fn create(request: &Request, file: &mut Option<Sent<'_>>) -> Handled {
    let mut connection = request.connection().await?;
    // The entity may have gone while the file came.
    let owner = find_owner(&ATTACHMENT, request, &mut connection).await?;
    let mut changes = Changeset::new(ATTACHMENT.fields, request, None, request.attributes("attachment")?);
    changes.set(ATTACHMENT.owner_column(), owner.id);
    note(&mut changes, file.as_ref());
    if file.is_none() {
        // With a full stop, unlike every other.
        changes.invalid.add("attachment", "não pode ser vazio.");
    }
    let sent = std::mem::take(&mut changes.attributes);
    let mut record = changes.validated()?;
    let mut transaction = connection.begin().await?;
    let id = insert(&mut transaction, &ATTACHMENT, owner, &mut record).await?;
    keep(&mut transaction, id, file.take()).await?;
    associations::associate(&mut transaction, owner, &mut record, &sent).await?;
    store_update(&mut transaction, &ATTACHMENT, id, &record).await?;
    transaction.commit().await?;
    notify(&ATTACHMENT, request, &mut connection, ("created", &record)).await;
    add_computed(&mut record, request, &mut connection).await?;
    Ok(created_answer(&ATTACHMENT, request, &record))
}

async fn update_attachment(headers: HeaderMap, inflow: UploadStream, mut request: Request) -> Handled {
    let world = request.world().clone();
    load_record(&ATTACHMENT, &request, &mut *request.connection().await?).await?;
    let mut file = form::take(&world.store, (&headers, &inflow), &mut request).await?;
    let updated = update(&request, &mut file).await;
    discard(file).await?;
    updated
}

async fn update(request: &Request, file: &mut Option<Sent<'_>>) -> Handled {
    let mut connection = request.connection().await?;
    let (owner, before) = load_record(&ATTACHMENT, request, &mut connection).await?;
    let sent = request.attributes("attachment")?;
    let mut changes = Changeset::new(ATTACHMENT.fields, request, Some(before), sent);
    note(&mut changes, file.as_ref());
    let sent = std::mem::take(&mut changes.attributes);
    let mut record = changes.validated()?;
    let id = request.path_id("id");
    let mut transaction = connection.begin().await?;
    keep(&mut transaction, id, file.take()).await?;
    associations::associate(&mut transaction, owner, &mut record, &sent).await?;
    store_update(&mut transaction, &ATTACHMENT, id, &record).await?;
    transaction.commit().await?;
    notify(&ATTACHMENT, request, &mut connection, ("updated", &record)).await;
    add_computed(&mut record, request, &mut connection).await?;
    Ok(record_answer(&ATTACHMENT, request, &record))
}

/// Notes a file in the columns of its attachment.
fn note(changes: &mut Changeset<'_>, file: Option<&Sent<'_>>) {
    if let Some(file) = file {
        changes.set("attachment_file_name", file.name.clone());
        changes.set("attachment_content_type", file.content_type.clone());
        changes.set("attachment_file_size", file.bytes());
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
async fn delete_attachment(request: Request) -> Handled {
    let mut connection = request.connection().await?;
    let owner = find_owner(&ATTACHMENT, &request, &mut connection).await?;
    let id = request.path_id("id");
    let Some(mut attachment) = find(&mut connection, &ATTACHMENT, owner, id).await? else {
        let reason = format!("The entity has no attachment {}.", request.path_text("id"));
        return Err(Error::PageNotFound { reason });
    };
    let mut transaction = connection.begin().await?;
    associations::dissociate(&mut transaction, owner, &mut attachment).await?;
    delete(&mut transaction, &ATTACHMENT, owner, id).await?;
    transaction.commit().await?;
    notify(&ATTACHMENT, &request, &mut connection, ("destroyed", &attachment)).await;
    Ok(blank_answer(&request, StatusCode::OK))
}

/// Leads to the file.
async fn download(request: Request) -> Handled {
    let mut connection = request.connection().await?;
    load_record(&ATTACHMENT, &request, &mut connection).await?;
    let (entity, id) = (request.path_id("entity_id"), request.path_id("id"));
    let address = format!(
        "{}/entities/{entity}/attachments/{id}/content",
        request.context.base_url
    );
    let body = json!({"redirect_to": address}).to_string();
    Ok(with_location(Answer::new(StatusCode::FOUND, JSON, body), &address))
}

/// The file, as fast as it is read. It is never shown as a page of this server's.
async fn content_of(request: Request) -> Handled<Response> {
    let world = request.world().clone();
    let mut connection = world.store.connection().await?;
    let (_, record) = load_record(&ATTACHMENT, &request, &mut connection).await?;
    let file = store::file_of(&mut connection, request.path_id("id")).await?;
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

async fn add_computed(
    record: &mut Record,
    request: &Request,
    connection: &mut SqliteConnection,
) -> Result<(), StoreError> {
    let (id, entity) = (id_of(record), number_of(record, "entity_id").unwrap_or_default());
    let own = format!("{}/entities/{entity}/attachments/{id}", request.context.base_url);
    let owner = Owner::of_account(request.account).with_id(entity);
    let mut attachables = Vec::new();
    for (kind, mut account) in associations::accounts(connection, owner, record).await? {
        attachables.push(reduced(kind, &mut account, request, connection).await?);
    }
    let download = format!("{own}/download");
    set(record, "download_url", download.clone());
    set(record, "attachables", attachables);
    set(
        record,
        "links",
        vec![link("self", own, "get"), link("download", download, "get")],
    );
    Ok(())
}
