//! Anexos de transações: <https://api.procfy.io>, "Anexos de transações".
//!
//! LIMITATIONS
//! * A file has 25 MB at most, or what the server is told; the documentation names no limit.
//! * The media type is the one that is sent: nothing looks into the file.

mod filename;
mod store;
mod wire;

use axum::response::{IntoResponse as _, Response};
use http::{HeaderMap, HeaderValue, StatusCode, header};
use schemars::JsonSchema;
use sqlx::SqliteConnection;

use super::answers::{created, json_text, ok};
use super::errors::{Error, Handled};
use super::pages::{PageOf, Paging, PagingQuery};
use super::parameters::RailsParameters;
use super::records::{self, Fixture, id_of};
use super::store::next_id;
use super::time::moment_text;
use super::transactions::{TRANSACTION, exists};
use crate::store::files::insert_file;
use crate::web::context::RequestContext;
use crate::web::disposition;
use crate::web::endpoints::{Endpoints, operation};
use crate::web::extract::Path;
use crate::web::fidelity::documented;
use crate::web::form_file::{FormFile, NoFile, take_form_file};
use crate::web::streaming::{UploadStream, send_file};
use crate::web::wording::Answer;
use crate::world::seeding::FixtureLoader;
use wire::{Attachment, AttachmentBody, AttachmentShown};

const ALL: &str = "/api/v1/transactions/{id}/attachments";
const ONE: &str = "/api/v1/transactions/{id}/attachments/{attachment_id}";
const DOWNLOAD: &str = "/api/v1/transactions/{id}/attachments/{attachment_id}/download";

/// The part of a form that is the file.
const FILE_PART: &str = "filename";

/// The media type of a file that comes without one.
const DEFAULT_MEDIA_TYPE: &str = "application/octet-stream";

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
            .takes_upload()
            .body_as::<AttachmentBody>(&["multipart/form-data"])
            .answers::<AttachmentShown>(StatusCode::CREATED))
        .delete(ONE, delete_attachment, operation("deleteAttachment", "Delete an attachment", said)
            .answers::<AttachmentShown>(StatusCode::OK))
        .get(DOWNLOAD, download_attachment, operation("downloadAttachment", "Download the file", said)
            .answers_with(StatusCode::OK, DEFAULT_MEDIA_TYPE))
}

/// Lists a transaction's attachments.
async fn list_attachments(
    context: RequestContext,
    Path(id): Path<String>,
    RailsParameters(parameters): RailsParameters,
) -> Handled {
    let mut connection = context.world.store.connection().await?;
    let transaction = transaction_of(&mut connection, &id).await?;
    let paging = Paging::of(&parameters)?;
    let count = store::count(&mut connection, transaction).await?;
    let attachments = store::list(&mut connection, transaction, paging.window(count)?).await?;
    let shown = attachments.iter().map(|one| json_text(&one.shown(&context.base_url)));
    paging.answer(count, &shown.collect::<Result<Vec<String>, _>>()?)
}

/// Shows an attachment.
async fn find_attachment(context: RequestContext, Path(ids): Path<(String, String)>) -> Handled {
    let mut connection = context.world.store.connection().await?;
    let attachment = load_one(&mut connection, &ids).await?;
    Ok(ok(json_text(&attachment.shown(&context.base_url))?))
}

/// Attaches a file. While it comes in, other calls are served; then the attachment is made in one transaction.
async fn create_attachment(
    context: RequestContext,
    Path(id): Path<String>,
    headers: HeaderMap,
    upload: UploadStream,
) -> Handled {
    let store = &context.world.store;
    let transaction_id = transaction_of(&mut *store.connection().await?, &id).await?;
    let content_type = headers.get(header::CONTENT_TYPE);
    let content_type = content_type.and_then(|value| value.to_str().ok());
    let content_type = content_type.unwrap_or_default();
    if !is_form(content_type) {
        return Err(file_missing("The body is no multipart form"));
    }
    let taken = take_form_file(store, &upload, content_type, FILE_PART).await;
    let file = taken.map_err(|no_file| no_file_error(no_file, &context))?;
    let Some(filename) = filename::sanitized(&file.name) else {
        file.content.discard().await?;
        return Err(file_missing("The file of the part `filename` has an empty name"));
    };
    attach(&context, transaction_id, filename, file).await
}

/// Makes an attachment of a file that has come in.
async fn attach(context: &RequestContext, transaction_id: i64, filename: String, file: FormFile<'_>) -> Handled {
    let mut connection = context.world.store.connection().await?;
    let mut transaction = connection.begin().await?;
    // It may have been deleted while the file came.
    if !exists(&mut transaction, transaction_id).await? {
        drop(transaction);
        drop(connection);
        file.content.discard().await?;
        return Err(Error::unknown(TRANSACTION, transaction_id));
    }
    let attachment = Attachment {
        id: next_id(&mut transaction, ATTACHMENT).await?,
        transaction_id,
        filename,
        byte_size: i64::try_from(file.content.written_bytes()).unwrap_or(i64::MAX),
        content_type: file.content_type.unwrap_or_else(|| DEFAULT_MEDIA_TYPE.to_owned()),
        created_at: moment_text(context.world.clock.now()),
        file_id: file.content.keep(&mut transaction).await?,
    };
    store::insert(&mut transaction, &attachment).await?;
    transaction.commit().await?;
    Ok(created(json_text(&attachment.shown(&context.base_url))?))
}

/// Deletes an attachment, and shows it as it was.
async fn delete_attachment(context: RequestContext, Path(ids): Path<(String, String)>) -> Handled {
    let mut connection = context.world.store.connection().await?;
    let attachment = load_one(&mut connection, &ids).await?;
    store::delete(&mut connection, attachment.id).await?;
    Ok(ok(json_text(&attachment.shown(&context.base_url))?))
}

/// Downloads the file, to be saved under its name.
async fn download_attachment(context: RequestContext, Path(ids): Path<(String, String)>) -> Handled<Response> {
    let world = context.world;
    let mut connection = world.store.connection().await?;
    let attachment = load_one(&mut connection, &ids).await?;
    let (file, first) = world.store.read_file(&mut connection, attachment.file_id).await?;
    drop(connection);
    let content_type = HeaderValue::try_from(attachment.content_type);
    let content_type = content_type.unwrap_or_else(|_| HeaderValue::from_static(DEFAULT_MEDIA_TYPE));
    let answer = Answer::empty(StatusCode::OK)
        .with(header::CONTENT_TYPE, content_type)
        .with(
            header::CONTENT_DISPOSITION,
            disposition::attachment(&attachment.filename),
        );
    let length = attachment.byte_size.unsigned_abs();
    let head = answer.into_response();
    Ok(send_file(head, world, file, first.into(), length))
}

fn is_form(content_type: &str) -> bool {
    let essence = content_type.split(';').next().unwrap_or_default().trim();
    essence.eq_ignore_ascii_case("multipart/form-data")
}

fn no_file_error(no_file: NoFile, context: &RequestContext) -> Error {
    match no_file {
        NoFile::OtherParts(names) if names.is_empty() => file_missing("The body has no part `filename`"),
        NoFile::OtherParts(names) => {
            let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
            file_missing(&format!("The body has no part `filename`, only {}", names.join(", ")))
        }
        NoFile::NoFileName => file_missing("The part `filename` is no file: it has no file name of its own"),
        NoFile::Refused(refusal) => Error::from_refusal(refusal, context),
        NoFile::Store(error) => error.into(),
    }
}

fn file_missing(reason: &str) -> Error {
    Error::FileMissing {
        reason: reason.to_owned(),
    }
}

async fn transaction_of(connection: &mut SqliteConnection, id: &str) -> Handled<i64> {
    let number = id_of(id, TRANSACTION)?;
    match exists(connection, number).await? {
        true => Ok(number),
        false => Err(Error::unknown(TRANSACTION, id)),
    }
}

async fn load_one(connection: &mut SqliteConnection, (transaction, id): &(String, String)) -> Handled<Attachment> {
    let (of, number) = (id_of(transaction, TRANSACTION)?, id_of(id, ATTACHMENT)?);
    if let Some(found) = store::find(connection, of, number).await? {
        return Ok(found);
    }
    transaction_of(connection, transaction).await?;
    Err(Error::unknown(ATTACHMENT, id))
}

/// What a fixture says of an attachment.
#[derive(JsonSchema)]
#[expect(dead_code, reason = "it describes what is read as attributes")]
struct AttachmentFixture {
    transaction_id: i64,
    filename: String,
    content_type: Option<String>,
    /// What is in the file.
    text: String,
}

/// Loads the fixtures, whose files are texts.
pub(super) async fn load(loading: &mut FixtureLoader) -> Handled<()> {
    for fixture in records::fixtures::<AttachmentFixture>(loading, "attachments", ATTACHMENT).await? {
        let Fixture {
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
            let reason = "an attachment needs `transaction_id`, `filename`, `text` and `created_at`";
            loading.fault(&document, reason);
            continue;
        };
        if !exists(&mut loading.connection, transaction_id).await? {
            let reason = format!("there is no transaction {transaction_id}");
            loading.fault(&document, reason);
            continue;
        }
        let attachment = Attachment {
            id,
            transaction_id,
            filename,
            byte_size: i64::try_from(content.len()).unwrap_or(i64::MAX),
            content_type: text("content_type").unwrap_or_else(|| "text/plain".to_owned()),
            created_at,
            file_id: insert_file(&mut loading.connection, content.as_bytes()).await?,
        };
        let inserted = store::insert(&mut loading.connection, &attachment);
        if let Err(error) = inserted.await {
            loading.fault(&document, Error::from(error).reason());
        }
    }
    Ok(())
}
