//! From the conditions of a search to SQL: the text comes from descriptions, what a client sends is bound.
//!
//! As in MySQL, where nothing stands in a column, no comparison holds, nor its opposite.

use serde_json::Value;
use sqlx::{QueryBuilder, Sqlite};

use crate::providers::financeiro::resource::description::{Index, Order, Resource};
use crate::providers::financeiro::resource::field::{Field, Type};
use crate::providers::financeiro::resource::search::{Condition, Conditions, Predicate, Several};
use crate::providers::financeiro::wire::{date_of, decimal, folded};
use crate::web::rails::Kind;

/// What a column is compared with.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Bound {
    Integer(i64),
    Real(f64),
    Text(String),
}

impl Bound {
    pub(super) fn push(self, query: &mut QueryBuilder<Sqlite>) {
        match self {
            Self::Integer(number) => query.push_bind(number),
            Self::Real(number) => query.push_bind(number),
            Self::Text(text) => query.push_bind(text),
        };
    }

    fn json(self) -> Value {
        match self {
            Self::Integer(number) => number.into(),
            Self::Real(number) => number.into(),
            Self::Text(text) => text.into(),
        }
    }
}

/// The index of a field, where the table has one.
pub(super) fn index(resource: &Resource, field: &Field) -> Option<&'static Index> {
    resource.indexes.iter().find(|one| one.field == field.name)
}

/// A field's value as it is stored.
fn plain(field: &Field) -> String {
    match field.name {
        "id" => "id".to_owned(),
        name => format!("document ->> '$.{name}'"),
    }
}

/// A field's value as it is compared and sorted.
fn compared(resource: &Resource, field: &Field) -> String {
    let is_sorted_by = field.name == resource.sorted_by;
    match (index(resource, field), field.kind) {
        (Some(index), _) => index.column.to_owned(),
        (_, Type::Column(Kind::Text | Kind::Date)) if is_sorted_by => "sorted".to_owned(),
        (_, Type::Column(Kind::Text)) => {
            let name = field.name;
            format!("coalesce(folded ->> '$.{name}', document ->> '$.{name}')")
        }
        (_, Type::Column(Kind::Decimal)) => format!("cast({} as real)", plain(field)),
        _ => plain(field),
    }
}

/// What a field is compared with, of a value that was sent; `None` where they cannot be compared.
pub(super) fn bound(resource: &Resource, field: &Field, given: &str) -> Option<Bound> {
    Some(match field.kind {
        Type::Column(Kind::Integer | Kind::Decimal) => {
            let number = decimal(given)?;
            let is_hundredths = index(resource, field).is_some_and(|index| index.is_hundredths);
            let number = match is_hundredths {
                true => number.checked_mul(100.into())?,
                false => number,
            };
            match i64::try_from(number) {
                Ok(whole) if number.fract().is_zero() => Bound::Integer(whole),
                _ => Bound::Real(number.to_string().parse().ok()?),
            }
        }
        Type::Column(Kind::Date) => Bound::Text(date_of(given)?.to_string()),
        Type::Column(Kind::DateTime) if given.len() <= 10 => Bound::Text(date_of(given)?.to_string()),
        Type::Column(Kind::DateTime) => Bound::Text(given.to_owned()),
        Type::Column(Kind::Boolean) => Bound::Integer(i64::from(matches!(given, "true" | "1" | "t"))),
        Type::Ids => Bound::Integer(given.trim().parse().ok()?),
        Type::Column(Kind::Text) | Type::Nested => Bound::Text(folded(given)),
    })
}

/// Adds every condition.
pub(super) fn push_all(query: &mut QueryBuilder<Sqlite>, resource: &Resource, conditions: &Conditions) {
    for condition in &conditions.all {
        push(query, resource, condition);
    }
}

/// Adds one condition.
pub(super) fn push(query: &mut QueryBuilder<Sqlite>, resource: &Resource, condition: &Condition) {
    let Condition {
        field,
        predicate,
        several,
        values,
    } = condition;
    query.push(" and ");
    let is_asked = values.iter().any(|given| !matches!(given.as_str(), "false" | "0"));
    let stored = plain(field);
    let truth = |holds: &str, holds_not: &str| {
        if is_asked {
            holds.to_owned()
        } else {
            holds_not.to_owned()
        }
    };
    let filled = format!("trim(coalesce({stored}, '')) <> ''");
    let empty = format!("trim(coalesce({stored}, '')) = ''");
    let simple = match predicate {
        Predicate::Null => truth(&format!("{stored} is null"), &format!("{stored} is not null")),
        Predicate::NotNull => truth(&format!("{stored} is not null"), &format!("{stored} is null")),
        Predicate::Present => truth(&filled, &empty),
        Predicate::Blank => truth(&empty, &filled),
        Predicate::True => truth(&format!("{stored} = 1"), &format!("{stored} is not 1")),
        Predicate::False => truth(&format!("{stored} = 0"), &format!("{stored} is not 0")),
        Predicate::In | Predicate::NotIn => {
            return push_among(query, resource, field, *predicate, values);
        }
        _ => {
            query.push("(");
            for (place, given) in values.iter().enumerate() {
                if place > 0 {
                    query.push(if *several == Several::Any { " or " } else { " and " });
                }
                push_one(query, resource, field, *predicate, given);
            }
            query.push(")");
            return;
        }
    };
    query.push(simple);
}

/// Adds `in` and its opposite: however many values there are, they are bound as one.
fn push_among(
    query: &mut QueryBuilder<Sqlite>,
    resource: &Resource,
    field: &Field,
    predicate: Predicate,
    values: &[String],
) {
    let given = values.iter().flat_map(|given| given.split(','));
    let bounds: Value = given
        .filter_map(|given| bound(resource, field, given.trim()))
        .map(Bound::json)
        .collect();
    let is_in = predicate == Predicate::In;
    if field.kind == Type::Ids {
        let name = field.name;
        query.push(if is_in { "exists (" } else { "not exists (" });
        query.push(format!("select 1 from json_each(document, '$.{name}') where value in"));
    } else {
        query.push(compared(resource, field));
        query.push(if is_in { " in" } else { " not in" });
    }
    query
        .push(" (select value from json_each(")
        .push_bind(bounds.to_string())
        .push("))");
    if field.kind == Type::Ids {
        query.push(")");
    }
}

/// Adds the comparison with one value.
fn push_one(query: &mut QueryBuilder<Sqlite>, resource: &Resource, field: &Field, predicate: Predicate, given: &str) {
    let operator = match predicate {
        Predicate::Not => "<>",
        Predicate::More => ">",
        Predicate::AtLeast => ">=",
        Predicate::Less => "<",
        Predicate::AtMost => "<=",
        Predicate::Contains
        | Predicate::ContainsNot
        | Predicate::Starts
        | Predicate::StartsNot
        | Predicate::Ends
        | Predicate::EndsNot => return push_part(query, resource, field, predicate, given),
        _ => "=",
    };
    let Some(bound) = bound(resource, field, given) else {
        // Nothing is equal to what is no value of the column, and everything is different.
        query.push(if predicate == Predicate::Not { "true" } else { "false" });
        return;
    };
    if field.kind == Type::Ids {
        let name = field.name;
        let negation = if predicate == Predicate::Not { "not " } else { "" };
        query.push(format!(
            "{negation}exists (select 1 from json_each(document, '$.{name}') where value = "
        ));
        bound.push(query);
        query.push(")");
        return;
    }
    let column = compared(resource, field);
    // A record without a day is sorted before all others, and is no earlier than any day.
    if column == "sorted" && operator.starts_with('<') {
        query.push("sorted > '' and ");
    }
    let is_day_of_instant = field.kind == Type::Column(Kind::DateTime) && given.len() <= 10;
    match is_day_of_instant {
        true => query.push(format!("substr({column}, 1, 10)")),
        false => query.push(column),
    };
    query.push(" ").push(operator).push(" ");
    bound.push(query);
}

/// Adds the comparison of a part of a text.
fn push_part(query: &mut QueryBuilder<Sqlite>, resource: &Resource, field: &Field, predicate: Predicate, given: &str) {
    let column = match field.kind {
        Type::Column(Kind::Text) => compared(resource, field),
        _ => format!("({})", plain(field)),
    };
    let part = folded(given);
    let length = i64::try_from(part.chars().count()).unwrap_or(i64::MAX);
    let operator = match predicate {
        Predicate::ContainsNot | Predicate::StartsNot | Predicate::EndsNot => " <> ",
        _ => " = ",
    };
    match predicate {
        Predicate::Starts | Predicate::StartsNot => {
            query.push("substr(").push(column).push(", 1, ");
            query.push_bind(length).push(")");
            query.push(operator).push_bind(part);
        }
        Predicate::Ends | Predicate::EndsNot => {
            query.push("substr(").push(column).push(", ");
            query.push_bind(-length).push(")");
            query.push(operator).push_bind(part);
        }
        _ => {
            query.push("(instr(").push(column).push(", ");
            query.push_bind(part.trim_matches('%').to_owned());
            query.push(") > 0)").push(operator).push("true");
        }
    }
}

/// Adds the order that is asked for, else the resource's own. Where it leaves ties, ids go the same way.
pub(super) fn push_order(query: &mut QueryBuilder<Sqlite>, resource: &Resource, conditions: &Conditions) {
    let column = match conditions.sort {
        Some((field, _)) => compared(resource, field),
        None => "sorted".to_owned(),
    };
    let direction = direction(resource, conditions);
    query.push(format!(" order by {column} {direction}, id {direction}"));
}

/// Which way a list goes.
pub(super) fn direction(resource: &Resource, conditions: &Conditions) -> &'static str {
    let is_descending = match conditions.sort {
        Some((_, is_descending)) => is_descending,
        None => resource.order == Order::Descending,
    };
    if is_descending { "desc" } else { "asc" }
}
