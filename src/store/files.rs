//! Files of any size in a world's database. They are written and read in chunks, and the world's connection is held for
//! one chunk at a time: a slow client keeps nobody waiting, and no file is ever in memory whole.

use std::collections::BTreeSet;
use std::sync::{MutexGuard, PoisonError};

use sqlx::SqliteConnection;

use super::{Connection, Store, StoreError};

/// How many bytes a chunk has; the last one of a file has what is left.
pub const CHUNK_BYTES: usize = 256 * 1024;

/// A file that is being received. One that is neither kept nor discarded is deleted when the next file comes.
#[derive(Debug)]
pub struct IncomingFile<'a> {
    store: &'a Store,
    id: i64,
    edition: u64,
    written_bytes: u64,
    chunks: i64,
    pending: Vec<u8>,
}

/// A stored file that is being read chunk by chunk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StoredFile {
    id: i64,
    edition: u64,
}

impl Store {
    /// Begins to receive a file.
    pub async fn receive_file(&self) -> Result<IncomingFile<'_>, StoreError> {
        let mut connection = self.connection().await?;
        let mut transaction = connection.begin().await?;
        let on_their_way = serde_json::to_string(&self.on_their_way());
        sqlx::query("delete from areia_file where is_kept = 0 and id not in (select value from json_each(?))")
            .bind(on_their_way.unwrap_or_default())
            .execute(&mut *transaction)
            .await?;
        let id = sqlx::query_scalar("insert into areia_file default values returning id")
            .fetch_one(&mut *transaction)
            .await?;
        transaction.commit().await?;
        let edition = self.edition();
        self.incoming().insert((edition, id));
        Ok(IncomingFile {
            store: self,
            id,
            edition,
            written_bytes: 0,
            chunks: 0,
            pending: Vec::new(),
        })
    }

    /// A chunk of a kept file; `None` behind its end. It is an error where the file was deleted meanwhile, or the whole
    /// world replaced.
    pub async fn file_chunk(&self, file: StoredFile, place: i64) -> Result<Option<Vec<u8>>, StoreError> {
        let mut connection = self.connection().await?;
        self.check_edition(file.edition)?;
        chunk(&mut connection, file.id, place).await
    }

    /// Begins to read the file whose id a record bears: its first chunk. `connection` is held since the record was read.
    pub async fn read_file(
        &self,
        connection: &mut Connection<'_>,
        id: i64,
    ) -> Result<(StoredFile, Vec<u8>), StoreError> {
        let edition = self.edition();
        let first = chunk(connection, id, 0).await?;
        Ok((StoredFile { id, edition }, first.unwrap_or_default()))
    }

    fn incoming(&self) -> MutexGuard<'_, BTreeSet<(u64, i64)>> {
        self.incoming.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn on_their_way(&self) -> Vec<i64> {
        let edition = self.edition();
        let incoming = self.incoming();
        let here = incoming.iter().filter(|(of, _)| *of == edition);
        here.map(|(_, id)| *id).collect()
    }

    /// Ids begin anew with a world's database, so those of the one before mean nothing. Asked while the connection is
    /// held.
    fn check_edition(&self, edition: u64) -> Result<(), StoreError> {
        match self.edition() == edition {
            true => Ok(()),
            false => Err(StoreError::WorldReplaced),
        }
    }
}

impl IncomingFile<'_> {
    /// How many bytes have come.
    pub fn written_bytes(&self) -> u64 {
        self.written_bytes
    }

    /// Takes in what comes next.
    pub async fn write(&mut self, mut piece: &[u8]) -> Result<(), StoreError> {
        self.written_bytes += piece.len() as u64;
        while self.pending.len() + piece.len() >= CHUNK_BYTES {
            let (now, later) = piece.split_at(CHUNK_BYTES - self.pending.len());
            self.pending.extend_from_slice(now);
            piece = later;
            let mut connection = self.store.connection().await?;
            self.write_chunk(&mut connection).await?;
        }
        self.pending.extend_from_slice(piece);
        Ok(())
    }

    /// Completes the file and keeps it, once the transaction that `connection` is in is committed. Answers with the id
    /// for the record that the file belongs to.
    pub async fn keep(mut self, connection: &mut SqliteConnection) -> Result<i64, StoreError> {
        self.write_chunk(connection).await?;
        sqlx::query("update areia_file set is_kept = 1 where id = ?")
            .bind(self.id)
            .execute(connection)
            .await?;
        Ok(self.id)
    }

    /// Deletes what has come.
    pub async fn discard(self) -> Result<(), StoreError> {
        let mut connection = self.store.connection().await?;
        self.store.check_edition(self.edition)?;
        sqlx::query("delete from areia_file where id = ?")
            .bind(self.id)
            .execute(&mut *connection)
            .await?;
        Ok(())
    }

    async fn write_chunk(&mut self, connection: &mut SqliteConnection) -> Result<(), StoreError> {
        self.store.check_edition(self.edition)?;
        if self.pending.is_empty() {
            return Ok(());
        }
        let content = std::mem::replace(&mut self.pending, Vec::with_capacity(CHUNK_BYTES));
        insert_chunk(connection, self.id, self.chunks, content).await?;
        self.chunks += 1;
        Ok(())
    }
}

impl Drop for IncomingFile<'_> {
    fn drop(&mut self) {
        self.store.incoming().remove(&(self.edition, self.id));
    }
}

/// Keeps a file that is at hand whole, as a fixture's is. Answers with its id.
pub async fn insert_file(connection: &mut SqliteConnection, content: &[u8]) -> Result<i64, StoreError> {
    let id = sqlx::query_scalar("insert into areia_file (is_kept) values (1) returning id")
        .fetch_one(&mut *connection)
        .await?;
    for (place, chunk) in (0..).zip(content.chunks(CHUNK_BYTES)) {
        insert_chunk(connection, id, place, chunk.to_vec()).await?;
    }
    Ok(id)
}

async fn chunk(connection: &mut SqliteConnection, file: i64, place: i64) -> Result<Option<Vec<u8>>, StoreError> {
    let (is_there, content) = sqlx::query_as(
        "select exists (select 1 from areia_file where id = ?1),
                (select content from areia_file_chunk where file_id = ?1 and place = ?2)",
    )
    .bind(file)
    .bind(place)
    .fetch_one(connection)
    .await?;
    match is_there {
        true => Ok(content),
        false => Err(StoreError::Missing),
    }
}

async fn insert_chunk(
    connection: &mut SqliteConnection,
    file: i64,
    place: i64,
    content: Vec<u8>,
) -> Result<(), StoreError> {
    sqlx::query("insert into areia_file_chunk (file_id, place, content) values (?, ?, ?)")
        .bind(file)
        .bind(place)
        .bind(content)
        .execute(connection)
        .await?;
    Ok(())
}
