//! A record: by column, and as it is stored, its text, looked at without being taken apart.

use std::fmt;

use serde::Deserializer as _;
use serde::de::{MapAccess, Visitor};
use serde_json::value::RawValue;
use serde_json::{Map, Value};

use rust_decimal::Decimal;

use crate::providers::financeiro::wire::decimal;
use crate::store::{StoreError, decode};

/// A record's columns by name, as they are stored: decimals and dates as the API writes them.
pub(crate) type Record = Map<String, Value>;

/// Sets a column.
pub(crate) fn set(record: &mut Record, name: &str, value: impl Into<Value>) {
    record.insert(name.to_owned(), value.into());
}

/// Whether a column holds anything.
pub(crate) fn has(record: &Record, name: &str) -> bool {
    record.get(name).is_some_and(|value| !value.is_null())
}

/// A record's id; 0 of one that has none yet.
pub(crate) fn id_of(record: &Record) -> i64 {
    number_of(record, "id").unwrap_or_default()
}

/// A column's number.
pub(crate) fn number_of(record: &Record, name: &str) -> Option<i64> {
    record.get(name)?.as_i64()
}

/// A column's text.
pub(crate) fn text_of<'a>(record: &'a Record, name: &str) -> Option<&'a str> {
    record.get(name)?.as_str()
}

/// A column's decimal.
pub(crate) fn decimal_of(record: &Record, name: &str) -> Option<Decimal> {
    decimal(text_of(record, name)?)
}

/// A column's list of ids; empty where it holds none.
pub(crate) fn ids_of(record: &Record, name: &str) -> Vec<i64> {
    let list = record.get(name).and_then(Value::as_array);
    list.into_iter().flatten().filter_map(Value::as_i64).collect()
}

/// A record's number and its text.
#[derive(Debug, Clone)]
pub(crate) struct StoredRecord {
    id: i64,
    document: String,
}

impl StoredRecord {
    /// A row of a table.
    pub(super) fn new(id: i64, document: String) -> Self {
        Self { id, document }
    }

    /// The record, to be changed or completed.
    pub(crate) fn record(&self) -> Result<Record, StoreError> {
        let mut record: Record = decode(&self.document)?;
        record.insert("id".to_owned(), self.id.into());
        Ok(record)
    }

    /// The record's members.
    pub(super) fn members(&self) -> Result<Members<'_>, StoreError> {
        let mut deserializer = serde_json::Deserializer::from_str(&self.document);
        let list = deserializer
            .deserialize_map(MembersVisitor)
            .map_err(StoreError::value)?;
        Ok(Members { id: self.id, list })
    }
}

/// A record's members in their order, each as JSON.
#[derive(Debug)]
pub(crate) struct Members<'a> {
    pub(crate) id: i64,
    list: Vec<(&'a str, &'a str)>,
}

impl<'a> Members<'a> {
    /// A member's JSON. Members are asked for in the order in which they are stored, mostly: `near` says where the last
    /// one was found.
    pub(super) fn get(&self, name: &str, near: &mut usize) -> Option<&'a str> {
        let (before, after) = self.list.split_at((*near).min(self.list.len()));
        let places = (before.len()..).zip(after).chain((0..).zip(before));
        let mut found = places.filter(|(_, (other, _))| *other == name);
        let (place, (_, json)) = found.next()?;
        *near = place + 1;
        Some(json)
    }

    /// A member's number.
    pub(crate) fn number(&self, name: &str) -> Option<i64> {
        self.get(name, &mut 0)?.parse().ok()
    }

    /// A member's list of numbers.
    pub(crate) fn ids(&self, name: &str) -> Vec<i64> {
        let json = self.get(name, &mut 0).unwrap_or("[]");
        serde_json::from_str(json).unwrap_or_default()
    }

    /// Whether a member holds anything: no null, and no empty list.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.get(name, &mut 0)
            .is_some_and(|json| !matches!(json, "null" | "[]"))
    }
}

/// Takes the names and the texts of an object's members; the texts are not looked into.
struct MembersVisitor;

impl<'a> Visitor<'a> for MembersVisitor {
    type Value = Vec<(&'a str, &'a str)>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a record")
    }

    fn visit_map<A: MapAccess<'a>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut list = Vec::with_capacity(48);
        while let Some((name, json)) = map.next_entry::<&str, &RawValue>()? {
            list.push((name, json.get()));
        }
        Ok(list)
    }
}
