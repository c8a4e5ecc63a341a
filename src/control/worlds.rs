//! Worlds as a whole.

use http::StatusCode;

use super::{Problem, Target};

/// Makes a world what it was when it was created.
pub(super) async fn reset(Target(world): Target) -> Result<StatusCode, Problem> {
    world.reset().await?;
    Ok(StatusCode::NO_CONTENT)
}
