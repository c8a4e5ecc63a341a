//! Comparisons (part 2, 5.1.1.1): `null` is the same as `null`, not the same as anything else, and neither more nor less.

use rust_decimal::Decimal;

use super::super::error::{FilterError, FilterErrorKind};
use super::super::literal::lenient_moment;
use super::super::tree::{Expression, Literal, Operator};
use super::kinds::to_one_kind;
use super::{Environment, Kind, Translated};
use crate::store::expression::Sql;

impl Environment<'_> {
    pub(super) fn compare(
        &self,
        operator: Operator,
        (left, right): (&Expression, &Expression),
        null_is_false: bool,
    ) -> Result<Translated, FilterError> {
        let (one, other) = (self.translate(left, false)?, self.translate(right, false)?);
        let is_unequal = operator == Operator::Ne;
        if one.is_nan() || other.is_nan() {
            return Ok(Translated::new(Sql::truth(is_unequal), Kind::Boolean));
        }
        let kinds = (one.kind, other.kind);
        let text = (left, operator, right);
        // A literal is never null, so only what may be null needs to be asked about it.
        let is_constant = one.constant.is_some() || other.constant.is_some();
        let is_null = one.kind == Kind::Null || other.kind == Kind::Null;
        let (one, other) = self.comparable(one, other).ok_or_else(|| incomparable(text, kinds))?;
        let sql = match operator {
            Operator::Eq => one.is(other),
            Operator::Ne => one.is_not(other),
            // Null is equal to null alone, and neither less nor greater than anything.
            Operator::Ge | Operator::Le if is_null => one.is(other),
            _ if is_null => Sql::truth(false),
            Operator::Gt | Operator::Lt => {
                let beyond = one.greater_or_less(other, operator == Operator::Gt);
                if null_is_false {
                    beyond
                } else {
                    beyond.or_else(Sql::truth(false))
                }
            }
            _ if is_constant => {
                let beyond = one.greater_or_less_or_equal(other, operator == Operator::Ge);
                if null_is_false {
                    beyond
                } else {
                    beyond.or_else(Sql::truth(false))
                }
            }
            _ => {
                let both_null = one.clone().is(other.clone());
                one.greater_or_less_or_equal(other, operator == Operator::Ge)
                    .or_else(both_null)
            }
        };
        Ok(Translated::new(sql, Kind::Boolean))
    }

    /// Whether a value is one of some literals. What is null is among them if `null` is.
    pub(super) fn among(
        &self,
        operand: &Expression,
        list: &[Literal],
        null_is_false: bool,
    ) -> Result<Translated, FilterError> {
        let one = self.translate(operand, false)?;
        let has_null = list.contains(&Literal::Null);
        let mut pairs = Vec::new();
        for literal in list.iter().filter(|literal| **literal != Literal::Null) {
            let other = self.literal(literal);
            let kinds = (one.kind, other.kind);
            if one.kind == Kind::Null || other.is_nan() {
                continue;
            }
            let member = Expression::Literal(literal.clone());
            let pair = self.comparable(one.clone(), other);
            pairs.push(pair.ok_or_else(|| incomparable((operand, Operator::Eq, &member), kinds))?);
        }
        let is_null = one.sql.is(Sql::null());
        let Some((subject, _)) = pairs.first().cloned() else {
            let sql = if has_null { is_null } else { Sql::truth(false) };
            return Ok(Translated::new(sql, Kind::Boolean));
        };
        let found = match pairs.iter().all(|(side, _)| *side == subject) {
            true => {
                let found = subject.is_in(pairs.into_iter().map(|(_, member)| member).collect());
                let needs_truth = !null_is_false || has_null;
                if needs_truth {
                    found.or_else(Sql::truth(false))
                } else {
                    found
                }
            }
            // Numbers of several scales: each member is compared by itself.
            false => Sql::joined(pairs.into_iter().map(|(one, other)| one.is(other)).collect(), false),
        };
        let sql = if has_null {
            Sql::joined(vec![found, is_null], false)
        } else {
            found
        };
        Ok(Translated::new(sql, Kind::Boolean))
    }

    /// Both sides as values of one type, if they can be. A text literal may stand for a number or an instant where
    /// one is compared: clients quote them.
    fn comparable(&self, one: Translated, other: Translated) -> Option<(Sql, Sql)> {
        let one = self.reread(one, other.kind)?;
        let other = self.reread(other, one.kind)?;
        let (sql, other_sql) = match (one.kind, other.kind) {
            (Kind::Null, _) | (_, Kind::Null) => (one.sql, other.sql),
            (left, right) if left.is_number() && right.is_number() => {
                let (one, other, _) = to_one_kind(one, other);
                (one, other)
            }
            (Kind::Moment, Kind::Day) => (one.sql, self.beginning(other.sql)),
            (Kind::Day, Kind::Moment) => (self.beginning(one.sql), other.sql),
            (left, right) if left == right => (one.sql, other.sql),
            _ => return None,
        };
        Some((sql, other_sql))
    }

    /// A text literal as the value of `kind` that it is; anything else as it is. `None` where it is no such value.
    pub(super) fn reread(&self, side: Translated, kind: Kind) -> Option<Translated> {
        let Some(Literal::Text(text)) = &side.constant else {
            return Some(side);
        };
        let text = text.trim();
        let literal = match kind {
            Kind::Integer | Kind::Decimal(_) | Kind::Double => match text.parse() {
                Ok(number) => Literal::Integer(number),
                Err(_) => Literal::Decimal(Decimal::from_str_exact(text).ok()?),
            },
            Kind::Moment => Literal::Moment(lenient_moment(text, self.zone)?),
            _ => return Some(side),
        };
        Some(self.literal(&literal))
    }

    /// The instant at which a day begins in the provider's zone.
    fn beginning(&self, day: Sql) -> Sql {
        const DAY_US: i64 = 86_400_000_000;
        match day.as_integer() {
            Some(number) => Sql::integer(number.saturating_mul(DAY_US) - self.offset_us()),
            None => day.beginning_of_day().subtract(Sql::integer(self.offset_us())),
        }
    }

    pub(super) fn offset_us(&self) -> i64 {
        i64::from(self.zone.local_minus_utc()) * 1_000_000
    }
}

fn incomparable((left, operator, right): (&Expression, Operator, &Expression), kinds: (Kind, Kind)) -> FilterError {
    let (one, other) = (kinds.0.noun(), kinds.1.noun());
    let reason = format!("`{left} {} {right}` compares {one} with {other}", operator.word());
    let hint = match (kinds, right) {
        ((Kind::Text, Kind::Integer | Kind::Decimal(_)), Expression::Literal(number)) => {
            format!("; a text stands in quotes: '{number}'")
        }
        ((Kind::Integer, Kind::Boolean), _) => "; write 1 or 0".to_owned(),
        ((Kind::Moment, Kind::Text), _) => "; an instant is written 2024-01-31T00:00:00-03:00".to_owned(),
        _ => String::new(),
    };
    FilterError::new(FilterErrorKind::TypeMismatch, &right.to_string(), reason + &hint)
}
