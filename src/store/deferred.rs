//! Rows that are written with what comes next, many of them in one statement: what every call leaves behind, and few ask
//! for.
//!
//! Whoever takes the connection finds them written; only who takes it for what has nothing to do with them may leave them
//! waiting. A database that outlives the process is not kept waiting at all.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use futures_util::future::BoxFuture;
use sqlx::SqliteConnection;

use super::{Store, StoreError};

/// How many rows wait at most.
const ROWS: usize = 256;

/// How many bytes they have together at most.
const BYTES: usize = 1024 * 1024;

/// A kind of row that can wait.
#[derive(Debug)]
pub struct DeferredTable {
    /// Its name; that of its table will do.
    pub name: &'static str,
    /// WriteBatch rows in their order.
    pub write: Write,
}

/// A row's values, as texts, in the order of the columns that its kind writes.
pub type Row = Vec<Option<String>>;

/// WriteBatch rows in their order.
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
    /// Has a row written before anybody can look for it.
    pub async fn defer(&self, kind: &'static DeferredTable, row: Row) -> Result<(), StoreError> {
        self.waiting.add(kind, row);
        if self.is_durable() {
            self.connection().await?;
        }
        Ok(())
    }
}

impl Waiting {
    /// Whether more of them wait than should.
    pub(super) fn are_many(&self) -> bool {
        let rows = self.rows();
        rows.count >= ROWS || rows.bytes >= BYTES
    }

    /// Whether none waits.
    pub(super) fn is_empty(&self) -> bool {
        self.rows().count == 0
    }

    /// WriteBatch all of them. Those that cannot be written are lost.
    pub(super) async fn write(&self, connection: &mut SqliteConnection) -> Result<(), StoreError> {
        let rows = std::mem::take(&mut *self.rows());
        for (write, rows) in rows.by_kind.into_values() {
            write(connection, &rows).await?;
        }
        Ok(())
    }

    /// Forgets them, with the database that they were for.
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
