//! A request's parameters, whatever they were written in.

use std::collections::BTreeMap;

use bytes::Bytes;

/// Named parameters.
pub type Members = BTreeMap<String, Parameter>;

/// One parameter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Parameter {
    /// Nothing.
    Null,
    /// True or false.
    Boolean(bool),
    /// A number, as it was written.
    Number(String),
    /// A text.
    Text(String),
    /// A file.
    File(Upload),
    /// A list.
    List(Vec<Parameter>),
    /// Named parameters.
    Hash(Members),
}

/// A file that was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Upload {
    /// Its name.
    pub name: String,
    /// Its media type.
    pub content_type: String,
    /// What it holds.
    pub content: Bytes,
}

impl Parameter {
    /// What was written for a single value; `None` for a list, named parameters, a file or nothing.
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) | Self::Number(text) => Some(text),
            Self::Boolean(true) => Some("true"),
            Self::Boolean(false) => Some("false"),
            Self::Null | Self::File(_) | Self::List(_) | Self::Hash(_) => None,
        }
    }

    /// Named parameters.
    pub fn as_hash(&self) -> Option<&Members> {
        match self {
            Self::Hash(members) => Some(members),
            _ => None,
        }
    }

    /// The single values of a list, or of what stands for one: a scalar, or texts divided by commas.
    pub fn as_texts(&self) -> Vec<String> {
        match self {
            Self::List(list) => list.iter().filter_map(Self::as_text).map(str::to_owned).collect(),
            Self::Hash(members) => members.values().filter_map(Self::as_text).map(str::to_owned).collect(),
            other => {
                let texts = other.as_text().unwrap_or_default().split(',');
                texts
                    .map(str::trim)
                    .filter(|text| !text.is_empty())
                    .map(str::to_owned)
                    .collect()
            }
        }
    }

    /// As Rails 3 hands JSON and XML on: no nulls in lists, and null for an empty list.
    pub(super) fn munged(self) -> Self {
        match self {
            Self::List(list) => {
                let list: Vec<Self> = list
                    .into_iter()
                    .map(Self::munged)
                    .filter(|one| *one != Self::Null)
                    .collect();
                if list.is_empty() { Self::Null } else { Self::List(list) }
            }
            Self::Hash(members) => Self::Hash(
                members
                    .into_iter()
                    .map(|(name, value)| (name, value.munged()))
                    .collect(),
            ),
            other => other,
        }
    }
}
