//! Which members a fixture may have: those of the types that it is read as. A reader ignores what it does not know, as
//! the provider does; in a file that somebody writes by hand it is a slip.

use schemars::{JsonSchema, SchemaGenerator};
use serde_json::{Map, Value};

/// The schema of a type that a document is read as.
#[derive(Debug)]
pub(super) struct Shape {
    schema: Value,
    definitions: Map<String, Value>,
}

/// A member that no shape has.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Stranger {
    /// Where it stands in the document: `.payment.instalments`.
    pub(super) place: String,
    /// The nearest member that a shape has there.
    pub(super) nearest: String,
}

/// A schema, and the shape that its references are looked up in.
#[derive(Debug, Clone, Copy)]
struct Part<'a> {
    schema: &'a Value,
    shape: &'a Shape,
}

impl Shape {
    /// The shape of `T`.
    pub(super) fn of<T: JsonSchema>() -> Self {
        let schema = SchemaGenerator::default().into_root_schema_for::<T>();
        let mut schema = Value::from(schema);
        let definitions = schema.as_object_mut().and_then(|s| s.remove("$defs"));
        let definitions = match definitions {
            Some(Value::Object(definitions)) => definitions,
            _ => Map::new(),
        };
        Self { schema, definitions }
    }

    fn root(&self) -> Part<'_> {
        Part {
            schema: &self.schema,
            shape: self,
        }
    }
}

/// The members of `value` that none of `shapes` has.
pub(super) fn strangers(value: &Value, shapes: &[Shape]) -> Vec<Stranger> {
    let parts = shapes.iter().map(Shape::root).collect();
    let mut found = Vec::new();
    collect(value, parts, "", &mut found);
    found
}

fn collect(value: &Value, parts: Vec<Part<'_>>, place: &str, found: &mut Vec<Stranger>) {
    let parts: Vec<Part> = parts.into_iter().flat_map(Part::alternatives).collect();
    match value {
        Value::Array(list) => {
            let items = parts.iter().filter_map(|part| part.member("items"));
            let items: Vec<Part> = items.collect();
            for (at, item) in list.iter().enumerate() {
                collect(item, items.clone(), &format!("{place}[{at}]"), found);
            }
        }
        Value::Object(members) if !parts.iter().any(Part::takes_anything) => {
            for (name, value) in members {
                let place = format!("{place}.{name}");
                let known: Vec<Part> = parts.iter().filter_map(|p| p.property(name)).collect();
                match known.is_empty() {
                    true => found.push(Stranger {
                        nearest: nearest(name, &parts),
                        place,
                    }),
                    false => collect(value, known, &place, found),
                }
            }
        }
        _ => {}
    }
}

/// The nearest to `name` of what the parts have.
fn nearest(name: &str, parts: &[Part<'_>]) -> String {
    let known = parts.iter().filter_map(|part| part.properties());
    let known = known.flat_map(Map::keys);
    let likeness = |other: &str| strsim::jaro_winkler(name, other);
    let nearest = known.max_by(|one, other| likeness(one).total_cmp(&likeness(other)));
    nearest.cloned().unwrap_or_default()
}

impl<'a> Part<'a> {
    /// What this part may be: itself, or what it refers to or combines.
    fn alternatives(self) -> Vec<Self> {
        let reference = self.schema.get("$ref").and_then(Value::as_str);
        if let Some(name) = reference.and_then(|text| text.strip_prefix("#/$defs/")) {
            let schema = self.shape.definitions.get(name);
            let part = schema.map(|schema| Self { schema, ..self });
            return part.map(Self::alternatives).unwrap_or_default();
        }
        let combined = ["anyOf", "oneOf", "allOf"]
            .iter()
            .filter_map(|word| self.schema.get(word)?.as_array());
        let combined: Vec<Self> = combined
            .flatten()
            .flat_map(|schema| Self { schema, ..self }.alternatives())
            .collect();
        match combined.is_empty() {
            true => vec![self],
            false => combined,
        }
    }

    /// Whether the members of an object are anybody's here.
    fn takes_anything(&self) -> bool {
        let may_be_object = match self.schema.get("type") {
            None => self.schema.get("enum").is_none() && self.schema.get("const").is_none(),
            Some(Value::Array(types)) => types.iter().any(|name| name == "object"),
            Some(name) => name == "object",
        };
        let has_others = self.schema.get("additionalProperties") == Some(&Value::Bool(true));
        may_be_object && (has_others || self.properties().is_none())
    }

    fn properties(&self) -> Option<&'a Map<String, Value>> {
        self.schema.get("properties")?.as_object()
    }

    fn property(&self, name: &str) -> Option<Self> {
        let schema = self.properties()?.get(name)?;
        Some(Self { schema, ..*self })
    }

    fn member(&self, word: &str) -> Option<Self> {
        let schema = self.schema.get(word)?;
        Some(Self { schema, ..*self })
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde_json::json;

    use super::*;

    #[derive(JsonSchema)]
    #[expect(dead_code, reason = "only their schemas are looked at")]
    struct Head {
        id: u32,
        parts: Option<Vec<Mark>>,
    }

    #[derive(JsonSchema)]
    #[expect(dead_code, reason = "only their schemas are looked at")]
    struct Mark {
        active: bool,
    }

    #[derive(JsonSchema)]
    #[expect(dead_code, reason = "only their schemas are looked at")]
    struct Body {
        name: Option<String>,
        parts: Option<Vec<Piece>>,
        free: BTreeMap<String, u32>,
        anything: Value,
    }

    #[derive(JsonSchema)]
    #[expect(dead_code, reason = "only their schemas are looked at")]
    struct Piece {
        value: u32,
    }

    #[test]
    fn a_member_that_none_of_the_types_has_is_a_stranger() {
        let shapes = [Shape::of::<Head>(), Shape::of::<Body>()];
        let good = json!({
            "id": 1, "name": null, "parts": [{"value": 1, "active": true}],
            "free": {"x": 1}, "anything": {"y": {"z": 2}},
        });
        assert_eq!(strangers(&good, &shapes), []);
        let wrong = json!({"idd": 1, "parts": [{"value": 1}, {"valeu": 1}], "free": 7});
        let found: Vec<_> = strangers(&wrong, &shapes)
            .into_iter()
            .map(|stranger| (stranger.place, stranger.nearest))
            .collect();
        let expected = [(".idd", "id"), (".parts[1].valeu", "value")];
        assert_eq!(found, expected.map(|(a, b)| (a.to_owned(), b.to_owned())));
    }
}
