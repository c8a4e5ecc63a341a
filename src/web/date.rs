//! Dates as HTTP writes them.

use chrono::{DateTime, Utc};

/// A date as HTTP writes it. Worlds may stand where httpdate does not reach, before 1970 or after 9999.
pub fn http_date(at: DateTime<Utc>) -> String {
    match at.timestamp() {
        0..253_402_300_800 => httpdate::fmt_http_date(at.into()),
        _ => at.format("%a, %d %b %Y %H:%M:%S GMT").to_string(),
    }
}
