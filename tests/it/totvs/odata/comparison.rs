//! Generated filters over generated rows: the SQL keeps what the direct interpreter keeps.

use areia::store::fold::without_case;
use areia::store::{StoreError, open_empty};
use areia::web::odata::{Environment, Expression, FilterErrorKind, condition, parse_filter};
use chrono::{DateTime, FixedOffset};
use rust_decimal::prelude::ToPrimitive;
use serde_json::{Value as Json, json};
use sqlx::{QueryBuilder, Sqlite, SqliteConnection};

use super::chance::Chance;
use super::interpreter::{Seen, Value, keeps};
use super::plain::{self, Nulls};
use super::rows::{COLUMNS, Row, row};
use super::{LIMITS, cases, generator};

const ROWS: usize = 24;

/// Hours behind UTC, as the provider's calendar is.
const ZONE_S: i32 = -10_800;

fn environment(zone: FixedOffset) -> Environment<'static> {
    Environment {
        columns: &COLUMNS,
        fold: without_case,
        zone,
        now_us: 0,
    }
}

fn push(query: &mut QueryBuilder<Sqlite>, value: &Value) {
    match value {
        Value::Null => query.push("null"),
        Value::Integer(number) => query.push_bind(i64::try_from(*number).unwrap()),
        Value::Decimal(number) => query.push_bind(i64::try_from(number.mantissa()).unwrap()),
        Value::Text(text) => query.push_bind(without_case(text)),
        Value::Moment(at_us) => query.push_bind(*at_us),
        other => panic!("{other:?} is in no row"),
    };
}

async fn opened() -> SqliteConnection {
    let mut connection = open_empty().await.unwrap();
    let create = "create table tried (id integer primary key, not_int integer, in_int integer, amount integer,
                  or_amount integer, text_ text, null_text text, moment integer, and_moment integer) strict";
    sqlx::query(create).execute(&mut connection).await.unwrap();
    connection
}

async fn fill(connection: &mut SqliteConnection, rows: &[Row]) -> Result<(), StoreError> {
    sqlx::query("delete from tried").execute(&mut *connection).await?;
    let mut query = QueryBuilder::new("insert into tried values ");
    for (place, row) in rows.iter().enumerate() {
        query
            .push(if place > 0 { ", (" } else { "(" })
            .push_bind(i64::try_from(place).unwrap());
        for value in row {
            query.push(", ");
            push(&mut query, value);
        }
        query.push(")");
    }
    query.build().execute(connection).await?;
    Ok(())
}

async fn found(connection: &mut SqliteConnection, filter: &Expression, zone: FixedOffset) -> Option<Vec<i64>> {
    let sql = match condition(filter, &environment(zone)) {
        Ok(sql) => sql,
        Err(fault) if fault.kind == FilterErrorKind::DivisionByZero => return None,
        Err(fault) => panic!("{fault:?}: {filter}"),
    };
    let mut query = QueryBuilder::new("select id from tried where ");
    sql.push_onto(&mut query);
    query.push(" order by id");
    let text = query.sql().as_str().to_owned();
    let rows = query.build_query_scalar().persistent(false).fetch_all(connection).await;
    Some(rows.unwrap_or_else(|error| panic!("{error}: {filter}\n{text}")))
}

/// The places of the rows that the rules themselves keep.
fn expected(rows: &[Row], filter: &Expression, zone: FixedOffset) -> Vec<i64> {
    let kept = rows.iter().enumerate();
    let kept = kept.filter(|(_, row)| keeps(filter, Seen { row, zone }));
    kept.map(|(place, _)| i64::try_from(place).unwrap()).collect()
}

#[tokio::test]
async fn the_database_keeps_what_the_interpreter_keeps() {
    let mut connection = opened().await;
    let zone = FixedOffset::east_opt(ZONE_S).unwrap();
    let (mut rows, mut kept, mut skipped) = (Vec::new(), 0, 0);
    for seed in 0..cases() {
        let chance = &mut Chance::new(seed ^ 0xD1FF);
        if seed % 50 == 0 {
            rows = (0..ROWS).map(|_| row(chance, true)).collect();
            fill(&mut connection, &rows).await.unwrap();
        }
        let filter = generator::condition(chance, 4);
        let text = filter.to_string();
        let filter = parse_filter(&text, LIMITS).unwrap();
        let Some(found) = found(&mut connection, &filter, zone).await else {
            skipped += 1;
            continue;
        };
        let expected = expected(&rows, &filter, zone);
        assert_eq!(found, expected, "seed {seed}: {text}\n{rows:#?}");
        kept += found.len();
    }
    // A comparison of nothing with nothing would prove nothing.
    assert!(
        kept > 100 && skipped * 4 < cases(),
        "{kept} rows kept, {skipped} cases skipped"
    );
}

/// A row as the second implementation's table has it: instants as text, in UTC.
fn plain_row(row: &Row) -> Json {
    let plain = |value: &Value| match value {
        Value::Null => Json::Null,
        Value::Integer(number) => json!(i64::try_from(*number).unwrap()),
        Value::Decimal(number) => json!(number.to_f64().unwrap()),
        Value::Text(text) => json!(text),
        Value::Moment(at_us) => {
            let at = DateTime::from_timestamp_micros(*at_us).unwrap();
            json!(at.format("%F %T").to_string())
        }
        other => panic!("{other:?} is in no row"),
    };
    let columns = COLUMNS.iter().zip(row);
    Json::Object(
        columns
            .map(|(column, value)| (column.name.to_owned(), plain(value)))
            .collect(),
    )
}

/// The cases that `tests/compare_filters.py` has judged by a second implementation, one JSON document a line. Its
/// calendar is UTC's, and so is everybody's here.
#[tokio::test]
async fn plain_filters_are_recorded_for_a_second_implementation() {
    let mut connection = opened().await;
    let zone = FixedOffset::east_opt(0).unwrap();
    let (mut rows, mut lines, mut kept) = (Vec::new(), String::new(), 0);
    for seed in 0..cases() {
        let chance = &mut Chance::new(seed ^ 0x9A1E);
        let nulls = Nulls(seed / 50 % 2 == 1);
        if seed % 50 == 0 {
            rows = (0..ROWS).map(|_| row(chance, nulls.0)).collect();
            for text in rows.iter_mut().flatten() {
                if let Value::Text(text) = text {
                    *text = without_case(text).replace(['%', '_'], "x");
                }
            }
            fill(&mut connection, &rows).await.unwrap();
        }
        let filter = plain::condition(chance, 3, nulls);
        let text = filter.to_string();
        let found = found(&mut connection, &parse_filter(&text, LIMITS).unwrap(), zone).await;
        let found = found.unwrap();
        assert_eq!(found, expected(&rows, &filter, zone), "seed {seed}: {text}\n{rows:#?}");
        kept += found.len();
        let shown = (seed % 50 == 0).then(|| rows.iter().map(plain_row).collect::<Vec<_>>());
        let case = json!({"filter": text, "rows": shown, "kept": found});
        lines += &format!("{case}\n");
    }
    assert!(kept > 100);
    if let Ok(file) = std::env::var("AREIA_ODATA_RECORD") {
        std::fs::write(file, lines).unwrap();
    }
}
