//! Who may call: the token's quota, and the account that a request is for.

use chrono::DateTime;
use http::request::Parts;

use super::account::{self, number};
use super::credentials::{TOKEN, accounts_of, is_administrator};
use super::errors::{Error, FOR_ADMINISTRATORS, WITHOUT_ACCOUNT};
use super::formats::OTHER_FORMAT;
use crate::web::context::RequestContext;
use crate::web::wording::Wording;
use crate::world::World;
use crate::world::credential::Credential;
use crate::world::quotas::Quota;
use crate::world::resident::{Counting, QuotaRule};

/// A token's calls are counted by the minute of the clock, and the next minute begins at nothing.
pub(super) const QUOTA: QuotaRule = QuotaRule {
    window: "PT1M",
    limit: 100,
    kind: TOKEN,
    of: quota,
    counting: Counting::Calls,
};

fn quota(world: &World, token: &Credential) -> Option<Quota> {
    let first = accounts_of(world, token).next();
    let minute = world.clock.now().timestamp().div_euclid(60) + 1;
    Some(Quota {
        limit: first.map_or(QUOTA.limit, |account| account::requests_per_minute(&account)),
        resets_at: DateTime::from_timestamp(minute * 60, 0)?,
    })
}

/// Finds the account: the one that `ACCOUNT_ID` names, or the only one that the token sees.
pub(super) fn admit(context: &mut RequestContext, parts: &Parts) -> Result<(), Box<dyn Wording>> {
    admitted(context, parts).map_err(|error| Box::new(error) as _)
}

fn admitted(context: &mut RequestContext, parts: &Parts) -> Result<(), Error> {
    let Some(token) = context.caller.clone() else {
        return Ok(());
    };
    let accounts: Vec<_> = accounts_of(&context.world, &token).collect();
    let shown = || {
        let shown = accounts
            .iter()
            .map(|account| (number(account), account::name(account).to_owned()));
        shown.collect()
    };
    // Under Rack both spellings are one variable.
    let header = ["account_id", "account-id"]
        .into_iter()
        .find_map(|name| parts.headers.get(name));
    let given = header.map(|value| String::from_utf8_lossy(value.as_bytes()).trim().to_owned());
    let operation = context
        .endpoint
        .as_ref()
        .map(|endpoint| endpoint.id)
        .unwrap_or_default();
    let needs_none = WITHOUT_ACCOUNT.contains(&operation);
    let account = match given.filter(|given| !given.is_empty() && !needs_none) {
        Some(given) => match accounts.iter().find(|account| account.id == given) {
            Some(account) => Some(account.clone()),
            None => {
                return Err(Error::AccountIdUnknown {
                    given,
                    accounts: shown(),
                });
            }
        },
        None if accounts.len() == 1 => accounts.first().cloned(),
        None if needs_none => None,
        None => return Err(Error::AccountIdMissing { accounts: shown() }),
    };
    if let Some(account) = &account {
        let name = || account::name(account).to_owned();
        if account::is_suspended(account) {
            return Err(Error::AccountSuspended { account: name() });
        }
        if account::has_plan_without_api(account) {
            return Err(Error::PlanWithoutApi { account: name() });
        }
    }
    context.account = account;
    if FOR_ADMINISTRATORS.contains(&operation) && !is_administrator(&token) {
        let reason = "Webhooks are for the account's administrator, whom the token does not belong to; POST \
                      /_areia/credentials/financeiro issues one that does.";
        return Err(Error::PermissionMissing {
            reason: reason.to_owned(),
        });
    }
    if context.format == OTHER_FORMAT {
        return Err(Error::FormatUnknown);
    }
    Ok(())
}
