//! Errors as problem details (RFC 9457): what was refused, and what to do instead.

use axum::body::Body;
use axum::response::{IntoResponse, Response};
use http::{HeaderValue, Method, StatusCode, Uri, header};
use serde_json::json;

use crate::store::StoreError;

/// A refused request.
#[derive(Debug, Clone)]
pub struct Problem {
    status: StatusCode,
    detail: String,
    hint: Option<String>,
}

impl Problem {
    /// A problem with `status`.
    pub fn new(status: StatusCode, detail: impl Into<String>) -> Self {
        Self {
            status,
            detail: detail.into(),
            hint: None,
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

    /// Something broke in here.
    pub fn internal(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, detail)
    }

    /// A member that the body may not have; the nearest one that it may.
    pub fn unknown_member(name: &str, known: impl IntoIterator<Item = impl AsRef<str>>) -> Self {
        let nearest = nearest(name, known);
        Self::bad_request(format!("the member `{name}` is unknown here")).hint(nearest)
    }

    /// A parameter that the query may not have; the nearest one that it may.
    pub fn unknown_parameter(name: &str, known: impl IntoIterator<Item = impl AsRef<str>>) -> Self {
        let nearest = nearest(name, known);
        Self::bad_request(format!("the parameter `{name}` is unknown here")).hint(nearest)
    }

    /// A name of something that there is not; the nearest one that there is.
    pub fn unknown(
        what: &str,
        name: &str,
        known: impl IntoIterator<Item = impl AsRef<str>>,
    ) -> Self {
        let nearest = nearest(name, known);
        Self::not_found(format!("there is no {what} `{name}`")).hint(nearest)
    }

    fn hint(mut self, nearest: Option<String>) -> Self {
        self.hint = nearest.map(|nearest| format!("the nearest is `{nearest}`"));
        self
    }

    /// The same problem with what to do about it.
    pub fn with_hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
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
        } = self;
        let title = status.canonical_reason().unwrap_or("Error");
        let body =
            json!({"title": title, "status": status.as_u16(), "detail": detail, "hint": hint});
        let mut response = Response::new(Body::from(body.to_string()));
        *response.status_mut() = status;
        let media_type = HeaderValue::from_static("application/problem+json");
        response
            .headers_mut()
            .insert(header::CONTENT_TYPE, media_type);
        response
    }
}

/// The address is none of the control plane's.
pub(super) async fn no_route(uri: Uri) -> Problem {
    Problem::not_found(format!("there is no address {}", uri.path())).with_hint(
        "the control plane's addresses begin with `/_areia/`, a provider's with its slug",
    )
}

/// The address is known, the method is not.
pub(super) async fn no_method(method: Method, uri: Uri) -> Problem {
    let detail = format!("{} does not take {method}", uri.path());
    Problem::new(StatusCode::METHOD_NOT_ALLOWED, detail)
}

fn nearest(name: &str, known: impl IntoIterator<Item = impl AsRef<str>>) -> Option<String> {
    let likeness = |other: &str| strsim::jaro_winkler(name, other);
    let known = known.into_iter().map(|other| other.as_ref().to_owned());
    known.max_by(|one, other| likeness(one).total_cmp(&likeness(other)))
}
