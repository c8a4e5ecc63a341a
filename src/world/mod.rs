//! A world: one isolated universe with its own database, clock, ids, accounts, credentials and journal.

pub mod account;
pub mod allowances;
mod bounds;
mod creation;
pub mod credential;
mod credential_changes;
pub mod directory;
pub mod expectation;
pub mod faults;
mod index;
pub mod journal;
mod maintenance;
mod new_world;
mod origin;
mod persistence;
pub mod quotas;
pub mod resident;
mod saving;
pub mod schedule;
pub mod seeding;
pub mod snapshot;
pub mod snapshots;
pub mod template;
mod time;
pub mod worlds;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use chrono::{DateTime, Utc};

use crate::clock::{Clock, instant_text, machine_time};
use crate::ids::Ids;
use crate::store::{Connection, ImageAtRest, Store, StoreError};
use directory::{Directory, DirectoryEditor};
use faults::Faults;
use journal::Journal;
use origin::Origin;
use quotas::Quotas;
use resident::Resident;
use schedule::{DueEvent, Fired, Schedule};

pub use index::Index;
pub use origin::Source;
pub use time::TimeError;
pub use worlds::Worlds;

/// The world of whoever names none.
pub const DEFAULT_WORLD: &str = "default";

/// One isolated universe.
#[derive(Debug)]
pub struct World {
    /// Its name.
    pub name: Arc<str>,
    /// What its ids are drawn from.
    pub seed: u64,
    /// Its time.
    pub clock: Clock,
    /// Its ids and chance.
    pub ids: Ids,
    /// Its data.
    pub store: Store,
    /// Its accounts and credentials.
    pub directory: Directory,
    /// What it was asked and what it answered.
    pub journal: Journal,
    /// How often its credentials have called.
    pub quotas: Quotas,
    /// What is to go wrong in it.
    pub faults: Faults,
    /// What is still to happen in it.
    pub schedule: Schedule,
    /// Until when it lives, on the machine's clock; `None` for ever.
    pub expires_at: Option<DateTime<Utc>>,
    /// What it was made from and goes back to when it is reset.
    origin: Origin,
    /// How often its file has been opened since it began.
    generation: AtomicU64,
    residents: Arc<[&'static Resident]>,
}

impl World {
    /// What it was made from.
    pub fn source(&self) -> &Source {
        &self.origin.source
    }

    /// Whether its time to live is over. That runs on the machine's clock: a world whose clock is moved lives on.
    pub fn is_expired(&self) -> bool {
        self.expires_at.is_some_and(|at| at <= machine_time())
    }

    /// Changes the directory, and writes what has changed to the database, if that outlives the process. The caller may
    /// acknowledge the change once this has answered.
    pub async fn change_directory<T>(&self, change: impl FnOnce(&DirectoryEditor<'_>) -> T) -> Result<T, StoreError> {
        let outcome = change(&self.directory.editor());
        self.persist_directory().await?;
        Ok(outcome)
    }

    async fn persist_directory(&self) -> Result<(), StoreError> {
        if !self.store.is_durable() {
            self.directory.take_changes();
            return Ok(());
        }
        let mut connection = self.store.connection().await?;
        // Taken while the connection is held, so that an older change never overwrites a newer one.
        let changed = self.directory.take_changes();
        if changed.is_empty() {
            return Ok(());
        }
        let written = persistence::write_directory(&mut connection, &changed).await;
        if written.is_err() {
            self.directory.put_back(changed);
        }
        written
    }

    /// Writes how the clock and the quotas are set to the database, if that outlives the process.
    pub async fn persist_settings(&self) -> Result<(), StoreError> {
        if !self.store.is_durable() {
            return Ok(());
        }
        let mut connection = self.store.connection().await?;
        self.write_row(&mut connection).await
    }

    /// Settles what is due by now, and says what that was.
    pub async fn settle(&self) -> Result<Vec<DueEvent>, StoreError> {
        let now_us = self.clock.now_us();
        if !self.schedule.is_due(now_us) {
            return Ok(Vec::new());
        }
        let mut connection = self.store.connection().await?;
        let mut transaction = connection.begin().await?;
        let mut settled = Vec::new();
        // One at a time: what falls due may put the next thing on the schedule, and that may be due as well.
        while let Some(fired) = schedule::take_earliest_due(&mut transaction, now_us).await? {
            let resident = self.residents.iter().find(|resident| resident.slug == fired.provider);
            if let Some(resident) = resident {
                (resident.fire)(&mut transaction, &self.schedule, &fired).await?;
            }
            let Fired {
                provider,
                due_at,
                what,
                subject,
            } = fired;
            settled.push(DueEvent {
                at: instant_text(due_at),
                provider,
                what,
                subject,
            });
        }
        let next_us = schedule::next_us(&mut transaction).await?;
        transaction.commit().await?;
        self.schedule.restart(next_us);
        Ok(settled)
    }

    /// Makes the world what it was when it was created. A request that is under way meanwhile finds its database as it
    /// was or as it is, and nothing in between.
    pub async fn reset(&self) -> Result<(), StoreError> {
        let origin = &self.origin;
        let beginning = async {
            self.ids.restore(origin.ids);
            self.clock.restore(origin.clock.state());
            self.generation.store(origin.ids.generation(), Ordering::SeqCst);
            self.directory.replace(origin.entries.clone());
            self.schedule.restart(origin.next_due_us);
            self.quotas.restore(origin.quotas.clone());
            self.faults.reset();
            self.journal.reset();
            self.directory.issued_at(self.clock.now());
            self.announce();
            self.database(&origin.database).await
        };
        self.store.replace(beginning).await
    }

    /// `database` as this world's own: on disk it holds the world's row and directory too.
    async fn database(&self, database: &ImageAtRest) -> Result<ImageAtRest, StoreError> {
        let changed = self.directory.take_changes();
        if !self.store.is_durable() {
            return Ok(database.clone());
        }
        persistence::beginning(database, &self.name, &self.persisted_state(), &changed).await
    }

    /// Lets every provider announce what it has to beside the fixtures' credentials.
    fn announce(&self) {
        for resident in self.residents.iter() {
            (resident.announce)(self, &self.directory.editor());
        }
    }

    async fn write_row(&self, connection: &mut Connection<'_>) -> Result<(), StoreError> {
        persistence::write_world(connection, &self.name, &self.persisted_state()).await
    }

    fn persisted_state(&self) -> persistence::PersistedState {
        persistence::PersistedState {
            seed: self.seed,
            generation: self.generation.load(Ordering::SeqCst),
            clock: persistence::PersistedClock {
                now: self.clock.state(),
                first: self.origin.clock,
            },
            state: persistence::PersistedSettings {
                from: self.origin.source.clone(),
                expires_at: self.expires_at,
                quotas: self.quotas.all(),
            },
        }
    }
}
