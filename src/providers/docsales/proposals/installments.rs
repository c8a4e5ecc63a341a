//! When a document's total falls due, and how it is split.

use chrono::{Datelike, NaiveDate};
use rust_decimal::{Decimal, RoundingStrategy};

use crate::providers::docsales::wire::{Amount, Installment, Month};

/// Splits `total` into `count` equal installments, the cents that are left over on the first. It falls on the next
/// `due_day` after creation, or without one on the expiration date; the others month by month, on the month's last day
/// where that is shorter.
pub(super) fn split(
    total: Amount,
    count: u32,
    due_day: Option<u32>,
    (created_on, expires_on): (NaiveDate, NaiveDate),
) -> Vec<Installment> {
    let (first, day) = match due_day {
        Some(day) => {
            let month = Month::of_day(created_on);
            let later = u32::from(month.day(day) <= created_on);
            (month.later(later), day)
        }
        None => (Month::of_day(expires_on), expires_on.day()),
    };
    let each = total.0 / Decimal::from(count);
    let each = each.round_dp_with_strategy(2, RoundingStrategy::ToZero);
    let left_over = total.0 - each * Decimal::from(count);
    let installment = |place: u32| Installment {
        number: place + 1,
        due_date: first.later(place).day(day),
        amount: Amount(each + if place == 0 { left_over } else { Decimal::ZERO }),
    };
    (0..count).map(installment).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(total: &str, count: u32, due_day: Option<u32>, created_on: &str) -> String {
        let days = (created_on.parse().unwrap(), "2026-01-31".parse().unwrap());
        let split = split(total.parse().unwrap(), count, due_day, days);
        let shown: Vec<String> = split
            .iter()
            .map(|part| format!("{} {}", part.due_date, part.amount))
            .collect();
        shown.join(", ")
    }

    #[test]
    fn cents_left_over_are_on_the_first_and_months_may_be_shorter() {
        assert_eq!(
            shown("100", 3, None, "2026-01-16"),
            "2026-01-31 33.34, 2026-02-28 33.33, 2026-03-31 33.33"
        );
        assert_eq!(shown("3000", 1, Some(10), "2019-10-21"), "2019-11-10 3000.0");
        assert_eq!(shown("10", 2, Some(31), "2026-01-31"), "2026-02-28 5.0, 2026-03-31 5.0");
        assert_eq!(
            shown("0.01", 2, Some(17), "2026-01-16"),
            "2026-01-17 0.01, 2026-02-17 0.0"
        );
    }
}
