//! The reference tables.

use serde_json::Value;
use sqlx::sqlite::SqliteRow;
use sqlx::{FromRow, SqliteConnection};

use crate::store::batch::rows;
use crate::store::{Statement, StoreError};

/// The six groups, in the order in which they are shown.
pub(crate) const REGISTRIES: [&str; 6] = [
    "signature_types",
    "payment_methods",
    "products",
    "templates",
    "signer_roles",
    "sellers",
];

/// The account's active entries, as they are shown.
pub(crate) async fn document(connection: &mut SqliteConnection, account: &str) -> Result<String, StoreError> {
    let [rows] = rows(connection, [active(account)]).await?;
    shown(&rows)
}

/// Reads the account's active entries.
pub(super) fn active(account: &str) -> Statement {
    Statement::new(
        "select registry, document from docsales_registration where account = ? and active = 1 order by sequence",
    )
    .bind(account)
}

/// The document that shows the entries.
pub(super) fn shown(rows: &[SqliteRow]) -> Result<String, StoreError> {
    let entries = rows.iter().map(FromRow::from_row);
    let entries: Vec<(String, String)> = entries.collect::<Result<_, _>>()?;
    let group = |name: &str| {
        let own = entries.iter().filter(|(registry, _)| registry == name);
        let documents: Vec<&str> = own.map(|(_, document)| document.as_str()).collect();
        format!("\"{name}\":[{}]", documents.join(","))
    };
    Ok(format!("{{{}}}", REGISTRIES.map(group).join(",")))
}

/// The statement that adds an entry.
pub(crate) fn insert(account: &str, registry: &str, (entry, active): (&Value, bool)) -> Statement {
    Statement::new("insert into docsales_registration (account, registry, document, active) values (?, ?, ?, ?)")
        .bind(account)
        .bind(registry)
        .bind(entry.to_string())
        .bind(active)
}
