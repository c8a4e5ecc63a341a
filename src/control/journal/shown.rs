//! An entry as the control plane shows it.

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::panel::wire::Instant;
use crate::world::World;
use crate::world::journal::{Body, Entry};

/// An entry.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Entry")]
pub(super) struct ShownEntry {
    /// Its number in the world
    id: u64,
    /// When the request arrived, on the world's clock
    at: Instant,
    world: String,
    provider: &'static str,
    /// The operation; `null` where no route matched
    operation: Option<&'static str>,
    /// The id of the credential that was accepted
    credential: Option<u64>,
    request: RequestShown,
    response: ResponseShown,
    /// How long it took on the world's clock, in microseconds
    duration_us: i64,
    /// The id of the fault that was injected
    #[serde(skip_serializing_if = "Option::is_none")]
    fault: Option<u64>,
    /// Why it was refused
    #[serde(skip_serializing_if = "Option::is_none")]
    explanation: Option<String>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct RequestShown {
    method: String,
    /// As it was sent, before any prefix was taken off
    path: String,
    query: Option<String>,
    headers: Map<String, Value>,
    /// Its text; `null` where there was none; its length where it is no text or was cut short
    body: Value,
}

#[derive(Debug, Serialize, JsonSchema)]
struct ResponseShown {
    /// `null` where a fault kept the answer from the client
    status: Option<u16>,
    headers: Map<String, Value>,
    body: Value,
}

impl ShownEntry {
    pub(super) fn of(world: &World, entry: &Entry) -> Self {
        Self {
            id: entry.id,
            at: Instant(entry.at),
            world: world.name.to_string(),
            provider: entry.provider,
            operation: entry.operation,
            credential: entry.credential,
            request: RequestShown {
                method: entry.request.method.to_string(),
                path: entry.request.path.clone(),
                query: entry.request.query.clone(),
                headers: headers(&entry.request.headers),
                body: body(&entry.request.body),
            },
            response: ResponseShown {
                status: (entry.response.status != 0).then_some(entry.response.status),
                headers: headers(&entry.response.headers),
                body: body(&entry.response.body),
            },
            duration_us: entry.duration_us,
            fault: entry.fault,
            explanation: entry.explanation.clone(),
        }
    }
}

/// Header fields by name; what was sent several times stands in one text, as HTTP allows.
fn headers(lines: &str) -> Map<String, Value> {
    let mut fields: Map<String, Value> = Map::new();
    for (name, value) in header_lines(lines) {
        let value = match fields.get(name).and_then(Value::as_str) {
            Some(before) => format!("{before}, {value}"),
            None => value.to_owned(),
        };
        fields.insert(name.to_owned(), value.into());
    }
    fields
}

/// Recorded header fields.
pub(super) fn header_lines(lines: &str) -> impl Iterator<Item = (&str, &str)> {
    lines.lines().filter_map(|line| line.split_once(": "))
}

fn body(body: &Body) -> Value {
    match body {
        Body::Text { length: 0, .. } => Value::Null,
        Body::Text {
            text, is_cut: false, ..
        } => json!(String::from_utf8_lossy(text)),
        Body::Text { text, length, .. } => {
            json!({"length": length, "beginning": String::from_utf8_lossy(text)})
        }
        Body::Binary { length } => json!({"length": length}),
    }
}
