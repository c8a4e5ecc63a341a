//! The periods of a recurrence.

/// How far one instance is from the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    Days(u64),
    Months(u32),
}

/// The step of a period; `None` for one that is not known.
pub(super) fn step(period: &str) -> Option<Step> {
    Some(match period {
        "daily" => Step::Days(1),
        "weekly" => Step::Days(7),
        "biweekly" => Step::Days(14),
        "monthly" => Step::Months(1),
        "bimonthly" => Step::Months(2),
        "quarterly" => Step::Months(3),
        "semiannual" => Step::Months(6),
        "annual" => Step::Months(12),
        _ => return None,
    })
}
