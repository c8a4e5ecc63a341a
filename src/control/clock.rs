//! A world's clock: read, frozen, set, advanced, resumed. It governs everything that depends on time.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use http::StatusCode;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::extract::{Sent, Shown};
use super::operations::{Operation, Operations, operation};
use super::wire::{Instant, Span};
use super::{Problem, Target};
use crate::clock::{Clock, ClockError};
use crate::world::agenda::Due;
use crate::world::{World, instant_text};

/// The operations.
pub(super) fn operations() -> Operations {
    let change = |words, summary| -> Operation {
        operation(words, summary)
            .answers::<Moved>(StatusCode::OK)
            .refuses(&[StatusCode::CONFLICT])
    };
    Operations::new()
        .get(
            "/clock",
            show,
            operation("clock show", "The world's time").answers::<Reading>(StatusCode::OK),
        )
        .post(
            "/clock/freeze",
            freeze,
            change("clock freeze", "Stops the clock")
                .body::<Freeze>()
                .positional(&["at"]),
        )
        .post(
            "/clock/set",
            set,
            change("clock set", "Moves the clock forward to an instant")
                .body::<Set>()
                .positional(&["to"]),
        )
        .post(
            "/clock/advance",
            advance,
            change("clock advance", "Moves the clock forward by a span")
                .body::<Advance>()
                .positional(&["by"]),
        )
        .post(
            "/clock/resume",
            resume,
            change("clock resume", "Lets the clock go on from where it stands").body::<Resume>(),
        )
}

/// How a clock is shown.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Reading {
    /// The world's time.
    now: Instant,
    mode: Mode,
    /// How far ahead of the machine's clock it is.
    offset: Span,
}

#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Mode {
    Running,
    Frozen,
}

/// A clock that was changed.
#[derive(Debug, Serialize, JsonSchema)]
struct Moved {
    #[serde(flatten)]
    clock: Reading,
    /// What fell due on the way, in its order.
    due: Vec<Due>,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Freeze {
    /// Where it is to stand; where it is, if not given
    at: Option<Instant>,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Set {
    /// Where it is to go
    to: Instant,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Advance {
    /// How far it is to go
    by: Span,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Resume {}

impl Reading {
    /// How `clock` is shown.
    pub(super) fn of(clock: &Clock) -> Self {
        let mode = if clock.is_frozen() {
            Mode::Frozen
        } else {
            Mode::Running
        };
        Self {
            now: Instant(clock.now()),
            mode,
            offset: Span(clock.offset()),
        }
    }
}

async fn show(Target(world): Target) -> Shown<Reading> {
    Shown(Reading::of(&world.clock))
}

async fn freeze(Target(world): Target, Sent(asked): Sent<Freeze>) -> Answer {
    let at = asked.at.map(|at| at.0);
    moved(&world, |clock| clock.freeze(at)).await
}

async fn set(Target(world): Target, Sent(asked): Sent<Set>) -> Answer {
    moved(&world, |clock| clock.set(asked.to.0)).await
}

async fn advance(Target(world): Target, Sent(asked): Sent<Advance>) -> Answer {
    moved(&world, |clock| clock.advance(asked.by.0)).await
}

async fn resume(Target(world): Target, Sent(Resume {}): Sent<Resume>) -> Answer {
    let resume = |clock: &Clock| {
        clock.resume();
        Ok(())
    };
    moved(&world, resume).await
}

type Answer = Result<Shown<Moved>, Problem>;

/// Changes the clock, and says what fell due on the way.
async fn moved(
    world: &Arc<World>,
    change: impl FnOnce(&Clock) -> Result<(), ClockError>,
) -> Answer {
    let before = world.clock.now();
    change(&world.clock)?;
    world.keep_clock().await?;
    let clock = Reading::of(&world.clock);
    let due = fallen_due(world, before).await?;
    Ok(Shown(Moved { clock, due }))
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

impl From<ClockError> for Problem {
    fn from(error: ClockError) -> Self {
        Self::new(StatusCode::CONFLICT, error.to_string())
            .with_hint("`POST /_areia/reset` takes a world back to its beginning")
    }
}
