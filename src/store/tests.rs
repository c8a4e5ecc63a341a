//! A small database for the tests of this folder.

use std::sync::Arc;

use super::database::{image_of, in_memory};
use super::{ImageAtRest, Location, OpenDatabases, Store};
use sqlx::ConnectOptions as _;

/// A text by its number.
pub(super) const COUNTED: &str = "select text from counted where number = ?";

/// A database with a table `counted` of so many rows, from 0.
pub(super) async fn counted(count: i64) -> Store {
    let mut connection = in_memory().connect().await.unwrap();
    sqlx::query("create table counted (number integer primary key, text text not null) strict")
        .execute(&mut connection)
        .await
        .unwrap();
    for number in 0..count {
        sqlx::query("insert into counted (number, text) values (?, ?)")
            .bind(number)
            .bind(format!("number {number}"))
            .execute(&mut connection)
            .await
            .unwrap();
    }
    let image = image_of(&mut connection).await.unwrap();
    let open_databases = Arc::new(OpenDatabases::new(1));
    Store::new(Location::Memory, ImageAtRest::whole(image), open_databases)
}
