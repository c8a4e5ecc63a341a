//! DocSales' accounts with their settings, and who calls.
//!
//! The vendor's people set these on its screens and by contract; here they are account data in the fixtures, changed
//! under `/_areia/docsales/accounts/{id}`.

use std::sync::Arc;

use axum::extract::FromRequestParts;
use futures_util::FutureExt;
use http::request::Parts;
use serde::{Deserialize, Serialize};

use super::SLUG;
use super::credentials::TOKEN;
use super::errors::Error;
use super::store;
use super::wire::Month;
use crate::web::context::RequestContext;
use crate::web::wording::Wording;
use crate::world::World;
use crate::world::quotas::Quota;
use crate::world::resident::{Counting, QuotaRule};

/// An account's settings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Settings {
    /// The company's name.
    pub(super) name: String,
    /// Whether its plan includes the API ("a API só está disponível em alguns planos").
    #[serde(default = "Settings::usual_api_in_plan")]
    pub(super) api_in_plan: bool,
    /// How many documents it may create in a month; more by contract.
    #[serde(default = "Settings::usual_monthly_limit")]
    pub(super) monthly_limit: u32,
    /// For how many days a document is valid that does not say.
    #[serde(default = "Settings::usual_validity_days")]
    pub(super) validity_days: u16,
}

impl Settings {
    fn usual_api_in_plan() -> bool {
        true
    }

    fn usual_monthly_limit() -> u32 {
        QUOTA.limit
    }

    fn usual_validity_days() -> u16 {
        15
    }
}

/// "Existe um limite de 200 requisições por mês na chamada de API de criação de novo documento." Creations are counted by
/// account, where they happen.
pub(super) const QUOTA: QuotaRule = QuotaRule {
    window: "P1M",
    limit: 200,
    kind: TOKEN,
    of: |world, token| {
        let account = world.directory.account(SLUG, token.holds("account"))?;
        Some(Quota {
            limit: account.settings::<Settings>().ok()?.monthly_limit,
            resets_at: Month::of(world.clock.now()).end(),
        })
    },
    counting: Counting::Own {
        used: |world, token| {
            let used = async move {
                let month = Month::of(world.clock.now()).text();
                let mut connection = world.store.connection().await?;
                store::creations::used(&mut connection, token.holds("account"), &month).await
            };
            used.boxed()
        },
        set_used: |world, token, used| {
            let set_used = async move {
                let month = Month::of(world.clock.now()).text();
                let mut connection = world.store.connection().await?;
                let account = token.holds("account");
                store::creations::set_used(&mut connection, account, &month, used).await
            };
            set_used.boxed()
        },
    },
};

/// Finds the account of a token that works, and refuses one whose plan is without the API.
pub(super) fn admit(context: &mut RequestContext, _: &Parts) -> Result<(), Box<dyn Wording>> {
    let token = context.caller.as_ref();
    let id = token.map(|token| token.holds("account").to_owned());
    let account = id.and_then(|id| context.world.directory.account(SLUG, &id));
    let is_in_plan = account
        .as_ref()
        .and_then(|account| account.settings.get("api_in_plan"))
        .is_none_or(|truth| truth != false);
    context.account = account;
    match is_in_plan {
        true => Ok(()),
        false => Err(Box::new(Error::PlanWithoutApi)),
    }
}

/// Who calls: an account, by its token.
#[derive(Debug, Clone)]
pub(super) struct Caller {
    /// The account's id.
    pub(super) account: String,
    /// The account's settings.
    pub(super) settings: Settings,
    /// The request on its way.
    pub(super) context: RequestContext,
}

impl Caller {
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
            .map_err(|refusal| Error::internal(refusal.explanation()))?;
        let account = context.account.clone();
        let account = account.ok_or_else(|| Error::internal("the token opens no account"))?;
        Ok(Self {
            settings: account.settings::<Settings>().map_err(Error::internal)?,
            account: account.id.clone(),
            context,
        })
    }
}
