//! Authentication: the authorization code flow (FAQ 2, 5, 6, 9, 17, 20).
//!
//! Documentation: <https://developers.contaazul.com>. The gateway is Kong with its oauth2 plugin, which decides where
//! the FAQ is silent.
//!
//! LIMITATIONS
//! * Scopes are accepted and ignored: every application may do everything.
//! * The login and consent pages are one page of Areia's own.

mod authorize;
mod page;
mod token;

use http::{Method, StatusCode};
use schemars::JsonSchema;

use crate::web::endpoints::{Endpoints, operation};
use crate::web::fidelity::{designed, documented};

/// The operations.
pub(super) fn endpoints() -> Endpoints {
    const FORMS: &[&str] = &[
        "application/x-www-form-urlencoded",
        "multipart/form-data",
        "application/json",
    ];
    Endpoints::new()
        .get(
            "/auth/authorize",
            authorize::authorize,
            operation(
                "authorize",
                "Begin: the browser goes to the login and consent page",
                documented("FAQ 5"),
            )
            .open_to_anybody()
            .query::<AuthorizeParameters>()
            .answers_with(StatusCode::FOUND, ""),
        )
        .get(
            "/auth/login",
            authorize::login,
            operation("login", "The login and consent page", designed("Areia's own page"))
                .open_to_anybody()
                .query::<AuthorizeParameters>()
                .answers_with(StatusCode::OK, "text/html"),
        )
        .post(
            "/auth/login",
            authorize::consent,
            operation(
                "consent",
                "A person consents, or does not",
                designed("Areia's own page"),
            )
            .open_to_anybody()
            .query::<AuthorizeParameters>()
            .body_as::<page::ConsentForm>(&["application/x-www-form-urlencoded"])
            .answers_with(StatusCode::FOUND, ""),
        )
        .mount(
            Method::POST,
            "/oauth2/token",
            token::token,
            operation(
                "token",
                "Exchange a code or a refresh token for tokens",
                documented("FAQ 2, 6, 17"),
            )
            .open_to_anybody()
            .query::<token::TokenParameters>()
            .body_as::<token::TokenParameters>(FORMS)
            .answers::<token::TokenAnswer>(StatusCode::OK),
        )
}

/// The parameters of an authorization request.
#[derive(Debug, JsonSchema)]
#[expect(dead_code, reason = "described here, read by the mechanism")]
pub(super) struct AuthorizeParameters {
    /// Where the answer goes: an address of the application's.
    redirect_uri: Option<String>,
    /// The application.
    client_id: String,
    /// Accepted, and ignored.
    scope: Option<String>,
    /// Comes back unchanged.
    state: Option<String>,
    /// `code`, where it is sent.
    response_type: Option<String>,
    /// Areia's own: the id of an account; approves without a page.
    areia_approve: Option<String>,
}
