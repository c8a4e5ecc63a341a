//! Deferred rows: every call writes a log row that is seldom read, so the rows wait in memory and many of them are
//! written in one statement.
//!
//! Taking the connection writes the rows first ([`Store::connection`]), so nobody can read a table that lacks them. Only
//! a caller that does not touch their tables may skip this ([`Store::connection_without_flush`]). A database on disk
//! writes a row at once, since the process may be killed.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use futures_util::future::BoxFuture;
use sqlx::SqliteConnection;

use super::{Store, StoreError};

/// How many rows wait in memory at most.
const ROWS: usize = 256;

/// How many bytes the waiting rows take together at most.
const BYTES: usize = 1024 * 1024;

/// A table whose rows can be deferred.
#[derive(Debug)]
pub struct DeferredTable {
    /// The name of the table.
    pub name: &'static str,
    /// Writes rows in the order in which they were deferred.
    pub write: Write,
}

/// A row's values, as texts, in the order that the table's `write` expects.
pub type Row = Vec<Option<String>>;

/// Writes rows in the order in which they were deferred.
pub type Write = for<'a> fn(&'a mut SqliteConnection, &'a [Row]) -> BoxFuture<'a, Result<(), StoreError>>;

/// The rows that wait.
#[derive(Debug, Default)]
pub(super) struct Waiting(Mutex<Rows>);

#[derive(Debug, Default)]
struct Rows {
    by_kind: BTreeMap<&'static str, (Write, Vec<Row>)>,
    count: usize,
    bytes: usize,
}

impl Store {
    /// Defers a row. It is written before anybody can read its table.
    pub async fn defer(&self, kind: &'static DeferredTable, row: Row) -> Result<(), StoreError> {
        self.waiting.add(kind, row);
        if self.is_durable() {
            self.connection().await?;
        }
        Ok(())
    }
}

impl Waiting {
    /// Whether so many rows wait that they should be written now.
    pub(super) fn are_many(&self) -> bool {
        let rows = self.rows();
        rows.count >= ROWS || rows.bytes >= BYTES
    }

    /// Whether no row waits.
    pub(super) fn is_empty(&self) -> bool {
        self.rows().count == 0
    }

    /// Writes all waiting rows. Rows that cannot be written are lost.
    pub(super) async fn write(&self, connection: &mut SqliteConnection) -> Result<(), StoreError> {
        let rows = std::mem::take(&mut *self.rows());
        for (write, rows) in rows.by_kind.into_values() {
            write(connection, &rows).await?;
        }
        Ok(())
    }

    /// Drops all waiting rows, because their database was replaced.
    pub(super) fn forget(&self) {
        *self.rows() = Rows::default();
    }

    fn add(&self, kind: &'static DeferredTable, row: Row) {
        let mut rows = self.rows();
        rows.count += 1;
        rows.bytes += row.iter().flatten().map(String::len).sum::<usize>();
        let first = || (kind.write, Vec::new());
        let (_, of_kind) = rows.by_kind.entry(kind.name).or_insert_with(first);
        of_kind.push(row);
    }

    fn rows(&self) -> MutexGuard<'_, Rows> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
