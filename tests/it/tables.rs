//! The tables that a new world begins with.

use std::path::Path;

use areia::store::{migrate, open_empty};
use sqlx::{AssertSqlSafe, Connection, SqliteConnection};

async fn texts(connection: &mut SqliteConnection, query: String) -> Vec<String> {
    let found = sqlx::query_scalar(AssertSqlSafe(query)).fetch_all(connection).await;
    found.unwrap()
}

/// The statements that make a database as this one is: its tables and indexes, and the rows that are there.
async fn statements(connection: &mut SqliteConnection) -> String {
    let own = "sql is not null and name not like 'sqlite\\_%' escape '\\' and name <> '_sqlx_migrations'";
    let schema = format!("select sql from sqlite_schema where {own} order by rowid");
    let mut statements = texts(connection, schema).await;
    let tables = format!("select name from sqlite_schema where {own} and type = 'table'");
    for table in texts(connection, tables).await {
        let columns = format!("select 'quote(' || name || ')' from pragma_table_info('{table}')");
        let columns = texts(connection, columns).await.join(" || ', ' || ");
        let rows = format!("select 'INSERT INTO {table} VALUES (' || {columns} || ')' from {table}");
        statements.extend(texts(connection, rows).await);
    }
    // What copies nothing out of a numbered table leaves a zero behind, which says what no row says.
    let numbers = "select json_array(name, seq) from sqlite_sequence where seq <> 0";
    assert!(texts(connection, numbers.to_owned()).await.is_empty());
    format!("{};\n", statements.join(";\n\n"))
}

/// What is noted of the migrations, without the moment and the time that each took.
async fn applied(connection: &mut SqliteConnection) -> Vec<String> {
    let noted = "json_array(version, description, success, hex(checksum))";
    let query = format!("select {noted} from _sqlx_migrations order by version");
    texts(connection, query).await
}

#[tokio::test]
async fn a_new_world_begins_with_what_the_migrations_come_to() {
    let mut migrated = SqliteConnection::connect("sqlite::memory:").await.unwrap();
    migrate(&mut migrated).await.unwrap();
    let right = statements(&mut migrated).await;
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/store/tables.sql");
    if std::fs::read_to_string(&file).unwrap() != right {
        let new = file.with_extension("sql.new");
        std::fs::write(&new, right).unwrap();
        panic!(
            "the migrations come to something else: put {} in its place",
            new.display()
        );
    }
    let mut new = open_empty().await.unwrap();
    assert_eq!(statements(&mut new).await, right);
    assert_eq!(applied(&mut new).await, applied(&mut migrated).await);
}
