//! What people do by hand in Financeiro's own screens, under `/_areia/financeiro`.

use axum::extract::Path;
use http::StatusCode;
use serde_json::{Map, Value};

use super::SLUG;
use super::account::Settings;
use crate::panel::operations::{Operation, Operations, operation};
use crate::panel::settings;
use crate::panel::{Json, Problem, Target};
use crate::world::account::{Account, members_of};

/// The operations, relative to `/_areia/financeiro`.
pub(super) fn operations() -> Operations {
    let account =
        |words, summary| -> Operation { operation(words, summary).answers::<Map<String, Value>>(StatusCode::OK) };
    Operations::new()
        .get(
            "/accounts/{id}",
            show_account,
            account("accounts show", "The account's settings"),
        )
        .put(
            "/accounts/{id}",
            change_account,
            account("accounts change", "Changes the settings that are sent").body::<Map<String, Value>>(),
        )
}

/// The account's settings.
async fn show_account(Target(world): Target, Path(id): Path<String>) -> Result<Json, Problem> {
    let account = settings::account(&world, SLUG, &id)?;
    shown(&account)
}

/// Changes the settings that are sent.
async fn change_account(Target(world): Target, Path(id): Path<String>, body: Json) -> Result<Json, Problem> {
    let before: Settings = settings::account(&world, SLUG, &id)?
        .settings()
        .map_err(Problem::internal)?;
    let account = Account::new(SLUG, id, &settings::changed(&before, body.members()?, &[])?);
    world
        .change_directory(|directory| directory.put_account(account.clone()))
        .await?;
    shown(&account)
}

fn shown(account: &Account) -> Result<Json, Problem> {
    let settings: Settings = account.settings().map_err(Problem::internal)?;
    Ok(Json(Value::Object(members_of(&settings))))
}
