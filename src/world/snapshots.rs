//! The snapshots of a server: in its data directory where it has one, else in memory. They belong to the server, not to
//! the world that was saved, and are bounded in number and in bytes.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, MutexGuard, PoisonError};

use chrono::{DateTime, Utc};
use tokio::sync::Mutex;

use super::bounds::Bounds;
use super::new_world::is_name;
use super::snapshot::{About, Snapshot, SnapshotError};
use crate::store::{self, Image};

/// How a snapshot's file is called, after its name.
const EXTENSION: &str = "areia";

/// The snapshots of a server.
#[derive(Debug)]
pub struct Snapshots {
    directory: Option<PathBuf>,
    bounds: Bounds,
    by_name: std::sync::Mutex<BTreeMap<String, Held>>,
    /// Held while one is added or removed, which takes the disk's time.
    changing: Mutex<()>,
}

/// A snapshot, as a list of them shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SnapshotRow {
    /// Its name.
    pub name: String,
    /// The world that was saved.
    pub world: String,
    /// When it was saved, on the machine's clock.
    pub saved_at: DateTime<Utc>,
    /// What the world's clock showed.
    pub now: DateTime<Utc>,
    /// How much it takes, in bytes.
    pub bytes: usize,
}

#[derive(Debug, Clone)]
struct Held {
    row: SnapshotRow,
    content: Content,
}

#[derive(Debug, Clone)]
enum Content {
    Memory(Arc<Snapshot>),
    File(PathBuf),
}

impl Snapshots {
    pub(super) fn new(data: Option<&Path>, bounds: Bounds) -> Self {
        Self {
            directory: data.map(|data| data.join("snapshots")),
            bounds,
            by_name: std::sync::Mutex::default(),
            changing: Mutex::default(),
        }
    }

    /// How much the snapshots may take together, in bytes.
    pub fn bytes_max(&self) -> usize {
        self.bounds.snapshot_bytes
    }

    /// Every snapshot, by name.
    pub fn all(&self) -> Vec<SnapshotRow> {
        self.by_name().values().map(|held| held.row.clone()).collect()
    }

    /// Removes one.
    pub async fn remove(&self, name: &str) -> Result<(), SnapshotError> {
        let _alone = self.changing.lock().await;
        let removed = self.by_name().remove(name);
        match removed.map(|held| held.content) {
            Some(Content::File(file)) => Ok(std::fs::remove_file(file)?),
            Some(Content::Memory(_)) => Ok(()),
            None => Err(SnapshotError::Unknown(name.to_owned())),
        }
    }

    /// Finds what the data directory holds. A file that does not begin as a snapshot is nobody's; whether one is whole
    /// is asked when it is used.
    pub(super) fn find(&self) -> Result<(), SnapshotError> {
        let Some(directory) = &self.directory else {
            return Ok(());
        };
        std::fs::create_dir_all(directory)?;
        for entry in std::fs::read_dir(directory)? {
            let file = entry?.path();
            let name = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            let is_one = file.extension().is_some_and(|extension| extension == EXTENSION);
            if is_one
                && is_name(&name)
                && let Some(about) = About::of_file(&file)?
            {
                let row = row(&name, &about, about.image_bytes);
                let content = Content::File(file);
                self.by_name().insert(name, Held { row, content });
            }
        }
        Ok(())
    }

    /// The snapshot in `file`.
    pub(super) async fn read(file: &Path, template: &Image) -> Result<Snapshot, SnapshotError> {
        Snapshot::decoded(&std::fs::read(file)?, template).await
    }

    /// The snapshot called `name`.
    pub(super) async fn get(&self, name: &str, template: &Image) -> Result<Arc<Snapshot>, SnapshotError> {
        let content = self.by_name().get(name).map(|held| held.content.clone());
        match content {
            Some(Content::Memory(snapshot)) => Ok(snapshot),
            Some(Content::File(file)) => Ok(Arc::new(Self::read(&file, template).await?)),
            None => Err(SnapshotError::Unknown(name.to_owned())),
        }
    }

    /// Adds one, in the place of another of its name only where that may be.
    pub(super) async fn add(
        &self,
        name: &str,
        replaces: bool,
        making: impl AsyncFnOnce() -> Result<Snapshot, SnapshotError>,
    ) -> Result<SnapshotRow, SnapshotError> {
        if !is_name(name) {
            return Err(SnapshotError::Name(name.to_owned()));
        }
        let _alone = self.changing.lock().await;
        let is_taken = self.by_name().contains_key(name);
        if is_taken && !replaces {
            return Err(SnapshotError::Taken(name.to_owned()));
        }
        if !is_taken && self.by_name().len() >= self.bounds.snapshots {
            return Err(SnapshotError::TooMany(self.bounds.snapshots));
        }
        let snapshot = Arc::new(making().await?);
        let file = self.directory.as_ref();
        let file = file.map(|directory| directory.join(format!("{name}.{EXTENSION}")));
        let bytes = match file {
            // All of it is on the disk; in memory what the template has too is there once.
            Some(_) => snapshot.about.image_bytes,
            None => snapshot.held_bytes(),
        };
        let rows = self.all();
        let others = rows.iter().filter(|row| row.name != name);
        let others: usize = others.map(|row| row.bytes).sum();
        if others + bytes > self.bounds.snapshot_bytes {
            return Err(SnapshotError::TooLarge(self.bounds.snapshot_bytes));
        }
        let row = row(name, &snapshot.about, bytes);
        let content = match file {
            Some(file) => {
                store::write_whole(&file, &snapshot.encoded())?;
                Content::File(file)
            }
            None => Content::Memory(snapshot),
        };
        let held = Held {
            row: row.clone(),
            content,
        };
        self.by_name().insert(name.to_owned(), held);
        Ok(row)
    }

    fn by_name(&self) -> MutexGuard<'_, BTreeMap<String, Held>> {
        self.by_name.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn row(name: &str, about: &About, bytes: usize) -> SnapshotRow {
    SnapshotRow {
        name: name.to_owned(),
        world: about.world.clone(),
        saved_at: about.saved_at,
        now: about.clock.now().unwrap_or(about.saved_at),
        bytes,
    }
}
