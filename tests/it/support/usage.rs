//! How a provider is called, as its tests' folder says: `tests/it/<slug>/client.json`.
//!
//! The tests and the benchmark that go through every provider read it, and name none of them.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use areia::providers;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;
use serde_json::Value;

/// How a provider is called.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Usage {
    /// The field `Authorization`, with members of the provider's credentials in braces. What follows `Basic` is encoded.
    authorization: String,
    create: Create,
    /// The path that lists all that [`Usage::record`] creates.
    pub(crate) list: String,
    /// The path of a few of them.
    pub(crate) page: String,
}

/// How a record is created, with `{name}` in the place of its name.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Create {
    path: String,
    body: Value,
}

static ALL: LazyLock<BTreeMap<&'static str, Usage>> = LazyLock::new(|| {
    let slugs = providers::ALL.iter().map(|provider| provider.slug());
    slugs.map(|slug| (slug, read(slug))).collect()
});

fn read(slug: &str) -> Usage {
    let file = format!("{}/tests/it/{slug}/client.json", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(&file).unwrap_or_else(|error| panic!("{file}: {error}"));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{file}: {error}"))
}

impl Usage {
    /// How the provider called `slug` is called.
    pub(crate) fn of(slug: &str) -> &'static Self {
        ALL.get(slug).unwrap_or_else(|| panic!("there is no provider {slug}"))
    }

    /// The field `Authorization` that shows these credentials.
    pub(crate) fn authorization(&self, credentials: &Value) -> String {
        let mut field = self.authorization.clone();
        for (member, value) in credentials.as_object().into_iter().flatten() {
            field = field.replace(&format!("{{{member}}}"), value.as_str().unwrap_or_default());
        }
        match field.strip_prefix("Basic ") {
            Some(pair) => format!("Basic {}", STANDARD.encode(pair)),
            None => field,
        }
    }

    /// Where a record that bears `name` is created, and how.
    pub(crate) fn record(&self, name: &str) -> (&str, Value) {
        let mut body = self.create.body.clone();
        fill(&mut body, name);
        (&self.create.path, body)
    }
}

fn fill(value: &mut Value, name: &str) {
    match value {
        Value::String(text) if text == "{name}" => name.clone_into(text),
        Value::Array(items) => items.iter_mut().for_each(|item| fill(item, name)),
        Value::Object(members) => members.values_mut().for_each(|member| fill(member, name)),
        _ => {}
    }
}
