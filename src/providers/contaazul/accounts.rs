//! Conta Azul's accounts (its tenants) with their settings, and who calls on behalf of one.
//!
//! Conta Azul sets these by hand, in the ERP: <https://ajuda.contaazul.com>. Here they are account data in the
//! fixtures, changed under `/_areia/contaazul/accounts/{id}`.

use std::sync::Arc;

use axum::extract::FromRequestParts;
use chrono::{DateTime, Utc};
use http::request::Parts;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::SLUG;
use super::errors::Error;
use super::wire::EmissionFormat;
use crate::clock::instant_text;
use crate::web::context::RequestContext;
use crate::web::oauth::Consent;
use crate::web::refusal::Refusal;
use crate::world::World;
use crate::world::account::Account;

/// An account's settings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Settings {
    /// The company's name.
    pub(super) name: String,
    /// When its trial ends, three days after it began (FAQ 8); `null` for a paid plan.
    #[serde(default)]
    pub(super) trial_ends_at: Option<DateTime<Utc>>,
    /// "Verificar estoque ao criar uma venda" (FAQ 51).
    #[serde(default)]
    pub(super) stock_check: bool,
    /// The bank that a sale gets when it names none; `null` for none.
    #[serde(default)]
    pub(super) default_financial_account: Option<String>,
    /// How its dates are written.
    #[serde(default)]
    pub(super) emission_format: EmissionFormat,
    /// The plan that it pays for.
    #[serde(default = "Settings::usual_plan")]
    pub(super) plan: String,
}

impl Settings {
    fn usual_plan() -> String {
        "Essencial".to_owned()
    }

    /// The settings of an account of the directory.
    pub(super) fn of(account: &Account) -> Result<Self, String> {
        let members = Value::Object(account.settings.clone());
        serde_path_to_error::deserialize(members).map_err(|error| match error.path().to_string() {
            nowhere if nowhere == "." => error.into_inner().to_string(),
            member => format!("`{member}`: {}", error.into_inner()),
        })
    }

    /// The settings as the directory holds them.
    pub(super) fn members(&self) -> Map<String, Value> {
        match serde_json::to_value(self) {
            Ok(Value::Object(members)) => members,
            _ => Map::new(),
        }
    }
}

/// Who calls: the account that a user opened to an application.
#[derive(Debug, Clone)]
pub(super) struct Caller {
    /// The account, the application and the consenting user.
    pub(super) consent: Consent,
    /// The account's settings.
    pub(super) settings: Settings,
    /// The request on its way.
    pub(super) context: RequestContext,
}

impl Caller {
    /// The account's id.
    pub(super) fn account(&self) -> &str {
        &self.consent.account
    }

    /// The world that the call is in.
    pub(super) fn world(&self) -> &Arc<World> {
        &self.context.world
    }
}

impl FromRequestParts<()> for Caller {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, state: &()) -> Result<Self, Error> {
        let context = RequestContext::from_request_parts(parts, state)
            .await
            .map_err(crashed)?;
        let credential = context.caller.as_ref().ok_or(Error::AccessTokenMissing)?;
        let consent = Consent::of(credential);
        let account = context.world.directory.account(SLUG, &consent.account);
        let account = account.ok_or_else(|| Error::not_found("account", &consent.account))?;
        let settings = Settings::of(&account).map_err(|reason| Error::Internal { reason })?;
        Ok(Self {
            consent,
            settings,
            context,
        })
    }
}

fn crashed(refusal: Refusal) -> Error {
    Error::Internal {
        reason: refusal.explanation(),
    }
}

/// A trial account is closed once its three days are over (FAQ 8). Why it is, as half a sentence.
pub(super) fn account_is_open(world: &World, account: &str) -> Result<(), String> {
    let account = world
        .directory
        .account(SLUG, account)
        .ok_or("does not exist in this world")?;
    let ends_at = account.settings.get("trial_ends_at").and_then(Value::as_str);
    match ends_at.and_then(|at| at.parse::<DateTime<Utc>>().ok()) {
        Some(ends_at) if ends_at <= world.clock.now() => {
            Err(format!("is closed: its trial ended at {}", instant_text(ends_at)))
        }
        _ => Ok(()),
    }
}
