//! The worlds of a server: created, found by name or by credential, dropped.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicU64;
use std::sync::{Arc, PoisonError, RwLock};

use chrono::{DateTime, Utc};
use tokio::sync::Mutex;

use super::agenda::{self, Agenda};
use super::directory::{Directory, Entries};
use super::journal::Journal;
use super::quotas::Quotas;
use super::template::Template;
use super::{DEFAULT_WORLD, Index, Origin, World, keeping};
use crate::clock::Clock;
use crate::ids::Ids;
use crate::provider::Provider;
use crate::store::{Place, Store, StoreError};

/// The worlds of a server.
#[derive(Debug)]
pub struct Worlds {
    /// The seed of a world that is given none.
    pub seed: u64,
    providers: &'static [&'static Provider],
    template: Arc<Template>,
    directory: Option<PathBuf>,
    index: Arc<Index>,
    by_name: RwLock<BTreeMap<Arc<str>, Arc<World>>>,
    /// Held while a world is created: of two that ask for one name, one is told that it is taken.
    creating: Mutex<()>,
}

/// A world to be created.
#[derive(Debug, Clone, Default)]
pub struct NewWorld {
    /// Its name: 1 to 63 of `A-Za-z0-9._-`, a letter or digit first.
    pub name: String,
    /// Its seed; the server's where it is not given.
    pub seed: Option<u64>,
    /// What its clock shows at the beginning; the machine's time where it is not given.
    pub now: Option<DateTime<Utc>>,
    /// Whether its clock stands still from the beginning.
    pub is_frozen: bool,
}

/// Why a world was not created.
#[derive(Debug, thiserror::Error)]
pub enum WorldError {
    /// The name cannot be one.
    #[error("`{0}` cannot name a world: 1 to 63 of `A-Za-z0-9._-`, a letter or digit first")]
    Name(String),
    /// The name is taken.
    #[error("there is a world called `{0}` already")]
    Taken(String),
    /// The database refused.
    #[error("the world's database: {0}")]
    Store(#[from] StoreError),
    /// A file in the data directory holds no world that can be opened.
    #[error("the world in {file} cannot be opened: {error}")]
    Unreadable {
        /// The file.
        file: String,
        /// What SQLite said.
        error: StoreError,
    },
}

impl Worlds {
    /// No worlds yet. With `directory`, worlds are SQLite files in it; without, they are in memory.
    pub fn new(
        providers: &'static [&'static Provider],
        template: Template,
        seed: u64,
        directory: Option<PathBuf>,
    ) -> Self {
        Self {
            seed,
            providers,
            template: Arc::new(template),
            directory,
            index: Arc::default(),
            by_name: RwLock::default(),
            creating: Mutex::default(),
        }
    }

    /// Opens the worlds that the data directory holds, and sees to it that there is a default one.
    pub async fn open(&self) -> Result<(), WorldError> {
        if let Some(directory) = &self.directory {
            for file in database_files(directory)? {
                let name = file
                    .file_stem()
                    .unwrap_or_default()
                    .to_string_lossy()
                    .into_owned();
                let unreadable = |error| WorldError::Unreadable {
                    file: file.display().to_string(),
                    error,
                };
                let reopened = self.reopen(&name, file.clone()).await;
                self.hold(reopened.map_err(unreadable)?);
            }
        }
        if self.get(DEFAULT_WORLD).is_none() {
            self.create(NewWorld {
                name: DEFAULT_WORLD.to_owned(),
                ..NewWorld::default()
            })
            .await?;
        }
        Ok(())
    }

    /// Creates a world.
    pub async fn create(&self, new: NewWorld) -> Result<Arc<World>, WorldError> {
        if !is_name(&new.name) {
            return Err(WorldError::Name(new.name));
        }
        let _alone = self.creating.lock().await;
        if self.get(&new.name).is_some() {
            return Err(WorldError::Taken(new.name));
        }
        let place = match &self.directory {
            Some(directory) => Place::File(directory.join(format!("{}.sqlite", new.name))),
            None => Place::Memory,
        };
        let seed = new.seed.unwrap_or(self.seed);
        let ids = Ids::new(seed, &new.name, 0);
        let entries = self.beginning(&new.name, seed);
        let ids_state = ids.state();
        let clock = match (new.now, new.is_frozen) {
            (Some(now), true) => Clock::frozen_at(now),
            (Some(now), false) => Clock::running_from(now),
            (None, true) => Clock::frozen_at(Clock::running().now()),
            (None, false) => Clock::running(),
        };
        let store = Store::new(place, self.template.image.clone());
        let origin = Origin {
            template: self.template.clone(),
            entries: entries.clone(),
            ids: ids_state,
            clock: clock.state(),
        };
        let world = self.assemble(&new.name, (seed, 0), (clock, ids, store), origin);
        world.directory.replace(entries);
        world.agenda.restart(self.template.next_due_us);
        world.store.replace(world.begin()).await?;
        let world = Arc::new(world);
        self.hold(world.clone());
        Ok(world)
    }

    /// The world called `name`.
    pub fn get(&self, name: &str) -> Option<Arc<World>> {
        self.by_name
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .get(name)
            .cloned()
    }

    /// The world that owns a credential.
    pub fn owner(&self, provider: &str, key: &str) -> Option<Arc<World>> {
        self.get(&self.index.owner(provider, key)?)
    }

    /// Every world, by name.
    pub fn all(&self) -> Vec<Arc<World>> {
        let by_name = self.by_name.read().unwrap_or_else(PoisonError::into_inner);
        by_name.values().cloned().collect()
    }

    /// Closes every database, files complete.
    pub async fn close(&self) -> Result<(), StoreError> {
        for world in self.all() {
            world.keep().await?;
            world.store.close().await?;
        }
        Ok(())
    }

    /// Opens a world from its file, as it was left.
    async fn reopen(&self, name: &str, file: PathBuf) -> Result<Arc<World>, StoreError> {
        let store = Store::existing(file);
        let mut connection = store.connection().await?;
        let kept = keeping::read_world(&mut connection).await?;
        let held = keeping::read_directory(&mut connection).await?;
        let next_us = agenda::next_us(&mut connection).await?;
        drop(connection);
        let generation = kept.generation + 1;
        let clock = Clock::running();
        clock.restore(kept.clock.now);
        let ids = Ids::new(kept.seed, name, generation);
        let first_ids = Ids::new(kept.seed, name, 0);
        let origin = Origin {
            template: self.template.clone(),
            entries: self.beginning(name, kept.seed),
            ids: first_ids.state(),
            clock: kept.clock.first,
        };
        let world = self.assemble(name, (kept.seed, generation), (clock, ids, store), origin);
        world.directory.replace(held);
        world.directory.take_changed();
        world.agenda.restart(next_us);
        let mut connection = world.store.connection().await?;
        world.write_row(&mut connection).await?;
        drop(connection);
        Ok(Arc::new(world))
    }

    /// The accounts and credentials that a world called `name` begins with: the well-known ones in the
    /// default world, in every other one some that nobody else has.
    ///
    /// Each provider's are drawn from a stream of its own (no name of a world has a slash): one more provider, or one
    /// more of its credentials, leaves those of all others as they were.
    fn beginning(&self, name: &str, seed: u64) -> Entries {
        let mut entries = self.template.entries.clone();
        let mut own: BTreeMap<String, Ids> = BTreeMap::new();
        if name != DEFAULT_WORLD {
            entries.redraw(|credential| {
                let provider = self
                    .providers
                    .iter()
                    .find(|p| p.slug == credential.provider);
                let Some(form) = provider.and_then(|p| p.credential_form(&credential.kind)) else {
                    return;
                };
                let ids = own.entry(credential.provider.clone());
                let ids =
                    ids.or_insert_with_key(|slug| Ids::new(seed, &format!("{name}/{slug}"), 0));
                if let Some(length) = form.key_length {
                    credential.key = ids.secret(length);
                }
                if let Some(length) = form.secret_length {
                    credential.secret = Some(ids.secret(length));
                }
            });
        }
        entries
    }

    fn assemble(
        &self,
        name: &str,
        (seed, generation): (u64, u64),
        (clock, ids, store): (Clock, Ids, Store),
        origin: Origin,
    ) -> World {
        let name: Arc<str> = name.into();
        World {
            directory: Directory::new(name.clone(), self.index.clone()),
            name,
            seed,
            clock,
            ids,
            store,
            journal: Journal::default(),
            quotas: Quotas::default(),
            agenda: Agenda::new(None),
            origin,
            generation: AtomicU64::new(generation),
            providers: self.providers,
        }
    }

    fn hold(&self, world: Arc<World>) {
        let mut by_name = self.by_name.write().unwrap_or_else(PoisonError::into_inner);
        by_name.insert(world.name.clone(), world);
    }
}

/// Whether `name` can name a world or a snapshot.
pub fn is_name(name: &str) -> bool {
    let bytes = name.as_bytes();
    (1..=63).contains(&bytes.len())
        && bytes[0].is_ascii_alphanumeric()
        && bytes
            .iter()
            .all(|b| b.is_ascii_alphanumeric() || b"._-".contains(b))
}

/// The databases in a data directory, by name.
fn database_files(directory: &Path) -> Result<Vec<PathBuf>, StoreError> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(directory)? {
        let path = entry?.path();
        let is_world = path
            .file_stem()
            .is_some_and(|stem| is_name(&stem.to_string_lossy()));
        if is_world
            && path
                .extension()
                .is_some_and(|extension| extension == "sqlite")
        {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}
