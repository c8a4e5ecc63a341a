//! Cross-origin requests, for a provider that lets any page read and none write.

use http::request::Parts;
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};

use super::wording::Answer;

/// How long a browser may remember a preflight, in seconds.
const MAX_AGE: HeaderValue = HeaderValue::from_static("1728000");

/// Answers the preflight of a `GET`; one of another method is nobody's, and the router says so.
pub fn preflight_of_get(parts: &Parts) -> Option<Answer> {
    let method = parts.headers.get(header::ACCESS_CONTROL_REQUEST_METHOD)?;
    if parts.method != Method::OPTIONS || method != "GET" || !parts.headers.contains_key(header::ORIGIN) {
        return None;
    }
    let mut answer = Answer::new(StatusCode::OK, "text/plain", "");
    answer.headers.extend(fields());
    match parts.headers.get(header::ACCESS_CONTROL_REQUEST_HEADERS) {
        Some(asked) => Some(answer.with(header::ACCESS_CONTROL_ALLOW_HEADERS, asked.clone())),
        None => Some(answer),
    }
}

/// Lets the page that asked read the answer, whatever its method was: a browser has asked before it wrote.
pub fn allow(parts: &Parts, headers: &mut HeaderMap) {
    if parts.headers.contains_key(header::ORIGIN) && parts.method != Method::OPTIONS {
        headers.extend(fields());
    }
}

fn fields() -> [(HeaderName, HeaderValue); 4] {
    [
        (header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*")),
        (header::ACCESS_CONTROL_ALLOW_METHODS, HeaderValue::from_static("GET")),
        (header::ACCESS_CONTROL_EXPOSE_HEADERS, HeaderValue::from_static("")),
        (header::ACCESS_CONTROL_MAX_AGE, MAX_AGE),
    ]
}
