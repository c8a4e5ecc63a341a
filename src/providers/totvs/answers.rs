//! Successful answers.

use axum::response::{IntoResponse, Response};
use http::StatusCode;

use crate::web::aside::Aside;
use crate::web::wording::Answer;

/// The media type of every answer.
pub(super) const JSON: &str = "application/json; charset=utf-8";

/// An answer with a document that is JSON already.
pub(super) fn json(status: StatusCode, document: String) -> Answer {
    Answer::new(status, JSON, document)
}

/// The answer, with what the journal says of the parameters that did nothing.
pub(super) fn noted(answer: Answer, notes: &[String]) -> Response {
    let mut response = answer.into_response();
    if !notes.is_empty() {
        Aside::explain(&mut response, notes.join(" "));
    }
    response
}
