//! All of a request's parameters: those of its query and those of its body, on whatever method.

use bytes::Bytes;
use http::request::Parts;
use http::{HeaderValue, header};

use super::parameter::{Members, Parameter};
use super::{brackets, json, multipart, negotiation, xml};
use crate::web::extract::Parameters;
use crate::web::refusal::Refusal;

/// Why parameters could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unreadable(pub String);

/// The parameters of a request. Those of the body win over those of the query.
pub async fn read(parts: &Parts, body: Bytes) -> Result<Members, Unreadable> {
    let mut members = query(parts.uri.query().unwrap_or_default())?;
    let content_type = parts.headers.get(header::CONTENT_TYPE);
    let content_type = content_type.map(HeaderValue::to_str);
    let content_type = content_type.and_then(Result::ok).unwrap_or_default();
    members.extend(read_body(content_type, body).await?);
    Ok(members)
}

/// The parameters of a body alone; none of an empty one.
pub async fn read_body(content_type: &str, body: Bytes) -> Result<Members, Unreadable> {
    if body.is_empty() {
        return Ok(Members::new());
    }
    let essence = negotiation::essence(content_type);
    let read = match essence.as_str() {
        "multipart/form-data" => multipart::members(body, content_type).await,
        // A body without a content type is a form, unless it begins like JSON or XML: the vendor's own samples forget the
        // header.
        "" | "application/x-www-form-urlencoded" => match body.trim_ascii_start().first() {
            Some(b'{') => json::read_json(&body),
            Some(b'<') => xml::read_xml(&body),
            _ => return query(&String::from_utf8_lossy(&body)),
        },
        _ => match negotiation::format_of(&essence) {
            Some("json") => json::read_json(&body),
            Some("xml") => xml::read_xml(&body),
            // Rails reads no parameters from other bodies.
            _ => Ok(Members::new()),
        },
    };
    read.map_err(Unreadable)
}

fn query(text: &str) -> Result<Members, Unreadable> {
    if text.is_empty() {
        return Ok(Members::new());
    }
    match Parameters::parse(text) {
        Ok(Parameters(pairs)) => read_pairs(pairs),
        // It may be a form's body, and not the query.
        Err(Refusal::QueryMalformed { reason, .. }) => Err(Unreadable(reason)),
        Err(refusal) => Err(Unreadable(refusal.explanation())),
    }
}

/// The parameters of named texts, as a form or a query has them.
pub fn read_pairs(pairs: Vec<(String, String)>) -> Result<Members, Unreadable> {
    let mut members = Members::new();
    for (name, value) in pairs {
        brackets::put(&mut members, &name, Parameter::Text(value)).map_err(Unreadable)?;
    }
    Ok(members)
}
