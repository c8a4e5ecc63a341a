//! Recurrences and parcels.

use chrono::{Days, Months, NaiveDate};
use http::StatusCode;
use serde_json::Value;
use sqlx::SqliteConnection;

use super::kind::Kind;
use super::periods::{Step, step};
use super::store::{next_financial_account, recurrence};
use crate::providers::financeiro::request::{Handled, Request};
use crate::providers::financeiro::resource::{
    Owner, Record, Resource, blank_answer, destroy_records, id_of, load_record, number_of, set, store, text_of,
};
use crate::store::StoreError;

/// The most parcels that are made.
const PARCELS_MAX: i64 = 480;

/// Adds a record, with its parcels or its next instance where it is to recur. Answers with the first.
pub(super) async fn insert(
    resource: &Resource,
    owner: Owner,
    mut record: Record,
    connection: &mut SqliteConnection,
) -> Result<Record, StoreError> {
    let period = record.remove("create_as_recurrent");
    let period = period.as_ref().and_then(Value::as_str).unwrap_or_default().to_owned();
    let parcels = number_of(&record, "number_of_parcels").filter(|parcels| *parcels > 0);
    let first_day = text_of(&record, "due_date").and_then(|day| day.parse::<NaiveDate>().ok());
    let (Some(step), Some(first_day)) = (step(&period), first_day) else {
        insert_one(resource, owner, &mut record, connection).await?;
        return Ok(record);
    };
    set(&mut record, "recurrence_period", period);
    set(&mut record, "recurrent", parcels.is_none());
    set(&mut record, "parcelled", parcels.is_some());
    set(&mut record, "current_parcel", parcels.map(|_| 1));
    let id = insert_one(resource, owner, &mut record, connection).await?;
    // A recurrence is called after its first instance.
    set(&mut record, "recurrence_id", id);
    store::update(connection, resource, id, &record).await?;
    for place in 1..parcels.map_or(2, |parcels| parcels.min(PARCELS_MAX)) {
        let Some(day) = following(first_day, step, place) else {
            break;
        };
        let mut next = record.clone();
        next.remove("id");
        set(&mut next, "due_date", day.to_string());
        set(&mut next, "competency_month", day.format("%Y-%m").to_string());
        set(&mut next, "current_parcel", parcels.map(|_| place + 1));
        set(&mut next, "status", 1);
        set(&mut next, "occurred_at", Value::Null);
        set(&mut next, "total_amount", Value::Null);
        insert_one(resource, owner, &mut next, connection).await?;
    }
    Ok(record)
}

async fn insert_one(
    resource: &Resource,
    owner: Owner,
    record: &mut Record,
    connection: &mut SqliteConnection,
) -> Result<i64, StoreError> {
    let id = next_financial_account(connection).await?;
    set(record, "id", id);
    store::insert(connection, resource, owner, record).await
}

fn following(first: NaiveDate, step: Step, place: i64) -> Option<NaiveDate> {
    match step {
        Step::Days(days) => first.checked_add_days(Days::new(days * place.unsigned_abs())),
        Step::Months(months) => first.checked_add_months(Months::new(months * u32::try_from(place).ok()?)),
    }
}

/// Deletes every instance.
pub(super) async fn delete(kind: &'static Kind, request: Request) -> Handled {
    let mut connection = request.connection().await?;
    let (owner, record) = load_record(kind.resource, &request, &mut connection).await?;
    let ids: Vec<i64> = match number_of(&record, "recurrence_id") {
        Some(id) => {
            let all = recurrence(&mut connection, kind.resource, request.account, id).await?;
            all.iter().map(id_of).collect()
        }
        None => vec![id_of(&record)],
    };
    destroy_records(kind.resource, &request, &mut connection, (owner, &ids)).await?;
    Ok(blank_answer(&request, StatusCode::OK))
}
