//! QIF: a letter and a value on each line, `^` at the end of each item.

use chrono::NaiveDate;

use super::{Item, amount};

/// The items of a statement.
pub(super) fn items(text: &str) -> Vec<Item> {
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    lines.split(|line| line.starts_with('^')).filter_map(item).collect()
}

fn item(lines: &[&str]) -> Option<Item> {
    let member = |letter: char| {
        let value = lines.iter().find_map(|line| line.strip_prefix(letter))?;
        (!value.trim().is_empty()).then(|| value.trim().to_owned())
    };
    Some(Item {
        guid: None,
        day: member('D').and_then(|day| day_of(&day)),
        amount: amount(&member('T').or_else(|| member('U'))?)?,
        document: member('N'),
        description: member('M').or_else(|| member('P')),
    })
}

/// A day: `31/01/2015`, `31/01'15` and, where that is none, `01/31/2015`.
fn day_of(text: &str) -> Option<NaiveDate> {
    let numbers: Vec<u32> = text
        .split(['/', '-', '\'', '.'])
        .filter_map(|number| number.trim().parse().ok())
        .collect();
    let [first, second, year] = *numbers.as_slice() else {
        return None;
    };
    let year = match year {
        0..70 => year + 2000,
        70..100 => year + 1900,
        _ => year,
    };
    let year = i32::try_from(year).ok()?;
    NaiveDate::from_ymd_opt(year, second, first).or_else(|| NaiveDate::from_ymd_opt(year, first, second))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_as_brazil_writes_them() {
        for (text, day) in [
            ("31/01/2015", "2015-01-31"),
            ("05/08'15", "2015-08-05"),
            ("12/31/99", "1999-12-31"),
        ] {
            assert_eq!(day_of(text).unwrap().to_string(), day);
        }
        assert_eq!(day_of("amanhã"), None);
    }
}
