//! The reference tables.

use serde_json::Value;
use sqlx::SqliteConnection;

use crate::providers::docsales::wire::RegistrationData;
use crate::store::{StoreError, decode};

/// The six groups, in the order in which they are shown.
pub(in crate::providers::docsales) const REGISTRIES: [&str; 6] = [
    "signature_types",
    "payment_methods",
    "products",
    "templates",
    "signer_roles",
    "sellers",
];

/// The account's active entries, as they are shown.
pub(in crate::providers::docsales) async fn document(
    connection: &mut SqliteConnection,
    account: &str,
) -> Result<String, StoreError> {
    let rows: Vec<(String, String)> = sqlx::query_as(
        "select registry, document from docsales_registration where account = ? and active = 1 order by sequence",
    )
    .bind(account)
    .fetch_all(connection)
    .await?;
    let group = |name: &str| {
        let own = rows.iter().filter(|(registry, _)| registry == name);
        let documents: Vec<&str> = own.map(|(_, document)| document.as_str()).collect();
        format!("\"{name}\":[{}]", documents.join(","))
    };
    Ok(format!("{{{}}}", REGISTRIES.map(group).join(",")))
}

/// The account's active entries.
pub(in crate::providers::docsales) async fn load(
    connection: &mut SqliteConnection,
    account: &str,
) -> Result<RegistrationData, StoreError> {
    decode(&document(connection, account).await?)
}

/// Adds an entry.
pub(in crate::providers::docsales) async fn insert(
    connection: &mut SqliteConnection,
    account: &str,
    registry: &str,
    (entry, active): (&Value, bool),
) -> Result<(), StoreError> {
    sqlx::query("insert into docsales_registration (account, registry, document, active) values (?, ?, ?, ?)")
        .bind(account)
        .bind(registry)
        .bind(entry.to_string())
        .bind(active)
        .execute(connection)
        .await?;
    Ok(())
}
