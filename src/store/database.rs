//! How a database is opened, and what it begins with.

use std::path::Path;

use sqlx::migrate::{Migrate as _, MigrateError, Migration, Migrator};
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqliteOwnedBuf, SqliteSynchronous};
use sqlx::{ConnectOptions, Connection as _, Executor as _};

use super::{Image, Statement, StoreError, encode};

/// The tables of the core and of every provider, a file each. From the first release on, a migration is never edited.
static MIGRATIONS: Migrator = sqlx::migrate!("./migrations");

/// The table in which sqlx notes what was applied.
const NOTED: &str = "_sqlx_migrations";

/// Brings a database's tables up to date.
pub async fn migrate(connection: &mut SqliteConnection) -> Result<(), MigrateError> {
    MIGRATIONS.run_direct(None, connection, false).await
}

/// What SQLite finds wrong with a database.
pub async fn check(connection: &mut SqliteConnection) -> Result<Option<String>, StoreError> {
    let found: String = sqlx::query_scalar("pragma quick_check(1)")
        .fetch_one(connection)
        .await?;
    Ok((found != "ok").then_some(found))
}

/// What a database's tables and indexes are.
pub async fn schema(connection: &mut SqliteConnection) -> Result<Vec<(String, String, Option<String>)>, StoreError> {
    Ok(
        sqlx::query_as("select name, tbl_name, sql from sqlite_schema order by name")
            .fetch_all(connection)
            .await?,
    )
}

/// An empty database in memory, with every provider's tables.
///
/// The migrations are carried out in one transaction and noted all at once: sqlx's own way, a transaction for each and
/// checks in between, would make every start of a server slower.
pub async fn open_empty() -> Result<SqliteConnection, StoreError> {
    let mut connection = in_memory().connect().await?;
    let mut transaction = connection.begin().await?;
    for migration in MIGRATIONS.iter() {
        transaction.execute(migration.sql.clone()).await?;
    }
    transaction.ensure_migrations_table(NOTED).await?;
    note_migrations(&mut transaction).await?;
    transaction.commit().await?;
    Ok(connection)
}

/// Notes every migration as applied, all at once.
async fn note_migrations(connection: &mut SqliteConnection) -> Result<(), StoreError> {
    let hexadecimal = |bytes: &[u8]| bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    let note = |migration: &Migration| -> (i64, String, String) {
        let description = migration.description.to_string();
        (migration.version, description, hexadecimal(&migration.checksum))
    };
    let notes: Vec<_> = MIGRATIONS.iter().map(note).collect();
    let sql = "insert into _sqlx_migrations (version, description, success, checksum, execution_time)
               select value ->> 0, value ->> 1, 1, unhex(value ->> 2), -1 from json_each(?)";
    Statement::new(sql).bind(encode(&notes)?).execute(connection).await
}

/// The image of an open database in memory.
pub async fn image_of(connection: &mut SqliteConnection) -> Result<Image, StoreError> {
    Ok(Image::from(&*connection.serialize(None).await?))
}

/// The image of an open database, wherever it is, as one that can be opened in memory: a file's says that there is a
/// log beside it (bytes 18 and 19, <https://sqlite.org/fileformat2.html>), and in memory there is none.
pub(super) async fn plain_image_of(connection: &mut SqliteConnection) -> Result<Vec<u8>, StoreError> {
    let mut image = connection.serialize(None).await?.to_vec();
    if let Some(versions) = image.get_mut(18..20) {
        versions.fill(1);
    }
    Ok(image)
}

/// A database in memory that begins as `image`.
pub async fn open_image(image: &[u8]) -> Result<SqliteConnection, StoreError> {
    let mut connection = in_memory().connect().await?;
    connection
        .deserialize(None, SqliteOwnedBuf::try_from(image)?, false)
        .await?;
    Ok(connection)
}

/// The database of a file, its tables brought up to date.
pub async fn open_file(file: &Path) -> Result<SqliteConnection, StoreError> {
    let mut connection = options()
        .filename(file)
        .journal_mode(SqliteJournalMode::Wal)
        // A killed process loses nothing at this level; only a machine that loses power could.
        .synchronous(SqliteSynchronous::Normal)
        // Pages are read where the system keeps them, and not copied out one by one. This is the most there can be.
        .pragma("mmap_size", "2147418112")
        .connect()
        .await?;
    migrate(&mut connection).await?;
    Ok(connection)
}

pub(super) fn in_memory() -> SqliteConnectOptions {
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
