//! Credentials, as a Rust test issues, finds and ends them.

use std::sync::Arc;

use serde_json::{Map, Value};

use super::provider;
use crate::areia::Areia;
use crate::panel::Problem;
use crate::store::StoreError;
use crate::world::World;
use crate::world::credential::Credential;

/// ```
/// # tokio::runtime::Runtime::new().unwrap().block_on(async {
/// let areia = areia::Areia::start().await?;
/// let world = areia.create_world("rotated").await?;
/// let token = areia.credentials_in(&world, "procfy")["token"].as_str().unwrap_or_default().to_owned();
/// let credential = areia.find_credential(&world, "procfy", &token).ok_or("unknown")?;
/// let rotated = areia.rotate(&world, &credential).await?;
/// assert_ne!(rotated.key, token);
///
/// let address = format!("{}/~rotated/procfy/api/v1/users", areia.url());
/// let client = reqwest::Client::new();
/// assert_eq!(client.get(&address).bearer_auth(&token).send().await?.status(), 401);
/// assert_eq!(client.get(&address).bearer_auth(&rotated.key).send().await?.status(), 200);
/// # Ok::<(), Box<dyn std::error::Error>>(()) }).unwrap();
/// ```
impl Areia {
    /// Issues a credential, told what the control plane would be told: `{}` for an unrestricted one.
    pub async fn issue(
        &self,
        world: &World,
        slug: &str,
        asked: &Map<String, Value>,
    ) -> Result<Map<String, Value>, Problem> {
        let (issue, now) = (provider(slug)?.issue, world.clock.now());
        world
            .change_directory(|directory| issue(world, directory, asked, now))
            .await?
    }

    /// A provider's credentials with their history, the oldest first; every provider's where none is named.
    pub fn all_credentials(&self, world: &World, slug: Option<&str>) -> Vec<Arc<Credential>> {
        world.directory.credentials(slug)
    }

    /// The credential that is found by `key`: a token, a client id, a user name.
    pub fn find_credential(&self, world: &World, slug: &str, key: &str) -> Option<Arc<Credential>> {
        world.directory.find(slug, key)
    }

    /// Lets a credential expire now.
    pub async fn expire(&self, world: &World, credential: &Credential) -> Result<Arc<Credential>, Problem> {
        changed(world.expire(credential).await)
    }

    /// Ends a credential.
    pub async fn revoke(&self, world: &World, credential: &Credential) -> Result<Arc<Credential>, Problem> {
        changed(world.revoke(credential).await)
    }

    /// Gives a credential a fresh secret.
    pub async fn rotate(&self, world: &World, credential: &Credential) -> Result<Arc<Credential>, Problem> {
        let provider = provider(&credential.provider)?;
        changed(world.rotate(&provider.resident, credential).await)
    }

    /// Changes what a credential opens, told what the control plane would be told: `{"auto_approve": true}`.
    pub async fn amend(
        &self,
        world: &World,
        credential: &Credential,
        asked: &Map<String, Value>,
    ) -> Result<Arc<Credential>, Problem> {
        let holder = (provider(&credential.provider)?.amend)(credential, asked)?;
        changed(world.amend(credential, holder).await)
    }
}

/// A credential after it was changed; refused where it is forgotten.
fn changed(credential: Result<Option<Arc<Credential>>, StoreError>) -> Result<Arc<Credential>, Problem> {
    credential?.ok_or_else(Problem::forgotten)
}
