//! From a request and its answer to the journal's entry and the log's line, secrets masked.

use std::fmt::Write as _;

use axum::body::Body as AnswerBody;
use axum::response::Response;
use http::request::Parts;
use http::response::Parts as ResponseParts;
use http_body_util::BodyExt;

use super::masking::{mask, mask_body, mask_headers, mask_sentence};
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

/// What a log line says about a request.
#[derive(Debug, Clone, Copy)]
pub struct LogLine<'a> {
    /// The provider's slug.
    pub provider: &'a str,
    /// The operation; the method and path where there is none.
    pub operation: &'a str,
    /// The answer's status.
    pub status: u16,
    /// How long it took, in microseconds of real time.
    pub duration_us: u128,
    /// The world.
    pub world: &'a str,
    /// Why it was refused.
    pub explanation: Option<&'a str>,
}

impl LogLine<'_> {
    /// `<slug> <operation> 400 1.2ms world=default "Why it was refused."`.
    pub fn text(&self) -> String {
        let mut line = String::with_capacity(96);
        let milliseconds = self.duration_us as f64 / 1_000.0;
        let Self {
            provider,
            operation,
            status,
            world,
            ..
        } = self;
        // Writing to a string cannot fail.
        let _ = write!(
            line,
            "{provider} {operation} {status} {milliseconds:.1}ms world={world}"
        );
        if let Some(explanation) = self.explanation {
            let _ = write!(line, " {:?}", mask_sentence(explanation));
        }
        line.push('\n');
        line
    }
}
