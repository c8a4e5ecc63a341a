//! A provider's own tenant, with its settings.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// A provider's own tenant, a company, with its settings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    /// The provider it belongs to.
    pub provider: String,
    /// The provider's identifier for it.
    pub id: String,
    /// Its settings, in the provider's own members.
    pub settings: Map<String, Value>,
}

impl Account {
    /// An account with `settings`, which are a struct.
    pub fn new(provider: &str, id: impl Into<String>, settings: &impl Serialize) -> Self {
        Self {
            provider: provider.to_owned(),
            id: id.into(),
            settings: members_of(settings),
        }
    }

    /// Its settings as the provider's own type; otherwise what does not fit, as ``\`member\`: reason``.
    pub fn settings<S: DeserializeOwned>(&self) -> Result<S, String> {
        read_settings(self.settings.clone())
    }
}

/// Settings that a hand or a fixture gives; otherwise what does not fit, as ``\`member\`: reason``.
pub fn read_settings<S: DeserializeOwned>(members: Map<String, Value>) -> Result<S, String> {
    serde_path_to_error::deserialize(Value::Object(members)).map_err(|error| match error.path().to_string() {
        nowhere if nowhere == "." => error.into_inner().to_string(),
        member => format!("`{member}`: {}", error.into_inner()),
    })
}

/// The members of settings, which are a struct.
pub fn members_of(settings: &impl Serialize) -> Map<String, Value> {
    match serde_json::to_value(settings) {
        Ok(Value::Object(members)) => members,
        _ => Map::new(),
    }
}
