//! What differs from one RM installation to another, under `/_areia/totvs/settings`.

use axum::Router;
use axum::routing::get;
use serde_json::Value;

use super::cash_accounts;
use super::settings::Settings;
use crate::control::{Json, Problem, Target};

/// The addresses, relative to `/_areia/totvs`.
pub(super) fn router() -> Router {
    Router::new().route("/settings", get(show_settings).put(change_settings))
}

/// The settings.
async fn show_settings(Target(world): Target) -> Result<Json, Problem> {
    Ok(Json(Value::Object(Settings::of(&world).members())))
}

/// Changes the settings that are sent.
async fn change_settings(Target(world): Target, Json(changes): Json) -> Result<Json, Problem> {
    let Value::Object(changes) = changes else {
        return Err(Problem::bad_request(
            "the body must be an object of settings",
        ));
    };
    let before = Settings::of(&world);
    let mut members = before.members();
    for (name, value) in changes {
        if !members.contains_key(&name) {
            return Err(Problem::unknown_member(&name, members.keys()));
        }
        members.insert(name, value);
    }
    let settings = Settings::read(members).map_err(Problem::bad_request)?;
    if settings.accent_insensitive != before.accent_insensitive {
        let mut connection = world.store.connection().await?;
        if !cash_accounts::refold(&mut connection, settings.fold()).await? {
            let reason = "two cash accounts have codes that only differ by accents";
            return Err(Problem::bad_request(reason));
        }
    }
    world.directory.put_account(settings.account());
    world.keep().await?;
    Ok(Json(Value::Object(settings.members())))
}
