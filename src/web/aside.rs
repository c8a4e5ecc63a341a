//! What an answer carries beside itself: for the journal, the log and the connection. No client sees it.

use std::time::Duration;

use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use http::StatusCode;

use super::failure::Failure;
use super::refusal::Refusal;
use crate::world::faults::ConnectionFault;

/// What an answer carries beside itself, as its one extension.
#[derive(Debug, Clone, Default)]
pub struct Aside {
    /// Why the answer is what it is, in one English sentence, where no failure says so.
    pub explanation: Option<String>,
    /// What becomes of the connection, where a fault decides.
    pub connection: Option<ConnectionOrder>,
    /// What a handler failed with, until the entrance takes it as an `Err`.
    pub(super) failure: Option<Failure>,
    /// What the journal keeps of a body that leaves in pieces, since nobody has that body whole.
    pub(super) download: Option<DownloadBeginning>,
}

/// What becomes of a connection.
#[derive(Debug, Clone, Copy)]
pub struct ConnectionOrder {
    /// What happens.
    pub fault: ConnectionFault,
    /// How long a dripping body takes.
    pub drips_for: Duration,
}

/// The beginning of a body that leaves in pieces.
#[derive(Debug, Clone)]
pub(super) struct DownloadBeginning {
    pub(super) beginning: Bytes,
    /// The length of the whole, in bytes.
    pub(super) length: u64,
}

impl Aside {
    /// What `response` carries, to be added to.
    pub fn of(response: &mut Response) -> &mut Self {
        response.extensions_mut().get_or_insert_default()
    }

    /// Attaches the sentence that explains `response`.
    pub fn explain(response: &mut Response, explanation: impl Into<String>) {
        Self::of(response).explanation = Some(explanation.into());
    }
}

/// Whether an answer's body leaves in pieces, so that nobody has it whole.
pub fn leaves_in_pieces(response: &Response) -> bool {
    let aside = response.extensions().get::<Aside>();
    aside.is_some_and(|aside| aside.download.is_some())
}

/// axum lets a handler or an extractor answer with a response alone, so a failure leaves it beside an empty one. The
/// entrance takes it out again where it calls the handler, and it is an `Err` from there on.
impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let mut response = StatusCode::INTERNAL_SERVER_ERROR.into_response();
        Aside::of(&mut response).failure = Some(self);
        response
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        Failure::from(self).into_response()
    }
}
