//! How often a record is used by what was paid, received and moved.

use sqlx::{QueryBuilder, Sqlite, SqliteConnection};

use crate::store::StoreError;

/// How many payable and receivable accounts and transactions of an account have `id` in `column`, one of `person_id`,
/// `category_id` and `classification_center_id`.
pub(super) async fn use_count(
    connection: &mut SqliteConnection,
    account: i64,
    column: &'static str,
    id: i64,
) -> Result<i64, StoreError> {
    let mut query = QueryBuilder::<Sqlite>::new("select ");
    for table in ["financeiro_payable_account", "financeiro_receivable_account"] {
        query.push(format!("(select count(*) from {table} where {column} = "));
        query.push_bind(id).push(") + ");
    }
    query.push("(select coalesce(sum(count), 0) from financeiro_financial_transaction_tally where name = ");
    query.push_bind(column).push(" and value = ").push_bind(id);
    query.push(" and owner in (select id from financeiro_deposit_account where account = ");
    query.push_bind(account).push("))");
    Ok(query.build_query_scalar().fetch_one(connection).await?)
}
