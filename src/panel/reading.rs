//! From what was sent to a value of a type; what cannot be read is refused by name, with the nearest name that could.

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::Problem;
use crate::web::extract::Parameters;

/// The query's parameter that every operation takes.
pub const WORLD: &str = "world";

/// Reads a body.
pub(crate) fn read<T: DeserializeOwned>(body: Value) -> Result<T, Problem> {
    if !body.is_object() {
        return Err(Problem::bad_request("the body must be a JSON object"));
    }
    serde_path_to_error::deserialize(body)
        .map_err(|error| refused("member", &error.path().to_string(), &error.inner().to_string()))
}

/// Reads the query's parameters: texts, made numbers and truth values where `T` has those. Empty ones are not given.
pub(crate) fn read_query<T: DeserializeOwned + JsonSchema>(parameters: &Parameters) -> Result<T, Problem> {
    let schema = SchemaSettings::draft2020_12()
        .with(|settings| settings.inline_subschemas = true)
        .into_generator()
        .into_root_schema_for::<T>();
    let properties = schema.get("properties").and_then(Value::as_object);
    let given = parameters.0.iter();
    let given = given.filter(|(name, value)| name != WORLD && !value.is_empty());
    let members: Map<String, Value> = given
        .map(|(name, text)| {
            let schema = properties.and_then(|properties| properties.get(name));
            (name.clone(), value_of(text, schema))
        })
        .collect();
    serde_path_to_error::deserialize(Value::Object(members)).map_err(|error| {
        let place = error.path().to_string();
        refused("parameter", &place, &error.inner().to_string())
    })
}

/// The value that a text stands for where `schema` is asked for: what it may be decides.
pub fn value_of(text: &str, schema: Option<&Value>) -> Value {
    let may_be = |name: &str| schema.is_some_and(|schema| allows(schema, name));
    let parsed: Option<Value> = serde_json::from_str(text).ok();
    match parsed {
        Some(value @ Value::Number(_)) if may_be("integer") || may_be("number") => value,
        Some(value @ Value::Bool(_)) if may_be("boolean") => value,
        Some(value @ Value::Object(_)) if may_be("object") => value,
        Some(value @ Value::Array(_)) if may_be("array") => value,
        _ => Value::String(text.to_owned()),
    }
}

/// Whether a schema allows values of a JSON type. One that names no type allows all.
pub fn allows(schema: &Value, name: &str) -> bool {
    let either = ["anyOf", "oneOf"].iter().find_map(|word| schema.get(word));
    match (schema.get("type"), either) {
        (Some(Value::String(only)), _) => only == name,
        (Some(Value::Array(several)), _) => several.iter().any(|one| one == name),
        (_, Some(Value::Array(several))) => several.iter().any(|one| allows(one, name)),
        _ => schema.get("enum").is_none() && schema.get("const").is_none(),
    }
}

/// Words what serde found wrong at `place`.
fn refused(what: &str, place: &str, reason: &str) -> Problem {
    // serde quotes the name that it does not know first, and then those that it does.
    let mut quoted = reason.split('`').skip(1).step_by(2);
    let first = quoted.next().unwrap_or_default();
    if reason.starts_with("unknown field") {
        return Problem::unknown_name(what, first, quoted);
    }
    if reason.starts_with("unknown variant") {
        return Problem::bad_request(format!("`{place}` cannot be `{first}`")).nearest_of(first, quoted);
    }
    if reason.starts_with("missing field") {
        let inside = match place {
            "." => String::new(),
            place => format!(" in `{place}`"),
        };
        return Problem::bad_request(format!("the {what} `{first}` is missing{inside}"));
    }
    let (reason, hint) = reason.split_once("; ").unwrap_or((reason, ""));
    let problem = match reason.split_once(", expected ") {
        Some((given, expected)) => {
            let given = given.split_once(": ").map_or(given, |(_, given)| given);
            let given = given.strip_prefix("string ").unwrap_or(given);
            let expected = match expected {
                "a boolean" => "true or false",
                "u16" | "u32" | "u64" | "usize" => "a whole number",
                expected => expected,
            };
            Problem::bad_request(format!("`{place}` must be {expected}, not {given}"))
        }
        // What serde_json says of a number that is no number of the type's.
        None if reason == "invalid number" => {
            Problem::bad_request(format!("`{place}` must be a whole number of its range"))
        }
        None => Problem::bad_request(format!("`{place}` {reason}")),
    };
    match hint {
        "" => problem,
        hint => problem.with_hint(hint),
    }
}
