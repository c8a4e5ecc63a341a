//! What people see by hand in Procfy's own screens, under `/_areia/procfy`.

use axum::Router;
use axum::routing::get;
use serde_json::{Value, json};

use super::SLUG;
use crate::control::{Json, Problem, Target};
use crate::world::instant_text;

/// The addresses, relative to `/_areia/procfy`.
pub(super) fn router() -> Router {
    Router::new().route("/tokens", get(list_tokens))
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
