//! Faults: what is to go wrong in a world, added, shown and removed.

use std::sync::Arc;

use axum::extract::{Extension, Path};
use chrono::TimeDelta;
use http::StatusCode;
use schemars::JsonSchema;
use serde::Serialize;

use super::Control;
use crate::panel::operations::{Operations, operation};
use crate::panel::{Input, Output};
use crate::panel::{Problem, Target};
use crate::provider::Provider;
use crate::world::faults::{ArmedFault, ConnectionFault, Fault, Phase};

/// The longest that a fault may hold an answer back.
const LATENCY: TimeDelta = TimeDelta::minutes(10);

/// The operations.
pub(super) fn operations() -> Operations {
    Operations::new()
        .get(
            "/faults",
            list,
            operation("faults list", "Lists faults with what is left of each").answers::<Listed>(StatusCode::OK),
        )
        .post(
            "/faults",
            add,
            operation("faults add", "Lets something go wrong")
                .body::<Fault>()
                .answers::<ArmedFault>(StatusCode::CREATED),
        )
        .delete("/faults", clear, operation("faults clear", "Removes every fault"))
        .delete("/faults/{id}", remove, operation("faults remove", "Removes one fault"))
}

#[derive(Debug, Serialize, JsonSchema)]
struct Listed {
    /// In the order they were added
    faults: Vec<ArmedFault>,
}

async fn list(Target(world): Target) -> Output<Listed> {
    Output(Listed {
        faults: world.faults.all(),
    })
}

async fn add(
    Extension(control): Extension<Arc<Control>>,
    Target(world): Target,
    Input(fault): Input<Fault>,
) -> Result<(StatusCode, Output<ArmedFault>), Problem> {
    check(&fault, control.providers)?;
    Ok((StatusCode::CREATED, Output(world.faults.add(fault))))
}

async fn clear(Target(world): Target) -> StatusCode {
    world.faults.clear();
    StatusCode::NO_CONTENT
}

async fn remove(Target(world): Target, Path(id): Path<String>) -> Result<StatusCode, Problem> {
    let removed = id.parse().is_ok_and(|id| world.faults.remove(id));
    let unknown = || {
        let held = world.faults.all();
        let problem = Problem::unknown("fault", &id, held.iter().map(|held| held.id.to_string()));
        match held.is_empty() {
            true => problem.with_hint("this world has no faults"),
            false => problem,
        }
    };
    removed.then_some(StatusCode::NO_CONTENT).ok_or_else(unknown)
}

/// Whether a fault can be: what it names is known, and what it says goes together.
pub fn check(fault: &Fault, providers: &[&'static Provider]) -> Result<(), Problem> {
    let own = providers.iter().find(|known| known.slug() == fault.provider);
    let slugs = providers.iter().map(|provider| provider.slug());
    let own = own.ok_or_else(|| Problem::unknown("provider", &fault.provider, slugs))?;
    if let Some(id) = &fault.operation {
        let known: Vec<&str> = (own.api.endpoints)().list.iter().map(|own| own.id).collect();
        if !known.contains(&id.as_str()) {
            let what = format!("operation of {}", own.slug());
            return Err(Problem::unknown(&what, id, known));
        }
    }
    if let Some(id) = &fault.error {
        let known: Vec<&str> = (own.api.errors)().iter().map(|error| error.row().id).collect();
        if !known.contains(&id.as_str()) {
            let what = format!("error of {}", own.slug());
            return Err(Problem::unknown(&what, id, known));
        }
    }
    match contradiction(fault) {
        Some((detail, hint)) => Err(Problem::bad_request(detail).with_hint(hint)),
        None => Ok(()),
    }
}

/// What does not go together in a fault, and what to do about it.
fn contradiction(fault: &Fault) -> Option<(&'static str, &'static str)> {
    let Fault {
        error,
        status,
        body,
        latency,
        connection,
        ..
    } = fault;
    let does_nothing = !fault.answers() && latency.is_none() && connection.is_none();
    let is_negative = |latency: TimeDelta| latency < TimeDelta::zero();
    let out_of_bounds = latency
        .is_some_and(|latency| is_negative(latency.min.0) || latency.min.0 > latency.max.0 || latency.max.0 > LATENCY);
    let keeps_all = matches!(connection, Some(ConnectionFault::Reset | ConnectionFault::Empty));
    let rules = [
        (
            status.is_none() && body.is_some(),
            "`body` is answered with a `status`, which is missing",
            "add `status`",
        ),
        (
            does_nothing && fault.phase == Phase::Before,
            "the fault does nothing",
            "say `error`, `status`, `latency` or `connection`, or `phase` `after_commit` alone for an answer that is lost",
        ),
        (
            error.is_some() && status.is_some(),
            "`error` and `status` cannot stand together",
            "an error has its own status; `GET /_areia/errors` lists them",
        ),
        (
            status.is_some_and(|status| !(200..=599).contains(&status)),
            "`status` must be from 200 to 599",
            "",
        ),
        (
            fault.answers() && keeps_all,
            "nobody would see the answer of a connection that is reset or closed",
            "leave out `error` and `status`, or `connection`",
        ),
        (
            out_of_bounds,
            "`latency` must be from PT0S to PT10M, and `min` no more than `max`",
            "",
        ),
        (
            fault.nth == Some(0) || fault.times == Some(0),
            "`nth` and `times` count from 1",
            "`DELETE /_areia/faults/{id}` removes a fault",
        ),
        (
            fault.probability.is_some_and(|likely| !(0.0..=1.0).contains(&likely)),
            "`probability` must be from 0 to 1",
            "",
        ),
    ];
    let broken = rules.into_iter().find(|(is_broken, ..)| *is_broken);
    broken.map(|(_, detail, hint)| (detail, hint))
}
