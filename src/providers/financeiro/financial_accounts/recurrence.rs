//! Recurrences and parcels.

use chrono::{Days, Months, NaiveDate};
use http::StatusCode;
use serde_json::Value;
use sqlx::SqliteConnection;

use super::{Call, Handled, Missing, Record, Side, found, number};
use crate::providers::financeiro::resource::{Scope, blank, destroy_selected, store};
use crate::store::StoreError;

/// The most parcels that are made.
const PARCELS: i64 = 480;

/// How far one instance is from the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    Days(u64),
    Months(u32),
}

/// The step of a period; `None` for one that is not known.
pub(super) fn step(period: &str) -> Option<Step> {
    Some(match period {
        "daily" => Step::Days(1),
        "weekly" => Step::Days(7),
        "biweekly" => Step::Days(14),
        "monthly" => Step::Months(1),
        "bimonthly" => Step::Months(2),
        "quarterly" => Step::Months(3),
        "semiannual" => Step::Months(6),
        "annual" => Step::Months(12),
        _ => return None,
    })
}

/// Adds a record, with its parcels or its next instance where it is to recur. Answers with the first.
pub(super) async fn insert(
    side: &Side,
    connection: &mut SqliteConnection,
    scope: Scope,
    mut record: Record,
) -> Result<Record, StoreError> {
    let period = record.remove("create_as_recurrent");
    let period = period.as_ref().and_then(Value::as_str).unwrap_or_default().to_owned();
    let parcels = number(&record, "number_of_parcels").filter(|parcels| *parcels > 0);
    let first_day = record
        .get("due_date")
        .and_then(Value::as_str)
        .and_then(|day| day.parse::<NaiveDate>().ok());
    let (Some(step), Some(first_day)) = (step(&period), first_day) else {
        numbered(side, connection, scope, &mut record).await?;
        return Ok(record);
    };
    let mut set = |name: &str, value: Value| record.insert(name.to_owned(), value);
    set("recurrence_period", period.into());
    set("recurrent", parcels.is_none().into());
    set("parcelled", parcels.is_some().into());
    set("current_parcel", parcels.map(|_| 1).into());
    let id = numbered(side, connection, scope, &mut record).await?;
    // A recurrence is called after its first instance.
    record.insert("recurrence_id".to_owned(), id.into());
    store::update(connection, side.resource, id, &record).await?;
    for place in 1..parcels.map_or(2, |parcels| parcels.min(PARCELS)) {
        let Some(day) = following(first_day, step, place) else {
            break;
        };
        let mut next = record.clone();
        next.remove("id");
        next.insert("due_date".to_owned(), day.to_string().into());
        next.insert("competency_month".to_owned(), day.format("%Y-%m").to_string().into());
        next.insert("current_parcel".to_owned(), parcels.map(|_| place + 1).into());
        next.insert("status".to_owned(), 1.into());
        next.insert("occurred_at".to_owned(), Value::Null);
        next.insert("total_amount".to_owned(), Value::Null);
        numbered(side, connection, scope, &mut next).await?;
    }
    Ok(record)
}

async fn numbered(
    side: &Side,
    connection: &mut SqliteConnection,
    scope: Scope,
    record: &mut Record,
) -> Result<i64, StoreError> {
    let id = store::next_financial_account(connection).await?;
    record.insert("id".to_owned(), id.into());
    store::insert(connection, side.resource, scope, record).await
}

fn following(first: NaiveDate, step: Step, place: i64) -> Option<NaiveDate> {
    match step {
        Step::Days(days) => first.checked_add_days(Days::new(days * place.unsigned_abs())),
        Step::Months(months) => first.checked_add_months(Months::new(months * u32::try_from(place).ok()?)),
    }
}

/// Deletes every instance.
pub(super) async fn delete(side: &'static Side, call: Call) -> Handled {
    let mut connection = call.connection().await?;
    let record = found(side, &call, &mut connection, Missing::Translation).await?;
    let scope = super::scope(side.resource, &call, &mut connection).await?;
    let ids: Vec<i64> = match number(&record, "recurrence_id") {
        Some(recurrence) => {
            let all = store::recurrence(&mut connection, side.resource, call.account, recurrence).await?;
            all.iter().filter_map(|one| number(one, "id")).collect()
        }
        None => vec![call.path_id("id")],
    };
    destroy_selected(side.resource, &call, &mut connection, (scope, &ids)).await?;
    Ok(blank(&call, StatusCode::OK))
}
