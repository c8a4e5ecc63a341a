//! Functions. Nothing comes of nothing: each is null where an argument is.

use chrono::{DateTime, Utc};

use super::super::error::{FilterError, FilterErrorKind};
use super::super::function::Function;
use super::super::tree::{Expression, Literal};
use super::{Ground, Kind, Lowered, mismatch};
use crate::store::expression::{CalendarPart, Sql};

/// What `trim` takes off.
const BLANKS: &str = " \t\r\n\u{b}\u{c}";

const SECOND_US: i64 = 1_000_000;
const MINUTE_US: i64 = 60 * SECOND_US;
const HOUR_US: i64 = 60 * MINUTE_US;

impl Ground<'_> {
    pub(super) fn call(&self, function: Function, arguments: &[Expression]) -> Result<Lowered, FilterError> {
        use Function as F;
        match function {
            F::Contains | F::StartsWith | F::EndsWith | F::Concat | F::IndexOf => {
                let one = self.text(function, &arguments[0])?;
                let other = self.text(function, &arguments[1])?;
                Ok(match function {
                    F::Contains => Lowered::new(one.contains(other), Kind::Boolean),
                    F::StartsWith => Lowered::new(one.starts_with(other), Kind::Boolean),
                    F::EndsWith => Lowered::new(one.ends_with(other), Kind::Boolean),
                    F::Concat => Lowered::new(one.concat(other), Kind::Text),
                    _ => Lowered::new(one.index_of(other), Kind::Integer),
                })
            }
            F::Length => Ok(Lowered::new(
                self.text(function, &arguments[0])?.length(),
                Kind::Integer,
            )),
            // Texts are folded already, so their case is nobody's.
            F::ToLower | F::ToUpper => Ok(Lowered::new(self.text(function, &arguments[0])?, Kind::Text)),
            F::Trim => Ok(Lowered::new(
                self.text(function, &arguments[0])?.trimmed(BLANKS),
                Kind::Text,
            )),
            F::Substring => self.substring(arguments),
            F::MatchesPattern => {
                let reason = "Regular expressions are not served; `contains`, `startswith` and `endswith` are";
                Err(FilterError::new(
                    FilterErrorKind::FunctionUnknown,
                    function.name(),
                    reason.to_owned(),
                ))
            }
            F::Round | F::Floor | F::Ceiling => self.rounded(function, &arguments[0]),
            F::Now => Ok(Lowered::new(Sql::integer(self.now_us), Kind::Moment)),
            F::MinDateTime => Ok(moment(DateTime::<Utc>::from_timestamp(-62_135_596_800, 0))),
            F::MaxDateTime => Ok(moment(DateTime::<Utc>::from_timestamp(253_402_300_799, 999_999_000))),
            F::TotalOffsetMinutes | F::TotalSeconds => self.total(function, &arguments[0]),
            F::Year
            | F::Month
            | F::Day
            | F::Hour
            | F::Minute
            | F::Second
            | F::FractionalSeconds
            | F::Date
            | F::Time => self.part_of_instant(function, &arguments[0]),
        }
    }

    fn text(&self, function: Function, argument: &Expression) -> Result<Sql, FilterError> {
        let lowered = self.lower(argument, false)?;
        match lowered.kind {
            Kind::Text | Kind::Null => Ok(lowered.sql),
            kind => {
                let wanted = format!("{} takes texts", function.name());
                Err(mismatch(argument, kind, &wanted))
            }
        }
    }

    fn integer(&self, argument: &Expression) -> Result<Sql, FilterError> {
        let lowered = self.lower(argument, false)?;
        match lowered.kind {
            Kind::Integer | Kind::Null => Ok(lowered.sql),
            kind => Err(mismatch(argument, kind, "substring counts in integers")),
        }
    }

    fn substring(&self, arguments: &[Expression]) -> Result<Lowered, FilterError> {
        let text = self.text(Function::Substring, &arguments[0])?;
        let start = self.integer(&arguments[1])?;
        let length = arguments.get(2).map(|argument| {
            if matches!(argument, Expression::Literal(Literal::Integer(..0))) {
                return Err(mismatch(argument, Kind::Integer, "a length is never negative"));
            }
            self.integer(argument)
        });
        Ok(Lowered::new(text.substring(start, length.transpose()?), Kind::Text))
    }

    fn rounded(&self, function: Function, argument: &Expression) -> Result<Lowered, FilterError> {
        let lowered = self.lower(argument, false)?;
        if lowered.is_nan() {
            return Err(mismatch(argument, Kind::Double, "NaN can only be compared"));
        }
        let sql = lowered.sql;
        let (sql, kind) = match lowered.kind {
            kind @ (Kind::Integer | Kind::Null) => (sql, kind),
            Kind::Decimal(0) => (sql, Kind::Decimal(0)),
            Kind::Decimal(scale) => {
                let unit = 10_i64.pow(scale);
                let whole = match function {
                    Function::Floor => sql.whole_below(unit),
                    Function::Ceiling => sql.whole_above(unit),
                    _ => sql.whole_nearest(unit),
                };
                (whole, Kind::Decimal(0))
            }
            Kind::Double => {
                let whole = match function {
                    Function::Floor => sql.real_below(),
                    Function::Ceiling => sql.negative().real_below().negative(),
                    _ => sql.real_nearest(),
                };
                (whole, Kind::Double)
            }
            kind => {
                let wanted = format!("{} takes numbers", function.name());
                return Err(mismatch(argument, kind, &wanted));
            }
        };
        Ok(Lowered::new(sql, kind))
    }

    fn total(&self, function: Function, argument: &Expression) -> Result<Lowered, FilterError> {
        let lowered = self.lower(argument, false)?;
        match (function, lowered.kind) {
            (_, Kind::Null) => Ok(Lowered::new(Sql::null(), Kind::Integer)),
            (Function::TotalSeconds, Kind::Duration) => Ok(Lowered::new(lowered.sql, Kind::Decimal(6))),
            (Function::TotalOffsetMinutes, Kind::Moment) => {
                let minutes = i64::from(self.zone.local_minus_utc() / 60);
                let zone = Sql::case(vec![(lowered.sql.is_not(Sql::null()), Sql::integer(minutes))]);
                Ok(Lowered::new(zone, Kind::Integer))
            }
            (Function::TotalSeconds, kind) => Err(mismatch(argument, kind, "totalseconds takes durations")),
            (_, kind) => Err(mismatch(argument, kind, "totaloffsetminutes takes instants")),
        }
    }

    fn part_of_instant(&self, function: Function, argument: &Expression) -> Result<Lowered, FilterError> {
        use Function as F;
        let lowered = self.lower_instant(argument)?;
        let has_date = matches!(lowered.kind, Kind::Moment | Kind::Day | Kind::Null);
        let has_time = matches!(lowered.kind, Kind::Moment | Kind::Time | Kind::Null);
        let asks_date = matches!(function, F::Year | F::Month | F::Day | F::Date);
        if (asks_date && !has_date) || (!asks_date && !has_time) {
            let wanted = format!("{} takes instants", function.name());
            return Err(mismatch(argument, lowered.kind, &wanted));
        }
        let local = match lowered.kind {
            Kind::Moment => lowered.sql.plus(Sql::integer(self.offset_us())),
            Kind::Day => lowered.sql.beginning_of_day(),
            _ => lowered.sql,
        };
        let (sql, kind) = match function {
            F::Year => (local.calendar_part(CalendarPart::Year), Kind::Integer),
            F::Month => (local.calendar_part(CalendarPart::Month), Kind::Integer),
            F::Day => (local.calendar_part(CalendarPart::Day), Kind::Integer),
            F::Hour => (local.clock_part(HOUR_US, 24), Kind::Integer),
            F::Minute => (local.clock_part(MINUTE_US, 60), Kind::Integer),
            F::Second => (local.clock_part(SECOND_US, 60), Kind::Integer),
            F::FractionalSeconds => (local.remainder_from_below(SECOND_US), Kind::Decimal(6)),
            F::Date => (local.day_number(), Kind::Day),
            _ => (local.time_of_day(), Kind::Time),
        };
        Ok(Lowered::new(sql, kind))
    }

    /// An argument that should be an instant; a text literal that is one will do.
    fn lower_instant(&self, argument: &Expression) -> Result<Lowered, FilterError> {
        let lowered = self.lower(argument, false)?;
        Ok(self.reread(lowered.clone(), Kind::Moment).unwrap_or(lowered))
    }
}

fn moment(at: Option<DateTime<Utc>>) -> Lowered {
    let at = at.unwrap_or_default();
    Lowered::new(Sql::integer(at.timestamp_micros()), Kind::Moment)
}
