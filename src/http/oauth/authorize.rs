//! The authorization endpoint (RFC 6749, 3.1): an application asks, a person consents or does not.

use std::sync::Arc;

use http::HeaderValue;
use serde_json::Value;
use url::Url;

use super::{APPLICATION, CODE, Consent, Server};
use crate::http::extract::Parameters;
use crate::world::World;
use crate::world::credential::{Credential, Rejected};

/// An application's request that may be put before a person.
#[derive(Debug, Clone)]
pub struct Authorization {
    /// The application that asks.
    pub application: Arc<Credential>,
    /// Where the answer goes.
    pub redirect_uri: String,
    /// What the application wants back unchanged.
    pub state: Option<String>,
}

/// Why a request is not put before a person. Its answer never goes to the address that it names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AuthorizeError {
    /// No such application.
    Application(Rejected),
    /// The address is not one of the application's.
    RedirectUri(String),
}

/// Reads an authorization request. Without `redirect_uri` the application's first one counts.
pub fn authorization(
    server: &Server,
    world: &World,
    parameters: &Parameters,
) -> Result<Authorization, AuthorizeError> {
    let client_id = parameters.given("client_id").unwrap_or_default();
    let application = world
        .directory
        .check(server.provider, APPLICATION, client_id, world.clock.now())
        .map_err(AuthorizeError::Application)?;
    let redirect_uri = redirect_uri(&application, parameters).ok_or_else(|| {
        AuthorizeError::RedirectUri(
            parameters
                .get("redirect_uri")
                .unwrap_or_default()
                .to_owned(),
        )
    })?;
    let state = parameters.get("state").map(str::to_owned);
    Ok(Authorization {
        application,
        redirect_uri,
        state,
    })
}

/// Grants a code for what `consent` says. Answers with the address that takes it to the application.
pub fn approve(
    server: &Server,
    world: &World,
    authorization: &Authorization,
    consent: &Consent,
    request: u64,
) -> String {
    let issue = server.issue(world, consent, CODE, server.code_lifetime_s);
    let code = issue.key.clone();
    world
        .directory
        .issue(vec![issue], world.clock.now(), Some(request));
    redirect(authorization, &[("code", &code)])
}

/// The address that tells the application that the person did not consent (RFC 6749, 4.1.2.1).
pub fn deny(authorization: &Authorization, description: &str) -> String {
    redirect(
        authorization,
        &[
            ("error", "access_denied"),
            ("error_description", description),
        ],
    )
}

/// The address that a request asks to be answered at, if it is one of the application's.
pub(super) fn redirect_uri(application: &Credential, parameters: &Parameters) -> Option<String> {
    let registered = application
        .holder
        .get("redirect_uris")
        .and_then(Value::as_array);
    let registered = registered.into_iter().flatten().filter_map(Value::as_str);
    let any_loopback =
        application.holder.get("any_loopback_redirect_uri") == Some(&Value::Bool(true));
    let asked = match parameters.given("redirect_uri") {
        None => return registered.map(str::to_owned).next(),
        Some(asked) => asked,
    };
    let is_header = HeaderValue::from_str(asked).is_ok() && asked.is_ascii();
    let is_own =
        registered.into_iter().any(|uri| uri == asked) || (any_loopback && is_loopback(asked));
    (is_header && is_own).then(|| asked.to_owned())
}

/// Whether an address leads to the machine that the browser runs on.
fn is_loopback(uri: &str) -> bool {
    let Ok(url) = Url::parse(uri) else {
        return false;
    };
    let is_local = matches!(url.host_str(), Some("localhost" | "127.0.0.1" | "[::1]"));
    is_local
        && matches!(url.scheme(), "http" | "https")
        && url.username().is_empty()
        && url.password().is_none()
}

/// The application's address with `pairs` and its state appended to whatever query it has.
fn redirect(authorization: &Authorization, pairs: &[(&str, &str)]) -> String {
    let state = authorization.state.as_deref().map(|state| ("state", state));
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.extend_pairs(pairs.iter().copied().chain(state));
    let (address, fragment) = match authorization.redirect_uri.split_once('#') {
        Some((address, fragment)) => (address, format!("#{fragment}")),
        None => (authorization.redirect_uri.as_str(), String::new()),
    };
    let joint = if address.contains('?') { '&' } else { '?' };
    // A blank as `%20` is read alike by those who decode forms and those who decode addresses.
    format!(
        "{address}{joint}{}{fragment}",
        query.finish().replace('+', "%20")
    )
}
