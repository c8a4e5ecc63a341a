//! A world's clock: read, frozen, set, advanced, resumed. It governs everything that depends on time.

use http::StatusCode;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::clock::Clock;
use crate::panel::operations::{Operation, Operations, operation};
use crate::panel::wire::{Instant, Span};
use crate::panel::{Input, Output};
use crate::panel::{Problem, Target};
use crate::world::schedule::DueEvent;
use crate::world::{TimeError, World};

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
    due: Vec<DueEvent>,
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
        let mode = if clock.is_frozen() { Mode::Frozen } else { Mode::Running };
        Self {
            now: Instant(clock.now()),
            mode,
            offset: Span(clock.offset()),
        }
    }
}

async fn show(Target(world): Target) -> Output<Reading> {
    Output(Reading::of(&world.clock))
}

async fn freeze(Target(world): Target, Input(asked): Input<Freeze>) -> Answer {
    let due = world.freeze(asked.at.map(|at| at.0)).await?;
    moved(&world, due)
}

async fn set(Target(world): Target, Input(asked): Input<Set>) -> Answer {
    let due = world.set_time(asked.to.0).await?;
    moved(&world, due)
}

async fn advance(Target(world): Target, Input(asked): Input<Advance>) -> Answer {
    let due = world.advance(asked.by.0).await?;
    moved(&world, due)
}

async fn resume(Target(world): Target, Input(Resume {}): Input<Resume>) -> Answer {
    let due = world.resume().await?;
    moved(&world, due)
}

type Answer = Result<Output<Moved>, Problem>;

/// A clock that was changed, and what fell due on the way.
fn moved(world: &World, due: Vec<DueEvent>) -> Answer {
    let clock = Reading::of(&world.clock);
    Ok(Output(Moved { clock, due }))
}

impl From<TimeError> for Problem {
    fn from(error: TimeError) -> Self {
        match error {
            TimeError::Clock(error) => Self::new(StatusCode::CONFLICT, error.to_string())
                .with_hint("`POST /_areia/reset` takes a world back to its beginning"),
            TimeError::Store(error) => error.into(),
        }
    }
}
