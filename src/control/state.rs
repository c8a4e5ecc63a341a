//! The server itself: whether it lives, whether it is ready, what it offers.

use std::sync::Arc;

use axum::extract::Extension;
use chrono::{DateTime, Utc};
use http::request::Parts;
use serde_json::{Value, json};

use super::{Json, Problem, Target};
use crate::http::address::host_of;
use crate::provider::Provider;
use crate::world::{DEFAULT_WORLD, World, Worlds, instant_text};

/// What the control plane knows of its server.
#[derive(Debug)]
pub struct Control {
    /// The worlds.
    pub worlds: Arc<Worlds>,
    /// The providers.
    pub providers: &'static [&'static Provider],
    /// When the server started, on the machine's clock.
    pub started_at: DateTime<Utc>,
    /// What stands in front of every address, where the operator said so.
    pub public_url: Option<String>,
    /// Listeners that belong to one provider: its slug and `http://address`.
    pub listeners: Vec<(&'static str, String)>,
    /// Host names that may call beside the usual ones.
    pub allowed_hosts: Vec<String>,
    /// The token that every address but `health` and `ready` asks for, where there is one.
    pub admin_token: Option<String>,
}

impl Control {
    /// What a world shows of a provider: where it answers, and what opens it.
    pub fn provider_value(&self, provider: &Provider, world: &World, base_url: &str) -> Value {
        let mut shown = json!({
            "slug": provider.slug,
            "name": provider.name,
            "base_url": provider_base_url(provider, world, base_url),
        });
        if let Some((_, listener)) = self
            .listeners
            .iter()
            .find(|(slug, _)| *slug == provider.slug)
        {
            shown["listener"] = json!(listener);
        }
        shown["documentation"] = json!(provider.documentation);
        shown["credentials"] = Value::Object((provider.announced)(world));
        shown
    }

    /// What stands in front of this server's addresses, for whoever sent this request.
    pub fn base_url(&self, parts: &Parts) -> String {
        match &self.public_url {
            Some(public_url) => public_url.trim_end_matches('/').to_owned(),
            None => format!("http://{}", host_of(parts)),
        }
    }
}

/// Where a provider answers in a world.
pub(super) fn provider_base_url(provider: &Provider, world: &World, base_url: &str) -> String {
    match &*world.name {
        DEFAULT_WORLD => format!("{base_url}/{}", provider.slug),
        name => format!("{base_url}/~{name}/{}", provider.slug),
    }
}

/// The process lives.
pub(super) async fn health() -> Json {
    Json(json!({"status": "ok", "version": env!("CARGO_PKG_VERSION")}))
}

/// The worlds are open: the server listens only once they are.
pub(super) async fn ready() -> Json {
    Json(json!({"status": "ready"}))
}

/// What this server is and what it offers in a world.
pub(super) async fn info(
    Extension(control): Extension<Arc<Control>>,
    Target(world): Target,
    request: axum::extract::Request,
) -> Result<Json, Problem> {
    let (parts, _) = request.into_parts();
    let base_url = control.base_url(&parts);
    let providers: Vec<Value> = control
        .providers
        .iter()
        .map(|provider| control.provider_value(provider, &world, &base_url))
        .collect();
    Ok(Json(json!({
        "version": env!("CARGO_PKG_VERSION"),
        "seed": world.seed,
        "started_at": instant_text(control.started_at),
        "clock": super::clock::shown(&world.clock),
        "providers": providers,
    })))
}
