//! The bank accounts' balances, and which account is the default one.

use std::collections::BTreeMap;

use sqlx::SqliteConnection;

use crate::store::StoreError;

/// What the balance of an account comes to.
pub(super) async fn computed_cents(connection: &mut SqliteConnection, id: i64) -> Result<i64, StoreError> {
    Ok(
        sqlx::query_scalar("select computed_cents from procfy_bank_account where id = ?")
            .bind(id)
            .fetch_one(connection)
            .await?,
    )
}

/// Says what the balance of an account comes to, whatever it shows.
pub(super) async fn set_computed_cents(
    connection: &mut SqliteConnection,
    id: i64,
    computed_cents: i64,
) -> Result<(), StoreError> {
    sqlx::query("update procfy_bank_account set computed_cents = ? where id = ?")
        .bind(computed_cents)
        .bind(id)
        .execute(connection)
        .await?;
    Ok(())
}

/// Leaves no account the default one.
pub(super) async fn clear_default(connection: &mut SqliteConnection) -> Result<(), StoreError> {
    sqlx::query(
        "update procfy_bank_account set document = json_set(document, '$.default', json('false'))
         where document ->> '$.default'",
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Adds to balances what changed, account by account; from then on each shows what it comes to.
pub(crate) async fn settle(
    connection: &mut SqliteConnection,
    changes_cents: &BTreeMap<i64, i64>,
) -> Result<(), StoreError> {
    for (id, change_cents) in changes_cents.iter().filter(|(_, change)| **change != 0) {
        sqlx::query(
            "update procfy_bank_account set computed_cents = computed_cents + ?1,
                 document = json_set(document, '$.balance_cents', computed_cents + ?1)
             where id = ?2",
        )
        .bind(change_cents)
        .bind(id)
        .execute(&mut *connection)
        .await?;
    }
    Ok(())
}
