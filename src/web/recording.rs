//! From a request and its answer to the journal's record of both, secrets masked.

use axum::body::Body as AnswerBody;
use axum::response::Response;
use http::request::Parts;
use http::response::Parts as ResponseParts;
use http_body_util::BodyExt;

use super::masking::{mask, mask_body, mask_headers};
use super::streaming::DownloadStream;
use crate::world::journal::{Body, RequestRecord, ResponseRecord};

/// The record of a request.
pub fn request_record(parts: &Parts, original_path: &str, body: Body) -> RequestRecord {
    RequestRecord {
        method: parts.method.clone(),
        path: mask(original_path).into_owned(),
        query: parts.uri.query().map(|query| mask(query).into_owned()),
        headers: mask_headers(&parts.headers),
        body: masked(body),
    }
}

/// The record of an answer.
pub fn response_record(parts: &ResponseParts, body: Body) -> ResponseRecord {
    ResponseRecord {
        status: parts.status.as_u16(),
        headers: mask_headers(&parts.headers),
        body: masked(body),
    }
}

/// A body's record with its secrets masked.
pub fn masked(body: Body) -> Body {
    match body {
        Body::Text { text, length, is_cut } => Body::Text {
            text: mask_body(&text),
            length,
            is_cut,
        },
        binary @ Body::Binary { .. } => binary,
    }
}

/// An answer's head and body, and what the journal keeps of the body.
pub(super) async fn said(response: Response) -> (ResponseParts, AnswerBody, Body) {
    let (mut parts, body) = response.into_parts();
    if let Some(download) = parts.extensions.remove::<DownloadStream>() {
        let kept = Body::beginning(&download.beginning, download.length);
        return (parts, body, kept);
    }
    // Every other answer is made whole before it is sent, so this only takes what is there.
    let body = body.collect().await.map(|body| body.to_bytes()).unwrap_or_default();
    let kept = Body::of(&body);
    (parts, AnswerBody::from(body), kept)
}
