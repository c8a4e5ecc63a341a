//! The rules of OData's expressions, applied to a row directly (part 2, 5.1.1), with texts compared without case.

use areia::store::fold::without_case;
use areia::web::odata::{Expression as E, Function as F, Literal as L, Operator as O};
use chrono::{DateTime, Datelike, FixedOffset, NaiveDate, NaiveTime, Timelike};
use rust_decimal::{Decimal, RoundingStrategy};
use std::cmp::Ordering;

use super::rows::COLUMNS;

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Value {
    Null,
    Boolean(bool),
    Integer(i128),
    Decimal(Decimal),
    Double(f64),
    Text(String),
    Moment(i64),
    Day(i64),
    Time(i64),
    Duration(i64),
}

use Value as V;

const DAY_US: i64 = 86_400_000_000;

/// What an expression is about: a row, and the zone whose calendar counts.
#[derive(Debug, Clone, Copy)]
pub(super) struct Seen<'a> {
    pub(super) row: &'a [Value],
    pub(super) zone: FixedOffset,
}

/// Whether a row is kept.
pub(super) fn keeps(expression: &E, seen: Seen<'_>) -> bool {
    value(expression, seen) == V::Boolean(true)
}

fn value(expression: &E, seen: Seen<'_>) -> Value {
    match expression {
        E::Literal(literal) => of_literal(literal),
        E::Property(name) => seen.row[COLUMNS.iter().position(|column| column.name == name).unwrap()].clone(),
        E::And(list) => joined(list, seen, false),
        E::Or(list) => joined(list, seen, true),
        E::Not(operand) => match value(operand, seen) {
            V::Boolean(truth) => V::Boolean(!truth),
            _ => V::Null,
        },
        E::Negate(operand) => match value(operand, seen) {
            V::Integer(number) => V::Integer(-number),
            V::Decimal(number) => V::Decimal(-number),
            V::Double(number) => V::Double(-number),
            _ => V::Null,
        },
        E::Binary(operator, left, right) => {
            let (left, right) = (value(left, seen), value(right, seen));
            match operator {
                O::Eq | O::Ne | O::Gt | O::Ge | O::Lt | O::Le => V::Boolean(compare(*operator, &left, &right)),
                _ => calculate(*operator, left, right),
            }
        }
        E::In(operand, list) => {
            let one = value(operand, seen);
            V::Boolean(list.iter().any(|member| compare(O::Eq, &one, &of_literal(member))))
        }
        E::Case(pairs) => {
            let found = pairs.iter().find(|(condition, _)| keeps(condition, seen));
            found.map_or(V::Null, |(_, chosen)| value(chosen, seen))
        }
        E::Cast(operand, _) => match value(operand, seen) {
            V::Integer(number) => V::Text(number.to_string()),
            _ => V::Null,
        },
        E::IsOf(operand, _) => {
            // Only a whole expression of integers is an integer, whatever a row makes of it.
            V::Boolean(is_integer(operand) && value(operand, seen) != V::Null)
        }
        E::Call(function, arguments) => {
            let arguments: Vec<Value> = arguments.iter().map(|argument| value(argument, seen)).collect();
            if arguments.contains(&V::Null) {
                V::Null
            } else {
                call(*function, &arguments, seen.zone)
            }
        }
        E::Lambda(_) => unreachable!("never generated"),
    }
}

fn is_integer(expression: &E) -> bool {
    match expression {
        E::Literal(literal) => matches!(literal, L::Integer(_)),
        E::Property(name) => name.ends_with("Int"),
        E::Negate(operand) => is_integer(operand),
        E::Binary(O::DivBy, ..) => false,
        E::Binary(_, left, right) => is_integer(left) && is_integer(right),
        E::Call(F::Round | F::Floor | F::Ceiling, arguments) => is_integer(&arguments[0]),
        E::Call(..) => true,
        _ => false,
    }
}

fn of_literal(literal: &L) -> Value {
    match literal {
        L::Null => V::Null,
        L::Boolean(truth) => V::Boolean(*truth),
        L::Integer(number) => V::Integer((*number).into()),
        L::Decimal(number) => V::Decimal(*number),
        L::Double(number) => V::Double(*number),
        L::Text(text) => V::Text(text.clone()),
        L::Moment(at) => V::Moment(at.timestamp_micros()),
        L::Day(day) => V::Day((*day - NaiveDate::default()).num_days()),
        L::Time(time) => V::Time((*time - NaiveTime::MIN).num_microseconds().unwrap()),
        L::Duration(length) => V::Duration(length.num_microseconds().unwrap()),
        L::Guid(_) => unreachable!("never generated"),
    }
}

/// `and` (or `or`): what decides, `decisive`, decides alone; null otherwise wins over the rest.
fn joined(list: &[E], seen: Seen<'_>, decisive: bool) -> Value {
    let values: Vec<Value> = list.iter().map(|member| value(member, seen)).collect();
    if values.contains(&V::Boolean(decisive)) {
        V::Boolean(decisive)
    } else if values.contains(&V::Null) {
        V::Null
    } else {
        V::Boolean(!decisive)
    }
}

fn compare(operator: O, left: &Value, right: &Value) -> bool {
    let both_null = *left == V::Null && *right == V::Null;
    let order = if *left == V::Null || *right == V::Null {
        None
    } else {
        Some(order(left, right))
    };
    let is_equal = both_null || order == Some(Ordering::Equal);
    match operator {
        O::Eq => is_equal,
        O::Ne => !is_equal,
        O::Gt => order == Some(Ordering::Greater),
        O::Lt => order == Some(Ordering::Less),
        O::Ge => is_equal || order == Some(Ordering::Greater),
        _ => is_equal || order == Some(Ordering::Less),
    }
}

fn order(left: &Value, right: &Value) -> Ordering {
    let begins = |day: &i64| day * DAY_US + 10_800_000_000;
    match (left, right) {
        (V::Text(one), V::Text(other)) => without_case(one).cmp(&without_case(other)),
        (V::Boolean(one), V::Boolean(other)) => one.cmp(other),
        (V::Moment(one), V::Moment(other))
        | (V::Day(one), V::Day(other))
        | (V::Time(one), V::Time(other))
        | (V::Duration(one), V::Duration(other)) => one.cmp(other),
        (V::Moment(one), V::Day(other)) => one.cmp(&begins(other)),
        (V::Day(one), V::Moment(other)) => begins(one).cmp(other),
        // A quoted number beside one that is not.
        (V::Text(text), number) => order(&V::Integer(text.parse().unwrap()), number),
        (number, V::Text(text)) => order(number, &V::Integer(text.parse().unwrap())),
        _ => match promoted(left.clone(), right.clone()) {
            (V::Integer(one), V::Integer(other)) => one.cmp(&other),
            (V::Decimal(one), V::Decimal(other)) => one.cmp(&other),
            (V::Double(one), V::Double(other)) => one.partial_cmp(&other).unwrap(),
            pair => panic!("{pair:?} are not comparable"),
        },
    }
}

fn double(number: &Value) -> f64 {
    match number {
        V::Integer(number) => *number as f64,
        V::Decimal(number) => number.to_string().parse().unwrap(),
        V::Double(number) => *number,
        other => panic!("{other:?} is no number"),
    }
}

/// Both numbers as ones of the wider type.
fn promoted(left: Value, right: Value) -> (Value, Value) {
    let decimal = |number: Value| match number {
        V::Integer(number) => V::Decimal(Decimal::from(number)),
        other => other,
    };
    match (&left, &right) {
        (V::Double(_), _) | (_, V::Double(_)) => (V::Double(double(&left)), V::Double(double(&right))),
        (V::Decimal(_), _) | (_, V::Decimal(_)) => (decimal(left), decimal(right)),
        _ => (left, right),
    }
}

fn calculate(operator: O, left: Value, right: Value) -> Value {
    match (&left, &right) {
        (V::Null, _) | (_, V::Null) => return V::Null,
        (V::Moment(at), V::Duration(length)) => {
            return V::Moment(if operator == O::Add { at + length } else { at - length });
        }
        (V::Moment(one), V::Moment(other)) => return V::Duration(one - other),
        _ => {}
    }
    let is_quotient = matches!(operator, O::Div | O::DivBy | O::Mod);
    if is_quotient && double(&right) == 0.0 {
        return V::Null;
    }
    let is_whole = matches!((&left, &right), (V::Integer(_), V::Integer(_)));
    if operator == O::DivBy || (operator == O::Div && !is_whole) {
        return V::Double(double(&left) / double(&right));
    }
    match promoted(left, right) {
        (V::Integer(one), V::Integer(other)) => V::Integer(match operator {
            O::Add => one + other,
            O::Sub => one - other,
            O::Mul => one * other,
            O::Div => one / other,
            _ => one % other,
        }),
        (V::Decimal(one), V::Decimal(other)) => V::Decimal(match operator {
            O::Add => one + other,
            O::Sub => one - other,
            O::Mul => one * other,
            _ => one % other,
        }),
        (V::Double(one), V::Double(other)) => V::Double(match operator {
            O::Add => one + other,
            O::Sub => one - other,
            O::Mul => one * other,
            _ => one - other * (one / other).trunc(),
        }),
        pair => panic!("{pair:?} have no {operator:?}"),
    }
}

fn call(function: F, arguments: &[Value], zone: FixedOffset) -> Value {
    let text = |place: usize| match &arguments[place] {
        V::Text(text) => without_case(text),
        other => panic!("{other:?} is no text"),
    };
    let number = |place: usize| match &arguments[place] {
        V::Integer(number) => usize::try_from((*number).max(0)).unwrap(),
        other => panic!("{other:?} is no integer"),
    };
    match function {
        F::Contains => V::Boolean(text(0).contains(&text(1))),
        F::StartsWith => V::Boolean(text(0).starts_with(&text(1))),
        F::EndsWith => V::Boolean(text(0).ends_with(&text(1))),
        F::Concat => V::Text(text(0) + &text(1)),
        F::IndexOf => {
            let found = text(0).find(&text(1));
            V::Integer(found.map_or(-1, |place| text(0)[..place].chars().count() as i128))
        }
        F::Length => V::Integer(text(0).chars().count() as i128),
        F::ToLower | F::ToUpper => V::Text(text(0)),
        F::Trim => V::Text(text(0).trim().to_owned()),
        F::Substring => {
            let length = if arguments.len() > 2 { number(2) } else { usize::MAX };
            V::Text(text(0).chars().skip(number(1)).take(length).collect())
        }
        F::Round | F::Floor | F::Ceiling => rounded(function, &arguments[0]),
        _ => part(function, &arguments[0], zone),
    }
}

fn rounded(function: F, number: &Value) -> Value {
    match (function, number) {
        (_, V::Integer(number)) => V::Integer(*number),
        (F::Floor, V::Decimal(number)) => V::Decimal(number.floor()),
        (F::Ceiling, V::Decimal(number)) => V::Decimal(number.ceil()),
        (_, V::Decimal(number)) => V::Decimal(number.round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero)),
        (F::Floor, V::Double(number)) => V::Double(number.floor()),
        (F::Ceiling, V::Double(number)) => V::Double(number.ceil()),
        (_, V::Double(number)) => V::Double(number.round()),
        other => panic!("{other:?}"),
    }
}

fn part(function: F, at: &Value, zone: FixedOffset) -> Value {
    let V::Moment(at_us) = at else {
        panic!("{at:?} is no instant")
    };
    let at = DateTime::from_timestamp_micros(*at_us).unwrap().with_timezone(&zone);
    V::Integer(match function {
        F::Year => at.year().into(),
        F::Month => at.month().into(),
        F::Day => at.day().into(),
        F::Hour => at.hour().into(),
        F::Minute => at.minute().into(),
        F::Second => at.second().into(),
        F::Date => return V::Day((at.date_naive() - NaiveDate::default()).num_days()),
        F::Time => return V::Time((at.time() - NaiveTime::MIN).num_microseconds().unwrap()),
        other => panic!("{other:?} is never generated"),
    })
}
