//! From a record to its row, and back.

use serde_json::{Map, Value};
use sqlx::Row as _;
use sqlx::sqlite::SqliteRow;

use crate::providers::financeiro::resource::description::Resource;
use crate::providers::financeiro::resource::field::Type;
use crate::providers::financeiro::resource::record::{Record, StoredRecord};
use crate::providers::financeiro::wire::folded;
use crate::store::{StoreError, encode};
use crate::web::rails::Kind;

pub(crate) fn stored(row: SqliteRow) -> Result<StoredRecord, StoreError> {
    let (id, document) = (row.try_get("id")?, row.try_get("document")?);
    Ok(StoredRecord::new(id, document))
}

pub(crate) fn record(row: SqliteRow) -> Result<Record, StoreError> {
    stored(row)?.record()
}

/// A record as it is stored: in the order in which it is shown, so that showing it is one pass over the text.
pub(crate) fn text(resource: &Resource, record: &Record) -> Result<String, StoreError> {
    let shown = resource.fields.iter().filter_map(|field| {
        let value = record.get(field.name)?;
        Some((field.name, value))
    });
    let others = record
        .iter()
        .filter(|(name, _)| resource.field(name).is_none())
        .map(|(name, value)| (name.as_str(), value));
    let members: Vec<(&str, &Value)> = shown.chain(others).collect();
    encode(&Members(members))
}

/// Named members in an order of their own.
struct Members<'a>(Vec<(&'a str, &'a Value)>);

impl serde::Serialize for Members<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().copied())
    }
}

/// A record's texts folded, as far as that changes them.
pub(crate) fn folds(resource: &Resource, record: &Record) -> Result<String, StoreError> {
    let texts = resource
        .fields
        .iter()
        .filter(|field| field.kind == Type::Column(Kind::Text));
    let changed = texts.filter_map(|field| {
        let text = record.get(field.name)?.as_str()?;
        let folded = folded(text);
        (folded != text).then(|| (field.name.to_owned(), Value::from(folded)))
    });
    encode(&changed.collect::<Map<String, Value>>())
}

pub(crate) fn sorted(resource: &Resource, record: &Record) -> String {
    record
        .get(resource.sorted_by)
        .and_then(Value::as_str)
        .map(folded)
        .unwrap_or_default()
}
