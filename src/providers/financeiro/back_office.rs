//! What people do by hand in Financeiro's own screens, under `/_areia/financeiro`.

use axum::extract::Path;
use http::StatusCode;
use serde_json::{Map, Value};

use super::SLUG;
use super::account::Settings;
use crate::panel::operations::{Operation, Operations, operation};
use crate::panel::{Json, Problem, Target};
use crate::world::directory::Account;

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
    let account = world.directory.account(SLUG, &id).ok_or_else(|| no_account(&id))?;
    shown(&account)
}

/// Changes the settings that are sent.
async fn change_account(Target(world): Target, Path(id): Path<String>, Json(changes): Json) -> Result<Json, Problem> {
    let account = world.directory.account(SLUG, &id).ok_or_else(|| no_account(&id))?;
    let before = Settings::of(&account).map_err(Problem::internal)?;
    let Value::Object(changes) = changes else {
        return Err(Problem::bad_request("the body must be an object of settings"));
    };
    let mut settings: Map<String, Value> = before.members();
    for (name, value) in changes {
        if !settings.contains_key(&name) {
            return Err(Problem::unknown_member(&name, settings.keys()));
        }
        settings.insert(name, value);
    }
    let provider = SLUG.to_owned();
    let account = Account { provider, id, settings };
    let settings = Settings::of(&account).map_err(Problem::bad_request)?;
    let account = Account {
        settings: settings.members(),
        ..account
    };
    world
        .change_directory(|directory| directory.put_account(account.clone()))
        .await?;
    shown(&account)
}

fn shown(account: &Account) -> Result<Json, Problem> {
    let settings = Settings::of(account).map_err(Problem::internal)?;
    Ok(Json(Value::Object(settings.members())))
}

fn no_account(id: &str) -> Problem {
    Problem::not_found(format!("there is no account {id:?}; `/_areia/info` lists them"))
}
