//! What a provider hands to the core: plain data and plain functions, one value of [`Provider`].

use chrono::{DateTime, Utc};
use futures_util::future::BoxFuture;
use serde_json::{Map, Value};
use sqlx::SqliteConnection;

use crate::control::Problem;
use crate::control::operations::Operations;
use crate::fixtures::Loading;
use crate::http::endpoints::Endpoints;
use crate::http::fidelity::Choice;
use crate::http::terms::Terms;
use crate::http::wording::Wording;
use crate::store::StoreError;
use crate::world::World;
use crate::world::agenda::Fallen;

/// One simulated API.
#[derive(Debug)]
pub struct Provider {
    /// Its name in addresses: `contaazul`.
    pub slug: &'static str,
    /// Its name for people: `Conta Azul v1`.
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
    /// Loads the fixtures.
    pub load: for<'a> fn(&'a mut Loading) -> BoxFuture<'a, Result<(), StoreError>>,
    /// Issues what a new world announces beside its fixtures' credentials.
    pub announce: fn(&World),
    /// Does what has fallen due.
    pub fall_due:
        for<'a> fn(&'a mut SqliteConnection, &'a Fallen) -> BoxFuture<'a, Result<(), StoreError>>,
    /// The members of `credentials` that `/_areia/info` shows.
    pub announced: fn(&World) -> Map<String, Value>,
    /// A `curl` command line that works as printed, for the banner.
    pub curl: fn(&World, &str) -> String,
    /// Issues a credential by hand: `POST /_areia/credentials/<slug>`.
    pub issue: fn(&World, &Map<String, Value>, DateTime<Utc>) -> Issued,
    /// What people do by hand in the vendor's own product, mounted at `/_areia/<slug>`.
    pub by_hand: fn() -> Operations,
}

/// A credential that was issued by hand, as the control plane shows it.
pub type Issued = Result<Map<String, Value>, Problem>;

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
