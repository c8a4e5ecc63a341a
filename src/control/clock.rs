//! A world's clock: read, frozen, set, advanced, resumed. It governs everything that depends on time.

use std::sync::Arc;

use axum::extract::Path;
use chrono::{DateTime, Utc};
use serde_json::{Map, Value, json};

use super::{Json, Problem, Target};
use crate::clock::{Clock, ClockError};
use crate::duration::{duration_text, parse_duration};
use crate::world::agenda::Due;
use crate::world::{World, instant_text};

const CHANGES: [&str; 4] = ["freeze", "set", "advance", "resume"];

/// How a clock is shown.
pub(super) fn shown(clock: &Clock) -> Value {
    let mode = if clock.is_frozen() {
        "frozen"
    } else {
        "running"
    };
    json!({"now": instant_text(clock.now()), "mode": mode, "offset": duration_text(clock.offset())})
}

/// Shows the clock.
pub(super) async fn show(Target(world): Target) -> Json {
    Json(shown(&world.clock))
}

/// Changes the clock, and says what fell due on the way.
pub(super) async fn change(
    Target(world): Target,
    Path(change): Path<String>,
    body: Json,
) -> Result<Json, Problem> {
    let body = body.members()?;
    let before = world.clock.now();
    match change.as_str() {
        "freeze" => world.clock.freeze(instant(&body, "at", false)?)?,
        "set" => {
            let to = instant(&body, "to", true)?;
            world.clock.set(to.unwrap_or(before))?;
        }
        "advance" => {
            only(&body, "by")?;
            let by = body
                .get("by")
                .and_then(Value::as_str)
                .and_then(parse_duration);
            let by = by.ok_or_else(|| {
                Problem::bad_request("`by` must be an ISO 8601 duration of a fixed length")
                    .with_hint("an hour and five minutes is `PT1H5M`, two weeks are `P14D`")
            })?;
            world.clock.advance(by)?;
        }
        "resume" => {
            only(&body, "")?;
            world.clock.resume();
        }
        other => return Err(Problem::unknown("change of the clock", other, CHANGES)),
    }
    world.keep_clock().await?;
    let mut clock = shown(&world.clock);
    clock["due"] = json!(fallen_due(&world, before).await?);
    Ok(Json(clock))
}

/// What fell due since `before`: what the providers had planned, and credentials whose time ended; in order.
async fn fallen_due(world: &Arc<World>, before: DateTime<Utc>) -> Result<Vec<Due>, Problem> {
    let now = world.clock.now();
    let mut due = world.settle().await?;
    for credential in world.directory.credentials(None) {
        let ended = credential
            .expires_at
            .filter(|at| *at > before && *at <= now);
        if let (Some(at), None) = (ended, &credential.end) {
            due.push(Due {
                at: instant_text(at),
                provider: credential.provider.clone(),
                what: format!("{} expired", credential.kind),
                subject: credential.id.to_string(),
            });
        }
    }
    // By time, not by text: `12:00:00.5Z` comes before `12:00:00Z` in that.
    due.sort_by_cached_key(|due| due.at.parse::<DateTime<Utc>>().ok());
    Ok(due)
}

/// The instant in the body's one member.
fn instant(
    body: &Map<String, Value>,
    name: &str,
    needed: bool,
) -> Result<Option<DateTime<Utc>>, Problem> {
    only(body, name)?;
    match body.get(name) {
        None | Some(Value::Null) if !needed => Ok(None),
        given => {
            let at = given
                .and_then(Value::as_str)
                .and_then(|text| text.parse().ok());
            let problem = || {
                Problem::bad_request(format!("`{name}` must be an RFC 3339 time"))
                    .with_hint("for example `2026-01-31T12:00:00Z`")
            };
            at.ok_or_else(problem).map(Some)
        }
    }
}

/// Refuses every member but `name`.
fn only(body: &Map<String, Value>, name: &str) -> Result<(), Problem> {
    match body.keys().find(|other| *other != name) {
        Some(other) => Err(Problem::unknown_member(
            other,
            Some(name).filter(|name| !name.is_empty()),
        )),
        None => Ok(()),
    }
}

impl From<ClockError> for Problem {
    fn from(error: ClockError) -> Self {
        Self::new(http::StatusCode::CONFLICT, error.to_string())
            .with_hint("`POST /_areia/reset` takes a world back to its beginning")
    }
}
