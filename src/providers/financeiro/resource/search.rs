//! Searches as meta_search names them: `search[name_contains]=…`, and pages.
//!
//! Here they are read; what SQL is made of them, the store knows.

use super::description::Resource;
use super::field::Field;
use crate::providers::financeiro::account::Profile;
use crate::providers::financeiro::errors::Error;
use crate::providers::financeiro::request::Request;
use crate::web::paging::Paging;
use crate::web::rails::{Members, Parameter};

/// How many conditions a search may have, and how many values one of them.
const MOST_CONDITIONS: usize = 50;
const MOST_VALUES: usize = 200;

/// The most that a page may have.
const MOST_PER_PAGE: u64 = 500;

/// The predicates and their other names; the longer ones first where one ends in another.
const PREDICATES: &[(&str, Predicate)] = &[
    ("does_not_equal", Predicate::Not),
    ("not_eq", Predicate::Not),
    ("ne", Predicate::Not),
    ("equals", Predicate::Equals),
    ("eq", Predicate::Equals),
    ("not_in", Predicate::NotIn),
    ("ni", Predicate::NotIn),
    ("in", Predicate::In),
    ("is_not_null", Predicate::NotNull),
    ("is_null", Predicate::Null),
    ("does_not_contain", Predicate::ContainsNot),
    ("nlike", Predicate::ContainsNot),
    ("not_matches", Predicate::ContainsNot),
    ("contains", Predicate::Contains),
    ("like", Predicate::Contains),
    ("matches", Predicate::Contains),
    ("does_not_start_with", Predicate::StartsNot),
    ("dnsw", Predicate::StartsNot),
    ("starts_with", Predicate::Starts),
    ("sw", Predicate::Starts),
    ("does_not_end_with", Predicate::EndsNot),
    ("dnew", Predicate::EndsNot),
    ("ends_with", Predicate::Ends),
    ("ew", Predicate::Ends),
    ("greater_than_or_equal_to", Predicate::AtLeast),
    ("gteq", Predicate::AtLeast),
    ("gte", Predicate::AtLeast),
    ("greater_than", Predicate::More),
    ("gt", Predicate::More),
    ("less_than_or_equal_to", Predicate::AtMost),
    ("lteq", Predicate::AtMost),
    ("lte", Predicate::AtMost),
    ("less_than", Predicate::Less),
    ("lt", Predicate::Less),
    ("is_true", Predicate::True),
    ("is_false", Predicate::False),
    ("is_present", Predicate::Present),
    ("is_blank", Predicate::Blank),
];

/// How a column is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Predicate {
    Equals,
    Not,
    In,
    NotIn,
    Null,
    NotNull,
    Contains,
    ContainsNot,
    Starts,
    StartsNot,
    Ends,
    EndsNot,
    More,
    AtLeast,
    Less,
    AtMost,
    True,
    False,
    Present,
    Blank,
}

/// Whether one value of several is enough.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Several {
    Any,
    All,
}

/// One condition.
#[derive(Debug, Clone)]
pub(super) struct Condition {
    pub(super) field: &'static Field,
    pub(super) predicate: Predicate,
    pub(super) several: Several,
    pub(super) values: Vec<String>,
}

/// All that a search asks.
#[derive(Debug, Default)]
pub(crate) struct Conditions {
    /// All of these must hold.
    pub(super) all: Vec<Condition>,
    /// The field of `meta_sort`, and whether the greatest comes first.
    pub(super) sort: Option<(&'static Field, bool)>,
}

impl Conditions {
    /// What `search` asks of a resource. Unknown attributes and predicates are ignored, and so are blank values.
    pub(crate) fn of(resource: &Resource, parameters: &Members) -> Result<Self, Error> {
        let mut conditions = Self::default();
        let Some(Parameter::Hash(search)) = parameters.get("search") else {
            return Ok(conditions);
        };
        for (name, value) in search {
            if name == "meta_sort" {
                conditions.sort = sort(resource, value);
            } else {
                conditions.all.extend(condition(resource, name, value));
            }
        }
        let values = conditions.all.iter().map(|condition| condition.values.len());
        if conditions.all.len() > MOST_CONDITIONS || values.max() > Some(MOST_VALUES) {
            return Err(Error::RequestUnusable {
                reason: format!(
                    "A search has at most {MOST_CONDITIONS} conditions, and one of them {MOST_VALUES} values."
                ),
            });
        }
        Ok(conditions)
    }
}

fn sort(resource: &Resource, value: &Parameter) -> Option<(&'static Field, bool)> {
    let (name, direction) = value.as_text()?.split_once('.')?;
    Some((resource.field(name)?, direction.eq_ignore_ascii_case("desc")))
}

fn condition(resource: &Resource, name: &str, value: &Parameter) -> Option<Condition> {
    let mut values: Vec<String> = match value {
        Parameter::List(_) | Parameter::Hash(_) => value.as_texts(),
        other => other.as_text().map(str::to_owned).into_iter().collect(),
    };
    values.retain(|text| !text.trim().is_empty());
    if values.is_empty() {
        return None;
    }
    if let Some(field) = resource.field(name) {
        return Some(Condition {
            field,
            predicate: Predicate::Equals,
            several: Several::Any,
            values,
        });
    }
    let (stem, several) = match (name.strip_suffix("_any"), name.strip_suffix("_all")) {
        (Some(stem), _) => (stem, Several::Any),
        (_, Some(stem)) => (stem, Several::All),
        _ => (name, Several::Any),
    };
    let (field, predicate) = PREDICATES.iter().find_map(|(word, predicate)| {
        let attribute = stem.strip_suffix(word)?.strip_suffix('_')?;
        Some((resource.field(attribute)?, *predicate))
    })?;
    Some(Condition {
        field,
        predicate,
        several,
        values,
    })
}

/// The page that is asked for; `None` where the list has no pages and none is asked for.
pub(super) fn paging(resource: &Resource, request: &Request) -> Option<Paging> {
    let number = |name: &str| {
        request
            .parameter(name)
            .and_then(|text| text.trim().parse::<u64>().ok())
            .filter(|number| *number > 0)
    };
    let per_page = number("per_page").map(|number| number.min(MOST_PER_PAGE));
    let usual = resource
        .per_page
        .filter(|_| !resource.is_paged_in_docs_only || request.profile == Profile::Docs);
    match (number("page"), per_page.or(usual)) {
        (page, Some(per_page)) => Some(Paging {
            page: page.unwrap_or(1),
            per_page,
        }),
        // Clients ask for such a list page by page until one is empty: the first page is all of it.
        (Some(page), None) => Some(Paging {
            page,
            per_page: u64::from(u32::MAX),
        }),
        (None, None) => None,
    }
}
