//! Printing an expression back, in the one form that parses to the same tree.

use std::fmt::{self, Display, Formatter};

use super::tree::{Expression, Lambda, Literal, Precedence};
use crate::duration::duration_text;

impl Display for Expression {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Literal(literal) => literal.fmt(f),
            Self::Property(name) => f.write_str(name),
            Self::Or(list) => joined(f, list, " or ", Precedence::And),
            Self::And(list) => joined(f, list, " and ", Precedence::Equality),
            Self::Not(operand) => {
                f.write_str("not ")?;
                inside(f, operand, Precedence::Prefix)
            }
            Self::Negate(operand) => {
                f.write_str("-")?;
                // A sign in front of a number would become part of it.
                match **operand {
                    Self::Literal(_) => write!(f, "({operand})"),
                    _ => inside(f, operand, Precedence::Prefix),
                }
            }
            Self::Binary(operator, left, right) => {
                let own = operator.precedence();
                inside(f, left, own)?;
                write!(f, " {} ", operator.word())?;
                inside(f, right, next_higher(own))
            }
            Self::In(operand, list) => {
                inside(f, operand, Precedence::Primary)?;
                f.write_str(" in (")?;
                listed(f, list)?;
                f.write_str(")")
            }
            Self::Call(function, arguments) => {
                write!(f, "{}(", function.name())?;
                listed(f, arguments)?;
                f.write_str(")")
            }
            Self::Case(pairs) => {
                f.write_str("case(")?;
                for (place, (condition, value)) in pairs.iter().enumerate() {
                    let comma = if place > 0 { ", " } else { "" };
                    write!(f, "{comma}{condition} : {value}")?;
                }
                f.write_str(")")
            }
            Self::Cast(operand, name) => write!(f, "cast({operand}, {name})"),
            Self::IsOf(operand, name) => write!(f, "isof({operand}, {name})"),
            Self::Lambda(lambda) => lambda.fmt(f),
        }
    }
}

impl Display for Lambda {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let word = if self.is_all { "all" } else { "any" };
        match &self.condition {
            Some((name, condition)) => write!(f, "{}/{word}({name}: {condition})", self.path),
            None => write!(f, "{}/{word}()", self.path),
        }
    }
}

impl Display for Literal {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => f.write_str("null"),
            Self::Boolean(truth) => truth.fmt(f),
            Self::Integer(number) => number.fmt(f),
            Self::Decimal(number) => number.fmt(f),
            Self::Double(number) if number.is_nan() => f.write_str("NaN"),
            Self::Double(number) if number.is_infinite() => f.write_str(if *number > 0.0 { "INF" } else { "-INF" }),
            Self::Double(number) => write!(f, "{number:e}"),
            Self::Text(text) => write!(f, "'{}'", text.replace('\'', "''")),
            Self::Moment(at) => at.format("%Y-%m-%dT%H:%M:%S%.f%:z").fmt(f),
            Self::Day(day) => day.format("%Y-%m-%d").fmt(f),
            Self::Time(time) => time.format("%H:%M:%S%.f").fmt(f),
            Self::Duration(length) => write!(f, "duration'{}'", duration_text(*length)),
            Self::Guid(id) => id.fmt(f),
        }
    }
}

/// The next higher precedence, which a right operand needs, because operators of two operands are left-associative.
fn next_higher(own: Precedence) -> Precedence {
    match own {
        Precedence::Or => Precedence::And,
        Precedence::And => Precedence::Equality,
        Precedence::Equality => Precedence::Relation,
        Precedence::Relation => Precedence::Sum,
        Precedence::Sum => Precedence::Product,
        Precedence::Product => Precedence::Prefix,
        Precedence::Prefix => Precedence::Membership,
        Precedence::Membership | Precedence::Primary => Precedence::Primary,
    }
}

fn inside(f: &mut Formatter<'_>, operand: &Expression, least: Precedence) -> fmt::Result {
    if operand.precedence() < least {
        write!(f, "({operand})")
    } else {
        operand.fmt(f)
    }
}

fn joined(f: &mut Formatter<'_>, list: &[Expression], word: &str, least: Precedence) -> fmt::Result {
    for (place, operand) in list.iter().enumerate() {
        if place > 0 {
            f.write_str(word)?;
        }
        inside(f, operand, least)?;
    }
    Ok(())
}

fn listed(f: &mut Formatter<'_>, list: &[impl Display]) -> fmt::Result {
    for (place, member) in list.iter().enumerate() {
        let comma = if place > 0 { ", " } else { "" };
        write!(f, "{comma}{member}")?;
    }
    Ok(())
}
