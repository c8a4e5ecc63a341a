//! What a provider hands to the core: plain data and plain functions, one value of [`Provider`].

use chrono::{DateTime, Utc};
use futures_util::future::BoxFuture;
use serde_json::{Map, Value};
use sqlx::SqliteConnection;

use crate::control::Problem;
use crate::control::operations::Operations;
use crate::store::StoreError;
use crate::web::endpoints::Endpoints;
use crate::web::fidelity::Choice;
use crate::web::terms::Terms;
use crate::web::wording::Wording;
use crate::world::World;
use crate::world::credential::Credential;
use crate::world::quotas::Quota;
use crate::world::schedule::Fired;
use crate::world::seeding::FixtureLoader;

/// One simulated API.
#[derive(Debug)]
pub struct Provider {
    /// Its name in addresses.
    pub slug: &'static str,
    /// Its name for people, with the version of the API.
    pub name: &'static str,
    /// One sentence about it, and what it does not simulate, for people who read its OpenAPI document.
    pub description: &'static str,
    /// Where the vendor documents it.
    pub documentation: &'static str,
    /// The vendor's own host names.
    pub hosts: &'static [&'static str],
    /// The entrance's terms.
    pub terms: Terms,
    /// Every operation, mounted and described.
    pub endpoints: fn() -> Endpoints,
    /// One example of every error it can give: the catalogue, the OpenAPI document and `areia-error` use them.
    pub errors: fn() -> Vec<Box<dyn Wording>>,
    /// What was taken where its documentation contradicts itself: the ledger and the OpenAPI document tell.
    pub choices: &'static [Choice],
    /// How its kinds of credential are made.
    pub credentials: &'static [CredentialForm],
    /// The built-in fixtures: resource and JSON text, in the order they are loaded.
    pub fixtures: &'static [(&'static str, &'static str)],
    /// Those that a world without records has too: accounts, credentials, and what no operation creates but others need.
    pub standing: &'static [&'static str],
    /// How often its callers may call, where that is limited.
    pub quota: Option<QuotaRule>,
    /// Loads the fixtures.
    pub load: for<'a> fn(&'a mut FixtureLoader) -> BoxFuture<'a, Result<(), StoreError>>,
    /// Issues what a world announces beside its fixtures' credentials, unless it has it: a new world, and one that comes
    /// back from disk after the time of what it announced.
    pub announce: fn(&World),
    /// Does what has fired due.
    pub fire: for<'a> fn(&'a mut SqliteConnection, &'a Fired) -> BoxFuture<'a, Result<(), StoreError>>,
    /// The members of `credentials` that `/_areia/info` shows.
    pub announced: fn(&World) -> Map<String, Value>,
    /// A `curl` command line that works as printed, for the banner; `None` where the world has nothing that opens the
    /// provider.
    pub curl: fn(&World, &str) -> Option<String>,
    /// Issues a credential by hand: `POST /_areia/credentials/<slug>`.
    pub issue: fn(&World, &Map<String, Value>, DateTime<Utc>) -> Issued,
    /// What a credential opens once a hand has changed these members: `POST /_areia/credentials/<slug>/amend`.
    pub amend: fn(&Credential, &Map<String, Value>) -> Result<Value, Problem>,
    /// What people do by hand in the vendor's own product, mounted at `/_areia/<slug>`.
    pub back_office: fn() -> Operations,
}

/// How often a provider's callers may call.
#[derive(Debug, Clone, Copy)]
pub struct QuotaRule {
    /// How long a window is, as an ISO 8601 duration: `PT1M`, `P1M`.
    pub window: &'static str,
    /// The usual limit.
    pub limit: u32,
    /// The kind of credential that it is about.
    pub kind: &'static str,
    /// A credential's limit, as its account's settings have it, and the window that it is in.
    pub of: fn(&World, &Credential) -> Option<Quota>,
    /// Who counts.
    pub counting: Counting,
}

/// Who counts what a quota limits.
#[derive(Debug, Clone, Copy)]
pub enum Counting {
    /// The entrance: every call of a credential.
    Calls,
    /// The provider, in its own tables.
    Own {
        /// How many there have been in the window that a credential is in.
        used: for<'a> fn(&'a World, &'a Credential) -> BoxFuture<'a, Result<u32, StoreError>>,
        /// Has it look as if there had been so many.
        set_used: for<'a> fn(&'a World, &'a Credential, u32) -> BoxFuture<'a, Result<(), StoreError>>,
    },
}

/// A credential that was issued by hand, as the control plane shows it.
pub type Issued = Result<Map<String, Value>, Problem>;

/// Refuses to change anything of a credential, as providers do that have nothing to change.
pub fn amends_nothing(credential: &Credential, _: &Map<String, Value>) -> Result<Value, Problem> {
    let kind = credential.kind.replace('_', " ");
    let detail = format!("nothing of this {kind} can be changed by hand");
    Err(Problem::bad_request(detail).with_hint("issue another one"))
}

/// How a kind of credential is made.
#[derive(Debug, Clone, Copy)]
pub struct CredentialForm {
    /// The provider's word for the kind.
    pub kind: &'static str,
    /// The length of its key, where that is drawn anew for every world; `None` where it is a name people know.
    pub key_length: Option<usize>,
    /// The length of its secret half, where that is drawn anew for every world.
    pub secret_length: Option<usize>,
}

impl Provider {
    /// How credentials of `kind` are made.
    pub fn credential_form(&self, kind: &str) -> Option<&CredentialForm> {
        self.credentials.iter().find(|form| form.kind == kind)
    }
}
