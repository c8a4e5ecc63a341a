//! Dates as Conta Azul reads and writes them. Its local time is UTC-3, always: no summer time, past or present.

use std::borrow::Cow;

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Utc};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

/// How far local time is behind UTC.
const BEHIND_UTC: TimeDelta = TimeDelta::hours(3);

/// A day, written as its local midnight in UTC: `2025-03-10T03:00:00.000Z`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::providers::contaazul) struct Day(pub(in crate::providers::contaazul) NaiveDate);

/// An instant as a body gives it. Stored records keep its day; the answer to a write shows the instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::providers::contaazul) struct Moment {
    /// The instant.
    pub(in crate::providers::contaazul) at: DateTime<Utc>,
    /// The local day.
    pub(in crate::providers::contaazul) day: Day,
}

/// A day in a query, in any of the forms that a body may use, or `DD/MM/YYYY`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub(in crate::providers::contaazul) struct SearchDay(pub(in crate::providers::contaazul) Day);

/// The two generations of dates that the service has written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(in crate::providers::contaazul) enum EmissionFormat {
    /// That of 2020: `2025-03-10T03:00:00.000Z`.
    #[default]
    Z,
    /// That of 2025: `2025-03-10T00:00:00.000-03`.
    Offset,
}

impl Day {
    /// The local day of an instant.
    pub(in crate::providers::contaazul) fn of(at: DateTime<Utc>) -> Self {
        Self((at.naive_utc() - BEHIND_UTC).date())
    }

    /// Its local midnight.
    pub(in crate::providers::contaazul) fn midnight(self) -> DateTime<Utc> {
        (self.0.and_time(NaiveTime::MIN) + BEHIND_UTC).and_utc()
    }

    /// How it is written and stored.
    pub(in crate::providers::contaazul) fn text(self) -> String {
        instant_text(self.midnight())
    }
}

impl Moment {
    /// The instant of a day's local midnight.
    pub(in crate::providers::contaazul) fn at_midnight(day: Day) -> Self {
        Self {
            at: day.midnight(),
            day,
        }
    }

    /// How it is written: UTC, to the millisecond.
    pub(in crate::providers::contaazul) fn text(self) -> String {
        instant_text(self.at)
    }

    /// The moment of an instant.
    pub(in crate::providers::contaazul) fn of(at: DateTime<Utc>) -> Self {
        Self { at, day: Day::of(at) }
    }

    /// Reads every form that clients send: with a zone (`Z`, `-03:00`, `-0300`, `-03`), without one (local time), or
    /// a plain day.
    fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        if let Ok(day) = NaiveDate::parse_from_str(text, "%Y-%m-%d") {
            return Some(Self::at_midnight(Day(day))).filter(Self::is_sensible);
        }
        // chrono reads an offset without minutes only after `%#z`.
        let zoned = DateTime::<FixedOffset>::parse_from_str(text, "%Y-%m-%dT%H:%M:%S%.f%#z");
        let moment = match zoned.or_else(|_| DateTime::parse_from_rfc3339(text)) {
            Ok(at) => Self::of(at.to_utc()),
            Err(_) => {
                let local = NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%S%.f").ok()?;
                let at = local.checked_add_signed(BEHIND_UTC)?.and_utc();
                Self {
                    at,
                    day: Day(local.date()),
                }
            }
        };
        Some(moment).filter(Self::is_sensible)
    }

    /// Years of four digits, so that every date can be written and compared as text.
    fn is_sensible(&self) -> bool {
        let first = NaiveDate::from_ymd_opt(1, 1, 1);
        let last = NaiveDate::from_ymd_opt(9999, 12, 30);
        Some(self.day.0) > first && Some(self.day.0) < last
    }
}

fn instant_text(at: DateTime<Utc>) -> String {
    at.format("%Y-%m-%dT%H:%M:%S%.3fZ").to_string()
}

impl Serialize for Day {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text())
    }
}

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Moment::deserialize(deserializer).map(|moment| moment.day)
    }
}

impl<'de> Deserialize<'de> for Moment {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = Value::deserialize(deserializer)?;
        let moment = match &value {
            Value::String(text) => Self::parse(text),
            // Milliseconds since the epoch.
            Value::Number(number) => number
                .as_i64()
                .or_else(|| number.as_f64().filter(|ms| ms.abs() < 1e15).map(|ms| ms as i64))
                .and_then(DateTime::from_timestamp_millis)
                .map(Self::of)
                .filter(Self::is_sensible),
            _ => None,
        };
        moment.ok_or_else(|| D::Error::custom(format!("{value} is no date")))
    }
}

impl TryFrom<String> for SearchDay {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let day = NaiveDate::parse_from_str(&text, "%d/%m/%Y").ok().map(Day);
        let moment = day.map(Moment::at_midnight).filter(Moment::is_sensible);
        let moment = moment.or_else(|| Moment::parse(&text));
        moment
            .map(|moment| Self(moment.day))
            .ok_or_else(|| format!("{text:?} is no date"))
    }
}

/// A stored document's text with the dates of the generation that the account is set to: the later one writes emissions as
/// `2025-03-10T00:00:00.000-03` and due dates as `2025-03-10T00:00:00`.
pub(in crate::providers::contaazul) fn in_account_dates(document: String, format: EmissionFormat) -> String {
    if format == EmissionFormat::Z {
        return document;
    }
    match serde_json::from_str(&document) {
        Ok(mut value) => {
            with_local_dates(&mut value);
            Value::to_string(&value)
        }
        Err(_) => document,
    }
}

/// Several stored documents, each as [`in_account_dates`] writes it.
pub(in crate::providers::contaazul) fn all_in_account_dates(
    documents: Vec<String>,
    format: EmissionFormat,
) -> Vec<String> {
    let documents = documents.into_iter();
    documents.map(|document| in_account_dates(document, format)).collect()
}

fn with_local_dates(value: &mut Value) {
    match value {
        Value::Array(list) => list.iter_mut().for_each(with_local_dates),
        Value::Object(members) => {
            for (name, member) in members.iter_mut() {
                let format = match name.as_str() {
                    "emission" => "%Y-%m-%dT%H:%M:%S%.3f-03",
                    "due_date" => "%Y-%m-%dT%H:%M:%S",
                    _ => {
                        with_local_dates(member);
                        continue;
                    }
                };
                if let Some(moment) = member.as_str().and_then(Moment::parse) {
                    *member = (moment.at - BEHIND_UTC).format(format).to_string().into();
                }
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

impl JsonSchema for Day {
    fn schema_name() -> Cow<'static, str> {
        "Day".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": "string", "format": "date-time"})
    }
}

impl JsonSchema for Moment {
    fn schema_name() -> Cow<'static, str> {
        "Moment".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": ["string", "integer"], "format": "date-time"})
    }
}

impl JsonSchema for SearchDay {
    fn schema_name() -> Cow<'static, str> {
        "SearchDay".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": "string"})
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<(String, String)> {
        let moment: Moment = serde_json::from_str(text).ok()?;
        Some((moment.text(), moment.day.text()))
    }

    #[test]
    fn every_form_that_clients_send_is_read() {
        for (sent, instant, day) in [
            (
                "\"2020-01-25T16:05:57.212Z\"",
                "2020-01-25T16:05:57.212Z",
                "2020-01-25T03:00:00.000Z",
            ),
            (
                "\"1988-12-23T08:32:10.118-05\"",
                "1988-12-23T13:32:10.118Z",
                "1988-12-23T03:00:00.000Z",
            ),
            (
                "\"2025-03-10T23:00:00-03:00\"",
                "2025-03-11T02:00:00.000Z",
                "2025-03-10T03:00:00.000Z",
            ),
            (
                "\"2024-04-23T00:19:50.22\"",
                "2024-04-23T03:19:50.220Z",
                "2024-04-23T03:00:00.000Z",
            ),
            ("\"2023-03-27\"", "2023-03-27T03:00:00.000Z", "2023-03-27T03:00:00.000Z"),
            ("1741608000000", "2025-03-10T12:00:00.000Z", "2025-03-10T03:00:00.000Z"),
            (
                "\"2025-03-10T01:00:00Z\"",
                "2025-03-10T01:00:00.000Z",
                "2025-03-09T03:00:00.000Z",
            ),
        ] {
            assert_eq!(read(sent), Some((instant.to_owned(), day.to_owned())), "{sent}");
        }
    }

    #[test]
    fn what_is_no_date_is_refused() {
        for sent in [
            "\"\"",
            "\"soon\"",
            "\"2025-13-01\"",
            "true",
            "\"99999-01-01\"",
            "1e300",
            "\"0000-01-01\"",
        ] {
            assert_eq!(read(sent), None, "{sent}");
        }
    }

    #[test]
    fn the_later_generation_writes_local_dates() {
        let stored =
            r#"{"emission":"2025-03-10T03:00:00.000Z","installments":[{"due_date":"2025-03-10T03:00:00.000Z"}]}"#;
        let shown = r#"{"emission":"2025-03-10T00:00:00.000-03","installments":[{"due_date":"2025-03-10T00:00:00"}]}"#;
        assert_eq!(in_account_dates(stored.to_owned(), EmissionFormat::Offset), shown);
        assert_eq!(in_account_dates(stored.to_owned(), EmissionFormat::Z), stored);
    }
}
