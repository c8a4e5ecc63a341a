//! The cash accounts' table.

use rust_decimal::Decimal;
use serde_json::{Map, Value as Json};
use sqlx::sqlite::SqliteQueryResult;
use sqlx::{Connection as _, QueryBuilder, Sqlite, SqliteConnection};

use super::body::scaled;
use super::fields::{FIELDS, FieldType, place_of};
use super::query::ListRequest;
use super::record::{Record, Value};
use crate::store::expression::Sql;
use crate::store::{Statement, StoreError, decode};

/// Makes texts comparable.
pub(super) type Fold = fn(&str) -> String;

/// Only statements of fewer pieces stay prepared: a few hundred of the largest would take more memory than all else.
const PREPARED_SIZE_MAX: usize = 200;

/// Adds a cash account; false where its key is taken.
pub(super) async fn insert(connection: &mut SqliteConnection, record: &Record, fold: Fold) -> Result<bool, StoreError> {
    let mut query = QueryBuilder::new("insert into totvs_cash_account (record, item");
    for field in &FIELDS {
        query.push(", ").push(field.column);
    }
    let stored = record.stored();
    query.push(") values (").push_bind(stored.record());
    query.push(", ").push_bind(stored.item());
    for value in &record.values {
        query.push(", ");
        push_value(&mut query, value, fold);
    }
    query.push(")");
    written(query.build().execute(connection).await)
}

/// Replaces a cash account, whose key stays.
pub(super) async fn update(connection: &mut SqliteConnection, record: &Record, fold: Fold) -> Result<bool, StoreError> {
    let stored = record.stored();
    let mut query = QueryBuilder::new("update totvs_cash_account set record = ");
    query
        .push_bind(stored.record())
        .push(", item = ")
        .push_bind(stored.item());
    for (field, value) in FIELDS.iter().zip(&record.values) {
        query.push(", ").push(field.column).push(" = ");
        push_value(&mut query, value, fold);
    }
    query.push(" where company = ").push_bind(record.company());
    query.push(" and code = ").push_bind(fold(record.code()));
    written(query.build().execute(connection).await)
}

/// A cash account as reading shows it.
pub(super) fn find((company, code): (i64, &str), fold: Fold) -> Statement {
    Statement::new("select record from totvs_cash_account where company = ? and code = ?")
        .bind(company)
        .bind(fold(code))
}

/// A cash account, to be changed.
pub(super) async fn load(
    connection: &mut SqliteConnection,
    (company, code): (i64, &str),
    fold: Fold,
) -> Result<Option<Record>, StoreError> {
    let row: Option<Row> = sqlx::query_as(
        "select record, instant_balance_currency_br, unpaid_balance_currency_br
         from totvs_cash_account where company = ? and code = ?",
    )
    .bind(company)
    .bind(fold(code))
    .fetch_optional(connection)
    .await?;
    row.map(record_of).transpose()
}

/// The items of a page, and one more where another page follows. They come in one row, an item on each line, because every row
/// costs a change of thread; compact JSON has no line breaks of its own.
pub(super) async fn list(connection: &mut SqliteConnection, asked: ListRequest) -> Result<Vec<String>, StoreError> {
    let conditions = asked.conditions.iter().map(Sql::size).sum::<usize>();
    let size = conditions + asked.order.iter().map(|item| item.sql.size()).sum::<usize>();
    let mut query = QueryBuilder::new("select group_concat(item, char(10)) from (");
    query.push("select item from totvs_cash_account");
    for (place, condition) in asked.conditions.into_iter().enumerate() {
        query.push(if place == 0 { " where " } else { " and " });
        condition.push_onto(&mut query);
    }
    query.push(" order by ");
    for item in asked.order {
        item.sql.push_onto(&mut query);
        query.push(if item.is_descending { " desc, " } else { ", " });
    }
    let bound = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
    query
        .push("company, code limit ")
        .push_bind(bound(asked.window.take.saturating_add(1)));
    query.push(" offset ").push_bind(bound(asked.window.skip));
    query.push(")");
    let query = query.build_query_scalar().persistent(size < PREPARED_SIZE_MAX);
    let lines: Option<String> = query.fetch_one(connection).await?;
    Ok(lines.map_or_else(Vec::new, |lines| lines.lines().map(str::to_owned).collect()))
}

/// Deletes a cash account; false where there is none.
pub(super) async fn delete(
    connection: &mut SqliteConnection,
    (company, code): (i64, &str),
    fold: Fold,
) -> Result<bool, StoreError> {
    let deleted = sqlx::query("delete from totvs_cash_account where company = ? and code = ?")
        .bind(company)
        .bind(fold(code))
        .execute(connection)
        .await?;
    Ok(deleted.rows_affected() > 0)
}

/// Folds every text again. False, and nothing is changed, where two keys become the same.
pub(super) async fn refold(connection: &mut SqliteConnection, fold: Fold) -> Result<bool, StoreError> {
    let mut transaction = connection.begin().await?;
    let rows: Vec<Row> = sqlx::query_as(
        "select record, instant_balance_currency_br, unpaid_balance_currency_br
         from totvs_cash_account order by sequence",
    )
    .fetch_all(&mut *transaction)
    .await?;
    sqlx::query("delete from totvs_cash_account")
        .execute(&mut *transaction)
        .await?;
    for row in rows {
        if !insert(&mut transaction, &record_of(row)?, fold).await? {
            return Ok(false);
        }
    }
    transaction.commit().await?;
    Ok(true)
}

/// A record's text, and the two amounts that it does not show.
type Row = (String, Option<i64>, Option<i64>);

fn record_of((text, instant, unpaid): Row) -> Result<Record, StoreError> {
    let members: Map<String, Json> = decode(&text)?;
    let hidden = [
        ("instantBalanceCurrencyBR", instant),
        ("unpaidBalanceCurrencyBR", unpaid),
    ];
    let mut values = Vec::with_capacity(FIELDS.len());
    for field in &FIELDS {
        values.push(match members.get(field.name) {
            Some(value) => stored_value(field.field_type, value)?,
            None => Value::Null,
        });
    }
    for (name, amount) in hidden {
        if let (Some(place), Some(amount)) = (place_of(name), amount) {
            values[place] = Value::Amount(Decimal::new(amount, 4));
        }
    }
    Ok(Record { values })
}

fn stored_value(field_type: FieldType, value: &Json) -> Result<Value, StoreError> {
    let broken = || StoreError::value(format!("{value} is no value of its field"));
    let text = || value.as_str().ok_or_else(broken);
    Ok(match field_type {
        FieldType::Integer => Value::Integer(value.as_i64().ok_or_else(broken)?),
        FieldType::Amount => Value::Amount(Decimal::from_str_exact(&value.to_string()).map_err(|_| broken())?),
        FieldType::Text(_) => Value::Text(text()?.to_owned()),
        FieldType::Moment => {
            let at = chrono::DateTime::parse_from_rfc3339(text()?).map_err(|_| broken())?;
            Value::Moment(at.timestamp())
        }
    })
}

/// Texts are folded, amounts are whole numbers of the fourth place, instants are microseconds.
fn push_value(query: &mut QueryBuilder<Sqlite>, value: &Value, fold: Fold) {
    match value {
        Value::Null => query.push("null"),
        Value::Integer(number) => query.push_bind(*number),
        Value::Amount(amount) => query.push_bind(scaled(*amount)),
        Value::Text(text) => query.push_bind(fold(text)),
        Value::Moment(seconds) => query.push_bind(seconds * 1_000_000),
    };
}

/// The one constraint that a client can break is the key's.
fn written(outcome: Result<SqliteQueryResult, sqlx::Error>) -> Result<bool, StoreError> {
    match outcome.map_err(StoreError::from) {
        Ok(_) => Ok(true),
        Err(error) if error.is_unique_violation("totvs_cash_account.code") => Ok(false),
        Err(error) => Err(error),
    }
}
