//! What people do by hand in Conta Azul's own screens, under `/_areia/contaazul`.

use axum::extract::Path;
use http::StatusCode;
use serde_json::{Map, Value};

use super::accounts::Settings;
use super::credentials::USER;
use super::{SLUG, sales};
use crate::panel::operations::{Operation, Operations, operation};
use crate::panel::{Json, Problem, Target};
use crate::world::account::Account;
use crate::world::credential::{Credential, Event};
use crate::world::directory::DirectoryEditor;

/// The operations, relative to `/_areia/contaazul`.
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
        .post(
            "/users/{email}/edit",
            |target, email| change_user("edit", target, email),
            operation("users edit", "Edits a user: what this user consented to is dead"),
        )
        .post(
            "/users/{email}/delete",
            |target, email| change_user("delete", target, email),
            operation("users delete", "Deletes a user: what this user consented to is dead"),
        )
        .post(
            "/sales/{id}/cancel",
            cancel_sale,
            operation("sales cancel", "Cancels a sale; what it took from stock is put back")
                .answers::<Map<String, Value>>(StatusCode::OK),
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
    let account = Account {
        provider: SLUG.to_owned(),
        id,
        settings,
    };
    let settings = Settings::of(&account).map_err(Problem::bad_request)?;
    if let Some(bank) = &settings.default_financial_account {
        let mut connection = world.store.connection().await?;
        if !sales::has_bank(&mut connection, &account.id, bank).await? {
            let detail = format!("`default_financial_account` {bank:?} is no bank of this account");
            return Err(Problem::bad_request(detail).with_hint("`GET /contaazul/v1/sales/banks` lists them, as `uuid`"));
        }
    }
    let account = Account {
        settings: settings.members(),
        ..account
    };
    world
        .change_directory(|directory| directory.put_account(account.clone()))
        .await?;
    shown(&account)
}

/// Editing or deleting a user kills the integrations that this user consented to (FAQ 9).
async fn change_user(
    action: &'static str,
    Target(world): Target,
    Path(email): Path<String>,
) -> Result<StatusCode, Problem> {
    let what = match action {
        "delete" => "invalidated when its user was deleted",
        _ => "invalidated when its user was edited",
    };
    let now = world.clock.now();
    let user = world.directory.check(SLUG, USER, &email, now);
    let user = user.map_err(|_| {
        Problem::not_found(format!("there is no user {email:?}"))
            .with_hint("`GET /_areia/credentials?provider=contaazul` lists them")
    })?;
    let event = |what: &str| Event {
        at: now,
        what: what.to_owned(),
        request: None,
    };
    // An edited user lives on, to consent anew.
    let consented = |credential: &Credential| credential.kind != USER && credential.holds("user") == email;
    let change = |directory: &DirectoryEditor<'_>| {
        // The user goes first: what is consented to in between is caught by the second step.
        if action == "delete" {
            directory.end(|credential| credential.id == user.id, &event("deleted"));
        }
        directory.end(consented, &event(what));
    };
    world.change_directory(change).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Cancels a sale: it stays listed, and what it took from stock is put back.
async fn cancel_sale(Target(world): Target, Path(id): Path<String>) -> Result<Json, Problem> {
    let unknown = || {
        Problem::not_found(format!("there is no sale {id:?}"))
            .with_hint("`GET /contaazul/v1/sales` lists an account's sales")
    };
    let uuid = id.parse().map_err(|_| unknown())?;
    let mut connection = world.store.connection().await?;
    let document = sales::cancel_in_back_office(&mut connection, uuid)
        .await?
        .ok_or_else(unknown)?;
    let sale = serde_json::from_str(&document).map_err(|error| Problem::internal(error.to_string()))?;
    Ok(Json(sale))
}

fn shown(account: &Account) -> Result<Json, Problem> {
    let settings = Settings::of(account).map_err(Problem::internal)?;
    Ok(Json(Value::Object(settings.members())))
}

fn no_account(id: &str) -> Problem {
    Problem::not_found(format!("there is no account {id:?}")).with_hint("`GET /_areia/info` lists them")
}
