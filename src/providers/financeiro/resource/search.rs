//! Searches as meta_search names them: `search[name_contains]=…`, and pages.
//!
//! What the table has an index for becomes a condition of the statement; the rest is decided record by record.

use std::cmp::Ordering;

use serde_json::Value;

use super::{Field, Record, Resource, Type};
use crate::http::paging::Paging;
use crate::http::rails::{Kind, Members, Parameter};
use crate::providers::financeiro::call::Call;
use crate::providers::financeiro::wire::{date_of, decimal, folded};

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

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Predicate {
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
enum Several {
    Any,
    All,
}

#[derive(Debug, Clone)]
struct Condition {
    field: &'static Field,
    predicate: Predicate,
    several: Several,
    values: Vec<String>,
}

/// All that a search asks.
#[derive(Debug, Default)]
pub(in crate::providers::financeiro) struct Conditions {
    /// Bounds of what the table is sorted by: each end, and whether it is one of them.
    pub(super) least: Option<String>,
    pub(super) most: Option<String>,
    /// What is decided record by record.
    others: Vec<Condition>,
    /// The field and direction of `meta_sort`.
    sort: Option<(&'static Field, bool)>,
}

impl Conditions {
    /// What `search` asks of a resource. Unknown attributes and predicates are ignored, and so are blank values.
    pub(in crate::providers::financeiro) fn of(resource: &Resource, parameters: &Members) -> Self {
        let mut all = Self::default();
        let Some(Parameter::Hash(search)) = parameters.get("search") else {
            return all;
        };
        for (name, value) in search {
            if name == "meta_sort" {
                all.sort = sort(resource, value);
                continue;
            }
            let Some(condition) = condition(resource, name, value) else {
                continue;
            };
            if condition.field.name != resource.sorted_by || !all.bounds(&condition) {
                all.others.push(condition);
            }
        }
        all
    }

    /// Makes a bound of a condition on what the table is sorted by, where it is one.
    fn bounds(&mut self, condition: &Condition) -> bool {
        let is_day = condition.field.kind == Type::Column(Kind::Date);
        let value = condition
            .values
            .first()
            .map(String::as_str)
            .unwrap_or_default();
        let value = match is_day {
            true => date_of(value).map(|day| day.to_string()),
            false => Some(folded(value)),
        };
        let Some(value) = value.filter(|_| condition.values.len() == 1) else {
            return false;
        };
        let (least, most) = match condition.predicate {
            Predicate::Equals => (Some(value.clone()), Some(value)),
            Predicate::AtLeast => (Some(value), None),
            Predicate::AtMost => (None, Some(value)),
            _ => return false,
        };
        self.least = least.into_iter().chain(self.least.take()).max();
        self.most = most.into_iter().chain(self.most.take()).min();
        true
    }

    /// Whether the table's index decides all of it.
    pub(super) fn are_all_indexed(&self) -> bool {
        self.others.is_empty() && self.sort.is_none()
    }

    /// The records that meet the other conditions, in the order that is asked for.
    pub(super) fn kept(&self, records: Vec<Record>) -> Vec<Record> {
        let meets = |record: &Record| self.others.iter().all(|condition| condition.is_met(record));
        let mut kept: Vec<Record> = records.into_iter().filter(meets).collect();
        if let Some((field, is_descending)) = self.sort {
            kept.sort_by(|one, other| {
                let order = compared(field, one.get(field.name), other.get(field.name));
                if is_descending {
                    order.reverse()
                } else {
                    order
                }
            });
        }
        kept
    }
}

fn sort(resource: &Resource, value: &Parameter) -> Option<(&'static Field, bool)> {
    let (name, direction) = value.as_text()?.split_once('.')?;
    Some((
        resource.field(name)?,
        direction.eq_ignore_ascii_case("desc"),
    ))
}

fn condition(resource: &Resource, name: &str, value: &Parameter) -> Option<Condition> {
    let values: Vec<String> = match value {
        Parameter::List(_) | Parameter::Hash(_) => value.as_texts(),
        other => other
            .as_text()
            .filter(|text| !text.trim().is_empty())
            .map(str::to_owned)
            .into_iter()
            .collect(),
    };
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
    PREDICATES.iter().find_map(|(word, predicate)| {
        let attribute = stem.strip_suffix(word)?.strip_suffix('_')?;
        let field = resource.field(attribute)?;
        Some(Condition {
            field,
            predicate: *predicate,
            several,
            values: values.clone(),
        })
    })
}

impl Condition {
    fn is_met(&self, record: &Record) -> bool {
        let value = record.get(self.field.name).filter(|value| !value.is_null());
        let equals = |given: &String| {
            value.is_some_and(|value| {
                compared_with(self.field, value, given) == Some(Ordering::Equal)
            })
        };
        let holds = |test: fn(&str, &str) -> bool| {
            let text = value.map(|value| folded(&plain(value))).unwrap_or_default();
            let one = |given: &String| value.is_some() && test(&text, &folded(given));
            self.of_several(one)
        };
        let ordered = |wanted: fn(Ordering) -> bool| {
            let one = |given: &String| {
                value
                    .and_then(|value| compared_with(self.field, value, given))
                    .is_some_and(wanted)
            };
            self.of_several(one)
        };
        let is_blank = value.is_none_or(|value| plain(value).trim().is_empty());
        let is_asked = self
            .values
            .iter()
            .any(|given| !matches!(given.as_str(), "false" | "0"));
        match self.predicate {
            Predicate::Equals => self.of_several(equals),
            Predicate::In => self
                .values
                .iter()
                .flat_map(|given| given.split(','))
                .any(|given| equals(&given.trim().to_owned())),
            Predicate::Not => !self.of_several(equals),
            Predicate::NotIn => !self.values.iter().any(equals),
            Predicate::Null => value.is_none() == is_asked,
            Predicate::NotNull => value.is_some() == is_asked,
            Predicate::Contains => holds(|text, part| text.contains(part.trim_matches('%'))),
            Predicate::ContainsNot => !holds(|text, part| text.contains(part.trim_matches('%'))),
            Predicate::Starts => holds(|text, part| text.starts_with(part)),
            Predicate::StartsNot => !holds(|text, part| text.starts_with(part)),
            Predicate::Ends => holds(|text, part| text.ends_with(part)),
            Predicate::EndsNot => !holds(|text, part| text.ends_with(part)),
            Predicate::More => ordered(Ordering::is_gt),
            Predicate::AtLeast => ordered(Ordering::is_ge),
            Predicate::Less => ordered(Ordering::is_lt),
            Predicate::AtMost => ordered(Ordering::is_le),
            Predicate::True => (value == Some(&Value::Bool(true))) == is_asked,
            Predicate::False => (value == Some(&Value::Bool(false))) == is_asked,
            Predicate::Present => is_blank != is_asked,
            Predicate::Blank => is_blank == is_asked,
        }
    }

    fn of_several(&self, one: impl Fn(&String) -> bool) -> bool {
        match self.several {
            Several::Any => self.values.iter().any(one),
            Several::All => self.values.iter().all(one),
        }
    }
}

/// How a record's value stands to one that was sent; `None` where they cannot be compared.
fn compared_with(field: &Field, value: &Value, given: &str) -> Option<Ordering> {
    let text = plain(value);
    match field.kind {
        Type::Column(Kind::Integer | Kind::Decimal) => Some(decimal(&text)?.cmp(&decimal(given)?)),
        Type::Column(Kind::Date) => Some(text.cmp(&date_of(given)?.to_string())),
        Type::Column(Kind::DateTime) => {
            let day = date_of(given)?.to_string();
            // A day alone is compared with the day; an instant with the instant.
            Some(if given.len() <= 10 {
                text[..text.len().min(10)].cmp(&day)
            } else {
                text.as_str().cmp(given)
            })
        }
        Type::Column(Kind::Boolean) => {
            Some((text == "true").cmp(&matches!(given, "true" | "1" | "t")))
        }
        Type::Column(Kind::Text) | Type::Nested => Some(folded(&text).cmp(&folded(given))),
        Type::Ids => {
            let is_in = value
                .as_array()
                .is_some_and(|ids| ids.iter().any(|id| plain(id) == given));
            is_in.then_some(Ordering::Equal)
        }
    }
}

/// Two records' values in order, nothing before anything.
fn compared(field: &Field, one: Option<&Value>, other: Option<&Value>) -> Ordering {
    let there = |value: Option<&Value>| value.filter(|value| !value.is_null()).map(plain);
    match (there(one), there(other)) {
        (Some(one), Some(other)) => match field.kind {
            Type::Column(Kind::Integer | Kind::Decimal) => decimal(&one).cmp(&decimal(&other)),
            _ => folded(&one).cmp(&folded(&other)),
        },
        (one, other) => one.is_some().cmp(&other.is_some()),
    }
}

fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}

/// The page that is asked for; `None` where the list has no pages and none is asked for.
pub(super) fn paging(resource: &Resource, call: &Call) -> Option<Paging> {
    let number = |name: &str| {
        call.parameter(name)
            .and_then(|text| text.trim().parse::<u64>().ok())
            .filter(|number| *number > 0)
    };
    let per_page = number("per_page").map(|number| number.min(MOST_PER_PAGE));
    let usual = resource.per_page.filter(|_| {
        resource.one != "category"
            || call.profile == crate::providers::financeiro::account::Profile::Docs
    });
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
