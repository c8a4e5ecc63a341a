//! `GET /auth/authorize` and the login and consent page behind it (FAQ 5, 9, 50).
//!
//! An application that a machine drives needs no page: one that is marked auto-approving is let in at once, and so is
//! any when `areia_approve=<account id>` stands in the query.

use std::sync::Arc;

use axum::Form;
use axum::extract::RawQuery;
use axum::response::{IntoResponse, Response};
use serde_json::Value;

use super::page::{self, Complaint, ConsentForm};
use crate::providers::contaazul::SLUG;
use crate::providers::contaazul::accounts::account_is_open;
use crate::providers::contaazul::answers::{Handled, redirect};
use crate::providers::contaazul::credentials::{SERVER, USER, consent as consent_for, users_of};
use crate::providers::contaazul::errors::Error;
use crate::web::context::RequestContext;
use crate::web::credentials::has_secret;
use crate::web::extract::Parameters;
use crate::web::oauth::{Authorization, approve, authorization, deny};
use crate::world::World;
use crate::world::credential::Credential;

/// Sends the browser to the page, or lets an application in that needs none.
pub(super) async fn authorize(context: RequestContext, parameters: Parameters, RawQuery(query): RawQuery) -> Handled {
    let request = authorization(&SERVER, &context.world, &parameters)?;
    let named = parameters.given("areia_approve").map(str::to_owned);
    let holder = &request.application.holder;
    let approving = holder.get("auto_approve") == Some(&Value::Bool(true));
    let chosen = || {
        let own = holder.get("account").and_then(Value::as_str).map(str::to_owned);
        own.or_else(|| context.world.directory.accounts(SLUG).first().map(|a| a.id.clone()))
    };
    match named.or_else(|| approving.then(chosen).flatten()) {
        Some(account) => let_in(&context, &request, &account, None).await,
        None => {
            let query = query.unwrap_or_default();
            Ok(redirect(&format!("{}/auth/login?{query}", context.base_url)))
        }
    }
}

/// Shows the page.
pub(super) async fn login(context: RequestContext, parameters: Parameters) -> Handled {
    let request = authorization(&SERVER, &context.world, &parameters)?;
    Ok(page::consent(&context.world, &request, &ConsentForm::default(), None))
}

/// Takes what the person decided to the application. Every decision to approve comes with the password, and nobody
/// is ever logged in here, so that no other site can have a browser approve anything (no token against that is needed).
pub(super) async fn consent(
    context: RequestContext,
    parameters: Parameters,
    form: Result<Form<ConsentForm>, axum::extract::rejection::FormRejection>,
) -> Handled<Response> {
    let request = authorization(&SERVER, &context.world, &parameters)?;
    let Form(form) = form.map_err(|error| Error::ParametersUnreadable {
        reason: error.to_string(),
    })?;
    let complaint = match form.decision.as_str() {
        "deny" => {
            let denied = deny(&request, "The resource owner denied the request");
            return Ok(redirect(&denied).into_response());
        }
        "approve" => match person(&context.world, &form) {
            Ok(user) => {
                let answer = let_in(&context, &request, &form.account, Some(&user.key)).await?;
                return Ok(answer.into_response());
            }
            Err(complaint) => complaint,
        },
        _ => page::NOTHING_DECIDED,
    };
    let page = page::consent(&context.world, &request, &form, Some(complaint));
    Ok(page::refused(&page, complaint))
}

/// Who fills the form in, if that is a user who may open the account.
fn person(world: &World, form: &ConsentForm) -> Result<Arc<Credential>, Complaint> {
    let user = world.directory.check(SLUG, USER, form.email.trim(), world.clock.now());
    let user = user.ok().filter(|user| has_secret(user, &form.password));
    let user = user.ok_or(page::NOT_A_USER)?;
    let is_same = |other: &Arc<Credential>| other.id == user.id;
    if users_of(world, &form.account).iter().any(is_same) {
        Ok(user)
    } else {
        Err(page::NO_ACCESS)
    }
}

/// Grants a code and takes it to the application.
async fn let_in(context: &RequestContext, request: &Authorization, account: &str, user: Option<&str>) -> Handled {
    let world = &context.world;
    account_is_open(world, account).map_err(|reason| Error::ParametersUnreadable {
        reason: format!("The account {account:?} {reason}."),
    })?;
    let mut consent = consent_for(world, &request.application.key, account);
    if let Some(user) = user {
        consent.user = user.to_owned();
    }
    let address = world
        .change_directory(|directory| approve(&SERVER, (world, directory), request, &consent, context.request))
        .await?;
    Ok(redirect(&address))
}
