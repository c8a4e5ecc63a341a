//! All providers at once: a client of each from what the control plane shows of a world, and one record of each.

use areia::providers;
use serde_json::Value;

use super::Client;
use super::usage::Usage;

/// Every provider's slug.
pub(crate) fn slugs() -> Vec<&'static str> {
    providers::ALL.iter().map(|provider| provider.slug()).collect()
}

/// A client of a provider from what the control plane shows of it, at `url`: its own base URL, or another one.
pub(crate) fn opened(shown: &Value, url: &str) -> Client {
    let usage = Usage::of(shown["slug"].as_str().unwrap());
    Client::new(url)
        .with("authorization", &usage.authorization(&shown["credentials"]))
        .with("accept", "application/json")
}

/// A record of a provider that bears `name`: where it is created, and how.
pub(crate) fn record(slug: &str, name: &str) -> (&'static str, Value) {
    Usage::of(slug).record(name)
}

/// Where a provider lists what [`record`] creates.
pub(crate) fn listing(slug: &str) -> &'static str {
    &Usage::of(slug).list
}
