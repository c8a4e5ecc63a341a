//! What a provider hands to the core: what worlds keep of it, what it serves, and what the control plane asks of it.

use chrono::{DateTime, Utc};
use serde_json::{Map, Value};

use crate::panel::Problem;
use crate::panel::operations::Operations;
use crate::web::api::Api;
use crate::world::World;
use crate::world::credential::Credential;
use crate::world::directory::DirectoryEditor;
use crate::world::resident::Resident;

/// One simulated API.
#[derive(Debug)]
pub struct Provider {
    /// What worlds keep of it.
    pub resident: Resident,
    /// What it serves.
    pub api: Api,
    /// The members of `credentials` that `/_areia/info` shows.
    pub announced: fn(&World) -> Map<String, Value>,
    /// A `curl` command line that works as printed, for the banner; `None` where the world has nothing that opens the
    /// provider.
    pub curl: fn(&World, &str) -> Option<String>,
    /// Issues a credential by hand: `POST /_areia/credentials/<slug>`.
    pub issue: fn(&World, &DirectoryEditor<'_>, &Map<String, Value>, DateTime<Utc>) -> Issued,
    /// What a credential opens once a hand has changed these members: `POST /_areia/credentials/<slug>/amend`.
    pub amend: fn(&Credential, &Map<String, Value>) -> Result<Value, Problem>,
    /// What people do by hand in the vendor's own product, mounted at `/_areia/<slug>`.
    pub back_office: fn() -> Operations,
}

impl Provider {
    /// Its name in addresses.
    pub const fn slug(&self) -> &'static str {
        self.api.slug
    }
}

/// A credential that was issued by hand, as the control plane shows it.
pub type Issued = Result<Map<String, Value>, Problem>;

/// Refuses to change anything of a credential, as providers do that have nothing to change.
pub fn amends_nothing(credential: &Credential, _: &Map<String, Value>) -> Result<Value, Problem> {
    let kind = credential.kind.replace('_', " ");
    let detail = format!("nothing of this {kind} can be changed by hand");
    Err(Problem::bad_request(detail).with_hint("issue another one"))
}
