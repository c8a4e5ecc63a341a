//! The log of calls.

use std::collections::BTreeSet;

use futures_util::FutureExt as _;
use sqlx::SqliteConnection;

use crate::store::later::{Later, Row};
use crate::store::{StoreError, encode};

/// How many calls of an account are kept.
const KEPT: i64 = 10_000;

/// How many calls are written between two looks at what is too old.
const PATIENCE: i64 = 500;

/// Calls that wait to be written: a call that only reads writes nothing else.
pub(in crate::providers::docsales) static CALLS: Later = Later {
    name: "docsales_request",
    write: |connection, calls| insert(connection, calls).boxed(),
};

/// Adds calls, each the account's and what the log says of it, and drops what is too old.
async fn insert(connection: &mut SqliteConnection, calls: &[Row]) -> Result<(), StoreError> {
    let written = sqlx::query(
        "insert into docsales_request (account, document)
         select value ->> 0, value ->> 1 from json_each(?) order by key",
    )
    .bind(encode(&calls)?)
    .execute(&mut *connection)
    .await?;
    let last = written.last_insert_rowid();
    let before = last - i64::try_from(calls.len()).unwrap_or(i64::MAX);
    if last / PATIENCE == before / PATIENCE {
        return Ok(());
    }
    let accounts: BTreeSet<&str> = calls.iter().map(|(account, _)| account.as_str()).collect();
    for account in accounts {
        sqlx::query(
            "delete from docsales_request where account = ?1 and id <= (
                 select id from docsales_request where account = ?1 order by id desc limit 1 offset ?2)",
        )
        .bind(account)
        .bind(KEPT)
        .execute(&mut *connection)
        .await?;
    }
    Ok(())
}

/// The last calls of an account, the oldest first.
pub(in crate::providers::docsales) async fn list(
    connection: &mut SqliteConnection,
    account: &str,
) -> Result<Vec<(i64, String)>, StoreError> {
    let mut calls: Vec<(i64, String)> = sqlx::query_as(
        "select id, document from docsales_request where account = ? order by id desc limit ?",
    )
    .bind(account)
    .bind(KEPT)
    .fetch_all(connection)
    .await?;
    calls.reverse();
    Ok(calls)
}
