//! Expectations of the journal: counted, verified, waited for.

use http::StatusCode;
use schemars::JsonSchema;
use serde::Serialize;

use super::shown::Output as EntryShown;
use crate::panel::operations::{Operations, operation};
use crate::panel::{Input, Output};
use crate::panel::{Problem, Target};
use crate::world::World;
use crate::world::expectation::{Expectation, Verdict};

/// The operations.
pub(super) fn operations() -> Operations {
    Operations::new()
        .post(
            "/journal/count",
            count,
            operation("journal count", "Counts the requests that are meant")
                .body::<Expectation>()
                .answers::<Counted>(StatusCode::OK),
        )
        .post(
            "/journal/verify",
            verify,
            operation("journal verify", "Whether an expectation is met")
                .body::<Expectation>()
                .answers::<Counted>(StatusCode::OK)
                .refuses(&[StatusCode::CONFLICT]),
        )
        .post(
            "/journal/wait",
            wait,
            operation("journal wait", "Waits until an expectation is met")
                .body::<Expectation>()
                .answers::<Met>(StatusCode::OK)
                .refuses(&[StatusCode::REQUEST_TIMEOUT]),
        )
}

#[derive(Debug, Serialize, JsonSchema)]
struct Counted {
    /// How many requests were meant
    count: usize,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Met {
    /// The requests that were meant
    entries: Vec<EntryShown>,
}

/// An entry that is nearly what was meant.
#[derive(Debug, Serialize)]
struct MissShown {
    differences: Vec<String>,
    entry: EntryShown,
}

async fn count(Target(world): Target, Input(expectation): Input<Expectation>) -> Result<Output<Counted>, Problem> {
    check(&expectation)?;
    let count = expectation.judge(&world).found.len();
    Ok(Output(Counted { count }))
}

async fn verify(Target(world): Target, Input(expectation): Input<Expectation>) -> Result<Output<Counted>, Problem> {
    check(&expectation)?;
    let verdict = expectation.judge(&world);
    match &verdict.unmet {
        None => Ok(Output(Counted {
            count: verdict.found.len(),
        })),
        Some(unmet) => Err(told(&world, StatusCode::CONFLICT, unmet, &verdict)),
    }
}

async fn wait(Target(world): Target, Input(expectation): Input<Expectation>) -> Result<Output<Met>, Problem> {
    check(&expectation)?;
    let verdict = world.wait_for(&expectation).await;
    match &verdict.unmet {
        None => Ok(Output(Met {
            entries: shown(&world, &verdict),
        })),
        Some(unmet) => Err(told(&world, StatusCode::REQUEST_TIMEOUT, unmet, &verdict)),
    }
}

fn check(expectation: &Expectation) -> Result<(), Problem> {
    match expectation.contradiction() {
        Some(contradiction) => Err(Problem::bad_request(contradiction)),
        None => Ok(()),
    }
}

/// An expectation that is not met, as a problem: what was found, and what came nearest.
fn told(world: &World, status: StatusCode, unmet: &str, verdict: &Verdict) -> Problem {
    let misses = verdict.misses.iter().map(|miss| MissShown {
        differences: miss.differences.clone(),
        entry: EntryShown::of(world, &miss.entry),
    });
    Problem::new(status, unmet)
        .with_hint("`nearest_misses` says in what the likeliest entries differ")
        .with_member("found", shown(world, verdict))
        .with_member("nearest_misses", misses.collect::<Vec<_>>())
}

fn shown(world: &World, verdict: &Verdict) -> Vec<EntryShown> {
    let found = verdict.found.iter();
    found.map(|entry| EntryShown::of(world, entry)).collect()
}
