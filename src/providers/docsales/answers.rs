//! Successful answers.

use http::StatusCode;

use crate::web::wording::Answer;

/// The media type of every answer, errors too.
pub(super) const JSON: &str = "application/json; charset=utf-8";

/// 200 with a document that is JSON already.
pub(super) fn ok(document: String) -> Answer {
    Answer::new(StatusCode::OK, JSON, document)
}

/// 201 with a document that is JSON already.
pub(super) fn created(document: String) -> Answer {
    Answer::new(StatusCode::CREATED, JSON, document)
}
