//! What a provider's entrance does differently from another's.

use std::net::IpAddr;

use axum::response::Response;
use bytes::Bytes;
use chrono::{DateTime, Utc};
use futures_util::future::BoxFuture;
use http::request::Parts;
use http::{Method, StatusCode};
use serde_json::{Value, json};

use super::context::RequestContext;
use super::credentials::Presented;
use super::refusal::Refusal;
use super::wording::{Answer, Wording};

/// A provider's terms. The order in which they are asked is the entrance's, and the same for all.
#[derive(Debug, Clone, Copy)]
pub struct Terms {
    /// Other prefixes that real clients use, and the documented prefix that each stands for.
    pub aliases: &'static [(&'static str, &'static str)],
    /// Endings that name a format (`.json`), taken off a path before it is routed.
    pub suffixes: &'static [&'static str],
    /// The method that a request stands for, where that is not its own.
    pub method: fn(&Parts) -> Option<Method>,
    /// The largest body, in bytes, of an operation that does not say otherwise.
    pub body_limit_bytes: usize,
    /// Whether a JSON body must be announced by its `Content-Type`.
    pub json_needs_content_type: bool,
    /// The statuses whose answers are compressed for who accepts gzip.
    pub compresses: fn(StatusCode) -> bool,
    /// Answers a browser's preflight (CORS), before anything else is asked.
    pub preflight: fn(&Parts) -> Option<Answer>,
    /// The format that a request wants its answer in, errors too, given the ending that was taken off its path.
    pub negotiate: fn(&Parts, Option<&'static str>) -> &'static str,
    /// The credentials that a request shows.
    pub present: fn(&Parts, &[u8]) -> Presented,
    /// How OpenAPI describes the credential.
    pub security_scheme: fn() -> Value,
    /// The kind of credential that a caller needs, where what is shown does not say.
    pub caller_kind: &'static str,
    /// Whether an address that no operation has asks for a credential first.
    pub guards_unknown: fn(&Parts) -> bool,
    /// What a caller with a working credential may still be refused for; and which account it is, where the request says so.
    pub admit: Admit,
    /// Whether an answer that refuses a method with 405 says in `Allow` which ones there are (RFC 9110, 15.5.6).
    pub names_methods: fn(&RequestContext) -> bool,
    /// Words a refusal.
    pub refuse: fn(Refusal, &RequestContext) -> Box<dyn Wording>,
    /// The last word on an answer, worded and complete: header fields that depend on the request, a log of the
    /// provider's own.
    pub finish: Option<Finish>,
}

/// Admits a caller, or says what the caller is refused for.
pub type Admit = fn(&mut RequestContext, &Parts) -> Result<(), Box<dyn Wording>>;

/// A request as the last touch on its answer sees it.
#[derive(Debug, Clone)]
pub struct SeenRequest {
    /// When it came, on the world's clock.
    pub at: DateTime<Utc>,
    /// Its head, without extensions.
    pub parts: Parts,
    /// Its body, as far as it was taken in.
    pub body: Bytes,
    /// Where it came from.
    pub peer: Option<Peer>,
}

/// The other end of a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Peer(pub IpAddr);

/// Takes an answer and the request that it is for, and gives the answer that is sent.
pub type Finish = for<'a> fn(&'a RequestContext, &'a SeenRequest, Response) -> BoxFuture<'a, Response>;

impl Terms {
    /// The terms of a provider that asks for nothing special: one JSON format, a Bearer token.
    pub const fn usual(
        caller_kind: &'static str,
        present: fn(&Parts, &[u8]) -> Presented,
        refuse: fn(Refusal, &RequestContext) -> Box<dyn Wording>,
    ) -> Self {
        Self {
            aliases: &[],
            suffixes: &[],
            method: |_| None,
            body_limit_bytes: 1024 * 1024,
            json_needs_content_type: true,
            compresses: |status| status != StatusCode::NO_CONTENT,
            preflight: |_| None,
            negotiate: |_, _| "json",
            present,
            security_scheme: || json!({"type": "http", "scheme": "bearer"}),
            caller_kind,
            guards_unknown: |_| false,
            admit: |_, _| Ok(()),
            names_methods: |_| true,
            refuse,
            finish: None,
        }
    }
}
