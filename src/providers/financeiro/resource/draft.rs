//! A record that is being written: what was there, what is sent, what is wrong with it.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde_json::{Number, Value};

use super::{Owner, Record, Resource, Scope, Type};
use crate::providers::financeiro::call::Call;
use crate::providers::financeiro::errors::{BLANK, Error, Invalid};
use crate::providers::financeiro::wire::{date_of, decimal, decimal_text, local_text};
use crate::web::rails::{Kind, Members, Parameter};

/// A record that is being written.
#[derive(Debug)]
pub(in crate::providers::financeiro) struct Draft<'a> {
    pub(in crate::providers::financeiro) call: &'a Call,
    /// What is being written.
    pub(in crate::providers::financeiro) record: Record,
    /// What was there; `None` for a new one.
    pub(in crate::providers::financeiro) before: Option<Record>,
    /// The attributes as they were sent.
    pub(in crate::providers::financeiro) sent: Members,
    /// What is wrong.
    pub(in crate::providers::financeiro) invalid: Invalid,
}

impl<'a> Draft<'a> {
    /// A record with the attributes that were sent; unknown and read-only ones are ignored.
    pub(in crate::providers::financeiro) fn new(
        resource: &Resource,
        call: &'a Call,
        before: Option<Record>,
        sent: Members,
    ) -> Self {
        let mut draft = Self {
            call,
            record: before.clone().unwrap_or_default(),
            before,
            sent,
            invalid: Invalid::default(),
        };
        for field in resource.fields.iter().filter(|field| field.is_written) {
            let Some(value) = draft.sent.get(field.name) else {
                continue;
            };
            match cast(field.kind, value) {
                Ok(value) => {
                    draft.record.insert(field.name.to_owned(), value);
                }
                Err(message) => draft.invalid.add(field.name, message),
            }
        }
        draft.touch();
        draft
    }

    /// Notes whose a new record is.
    pub(in crate::providers::financeiro) fn own(&mut self, resource: &Resource, scope: Scope) {
        match resource.owner {
            Owner::Account => self.set("account_id", scope.account),
            Owner::Entity => self.set("entity_id", scope.owner),
            Owner::Record(_, parameter) => self.set(parameter, scope.owner),
        }
    }

    fn touch(&mut self) {
        let now = local_text(self.call.now());
        if self.before.is_none() {
            self.record.insert("created_at".to_owned(), now.clone().into());
        }
        self.record.insert(UPDATED_AT.to_owned(), now.into());
    }

    /// Whether the record is a new one.
    pub(in crate::providers::financeiro) fn is_new(&self) -> bool {
        self.before.is_none()
    }

    /// Gives a field of a new record its value where none was sent.
    pub(in crate::providers::financeiro) fn default(&mut self, name: &str, value: impl Into<Value>) {
        if self.value(name).is_null()
            && (self.is_new() || self.before.as_ref().is_some_and(|before| !before.contains_key(name)))
        {
            self.record.insert(name.to_owned(), value.into());
        }
    }

    /// Sets a field.
    pub(in crate::providers::financeiro) fn set(&mut self, name: &str, value: impl Into<Value>) {
        self.record.insert(name.to_owned(), value.into());
    }

    /// A field's value.
    pub(in crate::providers::financeiro) fn value(&self, name: &str) -> &Value {
        self.record.get(name).unwrap_or(&Value::Null)
    }

    /// A field's text; empty for none.
    pub(in crate::providers::financeiro) fn text(&self, name: &str) -> &str {
        self.value(name).as_str().unwrap_or_default()
    }

    /// A field's number.
    pub(in crate::providers::financeiro) fn integer(&self, name: &str) -> Option<i64> {
        self.value(name).as_i64()
    }

    /// A field's decimal.
    pub(in crate::providers::financeiro) fn decimal(&self, name: &str) -> Option<Decimal> {
        decimal(self.value(name).as_str()?)
    }

    /// A field's day.
    pub(in crate::providers::financeiro) fn day(&self, name: &str) -> Option<NaiveDate> {
        date_of(self.value(name).as_str()?)
    }

    /// Whether a field holds nothing, or nothing but blanks.
    pub(in crate::providers::financeiro) fn is_blank(&self, name: &str) -> bool {
        match self.value(name) {
            Value::Null => true,
            Value::String(text) => text.trim().is_empty(),
            _ => false,
        }
    }

    /// The fields that must hold something.
    pub(in crate::providers::financeiro) fn must_have(&mut self, names: &[&'static str]) {
        for name in names {
            if self.is_blank(name) {
                self.invalid.add(name, BLANK);
            }
        }
    }

    /// Hands the record over, unless something is wrong with it.
    pub(in crate::providers::financeiro) fn checked(mut self) -> Result<Record, Error> {
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

/// What a column makes of a parameter, or the message that says why it cannot.
pub(in crate::providers::financeiro) fn cast(kind: Type, value: &Parameter) -> Result<Value, &'static str> {
    let kind = match kind {
        Type::Column(kind) => kind,
        Type::Ids => {
            return Ok(value
                .as_texts()
                .iter()
                .filter_map(|id| id.trim().parse::<i64>().ok())
                .collect());
        }
        // What clients write there are lists, and Rails makes nothing of an empty one.
        Type::Nested if *value == Parameter::Null => return Ok(Value::Array(Vec::new())),
        Type::Nested => return Ok(json(value)),
    };
    let Some(text) = value.as_text() else {
        return match value {
            Parameter::Null => Ok(Value::Null),
            _ => Err("não é válido"),
        };
    };
    if text.trim().is_empty() && kind != Kind::Text {
        return Ok(Value::Null);
    }
    match kind {
        Kind::Text => Ok(text.into()),
        Kind::Integer => {
            let number = decimal(text).and_then(|number| i64::try_from(number.trunc()).ok());
            number.map(Value::from).ok_or("não é um número")
        }
        Kind::Decimal => decimal(text)
            .map(|number| decimal_text(number).into())
            .ok_or("não é um número"),
        Kind::Boolean => Ok(matches!(text.trim(), "true" | "1" | "t" | "T" | "TRUE").into()),
        Kind::Date => date_of(text)
            .map(|day| day.to_string().into())
            .ok_or("não é uma data válida"),
        Kind::DateTime => match chrono::DateTime::parse_from_rfc3339(text.trim()) {
            Ok(at) => Ok(local_text(at.to_utc()).into()),
            Err(_) => date_of(text)
                .map(|day| format!("{day}T00:00:00-03:00").into())
                .ok_or("não é uma data válida"),
        },
    }
}

/// A parameter as it is stored where no column says what it is.
fn json(value: &Parameter) -> Value {
    match value {
        Parameter::Null | Parameter::File(_) => Value::Null,
        Parameter::Boolean(truth) => (*truth).into(),
        Parameter::Number(text) => text
            .parse::<Number>()
            .map_or_else(|_| text.as_str().into(), Value::Number),
        Parameter::Text(text) => text.as_str().into(),
        Parameter::List(list) => list.iter().map(json).collect(),
        Parameter::Hash(members) => {
            let member = |(name, value): (&String, &Parameter)| (name.clone(), member(name, value));
            Value::Object(members.iter().map(member).collect())
        }
    }
}

/// A member of such a parameter. What is written as a number in one format is a text in another: its name tells what
/// column it goes into.
fn member(name: &str, value: &Parameter) -> Value {
    let kind = match name {
        "amount" => Kind::Decimal,
        "id" => Kind::Integer,
        _ if name.ends_with("_amount") => Kind::Decimal,
        _ if name.ends_with("_id") => Kind::Integer,
        _ => return json(value),
    };
    cast(Type::Column(kind), value).unwrap_or_else(|_| json(value))
}
