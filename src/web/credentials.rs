//! Where credentials stand in a request. What they open is the provider's business.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::{HeaderMap, header};
use subtle::ConstantTimeEq as _;

use crate::world::credential::Credential;

/// The credentials that a request shows, the deciding one first. Each may lead to the world that owns it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Presented {
    /// Keys to look up.
    pub keys: Vec<String>,
    /// What is compared with the first one's secret half, where it has one.
    pub secret: Option<String>,
    /// The kind that the first one must be of, where that depends on how it is shown.
    pub kind: Option<&'static str>,
}

/// The `Authorization` header, split at its one blank: the scheme in lower case, and what follows.
/// Anything but exactly two parts is no credential.
pub fn authorization(headers: &HeaderMap) -> Option<(String, &str)> {
    let text = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let mut parts = text.split_ascii_whitespace();
    match (parts.next(), parts.next(), parts.next()) {
        (Some(scheme), Some(credential), None) => Some((scheme.to_ascii_lowercase(), credential)),
        _ => None,
    }
}

/// The user and password of HTTP Basic (RFC 7617); `None` for another scheme or what cannot be decoded.
pub fn basic(headers: &HeaderMap) -> Option<(String, String)> {
    let (scheme, encoded) = authorization(headers)?;
    if scheme != "basic" {
        return None;
    }
    let decoded = String::from_utf8(STANDARD.decode(encoded).ok()?).ok()?;
    let (user, password) = decoded.split_once(':')?;
    Some((user.to_owned(), password.to_owned()))
}

/// Whether `shown` is a credential's secret half. One that has no such half is opened by nothing.
pub fn has_secret(credential: &Credential, shown: &str) -> bool {
    let secret = credential.secret.as_deref();
    secret.is_some_and(|secret| same_secret(secret, shown))
}

/// Compares two secrets in a time that does not tell where they differ.
pub fn same_secret(one: &str, other: &str) -> bool {
    one.as_bytes().ct_eq(other.as_bytes()).into()
}
