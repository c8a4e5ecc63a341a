//! The invoices of a credit card. They are not stored: the card's days say which invoice a day falls on.

use chrono::{Datelike as _, Months, NaiveDate};

use crate::providers::financeiro::resource::{Record, number_of, text_of};

/// An invoice's days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Invoice {
    pub(super) start: NaiveDate,
    pub(super) end: NaiveDate,
    pub(super) due: NaiveDate,
}

/// A day of a month, or the month's last one.
fn day_of(month: NaiveDate, day: i64) -> Option<NaiveDate> {
    let day = u32::try_from(day).ok()?;
    (28..=31)
        .rev()
        .filter(|last| day >= *last)
        .chain([day])
        .find_map(|day| month.with_day(day))
}

/// The invoice that a day falls on: it closes on the card's closing day, and is due in the month after.
fn invoice(day: NaiveDate, closing_day: i64, expiration_day: i64) -> Option<Invoice> {
    let first = day.with_day(1)?;
    let closing = if day <= day_of(first, closing_day)? {
        first
    } else {
        first.checked_add_months(Months::new(1))?
    };
    let before = closing.checked_sub_months(Months::new(1))?;
    Some(Invoice {
        start: day_of(before, closing_day)?.succ_opt()?,
        end: day_of(closing, closing_day)?,
        due: day_of(closing.checked_add_months(Months::new(1))?, expiration_day)?,
    })
}

impl Invoice {
    /// The invoice that a card's transaction is on.
    pub(super) fn of(card: &Record, transaction: &Record) -> Option<Self> {
        let day = text_of(transaction, "occurred_at")?.parse().ok()?;
        invoice(day, number_of(card, "closing_day")?, number_of(card, "expiration_day")?)
    }

    /// Its number: it is known by its card and the month it is due in.
    pub(super) fn id(&self, card_id: i64) -> i64 {
        card_id * 1_000_000 + i64::from(self.due.year()) * 100 + i64::from(self.due.month())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_falls_on_the_invoice_that_was_recorded() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        for (bought, start, end, due) in [
            ("2013-04-20", "2013-03-22", "2013-04-21", "2013-05-01"),
            ("2017-01-01", "2016-12-22", "2017-01-21", "2017-02-01"),
        ] {
            let expected = Invoice {
                start: day(start),
                end: day(end),
                due: day(due),
            };
            assert_eq!(invoice(day(bought), 21, 1), Some(expected));
        }
    }
}
