//! The tokens that users of Financeiro find in their profile ("Token do módulo Financeiro").

use std::sync::Arc;

use chrono::{DateTime, Utc};
use serde_json::{Map, Value, json};

use super::SLUG;
use super::account::{Settings, number};
use crate::panel::Problem;
use crate::provider::Issued;
use crate::world::World;
use crate::world::account::Account;
use crate::world::credential::{Credential, Grant, Issue};
use crate::world::directory::DirectoryEditor;

/// The kind of a token.
pub(super) const TOKEN: &str = "token";

/// How long a token is.
pub(super) const TOKEN_LENGTH: usize = 20;

/// The accounts that a token sees, in their order.
pub(super) fn accounts_of<'a>(world: &World, token: &'a Credential) -> impl Iterator<Item = Arc<Account>> + use<'a> {
    let seen = token.holder.get("accounts").and_then(Value::as_array);
    let sees = move |account: &Arc<Account>| {
        let number = Some(number(account));
        seen.is_some_and(|ids| ids.iter().any(|id| id.as_i64() == number))
    };
    world.directory.accounts(SLUG).into_iter().filter(sees)
}

/// The user behind a token.
pub(super) fn user_of(token: &Credential) -> i64 {
    token.holder.get("user_id").and_then(Value::as_i64).unwrap_or(1)
}

/// Whether the user behind a token administers its accounts, which those of most do.
pub(super) fn is_administrator(token: &Credential) -> bool {
    token.holder.get("administrator") != Some(&Value::Bool(false))
}

/// What `/_areia/info` and a new world show: the first token, and every account.
pub(super) fn announced(world: &World) -> Map<String, Value> {
    let credentials = world.directory.credentials(Some(SLUG));
    let token = credentials.first().map(|token| token.key.clone());
    let accounts: Vec<Value> = world
        .directory
        .accounts(SLUG)
        .iter()
        .map(|account| shown(account))
        .collect();
    Map::from_iter([
        ("token".to_owned(), json!(token)),
        ("accounts".to_owned(), json!(accounts)),
    ])
}

fn shown(account: &Account) -> Value {
    let profile = account
        .settings::<Settings>()
        .map(|settings| settings.profile)
        .unwrap_or_default();
    json!({"id": number(account), "name": account.settings.get("name"), "profile": profile})
}

/// A command line that works as printed.
pub(super) fn curl(world: &World, base_url: &str) -> Option<String> {
    let members = announced(world);
    let token = members.get("token").and_then(Value::as_str)?;
    Some(format!("curl -u {token}: {base_url}/people.json"))
}

/// Issues a token, as a new user's profile would show it.
pub(super) fn issue(
    world: &World,
    directory: &DirectoryEditor<'_>,
    asked: &Map<String, Value>,
    now: DateTime<Utc>,
) -> Issued {
    let members = ["accounts", "administrator"];
    if let Some(unknown) = asked.keys().find(|name| !members.contains(&name.as_str())) {
        return Err(Problem::unknown_member(unknown, members));
    }
    let administrator = match asked.get("administrator") {
        None | Some(Value::Null) => true,
        Some(Value::Bool(truth)) => *truth,
        Some(_) => {
            return Err(Problem::bad_request("`administrator` must be true or false"));
        }
    };
    let known: Vec<i64> = world
        .directory
        .accounts(SLUG)
        .iter()
        .map(|account| number(account))
        .collect();
    let ids = match asked.get("accounts") {
        None | Some(Value::Null) => known.iter().take(1).copied().collect(),
        Some(Value::Array(ids)) if !ids.is_empty() => {
            let ids: Vec<i64> = ids
                .iter()
                .filter_map(as_number)
                .filter(|id| known.contains(id))
                .collect();
            if asked["accounts"]
                .as_array()
                .is_some_and(|given| given.len() != ids.len())
            {
                return Err(Problem::bad_request(format!(
                    "`accounts` must be ids of accounts of this world, which are {known:?}"
                )));
            }
            ids
        }
        Some(_) => {
            return Err(Problem::bad_request(
                "`accounts` must be an array of account ids, at least one",
            ));
        }
    };
    let issue = Issue {
        provider: SLUG,
        kind: TOKEN,
        key: world.ids.secret(TOKEN_LENGTH),
        secret: None,
        holder: json!({"user_id": 1, "accounts": ids, "administrator": administrator}),
        lifetime: None,
        grant: Grant::Alone,
    };
    let token = directory.issue(vec![issue], now, None).remove(0);
    let accounts: Vec<Value> = accounts_of(world, &token).map(|account| shown(&account)).collect();
    Ok(Map::from_iter([
        ("id".to_owned(), json!(token.id)),
        ("provider".to_owned(), json!(SLUG)),
        ("kind".to_owned(), json!(TOKEN)),
        ("token".to_owned(), json!(token.key)),
        ("accounts".to_owned(), json!(accounts)),
        ("history".to_owned(), json!(token.history)),
    ]))
}

/// An account's id, as a number or a text.
fn as_number(value: &Value) -> Option<i64> {
    value.as_i64().or_else(|| value.as_str()?.parse().ok())
}
