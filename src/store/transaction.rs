//! A transaction in a world's database.

use std::ops::{Deref, DerefMut};

use sqlx::sqlite::SqliteConnection;
use sqlx::{Connection as _, Sqlite};

use super::{Connection, StoreError};

/// A transaction: what is written in it is there once it is committed, and undone where it is dropped before.
#[must_use = "nothing is written before it is committed"]
pub struct Transaction<'a>(sqlx::Transaction<'a, Sqlite>);

impl Connection<'_> {
    /// Begins a transaction.
    pub async fn begin(&mut self) -> Result<Transaction<'_>, StoreError> {
        let connection: &mut SqliteConnection = self;
        Ok(Transaction(connection.begin().await?))
    }
}

impl Transaction<'_> {
    /// Ends the transaction, with all that was written in it.
    pub async fn commit(self) -> Result<(), StoreError> {
        Ok(self.0.commit().await?)
    }
}

impl Deref for Transaction<'_> {
    type Target = SqliteConnection;

    fn deref(&self) -> &SqliteConnection {
        &self.0
    }
}

impl DerefMut for Transaction<'_> {
    fn deref_mut(&mut self) -> &mut SqliteConnection {
        &mut self.0
    }
}
