//! Credentials: listed, issued, and ended by hand.

use std::sync::Arc;

use axum::extract::{Extension, Path, Request};
use serde_json::{Map, Value, json};

use super::extract::query;
use super::{Control, Json, Problem, Target};
use crate::http::masking::masked_secret;
use crate::provider::Provider;
use crate::world::World;
use crate::world::credential::{Credential, Event};
use crate::world::instant_text;

const PARAMETERS: [&str; 3] = ["world", "provider", "reveal"];

const CHANGES: [&str; 3] = ["expire", "revoke", "rotate"];

/// Lists credentials, masked unless `reveal=true`.
pub(super) async fn list(
    Extension(control): Extension<Arc<Control>>,
    Target(world): Target,
    request: Request,
) -> Result<Json, Problem> {
    let (parts, _) = request.into_parts();
    let parameters = query(&parts)?;
    let is_known = |name: &str| PARAMETERS.contains(&name);
    if let Some((name, _)) = parameters.0.iter().find(|(name, _)| !is_known(name)) {
        return Err(Problem::unknown("parameter", name, PARAMETERS));
    }
    let provider = parameters
        .given("provider")
        .map(|slug| provider(&control, slug))
        .transpose()?;
    let reveal = match parameters.given("reveal") {
        None | Some("false") => false,
        Some("true") => true,
        Some(other) => {
            return Err(Problem::bad_request(format!(
                "`reveal` is true or false, not {other:?}"
            )));
        }
    };
    let credentials = world
        .directory
        .credentials(provider.map(|provider| provider.slug));
    let shown: Vec<Value> = credentials
        .iter()
        .map(|c| shown(&world, c, reveal))
        .collect();
    Ok(Json(json!({"credentials": shown})))
}

/// Issues a credential.
pub(super) async fn issue(
    Extension(control): Extension<Arc<Control>>,
    Target(world): Target,
    Path(slug): Path<String>,
    body: Json,
) -> Result<(http::StatusCode, Json), Problem> {
    let provider = provider(&control, &slug)?;
    let asked = body.members()?;
    let issued = (provider.issue)(&world, &asked, world.clock.now())?;
    world.keep().await?;
    Ok((http::StatusCode::CREATED, Json(Value::Object(issued))))
}

/// Expires, revokes or rotates the credential that the body names, by its secret or its id.
pub(super) async fn change(
    Extension(control): Extension<Arc<Control>>,
    Target(world): Target,
    Path((slug, change)): Path<(String, String)>,
    body: Json,
) -> Result<Json, Problem> {
    let provider = provider(&control, &slug)?;
    if !CHANGES.contains(&change.as_str()) {
        return Err(Problem::unknown("change of a credential", &change, CHANGES));
    }
    let credential = named(&world, provider, body.members()?)?;
    let now = world.clock.now();
    let by_hand = |what: &str| Event {
        at: now,
        what: what.to_owned(),
        request: None,
    };
    let changed = match change.as_str() {
        "expire" => {
            world
                .directory
                .amend(credential.id, by_hand("expired by hand"), |credential| {
                    credential.expires_at = Some(now);
                })
        }
        "revoke" => {
            world
                .directory
                .end(|other| other.id == credential.id, &by_hand("revoked"));
            world.directory.credential(credential.id)
        }
        _ => {
            let (key, secret) = rotated(&world, provider, &credential);
            world
                .directory
                .amend(credential.id, by_hand("rotated by hand"), |credential| {
                    credential.key = key;
                    credential.secret = secret;
                })
        }
    };
    world.keep().await?;
    let changed = changed.ok_or_else(|| Problem::not_found("the credential is forgotten"))?;
    Ok(Json(shown(&world, &changed, true)))
}

/// A fresh secret for a credential: the half that is only compared where there is one, else the key itself.
fn rotated(
    world: &World,
    provider: &Provider,
    credential: &Credential,
) -> (String, Option<String>) {
    let form = provider.credential_form(&credential.kind);
    match &credential.secret {
        Some(before) => {
            let length = form
                .and_then(|form| form.secret_length)
                .unwrap_or(before.len());
            (credential.key.clone(), Some(world.ids.secret(length)))
        }
        None => (world.ids.secret(credential.key.len()), None),
    }
}

fn named(
    world: &World,
    provider: &Provider,
    body: Map<String, Value>,
) -> Result<Arc<Credential>, Problem> {
    if let Some(unknown) = body.keys().find(|name| *name != "credential") {
        return Err(Problem::unknown_member(unknown, ["credential"]));
    }
    let found = match body.get("credential") {
        Some(Value::String(key)) => {
            let by_id = key
                .parse()
                .ok()
                .and_then(|id| world.directory.credential(id));
            world.directory.find(provider.slug, key).or(by_id)
        }
        Some(Value::Number(id)) => id.as_u64().and_then(|id| world.directory.credential(id)),
        _ => {
            return Err(Problem::bad_request(
                "`credential` must be a secret or a listed id",
            ));
        }
    };
    found
        .filter(|credential| credential.provider == provider.slug)
        .ok_or_else(|| {
            Problem::not_found(format!(
                "this world has no such credential of {}",
                provider.slug
            ))
        })
}

fn provider(control: &Control, slug: &str) -> Result<&'static Provider, Problem> {
    let found = control
        .providers
        .iter()
        .find(|provider| provider.slug == slug);
    found
        .copied()
        .ok_or_else(|| Problem::unknown("provider", slug, control.providers.iter().map(|p| p.slug)))
}

/// How a credential is shown.
fn shown(world: &World, credential: &Credential, reveal: bool) -> Value {
    let secret = |text: &String| {
        if reveal {
            text.clone()
        } else {
            masked_secret(text)
        }
    };
    let state = match (&credential.end, credential.is_over(world.clock.now())) {
        (Some(_), _) => "ended",
        (None, true) => "expired",
        (None, false) => "working",
    };
    // Where there is a secret half, the other one is public.
    let key = if credential.secret.is_some() {
        credential.key.clone()
    } else {
        secret(&credential.key)
    };
    json!({
        "id": credential.id,
        "provider": credential.provider,
        "kind": credential.kind,
        "credential": key,
        "secret": credential.secret.as_ref().map(secret),
        "opens": credential.holder,
        "state": state,
        "issued_at": instant_text(credential.issued_at),
        "expires_at": credential.expires_at.map(instant_text),
        "history": credential.history,
    })
}
