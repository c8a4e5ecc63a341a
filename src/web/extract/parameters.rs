//! The query's parameters.

use axum::extract::FromRequestParts;
use http::request::Parts;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use crate::web::refusal::Refusal;

/// How many parameters a query or a form may have.
const PARAMETERS: usize = 1_000;

/// Named texts in the order they were sent, of a query or a form.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Parameters(pub Vec<(String, String)>);

impl Parameters {
    /// Reads `application/x-www-form-urlencoded` text, strictly.
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        let malformed = |reason: &str| Refusal::QueryMalformed {
            parameter: None,
            reason: reason.to_owned(),
        };
        if !is_well_encoded(text) {
            return Err(malformed("malformed percent-encoding"));
        }
        let pairs: Vec<_> = form_urlencoded::parse(text.as_bytes())
            .into_owned()
            .take(PARAMETERS + 1)
            .collect();
        if pairs.len() > PARAMETERS {
            return Err(malformed("too many parameters"));
        }
        // The replacement character stands for bytes that are no UTF-8, unless it was sent as such.
        let lossy = |part: &String| part.contains('\u{FFFD}') && !text.contains("%EF%BF%BD");
        if pairs.iter().any(|(name, value)| lossy(name) || lossy(value)) {
            return Err(malformed("malformed UTF-8"));
        }
        Ok(Self(pairs))
    }

    /// The last value of `name`.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0
            .iter()
            .rev()
            .find(|(other, _)| other == name)
            .map(|(_, value)| value.as_str())
    }

    /// The last value of `name`, unless that is empty.
    pub fn given(&self, name: &str) -> Option<&str> {
        self.get(name).filter(|value| !value.is_empty())
    }
}

impl FromRequestParts<()> for Parameters {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, _: &()) -> Result<Self, Refusal> {
        Self::parse(parts.uri.query().unwrap_or_default())
    }
}

/// The query, read as a `T` whose members are made from text. Empty and unknown parameters are ignored; of one
/// that is given twice the last counts.
#[derive(Debug)]
pub struct Query<T>(pub T);

impl<T: DeserializeOwned> FromRequestParts<()> for Query<T> {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, _: &()) -> Result<Self, Refusal> {
        let Parameters(pairs) = Parameters::parse(parts.uri.query().unwrap_or_default())?;
        // As JSON, whose reader knows what an optional member is; the last of a name replaces the others.
        let given = pairs.into_iter().filter(|(_, value)| !value.is_empty());
        let members: Map<String, Value> = given.map(|(name, value)| (name, Value::String(value))).collect();
        let read = serde_path_to_error::deserialize(Value::Object(members));
        read.map(Self).map_err(|error| Refusal::QueryMalformed {
            parameter: Some(error.path().to_string()),
            reason: error.into_inner().to_string(),
        })
    }
}

/// Whether every `%` is followed by two hexadecimal digits.
pub fn is_well_encoded(text: &str) -> bool {
    let bytes = text.as_bytes();
    let digit = |place: usize| bytes.get(place).is_some_and(u8::is_ascii_hexdigit);
    (0..bytes.len()).all(|place| bytes[place] != b'%' || (digit(place + 1) && digit(place + 2)))
}
