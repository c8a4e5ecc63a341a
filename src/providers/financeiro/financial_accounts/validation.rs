//! What holds of a payable or receivable account.

use super::periods::step;
use crate::providers::financeiro::errors::BLANK;
use crate::providers::financeiro::resource::{Changeset, Record, has, set, text_of};

/// Defaults and checks of a write.
pub(super) fn validate(changes: &mut Changeset<'_>) {
    if changes.is_blank("due_date") {
        changes.invalid.forget("due_date");
        if changes.is_blank("competency_month") {
            changes.invalid.add("competency_month", BLANK);
        }
        changes.invalid.add("due_date", "não é uma data válida");
    }
    changes.require(&["amount"]);
    let period = changes.text("create_as_recurrent").to_owned();
    if changes.is_new() && !period.is_empty() && step(&period).is_none() {
        changes.invalid.add("create_as_recurrent", "não está incluso na lista");
    }
    set_defaults(&mut changes.record);
}

/// What follows from the columns that are there, and what the others begin with.
pub(crate) fn set_defaults(record: &mut Record) {
    if !has(record, "competency_month") {
        let month = text_of(record, "due_date").and_then(|day| day.get(..7));
        set(record, "competency_month", month.map(str::to_owned));
    }
    for name in ["remind", "recurrent", "parcelled"] {
        if !has(record, name) {
            set(record, name, false);
        }
    }
    if !has(record, "nominal_amount") {
        let amount = record.get("amount").cloned().unwrap_or_default();
        set(record, "nominal_amount", amount);
    }
    if !record.get("status").is_some_and(|status| status == 3) {
        let is_settled = has(record, "occurred_at") && has(record, "total_amount");
        set(record, "status", if is_settled { 2 } else { 1 });
    }
}
