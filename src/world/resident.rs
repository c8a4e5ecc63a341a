//! What a world has to know of a provider in order to hold its data: plain data and plain functions.

use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use sqlx::SqliteConnection;

use super::World;
use super::credential::Credential;
use super::directory::DirectoryEditor;
use super::quotas::Quota;
use super::schedule::{Fired, Schedule};
use super::seeding::{BuiltIn, FixtureLoader};
use crate::store::StoreError;

/// One provider, as worlds know it.
#[derive(Debug, Clone, Copy)]
pub struct Resident {
    /// Its name in addresses.
    pub slug: &'static str,
    /// How its kinds of credential are made.
    pub credentials: &'static [CredentialForm],
    /// The built-in fixtures: resource and JSON text, in the order they are loaded.
    pub fixtures: BuiltIn,
    /// The resources that a world without records has too: accounts, credentials, and what no operation creates but
    /// others need.
    pub standing: &'static [&'static str],
    /// How often its callers may call, where that is limited.
    pub quota: Option<QuotaRule>,
    /// Loads the fixtures.
    pub load: Load,
    /// Issues the credentials that a world announces beside those of its fixtures, unless it has them. It is called for a
    /// new world, and for one that comes back from disk, whose announced credentials may have expired meanwhile.
    pub announce: fn(&World, &DirectoryEditor<'_>),
    /// Does what was scheduled, once its time has come.
    pub fire: Fire,
}

/// Loads a provider's fixtures.
pub type Load = for<'a> fn(&'a mut FixtureLoader) -> BoxFuture<'a, Result<(), StoreError>>;

/// Does what was scheduled, in the transaction that the connection is in; what follows from it goes on the schedule.
pub type Fire = for<'a> fn(&'a mut SqliteConnection, &'a Schedule, &'a Fired) -> BoxFuture<'a, Result<(), StoreError>>;

impl Resident {
    /// A provider with nothing to hold: no credentials, fixtures, quota or schedule. Each says what it has beside that.
    pub const fn usual(slug: &'static str) -> Self {
        Self {
            slug,
            credentials: &[],
            fixtures: &[],
            standing: &[],
            quota: None,
            load: |_| async { Ok(()) }.boxed(),
            announce: |_, _| {},
            fire: |_, _, _| async { Ok(()) }.boxed(),
        }
    }

    /// How credentials of `kind` are made.
    pub fn credential_form(&self, kind: &str) -> Option<&CredentialForm> {
        self.credentials.iter().find(|form| form.kind == kind)
    }
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
