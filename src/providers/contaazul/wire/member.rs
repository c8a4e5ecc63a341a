//! A member of a body: absent, null or given.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::de::{DeserializeOwned, Error as _};
use serde::{Deserialize, Deserializer};
use serde_json::Value;

use crate::exact::Exact;

/// A member of a body. An empty text means no value, as real clients send it everywhere. A member of this type is
/// marked `#[serde(default)]`, so that an absent one is [`Member::Absent`].
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(in crate::providers::contaazul) enum Member<T> {
    /// It is not in the body: an update keeps the value.
    #[default]
    Absent,
    /// It is `null` or `""`.
    Null,
    /// It has a value.
    Given(T),
}

impl<T> Member<T> {
    /// The value, where one is given.
    pub(in crate::providers::contaazul) fn given(self) -> Option<T> {
        match self {
            Self::Given(value) => Some(value),
            Self::Absent | Self::Null => None,
        }
    }

    /// Whether there is no value.
    pub(in crate::providers::contaazul) fn is_none(&self) -> bool {
        !matches!(self, Self::Given(_))
    }

    /// The value that a record has after an update that holds this member.
    pub(in crate::providers::contaazul) fn or_keep(self, before: Option<T>) -> Option<T> {
        match self {
            Self::Absent => before,
            Self::Null => None,
            Self::Given(value) => Some(value),
        }
    }

    /// Reads a member leniently: a value that does not fit counts as not sent. Clients send `"barcode": false` for a
    /// product that has none. To be named in `#[serde(default, deserialize_with = "…")]`.
    pub(in crate::providers::contaazul) fn if_it_fits<'de, D>(deserializer: D) -> Result<Self, D::Error>
    where
        D: Deserializer<'de>,
        T: DeserializeOwned,
    {
        let value = Value::deserialize(deserializer)?;
        Ok(Self::deserialize(value).unwrap_or_default())
    }

    /// The same member with its value changed.
    pub(in crate::providers::contaazul) fn map<U>(self, change: impl FnOnce(T) -> U) -> Member<U> {
        match self {
            Self::Absent => Member::Absent,
            Self::Null => Member::Null,
            Self::Given(value) => Member::Given(change(value)),
        }
    }
}

impl<'de, T: DeserializeOwned> Deserialize<'de> for Member<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match Value::deserialize(deserializer)? {
            Value::Null => Ok(Self::Null),
            Value::String(text) if text.is_empty() => Ok(Self::Null),
            value => T::deserialize(Exact(value)).map(Self::Given).map_err(D::Error::custom),
        }
    }
}

impl<T: JsonSchema> JsonSchema for Member<T> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        Option::<T>::schema_name()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        Option::<T>::json_schema(generator)
    }
}
