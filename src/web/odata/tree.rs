//! The syntax tree.

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveTime, TimeDelta};
use rust_decimal::Decimal;
use uuid::Uuid;

use super::function::Function;

/// An expression.
#[derive(Debug, Clone, PartialEq)]
pub enum Expression {
    /// A value.
    Literal(Literal),
    /// A property, or a path to one.
    Property(String),
    /// True if one of them is; two or more.
    Or(Vec<Expression>),
    /// True if all of them are; two or more.
    And(Vec<Expression>),
    /// The opposite.
    Not(Box<Expression>),
    /// The number or duration with the opposite sign.
    Negate(Box<Expression>),
    /// Two operands.
    Binary(Operator, Box<Expression>, Box<Expression>),
    /// Whether a value is one of some literals.
    In(Box<Expression>, Vec<Literal>),
    /// A function's value.
    Call(Function, Vec<Expression>),
    /// The value behind the first condition that is true.
    Case(Vec<(Expression, Expression)>),
    /// A value as one of another type.
    Cast(Box<Expression>, String),
    /// Whether a value is of a type.
    IsOf(Box<Expression>, String),
    /// Whether some or all members of a collection meet a condition.
    Lambda(Box<Lambda>),
}

/// A condition on the members of a collection.
#[derive(Debug, Clone, PartialEq)]
pub struct Lambda {
    /// The collection.
    pub path: String,
    /// Whether every member must meet the condition, or some.
    pub is_all: bool,
    /// The member's name, and the condition; `any()` alone has none.
    pub condition: Option<(String, Expression)>,
}

/// An operator of two operands, by its word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, strum::EnumString, strum::IntoStaticStr, strum::VariantArray)]
#[strum(serialize_all = "lowercase", ascii_case_insensitive)]
pub enum Operator {
    /// Is the same; nothing is the same as nothing.
    Eq,
    /// Is not the same.
    Ne,
    /// Is more.
    Gt,
    /// Is more or the same.
    Ge,
    /// Is less.
    Lt,
    /// Is less or the same.
    Le,
    /// The sum.
    Add,
    /// The difference.
    Sub,
    /// The product.
    Mul,
    /// The quotient; of two integers an integer.
    Div,
    /// The quotient, never an integer.
    DivBy,
    /// What is left, with the sign of the left operand.
    Mod,
    /// Whether an enumeration's flags are set.
    Has,
}

/// A value.
#[derive(Debug, Clone, PartialEq)]
pub enum Literal {
    /// Nothing.
    Null,
    /// `true` or `false`.
    Boolean(bool),
    /// A whole number.
    Integer(i64),
    /// A number with a point, or one too large for an integer.
    Decimal(Decimal),
    /// A number with an exponent, `INF`, `-INF` or `NaN`.
    Double(f64),
    /// Text.
    Text(String),
    /// An instant.
    Moment(DateTime<FixedOffset>),
    /// A day.
    Day(NaiveDate),
    /// A time of day.
    Time(NaiveTime),
    /// A length of time.
    Duration(TimeDelta),
    /// A UUID.
    Guid(Uuid),
}

/// How tightly an expression binds, the loosest first. An expression needs no parentheses inside one that binds less tightly.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Precedence {
    Or,
    And,
    Equality,
    Relation,
    Sum,
    Product,
    Prefix,
    Membership,
    Primary,
}

impl Operator {
    /// The operator's word.
    pub fn word(self) -> &'static str {
        self.into()
    }

    pub(super) fn precedence(self) -> Precedence {
        match self {
            Self::Eq | Self::Ne => Precedence::Equality,
            Self::Gt | Self::Ge | Self::Lt | Self::Le => Precedence::Relation,
            Self::Add | Self::Sub => Precedence::Sum,
            Self::Mul | Self::Div | Self::DivBy | Self::Mod => Precedence::Product,
            Self::Has => Precedence::Membership,
        }
    }
}

impl Expression {
    pub(super) fn precedence(&self) -> Precedence {
        match self {
            Self::Or(_) => Precedence::Or,
            Self::And(_) => Precedence::And,
            Self::Binary(operator, ..) => operator.precedence(),
            Self::Not(_) | Self::Negate(_) => Precedence::Prefix,
            Self::In(..) => Precedence::Membership,
            Self::Literal(_)
            | Self::Property(_)
            | Self::Call(..)
            | Self::Case(_)
            | Self::Cast(..)
            | Self::IsOf(..)
            | Self::Lambda(_) => Precedence::Primary,
        }
    }
}
