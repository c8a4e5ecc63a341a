//! Reading literals.
//!
//! ```text
//! literal  = "null" | "true" | "false" | "INF" | "-INF" | "NaN"
//!          | "'" { character | "''" } "'"
//!          | [ "+" | "-" ] digits [ "." digits ] [ "e" [ "+" | "-" ] digits ]
//!          | date | date "T" hours ":" minutes [ ":" seconds [ "." digits ] ] ( "Z" | sign hours ":" minutes )
//!          | hours ":" minutes [ ":" seconds [ "." digits ] ]
//!          | "duration'" ISO 8601 "'"
//!          | UUID
//! ```

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveTime};
use rust_decimal::Decimal;
use uuid::Uuid;

use super::error::{FilterError, FilterErrorKind};
use super::scanner::Scanner;
use super::tree::Literal;
use crate::duration::parse_duration;

/// How long a UUID is.
const GUID_LENGTH: usize = 36;

/// Takes a literal, if one comes next.
pub(super) fn literal(scanner: &mut Scanner<'_>) -> Result<Option<Literal>, FilterError> {
    if let Some(id) = guid(scanner.rest()) {
        scanner.advance(GUID_LENGTH);
        return Ok(Some(Literal::Guid(id)));
    }
    match scanner.peek() {
        Some('\'') => text(scanner).map(|text| Some(Literal::Text(text))),
        Some(first) if first.is_ascii_digit() => number_or_date(scanner).map(Some),
        Some('+' | '-') => signed(scanner),
        Some(_) => word(scanner),
        None => Ok(None),
    }
}

/// The instant that a text is, with or without a zone or a time; without a zone it is in `zone`.
pub fn lenient_moment(text: &str, zone: FixedOffset) -> Option<DateTime<FixedOffset>> {
    if let Some(at) = moment(text) {
        return Some(at);
    }
    let local = match NaiveDate::parse_from_str(text, "%Y-%m-%d") {
        Ok(day) => day.and_time(NaiveTime::MIN),
        Err(_) => {
            let (day, time) = text.split_once(['T', ' '])?;
            NaiveDate::parse_from_str(day, "%Y-%m-%d")
                .ok()?
                .and_time(time_of_day(time)?)
        }
    };
    local.and_local_timezone(zone).single()
}

fn text(scanner: &mut Scanner<'_>) -> Result<String, FilterError> {
    let rest = scanner.rest();
    let mut text = String::new();
    let mut characters = rest.char_indices().skip(1).peekable();
    while let Some((place, character)) = characters.next() {
        if character != '\'' {
            text.push(character);
        } else if characters.next_if(|(_, next)| *next == '\'').is_some() {
            text.push('\'');
        } else {
            scanner.advance(place + 1);
            return Ok(text);
        }
    }
    let reason = "A text begins with ' and never ends; inside a text ' is written twice".to_owned();
    Err(FilterError::new(FilterErrorKind::Syntax, rest, reason))
}

fn signed(scanner: &mut Scanner<'_>) -> Result<Option<Literal>, FilterError> {
    let behind = &scanner.rest()[1..];
    if behind.starts_with(|c: char| c.is_ascii_digit()) {
        return number_or_date(scanner).map(Some);
    }
    let is_word = behind.starts_with("INF") && !behind[3..].starts_with(|c: char| c.is_alphanumeric() || c == '_');
    if is_word && scanner.peek() == Some('-') {
        scanner.advance("-INF".len());
        return Ok(Some(Literal::Double(f64::NEG_INFINITY)));
    }
    Ok(None)
}

fn word(scanner: &mut Scanner<'_>) -> Result<Option<Literal>, FilterError> {
    let word = scanner.peek_word();
    let behind = &scanner.rest()[word.len()..];
    if behind.starts_with('\'') {
        let mut inside = *scanner;
        inside.advance(word.len());
        let quoted = text(&mut inside)?;
        let token = format!("{word}'{quoted}'");
        if !word.eq_ignore_ascii_case("duration") {
            let reason = format!("{word}'…' is no literal of OData 4: dates and ids stand bare, texts in quotes alone");
            return Err(FilterError::new(FilterErrorKind::Syntax, &token, reason));
        }
        let length = parse_duration(&quoted).filter(|length| length.num_microseconds().is_some());
        let length = length.ok_or_else(|| malformed(&token, "duration"))?;
        *scanner = inside;
        return Ok(Some(Literal::Duration(length)));
    }
    // `null/x`, `true(…)` and `nullable` are names or calls, not literals.
    if behind.starts_with(['/', '(', '.']) {
        return Ok(None);
    }
    let literal = match word {
        "null" => Literal::Null,
        "INF" => Literal::Double(f64::INFINITY),
        "NaN" => Literal::Double(f64::NAN),
        _ if word.eq_ignore_ascii_case("true") => Literal::Boolean(true),
        _ if word.eq_ignore_ascii_case("false") => Literal::Boolean(false),
        _ => return Ok(None),
    };
    scanner.advance(word.len());
    Ok(Some(literal))
}

/// Reads what begins with a digit, the longest that makes sense: a `:` may also end the condition of a `case`.
fn number_or_date(scanner: &mut Scanner<'_>) -> Result<Literal, FilterError> {
    let rest = scanner.rest();
    let belongs = |c: char| c.is_ascii_alphanumeric() || ".:+-_".contains(c);
    let mut run = &rest[..rest.find(|c| !belongs(c)).unwrap_or(rest.len())];
    let whole = run;
    loop {
        if let Some(literal) = bare(run) {
            scanner.advance(run.len());
            return Ok(literal);
        }
        match run.rfind(':') {
            Some(colon) => run = &run[..colon],
            None => return Err(malformed(whole, "number or date")),
        }
    }
}

fn bare(run: &str) -> Option<Literal> {
    let digits = run.trim_start_matches(['+', '-']);
    if digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return match run.parse() {
            Ok(number) => Some(Literal::Integer(number)),
            Err(_) => decimal(run),
        };
    }
    if digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') {
        return decimal(run);
    }
    if let Ok(day) = NaiveDate::parse_from_str(run, "%Y-%m-%d") {
        return (run.len() == 10).then_some(Literal::Day(day));
    }
    if let Some(at) = moment(run) {
        return Some(Literal::Moment(at));
    }
    if let Some(time) = time_of_day(run) {
        return Some(Literal::Time(time));
    }
    double(run)
}

/// A number that is no integer. One that is too long to be exact is a double.
fn decimal(run: &str) -> Option<Literal> {
    if run.ends_with('.') || run.contains("..") || run.matches('.').count() > 1 {
        return None;
    }
    match Decimal::from_str_exact(run.trim_start_matches('+')) {
        Ok(number) => Some(Literal::Decimal(number)),
        Err(_) => run.parse().ok().map(Literal::Double),
    }
}

fn double(run: &str) -> Option<Literal> {
    let (mantissa, exponent) = run.split_once(['e', 'E'])?;
    let is_number = |text: &str| {
        let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
        digits.starts_with(|c: char| c.is_ascii_digit())
            && digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
    };
    let is_double = is_number(mantissa) && is_number(exponent) && !exponent.contains('.');
    (is_double && !mantissa.ends_with('.')).then(|| run.parse().ok().map(Literal::Double))?
}

fn moment(run: &str) -> Option<DateTime<FixedOffset>> {
    let bytes = run.as_bytes();
    if bytes.get(10).is_none_or(|byte| !matches!(byte, b'T' | b't')) {
        return None;
    }
    let (local, zone) = match run.strip_suffix(['Z', 'z']) {
        Some(local) => (local, FixedOffset::east_opt(0)?),
        None => {
            let at = run.len().checked_sub(6)?;
            let zone = run.get(at..)?;
            let sign = zone.chars().next().filter(|c| ['+', '-'].contains(c))?;
            let offset = NaiveTime::parse_from_str(&zone[1..], "%H:%M").ok()?;
            let seconds = i32::try_from((offset - NaiveTime::MIN).num_seconds()).ok()?;
            let seconds = if sign == '-' { -seconds } else { seconds };
            (&run[..at], FixedOffset::east_opt(seconds)?)
        }
    };
    let day = NaiveDate::parse_from_str(local.get(..10)?, "%Y-%m-%d").ok()?;
    let time = time_of_day(local.get(11..)?)?;
    day.and_time(time).and_local_timezone(zone).single()
}

/// `hh:mm`, with or without seconds and their fraction.
fn time_of_day(text: &str) -> Option<NaiveTime> {
    let bytes = text.as_bytes();
    if bytes.get(2) != Some(&b':') || bytes.get(5).is_some_and(|byte| *byte != b':') {
        return None;
    }
    let format = if text.len() == 5 { "%H:%M" } else { "%H:%M:%S%.f" };
    // A leap second has no place in the store's arithmetic.
    let time = NaiveTime::parse_from_str(text, format).ok()?;
    (text.get(6..8) != Some("60")).then_some(time)
}

fn guid(rest: &str) -> Option<Uuid> {
    let candidate = rest.get(..GUID_LENGTH)?;
    let goes_on = rest[GUID_LENGTH..].starts_with(|c: char| c.is_alphanumeric() || c == '_');
    if goes_on || candidate.as_bytes()[8] != b'-' {
        return None;
    }
    Uuid::parse_str(candidate).ok()
}

fn malformed(token: &str, what: &str) -> FilterError {
    let mut reason = format!("{token:?} is no {what}");
    if token.as_bytes().get(10) == Some(&b'T') {
        reason += "; an instant needs a zone, and the + of one is sent as %2B";
    }
    FilterError::new(FilterErrorKind::Syntax, token, reason)
}
