//! Attachments: files beside payable and receivable accounts.
//!
//! LIMITATIONS
//! * A download leads to an address of Areia's own, which takes the same token, where the vendor's led to a store of
//!   files elsewhere.

use futures_util::FutureExt as _;
use http::{HeaderName, HeaderValue, StatusCode, header};
use serde_json::{Value, json};
use sqlx::{Connection as _, SqliteConnection};

use super::call::{Call, Handled};
use super::errors::{Error, JSON};
use super::financial_accounts::{PAYABLE, RECEIVABLE, Side, reduced};
use super::resource::{
    Described, Draft, Family, Order, Owner, Record, Resource, Scope, Shown, blank, created,
    datetime, hash, ids, integer, link, list, lists, named, nested, one, rooted, says_nothing,
    scope, show, shows, store, taking, text,
};
use super::webhooks::announce;
use crate::http::endpoints::{Endpoints, operation};
use crate::http::fidelity::{designed, observed};
use crate::http::rails::{Parameter, Upload};
use crate::http::wording::Answer;

/// The largest file, with what the form adds.
const LIMIT_BYTES: usize = 16 * 1024 * 1024;

/// The member that names the payable and receivable accounts an attachment is on. To the vendor both are one table, so
/// that a number means one of them.
const ON: &str = "associated_financial_account_ids";

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
        ids(ON).shown(Shown::Never),
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
            shows::<T>(
                ("showAttachment", "Show an attachment"),
                seen,
                StatusCode::OK,
            ),
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
        .post(many, create_attachment, create.body_limit(LIMIT_BYTES))
        .put(single, update_attachment, update.body_limit(LIMIT_BYTES))
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
    let create = format!(
        "{}/entities/{}/attachments",
        call.passage.base_url, scope.owner
    );
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

async fn create_attachment(call: Call) -> Handled {
    let mut connection = call.connection().await?;
    let scope = scope(&ATTACHMENT, &call, &mut connection).await?;
    let mut draft = Draft::new(&ATTACHMENT, &call, None, call.attributes("attachment")?);
    draft.own(&ATTACHMENT, scope);
    let upload = take(&mut draft);
    if upload.is_none() {
        // With a full stop, unlike every other.
        draft.invalid.add("attachment", "não pode ser vazio.");
    }
    let ids = draft
        .sent
        .get(ON)
        .map(Parameter::as_texts)
        .unwrap_or_default();
    let mut record = draft.checked()?;
    let mut transaction = connection.begin().await?;
    let id = store::insert(&mut transaction, &ATTACHMENT, scope, &mut record).await?;
    store::write_content(
        &mut transaction,
        id,
        upload.map(|upload| upload.content.to_vec()),
    )
    .await?;
    let mut on = Vec::new();
    for account in ids.iter().filter_map(|id| id.parse().ok()) {
        if !on.contains(&account) && attach(&mut transaction, scope, id, account).await? {
            on.push(account);
        }
    }
    record.insert(ON.to_owned(), on.into());
    store::update(&mut transaction, &ATTACHMENT, id, &record).await?;
    transaction.commit().await?;
    announce(&ATTACHMENT, &call, &mut connection, ("created", &record)).await;
    complete(&mut record, &call, &mut connection).await?;
    Ok(created(&ATTACHMENT, &call, &record))
}

async fn update_attachment(call: Call) -> Handled {
    let mut connection = call.connection().await?;
    let (_, before) = named(&ATTACHMENT, &call, &mut connection).await?;
    let mut draft = Draft::new(
        &ATTACHMENT,
        &call,
        Some(before),
        call.attributes("attachment")?,
    );
    let upload = take(&mut draft);
    let mut record = draft.checked()?;
    let id = call.path_id("id");
    let mut transaction = connection.begin().await?;
    store::update(&mut transaction, &ATTACHMENT, id, &record).await?;
    if let Some(upload) = upload {
        store::write_content(&mut transaction, id, Some(upload.content.to_vec())).await?;
    }
    transaction.commit().await?;
    announce(&ATTACHMENT, &call, &mut connection, ("updated", &record)).await;
    complete(&mut record, &call, &mut connection).await?;
    Ok(one(&ATTACHMENT, &call, &record))
}

/// The file of a draft, noted in its columns.
fn take(draft: &mut Draft<'_>) -> Option<Upload> {
    let Some(Parameter::File(upload)) = draft.sent.get("attachment").cloned() else {
        return None;
    };
    draft.set("attachment_file_name", upload.name.clone());
    draft.set("attachment_content_type", upload.content_type.clone());
    draft.set("attachment_file_size", upload.content.len());
    Some(upload)
}

/// Puts an attachment on a payable or receivable account of the entity; false where there is none of that number.
async fn attach(
    connection: &mut SqliteConnection,
    scope: Scope,
    id: i64,
    account: i64,
) -> Result<bool, Error> {
    for side in [&PAYABLE, &RECEIVABLE] {
        let Some(mut record) = store::find(connection, side.resource, scope, account).await? else {
            continue;
        };
        let mut ids = record
            .get("attachment_id_list")
            .and_then(Value::as_array)
            .cloned()
            .unwrap_or_default();
        ids.push(id.into());
        record.insert("attachment_id_list".to_owned(), ids.into());
        store::update(connection, side.resource, account, &record).await?;
        return Ok(true);
    }
    Ok(false)
}

/// Deletes an attachment. One that is not there is the page for lost addresses.
async fn delete_attachment(call: Call) -> Handled {
    let mut connection = call.connection().await?;
    let scope = scope(&ATTACHMENT, &call, &mut connection).await?;
    let id = call.path_id("id");
    let Some(attachment) = store::find(&mut connection, &ATTACHMENT, scope, id).await? else {
        let reason = format!("The entity has no attachment {}.", call.path_text("id"));
        return Err(Error::PageNotFound { reason });
    };
    let mut transaction = connection.begin().await?;
    for (side, mut record) in attached(&mut transaction, scope, &attachment).await? {
        let mut ids = record
            .get("attachment_id_list")
            .and_then(Value::as_array)
            .cloned()
            .unwrap_or_default();
        ids.retain(|other| *other != id);
        record.insert("attachment_id_list".to_owned(), ids.into());
        let account = record.get("id").and_then(Value::as_i64).unwrap_or_default();
        store::update(&mut transaction, side.resource, account, &record).await?;
    }
    store::delete(&mut transaction, &ATTACHMENT, scope, id).await?;
    transaction.commit().await?;
    announce(
        &ATTACHMENT,
        &call,
        &mut connection,
        ("destroyed", &attachment),
    )
    .await;
    Ok(blank(&call, StatusCode::OK))
}

/// Leads to the file.
async fn download(call: Call) -> Handled {
    let mut connection = call.connection().await?;
    named(&ATTACHMENT, &call, &mut connection).await?;
    let (entity, id) = (call.path_id("entity_id"), call.path_id("id"));
    let address = format!(
        "{}/entities/{entity}/attachments/{id}/content",
        call.passage.base_url
    );
    let body = json!({"redirect_to": address}).to_string();
    let answer = Answer::new(StatusCode::FOUND, JSON, body);
    Ok(match HeaderValue::from_str(&address) {
        Ok(address) => answer.with(header::LOCATION, address),
        Err(_) => answer,
    })
}

/// The file. It is never shown as a page of this server's.
async fn content_of(call: Call) -> Handled {
    let mut connection = call.connection().await?;
    named(&ATTACHMENT, &call, &mut connection).await?;
    let content = store::read_content(&mut connection, call.path_id("id")).await?;
    let nosniff = (
        HeaderName::from_static("x-content-type-options"),
        HeaderValue::from_static("nosniff"),
    );
    Ok(
        Answer::new(StatusCode::OK, "application/octet-stream", content)
            .with(
                header::CONTENT_DISPOSITION,
                HeaderValue::from_static("attachment"),
            )
            .with(nosniff.0, nosniff.1),
    )
}

/// The payable and receivable accounts that an attachment is on, as far as they are still there.
async fn attached(
    connection: &mut SqliteConnection,
    scope: Scope,
    attachment: &Record,
) -> Handled<Vec<(&'static Side, Record)>> {
    let ids = attachment.get(ON).and_then(Value::as_array);
    let ids = ids.into_iter().flatten().filter_map(Value::as_i64);
    let mut found = Vec::new();
    for id in ids {
        for side in [&PAYABLE, &RECEIVABLE] {
            let record = store::find(connection, side.resource, scope, id).await?;
            found.extend(record.map(|record| (side, record)));
        }
    }
    Ok(found)
}

async fn complete(
    record: &mut Record,
    call: &Call,
    connection: &mut SqliteConnection,
) -> Result<(), Error> {
    let number = |name: &str| record.get(name).and_then(Value::as_i64).unwrap_or_default();
    let (id, entity) = (number("id"), number("entity_id"));
    let scope = Scope {
        account: call.account,
        owner: entity,
    };
    let own = format!(
        "{}/entities/{entity}/attachments/{id}",
        call.passage.base_url
    );
    let mut attachables = Vec::new();
    for (side, mut account) in attached(connection, scope, record).await? {
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
