//! The OpenAPI schema of a resource, from its description.

use schemars::{Schema, SchemaGenerator, json_schema};
use serde_json::{Map, Value, json};

use super::description::{Rendering, Resource};
use super::field::{Field, Type, Visibility};
use crate::web::rails::Kind;

/// The schema of one, under its root.
pub(super) fn schema(resource: &'static Resource, generator: &mut SchemaGenerator) -> Schema {
    // Some models are shown by a template in one place and by themselves in another.
    let name = match resource.rendering {
        Rendering::Model => resource.model.to_owned(),
        Rendering::Template => format!("{}View", resource.model),
    };
    let reference = format!("#/components/schemas/{name}");
    let schema = node_answer(resource, resource.fields.iter());
    generator.definitions_mut().insert(name, schema.to_value());
    json_schema!({"$ref": reference})
}

/// The schema of a list.
pub(super) fn list_schema(resource: &'static Resource, generator: &mut SchemaGenerator) -> Schema {
    let item = schema(resource, generator);
    json_schema!({"type": "array", "items": item})
}

/// The schema of what a write sends.
pub(super) fn body_schema(resource: &'static Resource, _: &mut SchemaGenerator) -> Schema {
    let fields = resource.fields.iter().filter(|field| field.is_written);
    let properties: Map<String, Value> = fields.map(property).collect();
    json_schema!({
        "type": "object",
        "properties": {resource.singular: {"type": "object", "properties": properties}},
        "required": [resource.singular],
    })
}

fn node_answer(resource: &Resource, fields: impl Iterator<Item = &'static Field>) -> Schema {
    let properties: Map<String, Value> = fields
        .filter(|field| field.visibility != Visibility::Never)
        .map(property)
        .collect();
    json_schema!({
        "type": "object",
        "properties": {resource.singular: {"type": "object", "properties": properties}},
        "required": [resource.singular],
    })
}

fn property(field: &Field) -> (String, Value) {
    let schema = match field.kind {
        Type::Column(Kind::Text) => json!({"type": ["string", "null"]}),
        Type::Column(Kind::Integer) => json!({"type": ["integer", "null"]}),
        Type::Column(Kind::Decimal) => {
            json!({"type": ["string", "null"], "description": "A decimal, at least one place: 150.99"})
        }
        Type::Column(Kind::Boolean) => json!({"type": ["boolean", "null"]}),
        Type::Column(Kind::Date) => json!({"type": ["string", "null"], "format": "date"}),
        Type::Column(Kind::DateTime) => json!({"type": ["string", "null"], "format": "date-time"}),
        Type::Ids => json!({"type": "array", "items": {"type": "integer"}}),
        Type::Nested => json!({}),
    };
    (field.name.to_owned(), schema)
}
