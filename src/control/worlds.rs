//! Worlds as a whole: created, listed, shown, reset, dropped.

use std::sync::Arc;

use axum::extract::{Extension, Path};
use chrono::TimeDelta;
use http::StatusCode;
use http::request::Parts;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Control;
use super::shown_world::{ShownWorld, WorldRow};
use crate::clock;
use crate::panel::operations::{Operations, operation};
use crate::panel::wire::{Instant, Span};
use crate::panel::{Input, Output};
use crate::panel::{Problem, Target};
use crate::world::Source;
use crate::world::worlds::{NewWorld, WorldError};

/// The operations.
pub(super) fn operations() -> Operations {
    Operations::new()
        .post(
            "/reset",
            reset,
            operation("reset", "Makes a world what it was when it was created"),
        )
        .post(
            "/worlds",
            create,
            operation("worlds create", "Creates a world with credentials of its own")
                .body::<WorldRequest>()
                .positional(&["name"])
                .answers::<ShownWorld>(StatusCode::CREATED)
                .refuses(&[StatusCode::CONFLICT, StatusCode::NOT_FOUND]),
        )
        .get(
            "/worlds",
            list,
            operation("worlds list", "Lists the worlds").answers::<Listed>(StatusCode::OK),
        )
        .get(
            "/worlds/{name}",
            show,
            operation("worlds show", "Shows a world, and what opens it")
                .answers::<ShownWorld>(StatusCode::OK)
                .refuses(&[StatusCode::NOT_FOUND]),
        )
        .delete(
            "/worlds/{name}",
            drop,
            operation("worlds drop", "Drops a world with everything in it")
                .refuses(&[StatusCode::NOT_FOUND, StatusCode::CONFLICT]),
        )
}

/// A world to be created.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct WorldRequest {
    /// Its name; without one it is called `world-` and a number
    name: Option<String>,
    /// What it is made from: `fixtures`, `empty` or `snapshot:<name>`
    #[schemars(with = "Option<String>")]
    from: Option<Source>,
    /// What its ids are drawn from
    seed: Option<u64>,
    /// What its clock shows at the beginning, past or future
    now: Option<Instant>,
    /// How long it lives, on real time
    ttl: Option<Span>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Listed {
    /// By name
    worlds: Vec<WorldRow>,
}

async fn reset(Target(world): Target) -> Result<StatusCode, Problem> {
    world.reset().await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn create(
    Extension(control): Extension<Arc<Control>>,
    parts: Parts,
    Input(asked): Input<WorldRequest>,
) -> Result<(StatusCode, Output<ShownWorld>), Problem> {
    let world = control.worlds.create(new_world(asked)?).await;
    let world = world.map_err(|error| refused(&control, error))?;
    let whole = ShownWorld::of(&control, &world, &parts);
    Ok((StatusCode::CREATED, Output(whole)))
}

async fn list(Extension(control): Extension<Arc<Control>>) -> Output<Listed> {
    let worlds = control.worlds.all();
    let worlds = worlds.iter().map(|world| WorldRow::of(world)).collect();
    Output(Listed { worlds })
}

async fn show(
    Extension(control): Extension<Arc<Control>>,
    Path(name): Path<String>,
    parts: Parts,
) -> Result<Output<ShownWorld>, Problem> {
    let world = control.worlds.get(&name);
    let world = world.ok_or_else(|| refused(&control, WorldError::Unknown(name)))?;
    Ok(Output(ShownWorld::of(&control, &world, &parts)))
}

async fn drop(Extension(control): Extension<Arc<Control>>, Path(name): Path<String>) -> Result<StatusCode, Problem> {
    let dropped = control.worlds.drop_world(&name).await;
    dropped.map_err(|error| refused(&control, error))?;
    Ok(StatusCode::NO_CONTENT)
}

fn new_world(asked: WorldRequest) -> Result<NewWorld, Problem> {
    let now = asked.now.map(|now| now.0);
    if now.is_some_and(|now| !clock::can_show(now)) {
        return Err(Problem::bad_request("`now` must be in the years 0 to 9999"));
    }
    let lifetime = asked.ttl.map(|ttl| ttl.0);
    if lifetime.is_some_and(|lifetime| lifetime <= TimeDelta::zero()) {
        return Err(Problem::bad_request("`ttl` must be longer than nothing")
            .with_hint("it runs on real time, wherever the world's clock is"));
    }
    Ok(NewWorld {
        name: asked.name,
        from: asked.from.unwrap_or_default(),
        seed: asked.seed,
        now,
        is_frozen: false,
        lifetime,
    })
}

/// What a refused world is to the control plane.
fn refused(control: &Control, error: WorldError) -> Problem {
    let text = error.to_string();
    match error {
        WorldError::Name(_) => Problem::bad_request(text).with_hint("for example `checkout-7`"),
        WorldError::Taken(_) => Problem::new(StatusCode::CONFLICT, text)
            .with_hint("leave `name` out to get one that is free, or drop that world first"),
        WorldError::Full(_) => Problem::new(StatusCode::CONFLICT, text)
            .with_hint("drop worlds, give them a `ttl`, or start the server with a larger AREIA_MAX_WORLDS"),
        WorldError::Unknown(name) => {
            let worlds = control.worlds.all();
            Problem::unknown("world", &name, worlds.iter().map(|world| &world.name))
        }
        WorldError::Default => {
            Problem::new(StatusCode::CONFLICT, text).with_hint("`POST /_areia/reset` takes it back to its beginning")
        }
        WorldError::Snapshot(error) => super::snapshots::refused(control, error),
        WorldError::Template(_) | WorldError::Store(_) | WorldError::Unreadable { .. } => Problem::internal(text),
    }
}
