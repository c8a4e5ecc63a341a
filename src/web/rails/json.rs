//! JSON as parameters.

use serde_json::Value;

use super::parameter::{Members, Parameter};

/// The parameters of a JSON text. The error says what is wrong with it.
pub fn read_json(body: &[u8]) -> Result<Members, String> {
    let value = serde_json::from_slice(body).map_err(|error| error.to_string())?;
    Ok(json_members(value))
}

/// The parameters of a JSON value. One that is not an object comes under `_json`.
pub fn json_members(value: Value) -> Members {
    match parameter(value).munged() {
        Parameter::Hash(members) => members,
        other => Members::from([("_json".to_owned(), other)]),
    }
}

fn parameter(value: Value) -> Parameter {
    match value {
        Value::Null => Parameter::Null,
        Value::Bool(truth) => Parameter::Boolean(truth),
        Value::Number(number) => Parameter::Number(number.to_string()),
        Value::String(text) => Parameter::Text(text),
        Value::Array(list) => Parameter::List(list.into_iter().map(parameter).collect()),
        Value::Object(members) => Parameter::Hash(
            members
                .into_iter()
                .map(|(name, value)| (name, parameter(value)))
                .collect(),
        ),
    }
}
