//! The token of an account: "é necessário gerar o token no primeiro uso. E a qualquer momento, é possível gerar um novo
//! token."

use std::sync::Arc;

use chrono::{DateTime, Utc};
use serde_json::{Map, Value, json};

use super::SLUG;
use crate::panel::Problem;
use crate::provider::Issued;
use crate::world::World;
use crate::world::credential::{Credential, Event, Grant, Issue};
use crate::world::directory::DirectoryEditor;

/// The one kind of credential.
pub(super) const TOKEN: &str = "token";

/// How many letters and digits a new token has.
pub(super) const TOKEN_LENGTH: usize = 32;

/// The members that a hand may give.
const MEMBERS: [&str; 1] = ["account"];

/// A token of an account, to be issued.
pub(super) fn token(key: String, account: &str) -> Issue {
    Issue {
        provider: SLUG,
        kind: TOKEN,
        key,
        secret: None,
        holder: json!({"account": account}),
        lifetime: None,
        grant: Grant::Alone,
    }
}

/// What `/_areia/info` and a new world show: the first working token.
pub(super) fn announced(world: &World) -> Map<String, Value> {
    let mut members = Map::new();
    members.insert("token".to_owned(), json!(first(world).map(|t| t.key.clone())));
    members
}

/// A command line that works as printed.
pub(super) fn curl(world: &World, base_url: &str) -> Option<String> {
    let token = first(world)?;
    Some(format!(
        "curl -H 'Authorization: Bearer {}' {base_url}/api/v1/registration-data",
        token.key
    ))
}

/// Generates an account's token. The one that it had dies at once.
pub(super) fn issue(
    world: &World,
    directory: &DirectoryEditor<'_>,
    asked: &Map<String, Value>,
    now: DateTime<Utc>,
) -> Issued {
    if let Some(unknown) = asked.keys().find(|name| !MEMBERS.contains(&name.as_str())) {
        return Err(Problem::unknown_member(unknown, MEMBERS));
    }
    let account = match asked.get("account") {
        None | Some(Value::Null) => world.directory.accounts(SLUG).into_iter().next(),
        Some(Value::String(id)) => world.directory.account(SLUG, id),
        Some(Value::Number(id)) => world.directory.account(SLUG, &id.to_string()),
        Some(_) => None,
    };
    let account = account.ok_or_else(|| {
        let ids: Vec<String> = world.directory.accounts(SLUG).iter().map(|a| a.id.clone()).collect();
        Problem::bad_request("`account` is not the id of an account of this world")
            .with_hint(format!("its accounts are {}", ids.join(", ")))
    })?;
    let replaced = Event {
        at: now,
        what: "replaced by a newer one".to_owned(),
        request: None,
    };
    let own = |token: &Credential| token.provider == SLUG && token.holds("account") == account.id;
    directory.end(own, &replaced);
    let issue = token(world.ids.secret(TOKEN_LENGTH), &account.id);
    let issued = directory.issue(vec![issue], now, None).remove(0);
    let mut members = Map::new();
    let mut put = |name: &str, value: Value| members.insert(name.to_owned(), value);
    put("id", json!(issued.id));
    put("provider", json!(SLUG));
    put("kind", json!(TOKEN));
    put("token", json!(issued.key));
    put("account", json!(account.id));
    put("history", json!(issued.history));
    Ok(members)
}

fn first(world: &World) -> Option<Arc<Credential>> {
    let now = world.clock.now();
    let tokens = world.directory.credentials(Some(SLUG)).into_iter();
    tokens.into_iter().find(|token| !token.is_over(now))
}
