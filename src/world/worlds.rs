//! The worlds of a server: created, found by name or by credential, dropped.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicU64;
use std::sync::{Arc, PoisonError, RwLock};

use tokio::sync::{Mutex, OnceCell};

use super::directory::Entries;
use super::new_world::is_name;
use super::resident::Resident;
use super::snapshots::Snapshots;
use super::template::Template;
use super::{DEFAULT_WORLD, Index, World};
use crate::store::{OpenDatabases, StoreError};

pub use super::bounds::Bounds;
pub use super::new_world::{NewWorld, WorldError};

/// The worlds of a server.
#[derive(Debug)]
pub struct Worlds {
    /// The seed of a world that is given none.
    pub seed: u64,
    /// The snapshots of its worlds.
    pub snapshots: Snapshots,
    pub(super) residents: Arc<[&'static Resident]>,
    pub(super) template: Arc<Template>,
    /// The template of worlds without records, made when the first one is asked for.
    pub(super) empty: OnceCell<Arc<Template>>,
    pub(super) directory: Option<PathBuf>,
    pub(super) index: Arc<Index>,
    by_name: RwLock<BTreeMap<Arc<str>, Arc<World>>>,
    /// Held while a world is created or dropped: of two that ask for one name, one is told that it is taken.
    pub(super) changing: Mutex<()>,
    /// The number of the next world that is given no name.
    pub(super) next_unnamed: AtomicU64,
    pub(super) open_databases: Arc<OpenDatabases>,
    pub(super) bounds: Bounds,
}

impl Worlds {
    /// No worlds yet. With `directory`, worlds are SQLite files in it; without, they are in memory.
    pub fn new(
        residents: Arc<[&'static Resident]>,
        template: Template,
        seed: u64,
        directory: Option<PathBuf>,
        bounds: Bounds,
    ) -> Self {
        Self {
            seed,
            snapshots: Snapshots::new(directory.as_deref(), bounds),
            residents,
            template: Arc::new(template),
            empty: OnceCell::new(),
            directory,
            index: Arc::default(),
            by_name: RwLock::default(),
            changing: Mutex::default(),
            next_unnamed: AtomicU64::new(1),
            open_databases: Arc::new(OpenDatabases::new(bounds.open_worlds)),
            bounds,
        }
    }

    /// Finds the worlds that the data directory holds, and sees to it that there is a default one. Their databases are
    /// opened when they are first used.
    pub async fn open(&self) -> Result<(), WorldError> {
        if let Some(directory) = &self.directory {
            for file in database_files(directory)? {
                let name = file.file_stem().unwrap_or_default().to_string_lossy();
                let unreadable = |error| WorldError::Unreadable {
                    file: file.display().to_string(),
                    error: Box::new(error),
                };
                let world = self.reopen(&name, &file).await.map_err(unreadable)?;
                self.insert(Arc::new(world));
            }
            self.snapshots.find()?;
        }
        if self.get(DEFAULT_WORLD).is_none() {
            self.create(NewWorld {
                name: Some(DEFAULT_WORLD.to_owned()),
                ..NewWorld::default()
            })
            .await?;
        }
        Ok(())
    }

    /// Drops a world: its database, its credentials, and its file.
    pub async fn drop_world(&self, name: &str) -> Result<(), WorldError> {
        if name == DEFAULT_WORLD {
            return Err(WorldError::Default);
        }
        let world = self.get(name);
        let world = world.ok_or_else(|| WorldError::Unknown(name.to_owned()))?;
        Ok(self.drop_this(&world).await?)
    }

    /// Drops this very world, unless it is dropped already.
    pub(super) async fn drop_this(&self, world: &Arc<World>) -> Result<(), StoreError> {
        let _alone = self.changing.lock().await;
        self.discard(world).await
    }

    pub(super) async fn discard(&self, world: &Arc<World>) -> Result<(), StoreError> {
        if !self.remove(world) {
            return Ok(());
        }
        // At once, whoever may still hold the world: a new one of its name has the same credentials.
        world.directory.replace(Entries::default());
        world.store.discard().await?;
        Ok(self.remove_origin_file(&world.name)?)
    }

    /// Removes this very world from the map; says whether it was there.
    fn remove(&self, world: &Arc<World>) -> bool {
        let mut by_name = self.by_name.write().unwrap_or_else(PoisonError::into_inner);
        let held = by_name.get(&world.name);
        let is_there = held.is_some_and(|held| Arc::ptr_eq(held, world));
        if is_there {
            by_name.remove(&world.name);
        }
        is_there
    }

    /// Where a world on disk keeps the snapshot that it was made from.
    pub(super) fn origin_file(&self, name: &str) -> Option<PathBuf> {
        Some(self.directory.as_ref()?.join(format!("{name}.origin")))
    }

    pub(super) fn remove_origin_file(&self, name: &str) -> std::io::Result<()> {
        match self.origin_file(name) {
            Some(file) if file.exists() => std::fs::remove_file(file),
            _ => Ok(()),
        }
    }

    /// The world called `name`.
    pub fn get(&self, name: &str) -> Option<Arc<World>> {
        self.by_name
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .get(name)
            .filter(|world| !world.is_expired())
            .cloned()
    }

    /// The world that owns a credential.
    pub fn owner(&self, provider: &str, key: &str) -> Option<Arc<World>> {
        self.get(&self.index.owner(provider, key)?)
    }

    /// Every world, by name.
    pub fn all(&self) -> Vec<Arc<World>> {
        let mut worlds = self.all_and_expired();
        worlds.retain(|world| !world.is_expired());
        worlds
    }

    /// Every world, also one that has expired and is not dropped yet.
    pub(super) fn all_and_expired(&self) -> Vec<Arc<World>> {
        let by_name = self.by_name.read().unwrap_or_else(PoisonError::into_inner);
        by_name.values().cloned().collect()
    }

    /// Closes every database, files complete.
    pub async fn close(&self) -> Result<(), StoreError> {
        for world in self.all_and_expired() {
            if world.store.is_durable() {
                world.persist_directory().await?;
                world.persist_settings().await?;
                world.store.close().await?;
            }
        }
        Ok(())
    }

    pub(super) fn insert(&self, world: Arc<World>) {
        let mut by_name = self.by_name.write().unwrap_or_else(PoisonError::into_inner);
        by_name.insert(world.name.clone(), world);
    }
}

/// The databases in a data directory, by name.
fn database_files(directory: &Path) -> Result<Vec<PathBuf>, StoreError> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(directory)? {
        let path = entry?.path();
        let is_world = path.file_stem().is_some_and(|stem| is_name(&stem.to_string_lossy()));
        if is_world && path.extension().is_some_and(|extension| extension == "sqlite") {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}
