//! Filters in which every part has its type.

use areia::web::odata::{Expression as E, Function as F, Literal as L, Operator as O};
use chrono::{DateTime, FixedOffset, NaiveDate, NaiveTime, TimeDelta};
use rust_decimal::Decimal;

use super::chance::Chance;
use super::rows::TEXTS;

pub(super) fn property(name: &str) -> E {
    E::Property(name.to_owned())
}

pub(super) fn binary(operator: O, left: E, right: E) -> E {
    E::Binary(operator, Box::new(left), Box::new(right))
}

fn maybe_null(chance: &mut Chance, expression: E) -> E {
    if chance.is(25) { E::Literal(L::Null) } else { expression }
}

/// A condition that is at most `depth` deep.
pub(super) fn condition(chance: &mut Chance, depth: u32) -> E {
    if depth == 0 {
        return compared(chance, 0);
    }
    match chance.below(16) {
        0 | 1 => E::And(conditions(chance, depth)),
        2 | 3 => E::Or(conditions(chance, depth)),
        4 | 5 => E::Not(Box::new(condition(chance, depth - 1))),
        6 => E::Literal(chance.of(&[L::Boolean(true), L::Boolean(false), L::Null]).clone()),
        7 => member(chance, depth),
        8 | 9 => {
            let function = *chance.of(&[F::Contains, F::StartsWith, F::EndsWith]);
            E::Call(function, vec![text(chance, depth - 1), text(chance, depth - 1)])
        }
        10 => {
            let operator = *chance.of(&[O::Eq, O::Ne]);
            binary(operator, condition(chance, depth - 1), condition(chance, depth - 1))
        }
        11 => {
            let pairs = (0..=chance.below(2)).map(|_| (condition(chance, depth - 1), condition(chance, depth - 1)));
            E::Case(pairs.collect())
        }
        12 => E::IsOf(Box::new(number(chance, depth - 1)), "Edm.Int32".to_owned()),
        _ => compared(chance, depth - 1),
    }
}

fn conditions(chance: &mut Chance, depth: u32) -> Vec<E> {
    (0..2 + chance.below(2)).map(|_| condition(chance, depth - 1)).collect()
}

fn compared(chance: &mut Chance, depth: u32) -> E {
    let operator = *chance.of(&[O::Eq, O::Ne, O::Gt, O::Ge, O::Lt, O::Le]);
    let (left, right) = match chance.below(8) {
        0 | 1 => (text(chance, depth), text(chance, depth)),
        2 | 3 => (number(chance, depth), number(chance, depth)),
        4 => (integer(chance, depth), integer(chance, depth)),
        5 => (moment(chance, depth), moment(chance, depth)),
        6 => match chance.below(4) {
            0 => (duration(chance), duration(chance)),
            1 => (E::Call(F::Date, vec![moment(chance, depth)]), day(chance)),
            2 => (E::Call(F::Time, vec![moment(chance, depth)]), time(chance)),
            _ => (moment(chance, depth), day(chance)),
        },
        _ => (
            property("inInt"),
            E::Literal(L::Text(chance.between(-4, 12).to_string())),
        ),
    };
    let right = maybe_null(chance, right);
    if chance.is(6) {
        binary(operator, right, left)
    } else {
        binary(operator, left, right)
    }
}

fn member(chance: &mut Chance, depth: u32) -> E {
    let count = chance.below(4);
    let with_null = chance.is(4);
    let (operand, mut list): (E, Vec<L>) = if chance.is(2) {
        let list = (0..count).map(|_| L::Text((*chance.of(&TEXTS)).to_owned())).collect();
        (text(chance, depth - 1), list)
    } else {
        let list = (0..count).map(|_| number_literal(chance)).collect();
        (number(chance, depth - 1), list)
    };
    if with_null {
        list.push(L::Null);
    }
    E::In(Box::new(operand), list)
}

fn integer(chance: &mut Chance, depth: u32) -> E {
    if depth == 0 || chance.is(3) {
        return match chance.below(3) {
            0 => E::Literal(L::Integer(chance.between(-4, 12))),
            1 => property("notInt"),
            _ => property("inInt"),
        };
    }
    match chance.below(6) {
        0 | 1 => {
            let operator = *chance.of(&[O::Add, O::Sub, O::Mul, O::Div, O::Mod]);
            binary(operator, integer(chance, depth - 1), integer(chance, 0))
        }
        2 => E::Negate(Box::new(integer(chance, depth - 1))),
        3 => E::Call(F::Length, vec![text(chance, depth - 1)]),
        4 => E::Call(F::IndexOf, vec![text(chance, depth - 1), text(chance, 0)]),
        _ => {
            let function = *chance.of(&[F::Year, F::Month, F::Day, F::Hour, F::Minute, F::Second]);
            E::Call(function, vec![moment(chance, depth - 1)])
        }
    }
}

fn number_literal(chance: &mut Chance) -> L {
    match chance.below(3) {
        0 => L::Integer(chance.between(-4, 12)),
        1 => L::Decimal(Decimal::new(chance.between(-40, 60) * 25, 2)),
        _ => L::Double(chance.between(-40, 60) as f64 / 4.0),
    }
}

fn number(chance: &mut Chance, depth: u32) -> E {
    if depth == 0 || chance.is(3) {
        return match chance.below(5) {
            0 => E::Literal(number_literal(chance)),
            1 => property("amount"),
            2 => property("orAmount"),
            _ => integer(chance, 0),
        };
    }
    match chance.below(7) {
        0 | 1 => {
            let operator = *chance.of(&[O::Add, O::Sub, O::Mod]);
            binary(operator, number(chance, depth - 1), number(chance, 0))
        }
        // Products of products have more places than the store keeps exactly.
        2 => binary(O::Mul, number(chance, 0), number(chance, 0)),
        3 => {
            let operator = *chance.of(&[O::Div, O::DivBy]);
            binary(operator, number(chance, depth - 1), number(chance, 0))
        }
        4 => E::Negate(Box::new(number(chance, depth - 1))),
        5 => {
            let function = *chance.of(&[F::Round, F::Floor, F::Ceiling]);
            E::Call(function, vec![number(chance, depth - 1)])
        }
        _ => integer(chance, depth - 1),
    }
}

fn text(chance: &mut Chance, depth: u32) -> E {
    if depth == 0 || chance.is(3) {
        return match chance.below(4) {
            0 => property("text"),
            1 => property("nullText"),
            _ => E::Literal(L::Text((*chance.of(&TEXTS)).to_owned())),
        };
    }
    match chance.below(5) {
        0 => E::Call(F::Concat, vec![text(chance, depth - 1), text(chance, 0)]),
        1 => E::Call(*chance.of(&[F::ToLower, F::ToUpper]), vec![text(chance, depth - 1)]),
        2 => E::Call(F::Trim, vec![text(chance, depth - 1)]),
        3 => E::Cast(Box::new(integer(chance, 0)), "Edm.String".to_owned()),
        _ => {
            let mut arguments = vec![text(chance, depth - 1), integer(chance, 0)];
            if chance.is(2) {
                arguments.push(E::Literal(L::Integer(chance.between(0, 3))));
            }
            E::Call(F::Substring, arguments)
        }
    }
}

fn moment(chance: &mut Chance, depth: u32) -> E {
    if depth > 0 && chance.is(3) {
        let operator = *chance.of(&[O::Add, O::Sub]);
        return binary(operator, moment(chance, depth - 1), duration(chance));
    }
    match chance.below(3) {
        0 => property("moment"),
        1 => property("andMoment"),
        _ => {
            let zone = FixedOffset::east_opt(*chance.of(&[0, -10_800, 19_800])).unwrap();
            let at_us = chance.between(-100, 2_000) * 43_199 * 20_000_000 + chance.between(0, 2) * 500_000;
            let at = DateTime::from_timestamp_micros(at_us).unwrap();
            E::Literal(L::Moment(at.with_timezone(&zone)))
        }
    }
}

fn day(chance: &mut Chance) -> E {
    let day = NaiveDate::default() + TimeDelta::days(chance.between(-1_000, 20_000));
    E::Literal(L::Day(day))
}

fn time(chance: &mut Chance) -> E {
    E::Literal(L::Time(
        NaiveTime::from_hms_opt(u32::try_from(chance.below(24)).unwrap(), 30, 0).unwrap(),
    ))
}

fn duration(chance: &mut Chance) -> E {
    if chance.is(3) {
        return binary(O::Sub, property("moment"), property("andMoment"));
    }
    E::Literal(L::Duration(TimeDelta::milliseconds(
        chance.between(-200_000_000, 200_000_000) * 500,
    )))
}
