//! The token endpoint (RFC 6749, 3.2): a code or a refresh token is exchanged for a pair of tokens, once.

use std::sync::Arc;

use http::{HeaderMap, header};

use super::authorize::redirect_uri;
use super::{APPLICATION, CODE, Consent, REFRESH_TOKEN, Server};
use crate::web::credentials::{basic, has_secret};
use crate::web::extract::Parameters;
use crate::world::World;
use crate::world::credential::{Credential, Rejected};
use crate::world::directory::DirectoryEditor;

/// A granted pair of tokens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tokens {
    /// Opens the account.
    pub access_token: String,
    /// Is exchanged for the next pair.
    pub refresh_token: String,
    /// How long the access token works.
    pub expires_in_s: i64,
}

/// Why no tokens were granted, in the order in which it is found out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TokenError {
    /// The request shows no application's credentials at all.
    ApplicationMissing,
    /// The `Authorization` header holds no application's credentials, or wrong ones.
    ApplicationRejectedInHeader(String),
    /// The parameters hold wrong ones.
    ApplicationRejectedInParameters(String),
    /// The address is not one of the application's.
    RedirectUri(String),
    /// Neither `authorization_code` nor `refresh_token`.
    GrantType(String),
    /// The code does not work, or is another application's: why, as half a sentence.
    Code(String),
    /// The refresh token does not work: why, as half a sentence.
    RefreshToken(String),
    /// The refresh token works, but is another application's.
    RefreshTokenOfAnother,
}

/// Grants a pair of tokens for what the request shows. A request that fails uses nothing up.
pub fn exchange(
    server: &Server,
    (world, directory): (&World, &DirectoryEditor<'_>),
    headers: &HeaderMap,
    parameters: &Parameters,
    request: u64,
) -> Result<Tokens, TokenError> {
    let application = application(server, world, headers, parameters)?;
    if redirect_uri(&application, parameters).is_none() && parameters.given("redirect_uri").is_some() {
        let asked = parameters.get("redirect_uri").unwrap_or_default();
        return Err(TokenError::RedirectUri(asked.to_owned()));
    }
    let (kind, key) = match parameters.get("grant_type") {
        Some("authorization_code") => (CODE, parameters.get("code")),
        Some("refresh_token") => (REFRESH_TOKEN, parameters.get("refresh_token")),
        other => return Err(TokenError::GrantType(other.unwrap_or_default().to_owned())),
    };
    let refused = |reason: String| match kind {
        CODE => TokenError::Code(reason),
        _ => TokenError::RefreshToken(reason),
    };
    let rejected = |rejected: Rejected| refused(rejected.reason());
    let now = world.clock.now();
    let key = key.unwrap_or_default();
    let credential = world
        .directory
        .check(server.provider, kind, key, now)
        .map_err(rejected)?;
    let consent = Consent::of(&credential);
    if consent.application != application.key {
        return Err(match kind {
            CODE => TokenError::Code("was issued to another application".to_owned()),
            _ => TokenError::RefreshTokenOfAnother,
        });
    }
    (server.consent_stands)(world, &consent).map_err(refused)?;
    // Of several requests that have come this far with one credential, the directory lets one exchange it.
    let pair = server.pair(world, &consent);
    let granted = directory.exchange(&credential, pair, now, request).map_err(rejected)?;
    Ok(tokens(server, &granted))
}

/// A pair as it was issued, for the answer.
fn tokens(server: &Server, pair: &[Arc<Credential>]) -> Tokens {
    let key = |place: usize| pair.get(place).map(|token| token.key.clone()).unwrap_or_default();
    Tokens {
        access_token: key(0),
        refresh_token: key(1),
        expires_in_s: server.access_token_lifetime_s,
    }
}

/// The application that asks: by `client_id` and `client_secret` among the parameters, else by HTTP Basic.
fn application(
    server: &Server,
    world: &World,
    headers: &HeaderMap,
    parameters: &Parameters,
) -> Result<Arc<Credential>, TokenError> {
    let check = |client_id: &str, client_secret: &str| {
        let found = world
            .directory
            .check(server.provider, APPLICATION, client_id, world.clock.now());
        let application = found.map_err(|rejected| format!("this application {}", rejected.reason()))?;
        if has_secret(&application, client_secret) {
            Ok(application)
        } else {
            let rejected = application.wrong_secret();
            Err(format!("this application {}", rejected.reason()))
        }
    };
    match (parameters.given("client_id"), parameters.given("client_secret")) {
        (Some(client_id), Some(client_secret)) => {
            check(client_id, client_secret).map_err(TokenError::ApplicationRejectedInParameters)
        }
        _ if headers.contains_key(header::AUTHORIZATION) => basic(headers)
            .ok_or_else(|| "the Authorization header is no HTTP Basic".to_owned())
            .and_then(|(client_id, client_secret)| check(&client_id, &client_secret))
            .map_err(TokenError::ApplicationRejectedInHeader),
        (Some(_), None) => Err(TokenError::ApplicationRejectedInParameters(
            "there is no client_secret".to_owned(),
        )),
        _ => Err(TokenError::ApplicationMissing),
    }
}
