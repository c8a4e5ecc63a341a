//! What is to be written, before it is known in which format.

use std::borrow::Cow;

/// A column's type, which a null keeps in XML.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A text, or what has no column.
    Text,
    /// A whole number.
    Integer,
    /// A decimal number, which JSON writes as a text.
    Decimal,
    /// True or false.
    Boolean,
    /// A day.
    Date,
    /// An instant with its offset.
    DateTime,
}

impl Kind {
    /// The `type` that XML gives to a value of this kind.
    pub fn xml_type(self) -> Option<&'static str> {
        match self {
            Self::Text => None,
            Self::Integer => Some("integer"),
            Self::Decimal => Some("decimal"),
            Self::Boolean => Some("boolean"),
            Self::Date => Some("date"),
            Self::DateTime => Some("dateTime"),
        }
    }
}

/// A value to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Node {
    /// Nothing, in a column of a kind.
    Null(Kind),
    /// A value of a kind, as text that needs no more than escaping.
    Value(Kind, String),
    /// A list.
    List(Vec<Node>),
    /// Named members, in their order.
    Hash(Vec<(Cow<'static, str>, Node)>),
}

impl Node {
    /// A text.
    pub fn text(text: impl Into<String>) -> Self {
        Self::Value(Kind::Text, text.into())
    }

    /// A whole number.
    pub fn integer(number: i64) -> Self {
        Self::Value(Kind::Integer, number.to_string())
    }

    /// True or false.
    pub fn boolean(truth: bool) -> Self {
        Self::Value(Kind::Boolean, truth.to_string())
    }
}

/// A whole body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Document {
    /// One object under its root.
    One(&'static str, Node),
    /// A list under its plural root; in JSON a bare array of rooted objects.
    Many(&'static str, &'static str, Vec<Node>),
    /// Members without a root; XML calls it by this one.
    Bare(&'static str, Node),
}
