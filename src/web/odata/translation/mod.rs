//! Translates a syntax tree to an expression of the store: names become columns, every part gets a type.

mod compare;
mod functions;
mod kinds;

use chrono::FixedOffset;
use rust_decimal::prelude::ToPrimitive;

use super::error::{FilterError, FilterErrorKind, nearest};
use super::parser::Order;
use super::tree::{Expression, Literal, Operator};
use crate::store::expression::Sql;
pub use kinds::Kind;
use kinds::{Translated, to_one_kind, to_real};

/// A property that expressions may name.
#[derive(Debug, Clone, Copy)]
pub struct Column {
    /// The property's name.
    pub name: &'static str,
    /// The column that holds it, or an expression of columns: SQL of the provider's own.
    pub sql: &'static str,
    /// What it holds.
    pub kind: Kind,
}

/// What the value of an expression depends on, beside its text.
#[derive(Debug, Clone, Copy)]
pub struct Environment<'a> {
    /// The properties that expressions may name.
    pub columns: &'a [Column],
    /// Makes texts comparable: the columns hold texts that went through it.
    pub fold: fn(&str) -> String,
    /// The zone of the calendar, and of dates without one.
    pub zone: FixedOffset,
    /// The present, in microseconds since 1970.
    pub now_us: i64,
}

/// One item of an order, to be sorted by.
#[derive(Debug, Clone, PartialEq)]
pub struct Ordering {
    /// What is sorted by.
    pub sql: Sql,
    /// Whether the largest comes first.
    pub is_descending: bool,
}

/// How many pieces a statement may be made of.
const PIECES: usize = 8_000;

/// The most digits behind the point that whole numbers of the last place are kept for.
const SCALE: u32 = 12;

/// Translates a condition.
pub fn condition(expression: &Expression, environment: &Environment<'_>) -> Result<Sql, FilterError> {
    let translated = environment.translate(expression, true)?;
    match translated.kind {
        Kind::Boolean | Kind::Null => Ok(translated.sql),
        kind => {
            let reason = format!("`{expression}` is {} and no condition", kind.noun());
            let hint = match expression {
                Expression::Property(name) if kind == Kind::Integer => {
                    format!("; compare it, as in `{name} eq 1`")
                }
                _ => String::new(),
            };
            let token = expression.to_string();
            Err(FilterError::new(FilterErrorKind::NoCondition, &token, reason + &hint))
        }
    }
}

/// Translates an order. Items that are constant, or were sorted by before, are left out, since they do not change the order and SQL
/// takes a bare number for the number of a column.
pub fn ordering(items: &[Order], environment: &Environment<'_>) -> Result<Vec<Ordering>, FilterError> {
    let (mut order, mut size): (Vec<Ordering>, _) = (Vec::new(), 0);
    for item in items {
        let translated = environment.translate(&item.expression, false)?;
        let is_constant = translated.constant.is_some() || translated.sql.is_constant();
        if is_constant || order.iter().any(|before| before.sql == translated.sql) {
            continue;
        }
        size += translated.sql.size();
        if size > PIECES {
            return Err(too_large(&item.expression));
        }
        order.push(Ordering {
            sql: translated.sql,
            is_descending: item.is_descending,
        });
    }
    Ok(order)
}

impl Environment<'_> {
    /// The property called `name`, in any case.
    pub fn column(&self, name: &str) -> Option<&Column> {
        self.columns
            .iter()
            .find(|column| column.name.eq_ignore_ascii_case(name))
    }

    /// The property whose name is most like `name`.
    pub fn nearest(&self, name: &str) -> &str {
        nearest(name, self.columns.iter().map(|column| column.name))
    }

    /// Translates an expression. `null_is_false` says that null may be taken for false where the expression stands, so that
    /// simpler SQL, which can use an index, is enough.
    fn translate(&self, expression: &Expression, null_is_false: bool) -> Result<Translated, FilterError> {
        let translated = match expression {
            Expression::Literal(literal) => self.literal(literal),
            Expression::Property(name) => self.property(name)?,
            Expression::Or(list) => self.joined(list, false, null_is_false)?,
            Expression::And(list) => self.joined(list, true, null_is_false)?,
            Expression::Not(operand) => {
                let operand = self.boolean(operand, false)?;
                Translated::new(operand.negated(), Kind::Boolean)
            }
            Expression::Negate(operand) => self.negated(operand)?,
            Expression::Binary(operator, left, right) => match operator {
                Operator::Eq | Operator::Ne | Operator::Gt | Operator::Ge | Operator::Lt | Operator::Le => {
                    self.compare(*operator, (left, right), null_is_false)?
                }
                Operator::Has => return Err(no_enumeration(left)),
                _ => self.calculate(*operator, (left, right))?,
            },
            Expression::In(operand, list) => self.among(operand, list, null_is_false)?,
            Expression::Call(function, arguments) => self.call(*function, arguments)?,
            Expression::Case(pairs) => self.case(pairs)?,
            Expression::Cast(operand, name) => self.cast(operand, name)?,
            Expression::IsOf(operand, name) => self.is_of(operand, name)?,
            Expression::Lambda(lambda) => return Err(self.unknown(&lambda.path)),
        };
        if translated.sql.size() > PIECES {
            return Err(too_large(expression));
        }
        Ok(translated)
    }

    fn property(&self, name: &str) -> Result<Translated, FilterError> {
        let column = self.column(name).ok_or_else(|| self.unknown(name))?;
        Ok(Translated::new(Sql::column(column.sql), column.kind))
    }

    fn unknown(&self, name: &str) -> FilterError {
        let near = self.nearest(name);
        let reason = format!("There is no property {name:?}; the nearest is `{near}`");
        FilterError::new(FilterErrorKind::PropertyUnknown, name, reason)
    }

    fn joined(&self, list: &[Expression], is_all: bool, null_is_false: bool) -> Result<Translated, FilterError> {
        let list: Result<_, _> = list.iter().map(|member| self.boolean(member, null_is_false)).collect();
        Ok(Translated::new(Sql::joined(list?, is_all), Kind::Boolean))
    }

    /// Translates an expression that must be true, false or null.
    fn boolean(&self, expression: &Expression, null_is_false: bool) -> Result<Sql, FilterError> {
        let translated = self.translate(expression, null_is_false)?;
        match translated.kind {
            Kind::Boolean | Kind::Null => Ok(translated.sql),
            kind => Err(mismatch(expression, kind, "a condition belongs here")),
        }
    }

    fn literal(&self, literal: &Literal) -> Translated {
        let translated = match literal {
            Literal::Null => Translated::new(Sql::null(), Kind::Null),
            Literal::Boolean(truth) => Translated::new(Sql::truth(*truth), Kind::Boolean),
            Literal::Integer(number) => Translated::new(Sql::integer(*number), Kind::Integer),
            Literal::Decimal(number) => {
                let number = number.normalize();
                match i64::try_from(number.mantissa()) {
                    Ok(mantissa) if number.scale() <= SCALE => {
                        Translated::new(Sql::integer(mantissa), Kind::Decimal(number.scale()))
                    }
                    _ => Translated::new(Sql::real(number.to_f64().unwrap_or(f64::NAN)), Kind::Double),
                }
            }
            Literal::Double(number) => Translated::new(Sql::real(*number), Kind::Double),
            Literal::Text(text) => Translated::new(Sql::text((self.fold)(text)), Kind::Text),
            Literal::Moment(at) => Translated::new(Sql::integer(at.timestamp_micros()), Kind::Moment),
            Literal::Day(day) => {
                let days = (*day - chrono::NaiveDate::default()).num_days();
                Translated::new(Sql::integer(days), Kind::Day)
            }
            Literal::Time(time) => {
                let since = *time - chrono::NaiveTime::MIN;
                Translated::new(Sql::integer(since.num_microseconds().unwrap_or_default()), Kind::Time)
            }
            Literal::Duration(length) => Translated::new(
                Sql::integer(length.num_microseconds().unwrap_or_default()),
                Kind::Duration,
            ),
            Literal::Guid(id) => Translated::new(Sql::text(id.to_string()), Kind::Guid),
        };
        Translated {
            constant: Some(literal.clone()),
            ..translated
        }
    }

    fn negated(&self, operand: &Expression) -> Result<Translated, FilterError> {
        let translated = self.translate(operand, false)?;
        match translated.kind {
            Kind::Integer | Kind::Decimal(_) | Kind::Double | Kind::Duration | Kind::Null => {
                Ok(Translated::new(translated.sql.negative(), translated.kind))
            }
            kind => Err(mismatch(operand, kind, "a number or a duration belongs behind `-`")),
        }
    }

    fn calculate(
        &self,
        operator: Operator,
        (left, right): (&Expression, &Expression),
    ) -> Result<Translated, FilterError> {
        let (one, other) = (self.translate(left, false)?, self.translate(right, false)?);
        if one.is_nan() || other.is_nan() {
            return Err(mismatch(left, Kind::Double, "NaN can only be compared"));
        }
        if one.kind == Kind::Null || other.kind == Kind::Null {
            let kind = if one.kind == Kind::Null { other.kind } else { one.kind };
            return Ok(Translated::new(Sql::null(), kind));
        }
        let is_quotient = matches!(operator, Operator::Div | Operator::DivBy | Operator::Mod);
        if is_quotient && other.is_zero() {
            let reason = format!("`{left} {} {right}` divides by nothing", operator.word());
            return Err(FilterError::new(
                FilterErrorKind::DivisionByZero,
                &right.to_string(),
                reason,
            ));
        }
        let numbers = one.kind.is_number() && other.kind.is_number();
        let kinds = (one.kind, other.kind);
        let (sql, kind) = match operator {
            Operator::Add | Operator::Sub if !numbers => {
                let sum = time_sum(operator, one, other);
                sum.ok_or_else(|| no_sum(operator, (left, right), kinds))?
            }
            _ if !numbers => return Err(no_sum(operator, (left, right), kinds)),
            Operator::Add | Operator::Sub => {
                let (one, other, kind) = to_one_kind(one, other);
                (
                    if operator == Operator::Add {
                        one.plus(other)
                    } else {
                        one.subtract(other)
                    },
                    kind,
                )
            }
            Operator::Mul => product(one, other),
            Operator::Mod => match to_one_kind(one, other) {
                (one, other, Kind::Double) => (one.real_remainder(other), Kind::Double),
                (one, other, kind) => (one.remainder(other), kind),
            },
            Operator::Div if kinds == (Kind::Integer, Kind::Integer) => (one.sql.divide(other.sql), Kind::Integer),
            _ => (to_real(one).divide(to_real(other)), Kind::Double),
        };
        Ok(Translated::new(sql, kind))
    }

    fn case(&self, pairs: &[(Expression, Expression)]) -> Result<Translated, FilterError> {
        let mut chosen = Vec::new();
        let mut kind = Kind::Null;
        for (condition, value) in pairs {
            let condition = self.boolean(condition, true)?;
            let translated = self.translate(value, false)?;
            if translated.kind != Kind::Null {
                if kind != Kind::Null && kind != translated.kind {
                    let reason = format!("the values before it are {}", kind.nouns());
                    return Err(mismatch(value, translated.kind, &reason));
                }
                kind = translated.kind;
            }
            chosen.push((condition, translated.sql));
        }
        Ok(Translated::new(Sql::case(chosen), kind))
    }

    fn cast(&self, operand: &Expression, name: &str) -> Result<Translated, FilterError> {
        let translated = self.translate(operand, false)?;
        let wanted = Kind::of_type(name).ok_or_else(|| unknown_type(name))?;
        let kind = translated.kind;
        let sql = match (kind, wanted) {
            (Kind::Null, _) => Sql::null(),
            _ if kind.is_like(wanted) => return Ok(translated),
            (Kind::Integer, Kind::Text) => translated.sql.to_text(),
            (Kind::Integer, Kind::Decimal(_)) => {
                return Ok(Translated::new(translated.sql, Kind::Decimal(0)));
            }
            (Kind::Integer | Kind::Decimal(_), Kind::Double) => to_real(translated),
            _ => return Err(mismatch(operand, kind, &format!("it cannot become {name}"))),
        };
        Ok(Translated::new(sql, wanted))
    }

    fn is_of(&self, operand: &Expression, name: &str) -> Result<Translated, FilterError> {
        let translated = self.translate(operand, false)?;
        let wanted = Kind::of_type(name).ok_or_else(|| unknown_type(name))?;
        let sql = match translated.kind.is_like(wanted) {
            true => translated.sql.is_not(Sql::null()),
            false => Sql::truth(false),
        };
        Ok(Translated::new(sql, Kind::Boolean))
    }
}

/// The sum or difference of instants, days and lengths of time, where there is one.
fn time_sum(operator: Operator, one: Translated, other: Translated) -> Option<(Sql, Kind)> {
    let kind = match (operator, (one.kind, other.kind)) {
        (_, (Kind::Duration, Kind::Duration)) => Kind::Duration,
        (_, (Kind::Moment, Kind::Duration)) => Kind::Moment,
        (_, (Kind::Day, Kind::Duration)) => Kind::Day,
        (Operator::Sub, (Kind::Moment, Kind::Moment) | (Kind::Day, Kind::Day)) => Kind::Duration,
        _ => return None,
    };
    let instant = |side: Translated| match side.kind {
        Kind::Day => side.sql.beginning_of_day(),
        _ => side.sql,
    };
    let (one, other) = (instant(one), instant(other));
    let sum = match operator {
        Operator::Add => one.plus(other),
        _ => one.subtract(other),
    };
    let sum = if kind == Kind::Day { sum.day_number() } else { sum };
    Some((sum, kind))
}

fn product(one: Translated, other: Translated) -> (Sql, Kind) {
    let kind = match (one.kind, other.kind) {
        (Kind::Integer, Kind::Integer) => Kind::Integer,
        (Kind::Double, _) | (_, Kind::Double) => Kind::Double,
        (one, other) if one.scale() + other.scale() > SCALE => Kind::Double,
        (one, other) => Kind::Decimal(one.scale() + other.scale()),
    };
    match kind {
        Kind::Double => (to_real(one).multiply(to_real(other)), kind),
        _ => (one.sql.multiply(other.sql), kind),
    }
}

fn no_sum(operator: Operator, (left, right): (&Expression, &Expression), kinds: (Kind, Kind)) -> FilterError {
    let (word, one, other) = (operator.word(), kinds.0.noun(), kinds.1.noun());
    let reason = format!("`{left} {word} {right}`: {one} and {other} have no `{word}`");
    FilterError::new(FilterErrorKind::TypeMismatch, &right.to_string(), reason)
}

fn no_enumeration(left: &Expression) -> FilterError {
    let reason = format!("`{left}` is no enumeration, which `has` asks for; there are none here");
    FilterError::new(FilterErrorKind::TypeMismatch, "has", reason)
}

fn too_large(expression: &Expression) -> FilterError {
    let reason = "The expression becomes too large for the store".to_owned();
    FilterError::new(FilterErrorKind::TooLarge, &expression.to_string(), reason)
}

fn unknown_type(name: &str) -> FilterError {
    let reason = format!(
        "There is no type {name:?}; the nearest is `{}`",
        nearest(name, kinds::type_names())
    );
    FilterError::new(FilterErrorKind::TypeMismatch, name, reason)
}

/// The error that `expression` is of `kind` where it may not be.
fn mismatch(expression: &Expression, kind: Kind, wanted: &str) -> FilterError {
    let token = expression.to_string();
    let reason = format!("`{token}` is {}: {wanted}", kind.noun());
    FilterError::new(FilterErrorKind::TypeMismatch, &token, reason)
}
