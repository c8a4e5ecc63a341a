//! Credentials: listed, issued, and ended by hand.

use std::sync::Arc;

use axum::extract::{Extension, Path};
use http::StatusCode;
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::Control;
use crate::clock::instant_text;
use crate::panel::operations::{Operation, Operations, operation};
use crate::panel::{Input, Query};
use crate::panel::{Json, Problem, Target};
use crate::provider::Provider;
use crate::web::masking::masked_secret;
use crate::world::World;
use crate::world::credential::Credential;

const LISTED: &str = "`GET /_areia/credentials` lists them with their ids";

/// The operations.
pub(super) fn operations() -> Operations {
    let listing = operation("credentials list", "Lists credentials with their history")
        .query::<Filter>()
        .answers::<Map<String, Value>>(StatusCode::OK)
        .refuses(&[StatusCode::NOT_FOUND]);
    let issuing = operation("credentials issue", "Issues a credential")
        .body::<Map<String, Value>>()
        .answers::<Map<String, Value>>(StatusCode::CREATED)
        .refuses(&[StatusCode::NOT_FOUND]);
    let changing = |words, summary| -> Operation {
        operation(words, summary)
            .body::<Named>()
            .positional(&["credential"])
            .answers::<Map<String, Value>>(StatusCode::OK)
            .refuses(&[StatusCode::NOT_FOUND])
    };
    Operations::new()
        .get("/credentials", list, listing)
        .post("/credentials/{slug}", issue, issuing)
        .post(
            "/credentials/{slug}/expire",
            |control, target, slug, body| change("expire", control, target, slug, body),
            changing("credentials expire", "Lets a credential expire now"),
        )
        .post(
            "/credentials/{slug}/revoke",
            |control, target, slug, body| change("revoke", control, target, slug, body),
            changing("credentials revoke", "Revokes a credential"),
        )
        .post(
            "/credentials/{slug}/rotate",
            |control, target, slug, body| change("rotate", control, target, slug, body),
            changing("credentials rotate", "Gives a credential a fresh secret"),
        )
        .post(
            "/credentials/{slug}/amend",
            amend,
            operation(
                "credentials amend",
                "Changes what a credential opens: the members that are sent",
            )
            .body::<Map<String, Value>>()
            .answers::<Map<String, Value>>(StatusCode::OK)
            .refuses(&[StatusCode::NOT_FOUND]),
        )
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Filter {
    /// Of this provider alone
    provider: Option<String>,
    /// Whether secrets are shown; they are masked otherwise
    reveal: Option<bool>,
}

/// The credential that is meant.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Named {
    /// Its secret, or its listed id
    #[schemars(extend("type" = ["string", "integer"]))]
    credential: Value,
}

/// Lists credentials, masked unless `reveal=true`.
async fn list(
    Extension(control): Extension<Arc<Control>>,
    Target(world): Target,
    Query(filter): Query<Filter>,
) -> Result<Json, Problem> {
    let provider = filter.provider.map(|slug| control.provider(&slug)).transpose()?;
    let reveal = filter.reveal.unwrap_or(false);
    let credentials = world.directory.credentials(provider.map(|provider| provider.slug()));
    let shown: Vec<Value> = credentials.iter().map(|c| shown(&world, c, reveal)).collect();
    Ok(Json(json!({"credentials": shown})))
}

/// Issues a credential.
async fn issue(
    Extension(control): Extension<Arc<Control>>,
    Target(world): Target,
    Path(slug): Path<String>,
    body: Json,
) -> Result<(StatusCode, Json), Problem> {
    let provider = control.provider(&slug)?;
    let asked = body.members()?;
    let now = world.clock.now();
    let issued = world
        .change_directory(|directory| (provider.issue)(&world, directory, &asked, now))
        .await??;
    Ok((StatusCode::CREATED, Json(Value::Object(issued))))
}

/// Expires, revokes or rotates the credential that the body names, by its secret or its id.
async fn change(
    change: &'static str,
    Extension(control): Extension<Arc<Control>>,
    Target(world): Target,
    Path(slug): Path<String>,
    Input(asked): Input<Named>,
) -> Result<Json, Problem> {
    let provider = control.provider(&slug)?;
    let credential = named(&world, provider, asked.credential)?;
    let changed = match change {
        "expire" => world.expire(&credential).await?,
        "revoke" => world.revoke(&credential).await?,
        _ => world.rotate(&provider.resident, &credential).await?,
    };
    let changed = changed.ok_or_else(Problem::forgotten)?;
    Ok(Json(shown(&world, &changed, true)))
}

/// Changes what a credential opens, as its provider lets people change it: `{"credential", "auto_approve": true}`.
async fn amend(
    Extension(control): Extension<Arc<Control>>,
    Target(world): Target,
    Path(slug): Path<String>,
    body: Json,
) -> Result<Json, Problem> {
    let provider = control.provider(&slug)?;
    let mut asked = body.members()?;
    let credential = asked.remove("credential").unwrap_or_default();
    let credential = named(&world, provider, credential)?;
    let holder = (provider.amend)(&credential, &asked)?;
    let changed = world.amend(&credential, holder).await?;
    let changed = changed.ok_or_else(Problem::forgotten)?;
    Ok(Json(shown(&world, &changed, true)))
}

/// The credential that a body names, by its secret or its listed id.
pub(super) fn named(world: &World, provider: &Provider, credential: Value) -> Result<Arc<Credential>, Problem> {
    let found = match &credential {
        Value::String(key) => {
            let by_id = key.parse().ok().and_then(|id| world.directory.credential(id));
            world.directory.find(provider.slug(), key).or(by_id)
        }
        Value::Number(id) => id.as_u64().and_then(|id| world.directory.credential(id)),
        _ => {
            return Err(Problem::bad_request("`credential` must be a secret or a listed id").with_hint(LISTED));
        }
    };
    found
        .filter(|credential| credential.provider == provider.slug())
        .ok_or_else(|| {
            Problem::not_found(format!("this world has no such credential of {}", provider.slug())).with_hint(LISTED)
        })
}

/// How a credential is shown.
fn shown(world: &World, credential: &Credential, reveal: bool) -> Value {
    let secret = |text: &String| {
        if reveal { text.clone() } else { masked_secret(text) }
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
