//! What is still to happen in a world: due dates on its clock, settled before the next request that could
//! see the difference, and when the clock is moved by hand.

use std::sync::atomic::{AtomicI64, Ordering};

use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::json;
use sqlx::SqliteConnection;

use crate::store::{Statement, StoreError, encode};

/// Something that falls due.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scheduled {
    /// The provider that will act on it.
    pub provider: &'static str,
    /// When, on the world's clock.
    pub due_at: DateTime<Utc>,
    /// What happens, in the provider's words: `sale issued`.
    pub what: &'static str,
    /// The id of what it happens to.
    pub subject: String,
}

/// An item whose time has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fired {
    /// The slug of the provider that acts on it.
    pub provider: String,
    /// When it was due, on the world's clock.
    pub due_at: DateTime<Utc>,
    /// What happens.
    pub what: String,
    /// The id of what it happens to.
    pub subject: String,
}

/// Something that fell due while the clock was moved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct DueEvent {
    /// When, on the world's clock.
    pub at: String,
    /// The provider it happened at.
    pub provider: String,
    /// What happened.
    pub what: String,
    /// The id of what it happened to.
    pub subject: String,
}

/// When something falls due next; the items themselves are in the world's database.
#[derive(Debug)]
pub struct Schedule {
    next_us: AtomicI64,
}

impl Schedule {
    /// A schedule whose first item falls due at `next_us`.
    pub fn new(next_us: Option<i64>) -> Self {
        Self {
            next_us: AtomicI64::new(next_us.unwrap_or(i64::MAX)),
        }
    }

    /// Whether something is due at `now_us`. One load: every request asks.
    pub fn is_due(&self, now_us: i64) -> bool {
        self.next_us.load(Ordering::Relaxed) <= now_us
    }

    /// Adds items, in the transaction that `connection` is in.
    ///
    /// The schedule knows of them at once and not only after the commit. That is never wrong: whoever finds something
    /// due waits for the connection, reads the table then, and finds the items or, after a rollback, nothing.
    pub async fn add(&self, connection: &mut SqliteConnection, items: &[Scheduled]) -> Result<(), StoreError> {
        let row = |item: &Scheduled| {
            self.next_us.fetch_min(item.due_at.timestamp_micros(), Ordering::SeqCst);
            json!([item.provider, item.due_at.timestamp_micros(), item.what, item.subject])
        };
        let rows: Vec<_> = items.iter().map(row).collect();
        let sql = "insert into areia_schedule (provider, due_at_us, what, subject)
                   select value ->> 0, value ->> 1, value ->> 2, value ->> 3 from json_each(?) order by key";
        Statement::new(sql).bind(encode(&rows)?).execute(connection).await
    }

    /// When the first item falls due, in microseconds since the epoch.
    pub(super) fn next_us(&self) -> Option<i64> {
        let next_us = self.next_us.load(Ordering::SeqCst);
        (next_us != i64::MAX).then_some(next_us)
    }

    pub(super) fn restart(&self, next_us: Option<i64>) {
        self.next_us.store(next_us.unwrap_or(i64::MAX), Ordering::SeqCst);
    }
}

/// Takes the items of `subject` off the schedule.
pub async fn remove(connection: &mut SqliteConnection, provider: &str, subject: &str) -> Result<(), StoreError> {
    sqlx::query("delete from areia_schedule where provider = ? and subject = ?")
        .bind(provider)
        .bind(subject)
        .execute(connection)
        .await?;
    Ok(())
}

/// Takes the earliest item that is due at `now_us` off the schedule.
pub(super) async fn take_earliest_due(
    connection: &mut SqliteConnection,
    now_us: i64,
) -> Result<Option<Fired>, StoreError> {
    let taken: Option<(String, i64, String, String)> = sqlx::query_as(
        "delete from areia_schedule where id =
         (select id from areia_schedule where due_at_us <= ? order by due_at_us, id limit 1)
         returning provider, due_at_us, what, subject",
    )
    .bind(now_us)
    .fetch_optional(connection)
    .await?;
    Ok(taken.map(|(provider, due_at_us, what, subject)| Fired {
        provider,
        due_at: DateTime::from_timestamp_micros(due_at_us).unwrap_or_default(),
        what,
        subject,
    }))
}

/// When something falls due next, in microseconds since the epoch.
pub(super) async fn next_us(connection: &mut SqliteConnection) -> Result<Option<i64>, StoreError> {
    Ok(sqlx::query_scalar("select min(due_at_us) from areia_schedule")
        .fetch_one(connection)
        .await?)
}
