//! What people see by hand in Procfy's own screens, under `/_areia/procfy`.

use http::StatusCode;
use serde_json::{Map, Value, json};

use super::SLUG;
use crate::clock::instant_text;
use crate::panel::operations::{Operations, operation};
use crate::panel::{Json, Problem, Target};

/// The operations, relative to `/_areia/procfy`.
pub(super) fn operations() -> Operations {
    let tokens = operation("tokens list", "The screen \"Tokens da API\"");
    Operations::new().get(
        "/tokens",
        list_tokens,
        tokens.answers::<Map<String, Value>>(StatusCode::OK),
    )
}

/// The screen "Tokens da API": each token's name, whether it is active, when it was last used, and what it may do.
async fn list_tokens(Target(world): Target) -> Result<Json, Problem> {
    let now = world.clock.now();
    let tokens = world.directory.credentials(Some(SLUG));
    let shown = tokens.iter().map(|token| {
        json!({
            "id": token.id,
            "name": token.holds("name"),
            "description": token.holder.get("description"),
            "active": !token.is_over(now),
            "expires_at": token.expires_at.map(instant_text),
            "last_used_at": world.directory.last_use(token.id).map(instant_text),
            "permissions": token.holder.get("permissions"),
        })
    });
    Ok(Json(json!({"tokens": shown.collect::<Vec<Value>>()})))
}
