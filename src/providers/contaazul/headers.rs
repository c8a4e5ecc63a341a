//! What answers and errors say of their bodies: the media types, and that a cache keeps nothing.

use http::{HeaderValue, header};

use crate::web::wording::Answer;

/// The media type of the ERP's answers.
pub(super) const JSON: &str = "application/json;charset=UTF-8";

/// The media type of the gateway's answers.
pub(super) const GATEWAY_JSON: &str = "application/json; charset=utf-8";

/// An answer that no cache may keep (RFC 6749, 5.1).
pub(super) fn never_stored(answer: Answer) -> Answer {
    answer
        .with(header::CACHE_CONTROL, HeaderValue::from_static("no-store"))
        .with(header::PRAGMA, HeaderValue::from_static("no-cache"))
}
