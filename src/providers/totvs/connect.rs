//! `POST /api/connect/token`: an RM user logs in for a pair of tokens, or renews one.
//!
//! Documentation: <https://tdn.totvs.com> (Autenticação das APIs do RM).
//!
//! LIMITATIONS
//! * `servicealias` is accepted and ignored: there is one database.

use axum::body::{Body, to_bytes};
use axum::extract::Request;
use http::StatusCode;
use schemars::JsonSchema;
use serde::Serialize;

use super::answers::json;
use super::credentials::{ACCESS_TOKEN_LIFETIME_S, REFRESH_TOKEN, USER, tokens};
use super::errors::{Error, Handled};
use super::{LOGIN_PATH, SLUG};
use crate::web::context::RequestContext;
use crate::web::credentials::same_secret;
use crate::web::endpoints::{Endpoints, operation};
use crate::web::extract::Parameters;
use crate::web::fidelity::documented;
use crate::web::oauth::request_parameters;

/// The operation.
pub(super) fn endpoints() -> Endpoints {
    let evidence = documented("TOTVS: Autenticação das APIs do RM");
    Endpoints::new().post(
        LOGIN_PATH,
        connect_token,
        operation("connectToken", "Log in, or renew a token", evidence)
            .open_to_anybody()
            .body::<TokenRequest>()
            .answers::<TokenAnswer>(StatusCode::OK),
    )
}

/// Logs a user in, or renews a token.
async fn connect_token(context: RequestContext, request: Request<Body>) -> Handled {
    let (mut parts, body) = request.into_parts();
    let body = to_bytes(body, usize::MAX).await.unwrap_or_default();
    if !parts.headers.contains_key(http::header::CONTENT_TYPE) {
        let json = http::HeaderValue::from_static("application/json");
        parts.headers.insert(http::header::CONTENT_TYPE, json);
    }
    let parameters = request_parameters(&parts, &body).map_err(|refusal| Error::from_refusal(refusal, &context))?;
    let user = match parameters.given("grant_type") {
        None | Some("password") => log_in(&context, &parameters)?,
        Some("refresh_token") => renew(&context, &parameters)?,
        Some(other) => {
            let reason = format!("The grant_type is {other:?}; there are password and refresh_token.");
            return Err(Error::BodyInvalid { reason });
        }
    };
    let world = &context.world;
    let pair = tokens(world, &user).ok_or_else(|| Error::Internal {
        reason: "The token could not be signed.".to_owned(),
    })?;
    let now = world.clock.now();
    let pair = world
        .change_directory(|directory| directory.issue(pair, now, Some(context.request)))
        .await?;
    let answer = TokenAnswer {
        access_token: pair[0].key.clone(),
        expires_in: ACCESS_TOKEN_LIFETIME_S,
        refresh_token: pair[1].key.clone(),
        token_type: "Bearer",
    };
    let text = serde_json::to_string(&answer).map_err(|error| Error::Internal {
        reason: error.to_string(),
    })?;
    Ok(json(StatusCode::OK, text))
}

fn log_in(context: &RequestContext, parameters: &Parameters) -> Handled<String> {
    let (Some(user), Some(password)) = (parameters.given("username"), parameters.get("password")) else {
        let reason = "A login needs `username` and `password`.".to_owned();
        return Err(Error::BodyInvalid { reason });
    };
    let world = &context.world;
    let found = world.directory.check(SLUG, USER, user, world.clock.now());
    let found = found.map_err(|rejected| rejected.reason());
    let reason = match found {
        Ok(found) if same_secret(found.secret.as_deref().unwrap_or_default(), password) => {
            return Ok(found.key.clone());
        }
        Ok(_) => "was shown with a wrong password".to_owned(),
        Err(reason) => reason,
    };
    Err(Error::LoginRejected {
        reason: format!("The user {user:?} {reason}."),
    })
}

fn renew(context: &RequestContext, parameters: &Parameters) -> Handled<String> {
    let token = parameters.given("refresh_token").ok_or_else(|| Error::BodyInvalid {
        reason: "The grant_type refresh_token needs a `refresh_token`.".to_owned(),
    })?;
    let world = &context.world;
    let found = world.directory.check(SLUG, REFRESH_TOKEN, token, world.clock.now());
    found
        .map(|found| found.holds("user").to_owned())
        .map_err(|rejected| Error::LoginRejected {
            reason: format!("This refresh token {}.", rejected.reason()),
        })
}

/// A login or a renewal.
#[derive(Debug, JsonSchema)]
#[expect(dead_code, reason = "described here, read as parameters")]
struct TokenRequest {
    /// `password`, which is meant where it is not sent, or `refresh_token`.
    grant_type: Option<String>,
    /// The user.
    username: Option<String>,
    /// The user's password.
    password: Option<String>,
    /// The token that is renewed.
    refresh_token: Option<String>,
    /// Accepted, and ignored.
    servicealias: Option<String>,
}

/// A pair of tokens.
#[derive(Debug, Serialize, JsonSchema)]
struct TokenAnswer {
    access_token: String,
    expires_in: i64,
    refresh_token: String,
    token_type: &'static str,
}
