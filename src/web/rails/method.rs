//! The method that a request stands for.

use http::Method;
use http::request::Parts;

/// The method that a request stands for, where it is another one than its own. `PATCH` is `PUT`. A `POST` of a client that
/// can send no other method names one in the header `X-HTTP-Method-Override` or in the query's parameter `_method`; in a
/// form's body `_method` is not looked for.
pub fn method(parts: &Parts) -> Option<Method> {
    if parts.method == Method::PATCH {
        return Some(Method::PUT);
    }
    if parts.method != Method::POST {
        return None;
    }
    let header = parts.headers.get("x-http-method-override");
    let header = header.and_then(|value| value.to_str().ok().map(str::to_owned));
    let parameter = || {
        let query = parts.uri.query().unwrap_or_default().as_bytes();
        form_urlencoded::parse(query)
            .find(|(name, _)| name == "_method")
            .map(|(_, value)| value.into_owned())
    };
    match header.or_else(parameter)?.to_ascii_uppercase().as_str() {
        "PUT" | "PATCH" => Some(Method::PUT),
        "DELETE" => Some(Method::DELETE),
        _ => None,
    }
}
