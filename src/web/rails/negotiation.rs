//! Which format an answer has, as Rails decides: the path's ending, `format=`, `Accept`, and at last `Content-Type`.

use http::request::Parts;
use http::{HeaderName, header};

/// The format of the answer to a request, `json` or `xml`; `None` where another one is asked for.
pub fn format(parts: &Parts, suffix: Option<&'static str>) -> Option<&'static str> {
    match suffix {
        Some(".json") => return Some("json"),
        Some(".xml") => return Some("xml"),
        _ => {}
    }
    let query = parts.uri.query().filter(|query| query.contains("format"));
    let query = query.unwrap_or_default();
    let asked = form_urlencoded::parse(query.as_bytes()).find(|(name, _)| name == "format");
    if let Some((_, format)) = asked.filter(|(_, format)| !format.is_empty()) {
        return match &*format {
            "json" => Some("json"),
            "xml" => Some("xml"),
            _ => None,
        };
    }
    let accept = text(parts, &header::ACCEPT);
    // A browser's list (`text/html, …, */*`) says nothing about what a program wants.
    let is_browser_like =
        accept.contains("*/*") && (accept.contains(",*/*") || accept.contains(", */*") || accept.contains("*/*,"));
    let accepted = if is_browser_like {
        None
    } else {
        accept.split(',').find_map(|name| format_of(&essence(name)))
    };
    accepted
        .or_else(|| format_of(&essence(text(parts, &header::CONTENT_TYPE))))
        .or(Some("json"))
}

/// A media type without its parameters, in lower case.
pub fn essence(media_type: &str) -> String {
    media_type
        .split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase()
}

/// The format that a media type is known as. `text/json` is not: Rails never registered it.
pub fn format_of(essence: &str) -> Option<&'static str> {
    match essence {
        "application/json" | "text/x-json" | "application/jsonrequest" => Some("json"),
        "application/xml" | "text/xml" | "application/x-xml" => Some("xml"),
        _ => None,
    }
}

fn text<'a>(parts: &'a Parts, name: &HeaderName) -> &'a str {
    parts
        .headers
        .get(name)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default()
}
