//! An OAuth 2 authorization server (RFC 6749): what is granted, to whom, and for how long. Its words and pages are the
//! provider's.
//!
//! Codes and refresh tokens work once. A refresh ends the access token that was granted with the refresh token.
//! Applications, codes and tokens are credentials of the world's directory, of the kinds named here.

mod authorize;
mod parameters;
mod token;

use chrono::TimeDelta;
use serde_json::{Value, json};

use crate::world::World;
use crate::world::credential::{Credential, Grant, Issue};

pub use authorize::{Authorization, AuthorizeError, approve, authorization, deny, may_redirect_to};
pub use parameters::request_parameters;
pub use token::{TokenError, Tokens, exchange};

/// The kind of an application: its key is the `client_id`, its secret the `client_secret`.
pub const APPLICATION: &str = "application";
/// The kind of an authorization code.
pub const CODE: &str = "code";
/// The kind of an access token.
pub const ACCESS_TOKEN: &str = "access_token";
/// The kind of a refresh token.
pub const REFRESH_TOKEN: &str = "refresh_token";

/// What one authorization server does differently from another.
#[derive(Debug, Clone, Copy)]
pub struct Server {
    /// The provider it belongs to.
    pub provider: &'static str,
    /// How many letters and digits its codes and tokens have.
    pub token_length: usize,
    /// How long a code works.
    pub code_lifetime_s: i64,
    /// How long an access token works.
    pub access_token_lifetime_s: i64,
    /// How long a refresh token works.
    pub refresh_token_lifetime_s: i64,
    /// Whether what was consented to still stands, so that tokens may be granted for it; else why not, as half a
    /// sentence that stands behind "this refresh token".
    pub consent_stands: fn(&World, &Consent) -> Result<(), String>,
}

/// Who lets which application into which account: what a code and its tokens stand for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Consent {
    /// The application's `client_id`.
    pub application: String,
    /// The account's id.
    pub account: String,
    /// The consenting user.
    pub user: String,
}

impl Consent {
    /// What a credential stands for.
    pub fn of(credential: &Credential) -> Self {
        let member = |name| credential.holds(name).to_owned();
        Self {
            application: member("application"),
            account: member("account"),
            user: member("user"),
        }
    }

    fn holder(&self) -> Value {
        let Self {
            application,
            account,
            user,
        } = self;
        json!({"application": application, "account": account, "user": user})
    }
}

impl Server {
    /// A pair of tokens, about to be issued together: the access token, then the refresh token.
    pub fn pair(&self, world: &World, consent: &Consent) -> Vec<Issue> {
        vec![
            self.issue(world, consent, ACCESS_TOKEN, self.access_token_lifetime_s),
            self.issue(world, consent, REFRESH_TOKEN, self.refresh_token_lifetime_s),
        ]
    }

    fn issue(&self, world: &World, consent: &Consent, kind: &'static str, lifetime_s: i64) -> Issue {
        Issue {
            provider: self.provider,
            kind,
            key: world.ids.secret(self.token_length),
            secret: None,
            holder: consent.holder(),
            lifetime: Some(TimeDelta::seconds(lifetime_s)),
            grant: if kind == CODE { Grant::Alone } else { Grant::Shared },
        }
    }
}
