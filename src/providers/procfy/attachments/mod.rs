//! Anexos de transações: <https://api.procfy.io>, "Anexos de transações".
//!
//! LIMITATIONS
//! * A file has 25 MB at most; the documentation names no limit.

mod filename;
mod store;
mod wire;

use http::{HeaderValue, StatusCode, header};
use sqlx::{Connection as _, SqliteConnection};

use super::answers::{Handled, created, json_text, ok};
use super::attributes::Asked;
use super::errors::Error;
use super::pages::{PageOf, Paging, PagingQuery};
use super::records::{self, Filed, id_of};
use super::store::next_id;
use super::transactions::{TRANSACTION, exists, instant};
use crate::fixtures::Loading;
use crate::http::disposition;
use crate::http::endpoints::{Endpoints, operation};
use crate::http::entrance::Passage;
use crate::http::extract::Path;
use crate::http::fidelity::documented;
use crate::http::rails::{Members, Parameter, Upload};
use crate::http::wording::Answer;
use wire::{Attachment, AttachmentBody, AttachmentShown};

const ALL: &str = "/api/v1/transactions/{id}/attachments";
const ONE: &str = "/api/v1/transactions/{id}/attachments/{attachment_id}";
const BYTES: &str = "/api/v1/transactions/{id}/attachments/{attachment_id}/download";

/// The largest file.
pub(super) const FILE_BYTES_MAX: usize = 25 * 1024 * 1024;

/// What a form may have beside its file.
const FRAME_BYTES: usize = 64 * 1024;

/// What an attachment is called in explanations, and the name that its ids are counted under.
const ATTACHMENT: &str = "attachment";

/// The operations.
#[rustfmt::skip]
pub(super) fn endpoints() -> Endpoints {
    let said = documented("Anexos de transações, Rotas");
    Endpoints::new()
        .get(ALL, list_attachments, operation("listAttachments", "List a transaction's attachments", said)
            .query::<PagingQuery>().answers::<PageOf<AttachmentShown>>(StatusCode::OK))
        .get(ONE, find_attachment, operation("findAttachment", "Show an attachment", said)
            .answers::<AttachmentShown>(StatusCode::OK))
        .post(ALL, create_attachment, operation("createAttachment", "Attach a file to a transaction", said)
            .body_limit(FILE_BYTES_MAX + FRAME_BYTES)
            .body_as::<AttachmentBody>(&["multipart/form-data"])
            .answers::<AttachmentShown>(StatusCode::CREATED))
        .delete(ONE, delete_attachment, operation("deleteAttachment", "Delete an attachment", said)
            .answers::<AttachmentShown>(StatusCode::OK))
        .get(BYTES, download_attachment, operation("downloadAttachment", "Download the file", said)
            .answers_with(StatusCode::OK, "application/octet-stream"))
}

/// Lists a transaction's attachments.
async fn list_attachments(
    passage: Passage,
    Path(id): Path<String>,
    Asked(asked): Asked,
) -> Handled {
    let mut connection = passage.world.store.connection().await?;
    let transaction = transaction_of(&mut connection, &id).await?;
    let paging = Paging::of(&asked)?;
    let count = store::count(&mut connection, transaction).await?;
    let attachments = store::list(&mut connection, transaction, paging.window(count)?).await?;
    let shown = attachments
        .iter()
        .map(|one| json_text(&one.shown(&passage.base_url)));
    paging.answer(count, &shown.collect::<Handled<Vec<String>>>()?)
}

/// Shows an attachment.
async fn find_attachment(passage: Passage, Path(ids): Path<(String, String)>) -> Handled {
    let mut connection = passage.world.store.connection().await?;
    let attachment = load_one(&mut connection, &ids).await?;
    json_text(&attachment.shown(&passage.base_url)).map(ok)
}

/// Attaches a file.
async fn create_attachment(
    passage: Passage,
    Path(id): Path<String>,
    Asked(asked): Asked,
) -> Handled {
    let mut connection = passage.world.store.connection().await?;
    let mut transaction = connection.begin().await?;
    let transaction_id = transaction_of(&mut transaction, &id).await?;
    let upload = file_of(asked)?;
    let attachment = Attachment {
        id: next_id(&mut transaction, ATTACHMENT).await?,
        transaction_id,
        filename: filename::kept(&upload.name).ok_or_else(nameless)?,
        byte_size: i64::try_from(upload.content.len()).unwrap_or(i64::MAX),
        content_type: upload.content_type,
        created_at: instant(passage.world.clock.now()),
    };
    store::insert(&mut transaction, &attachment, upload.content.into()).await?;
    transaction.commit().await?;
    json_text(&attachment.shown(&passage.base_url)).map(created)
}

/// Deletes an attachment, and shows it as it was.
async fn delete_attachment(passage: Passage, Path(ids): Path<(String, String)>) -> Handled {
    let mut connection = passage.world.store.connection().await?;
    let attachment = load_one(&mut connection, &ids).await?;
    store::delete(&mut connection, attachment.id).await?;
    json_text(&attachment.shown(&passage.base_url)).map(ok)
}

/// Hands the file out, to be saved under its name.
async fn download_attachment(passage: Passage, Path(ids): Path<(String, String)>) -> Handled {
    let mut connection = passage.world.store.connection().await?;
    let attachment = load_one(&mut connection, &ids).await?;
    let content = store::content(&mut connection, attachment.id).await?;
    let content_type = HeaderValue::try_from(attachment.content_type);
    let content_type =
        content_type.unwrap_or_else(|_| HeaderValue::from_static("application/octet-stream"));
    let answer = Answer {
        body: content.into(),
        ..Answer::empty(StatusCode::OK)
    };
    Ok(answer.with(header::CONTENT_TYPE, content_type).with(
        header::CONTENT_DISPOSITION,
        disposition::attachment(&attachment.filename),
    ))
}

/// The file of a form, within its bound.
fn file_of(mut asked: Members) -> Handled<Upload> {
    let reason = match asked.remove("filename") {
        Some(Parameter::File(upload)) if upload.content.len() > FILE_BYTES_MAX => {
            let limit_bytes = FILE_BYTES_MAX;
            return Err(Error::FileTooLarge { limit_bytes });
        }
        Some(Parameter::File(upload)) => return Ok(upload),
        Some(_) => "The part `filename` is no file: it has no file name of its own".to_owned(),
        None if asked.is_empty() => "The body has no part `filename`".to_owned(),
        None => {
            let names: Vec<String> = asked.keys().map(|name| format!("`{name}`")).collect();
            format!("The body has no part `filename`, only {}", names.join(", "))
        }
    };
    Err(Error::FileMissing { reason })
}

fn nameless() -> Error {
    Error::FileMissing {
        reason: "The file of the part `filename` has an empty name".to_owned(),
    }
}

async fn transaction_of(connection: &mut SqliteConnection, id: &str) -> Handled<i64> {
    let number = id_of(id, TRANSACTION)?;
    match exists(connection, number).await? {
        true => Ok(number),
        false => Err(Error::unknown(TRANSACTION, id)),
    }
}

async fn load_one(
    connection: &mut SqliteConnection,
    (transaction, id): &(String, String),
) -> Handled<Attachment> {
    let transaction = transaction_of(connection, transaction).await?;
    let number = id_of(id, ATTACHMENT)?;
    let found = store::find(connection, transaction, number).await?;
    found.ok_or_else(|| Error::unknown(ATTACHMENT, id))
}

/// Loads the fixtures, whose files are texts.
pub(super) async fn load(loading: &mut Loading) -> Handled<()> {
    for fixture in records::filed(loading, "attachments", ATTACHMENT).await? {
        let Filed {
            id,
            created_at,
            body,
            document,
        } = fixture;
        let attributes = super::attributes::Attributes::of(body, "");
        let text = |name| attributes.text(name).or_keep(None);
        let transaction_id = attributes.integer("transaction_id").or_keep(None);
        let (Some(filename), Some(content), Some(created_at), Some(transaction_id)) =
            (text("filename"), text("text"), created_at, transaction_id)
        else {
            let reason =
                "an attachment needs `transaction_id`, `filename`, `text` and `created_at`";
            loading.fault(&document, reason);
            continue;
        };
        let attachment = Attachment {
            id,
            transaction_id,
            filename,
            byte_size: i64::try_from(content.len()).unwrap_or(i64::MAX),
            content_type: text("content_type").unwrap_or_else(|| "text/plain".to_owned()),
            created_at,
        };
        if !exists(&mut loading.connection, transaction_id).await? {
            loading.fault(
                &document,
                format!("there is no transaction {transaction_id}"),
            );
            continue;
        }
        store::insert(&mut loading.connection, &attachment, content.into_bytes()).await?;
    }
    Ok(())
}
