//! The transactions' table.

mod list;

use sqlx::SqliteConnection;

use super::transaction::Transaction;
use super::wire::References;
use crate::store::{Statement, StoreError, decode, encode};

pub(super) use list::{count_matches, list};

/// A transaction's document.
pub(super) fn find(id: i64) -> Statement {
    Statement::new("select document from procfy_transaction_shown where id = ?").bind(id)
}

/// Whether there is such a transaction.
pub(crate) async fn exists(connection: &mut SqliteConnection, id: i64) -> Result<bool, StoreError> {
    Ok(
        sqlx::query_scalar("select exists (select 1 from procfy_transaction where id = ?)")
            .bind(id)
            .fetch_one(connection)
            .await?,
    )
}

/// Those of the references of a body that lead to a record.
pub(super) async fn existing(
    connection: &mut SqliteConnection,
    references: References,
) -> Result<References, StoreError> {
    type Row = (Option<i64>, Option<i64>, Option<i64>, Option<i64>, Option<i64>);
    let row: Row = sqlx::query_as(
        "select (select id from procfy_bank_account where id = ? and hidden = 0),
                (select id from procfy_category where id = ? and hidden = 0),
                (select id from procfy_contact where id = ? and hidden = 0),
                (select id from procfy_cost_center where id = ? and hidden = 0),
                (select id from procfy_bank_account where id = ? and hidden = 0)",
    )
    .bind(references.bank_account_id)
    .bind(references.category_id)
    .bind(references.contact_id)
    .bind(references.cost_center_id)
    .bind(references.transfer_to_id)
    .fetch_one(connection)
    .await?;
    Ok(References {
        bank_account_id: row.0,
        category_id: row.1,
        contact_id: row.2,
        cost_center_id: row.3,
        transfer_to_id: row.4,
    })
}

/// A transaction, to be changed.
pub(super) async fn load(connection: &mut SqliteConnection, id: i64) -> Result<Option<Transaction>, StoreError> {
    type Row = (
        String,
        String,
        Option<i64>,
        Option<i64>,
        Option<i64>,
        Option<i64>,
        Option<i64>,
        Option<String>,
    );
    let row: Option<Row> = sqlx::query_as(
        "select front, back, bank_account_id, category_id, contact_id, cost_center_id,
                sent_exchanged_cents, sent_exchanged_currency
         from procfy_transaction where id = ?",
    )
    .bind(id)
    .fetch_optional(connection)
    .await?;
    let transaction = |row: Row| {
        Ok(Transaction {
            front: decode(&row.0)?,
            back: decode(&row.1)?,
            bank_account_id: row.2,
            category_id: row.3,
            contact_id: row.4,
            cost_center_id: row.5,
            sent_exchanged_cents: row.6,
            sent_exchanged_currency: row.7,
        })
    };
    row.map(transaction).transpose()
}

/// Adds a transaction.
pub(super) async fn insert(connection: &mut SqliteConnection, transaction: &Transaction) -> Result<(), StoreError> {
    let statement = "insert into procfy_transaction
        (front, back, bank_account_id, category_id, contact_id, cost_center_id, transfer_to_id,
         sent_exchanged_cents, sent_exchanged_currency, id)
        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    write(connection, statement, transaction).await
}

/// Replaces a transaction.
pub(super) async fn update(connection: &mut SqliteConnection, transaction: &Transaction) -> Result<(), StoreError> {
    let statement = "update procfy_transaction set front = ?, back = ?, bank_account_id = ?, category_id = ?,
        contact_id = ?, cost_center_id = ?, transfer_to_id = ?, sent_exchanged_cents = ?,
        sent_exchanged_currency = ? where id = ?";
    write(connection, statement, transaction).await
}

async fn write(
    connection: &mut SqliteConnection,
    statement: &'static str,
    transaction: &Transaction,
) -> Result<(), StoreError> {
    sqlx::query(statement)
        .bind(encode(&transaction.front)?)
        .bind(encode(&transaction.back)?)
        .bind(transaction.bank_account_id)
        .bind(transaction.category_id)
        .bind(transaction.contact_id)
        .bind(transaction.cost_center_id)
        .bind(transaction.back.transfer_to_id)
        .bind(transaction.sent_exchanged_cents)
        .bind(&transaction.sent_exchanged_currency)
        .bind(transaction.front.id)
        .execute(connection)
        .await?;
    Ok(())
}

/// Deletes a transaction; its attachments go with it.
pub(super) async fn delete(connection: &mut SqliteConnection, id: i64) -> Result<(), StoreError> {
    sqlx::query("delete from procfy_transaction where id = ?")
        .bind(id)
        .execute(connection)
        .await?;
    Ok(())
}
