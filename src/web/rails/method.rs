//! The method that a request stands for.

use http::Method;
use http::request::Parts;

/// `PATCH` is `PUT`, and a `POST` can stand for another method: for those who can send no other, by the header
/// `X-HTTP-Method-Override` or the parameter `_method`. A form's own parameter comes too late: nobody sends one.
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
