//! Reading a body: Newtonsoft's leniency (quoted numbers, any case of names, unknown members), and RM's defaults.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::{Map, Value as Json};

use super::fields::{Absent, COMPANY, FIELDS, Field, FieldType, place_of};
use super::record::{Record, Value, with_places, zone};
use crate::providers::totvs::errors::Error;
use crate::web::odata::lenient_moment;

/// Larger amounts would not fit the store, which holds whole numbers of the fourth decimal place.
const LARGEST_AMOUNT: i64 = 100_000_000_000_000;

/// The years that SQL Server's `datetime` reaches.
const FIRST_YEAR: i32 = 1753;

/// A body's members.
pub(super) type Members = Map<String, Json>;

/// A cash account as a body says it, for the OpenAPI document.
#[derive(Debug)]
pub(super) struct CashAccountBody;

/// A cash account as an answer says it, for the OpenAPI document.
#[derive(Debug)]
pub(super) struct CashAccount;

impl JsonSchema for CashAccountBody {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "CashAccountBody".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let properties = FIELDS
            .iter()
            .map(|field| (field.name.to_owned(), schema_of(field.field_type, true)));
        json_schema!({
            "type": "object",
            "description": "Numbers may be quoted. What is left out gets a default, or stays as it is in a PATCH.",
            "properties": properties.collect::<Map<_, _>>(),
        })
    }
}

impl JsonSchema for CashAccount {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "CashAccount".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let mut properties = Map::new();
        properties.insert("id".to_owned(), serde_json::json!({"type": "string"}));
        properties.extend(
            FIELDS
                .iter()
                .map(|f| (f.name.to_owned(), schema_of(f.field_type, false))),
        );
        json_schema!({
            "type": "object",
            "description": "What is null is left out.",
            "required": ["id"],
            "properties": properties,
        })
    }
}

fn schema_of(field_type: FieldType, is_body: bool) -> Json {
    let (name, format) = match field_type {
        FieldType::Integer => ("integer", Some("int32")),
        FieldType::Amount => ("number", Some("decimal")),
        FieldType::Text(_) => ("string", None),
        FieldType::Moment => ("string", Some(if is_body { "date" } else { "date-time" })),
    };
    let types = match (is_body, name) {
        (true, "string") => serde_json::json!(["string", "null"]),
        (true, name) => serde_json::json!([name, "string", "null"]),
        (false, name) => name.into(),
    };
    let mut schema = Map::new();
    schema.insert("type".to_owned(), types);
    if let Some(format) = format {
        schema.insert("format".to_owned(), format.into());
    }
    if let FieldType::Text(length) = field_type {
        schema.insert("maxLength".to_owned(), length.into());
    }
    Json::Object(schema)
}

/// A body's members. `null`, an array or a bare value is no cash account.
pub(super) fn members(body: Json) -> Result<Members, Error> {
    match body {
        Json::Object(members) => Ok(members),
        _ => Err(Error::BodyInvalid {
            reason: "The body must be a JSON object with a cash account's members.".to_owned(),
        }),
    }
}

/// The cash account that a POST's body says.
pub(super) fn whole(members: &Members) -> Result<Record, Error> {
    read(members, None)
}

/// The cash account that a PUT's body says: its key stands in the address.
pub(super) fn replaced(members: &Members, before: &Record) -> Result<Record, Error> {
    let mut given = members.clone();
    for place in [COMPANY, super::fields::CODE] {
        let field = &FIELDS[place];
        let is_given = members
            .iter()
            .any(|(name, value)| name.eq_ignore_ascii_case(field.name) && !value.is_null());
        if !is_given {
            given.retain(|name, _| !name.eq_ignore_ascii_case(field.name));
            let value = match &before.values[place] {
                Value::Integer(number) => Json::from(*number),
                Value::Text(text) => Json::from(text.as_str()),
                _ => Json::Null,
            };
            given.insert(field.name.to_owned(), value);
        }
    }
    same_key(read(&given, None)?, before)
}

/// The cash account that a PATCH's body makes of the one there is.
pub(super) fn changed(members: &Members, before: &Record) -> Result<Record, Error> {
    same_key(read(members, Some(before))?, before)
}

/// Whether a member of the body is the field called `name`.
pub(super) fn says(members: &Members, name: &str) -> bool {
    members.keys().any(|member| member.eq_ignore_ascii_case(name))
}

/// A key is not changed: an address names one record.
fn same_key(mut record: Record, before: &Record) -> Result<Record, Error> {
    let is_same = record.company() == before.company() && record.code().to_lowercase() == before.code().to_lowercase();
    if !is_same {
        let (asked, own) = (record.id(), before.id());
        let reason = format!("The body says {asked:?} and the address {own:?}: a key cannot be changed.");
        return Err(Error::BodyInvalid { reason });
    }
    record.values[super::fields::CODE] = before.values[super::fields::CODE].clone();
    Ok(record)
}

fn read(members: &Members, before: Option<&Record>) -> Result<Record, Error> {
    let mut given = vec![None; FIELDS.len()];
    for (name, value) in members {
        if let Some(place) = place_of(name) {
            given[place] = Some(value);
        }
    }
    let mut record = Record {
        values: Vec::with_capacity(FIELDS.len()),
    };
    for (place, field) in FIELDS.iter().enumerate() {
        let value = match (given[place], before) {
            (Some(Json::Null), _) | (None, None) => absent(field, members, &record)?,
            (Some(value), _) => parsed(field, value)?,
            (None, Some(before)) => before.values[place].clone(),
        };
        record.values.push(value);
    }
    Ok(record)
}

fn absent(field: &Field, members: &Members, record: &Record) -> Result<Value, Error> {
    Ok(match field.absent {
        Absent::Null => Value::Null,
        Absent::Integer(number) => Value::Integer(number),
        Absent::NoAmount => Value::Amount(Decimal::ZERO),
        Absent::Text(text) => Value::Text(text.to_owned()),
        Absent::Company => record.values[COMPANY].clone(),
        Absent::Refused => {
            let like = members.keys().max_by(|one, other| {
                let likeness = |name: &str| strsim::jaro_winkler(field.name, name);
                likeness(one).total_cmp(&likeness(other))
            });
            let like = like.filter(|name| strsim::jaro_winkler(field.name, name) > 0.85);
            let hint = like.filter(|name| place_of(name).is_none());
            let hint = hint.map_or_else(String::new, |name| format!(" Is {name:?} meant to be it?"));
            let reason = format!("The member `{}` is missing or null.{hint}", field.name);
            return Err(Error::BodyInvalid { reason });
        }
    })
}

fn parsed(field: &Field, value: &Json) -> Result<Value, Error> {
    let read = match field.field_type {
        FieldType::Integer => integer(value),
        FieldType::Amount => amount(value),
        FieldType::Text(length) => text(value, length, field.absent == Absent::Refused),
        FieldType::Moment => moment(value),
    };
    read.map_err(|wanted| Error::BodyInvalid {
        reason: format!("The member `{}` is {value}: {wanted}.", field.name),
    })
}

fn number_text(value: &Json) -> Option<String> {
    match value {
        Json::Number(number) => Some(number.to_string()),
        Json::String(text) => Some(text.trim().to_owned()),
        _ => None,
    }
}

fn integer(value: &Json) -> Result<Value, String> {
    let number = number_text(value).and_then(|text| text.parse::<i16>().ok());
    let wanted = "an integer from -32768 to 32767 belongs there";
    number
        .map(|number| Value::Integer(number.into()))
        .ok_or_else(|| wanted.to_owned())
}

fn amount(value: &Json) -> Result<Value, String> {
    let text = number_text(value).ok_or("a number belongs there")?;
    let exact = Decimal::from_str_exact(&text).or_else(|_| Decimal::from_scientific(&text));
    let mut amount = exact.map_err(|_| "a number belongs there, with a point and no commas")?;
    if amount.abs() >= Decimal::from(LARGEST_AMOUNT) {
        return Err("this is more than the database holds".to_owned());
    }
    if amount.is_zero() {
        amount.set_sign_positive(true);
    }
    Ok(Value::Amount(amount))
}

fn text(value: &Json, length: usize, is_required: bool) -> Result<Value, String> {
    let text = match value {
        Json::String(text) => text.clone(),
        Json::Number(number) => number.to_string(),
        _ => return Err("a text belongs there".to_owned()),
    };
    if text.chars().count() > length {
        return Err(format!("the database holds {length} characters"));
    }
    if is_required && text.trim().is_empty() {
        return Err("it may not be empty".to_owned());
    }
    Ok(Value::Text(text))
}

fn moment(value: &Json) -> Result<Value, String> {
    let at = value.as_str().and_then(|text| lenient_moment(text.trim(), zone()));
    let first = NaiveDate::from_yo_opt(FIRST_YEAR, 1);
    let at = at.filter(|at| Some(at.date_naive()) >= first && at.timestamp() < 253_402_300_799);
    let at = at.ok_or("a date belongs there, as 2023-10-31 or 2023-10-31T00:00:00-03:00")?;
    Ok(Value::Moment(at.timestamp()))
}

/// An amount as the store holds it, as a whole number of the fourth decimal place.
pub(super) fn scaled(amount: Decimal) -> i64 {
    i64::try_from(with_places(amount).mantissa()).unwrap_or_default()
}
