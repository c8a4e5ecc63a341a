//! What differs from one RM installation to another, under `/_areia/totvs/settings`, and what checks its tokens.

use http::StatusCode;
use serde_json::{Map, Value};

use super::settings::Settings;
use super::{cash_accounts, credentials};
use crate::panel::operations::{Operation, Operations, operation};
use crate::panel::settings;
use crate::panel::{Json, Problem, Target};
use crate::world::account::members_of;

/// The operations, relative to `/_areia/totvs`.
pub(super) fn operations() -> Operations {
    let settings =
        |words, summary| -> Operation { operation(words, summary).answers::<Map<String, Value>>(StatusCode::OK) };
    Operations::new()
        .get(
            "/settings",
            show_settings,
            settings("settings show", "The installation's settings"),
        )
        .put(
            "/settings",
            change_settings,
            settings("settings change", "Changes the settings that are sent").body::<Map<String, Value>>(),
        )
        .get(
            "/keys",
            show_keys,
            operation(
                "keys show",
                "The public keys of the access tokens, as a JSON Web Key Set",
            )
            .answers::<Map<String, Value>>(StatusCode::OK),
        )
}

/// The public keys of the access tokens, the same in every world.
async fn show_keys(Target(_): Target) -> Result<Json, Problem> {
    let keys = credentials::public_keys();
    let keys = keys.ok_or_else(|| Problem::internal("the signing key could not be read"))?;
    Ok(Json(keys))
}

/// The settings.
async fn show_settings(Target(world): Target) -> Result<Json, Problem> {
    Ok(Json(Value::Object(members_of(&Settings::of(&world)))))
}

/// Changes the settings that are sent.
async fn change_settings(Target(world): Target, body: Json) -> Result<Json, Problem> {
    let before = Settings::of(&world);
    let settings: Settings = settings::changed(&before, body.members()?, &[])?;
    settings.check().map_err(Problem::bad_request)?;
    if settings.accent_insensitive != before.accent_insensitive {
        let mut connection = world.store.connection().await?;
        if !cash_accounts::refold(&mut connection, settings.fold()).await? {
            let reason = "two cash accounts have codes that only differ by accents";
            return Err(Problem::bad_request(reason));
        }
    }
    world
        .change_directory(|directory| directory.put_account(settings.account()))
        .await?;
    Ok(Json(Value::Object(members_of(&settings))))
}
