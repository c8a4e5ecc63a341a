//! One SQLite database per world, in memory or in a file, opened when it is first needed.
//!
//! A world has one connection, and whoever holds it has the world's data to itself: no statement ever
//! meets a busy database, and what a transaction has read is still true when it commits.

pub mod expression;
pub mod files;
pub mod fold;
pub mod later;
pub mod listing;

use std::collections::BTreeSet;
use std::ops::{Deref, DerefMut};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use sqlx::migrate::Migrator;
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqliteOwnedBuf, SqliteSynchronous,
};
use sqlx::{ConnectOptions, Connection as _};
use tokio::sync::{Mutex, MutexGuard};

use later::Waiting;

/// The schema of every provider. A migration that has landed is never edited.
static MIGRATIONS: Migrator = sqlx::migrate!("./migrations");

/// What SQLite said. It is logged with its context and never sent to a client.
pub type StoreError = sqlx::Error;

/// A database image: the bytes of a SQLite file, shared by the worlds that have not changed theirs.
pub type Image = Arc<[u8]>;

/// Where a world's database lives.
#[derive(Debug, Clone)]
pub enum Place {
    /// In memory, gone with the process.
    Memory,
    /// In a file that survives `kill -9`.
    File(PathBuf),
}

/// A world's database.
#[derive(Debug)]
pub struct Store {
    place: Place,
    state: Mutex<State>,
    /// How often the whole database has been replaced.
    edition: AtomicU64,
    /// The files on their way in: the database's edition, and their ids in it.
    incoming: std::sync::Mutex<BTreeSet<(u64, i64)>>,
    /// The rows that are written before the next who could see them.
    waiting: Waiting,
}

/// A database is either at rest, as an image that costs no thread, or open.
#[derive(Debug)]
enum State {
    Resting(Image),
    /// A file that exists already and holds the world.
    Filed,
    Open(SqliteConnection),
}

impl Store {
    /// A database that begins as `image` when it is first used.
    pub fn new(place: Place, image: Image) -> Self {
        Self::begin(place, State::Resting(image))
    }

    /// The database of an existing file.
    pub fn existing(file: PathBuf) -> Self {
        Self::begin(Place::File(file), State::Filed)
    }

    fn begin(place: Place, state: State) -> Self {
        Self {
            place,
            state: Mutex::new(state),
            edition: AtomicU64::new(0),
            incoming: std::sync::Mutex::default(),
            waiting: Waiting::default(),
        }
    }

    /// How often the whole database has been replaced; who holds the connection knows that it is not being so now.
    fn edition(&self) -> u64 {
        self.edition.load(Ordering::SeqCst)
    }

    /// Whether what is written survives the process.
    pub fn is_durable(&self) -> bool {
        matches!(self.place, Place::File(_))
    }

    /// The connection, for as long as the answer is held.
    pub async fn connection(&self) -> Result<Connection<'_>, StoreError> {
        let mut connection = self.open().await?;
        // What waits is never what this caller is about.
        let _ = self.waiting.write(&mut connection).await;
        Ok(connection)
    }

    /// The connection, for reads that cannot see what waits to be written (see [`later`]).
    pub async fn connection_to_read(&self) -> Result<Connection<'_>, StoreError> {
        match self.waiting.are_many() {
            true => self.connection().await,
            false => self.open().await,
        }
    }

    async fn open(&self) -> Result<Connection<'_>, StoreError> {
        let mut state = self.state.lock().await;
        let opened = match (&*state, &self.place) {
            (State::Open(_), _) => None,
            (State::Resting(image), Place::Memory) => Some(open_image(image).await?),
            (State::Resting(image), Place::File(file)) => {
                write_file(file, image)?;
                Some(open_file(file).await?)
            }
            (State::Filed, Place::File(file)) => Some(open_file(file).await?),
            (State::Filed, Place::Memory) => return Err(sqlx::Error::WorkerCrashed),
        };
        if let Some(connection) = opened {
            *state = State::Open(connection);
        }
        Ok(Connection(state))
    }

    /// Replaces the whole database by the image that `beginning` makes. Nobody reads or writes meanwhile.
    pub async fn replace(
        &self,
        beginning: impl Future<Output = Result<Image, StoreError>>,
    ) -> Result<(), StoreError> {
        let mut state = self.state.lock().await;
        let image = beginning.await?;
        self.waiting.forget();
        self.edition.fetch_add(1, Ordering::SeqCst);
        let before = std::mem::replace(&mut *state, State::Resting(image.clone()));
        if let State::Open(connection) = before {
            connection.close().await?;
        }
        if let Place::File(file) = &self.place {
            write_file(file, &image)?;
            *state = State::Filed;
        }
        Ok(())
    }

    /// Closes the database, its file complete. What comes later opens it again.
    pub async fn close(&self) -> Result<(), StoreError> {
        let mut state = self.state.lock().await;
        if matches!(*state, State::Open(_))
            && self.is_durable()
            && let State::Open(connection) = std::mem::replace(&mut *state, State::Filed)
        {
            connection.close().await?;
        }
        Ok(())
    }
}

/// A world's connection, held: nobody else reads or writes this world meanwhile.
pub struct Connection<'a>(MutexGuard<'a, State>);

impl Deref for Connection<'_> {
    type Target = SqliteConnection;

    fn deref(&self) -> &SqliteConnection {
        match &*self.0 {
            State::Open(connection) => connection,
            State::Resting(_) | State::Filed => unreachable!("Store::connection opens it first"),
        }
    }
}

impl DerefMut for Connection<'_> {
    fn deref_mut(&mut self) -> &mut SqliteConnection {
        match &mut *self.0 {
            State::Open(connection) => connection,
            State::Resting(_) | State::Filed => unreachable!("Store::connection opens it first"),
        }
    }
}

/// An empty database in memory, with every provider's tables.
pub async fn open_empty() -> Result<SqliteConnection, StoreError> {
    let mut connection = in_memory().connect().await?;
    MIGRATIONS.run_direct(None, &mut connection, false).await?;
    Ok(connection)
}

/// The image of an open database in memory.
pub async fn image_of(connection: &mut SqliteConnection) -> Result<Image, StoreError> {
    Ok(Image::from(&*connection.serialize(None).await?))
}

/// A database in memory that begins as `image`.
pub async fn open_image(image: &[u8]) -> Result<SqliteConnection, StoreError> {
    let mut connection = in_memory().connect().await?;
    connection
        .deserialize(None, SqliteOwnedBuf::try_from(image)?, false)
        .await?;
    Ok(connection)
}

async fn open_file(file: &PathBuf) -> Result<SqliteConnection, StoreError> {
    let mut connection = options()
        .filename(file)
        .journal_mode(SqliteJournalMode::Wal)
        // A killed process loses nothing at this level; only a machine that loses power could.
        .synchronous(SqliteSynchronous::Normal)
        .connect()
        .await?;
    MIGRATIONS.run_direct(None, &mut connection, false).await?;
    Ok(connection)
}

fn in_memory() -> SqliteConnectOptions {
    options()
        .in_memory(true)
        .journal_mode(SqliteJournalMode::Memory)
        .synchronous(SqliteSynchronous::Off)
}

fn options() -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .foreign_keys(true)
        .statement_cache_capacity(256)
        .disable_statement_logging()
        .thread_name(|_| "areia-sqlite".to_owned())
}

/// Whether `error` says that a row would break a unique index that ends in `column`, as `table.column`: SQLite names
/// the columns of an index, not the index.
pub fn is_unique_violation(error: &StoreError, column: &str) -> bool {
    error
        .as_database_error()
        .is_some_and(|refused| refused.is_unique_violation() && refused.message().ends_with(column))
}

/// A stored JSON text as the value it was made from.
pub fn decode<T: serde::de::DeserializeOwned>(text: &str) -> Result<T, StoreError> {
    serde_json::from_str(text).map_err(|error| sqlx::Error::Decode(error.into()))
}

/// A value as the JSON text that is stored of it.
pub fn encode(value: &impl serde::Serialize) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|error| sqlx::Error::Encode(error.into()))
}

/// Puts a whole database where `file` is, or leaves what was there: a half-written one is never seen. No connection is
/// open, so what was in the log beside the file is in the file.
fn write_file(file: &PathBuf, image: &[u8]) -> Result<(), StoreError> {
    let draft = file.with_extension("draft");
    std::fs::write(&draft, image)?;
    for suffix in ["-wal", "-shm"] {
        let mut beside = file.clone().into_os_string();
        beside.push(suffix);
        match std::fs::remove_file(&beside) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error.into()),
            _ => {}
        }
    }
    Ok(std::fs::rename(&draft, file)?)
}
