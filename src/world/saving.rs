//! Worlds saved as snapshots, and made from them again.

use super::World;
use super::snapshot::{Snapshot, SnapshotError};
use super::snapshots::SnapshotRow;
use super::worlds::Worlds;

impl Worlds {
    /// Saves `world` as it is now.
    pub async fn save(&self, world: &World, name: &str) -> Result<SnapshotRow, SnapshotError> {
        let making = async || Ok(world.snapshot().await?);
        self.snapshots.add(name, false, making).await
    }

    /// Makes `world` what the snapshot holds. Another world's comes with credentials of this world's own.
    pub async fn restore(&self, world: &World, name: &str) -> Result<(), SnapshotError> {
        let snapshot = self.snapshots.get(name, &self.template.image).await?;
        let about = &snapshot.about;
        let is_own = *about.world == *world.name && about.seed == world.seed;
        let other = || self.own_entries(snapshot.entries(), &world.name, world.seed);
        let entries = (!is_own).then(other);
        Ok(world.restore(&snapshot, entries).await?)
    }

    /// A snapshot as one file.
    pub async fn download(&self, name: &str) -> Result<Vec<u8>, SnapshotError> {
        let snapshot = self.snapshots.get(name, &self.template.image).await?;
        Ok(snapshot.encoded())
    }

    /// Takes a file in as the snapshot called `name`, in the place of the one that there may be.
    pub async fn upload(&self, name: &str, file: &[u8]) -> Result<SnapshotRow, SnapshotError> {
        let making = async || Snapshot::decoded(file, &self.template.image).await;
        self.snapshots.add(name, true, making).await
    }
}
