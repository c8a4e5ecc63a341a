//! The server itself: whether it lives, whether it is ready, what it offers.

use std::sync::Arc;

use axum::extract::Extension;
use chrono::{DateTime, Utc};
use http::StatusCode;
use http::request::Parts;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Map, Value};

use super::clock::Reading;
use crate::metrics::Metrics;
use crate::panel::Output;
use crate::panel::operations::{Operations, operation};
use crate::panel::wire::Instant;
use crate::panel::{Problem, Target};
use crate::provider::Provider;
use crate::web::address::{host_name, host_of};
use crate::world::{DEFAULT_WORLD, World, Worlds};

/// The operations.
pub(super) fn operations() -> Operations {
    Operations::new()
        .get(
            "/health",
            health,
            operation("health", "Whether the process lives").answers::<Health>(StatusCode::OK),
        )
        .get(
            "/ready",
            ready,
            operation("ready", "Whether the worlds are open").answers::<Ready>(StatusCode::OK),
        )
        .get(
            "/info",
            info,
            operation("info", "What this server is and offers in a world, with credentials")
                .answers::<Info>(StatusCode::OK),
        )
}

/// What the control plane knows of its server.
#[derive(Debug)]
pub struct Control {
    /// The worlds.
    pub worlds: Arc<Worlds>,
    /// What the server has done.
    pub metrics: Arc<Metrics>,
    /// The providers.
    pub providers: &'static [&'static Provider],
    /// When the server started, on the machine's clock.
    pub started_at: DateTime<Utc>,
    /// What stands in front of every address, where the operator said so.
    pub public_url: Option<PublicUrl>,
    /// Listeners that belong to one provider: its slug and `http://address`.
    pub listeners: Vec<(&'static str, String)>,
    /// Host names that may call beside the usual ones.
    pub allowed_hosts: Vec<String>,
    /// The token that every address but `health` and `ready` asks for, where there is one.
    pub admin_token: Option<String>,
}

/// What the operator says stands in front of every address, read once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicUrl {
    /// The whole of it, without a slash at its end.
    pub text: String,
    /// Its host, without a port.
    pub host: String,
    /// Its host, with its port where it names one: what a browser says that its own pages come from.
    pub authority: String,
}

impl PublicUrl {
    /// Reads a public URL as the settings have it.
    pub fn of(text: &str) -> Self {
        let authority = text.split_once("://").map_or(text, |(_, rest)| rest);
        let authority = authority.split('/').next().unwrap_or_default();
        Self {
            text: text.trim_end_matches('/').to_owned(),
            host: host_name(authority).to_owned(),
            authority: authority.to_owned(),
        }
    }
}

impl Control {
    /// What a world shows of a provider: where it answers, and what opens it.
    pub fn offered(&self, provider: &Provider, world: &World, base_url: &str) -> Offered {
        let own = |(slug, _): &&(&str, String)| *slug == provider.slug();
        let listener = self.listeners.iter().find(own);
        Offered {
            slug: provider.slug(),
            name: provider.api.name,
            base_url: provider_base_url(provider, world, base_url),
            listener: listener.map(|(_, address)| address.clone()),
            documentation: provider.api.documentation,
            credentials: (provider.announced)(world),
        }
    }

    /// What a world shows of every provider, to whoever sent this request.
    pub fn all_offered(&self, world: &World, parts: &Parts) -> Vec<Offered> {
        let base_url = self.base_url(parts);
        let providers = self.providers.iter();
        providers
            .map(|provider| self.offered(provider, world, &base_url))
            .collect()
    }

    /// The provider of this slug.
    pub(super) fn provider(&self, slug: &str) -> Result<&'static Provider, Problem> {
        let found = self.providers.iter().find(|known| known.slug() == slug);
        let slugs = self.providers.iter().map(|provider| provider.slug());
        found.copied().ok_or_else(|| Problem::unknown("provider", slug, slugs))
    }

    /// What stands in front of this server's addresses, for whoever sent this request.
    pub fn base_url(&self, parts: &Parts) -> String {
        match &self.public_url {
            Some(public_url) => public_url.text.clone(),
            None => format!("http://{}", host_of(parts)),
        }
    }
}

/// Where a provider answers in a world.
pub(super) fn provider_base_url(provider: &Provider, world: &World, base_url: &str) -> String {
    match &*world.name {
        DEFAULT_WORLD => format!("{base_url}/{}", provider.slug()),
        name => format!("{base_url}/~{name}/{}", provider.slug()),
    }
}

/// What a world shows of a provider.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Provider")]
pub struct Offered {
    slug: &'static str,
    name: &'static str,
    /// What stands in front of its own paths
    base_url: String,
    /// Its own listener, where it has one
    #[serde(skip_serializing_if = "Option::is_none")]
    listener: Option<String>,
    /// Where the vendor documents it
    documentation: &'static str,
    /// What opens it
    credentials: Map<String, Value>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Health {
    status: &'static str,
    version: &'static str,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Ready {
    status: &'static str,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Info {
    version: &'static str,
    /// What the world's ids are drawn from
    seed: u64,
    /// When the server started, on the machine's clock
    started_at: Instant,
    clock: Reading,
    providers: Vec<Offered>,
}

/// The process lives.
async fn health() -> Output<Health> {
    Output(Health {
        status: "ok",
        version: env!("CARGO_PKG_VERSION"),
    })
}

/// The worlds are open: the server listens only once they are.
async fn ready() -> Output<Ready> {
    Output(Ready { status: "ready" })
}

/// What this server is and what it offers in a world.
async fn info(
    Extension(control): Extension<Arc<Control>>,
    Target(world): Target,
    request: axum::extract::Request,
) -> Output<Info> {
    let (parts, _) = request.into_parts();
    Output(Info {
        version: env!("CARGO_PKG_VERSION"),
        seed: world.seed,
        started_at: Instant(control.started_at),
        clock: Reading::of(&world.clock),
        providers: control.all_offered(&world, &parts),
    })
}
