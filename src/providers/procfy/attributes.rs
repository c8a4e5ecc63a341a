//! A body's attributes, as a Rails model takes them: unknown ones are ignored, lists and objects count as not sent, and
//! every value is cast to its column's type.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator};

use super::coercion;
use crate::web::rails::{Members, Parameter};

/// An attribute as it was sent.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) enum Sent<T> {
    /// It was not: an update keeps the value.
    #[default]
    Not,
    /// As nothing, or as what the column's type makes nothing of.
    Blank,
    /// As a value.
    As(T),
}

impl<T> Sent<T> {
    /// The value that a record has after an update that holds this attribute.
    pub(super) fn or_keep(self, before: Option<T>) -> Option<T> {
        match self {
            Self::Not => before,
            Self::Blank => None,
            Self::As(value) => Some(value),
        }
    }

    /// Whether it was sent as nothing.
    pub(super) fn is_blank(&self) -> bool {
        matches!(self, Self::Blank)
    }
}

impl<T: JsonSchema> JsonSchema for Sent<T> {
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

/// The attributes of one record.
#[derive(Debug, Clone, Default)]
pub(super) struct Attributes(Members);

impl Attributes {
    /// The attributes of a body: flat, or under the resource's name; flat ones win.
    pub(super) fn of(mut members: Members, root: &str) -> Self {
        match members.remove(root) {
            Some(Parameter::Hash(mut rooted)) => {
                rooted.extend(members);
                Self(rooted)
            }
            _ => Self(members),
        }
    }

    /// One attribute, whatever it is.
    pub(super) fn get(&self, name: &str) -> Option<&Parameter> {
        self.0.get(name)
    }

    /// A text, as it was written.
    pub(super) fn text(&self, name: &str) -> Sent<String> {
        self.cast(name, |text| Some(text.to_owned()))
    }

    /// A text that is no text where it is empty.
    pub(super) fn text_unless_empty(&self, name: &str) -> Sent<String> {
        self.cast(name, |text| (!text.is_empty()).then(|| text.to_owned()))
    }

    /// A whole number: what stands before anything else, as Ruby's `to_i` has it.
    pub(super) fn integer(&self, name: &str) -> Sent<i64> {
        self.cast(name, |text| {
            (!text.trim().is_empty()).then(|| coercion::leading_integer(text))
        })
    }

    /// True or false: only what Rails lists as false is.
    pub(super) fn boolean(&self, name: &str) -> Sent<bool> {
        self.cast(name, coercion::boolean)
    }

    /// A day.
    pub(super) fn date(&self, name: &str) -> Sent<String> {
        self.cast(name, coercion::date)
    }

    fn cast<T>(&self, name: &str, cast: impl FnOnce(&str) -> Option<T>) -> Sent<T> {
        match self.0.get(name) {
            None | Some(Parameter::List(_) | Parameter::Hash(_) | Parameter::File(_)) => Sent::Not,
            Some(Parameter::Null) => Sent::Blank,
            Some(scalar) => match scalar.as_text().and_then(cast) {
                Some(value) => Sent::As(value),
                None => Sent::Blank,
            },
        }
    }
}
