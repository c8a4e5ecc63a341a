//! Days and times as DocSales writes them: Brazilian, three hours behind UTC.

use chrono::{DateTime, Datelike, Days, FixedOffset, NaiveDate, NaiveTime, TimeDelta, Utc};

/// How far local time is behind UTC, in seconds.
const BEHIND_UTC_S: i32 = 3 * 3600;

fn local(at: DateTime<Utc>) -> DateTime<FixedOffset> {
    match FixedOffset::west_opt(BEHIND_UTC_S) {
        Some(zone) => at.with_timezone(&zone),
        None => at.fixed_offset(),
    }
}

/// An instant as the API writes it: `2019-10-21T10:15:30.000-03:00`.
pub(crate) fn moment_text(at: DateTime<Utc>) -> String {
    local(at).format("%Y-%m-%dT%H:%M:%S%.3f%:z").to_string()
}

/// The local day of an instant.
pub(crate) fn day_of(at: DateTime<Utc>) -> NaiveDate {
    local(at).date_naive()
}

/// The first instant after a local day.
pub(crate) fn end_of(day: NaiveDate) -> DateTime<Utc> {
    let next = day.checked_add_days(Days::new(1)).unwrap_or(day);
    beginning(next)
}

fn beginning(day: NaiveDate) -> DateTime<Utc> {
    day.and_time(NaiveTime::MIN).and_utc() + TimeDelta::seconds(BEHIND_UTC_S.into())
}

/// A local calendar month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Month {
    year: i32,
    /// From 1.
    number: u32,
}

impl Month {
    /// The month that an instant is in.
    pub(crate) fn of(at: DateTime<Utc>) -> Self {
        Self::of_day(day_of(at))
    }

    /// The month that a day is in.
    pub(crate) fn of_day(day: NaiveDate) -> Self {
        Self {
            year: day.year(),
            number: day.month(),
        }
    }

    /// The month `count` months later.
    pub(crate) fn later(self, count: u32) -> Self {
        let months = self.number - 1 + count;
        Self {
            year: self.year + i32::try_from(months / 12).unwrap_or_default(),
            number: months % 12 + 1,
        }
    }

    /// The day of this month with the number `day`, its last one where it is shorter.
    pub(crate) fn day(self, day: u32) -> NaiveDate {
        let days = (1..=day.clamp(1, 31)).rev();
        let mut days = days.filter_map(|day| NaiveDate::from_ymd_opt(self.year, self.number, day));
        days.next().unwrap_or_default()
    }

    /// The first instant after it.
    pub(crate) fn end(self) -> DateTime<Utc> {
        beginning(self.later(1).day(1))
    }

    /// `2019-10`.
    pub(crate) fn text(self) -> String {
        format!("{:04}-{:02}", self.year, self.number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_begins_and_ends_at_local_midnight() {
        let edge: DateTime<Utc> = "2025-12-31T03:00:00Z".parse().unwrap();
        assert_eq!(moment_text(edge), "2025-12-31T00:00:00.000-03:00");
        let month = Month::of(edge);
        assert_eq!(
            (month.text().as_str(), month.end().to_rfc3339().as_str()),
            ("2025-12", "2026-01-01T03:00:00+00:00")
        );
        assert_eq!(Month::of(month.end() - TimeDelta::microseconds(1)), month);
        assert_eq!(month.later(2).day(31).to_string(), "2026-02-28");
    }
}
