//! Types, and numbers of different types beside one another.

use super::super::tree::Literal;
use crate::store::expression::Sql;

/// What a value is, and how the store holds it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Null, which is of every type.
    Null,
    /// True or false.
    Boolean,
    /// A whole number.
    Integer,
    /// A number with so many places behind the point, as a whole number of the last place.
    Decimal(u32),
    /// A floating number.
    Double,
    /// A text, folded.
    Text,
    /// An instant, in microseconds since 1970.
    Moment,
    /// A day, counted from 1970-01-01.
    Day,
    /// A time of day, in microseconds.
    Time,
    /// A length of time, in microseconds.
    Duration,
    /// A UUID, as text in lower case.
    Guid,
}

/// The types' names, and what they are here.
const TYPES: [(&str, Kind); 15] = [
    ("Edm.Boolean", Kind::Boolean),
    ("Edm.Byte", Kind::Integer),
    ("Edm.SByte", Kind::Integer),
    ("Edm.Int16", Kind::Integer),
    ("Edm.Int32", Kind::Integer),
    ("Edm.Int64", Kind::Integer),
    ("Edm.Decimal", Kind::Decimal(0)),
    ("Edm.Single", Kind::Double),
    ("Edm.Double", Kind::Double),
    ("Edm.String", Kind::Text),
    ("Edm.DateTimeOffset", Kind::Moment),
    ("Edm.Date", Kind::Day),
    ("Edm.TimeOfDay", Kind::Time),
    ("Edm.Duration", Kind::Duration),
    ("Edm.Guid", Kind::Guid),
];

pub(super) fn type_names() -> impl Iterator<Item = &'static str> {
    TYPES.iter().map(|(name, _)| *name)
}

impl Kind {
    pub(super) fn of_type(name: &str) -> Option<Self> {
        let found = TYPES.iter().find(|(other, _)| *other == name);
        found.map(|(_, kind)| *kind)
    }

    /// The kind in words, for explanations.
    pub fn noun(self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Boolean => "a condition",
            Self::Integer => "an integer",
            Self::Decimal(_) => "a decimal number",
            Self::Double => "a floating number",
            Self::Text => "a text",
            Self::Moment => "an instant",
            Self::Day => "a date",
            Self::Time => "a time of day",
            Self::Duration => "a duration",
            Self::Guid => "a UUID",
        }
    }

    pub(super) fn nouns(self) -> String {
        let noun = self.noun();
        format!("{}s", noun.split_once(' ').map_or(noun, |(_, noun)| noun))
    }

    pub(super) fn is_number(self) -> bool {
        matches!(self, Self::Integer | Self::Decimal(_) | Self::Double)
    }

    pub(super) fn is_like(self, other: Self) -> bool {
        let decimals = matches!((self, other), (Self::Decimal(_), Self::Decimal(_)));
        self == other || decimals
    }

    /// How many places stand behind the point.
    pub(super) fn scale(self) -> u32 {
        match self {
            Self::Decimal(scale) => scale,
            _ => 0,
        }
    }
}

/// An expression of the store with its type.
#[derive(Debug, Clone)]
pub(super) struct Translated {
    pub(super) sql: Sql,
    pub(super) kind: Kind,
    /// The literal that it is, if it is one.
    pub(super) constant: Option<Literal>,
}

impl Translated {
    pub(super) fn new(sql: Sql, kind: Kind) -> Self {
        Self {
            sql,
            kind,
            constant: None,
        }
    }

    pub(super) fn is_nan(&self) -> bool {
        matches!(self.constant, Some(Literal::Double(number)) if number.is_nan())
    }

    /// Whether it is a zero that was written as a literal.
    pub(super) fn is_zero(&self) -> bool {
        match &self.constant {
            Some(Literal::Integer(number)) => *number == 0,
            Some(Literal::Decimal(number)) => number.is_zero(),
            Some(Literal::Double(number)) => *number == 0.0,
            _ => false,
        }
    }
}

/// Two numbers, converted to the kind that holds both.
pub(super) fn to_one_kind(one: Translated, other: Translated) -> (Sql, Sql, Kind) {
    if one.kind == other.kind {
        return (one.sql, other.sql, one.kind);
    }
    if one.kind != Kind::Double && other.kind != Kind::Double {
        let scale = one.kind.scale().max(other.kind.scale());
        let (left, right) = (scaled(&one, scale), scaled(&other, scale));
        if let (Some(left), Some(right)) = (left, right) {
            return (left, right, Kind::Decimal(scale));
        }
    }
    (to_real(one), to_real(other), Kind::Double)
}

/// A number with `scale` places; `None` where it is a literal too large for that.
fn scaled(number: &Translated, scale: u32) -> Option<Sql> {
    let factor = 10_i64.checked_pow(scale - number.kind.scale())?;
    match number.sql.as_integer() {
        Some(literal) => literal.checked_mul(factor).map(Sql::integer),
        None if factor == 1 => Some(number.sql.clone()),
        None => Some(number.sql.clone().multiply(Sql::integer(factor))),
    }
}

/// A number as a floating one.
pub(super) fn to_real(number: Translated) -> Sql {
    match (number.kind, number.sql.as_integer()) {
        (Kind::Double, _) => number.sql,
        (kind, Some(literal)) => Sql::real(literal as f64 / 10_f64.powi(kind.scale() as i32)),
        (Kind::Decimal(scale), None) => number.sql.to_real().divide(Sql::real(10_f64.powi(scale as i32))),
        (_, None) => number.sql.to_real(),
    }
}
