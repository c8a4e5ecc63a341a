//! ISO 8601 durations of a fixed length: weeks, days, hours, minutes and seconds.
//!
//! ```text
//! duration = ["-"] "P" [n "W"] [n "D"] ["T" [n "H"] [n "M"] [n ["." n] "S"]]      at least one part
//! ```
//! Years and months are refused: how long they are depends on where one stands.

use std::borrow::Cow;

use chrono::TimeDelta;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The length of a duration such as `PT1H5M` or `P14D`; `None` if it is malformed or too long.
pub fn parse_duration(text: &str) -> Option<TimeDelta> {
    let (negative, rest) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let rest = rest.strip_prefix('P')?;
    let (days, time) = match rest.split_once('T') {
        Some((days, time)) if !time.is_empty() => (days, time),
        Some(_) => return None,
        None if rest.is_empty() => return None,
        None => (rest, ""),
    };
    let days = parts(days, &[('W', 604_800), ('D', 86_400)])?;
    let time = parts(time, &[('H', 3_600), ('M', 60), ('S', 1)])?;
    let total = days.checked_add(&time)?;
    Some(if negative { -total } else { total })
}

/// The duration as text, in days, hours, minutes and seconds: `PT1H5M`, `PT0S`, `-P1DT0.5S`.
pub fn duration_text(length: TimeDelta) -> String {
    let micros = length.num_microseconds().unwrap_or(i64::MAX).unsigned_abs();
    let (seconds, fraction) = (micros / 1_000_000, micros % 1_000_000);
    let mut text = String::from(if length < TimeDelta::zero() { "-P" } else { "P" });
    if seconds >= 86_400 {
        text += &format!("{}D", seconds / 86_400);
    }
    let parts = [(seconds / 3_600 % 24, 'H'), (seconds / 60 % 60, 'M')];
    let mut time: String = parts
        .iter()
        .filter(|(n, _)| *n > 0)
        .map(|(n, unit)| format!("{n}{unit}"))
        .collect();
    if fraction > 0 {
        let digits = format!("{fraction:06}");
        time += &format!("{}.{}S", seconds % 60, digits.trim_end_matches('0'));
    } else if !seconds.is_multiple_of(60) || micros == 0 {
        time += &format!("{}S", seconds % 60);
    }
    if time.is_empty() { text } else { text + "T" + &time }
}

/// Adds up `text`'s numbers, each followed by one of `units` (its letter and its length in seconds), in order.
fn parts(mut text: &str, units: &[(char, i64)]) -> Option<TimeDelta> {
    let mut total = TimeDelta::zero();
    for (unit, length_s) in units {
        let Some((number, rest)) = text.split_once(*unit) else {
            continue;
        };
        let (whole, fraction) = match number.split_once('.') {
            Some((whole, fraction)) if *unit == 'S' => (whole, fraction),
            Some(_) => return None,
            None => (number, ""),
        };
        if whole.is_empty() || !(whole.to_owned() + fraction).bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        let seconds = whole.parse::<i64>().ok()?.checked_mul(*length_s)?;
        let micros = format!("{fraction:0<6}").get(..6)?.parse().ok()?;
        let length = TimeDelta::try_seconds(seconds)?.checked_add(&TimeDelta::microseconds(micros));
        total = total.checked_add(&length?)?;
        text = rest;
    }
    text.is_empty().then_some(total)
}

/// A span of time: an ISO 8601 duration of a fixed length.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span(pub TimeDelta);

impl<'de> Deserialize<'de> for Span {
    fn deserialize<D: Deserializer<'de>>(reader: D) -> Result<Self, D::Error> {
        let text = Cow::<str>::deserialize(reader).unwrap_or_default();
        parse_duration(&text).map(Self).ok_or_else(|| {
            D::Error::custom(
                "must be an ISO 8601 duration of a fixed length; an hour and five minutes is `PT1H5M`, two weeks are `P14D`",
            )
        })
    }
}

impl Serialize for Span {
    fn serialize<S: Serializer>(&self, writer: S) -> Result<S::Ok, S::Error> {
        writer.serialize_str(&duration_text(self.0))
    }
}

impl JsonSchema for Span {
    fn schema_name() -> Cow<'static, str> {
        "Span".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": "string", "format": "duration"})
    }

    fn inline_schema() -> bool {
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_duration_reads_back_as_it_was_written() {
        for text in ["PT0S", "PT1H5M", "P14D", "PT0.2S", "-PT5S", "P1DT1H1M1.000001S", "P3D"] {
            let length = parse_duration(text).unwrap_or_else(|| panic!("{text} is a duration"));
            assert_eq!(duration_text(length), text);
        }
        assert_eq!(parse_duration("P2W"), parse_duration("P14D"));
    }

    #[test]
    fn what_is_no_duration_of_a_fixed_length_is_refused() {
        for text in [
            "",
            "P",
            "PT",
            "P1M",
            "P1Y",
            "1H",
            "PT1",
            "PTS",
            "PT1.5H",
            "PT1S1H",
            "P99999999999999999D",
        ] {
            assert_eq!(parse_duration(text), None, "{text}");
        }
    }
}
