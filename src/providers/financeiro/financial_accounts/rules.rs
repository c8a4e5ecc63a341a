//! What holds of a payable or receivable account.

use serde_json::Value;

use super::{Record, recurrence};
use crate::providers::financeiro::errors::{BLANK, Error};
use crate::providers::financeiro::resource::Draft;

/// Defaults and checks of a write.
pub(super) fn check(draft: &mut Draft<'_>) -> Result<(), Error> {
    if draft.is_blank("due_date") {
        draft.invalid.forget("due_date");
        if draft.is_blank("competency_month") {
            draft.invalid.add("competency_month", BLANK);
        }
        draft.invalid.add("due_date", "não é uma data válida");
    }
    draft.must_have(&["amount"]);
    let period = draft.text("create_as_recurrent").to_owned();
    if draft.is_new() && !period.is_empty() && recurrence::step(&period).is_none() {
        draft.invalid.add("create_as_recurrent", "não está incluso na lista");
    }
    begin(&mut draft.record);
    Ok(())
}

/// What follows from the columns that are there, and what the others begin with.
pub(in crate::providers::financeiro) fn begin(record: &mut Record) {
    let has = |record: &Record, name: &str| record.get(name).is_some_and(|value| !value.is_null());
    if !has(record, "competency_month") {
        let month = record
            .get("due_date")
            .and_then(Value::as_str)
            .and_then(|day| day.get(..7))
            .map(str::to_owned);
        record.insert("competency_month".to_owned(), month.into());
    }
    for name in ["remind", "recurrent", "parcelled"] {
        if !has(record, name) {
            record.insert(name.to_owned(), false.into());
        }
    }
    if !has(record, "nominal_amount") {
        let amount = record.get("amount").cloned().unwrap_or_default();
        record.insert("nominal_amount".to_owned(), amount);
    }
    if !record.get("status").is_some_and(|status| status == 3) {
        let is_settled = has(record, "occurred_at") && has(record, "total_amount");
        record.insert("status".to_owned(), if is_settled { 2 } else { 1 }.into());
    }
}
