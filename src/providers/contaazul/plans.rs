//! The account's plan and its user. Nobody recorded the real answers: these are the least that clients can read.

use http::StatusCode;
use schemars::JsonSchema;
use serde::Serialize;

use super::accounts::Caller;
use super::answers::{Handled, json_text, ok};
use super::credentials::USER;
use super::{SLUG, accounts};
use crate::web::endpoints::{Endpoints, operation};
use crate::web::fidelity::designed;

/// The operations.
pub(super) fn endpoints() -> Endpoints {
    let unknown = designed("client programs call it; nobody recorded the answer");
    Endpoints::new()
        .get(
            "/v1/plans",
            list_plans,
            operation("listPlans", "List the account's plans", unknown).answers::<Vec<Plan>>(StatusCode::OK),
        )
        .get(
            "/v1/plans/current",
            current_plan,
            operation("currentPlan", "Show the account's plan", unknown).answers::<Plan>(StatusCode::OK),
        )
        .get(
            "/v1/me",
            me,
            operation("me", "Show the consenting user", unknown).answers::<Me>(StatusCode::OK),
        )
}

/// What an account pays for.
#[derive(Debug, Serialize, JsonSchema)]
struct Plan {
    name: String,
    trial: bool,
}

/// The user who consented.
#[derive(Debug, Serialize, JsonSchema)]
struct Me {
    /// The account's id.
    id: String,
    name: String,
    email: String,
}

/// Lists the account's one plan.
async fn list_plans(caller: Caller) -> Handled {
    Ok(ok(json_text(&[plan(&caller.settings)])?))
}

/// Shows the account's plan.
async fn current_plan(caller: Caller) -> Handled {
    Ok(ok(json_text(&plan(&caller.settings))?))
}

/// Shows the consenting user.
async fn me(caller: Caller) -> Handled {
    let user = caller.world().directory.find(SLUG, &caller.consent.user);
    let user = user.filter(|user| user.kind == USER);
    let name = user.map(|user| user.holds("name").to_owned()).unwrap_or_default();
    let me = Me {
        id: caller.account().to_owned(),
        name,
        email: caller.consent.user.clone(),
    };
    Ok(ok(json_text(&me)?))
}

fn plan(settings: &accounts::Settings) -> Plan {
    Plan {
        name: settings.plan.clone(),
        trial: settings.trial_ends_at.is_some(),
    }
}
