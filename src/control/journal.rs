//! The journal: what a world was asked, and what it answered.

use std::sync::Arc;

use axum::extract::Path;
use http::StatusCode;
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::extract::Query;
use super::operations::{Operations, operation};
use super::{Json, Problem, Target};
use crate::world::journal::{Body, Entry};
use crate::world::{World, instant_text};

/// How many entries a page has where nothing is asked for, and at most.
const LIMIT: (usize, usize) = (100, 1_000);

/// The operations.
pub(super) fn operations() -> Operations {
    Operations::new()
        .get(
            "/journal",
            list,
            operation("journal list", "Lists what was asked, oldest first")
                .query::<Filter>()
                .answers::<Map<String, Value>>(StatusCode::OK),
        )
        .delete(
            "/journal",
            clear,
            operation("journal clear", "Drops every entry"),
        )
        .get(
            "/journal/{id}",
            show,
            operation("journal show", "Shows one entry")
                .answers::<Map<String, Value>>(StatusCode::OK)
                .refuses(&[StatusCode::NOT_FOUND]),
        )
}

/// Which entries are asked for.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Filter {
    /// Of this provider
    provider: Option<String>,
    /// Of this operation
    operation: Option<String>,
    /// Answered with this status
    status: Option<u16>,
    /// Let in by this credential: its secret, or its listed id
    credential: Option<String>,
    /// Whose address, bodies or explanation holds this
    text: Option<String>,
    /// Later than the entry of this number
    after: Option<u64>,
    /// At most so many: 100 where nothing is said, 1,000 at most
    limit: Option<usize>,
}

/// Lists entries, oldest first.
async fn list(Target(world): Target, Query(filter): Query<Filter>) -> Result<Json, Problem> {
    let limit = filter.limit.unwrap_or(LIMIT.0);
    if !(1..=LIMIT.1).contains(&limit) {
        return Err(
            Problem::bad_request(format!("`limit` must be from 1 to {}", LIMIT.1))
                .with_hint("`after=<id>` asks for the entries behind one"),
        );
    }
    let credential = filter
        .credential
        .as_deref()
        .map(|asked| credential(&world, asked));
    let (entries, dropped) = world.journal.entries();
    let entries: Vec<Value> = entries
        .iter()
        .filter(|entry| entry.id > filter.after.unwrap_or(0) && matches(entry, &filter))
        .filter(|entry| credential.is_none_or(|asked| asked.is_some() && asked == entry.credential))
        .take(limit)
        .map(|entry| shown(&world, entry))
        .collect();
    Ok(Json(json!({"entries": entries, "dropped": dropped})))
}

/// Shows one entry.
async fn show(Target(world): Target, Path(id): Path<String>) -> Result<Json, Problem> {
    let entry = id.parse().ok().and_then(|id| world.journal.entry(id));
    let entry = entry.ok_or_else(|| {
        Problem::not_found(format!("the journal has no entry {id:?}"))
            .with_hint("`GET /_areia/journal` lists them; the oldest are dropped")
    })?;
    Ok(Json(shown(&world, &entry)))
}

/// Drops every entry.
async fn clear(Target(world): Target) -> StatusCode {
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

/// Whether an entry is what the filter asks for.
fn matches(entry: &Entry, filter: &Filter) -> bool {
    let is = |asked: &Option<String>, value: &str| asked.as_ref().is_none_or(|a| a == value);
    is(&filter.provider, entry.provider)
        && is(&filter.operation, entry.operation.unwrap_or_default())
        && filter.status.is_none_or(|s| s == entry.response.status)
        && filter.text.as_ref().is_none_or(|text| holds(entry, text))
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
