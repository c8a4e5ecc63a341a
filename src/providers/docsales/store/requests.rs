//! The log of calls.

use std::collections::BTreeSet;

use futures_util::FutureExt as _;
use serde::Serialize;
use sqlx::{QueryBuilder, SqliteConnection};

use crate::store::StoreError;
use crate::store::deferred::{DeferredTable, Row};

/// How many calls of an account are kept.
const KEPT: i64 = 10_000;

/// After how many written calls the old ones are deleted.
const CLEANUP_INTERVAL: i64 = 500;

/// The calls are written with whatever is written next, since a call that only reads writes nothing else.
pub(crate) static CALLS: DeferredTable = DeferredTable {
    name: "docsales_call",
    write: |connection, calls| insert(connection, calls).boxed(),
};

/// A call of an account, as the log shows it.
#[derive(Debug, Serialize, sqlx::FromRow)]
pub(crate) struct Call {
    pub(crate) id: i64,
    pub(crate) created_at: String,
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) query: Option<String>,
    pub(crate) request_body: Option<String>,
    pub(crate) status: i64,
    pub(crate) response_body: Option<String>,
    pub(crate) duration_ms: i64,
    pub(crate) ip: Option<String>,
}

impl Call {
    /// The call as a deferred row; its id is given when it is written.
    pub(crate) fn into_row(self, account: &str) -> Row {
        vec![
            Some(account.to_owned()),
            Some(self.created_at),
            Some(self.method),
            Some(self.path),
            self.query,
            self.request_body,
            Some(self.status.to_string()),
            self.response_body,
            Some(self.duration_ms.to_string()),
            self.ip,
        ]
    }
}

/// Adds calls, and now and then deletes the old ones.
async fn insert(connection: &mut SqliteConnection, calls: &[Row]) -> Result<(), StoreError> {
    let mut query = QueryBuilder::new(
        "insert into docsales_call (account, created_at, method, path, query, request_body, status, response_body,
                                    duration_ms, ip) ",
    );
    query.push_values(calls, |mut place, call| {
        for value in call {
            place.push_bind(value.as_deref());
        }
    });
    // The statement differs with the number of calls, so only the one of a single call is kept prepared.
    let statement = query.build().persistent(calls.len() == 1);
    let written = statement.execute(&mut *connection).await?;
    let last = written.last_insert_rowid();
    let before = last - i64::try_from(calls.len()).unwrap_or(i64::MAX);
    if last / CLEANUP_INTERVAL == before / CLEANUP_INTERVAL {
        return Ok(());
    }
    let accounts: BTreeSet<&str> = calls.iter().filter_map(|call| call[0].as_deref()).collect();
    for account in accounts {
        sqlx::query(
            "delete from docsales_call where account = ?1 and id <= (
                 select id from docsales_call where account = ?1 order by id desc limit 1 offset ?2)",
        )
        .bind(account)
        .bind(KEPT)
        .execute(&mut *connection)
        .await?;
    }
    Ok(())
}

/// The last calls of an account, the oldest first.
pub(crate) async fn list(connection: &mut SqliteConnection, account: &str) -> Result<Vec<Call>, StoreError> {
    let mut calls: Vec<Call> = sqlx::query_as(
        "select id, created_at, method, path, query, request_body, status, response_body, duration_ms, ip
         from docsales_call where account = ? order by id desc limit ?",
    )
    .bind(account)
    .bind(KEPT)
    .fetch_all(connection)
    .await?;
    calls.reverse();
    Ok(calls)
}
