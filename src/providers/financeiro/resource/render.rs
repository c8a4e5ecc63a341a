//! From a record to what is written of it.

use std::borrow::Cow;

use serde_json::Value;

use super::description::{Rendering, Resource};
use super::field::{Field, Type, Visibility};
use super::record::{Members, Record};
use crate::providers::financeiro::account::Profile;
use crate::store::{StoreError, decode};
use crate::web::rails::{Kind, Node};

/// A record as one of a list, or alone.
pub(crate) fn node(resource: &Resource, record: &Record, profile: Profile, is_listed: bool) -> Node<'static> {
    let fields = resource.fields.iter().filter(|field| {
        is_shown(field, profile, is_listed, || {
            record.get(field.name).is_some_and(|value| !value.is_null())
        })
    });
    let members = fields.map(|field| {
        let value = record.get(field.name).unwrap_or(&Value::Null);
        (Cow::Borrowed(field.name), field_node(resource.rendering, field, value))
    });
    Node::Hash(members.collect())
}

/// The same of a record as it is stored, with what is computed of it.
pub(super) fn stored_node<'a>(
    resource: &Resource,
    members: &Members<'a>,
    mut computed: Vec<(&'static str, Node<'a>)>,
    (profile, is_listed): (Profile, bool),
) -> Result<Node<'a>, StoreError> {
    let mut near = 0;
    let mut shown = Vec::with_capacity(resource.fields.len());
    for field in resource.fields {
        let stored = members.get(field.name, &mut near);
        let stored = stored.filter(|json| *json != "null");
        if !is_shown(field, profile, is_listed, || stored.is_some()) {
            continue;
        }
        let node = match computed.iter().position(|(name, _)| *name == field.name) {
            Some(place) => computed.swap_remove(place).1,
            None if field.name == "id" => Node::integer(members.id),
            None => match (field.kind, stored) {
                (Type::Column(kind), Some(json)) => Node::Stored(kind, json),
                (Type::Ids | Type::Nested, Some(json)) => built(&decode::<Value>(json)?),
                (Type::Ids, None) => Node::List(Vec::new()),
                (kind, None) => nothing(resource.rendering, kind),
            },
        };
        shown.push((Cow::Borrowed(field.name), node));
    }
    Ok(Node::Hash(shown))
}

fn is_shown(field: &Field, profile: Profile, is_listed: bool, has: impl Fn() -> bool) -> bool {
    let is_wire = profile == Profile::Wire;
    match field.visibility {
        Visibility::Always => true,
        Visibility::InLists => is_listed,
        Visibility::InWire => is_wire || (field.is_written && has()),
        Visibility::InWireLists => is_wire && is_listed,
        Visibility::InDocs => !is_wire,
        Visibility::Never => false,
    }
}

/// Nothing: of a model it keeps its column's type.
fn nothing(rendering: Rendering, kind: Type) -> Node<'static> {
    match (rendering, kind) {
        (Rendering::Model, Type::Column(kind)) => Node::Null(kind),
        _ => Node::Null(Kind::Text),
    }
}

fn field_node(rendering: Rendering, field: &Field, value: &Value) -> Node<'static> {
    match (field.kind, value) {
        (Type::Ids, Value::Null) => Node::List(Vec::new()),
        (kind, Value::Null) => nothing(rendering, kind),
        (Type::Column(kind), Value::String(text)) => Node::Value(kind, text.clone().into()),
        (Type::Column(kind), Value::Number(number)) => Node::Value(kind, number.to_string().into()),
        (Type::Column(kind), Value::Bool(truth)) => Node::Value(kind, truth.to_string().into()),
        (_, value) => built(value),
    }
}

/// A value that was built in code.
fn built(value: &Value) -> Node<'static> {
    match value {
        Value::Null => Node::Null(Kind::Text),
        Value::Bool(truth) => Node::boolean(*truth),
        Value::Number(number) => Node::Value(Kind::Integer, number.to_string().into()),
        Value::String(text) => Node::text(text.clone()),
        Value::Array(list) => Node::List(list.iter().map(built).collect()),
        Value::Object(members) => hash(members),
    }
}

/// A member of what was built in code. Rails knows days, instants and decimals by their class; here their name tells.
fn member(name: &str, value: &Value) -> Node<'static> {
    let Value::String(text) = value else {
        return built(value);
    };
    let kind = match (name, text.len()) {
        (_, 10) if name.ends_with("_date") || name.ends_with("_at") => Kind::Date,
        (_, 25) if name.ends_with("_at") => Kind::DateTime,
        ("amount" | "balance", _) => Kind::Decimal,
        _ if name.ends_with("_amount") => Kind::Decimal,
        _ => Kind::Text,
    };
    Node::Value(kind, text.clone().into())
}

/// Named members, as they are.
pub(crate) fn hash(members: &Record) -> Node<'static> {
    Node::Hash(
        members
            .iter()
            .map(|(name, value)| (Cow::Owned(name.clone()), member(name, value)))
            .collect(),
    )
}

/// One of a template's links.
pub(crate) fn link(relation: &str, address: String, method: &str) -> Value {
    serde_json::json!({"rel": relation, "href": address, "method": method})
}

/// Several links, each a relation, an address and a method.
pub(crate) fn links(links: Vec<(&'static str, String, &'static str)>) -> Node<'static> {
    let link = |(relation, address, method)| {
        Node::Hash(vec![
            (Cow::Borrowed("rel"), Node::text(relation)),
            (Cow::Borrowed("href"), Node::text(address)),
            (Cow::Borrowed("method"), Node::text(method)),
        ])
    };
    Node::List(links.into_iter().map(link).collect())
}

/// Empty lists for those of the names whose members hold nothing.
pub(crate) fn empty_lists<'a>(
    members: &Members<'a>,
    names: &'static [&'static str],
) -> impl Iterator<Item = (&'static str, Node<'a>)> {
    let empty = names.iter().filter(|name| !members.has(name));
    empty.map(|name| (*name, Node::List(Vec::new())))
}
