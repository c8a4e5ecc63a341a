//! The authorization endpoint (RFC 6749, 3.1): an application asks, a person consents or does not.

use std::sync::Arc;

use http::Uri;
use serde_json::Value;
use url::Url;

use super::{APPLICATION, CODE, Consent, Server};
use crate::web::extract::Parameters;
use crate::world::World;
use crate::world::credential::{Credential, Rejected};
use crate::world::directory::DirectoryEditor;

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

/// Why a request is not put before a person. The answer is not sent to the redirect URI that it names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AuthorizeError {
    /// No such application.
    Application(Rejected),
    /// The address is not one of the application's.
    RedirectUri(String),
}

/// Reads an authorization request. Without `redirect_uri` the application's first one counts.
pub fn authorization(server: &Server, world: &World, parameters: &Parameters) -> Result<Authorization, AuthorizeError> {
    let client_id = parameters.given("client_id").unwrap_or_default();
    let application = world
        .directory
        .check(server.provider, APPLICATION, client_id, world.clock.now())
        .map_err(AuthorizeError::Application)?;
    let redirect_uri = redirect_uri(&application, parameters)
        .ok_or_else(|| AuthorizeError::RedirectUri(parameters.get("redirect_uri").unwrap_or_default().to_owned()))?;
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
    (world, directory): (&World, &DirectoryEditor<'_>),
    authorization: &Authorization,
    consent: &Consent,
    request: u64,
) -> String {
    let issue = server.issue(world, consent, CODE, server.code_lifetime_s);
    let code = issue.key.clone();
    directory.issue(vec![issue], world.clock.now(), Some(request));
    redirect(authorization, &[("code", &code)])
}

/// The address that tells the application that the person did not consent (RFC 6749, 4.1.2.1).
pub fn deny(authorization: &Authorization, description: &str) -> String {
    redirect(
        authorization,
        &[("error", "access_denied"), ("error_description", description)],
    )
}

/// The address that a request asks to be answered at, if it is one of the application's.
pub(super) fn redirect_uri(application: &Credential, parameters: &Parameters) -> Option<String> {
    let registered = application.holder.get("redirect_uris").and_then(Value::as_array);
    let registered = registered.into_iter().flatten().filter_map(Value::as_str);
    let any_loopback = application.holder.get("any_loopback_redirect_uri") == Some(&Value::Bool(true));
    let asked = match parameters.given("redirect_uri") {
        None => return registered.map(str::to_owned).next(),
        Some(asked) => asked,
    };
    let is_own = registered.into_iter().any(|uri| uri == asked) || (any_loopback && is_loopback(asked));
    (may_redirect_to(asked) && is_own).then(|| asked.to_owned())
}

/// Whether an address can be an application's at all: absolute, without a fragment (RFC 6749, 3.1.2), and of the
/// characters that an address has (RFC 3986), since it becomes a header field.
pub fn may_redirect_to(uri: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_graphic() && !br##""#<>\^`{|}"##.contains(&byte);
    // What a browser would run or read instead of going there.
    let is_address = |url: Url| !["data", "file", "javascript", "vbscript"].contains(&url.scheme());
    uri.bytes().all(is_plain) && Url::parse(uri).is_ok_and(is_address)
}

/// Whether an address leads to the machine that the browser runs on. Browsers and other programs read odd addresses
/// differently (`http:/localhost/`, `http://127.1/`), so only one counts that both read alike.
fn is_loopback(uri: &str) -> bool {
    let (Ok(url), Ok(other)) = (Url::parse(uri), uri.parse::<Uri>()) else {
        return false;
    };
    let host = url.host_str().unwrap_or_default();
    matches!(host, "localhost" | "127.0.0.1" | "[::1]")
        && other.host().is_some_and(|other| other.eq_ignore_ascii_case(host))
        && matches!(url.scheme(), "http" | "https")
        && !other
            .authority()
            .is_some_and(|authority| authority.as_str().contains('@'))
}

/// The application's address with `pairs` and its state appended to whatever query it has.
fn redirect(authorization: &Authorization, pairs: &[(&str, &str)]) -> String {
    let state = authorization.state.as_deref().map(|state| ("state", state));
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.extend_pairs(pairs.iter().copied().chain(state));
    let address = &authorization.redirect_uri;
    let joint = if address.contains('?') { '&' } else { '?' };
    // A blank as `%20` is read alike by those who decode forms and those who decode addresses.
    format!("{address}{joint}{}", query.finish().replace('+', "%20"))
}
