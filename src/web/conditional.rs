//! Conditional requests: an entity tag made of the body, and 304 for who has that body already.

use bytes::Bytes;
use http::request::Parts;
use http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use md5::{Digest, Md5};

/// The hexadecimal MD5 of some bytes.
pub fn digest(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digest = Md5::digest(bytes);
    let nibbles = digest.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    nibbles.map(|nibble| char::from(DIGITS[usize::from(nibble)])).collect()
}

/// The entity tag of a body: the hexadecimal MD5 of its bytes; weak where a proxy compresses it on the way.
pub fn entity_tag(body: &Bytes, is_weak: bool) -> HeaderValue {
    let weak = if is_weak { "W/" } else { "" };
    let text = format!("{weak}\"{}\"", digest(body));
    HeaderValue::from_str(&text).unwrap_or_else(|_| HeaderValue::from_static("\"\""))
}

/// Whether the client has what `tag` names (RFC 9110, 13.1.2): tags are compared weakly.
pub fn is_not_modified(request: &Parts, status: StatusCode, tag: &HeaderValue) -> bool {
    let reads = matches!(request.method, Method::GET | Method::HEAD);
    reads && status == StatusCode::OK && matches(&request.headers, tag)
}

fn matches(headers: &HeaderMap, tag: &HeaderValue) -> bool {
    let strong = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
    let own = strong(tag.to_str().unwrap_or_default());
    let given = headers.get_all(header::IF_NONE_MATCH).into_iter();
    let mut given = given
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','));
    given.any(|one| one.trim() == "*" || strong(one) == own)
}
