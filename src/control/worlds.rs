//! Worlds as a whole.

use http::StatusCode;

use super::operations::{Operations, operation};
use super::{Problem, Target};

/// The operations.
pub(super) fn operations() -> Operations {
    Operations::new().post(
        "/reset",
        reset,
        operation("reset", "Makes a world what it was when it was created"),
    )
}

async fn reset(Target(world): Target) -> Result<StatusCode, Problem> {
    world.reset().await?;
    Ok(StatusCode::NO_CONTENT)
}
