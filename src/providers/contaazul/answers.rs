//! Successful answers.

use http::{HeaderValue, StatusCode, header};
use serde::Serialize;

use super::errors::Error;
use super::headers::JSON;
use super::wire::Moment;
use crate::web::wording::Answer;

/// What a handler answers.
pub(super) type Handled<T = Answer> = Result<T, Error>;

/// 200 with a document that is JSON already.
pub(super) fn ok(document: String) -> Answer {
    Answer::new(StatusCode::OK, JSON, document)
}

/// 201 with a document that is JSON already.
pub(super) fn created(document: String) -> Answer {
    Answer::new(StatusCode::CREATED, JSON, document)
}

/// 200 with an array of documents that are JSON already.
pub(super) fn list(documents: &[String]) -> Answer {
    ok(format!("[{}]", documents.join(",")))
}

/// 204.
pub(super) fn no_content() -> Answer {
    Answer::empty(StatusCode::NO_CONTENT)
}

/// 302 to `address`.
pub(super) fn redirect(address: &str) -> Answer {
    let answer = Answer::empty(StatusCode::FOUND);
    match HeaderValue::from_str(address) {
        Ok(address) => answer.with(header::LOCATION, address),
        Err(_) => answer,
    }
}

/// The JSON text of a document.
pub(super) fn json_text(document: &impl Serialize) -> Result<String, Error> {
    serde_json::to_string(document).map_err(|error| Error::Internal {
        reason: error.to_string(),
    })
}

/// The JSON text of a document as the answer to a write shows it: with the instants that were sent for its dates, each
/// beside the JSON pointer to its date. Later answers show the day.
pub(super) fn json_text_as_sent<P: AsRef<str>>(
    document: &impl Serialize,
    moments: impl IntoIterator<Item = (P, Option<Moment>)>,
) -> Handled<String> {
    let mut document = serde_json::to_value(document).map_err(|error| Error::Internal {
        reason: error.to_string(),
    })?;
    for (pointer, moment) in moments {
        if let (Some(moment), Some(date)) = (moment, document.pointer_mut(pointer.as_ref())) {
            *date = moment.text().into();
        }
    }
    Ok(document.to_string())
}
