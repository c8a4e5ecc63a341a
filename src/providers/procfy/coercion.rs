//! Values that Ruby and Rails make of texts.

use chrono::NaiveDate;

/// The whole number that a text begins with, 0 where it begins with none: `"2abc"` is 2. A number beyond 64
/// bits becomes the largest or the smallest that they hold.
pub(super) fn leading_integer(text: &str) -> i64 {
    let text = text.trim_start();
    let (is_negative, digits) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let end = digits
        .find(|letter: char| !letter.is_ascii_digit())
        .unwrap_or(digits.len());
    let number = match &digits[..end] {
        "" => 0,
        digits => digits.parse().unwrap_or(i64::MAX),
    };
    if is_negative { -number } else { number }
}

/// True or false, by Rails' list of what is false; nothing where the text is empty.
pub(super) fn boolean(text: &str) -> Option<bool> {
    const FALSE: [&str; 8] = ["0", "f", "F", "false", "FALSE", "off", "OFF", "False"];
    (!text.is_empty()).then(|| !FALSE.contains(&text))
}

/// A day, written `YYYY-MM-DD` (with a time or without) or `DD/MM/YYYY`, as `YYYY-MM-DD`.
pub(super) fn date(text: &str) -> Option<String> {
    let text = text.trim();
    let is_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let iso = text
        .get(..10)
        .filter(|_| matches!(text.as_bytes().get(10), None | Some(b'T' | b' ')));
    let iso_parts: Vec<&str> = iso.unwrap_or_default().split('-').collect();
    let local_parts: Vec<&str> = text.split('/').collect();
    let parts = match (iso_parts[..].as_ref(), local_parts[..].as_ref()) {
        ([year, month, day], _) if year.len() == 4 => [year, month, day],
        (_, [day, month, year]) if year.len() == 4 => [year, month, day],
        _ => return None,
    };
    if !parts.iter().all(|part| is_digits(part)) {
        return None;
    }
    let [year, month, day] = parts;
    let date = NaiveDate::from_ymd_opt(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)?;
    Some(date.format("%Y-%m-%d").to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_what_stands_before_anything_else() {
        for (text, number) in [
            ("12", 12),
            (" -1", -1),
            ("1.9", 1),
            ("2abc", 2),
            ("abc", 0),
            ("", 0),
            ("-", 0),
            ("99999999999999999999", i64::MAX),
        ] {
            assert_eq!(leading_integer(text), number, "{text:?}");
        }
    }

    #[test]
    fn a_day_is_written_in_one_of_two_ways() {
        for text in ["2019-01-31", "31/01/2019", "2019-01-31T10:00:00Z", " 2019-01-31 "] {
            assert_eq!(date(text).as_deref(), Some("2019-01-31"), "{text:?}");
        }
        for text in [
            "",
            "soon",
            "2019-02-30",
            "01/31/2019",
            "2019-01-311",
            "+019-01-31",
            "31/01/19",
            "é019-01-31",
        ] {
            assert_eq!(date(text), None, "{text:?}");
        }
    }
}
