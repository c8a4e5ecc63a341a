//! A record that is being written: what was there, what is sent, what is wrong with it.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde_json::Value;

use super::cast::cast;
use super::field::Field;
use super::record::Record;
use crate::providers::financeiro::errors::{BLANK, Error, Invalid};
use crate::providers::financeiro::request::Request;
use crate::providers::financeiro::wire::{date_of, decimal, local_text};
use crate::web::rails::Members;

/// A record that is being written.
#[derive(Debug)]
pub(crate) struct Changeset<'a> {
    pub(crate) request: &'a Request,
    /// The record as it is to be.
    pub(crate) record: Record,
    /// The record as it was; `None` for a new one.
    pub(crate) before: Option<Record>,
    /// The attributes as they were sent.
    pub(crate) attributes: Members,
    /// What is wrong.
    pub(crate) invalid: Invalid,
}

impl<'a> Changeset<'a> {
    /// A record with the attributes that were sent; unknown and read-only ones are ignored.
    pub(crate) fn new(fields: &[Field], request: &'a Request, before: Option<Record>, attributes: Members) -> Self {
        let mut changes = Self {
            request,
            record: before.clone().unwrap_or_default(),
            before,
            attributes,
            invalid: Invalid::default(),
        };
        for field in fields.iter().filter(|field| field.is_written) {
            let Some(value) = changes.attributes.get(field.name) else {
                continue;
            };
            match cast(field.kind, value) {
                Ok(value) => {
                    changes.record.insert(field.name.to_owned(), value);
                }
                Err(message) => changes.invalid.add(field.name, message),
            }
        }
        changes.set_timestamps();
        changes
    }

    fn set_timestamps(&mut self) {
        let now = local_text(self.request.now());
        if self.before.is_none() {
            self.set("created_at", now.clone());
        }
        self.set(UPDATED_AT, now);
    }

    /// Whether the record is a new one.
    pub(crate) fn is_new(&self) -> bool {
        self.before.is_none()
    }

    /// Gives a field of a new record its value where none was sent.
    pub(crate) fn set_default(&mut self, name: &str, value: impl Into<Value>) {
        if self.value(name).is_null()
            && (self.is_new() || self.before.as_ref().is_some_and(|before| !before.contains_key(name)))
        {
            self.record.insert(name.to_owned(), value.into());
        }
    }

    /// Sets a field.
    pub(crate) fn set(&mut self, name: &str, value: impl Into<Value>) {
        self.record.insert(name.to_owned(), value.into());
    }

    /// A field's value.
    pub(crate) fn value(&self, name: &str) -> &Value {
        self.record.get(name).unwrap_or(&Value::Null)
    }

    /// A field's text; empty for none.
    pub(crate) fn text(&self, name: &str) -> &str {
        self.value(name).as_str().unwrap_or_default()
    }

    /// A field's number.
    pub(crate) fn integer(&self, name: &str) -> Option<i64> {
        self.value(name).as_i64()
    }

    /// A field's decimal.
    pub(crate) fn decimal(&self, name: &str) -> Option<Decimal> {
        decimal(self.value(name).as_str()?)
    }

    /// A field's day.
    pub(crate) fn day(&self, name: &str) -> Option<NaiveDate> {
        date_of(self.value(name).as_str()?)
    }

    /// Whether a field holds nothing, or nothing but blanks.
    pub(crate) fn is_blank(&self, name: &str) -> bool {
        match self.value(name) {
            Value::Null => true,
            Value::String(text) => text.trim().is_empty(),
            _ => false,
        }
    }

    /// The fields that must hold something.
    pub(crate) fn require(&mut self, names: &[&'static str]) {
        for name in names {
            if self.is_blank(name) {
                self.invalid.add(name, BLANK);
            }
        }
    }

    /// Hands the record over, unless something is wrong with it.
    pub(crate) fn validated(mut self) -> Result<Record, Error> {
        if !self.invalid.is_empty() {
            return Err(Error::RecordInvalid { invalid: self.invalid });
        }
        // Rails writes the time of a change only where something changes.
        if let Some(before) = &self.before
            && is_same(before, &self.record)
            && let Some(updated_at) = before.get(UPDATED_AT)
        {
            let updated_at = updated_at.clone();
            self.record.insert(UPDATED_AT.to_owned(), updated_at);
        }
        Ok(self.record)
    }
}

/// The column that says when a record was last changed.
const UPDATED_AT: &str = "updated_at";

/// Whether two records differ in nothing but the time of the last change. What is null or an empty list need not be
/// there.
fn is_same(before: &Record, after: &Record) -> bool {
    let value = |record: &'_ Record, name: &str| match record.get(name) {
        Some(Value::Array(list)) if list.is_empty() => Value::Null,
        value => value.cloned().unwrap_or_default(),
    };
    let mut names = before.keys().chain(after.keys());
    names.all(|name| name == UPDATED_AT || value(before, name) == value(after, name))
}
