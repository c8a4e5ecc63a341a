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
pub enum Node<'a> {
    /// Nothing, in a column of a kind.
    Null(Kind),
    /// A value of a kind, as text that needs no more than escaping.
    Value(Kind, Cow<'a, str>),
    /// A value of a kind, as the compact JSON that is stored of it: no null, list or object.
    Stored(Kind, &'a str),
    /// A list.
    List(Vec<Node<'a>>),
    /// Named members, in their order.
    Hash(Vec<(Cow<'static, str>, Node<'a>)>),
}

impl<'a> Node<'a> {
    /// A text.
    pub fn text(text: impl Into<Cow<'a, str>>) -> Self {
        Self::Value(Kind::Text, text.into())
    }

    /// A whole number.
    pub fn integer(number: i64) -> Self {
        Self::Value(Kind::Integer, number.to_string().into())
    }

    /// True or false.
    pub fn boolean(truth: bool) -> Self {
        Self::Value(Kind::Boolean, truth.to_string().into())
    }
}

/// A whole body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Document<'a> {
    /// One object under its root.
    One(&'static str, Node<'a>),
    /// A list under its plural root; in JSON a bare array of rooted objects.
    Many(&'static str, &'static str, Vec<Node<'a>>),
    /// Members without a root; XML calls it by this one.
    Bare(&'static str, Node<'a>),
}

impl Document<'_> {
    /// How many bytes a body will have, roughly: a buffer of a good size is not moved while it grows.
    pub(super) fn expected_bytes(&self) -> usize {
        match self {
            Self::Many(_, _, nodes) => 64 + 2048 * nodes.len(),
            Self::One(..) | Self::Bare(..) => 2048,
        }
    }
}
