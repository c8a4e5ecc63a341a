//! What a server says when it is ready.

use std::fmt::Write as _;
use std::time::Duration;

use serde_json::Value;

use crate::areia::Areia;
use crate::providers;
use crate::world::DEFAULT_WORLD;

/// Per provider its base URL, its credentials and a command line; last the promised ready line.
pub(super) fn banner(areia: &Areia, took: Duration) -> String {
    let mut text = format!("Areia {}\n", env!("CARGO_PKG_VERSION"));
    // A world on disk keeps the seed that it was made with, whatever the settings say now.
    let default = areia.worlds.get(DEFAULT_WORLD);
    let seed = default.map_or(areia.worlds.seed, |world| world.seed);
    // Writing to a string cannot fail.
    if let Some(world) = areia.worlds.get(DEFAULT_WORLD) {
        for provider in providers::ALL {
            let base_url = areia.base_url(provider.slug());
            let _ = writeln!(text, "\n{}  {base_url}", provider.api.name);
            if let Some(own) = areia.own_listener(provider.slug()) {
                let _ = writeln!(text, "  own listener   http://{own}");
            }
            let announced = (provider.announced)(&world).into_iter();
            for (name, value) in announced.filter(|(_, value)| !value.is_null()) {
                let _ = writeln!(text, "  {name:<14} {}", shown(&value));
            }
            let _ = match (provider.curl)(&world, &base_url) {
                Some(curl) => writeln!(text, "  {curl}"),
                // The fixtures have no credential: this makes one.
                None => writeln!(text, "  {}", issuing(&areia.url(), provider.slug())),
            };
        }
    }
    let _ = writeln!(text, "\nControl plane  {}/_areia/info\n", areia.url());
    let _ = writeln!(
        text,
        "areia is ready on http://{} ({} providers, seed {seed}, {} ms)",
        areia.address(),
        providers::ALL.len(),
        took.as_millis()
    );
    text
}

/// A command line that issues a credential of a provider's.
fn issuing(url: &str, slug: &str) -> String {
    format!("curl -d '{{}}' {url}/_areia/credentials/{slug}")
}

fn shown(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(list) => list.iter().map(shown).collect::<Vec<_>>().join(", "),
        Value::Object(members) => {
            let member = |name| members.get(name).map(shown).unwrap_or_default();
            format!("{} \"{}\"", member("id"), member("name"))
        }
        other => other.to_string(),
    }
}
