//! From a syntax tree to an expression of the store: names become columns, every part gets a type.

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
use kinds::{Lowered, aligned, to_real};

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

/// What an expression stands on.
#[derive(Debug, Clone, Copy)]
pub struct Ground<'a> {
    /// The properties there are.
    pub columns: &'a [Column],
    /// What makes texts comparable: the columns hold texts that went through it.
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

/// Lowers a condition.
pub fn condition(expression: &Expression, ground: &Ground<'_>) -> Result<Sql, FilterError> {
    let lowered = ground.lower(expression, true)?;
    match lowered.kind {
        Kind::Boolean | Kind::Null => Ok(lowered.sql),
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

/// Lowers an order. What is constant, or has been sorted by before, orders nothing and is left out: SQL would take a bare
/// number for the number of a column.
pub fn ordering(items: &[Order], ground: &Ground<'_>) -> Result<Vec<Ordering>, FilterError> {
    let (mut order, mut size): (Vec<Ordering>, _) = (Vec::new(), 0);
    for item in items {
        let lowered = ground.lower(&item.expression, false)?;
        let is_constant = lowered.constant.is_some() || lowered.sql.is_constant();
        if is_constant || order.iter().any(|before| before.sql == lowered.sql) {
            continue;
        }
        size += lowered.sql.size();
        if size > PIECES {
            return Err(too_large(&item.expression));
        }
        order.push(Ordering {
            sql: lowered.sql,
            is_descending: item.is_descending,
        });
    }
    Ok(order)
}

impl Ground<'_> {
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

    /// Lowers an expression. `is_kept` says that false and null come to the same where it stands, so that simpler
    /// SQL, which can use an index, will do.
    fn lower(&self, expression: &Expression, is_kept: bool) -> Result<Lowered, FilterError> {
        let lowered = match expression {
            Expression::Literal(literal) => self.literal(literal),
            Expression::Property(name) => self.property(name)?,
            Expression::Or(list) => self.joined(list, false, is_kept)?,
            Expression::And(list) => self.joined(list, true, is_kept)?,
            Expression::Not(operand) => {
                let operand = self.boolean(operand, false)?;
                Lowered::new(operand.negated(), Kind::Boolean)
            }
            Expression::Negate(operand) => self.negated(operand)?,
            Expression::Binary(operator, left, right) => match operator {
                Operator::Eq | Operator::Ne | Operator::Gt | Operator::Ge | Operator::Lt | Operator::Le => {
                    self.compare(*operator, (left, right), is_kept)?
                }
                Operator::Has => return Err(no_enumeration(left)),
                _ => self.calculate(*operator, (left, right))?,
            },
            Expression::In(operand, list) => self.among(operand, list, is_kept)?,
            Expression::Call(function, arguments) => self.call(*function, arguments)?,
            Expression::Case(pairs) => self.case(pairs)?,
            Expression::Cast(operand, name) => self.cast(operand, name)?,
            Expression::IsOf(operand, name) => self.is_of(operand, name)?,
            Expression::Lambda(lambda) => return Err(self.unknown(&lambda.path)),
        };
        if lowered.sql.size() > PIECES {
            return Err(too_large(expression));
        }
        Ok(lowered)
    }

    fn property(&self, name: &str) -> Result<Lowered, FilterError> {
        let column = self.column(name).ok_or_else(|| self.unknown(name))?;
        Ok(Lowered::new(Sql::column(column.sql), column.kind))
    }

    fn unknown(&self, name: &str) -> FilterError {
        let near = self.nearest(name);
        let reason = format!("There is no property {name:?}; the nearest is `{near}`");
        FilterError::new(FilterErrorKind::PropertyUnknown, name, reason)
    }

    fn joined(&self, list: &[Expression], is_all: bool, is_kept: bool) -> Result<Lowered, FilterError> {
        let list: Result<_, _> = list.iter().map(|member| self.boolean(member, is_kept)).collect();
        Ok(Lowered::new(Sql::joined(list?, is_all), Kind::Boolean))
    }

    /// Lowers what must be true, false or null.
    fn boolean(&self, expression: &Expression, is_kept: bool) -> Result<Sql, FilterError> {
        let lowered = self.lower(expression, is_kept)?;
        match lowered.kind {
            Kind::Boolean | Kind::Null => Ok(lowered.sql),
            kind => Err(mismatch(expression, kind, "a condition belongs here")),
        }
    }

    fn literal(&self, literal: &Literal) -> Lowered {
        let lowered = match literal {
            Literal::Null => Lowered::new(Sql::null(), Kind::Null),
            Literal::Boolean(truth) => Lowered::new(Sql::truth(*truth), Kind::Boolean),
            Literal::Integer(number) => Lowered::new(Sql::integer(*number), Kind::Integer),
            Literal::Decimal(number) => {
                let number = number.normalize();
                match i64::try_from(number.mantissa()) {
                    Ok(mantissa) if number.scale() <= SCALE => {
                        Lowered::new(Sql::integer(mantissa), Kind::Decimal(number.scale()))
                    }
                    _ => Lowered::new(Sql::real(number.to_f64().unwrap_or(f64::NAN)), Kind::Double),
                }
            }
            Literal::Double(number) => Lowered::new(Sql::real(*number), Kind::Double),
            Literal::Text(text) => Lowered::new(Sql::text((self.fold)(text)), Kind::Text),
            Literal::Moment(at) => Lowered::new(Sql::integer(at.timestamp_micros()), Kind::Moment),
            Literal::Day(day) => {
                let days = (*day - chrono::NaiveDate::default()).num_days();
                Lowered::new(Sql::integer(days), Kind::Day)
            }
            Literal::Time(time) => {
                let since = *time - chrono::NaiveTime::MIN;
                Lowered::new(Sql::integer(since.num_microseconds().unwrap_or_default()), Kind::Time)
            }
            Literal::Duration(length) => Lowered::new(
                Sql::integer(length.num_microseconds().unwrap_or_default()),
                Kind::Duration,
            ),
            Literal::Guid(id) => Lowered::new(Sql::text(id.to_string()), Kind::Guid),
        };
        Lowered {
            constant: Some(literal.clone()),
            ..lowered
        }
    }

    fn negated(&self, operand: &Expression) -> Result<Lowered, FilterError> {
        let lowered = self.lower(operand, false)?;
        match lowered.kind {
            Kind::Integer | Kind::Decimal(_) | Kind::Double | Kind::Duration | Kind::Null => {
                Ok(Lowered::new(lowered.sql.negative(), lowered.kind))
            }
            kind => Err(mismatch(operand, kind, "a number or a duration belongs behind `-`")),
        }
    }

    fn calculate(&self, operator: Operator, (left, right): (&Expression, &Expression)) -> Result<Lowered, FilterError> {
        let (one, other) = (self.lower(left, false)?, self.lower(right, false)?);
        if one.is_nan() || other.is_nan() {
            return Err(mismatch(left, Kind::Double, "NaN can only be compared"));
        }
        if one.kind == Kind::Null || other.kind == Kind::Null {
            let kind = if one.kind == Kind::Null { other.kind } else { one.kind };
            return Ok(Lowered::new(Sql::null(), kind));
        }
        let is_quotient = matches!(operator, Operator::Div | Operator::DivBy | Operator::Mod);
        if is_quotient && other.is_nought() {
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
                let sum = instants(operator, one, other);
                sum.ok_or_else(|| no_sum(operator, (left, right), kinds))?
            }
            _ if !numbers => return Err(no_sum(operator, (left, right), kinds)),
            Operator::Add | Operator::Sub => {
                let (one, other, kind) = aligned(one, other);
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
            Operator::Mod => match aligned(one, other) {
                (one, other, Kind::Double) => (one.real_remainder(other), Kind::Double),
                (one, other, kind) => (one.remainder(other), kind),
            },
            Operator::Div if kinds == (Kind::Integer, Kind::Integer) => (one.sql.divide(other.sql), Kind::Integer),
            _ => (to_real(one).divide(to_real(other)), Kind::Double),
        };
        Ok(Lowered::new(sql, kind))
    }

    fn case(&self, pairs: &[(Expression, Expression)]) -> Result<Lowered, FilterError> {
        let mut chosen = Vec::new();
        let mut kind = Kind::Null;
        for (condition, value) in pairs {
            let condition = self.boolean(condition, true)?;
            let lowered = self.lower(value, false)?;
            if lowered.kind != Kind::Null {
                if kind != Kind::Null && kind != lowered.kind {
                    let reason = format!("the values before it are {}", kind.nouns());
                    return Err(mismatch(value, lowered.kind, &reason));
                }
                kind = lowered.kind;
            }
            chosen.push((condition, lowered.sql));
        }
        Ok(Lowered::new(Sql::case(chosen), kind))
    }

    fn cast(&self, operand: &Expression, name: &str) -> Result<Lowered, FilterError> {
        let lowered = self.lower(operand, false)?;
        let wanted = Kind::of_type(name).ok_or_else(|| unknown_type(name))?;
        let kind = lowered.kind;
        let sql = match (kind, wanted) {
            (Kind::Null, _) => Sql::null(),
            _ if kind.is_like(wanted) => return Ok(lowered),
            (Kind::Integer, Kind::Text) => lowered.sql.to_text(),
            (Kind::Integer, Kind::Decimal(_)) => {
                return Ok(Lowered::new(lowered.sql, Kind::Decimal(0)));
            }
            (Kind::Integer | Kind::Decimal(_), Kind::Double) => to_real(lowered),
            _ => return Err(mismatch(operand, kind, &format!("it cannot become {name}"))),
        };
        Ok(Lowered::new(sql, wanted))
    }

    fn is_of(&self, operand: &Expression, name: &str) -> Result<Lowered, FilterError> {
        let lowered = self.lower(operand, false)?;
        let wanted = Kind::of_type(name).ok_or_else(|| unknown_type(name))?;
        let sql = match lowered.kind.is_like(wanted) {
            true => lowered.sql.is_not(Sql::null()),
            false => Sql::truth(false),
        };
        Ok(Lowered::new(sql, Kind::Boolean))
    }
}

/// What comes of adding or subtracting instants, days and lengths of time, if anything does.
fn instants(operator: Operator, one: Lowered, other: Lowered) -> Option<(Sql, Kind)> {
    let kind = match (operator, (one.kind, other.kind)) {
        (_, (Kind::Duration, Kind::Duration)) => Kind::Duration,
        (_, (Kind::Moment, Kind::Duration)) => Kind::Moment,
        (_, (Kind::Day, Kind::Duration)) => Kind::Day,
        (Operator::Sub, (Kind::Moment, Kind::Moment) | (Kind::Day, Kind::Day)) => Kind::Duration,
        _ => return None,
    };
    let instant = |side: Lowered| match side.kind {
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

fn product(one: Lowered, other: Lowered) -> (Sql, Kind) {
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
