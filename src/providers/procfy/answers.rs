//! Successful answers.

use http::StatusCode;
use serde::Serialize;

use crate::web::wording::Answer;

/// The media type of every answer but a download.
pub(super) const JSON: &str = "application/json; charset=utf-8";

/// 200 with a document that is JSON already.
pub(super) fn ok(document: impl Into<String>) -> Answer {
    Answer::new(StatusCode::OK, JSON, document.into())
}

/// 201 with a document that is JSON already.
pub(super) fn created(document: impl Into<String>) -> Answer {
    Answer::new(StatusCode::CREATED, JSON, document.into())
}

/// The JSON text of a document.
pub(super) fn json_text(document: &impl Serialize) -> Result<String, serde_json::Error> {
    serde_json::to_string(document)
}
