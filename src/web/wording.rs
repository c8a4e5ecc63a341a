//! An error as a provider gives it: its row in the provider's catalogue, and its words.

use axum::body::Body;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use http::{HeaderName, HeaderValue, StatusCode, header};

use super::context::RequestContext;
use super::fidelity::Evidence;

/// One row of a provider's catalogue of errors.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row {
    /// Its name, in snake_case.
    pub id: &'static str,
    /// The status it is given with.
    pub status: StatusCode,
    /// The operations that give it; empty for all, or for none where it is what is said at an unknown address or to a
    /// method that an address does not take.
    pub operations: &'static [&'static str],
    /// How much is known of it.
    pub evidence: Evidence,
}

/// A provider's error, which knows its row, its reason and its words.
pub trait Wording: std::fmt::Debug + Send + Sync {
    /// Its row in the catalogue.
    fn row(&self) -> Row;

    /// Why it was given here, in one English sentence, for the journal and the log.
    fn explanation(&self) -> String;

    /// The whole answer, in the form that the request asked for.
    fn word(&self, context: &RequestContext) -> Answer;
}

/// A whole answer.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The status.
    pub status: StatusCode,
    /// The media type of the body; `None` where there is no body.
    pub content_type: Option<&'static str>,
    /// The other header fields.
    pub headers: Vec<(HeaderName, HeaderValue)>,
    /// The body.
    pub body: Bytes,
}

impl Answer {
    /// An answer with a body.
    pub fn new(status: StatusCode, content_type: &'static str, body: impl Into<Bytes>) -> Self {
        Self {
            status,
            content_type: Some(content_type),
            headers: Vec::new(),
            body: body.into(),
        }
    }

    /// An answer without a body.
    pub fn empty(status: StatusCode) -> Self {
        Self {
            status,
            content_type: None,
            headers: Vec::new(),
            body: Bytes::new(),
        }
    }

    /// The same answer with one more header field.
    pub fn with(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.headers.push((name, value));
        self
    }
}

impl IntoResponse for Answer {
    fn into_response(self) -> Response {
        let mut response = Response::new(Body::from(self.body));
        *response.status_mut() = self.status;
        if let Some(content_type) = self.content_type {
            let value = HeaderValue::from_static(content_type);
            response.headers_mut().insert(header::CONTENT_TYPE, value);
        }
        response.headers_mut().extend(self.headers);
        response
    }
}
