//! Errors as problem details (RFC 9457): what was refused, and what to do instead.

use std::fmt;

use axum::body::Body;
use axum::response::{IntoResponse, Response};
use http::{HeaderValue, Method, StatusCode, Uri, header};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Map, Value};

use super::operations::Operation;
use crate::nearest::{nearest, nearest_address};
use crate::store::StoreError;
use crate::web::address::CONTROL_PREFIX;

/// A refused request.
#[derive(Debug, Clone)]
pub struct Problem {
    status: StatusCode,
    detail: String,
    hint: Option<String>,
    /// Boxed, since hardly any problem has some and every answer would be as large.
    members: Box<Map<String, Value>>,
}

impl Problem {
    /// A problem with `status`.
    pub fn new(status: StatusCode, detail: impl Into<String>) -> Self {
        Self {
            status,
            detail: detail.into(),
            hint: None,
            members: Box::default(),
        }
    }

    /// What was sent cannot be.
    pub fn bad_request(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, detail)
    }

    /// What was asked for is not there.
    pub fn not_found(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::NOT_FOUND, detail)
    }

    /// A credential was there a moment ago: only so many are remembered.
    pub fn forgotten() -> Self {
        Self::not_found("the credential is forgotten")
    }

    /// Something broke in here.
    pub fn internal(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, detail)
    }

    /// A member that the body may not have; the nearest one that it may.
    pub fn unknown_member(name: &str, known: impl IntoIterator<Item = impl AsRef<str>>) -> Self {
        Self::unknown_name("member", name, known)
    }

    /// A parameter that the query may not have; the nearest one that it may.
    pub fn unknown_parameter(name: &str, known: impl IntoIterator<Item = impl AsRef<str>>) -> Self {
        Self::unknown_name("parameter", name, known)
    }

    /// A name that nothing here has; the nearest one that something has.
    pub(crate) fn unknown_name(what: &str, name: &str, known: impl IntoIterator<Item = impl AsRef<str>>) -> Self {
        Self::bad_request(format!("the {what} `{name}` is unknown here")).nearest_of(name, known)
    }

    /// A name of something that there is not; the nearest one that there is.
    pub fn unknown(what: &str, name: &str, known: impl IntoIterator<Item = impl AsRef<str>>) -> Self {
        Self::not_found(format!("there is no {what} `{name}`")).nearest_of(name, known)
    }

    /// The same problem, whose hint is the nearest to `name` of `known`.
    pub(crate) fn nearest_of(mut self, name: &str, known: impl IntoIterator<Item = impl AsRef<str>>) -> Self {
        self.hint = nearest(name, known).map(|nearest| format!("the nearest is `{}`", nearest.as_ref()));
        self
    }

    /// The same problem with one more member of its own.
    pub fn with_member(mut self, name: &str, value: impl Serialize) -> Self {
        let value = serde_json::to_value(value).unwrap_or_default();
        self.members.insert(name.to_owned(), value);
        self
    }

    /// The same problem with what to do about it.
    pub fn with_hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into()).filter(|hint| !hint.is_empty());
        self
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.detail)?;
        match &self.hint {
            Some(hint) => write!(f, "; {hint}"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for Problem {}

/// How a problem is written.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Problem")]
pub(crate) struct Details {
    title: &'static str,
    status: u16,
    /// What was refused, and why
    detail: String,
    /// What to do instead
    hint: String,
    /// What else there is to know
    #[serde(flatten)]
    members: Box<Map<String, Value>>,
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        Self::internal(format!("the world's database: {error}"))
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let Self {
            status,
            detail,
            hint,
            members,
        } = self;
        let details = Details {
            title: status.canonical_reason().unwrap_or("Error"),
            status: status.as_u16(),
            detail,
            hint: hint.unwrap_or_else(|| usual_hint(status).to_owned()),
            members,
        };
        // Texts and a number are always written.
        let body = serde_json::to_string(&details).unwrap_or_default();
        let mut response = Response::new(Body::from(body));
        *response.status_mut() = status;
        let media_type = HeaderValue::from_static("application/problem+json");
        response.headers_mut().insert(header::CONTENT_TYPE, media_type);
        response
    }
}

/// The address is none of the control plane's; the nearest one that is.
pub(crate) fn no_route(uri: &Uri, operations: &[Operation]) -> Problem {
    let path = uri.path();
    let known = operations.iter().map(|operation| operation.path.as_str());
    let own = path.strip_prefix(CONTROL_PREFIX).unwrap_or(path);
    let problem = Problem::not_found(format!("there is no address {path}"));
    match nearest_address(own, known) {
        Some(known) => problem.with_hint(format!("the nearest is `{CONTROL_PREFIX}{known}`")),
        None => problem,
    }
}

/// The address is known, the method is not; those that are.
pub(crate) fn no_method(method: &Method, uri: &Uri, operations: &[Operation]) -> Problem {
    let asked: Vec<&str> = uri.path().split('/').collect();
    let is_asked = |operation: &&Operation| {
        let known = format!("{CONTROL_PREFIX}{}", operation.path);
        let known: Vec<&str> = known.split('/').collect();
        let mut pairs = known.iter().zip(&asked);
        known.len() == asked.len() && pairs.all(|(known, asked)| known.starts_with('{') || known == asked)
    };
    let methods: Vec<&str> = operations
        .iter()
        .filter(is_asked)
        .map(|operation| operation.method.as_str())
        .collect();
    let detail = format!("{} does not take {method}", uri.path());
    Problem::new(StatusCode::METHOD_NOT_ALLOWED, detail).with_hint(format!("it takes {}", methods.join(", ")))
}

/// What to do about a problem that says nothing better.
fn usual_hint(status: StatusCode) -> &'static str {
    match status {
        StatusCode::NOT_FOUND => "`GET /_areia/info` shows what this world has",
        StatusCode::CONFLICT => "`GET` shows how it stands now; change that first",
        _ if status.is_server_error() => "the log on standard error says more",
        _ => "`GET /_areia/openapi.json` says what every address takes",
    }
}
