//! What comes with a file: a form whose file goes into the world piece by piece, or a body that holds the file itself.

use axum::body::Bytes;
use futures_util::TryStreamExt as _;
use http::{HeaderMap, header};
use sqlx::SqliteConnection;

use crate::providers::financeiro::errors::Error;
use crate::providers::financeiro::request::{Handled, Request};
use crate::store::files::{IncomingFile, insert_file};
use crate::store::{Store, StoreError};
use crate::web::form_file::{NoFile, take_form};
use crate::web::rails::{Members, Parameter, negotiation, read_body, read_pairs};
use crate::web::refusal::Refusal;
use crate::web::streaming::UploadStream;

/// The part of a form, and the attribute of a body, that the file is.
const PART: &str = "attachment[attachment]";

/// The largest body that holds a file itself: Base64 in XML is read whole.
const WHOLE_BYTES: usize = 16 * 1024 * 1024;

/// A file that was sent.
#[derive(Debug)]
pub(super) struct Sent<'a> {
    pub(super) name: String,
    pub(super) content_type: String,
    content: Content<'a>,
}

#[derive(Debug)]
enum Content<'a> {
    /// It is in the world already, and waits to be kept.
    InPieces(IncomingFile<'a>),
    /// It came in a body that was read whole.
    Whole(Bytes),
}

impl Sent<'_> {
    /// How many bytes it has.
    pub(super) fn bytes(&self) -> u64 {
        match &self.content {
            Content::InPieces(file) => file.written_bytes(),
            Content::Whole(content) => content.len() as u64,
        }
    }

    /// Keeps it with the transaction that `connection` is in. Answers with its id among the world's files.
    pub(super) async fn keep(self, connection: &mut SqliteConnection) -> Result<i64, StoreError> {
        match self.content {
            Content::InPieces(file) => file.keep(connection).await,
            Content::Whole(content) => insert_file(connection, &content).await,
        }
    }

    /// Leaves nothing of it behind. The world's connection must be free.
    pub(super) async fn discard(self) -> Result<(), StoreError> {
        match self.content {
            Content::InPieces(file) => file.discard().await,
            Content::Whole(_) => Ok(()),
        }
    }
}

/// Takes in what a request brings: the attributes become the request's, the file is returned.
pub(super) async fn take<'a>(
    store: &'a Store,
    (headers, inflow): (&HeaderMap, &UploadStream),
    request: &mut Request,
) -> Handled<Option<Sent<'a>>> {
    let content_type = headers.get(header::CONTENT_TYPE);
    let content_type = content_type.and_then(|value| value.to_str().ok());
    let content_type = content_type.unwrap_or_default();
    if negotiation::essence(content_type) != "multipart/form-data" {
        return take_whole(content_type, inflow, request).await;
    }
    let form = take_form(store, inflow, content_type, PART).await;
    let form = form.map_err(|no_file| no_form(no_file, request))?;
    let file = form.file.map(|file| Sent {
        name: file.name,
        content_type: file
            .content_type
            .unwrap_or_else(|| "application/octet-stream".to_owned()),
        content: Content::InPieces(file.content),
    });
    match read_pairs(form.texts) {
        Ok(members) => request.parameters.extend(members),
        Err(unreadable) => {
            if let Some(file) = file {
                file.discard().await?;
            }
            return Err(Error::BodyUnreadable { reason: unreadable.0 });
        }
    }
    // A form of nothing but a file has its root all the same.
    if file.is_some() {
        let root = request.parameters.entry("attachment".to_owned());
        root.or_insert_with(|| Parameter::Hash(Members::new()));
    }
    Ok(file)
}

async fn take_whole<'a>(content_type: &str, inflow: &UploadStream, request: &mut Request) -> Handled<Option<Sent<'a>>> {
    let pieces = inflow.pieces();
    let taken = pieces.try_fold(Vec::new(), |mut body, piece| async move {
        match body.len() + piece.len() > WHOLE_BYTES {
            true => Err(Refusal::BodyTooLarge {
                limit_bytes: WHOLE_BYTES,
            }),
            false => {
                body.extend_from_slice(&piece);
                Ok(body)
            }
        }
    });
    let body = taken
        .await
        .map_err(|refusal| Error::from_refusal(refusal, &request.context))?;
    let members = read_body(content_type, body.into()).await;
    request
        .parameters
        .extend(members.map_err(|unreadable| Error::BodyUnreadable { reason: unreadable.0 })?);
    let Some(Parameter::Hash(attributes)) = request.parameters.get_mut("attachment") else {
        return Ok(None);
    };
    Ok(match attributes.remove("attachment") {
        Some(Parameter::File(upload)) => Some(Sent {
            name: upload.name,
            content_type: upload.content_type,
            content: Content::Whole(upload.content),
        }),
        _ => None,
    })
}

fn no_form(no_file: NoFile, request: &Request) -> Error {
    match no_file {
        NoFile::Refused(refusal) => Error::from_refusal(refusal, &request.context),
        NoFile::Store(error) => error.into(),
        // What has no file is asked for one by the rules of the attachment.
        NoFile::OtherParts(_) | NoFile::NoFileName => Error::RequestUnusable {
            reason: "The form has no file.".to_owned(),
        },
    }
}
