//! How worlds begin: from the fixtures, without records, from a snapshot, or from the file that they were left in.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use sqlx::Connection as _;

use super::directory::{Directory, Entries};
use super::faults::Faults;
use super::journal::Journal;
use super::new_world::{NewWorld, WorldError, is_name};
use super::origin::{InitialClock, Origin, Source};
use super::persistence;
use super::quotas::{QuotaState, Quotas};
use super::snapshots::Snapshots;
use super::worlds::Worlds;
use super::{DEFAULT_WORLD, World, schedule};
use crate::clock::{Clock, machine_time};
use crate::ids::Ids;
use crate::store::{self, ImageAtRest, Location, Store, StoreError};

impl Worlds {
    /// Creates a world.
    pub async fn create(&self, new: NewWorld) -> Result<Arc<World>, WorldError> {
        let _alone = self.changing.lock().await;
        let name = match &new.name {
            Some(name) if is_name(name) => name.clone(),
            Some(name) => return Err(WorldError::Name(name.clone())),
            None => self.free_name(),
        };
        self.make_room(&name).await?;
        let place = match &self.directory {
            Some(directory) => Location::File(directory.join(format!("{name}.sqlite"))),
            None => Location::Memory,
        };
        let (seed, origin) = self.origin(&name, &new).await?;
        let ids = Ids::new(seed, &name, 0);
        let store = Store::new(place, origin.database.clone(), self.open_databases.clone());
        let mut world = self.assemble(&name, (seed, 0), (Clock::running(), ids, store), origin);
        world.expires_at = new
            .lifetime
            .and_then(|lifetime| machine_time().checked_add_signed(lifetime));
        world.reset().await?;
        let world = Arc::new(world);
        self.insert(world.clone());
        Ok(world)
    }

    /// Sees to it that a world called `name` can be held.
    async fn make_room(&self, name: &str) -> Result<(), WorldError> {
        let held = self.all_and_expired();
        let is_full = held.len() >= self.bounds.worlds;
        for world in held.iter().filter(|world| is_full || &*world.name == name) {
            if world.is_expired() {
                self.discard(world).await?;
            } else if &*world.name == name {
                return Err(WorldError::Taken(name.to_owned()));
            }
        }
        if self.all_and_expired().len() >= self.bounds.worlds {
            return Err(WorldError::Full(self.bounds.worlds));
        }
        // Of a world whose creation was cut short.
        Ok(self.remove_origin_file(name)?)
    }

    /// A name that no world has had since the server started.
    fn free_name(&self) -> String {
        loop {
            let number = self.next_unnamed.fetch_add(1, Ordering::Relaxed);
            let name = format!("world-{number}");
            if self.get(&name).is_none() {
                return name;
            }
        }
    }

    /// A world as its file says it was left. The file is closed again.
    pub(super) async fn reopen(&self, name: &str, file: &Path) -> Result<World, WorldError> {
        let mut connection = store::open_file(file).await?;
        let kept = persistence::read_world(&mut connection).await?;
        let held = persistence::read_directory(&mut connection).await?;
        let next_us = schedule::next_us(&mut connection).await?;
        connection.close().await.map_err(StoreError::from)?;
        let generation = kept.generation + 1;
        let clock = Clock::running();
        clock.restore(kept.clock.now);
        let ids = Ids::new(kept.seed, name, generation);
        let new = NewWorld {
            from: kept.state.from.clone(),
            seed: Some(kept.seed),
            ..NewWorld::default()
        };
        let (_, mut origin) = self.origin(name, &new).await?;
        origin.clock = kept.clock.first;
        let store = Store::existing(file.to_owned(), self.open_databases.clone());
        let mut world = self.assemble(name, (kept.seed, generation), (clock, ids, store), origin);
        world.expires_at = kept.state.expires_at;
        world.quotas.restore(kept.state.quotas);
        world.directory.replace(held);
        world.directory.take_changes();
        world.schedule.restart(next_us);
        // What it announced may be over by now. Where it is not, its file stays closed.
        world.announce();
        if world.directory.has_changes() {
            world.persist_directory().await?;
        }
        Ok(world)
    }

    /// What a world called `name` begins with, and its seed.
    async fn origin(&self, name: &str, new: &NewWorld) -> Result<(u64, Origin), WorldError> {
        let template = match &new.from {
            Source::Fixtures => &self.template,
            Source::Empty => {
                let make = async || Ok(Arc::new(self.template.emptied(&self.residents).await?));
                self.empty.get_or_try_init(make).await.map_err(WorldError::Template)?
            }
            Source::Snapshot(snapshot) => return self.origin_of_fork(name, snapshot, new).await,
        };
        let seed = new.seed.unwrap_or(self.seed);
        let origin = Origin {
            source: new.from.clone(),
            database: ImageAtRest::whole(template.image.clone()),
            entries: self.own_entries(template.entries.clone(), name, seed),
            next_due_us: template.next_due_us,
            ids: Ids::new(seed, name, 0).state(),
            clock: InitialClock::new(new.now, new.is_frozen),
            quotas: QuotaState::default(),
        };
        Ok((seed, origin))
    }

    /// What a fork begins with. On disk it keeps the snapshot that it was made from, since that may go.
    async fn origin_of_fork(&self, name: &str, snapshot: &str, new: &NewWorld) -> Result<(u64, Origin), WorldError> {
        let own = self.origin_file(name);
        let snapshot = match &own {
            Some(file) if file.exists() => Arc::new(Snapshots::read(file, &self.template.image).await?),
            _ => self.snapshots.get(snapshot, &self.template.image).await?,
        };
        if let Some(file) = own.filter(|file| !file.exists()) {
            store::write_whole(&file, &snapshot.encoded())?;
        }
        let seed = new.seed.unwrap_or(snapshot.about.seed);
        let mut ids = Ids::new(seed, name, 0).state();
        ids.records = snapshot.about.ids.records;
        let clock = match new.now {
            Some(now) => InitialClock::new(Some(now), new.is_frozen),
            None => snapshot.about.clock,
        };
        let origin = Origin {
            source: new.from.clone(),
            database: snapshot.database.clone(),
            entries: self.own_entries(snapshot.entries(), name, seed),
            next_due_us: snapshot.about.next_due_us,
            ids,
            clock,
            quotas: snapshot.about.quotas.clone(),
        };
        Ok((seed, origin))
    }

    /// The same accounts and credentials as a world called `name` has them: the well-known ones in the default world,
    /// in every other one some that nobody else has. What was granted with them, codes and tokens, stays behind.
    ///
    /// Each provider's are drawn from a stream of its own (no name of a world has a slash): one more provider, or one
    /// more of its credentials, leaves those of all others as they were.
    pub(super) fn own_entries(&self, mut entries: Entries, name: &str, seed: u64) -> Entries {
        let mut own: BTreeMap<String, Ids> = BTreeMap::new();
        entries.redraw(|credential| {
            let mut residents = self.residents.iter();
            let provider = residents.find(|p| p.slug == credential.provider);
            let Some(form) = provider.and_then(|p| p.credential_form(&credential.kind)) else {
                return false;
            };
            let well_known = self.template.entries.credentials.get(&credential.id);
            let well_known = well_known.filter(|known| {
                name == DEFAULT_WORLD && (&known.provider, &known.kind) == (&credential.provider, &credential.kind)
            });
            if let Some(known) = well_known {
                credential.key.clone_from(&known.key);
                credential.secret.clone_from(&known.secret);
                return true;
            }
            let ids = own.entry(credential.provider.clone());
            let ids = ids.or_insert_with_key(|slug| Ids::new(seed, &format!("{name}/{slug}"), 0));
            if let Some(length) = form.key_length {
                credential.key = ids.secret(length);
            }
            if let Some(length) = form.secret_length {
                credential.secret = Some(ids.secret(length));
            }
            true
        });
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
            faults: Faults::default(),
            schedule: schedule::Schedule::new(None),
            expires_at: None,
            origin,
            generation: AtomicU64::new(generation),
            residents: self.residents.clone(),
        }
    }
}
