//! What an embedded server can be asked and told, beside what it is started with: the control plane's worlds, time,
//! snapshots, quotas and credentials, without HTTP.

mod credentials;
mod expectations;

use std::sync::Arc;

use crate::areia::Areia;
use crate::panel::Problem;
use crate::provider::Provider;
use crate::providers;
use crate::world::allowances::{Allowance, ExhaustError};
use crate::world::credential::Credential;
use crate::world::quotas::QuotaSetting;
use crate::world::snapshot::SnapshotError;
use crate::world::snapshots::SnapshotRow;
use crate::world::worlds::{NewWorld, WorldError};
use crate::world::{DEFAULT_WORLD, World};

/// ```
/// # tokio::runtime::Runtime::new().unwrap().block_on(async {
/// use areia::world::worlds::NewWorld;
/// use chrono::TimeDelta;
///
/// let areia = areia::Areia::start().await?;
/// let now = "2026-03-31T23:00:00Z".parse().ok();
/// let world = areia.create_world_with(NewWorld { now, ..NewWorld::default() }).await?;
/// areia.save(&world, "before").await?;
///
/// // An hour later the access token has expired; restored, it has not.
/// let due = world.advance(TimeDelta::hours(1)).await?;
/// assert!(due.iter().any(|due| due.what == "access_token expired"));
/// assert!(areia.credentials_in(&world, "contaazul")["access_token"].is_null());
/// areia.restore(&world, "before").await?;
/// assert!(areia.credentials_in(&world, "contaazul")["access_token"].is_string());
///
/// areia.drop_world(&world.name).await?;
/// # Ok::<(), Box<dyn std::error::Error>>(()) }).unwrap();
/// ```
impl Areia {
    /// Creates a world, told all that one can be told. Without a name it gets one that is free.
    pub async fn create_world_with(&self, new: NewWorld) -> Result<Arc<World>, WorldError> {
        self.worlds.create(new).await
    }

    /// The world called `name`. Its time is moved by [`World::advance`] and its siblings; [`World::reset`] makes it what
    /// it was when it was created.
    pub fn world(&self, name: &str) -> Option<Arc<World>> {
        self.worlds.get(name)
    }

    /// Every world, by name.
    pub fn all_worlds(&self) -> Vec<Arc<World>> {
        self.worlds.all()
    }

    /// The world of whoever names none.
    pub fn default_world(&self) -> Option<Arc<World>> {
        self.world(DEFAULT_WORLD)
    }

    /// Drops a world with everything in it.
    pub async fn drop_world(&self, name: &str) -> Result<(), WorldError> {
        self.worlds.drop_world(name).await
    }

    /// Saves a world as it is.
    pub async fn save(&self, world: &World, name: &str) -> Result<SnapshotRow, SnapshotError> {
        self.worlds.save(world, name).await
    }

    /// Makes a world what a snapshot holds. Another world's brings its records; the credentials stay this world's own.
    pub async fn restore(&self, world: &World, name: &str) -> Result<(), SnapshotError> {
        self.worlds.restore(world, name).await
    }

    /// Every snapshot, by name.
    pub fn snapshots(&self) -> Vec<SnapshotRow> {
        self.worlds.snapshots.all()
    }

    /// A snapshot as one file, which [`Areia::upload`] takes.
    pub async fn download(&self, name: &str) -> Result<Vec<u8>, SnapshotError> {
        self.worlds.download(name).await
    }

    /// Takes a snapshot's file in. One that is damaged, or newer than this program, is refused.
    pub async fn upload(&self, name: &str, file: &[u8]) -> Result<SnapshotRow, SnapshotError> {
        self.worlds.upload(name, file).await
    }

    /// Deletes a snapshot.
    pub async fn remove_snapshot(&self, name: &str) -> Result<(), SnapshotError> {
        self.worlds.snapshots.remove(name).await
    }

    /// Sets how often a provider's credentials may call, or that nobody is refused.
    pub async fn set_quota(&self, world: &World, slug: &str, setting: QuotaSetting) -> Result<(), Problem> {
        let provider = provider(slug)?;
        if provider.resident.quota.is_none() {
            return Err(Problem::not_found(format!("{slug} has no quota")));
        }
        world.quotas.set(provider.slug(), setting);
        Ok(world.persist_settings().await?)
    }

    /// Where each working credential stands with a provider's quota.
    pub async fn allowances(&self, world: &World, slug: &str) -> Result<Vec<Allowance>, Problem> {
        Ok(world.allowances(&provider(slug)?.resident).await?)
    }

    /// Leaves a credential only so many calls of its window.
    pub async fn exhaust(&self, world: &World, credential: &Credential, leave: u32) -> Result<(), Problem> {
        let provider = provider(&credential.provider)?;
        let exhausted = world.exhaust(&provider.resident, credential, leave).await;
        exhausted.map_err(|error: ExhaustError| Problem::bad_request(error.to_string()))
    }
}

/// The provider of this slug.
fn provider(slug: &str) -> Result<&'static Provider, Problem> {
    let found = providers::ALL.iter().find(|provider| provider.slug() == slug);
    let slugs = providers::ALL.iter().map(|provider| provider.slug());
    found.copied().ok_or_else(|| Problem::unknown("provider", slug, slugs))
}
