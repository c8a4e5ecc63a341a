//! Expectations of the journal: counted, verified, waited for.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::Extension;
use http::StatusCode;
use schemars::JsonSchema;
use serde::Serialize;

use super::names::check_expectation;
use super::shown::ShownEntry;
use crate::control::Control;
use crate::panel::operations::{Operations, operation};
use crate::panel::{Input, Output, Problem, Target};
use crate::world::World;
use crate::world::expectation::{Expectation, Verdict};

/// The longest that a client may wait.
const PATIENCE_MAX: Duration = Duration::from_mins(10);

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
    entries: Vec<ShownEntry>,
}

/// An entry that is nearly what was meant.
#[derive(Debug, Serialize)]
struct MissShown {
    differences: Vec<String>,
    entry: ShownEntry,
}

async fn count(
    Extension(control): Extension<Arc<Control>>,
    Target(world): Target,
    Input(expectation): Input<Expectation>,
) -> Result<Output<Counted>, Problem> {
    let ignored = ["times", "at_least", "at_most", "timeout"];
    check_expectation(control.providers, &expectation, &ignored)?;
    let count = expectation.judge(&world).found.len();
    Ok(Output(Counted { count }))
}

async fn verify(
    Extension(control): Extension<Arc<Control>>,
    Target(world): Target,
    Input(expectation): Input<Expectation>,
) -> Result<Output<Counted>, Problem> {
    check_expectation(control.providers, &expectation, &["timeout"])?;
    let verdict = expectation.judge(&world);
    match &verdict.unmet {
        None => Ok(Output(Counted {
            count: verdict.found.len(),
        })),
        Some(unmet) => Err(told(&world, StatusCode::CONFLICT, unmet, &verdict)),
    }
}

async fn wait(
    Extension(control): Extension<Arc<Control>>,
    Target(world): Target,
    Input(expectation): Input<Expectation>,
) -> Result<Output<Met>, Problem> {
    check_expectation(control.providers, &expectation, &[])?;
    if expectation.patience() > PATIENCE_MAX {
        return Err(Problem::bad_request("`timeout` must be PT10M at most"));
    }
    let verdict = world.wait_for(&expectation).await;
    match &verdict.unmet {
        None => Ok(Output(Met {
            entries: shown(&world, &verdict),
        })),
        Some(unmet) => Err(told(&world, StatusCode::REQUEST_TIMEOUT, unmet, &verdict)),
    }
}

/// An expectation that is not met, as a problem: what was found, and what came nearest.
fn told(world: &World, status: StatusCode, unmet: &str, verdict: &Verdict) -> Problem {
    let misses = verdict.misses.iter().map(|miss| MissShown {
        differences: miss.differences.clone(),
        entry: ShownEntry::of(world, &miss.entry),
    });
    Problem::new(status, unmet)
        .with_hint("`nearest_misses` says in what the likeliest entries differ")
        .with_member("found", shown(world, verdict))
        .with_member("nearest_misses", misses.collect::<Vec<_>>())
}

fn shown(world: &World, verdict: &Verdict) -> Vec<ShownEntry> {
    let found = verdict.found.iter();
    found.map(|entry| ShownEntry::of(world, entry)).collect()
}
