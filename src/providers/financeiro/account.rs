//! Financeiro's accounts (its tenants) with their settings.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::world::account::Account;

/// An account's settings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Settings {
    /// Its name.
    pub(super) name: String,
    /// Which of the two generations of answers it gets.
    #[serde(default)]
    pub(super) profile: Profile,
    /// Whether it is ten days behind with its payment (402).
    #[serde(default)]
    pub(super) suspended: bool,
    /// Whether its plan has the API (403 where it has not).
    #[serde(default = "yes")]
    pub(super) api_in_plan: bool,
    /// How often a token may call in a minute. Of a token that sees several accounts the first one's counts.
    #[serde(default = "usual_limit")]
    pub(super) requests_per_minute: u32,
    /// The plan's name.
    #[serde(default = "usual_plan")]
    pub(super) plan_slug: String,
    /// The user who pays.
    #[serde(default = "first_user")]
    pub(super) owner_id: i64,
    /// When it was opened, as the API writes it.
    #[serde(default = "usual_beginning")]
    pub(super) created_at: String,
}

/// Which of the two generations of answers an account gets.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Profile {
    /// The vendor's documentation, to the byte.
    #[default]
    Docs,
    /// What the service was recorded to answer from 2015 to 2017.
    Wire,
}

fn yes() -> bool {
    true
}

fn usual_limit() -> u32 {
    100
}

fn usual_plan() -> String {
    "max".to_owned()
}

fn first_user() -> i64 {
    1
}

fn usual_beginning() -> String {
    "2011-01-03T09:00:00-02:00".to_owned()
}

/// An account's profile, without a look at its other settings: every request asks.
pub(super) fn profile(account: &Account) -> Profile {
    match account.settings.get("profile").and_then(Value::as_str) {
        Some("wire") => Profile::Wire,
        _ => Profile::Docs,
    }
}

/// How often a token may call in a minute.
pub(super) fn requests_per_minute(account: &Account) -> u32 {
    let limit = account.settings.get("requests_per_minute");
    let limit = limit.and_then(Value::as_u64);
    limit.map_or_else(usual_limit, |limit| u32::try_from(limit).unwrap_or(u32::MAX))
}

/// Whether an account is behind with its payment.
pub(super) fn is_suspended(account: &Account) -> bool {
    account.settings.get("suspended") == Some(&Value::Bool(true))
}

/// Whether an account's plan has no API.
pub(super) fn has_plan_without_api(account: &Account) -> bool {
    account.settings.get("api_in_plan") == Some(&Value::Bool(false))
}

/// An account's name.
pub(super) fn name(account: &Account) -> &str {
    let name = account.settings.get("name").and_then(Value::as_str);
    name.unwrap_or_default()
}

/// An account's number on the wire.
pub(super) fn number(account: &Account) -> i64 {
    account.id.parse().unwrap_or_default()
}
