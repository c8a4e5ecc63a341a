//! Instants as Procfy writes them.

use chrono::{DateTime, FixedOffset, SecondsFormat, TimeZone};

/// An instant with milliseconds and the offset of Brasília: `2024-01-31T10:15:30.000-03:00`.
pub(super) fn moment_text(at: DateTime<impl TimeZone>) -> String {
    let brasilia = FixedOffset::west_opt(3 * 3_600);
    brasilia
        .map(|offset| at.with_timezone(&offset).to_rfc3339_opts(SecondsFormat::Millis, false))
        .unwrap_or_default()
}
