//! From a record to what is written of it.

use std::borrow::Cow;

use serde_json::Value;

use super::{Family, Field, Record, Resource, Shown, Type};
use crate::http::rails::{Kind, Node};
use crate::providers::financeiro::account::Profile;

/// A record as one of a list, or alone.
pub(in crate::providers::financeiro) fn node(
    resource: &Resource,
    record: &Record,
    profile: Profile,
    is_listed: bool,
) -> Node {
    let shown = |field: &&Field| {
        let is_wire = profile == Profile::Wire;
        match field.shown {
            Shown::Always => true,
            Shown::InLists => is_listed,
            Shown::OnWire => is_wire || (field.is_written && has_value(record, field.name)),
            Shown::InWireLists => is_wire && is_listed,
            Shown::InDocs => !is_wire,
            Shown::Never => false,
        }
    };
    let fields = resource.fields.iter().filter(shown);
    Node::Hash(
        fields
            .map(|field| {
                let value = record.get(field.name).unwrap_or(&Value::Null);
                (
                    Cow::Borrowed(field.name),
                    field_node(resource.family, field, value),
                )
            })
            .collect(),
    )
}

fn has_value(record: &Record, name: &str) -> bool {
    record.get(name).is_some_and(|value| !value.is_null())
}

fn field_node(family: Family, field: &Field, value: &Value) -> Node {
    match (field.kind, value) {
        (Type::Column(kind), Value::Null) => Node::Null(if family == Family::Model {
            kind
        } else {
            Kind::Text
        }),
        (Type::Column(kind), Value::String(text)) => Node::Value(kind, text.clone()),
        (Type::Column(kind), Value::Number(number)) => Node::Value(kind, number.to_string()),
        (Type::Column(kind), Value::Bool(truth)) => Node::Value(kind, truth.to_string()),
        (Type::Ids, Value::Null) => Node::List(Vec::new()),
        (_, value) => built(value),
    }
}

/// A value that was built in code.
fn built(value: &Value) -> Node {
    match value {
        Value::Null => Node::Null(Kind::Text),
        Value::Bool(truth) => Node::boolean(*truth),
        Value::Number(number) => Node::Value(Kind::Integer, number.to_string()),
        Value::String(text) => Node::text(text),
        Value::Array(list) => Node::List(list.iter().map(built).collect()),
        Value::Object(members) => hash(members),
    }
}

/// Named members, as they are.
pub(in crate::providers::financeiro) fn hash(members: &Record) -> Node {
    Node::Hash(
        members
            .iter()
            .map(|(name, value)| (Cow::Owned(name.clone()), built(value)))
            .collect(),
    )
}

/// One of a template's links.
pub(in crate::providers::financeiro) fn link(
    relation: &str,
    address: String,
    method: &str,
) -> Value {
    serde_json::json!({"rel": relation, "href": address, "method": method})
}
