//! What is asked of all transactions of a credit card at once.

use rust_decimal::Decimal;
use sqlx::SqliteConnection;

use crate::providers::financeiro::resource::Record;
use crate::providers::financeiro::resource::store::record;
use crate::store::StoreError;

/// What was bought with a card from the first day to the last one.
pub(super) async fn spent(
    connection: &mut SqliteConnection,
    card: i64,
    (first, last): (&str, &str),
) -> Result<Decimal, StoreError> {
    let hundredths = sqlx::query_scalar(
        "select coalesce(sum(hundredths), 0) from financeiro_credit_card_transaction
         where owner = ? and sorted between ? and ?",
    )
    .bind(card)
    .bind(first)
    .bind(last)
    .fetch_one(connection)
    .await?;
    Ok(Decimal::new(hundredths, 2))
}

/// The parcels of one purchase, in their order.
pub(super) async fn parcels(
    connection: &mut SqliteConnection,
    card: i64,
    recurrence: i64,
) -> Result<Vec<Record>, StoreError> {
    let rows = sqlx::query(
        "select id, document from financeiro_credit_card_transaction
         where owner = ? and recurrence_id = ? order by sorted, id",
    )
    .bind(card)
    .bind(recurrence)
    .fetch_all(connection)
    .await?;
    rows.into_iter().map(record).collect()
}
