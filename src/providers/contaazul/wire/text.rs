//! Text, and text that is compared.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer};
use serde_json::Value;

use super::Member;

/// A text member of a body. A number is taken for its text, as the ERP's own JSON reader does (clients send product
/// codes and telephone numbers as numbers).
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::providers::contaazul) struct Text(pub(in crate::providers::contaazul) String);

impl Member<Text> {
    /// The text, where one is given.
    pub(in crate::providers::contaazul) fn text(&self) -> Option<String> {
        self.clone().given().map(|text| text.0)
    }

    /// The text that a record has after an update that holds this member.
    pub(in crate::providers::contaazul) fn text_or_keep(self, before: Option<String>) -> Option<String> {
        self.map(|text| text.0).or_keep(before)
    }
}

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match Value::deserialize(deserializer)? {
            Value::String(text) => Ok(Self(text)),
            Value::Number(number) => Ok(Self(number.to_string())),
            other => Err(D::Error::custom(format!("{other} is no text"))),
        }
    }
}

impl JsonSchema for Text {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Text".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": "string"})
    }
}

/// A whole number in a query: a page or its size.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub(in crate::providers::contaazul) struct Count(pub(in crate::providers::contaazul) u32);

impl TryFrom<String> for Count {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.trim()
            .parse()
            .map(Self)
            .map_err(|_| format!("{text:?} is no whole number from 0 on"))
    }
}

impl JsonSchema for Count {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Count".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": "integer", "minimum": 0})
    }
}

/// Text as it is compared when case does not count.
pub(in crate::providers::contaazul) fn folded(text: &str) -> String {
    text.to_lowercase()
}

/// The digits of a CPF, CNPJ or postal code, however it is punctuated.
pub(in crate::providers::contaazul) fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}
