//! The journal: what a world was asked, and what it answered.

use std::sync::Arc;

use axum::extract::{Path, Request};
use http::StatusCode;
use serde_json::{Map, Value, json};

use super::extract::query;
use super::{Json, Problem, Target};
use crate::http::extract::Parameters;
use crate::world::journal::{Body, Entry};
use crate::world::{World, instant_text};

const PARAMETERS: [&str; 8] = [
    "world",
    "provider",
    "operation",
    "status",
    "credential",
    "text",
    "after",
    "limit",
];

/// How many entries a page has where nothing is asked for, and at most.
const LIMIT: (usize, usize) = (100, 1_000);

/// Lists entries, oldest first.
pub(super) async fn list(Target(world): Target, request: Request) -> Result<Json, Problem> {
    let (parts, _) = request.into_parts();
    let parameters = query(&parts)?;
    if let Some((name, _)) = parameters
        .0
        .iter()
        .find(|(name, _)| !PARAMETERS.contains(&name.as_str()))
    {
        return Err(Problem::unknown_parameter(name, PARAMETERS));
    }
    let (after, limit) = (number(&parameters, "after")?, number(&parameters, "limit")?);
    let limit = limit.map_or(LIMIT.0, |limit| usize::try_from(limit).unwrap_or(LIMIT.1));
    if !(1..=LIMIT.1).contains(&limit) {
        return Err(Problem::bad_request(format!(
            "`limit` must be from 1 to {}",
            LIMIT.1
        )));
    }
    number(&parameters, "status")?;
    let credential = parameters
        .given("credential")
        .map(|asked| credential(&world, asked));
    let (entries, dropped) = world.journal.entries();
    let entries: Vec<Value> = entries
        .iter()
        .filter(|entry| entry.id > after.unwrap_or(0) && matches(entry, &parameters))
        .filter(|entry| credential.is_none_or(|asked| asked.is_some() && asked == entry.credential))
        .take(limit)
        .map(|entry| shown(&world, entry))
        .collect();
    Ok(Json(json!({"entries": entries, "dropped": dropped})))
}

/// Shows one entry.
pub(super) async fn show(Target(world): Target, Path(id): Path<String>) -> Result<Json, Problem> {
    let entry = id.parse().ok().and_then(|id| world.journal.entry(id));
    let entry =
        entry.ok_or_else(|| Problem::not_found(format!("the journal has no entry {id:?}")))?;
    Ok(Json(shown(&world, &entry)))
}

/// Drops every entry.
pub(super) async fn clear(Target(world): Target) -> StatusCode {
    world.journal.clear();
    StatusCode::NO_CONTENT
}

/// The id of a credential that is named by itself or by its listed id.
fn credential(world: &World, asked: &str) -> Option<u64> {
    let credentials = world.directory.credentials(None);
    let by_key = credentials.iter().find(|known| known.key == asked);
    let by_id = || asked.parse().ok();
    by_key.map(|known| known.id).or_else(by_id)
}

/// Whether an entry is what the parameters ask for.
fn matches(entry: &Entry, parameters: &Parameters) -> bool {
    let is = |name: &str, value: &str| parameters.given(name).is_none_or(|asked| asked == value);
    is("provider", entry.provider)
        && is("operation", entry.operation.unwrap_or_default())
        && is("status", &entry.response.status.to_string())
        && parameters
            .given("text")
            .is_none_or(|text| holds(entry, text))
}

/// Whether `text` stands anywhere in an entry's address, bodies or explanation.
fn holds(entry: &Entry, text: &str) -> bool {
    let body = |body: &Body| match body {
        Body::Text { text: kept, .. } => String::from_utf8_lossy(kept).contains(text),
        Body::Binary { .. } => false,
    };
    entry.request.path.contains(text)
        || entry
            .request
            .query
            .as_deref()
            .is_some_and(|query| query.contains(text))
        || body(&entry.request.body)
        || body(&entry.response.body)
        || entry
            .explanation
            .as_deref()
            .is_some_and(|explanation| explanation.contains(text))
}

fn number(parameters: &Parameters, name: &str) -> Result<Option<u64>, Problem> {
    let parse = |text: &str| {
        text.parse()
            .map_err(|_| Problem::bad_request(format!("`{name}` must be a number, not {text:?}")))
    };
    parameters.given(name).map(parse).transpose()
}

/// How an entry is shown.
fn shown(world: &Arc<World>, entry: &Entry) -> Value {
    let mut shown = json!({
        "id": entry.id,
        "at": instant_text(entry.at),
        "world": &*world.name,
        "provider": entry.provider,
        "operation": entry.operation,
        "credential": entry.credential,
        "request": {
            "method": entry.request.method.as_str(),
            "path": entry.request.path,
            "query": entry.request.query,
            "headers": headers(&entry.request.headers),
            "body": body(&entry.request.body),
        },
        "response": {
            "status": entry.response.status,
            "headers": headers(&entry.response.headers),
            "body": body(&entry.response.body),
        },
        "duration_us": entry.duration_us,
    });
    if let Some(explanation) = &entry.explanation {
        shown["explanation"] = json!(explanation);
    }
    shown
}

/// Header fields by name; what was sent several times stands in one text, as HTTP allows.
fn headers(lines: &str) -> Value {
    let mut fields: Map<String, Value> = Map::new();
    for (name, value) in lines.lines().filter_map(|line| line.split_once(": ")) {
        let value = match fields.get(name).and_then(Value::as_str) {
            Some(before) => format!("{before}, {value}"),
            None => value.to_owned(),
        };
        fields.insert(name.to_owned(), value.into());
    }
    Value::Object(fields)
}

/// A body: its text; `null` where there was none; its length where it is no text or was cut short.
fn body(body: &Body) -> Value {
    match body {
        Body::Text { length: 0, .. } => Value::Null,
        Body::Text {
            text,
            is_cut: false,
            ..
        } => {
            json!(String::from_utf8_lossy(text))
        }
        Body::Text { text, length, .. } => {
            json!({"length": length, "beginning": String::from_utf8_lossy(text)})
        }
        Body::Binary { length } => json!({"length": length}),
    }
}
