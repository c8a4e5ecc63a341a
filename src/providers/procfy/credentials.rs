//! Tokens: <https://api.procfy.io>, "Criando um token de API".

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Map, Value, json};

use super::SLUG;
use super::permissions::{ACTIONS, resources};
use crate::panel::Problem;
use crate::provider::Issued;
use crate::world::World;
use crate::world::credential::{Grant, Issue};
use crate::world::directory::DirectoryEditor;

/// The one kind of credential.
pub(super) const TOKEN: &str = "token";

/// How many letters and digits a token has ("compostos de 64 caracteres").
pub(super) const TOKEN_LENGTH: usize = 64;

/// The members that a hand may give to a new token.
const MEMBERS: [&str; 4] = ["name", "description", "permissions", "expires_at"];

/// What `/_areia/info` and a new world show: the first token that works.
pub(super) fn announced(world: &World) -> Map<String, Value> {
    let now = world.clock.now();
    let credentials = world.directory.credentials(Some(SLUG));
    let token = credentials.iter().find(|token| !token.is_over(now));
    Map::from_iter([("token".to_owned(), json!(token.map(|token| &token.key)))])
}

/// A command line that works as printed.
pub(super) fn curl(world: &World, base_url: &str) -> Option<String> {
    let members = announced(world);
    let token = members.get("token").and_then(Value::as_str)?;
    Some(format!(
        "curl -H 'Authorization: Bearer {token}' {base_url}/api/v1/transactions"
    ))
}

/// Issues a token, as the vendor's screen does.
pub(super) fn issue(
    world: &World,
    directory: &DirectoryEditor<'_>,
    asked: &Map<String, Value>,
    now: DateTime<Utc>,
) -> Issued {
    if let Some(unknown) = asked.keys().find(|name| !MEMBERS.contains(&name.as_str())) {
        return Err(Problem::unknown_member(unknown, MEMBERS));
    }
    let permissions = asked.get("permissions").unwrap_or(&Value::Null);
    check_permissions(permissions)?;
    let issue = Issue {
        provider: SLUG,
        kind: TOKEN,
        key: world.ids.secret(TOKEN_LENGTH),
        secret: None,
        holder: json!({
            "name": text(asked, "name")?.unwrap_or("Token de teste"),
            "description": text(asked, "description")?,
            "permissions": permissions,
        }),
        lifetime: lifetime(asked, now)?,
        grant: Grant::Alone,
    };
    let token = directory.issue(vec![issue], now, None).remove(0);
    let mut members = Map::new();
    let mut put = |name: &str, value: Value| members.insert(name.to_owned(), value);
    put("id", json!(token.id));
    put("provider", json!(SLUG));
    put("kind", json!(TOKEN));
    put("token", json!(token.key));
    for name in ["name", "description", "permissions"] {
        put(name, token.holder.get(name).cloned().unwrap_or_default());
    }
    put("expires_at", json!(token.expires_at));
    put("history", json!(token.history));
    Ok(members)
}

fn text<'a>(asked: &'a Map<String, Value>, name: &str) -> Result<Option<&'a str>, Problem> {
    match asked.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text)),
        Some(_) => Err(Problem::bad_request(format!("`{name}` must be a text"))),
    }
}

fn lifetime(asked: &Map<String, Value>, now: DateTime<Utc>) -> Result<Option<TimeDelta>, Problem> {
    let Some(text) = text(asked, "expires_at")? else {
        return Ok(None);
    };
    let at: DateTime<Utc> = text
        .parse()
        .map_err(|_| Problem::bad_request(format!("`expires_at` is no instant: {text:?}")).with_hint("RFC 3339"))?;
    Ok(Some(at - now))
}

/// Permissions are a list of actions by resource; without any a token may do everything.
pub(super) fn check_permissions(permissions: &Value) -> Result<(), Problem> {
    let by_resource = match permissions {
        Value::Null => return Ok(()),
        Value::Object(by_resource) => by_resource,
        _ => {
            let hint = r#"{"transaction": ["read", "create"]}"#;
            return Err(
                Problem::bad_request("`permissions` must be an object from resources to actions").with_hint(hint),
            );
        }
    };
    for (resource, actions) in by_resource {
        if !resources().any(|known| known == resource) {
            return Err(unknown("resource", resource, &resources().collect::<Vec<_>>()));
        }
        let list = actions
            .as_array()
            .ok_or_else(|| Problem::bad_request(format!("`permissions.{resource}` must be an array of actions")))?;
        for action in list {
            let action = action.as_str().unwrap_or_default();
            if !ACTIONS.contains(&action) {
                return Err(unknown("action", action, &ACTIONS));
            }
        }
    }
    Ok(())
}

fn unknown(what: &str, given: &str, known: &[&str]) -> Problem {
    let problem = Problem::bad_request(format!("`permissions` has no {what} {given:?}"));
    problem.with_hint(format!("there are {}", known.join(", ")))
}
