//! A world as the control plane shows it.

use http::request::Parts;
use schemars::JsonSchema;
use serde::Serialize;

use super::Control;
use super::clock::Reading;
use super::state::Offered;
use crate::panel::wire::Instant;
use crate::world::World;

/// A world, and what opens it.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "World")]
pub(super) struct ShownWorld {
    #[serde(flatten)]
    row: WorldRow,
    providers: Vec<Offered>,
}

/// A world, as it is listed.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Row")]
pub(super) struct WorldRow {
    name: String,
    /// What its ids are drawn from
    seed: u64,
    /// What it was made from
    from: String,
    /// Until when it lives, on the machine's clock
    expires_at: Option<Instant>,
    clock: Reading,
}

impl ShownWorld {
    /// How a world is shown to whoever sent this request.
    pub(super) fn of(control: &Control, world: &World, parts: &Parts) -> Self {
        Self {
            row: WorldRow::of(world),
            providers: control.all_offered(world, parts),
        }
    }
}

impl WorldRow {
    pub(super) fn of(world: &World) -> Self {
        Self {
            name: world.name.to_string(),
            seed: world.seed,
            from: world.source().to_string(),
            expires_at: world.expires_at.map(Instant),
            clock: Reading::of(&world.clock),
        }
    }
}
