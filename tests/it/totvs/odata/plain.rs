//! Filters that a second implementation (odata-query) has right, for what it makes of them in SQLite.
//!
//! Left out is what it has wrong: null beside a value that may be null or under `not` and `ne` (it leaves them to SQL),
//! the sign of an operand, the wildcards and quotes of LIKE, arithmetic inside arithmetic and `not` beside `eq`, whose
//! parentheses it drops, lists of one, `round` below 0, and names that begin with `null`.

use areia::web::odata::{Expression as E, Function as F, Literal as L, Operator as O};
use chrono::{DateTime, FixedOffset, NaiveDate, TimeDelta};
use rust_decimal::Decimal;

use super::chance::Chance;
use super::generator::{binary, property};

/// Whether the rows may hold nothing, and then only conditions that nothing never meets are right.
#[derive(Debug, Clone, Copy)]
pub(super) struct Nulls(pub(super) bool);

const ORDERS: [O; 5] = [O::Eq, O::Gt, O::Ge, O::Lt, O::Le];

/// A condition that is at most `depth` deep.
pub(super) fn condition(chance: &mut Chance, depth: u32, nulls: Nulls) -> E {
    if depth == 0 {
        return compared(chance, nulls);
    }
    match chance.below(7) {
        0 | 1 => E::And(conditions(chance, depth, nulls)),
        2 | 3 => E::Or(conditions(chance, depth, nulls)),
        4 if !nulls.0 => E::Not(Box::new(condition(chance, depth - 1, nulls))),
        5 if !nulls.0 => {
            let truth = E::Literal(L::Boolean(chance.is(2)));
            binary(*chance.of(&[O::Eq, O::Ne]), compared(chance, nulls), truth)
        }
        _ => compared(chance, nulls),
    }
}

/// One of the properties called so.
fn named(chance: &mut Chance, names: &[&str]) -> E {
    let name: &&str = chance.of(names);
    property(name)
}

fn conditions(chance: &mut Chance, depth: u32, nulls: Nulls) -> Vec<E> {
    (0..2 + chance.below(2))
        .map(|_| condition(chance, depth - 1, nulls))
        .collect()
}

/// The right sides are never null.
fn compared(chance: &mut Chance, nulls: Nulls) -> E {
    let operator = match chance.is(4) && !nulls.0 {
        true => O::Ne,
        false => *chance.of(&ORDERS),
    };
    match chance.below(11) {
        0 | 1 => binary(operator, integer(chance), solid_integer(chance)),
        2 | 3 => binary(operator, text(chance, 2), text_literal(chance)),
        4 | 5 => binary(operator, amount(chance), solid_amount(chance)),
        6 => binary(operator, property("moment"), solid_moment(chance)),
        7 => {
            let day = E::Literal(L::Day(
                NaiveDate::default() + TimeDelta::days(chance.between(-1_000, 20_000)),
            ));
            binary(operator, E::Call(F::Date, vec![moment(chance)]), day)
        }
        8 => {
            let function = *chance.of(&[F::Contains, F::StartsWith, F::EndsWith]);
            E::Call(function, vec![text(chance, 2), part_literal(chance)])
        }
        9 => member(chance),
        _ => {
            let operand = named(chance, &["notInt", "amount", "text", "moment"]);
            binary(*chance.of(&[O::Eq, O::Ne]), operand, E::Literal(L::Null))
        }
    }
}

fn member(chance: &mut Chance) -> E {
    let count = 2 + chance.below(3);
    let (operand, list): (E, Vec<L>) = match chance.below(3) {
        0 => {
            let list = (0..count).map(|_| L::Integer(chance.between(-4, 9))).collect();
            (named(chance, &["notInt", "inInt"]), list)
        }
        1 => {
            let list = (0..count).map(|_| L::Decimal(quarters(chance))).collect();
            (named(chance, &["amount", "orAmount"]), list)
        }
        _ => {
            let list = (0..count).map(|_| L::Text(literal(chance).to_owned())).collect();
            (text(chance, 1), list)
        }
    };
    E::In(Box::new(operand), list)
}

fn integer(chance: &mut Chance) -> E {
    let left = named(chance, &["notInt", "inInt"]);
    match chance.below(6) {
        0 => left,
        1 => binary(*chance.of(&[O::Add, O::Sub, O::Mul]), left, solid_integer(chance)),
        2 => {
            let divisor = chance.between(1, 9) * chance.of(&[-1, 1]);
            binary(*chance.of(&[O::Div, O::Mod]), left, E::Literal(L::Integer(divisor)))
        }
        3 => E::Call(F::Length, vec![text(chance, 2)]),
        4 => E::Call(F::IndexOf, vec![text(chance, 1), text_literal(chance)]),
        _ => {
            let function = *chance.of(&[F::Year, F::Month, F::Day, F::Hour, F::Minute]);
            E::Call(function, vec![moment(chance)])
        }
    }
}

fn solid_integer(chance: &mut Chance) -> E {
    match chance.is(3) {
        true => property("inInt"),
        false => E::Literal(L::Integer(chance.between(-4, 12))),
    }
}

/// Multiples of a quarter are exact in binary too.
fn quarters(chance: &mut Chance) -> Decimal {
    Decimal::new(chance.between(-40, 60) * 25, 2)
}

fn amount(chance: &mut Chance) -> E {
    let left = named(chance, &["amount", "orAmount"]);
    match chance.below(5) {
        0 | 1 => left,
        2 => binary(*chance.of(&[O::Add, O::Sub, O::Mul]), left, solid_amount(chance)),
        3 => binary(O::Div, left, E::Literal(L::Integer(chance.between(1, 9)))),
        _ => E::Call(*chance.of(&[F::Floor, F::Ceiling]), vec![left]),
    }
}

fn solid_amount(chance: &mut Chance) -> E {
    match chance.below(3) {
        0 => property("orAmount"),
        1 => solid_integer(chance),
        _ => E::Literal(L::Decimal(quarters(chance))),
    }
}

const LITERALS: [&str; 11] = ["", "a", "ab", "abc", "bc", "zeta", "0", "a b", "ação", "it's", "''"];

fn literal(chance: &mut Chance) -> &'static str {
    let literal: &&str = chance.of(&LITERALS);
    literal
}

fn text_literal(chance: &mut Chance) -> E {
    E::Literal(L::Text(literal(chance).to_owned()))
}

/// What LIKE takes as it is.
fn part_literal(chance: &mut Chance) -> E {
    E::Literal(L::Text(literal(chance).replace('\'', "")))
}

fn text(chance: &mut Chance, depth: u32) -> E {
    if depth == 0 || chance.is(3) {
        return property("text");
    }
    let inner = text(chance, depth - 1);
    match chance.below(4) {
        0 => E::Call(F::Concat, vec![inner, text_literal(chance)]),
        1 => E::Call(F::ToLower, vec![inner]),
        2 => E::Call(F::Trim, vec![inner]),
        _ => {
            let mut arguments = vec![inner, E::Literal(L::Integer(chance.between(0, 3)))];
            if chance.is(2) {
                arguments.push(E::Literal(L::Integer(chance.between(0, 3))));
            }
            E::Call(F::Substring, arguments)
        }
    }
}

fn moment(chance: &mut Chance) -> E {
    named(chance, &["moment", "andMoment"])
}

fn solid_moment(chance: &mut Chance) -> E {
    if chance.is(3) {
        return property("andMoment");
    }
    let zone = FixedOffset::east_opt(*chance.of(&[0, -10_800, 19_800])).unwrap();
    let at = DateTime::from_timestamp(chance.between(-100, 2_000) * 863_980, 0).unwrap();
    E::Literal(L::Moment(at.with_timezone(&zone)))
}
