//! The journal as a download: HAR 1.2, a line of JSON an entry, or a `curl` line an entry. Secrets are masked in all of
//! them, as they are in the journal.

use std::fmt::Write as _;
use std::sync::Arc;

use axum::body::Body as Answer;
use axum::extract::Extension;
use axum::response::Response;
use http::request::Parts;
use http::{HeaderValue, StatusCode, header};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Value, json};

use super::shown::{ShownEntry, header_lines};
use crate::clock::instant_text;
use crate::control::Control;
use crate::panel::Query;
use crate::panel::operations::{Operations, operation};
use crate::panel::{Problem, Target};
use crate::world::World;
use crate::world::journal::{Body, Entry};

/// Header fields that `curl` writes by itself.
const CURL_S_OWN: [&str; 4] = ["host", "content-length", "connection", "accept-encoding"];

/// The operations.
pub(super) fn operations() -> Operations {
    Operations::new().get(
        "/journal/export",
        export,
        operation("journal export", "The journal as HAR, NDJSON or curl lines")
            .query::<Asked>()
            .answers_file("application/octet-stream"),
    )
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Asked {
    /// The form of the download
    format: Form,
}

/// The form of a download.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Form {
    /// HAR 1.2, which browsers and proxies read.
    Har,
    /// A line of JSON an entry.
    Ndjson,
    /// A `curl` line an entry.
    Curl,
}

impl Form {
    /// What a file of it is called after the point, and its media type.
    fn file_type(self) -> (&'static str, &'static str) {
        match self {
            Self::Har => ("har", "application/json"),
            Self::Ndjson => ("ndjson", "application/x-ndjson"),
            Self::Curl => ("sh", "text/x-shellscript"),
        }
    }

    /// A world's journal, of a server that is reached under `server`.
    pub fn export(self, world: &World, server: &str) -> String {
        let (entries, _) = world.journal.entries();
        match self {
            Self::Har => har(&entries, server),
            Self::Ndjson => ndjson(world, &entries),
            Self::Curl => curl(&entries, server),
        }
    }
}

async fn export(
    Extension(control): Extension<Arc<Control>>,
    Target(world): Target,
    Query(asked): Query<Asked>,
    parts: Parts,
) -> Result<Response, Problem> {
    let (ending, media_type) = asked.format.file_type();
    let text = asked.format.export(&world, &control.base_url(&parts));
    let mut response = Response::new(Answer::from(text));
    let fields = response.headers_mut();
    fields.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type));
    let name = format!("attachment; filename=\"{}.{ending}\"", world.name);
    let name = HeaderValue::try_from(name).map_err(|error| Problem::internal(error.to_string()))?;
    fields.insert(header::CONTENT_DISPOSITION, name);
    *response.status_mut() = StatusCode::OK;
    Ok(response)
}

fn ndjson(world: &World, entries: &[Arc<Entry>]) -> String {
    let shown = entries.iter().map(|entry| ShownEntry::of(world, entry));
    let lines = shown.filter_map(|entry| serde_json::to_string(&entry).ok());
    lines.map(|line| line + "\n").collect()
}

/// HAR 1.2 (<http://www.softwareishard.com/blog/har-12-spec/>).
fn har(entries: &[Arc<Entry>], server: &str) -> String {
    let entries: Vec<Value> = entries.iter().map(|entry| har_entry(entry, server)).collect();
    let creator = json!({"name": "Areia", "version": env!("CARGO_PKG_VERSION")});
    json!({"log": {"version": "1.2", "creator": creator, "entries": entries}}).to_string()
}

fn har_entry(entry: &Entry, server: &str) -> Value {
    let milliseconds = entry.duration_us as f64 / 1_000.0;
    let request = &entry.request;
    let query = request.query.as_deref().unwrap_or_default();
    let query: Vec<Value> = form_urlencoded::parse(query.as_bytes())
        .map(|(name, value)| json!({"name": name, "value": value}))
        .collect();
    let mut asked = json!({
        "method": request.method.as_str(),
        "url": url(entry, server),
        "httpVersion": "HTTP/1.1",
        "cookies": [],
        "headers": har_headers(&request.headers),
        "queryString": query,
        "headersSize": -1,
        "bodySize": request.body.length(),
    });
    if request.body.length() > 0 {
        asked["postData"] = json!({
            "mimeType": media_type(&request.headers),
            "text": text(&request.body).unwrap_or_default(),
        });
    }
    let response = &entry.response;
    let status = StatusCode::from_u16(response.status).ok();
    let reason = status.and_then(|status| status.canonical_reason());
    let mut content = json!({
        "size": response.body.length(),
        "mimeType": media_type(&response.headers),
    });
    if let Some(text) = text(&response.body) {
        content["text"] = json!(text);
    }
    json!({
        "startedDateTime": instant_text(entry.at),
        "time": milliseconds,
        "request": asked,
        "response": {
            "status": response.status,
            "statusText": reason.unwrap_or_default(),
            "httpVersion": "HTTP/1.1",
            "cookies": [],
            "headers": har_headers(&response.headers),
            "content": content,
            "redirectURL": field(&response.headers, "location").unwrap_or_default(),
            "headersSize": -1,
            "bodySize": response.body.length(),
        },
        "cache": {},
        "timings": {"send": 0, "wait": milliseconds, "receive": 0},
        "comment": entry.explanation.as_deref().unwrap_or_default(),
    })
}

fn har_headers(lines: &str) -> Vec<Value> {
    let named = |(name, value)| json!({"name": name, "value": value});
    header_lines(lines).map(named).collect()
}

/// One `curl` line an entry, each word quoted, so that a shell takes nothing in it for its own.
fn curl(entries: &[Arc<Entry>], server: &str) -> String {
    let mut lines = String::from("# Secrets are masked: put working ones in their places.\n");
    for entry in entries {
        // Writing to a string cannot fail.
        let _ = write!(
            lines,
            "curl --globoff --request {} {}",
            quoted(entry.request.method.as_str()),
            quoted(&url(entry, server))
        );
        for (name, value) in header_lines(&entry.request.headers) {
            if !CURL_S_OWN.contains(&name) {
                let _ = write!(lines, " --header {}", quoted(&format!("{name}: {value}")));
            }
        }
        let whole = match &entry.request.body {
            Body::Text { is_cut: true, .. } => None,
            body => text(body).filter(|text| !text.contains('\0')),
        };
        match whole {
            Some(text) if !text.is_empty() => {
                let _ = write!(lines, " --data-raw {}", quoted(&text));
            }
            Some(_) => {}
            None => {
                let length = entry.request.body.length();
                let _ = write!(lines, " # its body of {length} bytes was not kept");
            }
        }
        lines.push('\n');
    }
    lines
}

/// One word of a shell's line, whatever stands in it.
fn quoted(word: &str) -> String {
    format!("'{}'", word.replace('\'', r"'\''"))
}

/// Where the request was sent.
fn url(entry: &Entry, server: &str) -> String {
    let host = field(&entry.request.headers, "host").map(|host| format!("http://{host}"));
    let mut url = host.unwrap_or_else(|| server.to_owned()) + &entry.request.path;
    if let Some(query) = &entry.request.query {
        url.push('?');
        url += query;
    }
    url
}

fn field<'a>(lines: &'a str, name: &str) -> Option<&'a str> {
    let mut fields = header_lines(lines);
    fields.find_map(|(known, value)| (known == name).then_some(value))
}

fn media_type(lines: &str) -> &str {
    field(lines, "content-type").unwrap_or_default()
}

fn text(body: &Body) -> Option<String> {
    match body {
        Body::Text { text, .. } => Some(String::from_utf8_lossy(text).into_owned()),
        Body::Binary { .. } => None,
    }
}
