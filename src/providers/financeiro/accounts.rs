//! Accounts: `GET /accounts`, which needs no `ACCOUNT_ID`, for clients discover the ids with it.
//!
//! LIMITATIONS
//! * Only the settings that Areia has a use for vary; the other columns are those of a paid account, the same for all.

use serde_json::{Value, json};

use super::account::{Settings, number};
use super::credentials::accounts_of;
use super::request::{Handled, Request};
use super::resource::{
    Record, Resource, ResourceType, boolean, date, datetime, integer, list_answer, list_operation, text,
};
use crate::web::endpoints::Endpoints;
use crate::web::fidelity::observed;

/// An account.
static ACCOUNT: Resource = Resource {
    fields: &[
        boolean("beta"),
        text("billimatic_subscription_token"),
        integer("cache_version"),
        datetime("canceled_at"),
        text("cancellation_reason"),
        boolean("cobrato_free"),
        datetime("created_at"),
        integer("default_currency_id"),
        text("ecommerce_response"),
        date("expires_on"),
        integer("id"),
        text("invite"),
        boolean("is_trial"),
        text("name"),
        integer("owner_id"),
        text("payment_method"),
        text("phone"),
        text("plan_slug"),
        text("promo"),
        text("referral_code"),
        integer("referrer_id"),
        datetime("updated_at"),
        text("uuid"),
        boolean("waiting_payment"),
    ],
    ..Resource::new("account", "accounts", "Account")
};

struct Accounts;

impl ResourceType for Accounts {
    const RESOURCE: &'static Resource = &ACCOUNT;
}

/// The operations.
pub(super) fn endpoints() -> Endpoints {
    let seen = observed("recorded traffic of 2017");
    Endpoints::new().get(
        "/accounts",
        list_accounts,
        list_operation::<Accounts>(("listAccounts", "List the token's accounts"), seen),
    )
}

/// Lists the accounts that the token sees.
async fn list_accounts(request: Request) -> Handled {
    let token = request.context.caller.as_deref().into_iter();
    let accounts = token.flat_map(|token| accounts_of(request.world(), token));
    let records: Vec<Record> = accounts
        .filter_map(|account| Some(record(number(&account), &account.settings::<Settings>().ok()?)))
        .collect();
    Ok(list_answer(&ACCOUNT, &request, &records))
}

fn record(id: i64, settings: &Settings) -> Record {
    let record = json!({
        "beta": false,
        "cache_version": 1,
        "cobrato_free": false,
        "created_at": settings.created_at,
        "default_currency_id": 1,
        "id": id,
        "is_trial": false,
        "name": settings.name,
        "owner_id": settings.owner_id,
        "plan_slug": settings.plan_slug,
        "referral_code": format!("AREIA{id:05}"),
        "updated_at": settings.created_at,
        "uuid": format!("00000000-0000-4000-8000-{id:012}"),
        "waiting_payment": settings.suspended,
    });
    match record {
        Value::Object(record) => record,
        _ => Record::new(),
    }
}
