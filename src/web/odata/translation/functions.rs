//! Functions. Each is null where one of its arguments is.

use chrono::{DateTime, Utc};

use super::super::error::{FilterError, FilterErrorKind};
use super::super::function::Function;
use super::super::tree::{Expression, Literal};
use super::{Environment, Kind, Translated, mismatch};
use crate::store::expression::{CalendarPart, Sql};

/// What `trim` takes off.
const BLANKS: &str = " \t\r\n\u{b}\u{c}";

const SECOND_US: i64 = 1_000_000;
const MINUTE_US: i64 = 60 * SECOND_US;
const HOUR_US: i64 = 60 * MINUTE_US;

impl Environment<'_> {
    pub(super) fn call(&self, function: Function, arguments: &[Expression]) -> Result<Translated, FilterError> {
        use Function as F;
        match function {
            F::Contains | F::StartsWith | F::EndsWith | F::Concat | F::IndexOf => {
                let one = self.text(function, &arguments[0])?;
                let other = self.text(function, &arguments[1])?;
                Ok(match function {
                    F::Contains => Translated::new(one.contains(other), Kind::Boolean),
                    F::StartsWith => Translated::new(one.starts_with(other), Kind::Boolean),
                    F::EndsWith => Translated::new(one.ends_with(other), Kind::Boolean),
                    F::Concat => Translated::new(one.concat(other), Kind::Text),
                    _ => Translated::new(one.index_of(other), Kind::Integer),
                })
            }
            F::Length => Ok(Translated::new(
                self.text(function, &arguments[0])?.length(),
                Kind::Integer,
            )),
            // Texts are in one case already.
            F::ToLower | F::ToUpper => Ok(Translated::new(self.text(function, &arguments[0])?, Kind::Text)),
            F::Trim => Ok(Translated::new(
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
            F::Now => Ok(Translated::new(Sql::integer(self.now_us), Kind::Moment)),
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
        let translated = self.translate(argument, false)?;
        match translated.kind {
            Kind::Text | Kind::Null => Ok(translated.sql),
            kind => {
                let wanted = format!("{} takes texts", function.name());
                Err(mismatch(argument, kind, &wanted))
            }
        }
    }

    fn integer(&self, argument: &Expression) -> Result<Sql, FilterError> {
        let translated = self.translate(argument, false)?;
        match translated.kind {
            Kind::Integer | Kind::Null => Ok(translated.sql),
            kind => Err(mismatch(argument, kind, "substring counts in integers")),
        }
    }

    fn substring(&self, arguments: &[Expression]) -> Result<Translated, FilterError> {
        let text = self.text(Function::Substring, &arguments[0])?;
        let start = self.integer(&arguments[1])?;
        let length = arguments.get(2).map(|argument| {
            if matches!(argument, Expression::Literal(Literal::Integer(..0))) {
                return Err(mismatch(argument, Kind::Integer, "a length is never negative"));
            }
            self.integer(argument)
        });
        Ok(Translated::new(text.substring(start, length.transpose()?), Kind::Text))
    }

    fn rounded(&self, function: Function, argument: &Expression) -> Result<Translated, FilterError> {
        let translated = self.translate(argument, false)?;
        if translated.is_nan() {
            return Err(mismatch(argument, Kind::Double, "NaN can only be compared"));
        }
        let sql = translated.sql;
        let (sql, kind) = match translated.kind {
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
        Ok(Translated::new(sql, kind))
    }

    fn total(&self, function: Function, argument: &Expression) -> Result<Translated, FilterError> {
        let translated = self.translate(argument, false)?;
        match (function, translated.kind) {
            (_, Kind::Null) => Ok(Translated::new(Sql::null(), Kind::Integer)),
            (Function::TotalSeconds, Kind::Duration) => Ok(Translated::new(translated.sql, Kind::Decimal(6))),
            (Function::TotalOffsetMinutes, Kind::Moment) => {
                let minutes = i64::from(self.zone.local_minus_utc() / 60);
                let zone = Sql::case(vec![(translated.sql.is_not(Sql::null()), Sql::integer(minutes))]);
                Ok(Translated::new(zone, Kind::Integer))
            }
            (Function::TotalSeconds, kind) => Err(mismatch(argument, kind, "totalseconds takes durations")),
            (_, kind) => Err(mismatch(argument, kind, "totaloffsetminutes takes instants")),
        }
    }

    fn part_of_instant(&self, function: Function, argument: &Expression) -> Result<Translated, FilterError> {
        use Function as F;
        let translated = self.translate_instant(argument)?;
        let has_date = matches!(translated.kind, Kind::Moment | Kind::Day | Kind::Null);
        let has_time = matches!(translated.kind, Kind::Moment | Kind::Time | Kind::Null);
        let asks_date = matches!(function, F::Year | F::Month | F::Day | F::Date);
        if (asks_date && !has_date) || (!asks_date && !has_time) {
            let wanted = format!("{} takes instants", function.name());
            return Err(mismatch(argument, translated.kind, &wanted));
        }
        let local = match translated.kind {
            Kind::Moment => translated.sql.plus(Sql::integer(self.offset_us())),
            Kind::Day => translated.sql.beginning_of_day(),
            _ => translated.sql,
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
        Ok(Translated::new(sql, kind))
    }

    /// An argument that should be an instant; a text literal that is one will do.
    fn translate_instant(&self, argument: &Expression) -> Result<Translated, FilterError> {
        let translated = self.translate(argument, false)?;
        Ok(self.reread(translated.clone(), Kind::Moment).unwrap_or(translated))
    }
}

fn moment(at: Option<DateTime<Utc>>) -> Translated {
    let at = at.unwrap_or_default();
    Translated::new(Sql::integer(at.timestamp_micros()), Kind::Moment)
}
