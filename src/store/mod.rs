//! One SQLite database per world, in memory or in a file, opened when it is first needed.
//!
//! A world has one connection, and whoever holds it has the world's data to itself: no statement ever
//! meets a busy database, and what a transaction has read is still true when it commits.

pub mod batch;
mod database;
pub mod deferred;
mod error;
pub mod expression;
pub mod files;
pub mod fold;
mod image_at_rest;
pub mod listing;
mod open_databases;
mod reads;
mod statement;
#[cfg(test)]
mod tests;
mod transaction;

use std::collections::BTreeSet;
use std::ops::{Deref, DerefMut};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use sqlx::Connection as _;
use sqlx::sqlite::SqliteConnection;
use tokio::sync::{Mutex, MutexGuard};

use database::plain_image_of;
use deferred::Waiting;
use open_databases::OpenDatabase;
use reads::Reads;

pub use batch::WriteBatch;
pub use database::{check, image_of, migrate, open_empty, open_file, open_image, schema};
pub use error::{Constraint, StoreError};
pub use image_at_rest::{Image, ImageAtRest};
pub use open_databases::OpenDatabases;
pub use statement::{Statement, Value};
pub use transaction::Transaction;

/// Where a world's database lives.
#[derive(Debug, Clone)]
pub enum Location {
    /// In memory, gone with the process.
    Memory,
    /// In a file that survives `kill -9`.
    File(PathBuf),
}

/// A world's database.
#[derive(Debug)]
pub struct Store {
    place: Location,
    open_databases: Arc<OpenDatabases>,
    /// When the connection was last asked for, in milliseconds of [`OpenDatabases::now`].
    used_at_ms: AtomicU64,
    state: Mutex<State>,
    /// How often the whole database has been replaced.
    edition: AtomicU64,
    /// The files on their way in: the database's edition, and their ids in it.
    incoming: std::sync::Mutex<BTreeSet<(u64, i64)>>,
    /// The deferred rows, see [`deferred`].
    waiting: Waiting,
    /// The reads that wait for the connection.
    reads: Reads,
}

/// A database is either at rest, as an image or a file that costs no thread, or open.
#[derive(Debug)]
enum State {
    ImageAtRest(ImageAtRest),
    /// A file that exists already and holds the world.
    Filed {
        /// Whether this process has opened it: its first opening is counted in the world's row.
        is_counted: bool,
    },
    Open {
        connection: Box<SqliteConnection>,
        /// The image that a database in memory began as.
        base: Option<Image>,
        /// Whether a caller was cancelled while a batch of writes was carried out.
        is_torn: bool,
        _opening: OpenDatabase,
    },
    /// Its world was dropped.
    Gone,
}

impl Store {
    /// A database that begins as `resting` when it is first used.
    pub fn new(place: Location, resting: ImageAtRest, open_databases: Arc<OpenDatabases>) -> Self {
        Self::in_state(place, State::ImageAtRest(resting), open_databases)
    }

    /// The database of an existing file.
    pub fn existing(file: PathBuf, open_databases: Arc<OpenDatabases>) -> Self {
        let filed = State::Filed { is_counted: false };
        Self::in_state(Location::File(file), filed, open_databases)
    }

    fn in_state(place: Location, state: State, open_databases: Arc<OpenDatabases>) -> Self {
        Self {
            place,
            open_databases,
            used_at_ms: AtomicU64::new(0),
            state: Mutex::new(state),
            edition: AtomicU64::new(0),
            incoming: std::sync::Mutex::default(),
            waiting: Waiting::default(),
            reads: Reads::default(),
        }
    }

    /// How often the whole database has been replaced; who holds the connection knows that it is not being so now.
    fn edition(&self) -> u64 {
        self.edition.load(Ordering::SeqCst)
    }

    /// Whether what is written survives the process.
    pub fn is_durable(&self) -> bool {
        matches!(self.place, Location::File(_))
    }

    /// The connection, for as long as the answer is held.
    pub async fn connection(&self) -> Result<Connection<'_>, StoreError> {
        let mut connection = self.open().await?;
        // This caller did not write the deferred rows, so it is not told of an error in them.
        let _ = self.waiting.write(&mut connection).await;
        Ok(connection)
    }

    /// The connection, for a caller that does not touch the tables of deferred rows (see [`deferred`]).
    pub async fn connection_without_flush(&self) -> Result<Connection<'_>, StoreError> {
        match self.waiting.are_many() {
            true => self.connection().await,
            false => self.open().await,
        }
    }

    async fn open(&self) -> Result<Connection<'_>, StoreError> {
        let mut state = self.state.lock().await;
        let now_ms = u64::try_from(self.open_databases.now().as_millis()).unwrap_or(u64::MAX);
        self.used_at_ms.store(now_ms, Ordering::Relaxed);
        if let Some((connection, base)) = self.opened(&state).await? {
            *state = State::Open {
                connection: Box::new(connection),
                base,
                is_torn: false,
                _opening: self.open_databases.opening(),
            };
        }
        let mut connection = Connection(state);
        if connection.is_torn() {
            connection.roll_back().await;
            connection.set_torn(false);
        }
        Ok(connection)
    }

    /// The database, opened, and what it began as; `None` where it is open already.
    async fn opened(&self, state: &State) -> Result<Option<(SqliteConnection, Option<Image>)>, StoreError> {
        let connection = match (state, &self.place) {
            (State::Open { .. }, _) => return Ok(None),
            (State::ImageAtRest(resting), Location::Memory) => {
                let connection = open_image(&resting.unpacked()).await?;
                return Ok(Some((connection, Some(resting.base().clone()))));
            }
            (State::ImageAtRest(resting), Location::File(file)) => {
                write_file(file, &resting.unpacked())?;
                open_file(file).await?
            }
            (State::Filed { is_counted }, Location::File(file)) => {
                let mut connection = open_file(file).await?;
                if !is_counted {
                    // Before anything drawn in this process is written: the next process draws from another place.
                    sqlx::query("update areia_world set generation = generation + 1")
                        .execute(&mut connection)
                        .await?;
                }
                connection
            }
            (State::Filed { .. }, Location::Memory) | (State::Gone, _) => {
                return Err(StoreError::WorldGone);
            }
        };
        Ok(Some((connection, None)))
    }

    /// Replaces the whole database by what `beginning` makes. Nobody reads or writes meanwhile.
    pub async fn replace(
        &self,
        beginning: impl Future<Output = Result<ImageAtRest, StoreError>>,
    ) -> Result<(), StoreError> {
        let mut state = self.state.lock().await;
        if matches!(*state, State::Gone) {
            return Err(StoreError::WorldGone);
        }
        let resting = beginning.await?;
        self.waiting.forget();
        self.edition.fetch_add(1, Ordering::SeqCst);
        let open = std::mem::replace(&mut *state, State::ImageAtRest(resting.clone()));
        close(open).await?;
        if let Location::File(file) = &self.place {
            write_file(file, &resting.unpacked())?;
            *state = State::Filed { is_counted: true };
        }
        Ok(())
    }

    /// The database as it is, and with it what `capture` says while nobody reads or writes.
    ///
    /// Pages that are the same in `base` are shared with it, where the database did not begin from another image.
    pub async fn image<T>(&self, base: &Image, capture: impl FnOnce() -> T) -> Result<(ImageAtRest, T), StoreError> {
        let mut held = self.state.lock().await;
        if let State::ImageAtRest(resting) = &*held
            && self.waiting.is_empty()
        {
            return Ok((resting.clone(), capture()));
        }
        drop(held);
        held = self.connection().await?.0;
        let captured = capture();
        match &mut *held {
            State::Open {
                connection, base: own, ..
            } => {
                let image = plain_image_of(connection).await?;
                let base = own.as_ref().unwrap_or(base);
                Ok((ImageAtRest::packed(base, &image), captured))
            }
            State::ImageAtRest(resting) => Ok((resting.clone(), captured)),
            State::Filed { .. } | State::Gone => Err(StoreError::WorldGone),
        }
    }

    /// For how long an open database has not been asked for; `None` where it is at rest or in use.
    pub fn idle(&self) -> Option<Duration> {
        let state = self.state.try_lock().ok()?;
        let used_at = Duration::from_millis(self.used_at_ms.load(Ordering::Relaxed));
        let is_open = matches!(*state, State::Open { .. });
        is_open.then(|| self.open_databases.now().saturating_sub(used_at))
    }

    /// Gives connection and thread back, unless they are in use. The next call opens the database again.
    pub async fn rest(&self) -> Result<(), StoreError> {
        match self.state.try_lock() {
            Ok(state) => self.lay_to_rest(state).await,
            Err(_) => Ok(()),
        }
    }

    /// Closes the database, its file complete. The next call opens it again.
    pub async fn close(&self) -> Result<(), StoreError> {
        self.lay_to_rest(self.state.lock().await).await
    }

    /// Brings an open database to rest; if that fails it stays open.
    async fn lay_to_rest(&self, mut state: MutexGuard<'_, State>) -> Result<(), StoreError> {
        let State::Open { connection, base, .. } = &mut *state else {
            return Ok(());
        };
        let _ = self.waiting.write(connection).await;
        let resting = match base {
            Some(base) => {
                let image = connection.serialize(None).await?;
                State::ImageAtRest(ImageAtRest::packed(base, &image))
            }
            None => State::Filed { is_counted: true },
        };
        close(std::mem::replace(&mut *state, resting)).await
    }

    /// Closes the database for good and removes its file. Later calls are refused.
    pub async fn discard(&self) -> Result<(), StoreError> {
        let mut state = self.state.lock().await;
        self.waiting.forget();
        close(std::mem::replace(&mut *state, State::Gone)).await?;
        match &self.place {
            Location::Memory => Ok(()),
            Location::File(file) => remove_file(file),
        }
    }
}

async fn close(state: State) -> Result<(), StoreError> {
    match state {
        State::Open { connection, .. } => Ok(connection.close().await?),
        State::ImageAtRest(_) | State::Filed { .. } | State::Gone => Ok(()),
    }
}

/// A world's connection, held: nobody else reads or writes this world meanwhile.
pub struct Connection<'a>(MutexGuard<'a, State>);

impl Connection<'_> {
    fn is_torn(&self) -> bool {
        matches!(*self.0, State::Open { is_torn: true, .. })
    }

    fn set_torn(&mut self, now: bool) {
        if let State::Open { is_torn, .. } = &mut *self.0 {
            *is_torn = now;
        }
    }
}

impl Deref for Connection<'_> {
    type Target = SqliteConnection;

    fn deref(&self) -> &SqliteConnection {
        match &*self.0 {
            State::Open { connection, .. } => connection,
            State::ImageAtRest(_) | State::Filed { .. } | State::Gone => {
                unreachable!("Store::connection opens it first")
            }
        }
    }
}

impl DerefMut for Connection<'_> {
    fn deref_mut(&mut self) -> &mut SqliteConnection {
        match &mut *self.0 {
            State::Open { connection, .. } => connection,
            State::ImageAtRest(_) | State::Filed { .. } | State::Gone => {
                unreachable!("Store::connection opens it first")
            }
        }
    }
}

/// A stored JSON text as the value it was made from.
pub fn decode<T: serde::de::DeserializeOwned>(text: &str) -> Result<T, StoreError> {
    serde_json::from_str(text).map_err(StoreError::value)
}

/// A value as the JSON text that is stored of it.
pub fn encode(value: &impl serde::Serialize) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(StoreError::value)
}

/// Puts a whole database where `file` is, or leaves what was there: a half-written one is never seen. No connection is
/// open, so what was in the log beside the file is in the file.
fn write_file(file: &Path, image: &[u8]) -> Result<(), StoreError> {
    let draft = file.with_extension("draft");
    std::fs::write(&draft, image)?;
    remove_beside(file)?;
    Ok(std::fs::rename(&draft, file)?)
}

/// Puts a whole file where `file` is, or leaves what was there.
pub fn write_whole(file: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let draft = file.with_extension("draft");
    std::fs::write(&draft, bytes)?;
    std::fs::rename(&draft, file)
}

/// Removes a database that nobody has open.
fn remove_file(file: &Path) -> Result<(), StoreError> {
    remove_if_there(file)?;
    remove_beside(file)
}

/// Removes the log and its index.
fn remove_beside(file: &Path) -> Result<(), StoreError> {
    for suffix in ["-wal", "-shm"] {
        let mut beside = file.to_owned().into_os_string();
        beside.push(suffix);
        remove_if_there(Path::new(&beside))?;
    }
    Ok(())
}

fn remove_if_there(file: &Path) -> Result<(), StoreError> {
    match std::fs::remove_file(file) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error.into()),
        _ => Ok(()),
    }
}
