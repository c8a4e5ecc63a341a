//! `GET /auth/authorize` and the login and consent page behind it (FAQ 5, 9, 50).
//!
//! An application that a machine drives needs no page: one that is marked auto-approving is let in at once, and so is
//! any when `areia_approve=<account id>` stands in the query.

use axum::Form;
use axum::extract::RawQuery;
use axum::response::{IntoResponse, Response};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::Value;

use super::page;
use crate::http::credentials::same_secret;
use crate::http::entrance::Passage;
use crate::http::extract::Parameters;
use crate::http::oauth::{Authorization, approve, authorization, deny};
use crate::providers::contaazul::SLUG;
use crate::providers::contaazul::accounts::account_is_open;
use crate::providers::contaazul::answers::{Handled, found};
use crate::providers::contaazul::credentials::{SERVER, USER, consent as consent_for, users_of};
use crate::providers::contaazul::errors::Error;

/// What the person sends from the page.
#[derive(Debug, Default, Deserialize, JsonSchema)]
pub(super) struct ConsentForm {
    /// The e-mail address.
    #[serde(default)]
    pub(super) email: String,
    /// The password.
    #[serde(default)]
    pub(super) password: String,
    /// The account to be opened.
    #[serde(default)]
    pub(super) account: String,
    /// `approve` or `deny`.
    #[serde(default)]
    pub(super) decision: String,
}

/// Sends the browser to the page, or lets an application in that needs none.
pub(super) async fn authorize(
    passage: Passage,
    parameters: Parameters,
    RawQuery(query): RawQuery,
) -> Handled {
    let asked = authorization(&SERVER, &passage.world, &parameters)?;
    let named = parameters.given("areia_approve").map(str::to_owned);
    let holder = &asked.application.holder;
    let approving = holder.get("auto_approve") == Some(&Value::Bool(true));
    let chosen = || {
        let own = holder
            .get("account")
            .and_then(Value::as_str)
            .map(str::to_owned);
        own.or_else(|| {
            passage
                .world
                .directory
                .accounts(SLUG)
                .first()
                .map(|a| a.id.clone())
        })
    };
    match named.or_else(|| approving.then(chosen).flatten()) {
        Some(account) => let_in(&passage, &asked, &account, None).await,
        None => {
            let query = query.unwrap_or_default();
            Ok(found(&format!("{}/auth/login?{query}", passage.base_url)))
        }
    }
}

/// Shows the page.
pub(super) async fn login(passage: Passage, parameters: Parameters) -> Handled {
    let asked = authorization(&SERVER, &passage.world, &parameters)?;
    Ok(page::consent(
        &passage.world,
        &asked,
        &ConsentForm::default(),
        None,
    ))
}

/// Takes what the person decided to the application.
pub(super) async fn consent(
    passage: Passage,
    parameters: Parameters,
    form: Result<Form<ConsentForm>, axum::extract::rejection::FormRejection>,
) -> Handled<Response> {
    let asked = authorization(&SERVER, &passage.world, &parameters)?;
    let Form(form) = form.map_err(|error| Error::ParametersUnreadable {
        reason: error.to_string(),
    })?;
    if form.decision == "deny" {
        let denied = deny(&asked, "The resource owner denied the request");
        return Ok(found(&denied).into_response());
    }
    let world = &passage.world;
    let user = world
        .directory
        .check(SLUG, USER, form.email.trim(), world.clock.now());
    let user = user
        .ok()
        .filter(|user| same_secret(user.secret.as_deref().unwrap_or_default(), &form.password));
    let complaint = match user {
        None => "E-mail ou senha inválidos.",
        Some(user)
            if users_of(world, &form.account)
                .iter()
                .any(|other| other.id == user.id) =>
        {
            return let_in(&passage, &asked, &form.account, Some(&user.key))
                .await
                .map(IntoResponse::into_response);
        }
        Some(_) => "Este usuário não tem acesso à conta escolhida.",
    };
    Ok(page::refused(
        &page::consent(world, &asked, &form, Some(complaint)),
        complaint,
    ))
}

/// Grants a code and takes it to the application.
async fn let_in(
    passage: &Passage,
    asked: &Authorization,
    account: &str,
    user: Option<&str>,
) -> Handled {
    let world = &passage.world;
    account_is_open(world, account).map_err(|rejected| Error::ParametersUnreadable {
        reason: format!("The account {account:?} {}.", rejected.reason()),
    })?;
    let mut consent = consent_for(world, &asked.application.key, account);
    if let Some(user) = user {
        consent.user = user.to_owned();
    }
    let address = approve(&SERVER, world, asked, &consent, passage.request);
    world.keep().await?;
    Ok(found(&address))
}
