//! The fields of a resource: their names, types, who may write them and when they are shown.

use crate::web::rails::Kind;

/// A field's type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Type {
    /// A column of a kind.
    Column(Kind),
    /// A list of ids.
    Ids,
    /// What is built in code.
    Nested,
}

/// When a field is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Visibility {
    /// Always.
    Always,
    /// In lists only.
    InLists,
    /// In the profile of the recordings; in that of the documentation only once it has a value that was written.
    InWire,
    /// In lists of the profile of the recordings.
    InWireLists,
    /// In the profile of the documentation only.
    InDocs,
    /// Never: it is stored, or searched by.
    Never,
}

/// One field.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Field {
    /// Its name.
    pub(crate) name: &'static str,
    /// Its type.
    pub(crate) kind: Type,
    /// Whether clients may write it.
    pub(crate) is_written: bool,
    /// When it is shown.
    pub(crate) visibility: Visibility,
}

const fn column(name: &'static str, kind: Kind) -> Field {
    Field {
        name,
        kind: Type::Column(kind),
        is_written: false,
        visibility: Visibility::Always,
    }
}

/// A text.
pub(crate) const fn text(name: &'static str) -> Field {
    column(name, Kind::Text)
}

/// A whole number.
pub(crate) const fn integer(name: &'static str) -> Field {
    column(name, Kind::Integer)
}

/// A decimal.
pub(crate) const fn decimal(name: &'static str) -> Field {
    column(name, Kind::Decimal)
}

/// True or false.
pub(crate) const fn boolean(name: &'static str) -> Field {
    column(name, Kind::Boolean)
}

/// A day.
pub(crate) const fn date(name: &'static str) -> Field {
    column(name, Kind::Date)
}

/// An instant.
pub(crate) const fn datetime(name: &'static str) -> Field {
    column(name, Kind::DateTime)
}

/// A list of ids.
pub(crate) const fn ids(name: &'static str) -> Field {
    Field {
        kind: Type::Ids,
        ..text(name)
    }
}

/// What is built in code.
pub(crate) const fn nested(name: &'static str) -> Field {
    Field {
        kind: Type::Nested,
        ..text(name)
    }
}

impl Field {
    /// Clients may write it.
    pub(crate) const fn written(self) -> Self {
        Self {
            is_written: true,
            ..self
        }
    }

    /// It is shown only then.
    pub(crate) const fn visible(self, visibility: Visibility) -> Self {
        Self { visibility, ..self }
    }
}
