//! What a world on disk keeps beside its providers' tables: its clock, its generation, its directory.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use sqlx::{Connection as _, SqliteConnection};

use serde::{Deserialize, Serialize};

use super::account::Account;
use super::credential::Credential;
use super::directory::{DirectoryChanges, Entries};
use super::origin::{InitialClock, Source};
use super::quotas::QuotaState;
use crate::clock::ClockState;
use crate::store::{self, ImageAtRest, StoreError, decode, encode};

/// The row of a world on disk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct PersistedState {
    pub(super) seed: u64,
    pub(super) generation: u64,
    pub(super) clock: PersistedClock,
    pub(super) state: PersistedSettings,
}

/// What a world on disk keeps beside its clock.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct PersistedSettings {
    /// What it was made from.
    #[serde(default)]
    pub(super) from: Source,
    /// Until when it lives, on the machine's clock.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) expires_at: Option<DateTime<Utc>>,
    /// Where its quotas stood when this was written.
    #[serde(default)]
    pub(super) quotas: QuotaState,
}

/// How a world's clock is set, and how it was set when the world was created, which a reset leads back to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct PersistedClock {
    pub(super) now: ClockState,
    pub(super) first: InitialClock,
}

/// The database of a world that begins: the template with the world's own row and directory. A file that holds it
/// holds a whole world, whenever the process is killed.
pub(super) async fn beginning(
    template: &ImageAtRest,
    name: &str,
    kept: &PersistedState,
    changed: &DirectoryChanges,
) -> Result<ImageAtRest, StoreError> {
    let mut connection = store::open_image(&template.unpacked()).await?;
    forget_world(&mut connection).await?;
    write_world(&mut connection, name, kept).await?;
    write_directory(&mut connection, changed).await?;
    let image = store::image_of(&mut connection).await?;
    connection.close().await?;
    Ok(ImageAtRest::whole(image))
}

/// Removes what the image of another world says of that world.
async fn forget_world(connection: &mut SqliteConnection) -> Result<(), StoreError> {
    sqlx::query("delete from areia_world").execute(&mut *connection).await?;
    sqlx::query("delete from areia_account")
        .execute(&mut *connection)
        .await?;
    sqlx::query("delete from areia_credential").execute(connection).await?;
    Ok(())
}

/// Writes the world's row.
pub(super) async fn write_world(
    connection: &mut SqliteConnection,
    name: &str,
    kept: &PersistedState,
) -> Result<(), StoreError> {
    sqlx::query(
        "insert into areia_world (id, name, seed, generation, clock, state) values (1, ?, ?, ?, ?, ?)
         on conflict (id) do update
         set generation = excluded.generation, clock = excluded.clock, state = excluded.state",
    )
    .bind(name)
    .bind(kept.seed.to_string())
    .bind(i64::try_from(kept.generation).unwrap_or(i64::MAX))
    .bind(encode(&kept.clock)?)
    .bind(encode(&kept.state)?)
    .execute(connection)
    .await?;
    Ok(())
}

/// Reads the world's row.
pub(super) async fn read_world(connection: &mut SqliteConnection) -> Result<PersistedState, StoreError> {
    let (seed, generation, clock, state): (String, i64, String, Option<String>) =
        sqlx::query_as("select seed, generation, clock, state from areia_world")
            .fetch_one(connection)
            .await?;
    Ok(PersistedState {
        seed: seed.parse().map_err(StoreError::value)?,
        generation: u64::try_from(generation).map_err(StoreError::value)?,
        clock: decode(&clock)?,
        state: state.as_deref().map(decode).transpose()?.unwrap_or_default(),
    })
}

/// Writes what has changed in the directory, in one transaction.
pub(super) async fn write_directory(
    connection: &mut SqliteConnection,
    changed: &DirectoryChanges,
) -> Result<(), StoreError> {
    let mut transaction = sqlx::Connection::begin(connection).await?;
    for account in &changed.accounts {
        sqlx::query(
            "insert into areia_account (provider, id, document, position)
             values (?, ?, ?, (select count(*) from areia_account))
             on conflict (provider, id) do update set document = excluded.document",
        )
        .bind(&account.provider)
        .bind(&account.id)
        .bind(encode(account)?)
        .execute(&mut *transaction)
        .await?;
    }
    for credential in changed.credentials.values() {
        sqlx::query("insert or replace into areia_credential (id, document) values (?, ?)")
            .bind(i64::try_from(credential.id).map_err(StoreError::value)?)
            .bind(encode(credential)?)
            .execute(&mut *transaction)
            .await?;
    }
    for id in &changed.forgotten {
        sqlx::query("delete from areia_credential where id = ?")
            .bind(i64::try_from(*id).map_err(StoreError::value)?)
            .execute(&mut *transaction)
            .await?;
    }
    Ok(transaction.commit().await?)
}

/// Reads the directory back.
pub(super) async fn read_directory(connection: &mut SqliteConnection) -> Result<Entries, StoreError> {
    let accounts: Vec<String> = sqlx::query_scalar("select document from areia_account order by position")
        .fetch_all(&mut *connection)
        .await?;
    let credentials: Vec<String> = sqlx::query_scalar("select document from areia_credential order by id")
        .fetch_all(connection)
        .await?;
    let accounts: Vec<Arc<Account>> = accounts.iter().map(|text| decode(text)).collect::<Result<_, _>>()?;
    let credentials: Vec<Arc<Credential>> = credentials.iter().map(|text| decode(text)).collect::<Result<_, _>>()?;
    let credentials: BTreeMap<_, _> = credentials.into_iter().map(|c| (c.id, c)).collect();
    Ok(Entries::restored(accounts, credentials))
}
