//! What a column makes of a parameter.

use serde_json::{Number, Value};

use super::field::Type;
use crate::providers::financeiro::wire::{date_of, decimal, decimal_text, local_text};
use crate::web::rails::{Kind, Parameter};

/// What a column makes of a parameter, or the message that says why it cannot.
pub(super) fn cast(kind: Type, value: &Parameter) -> Result<Value, &'static str> {
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
