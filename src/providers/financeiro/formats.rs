//! The formats that a request may ask for.

use http::request::Parts;

use crate::web::rails::negotiation;

/// What `context.format` says where neither JSON nor XML is asked for.
pub(super) const OTHER_FORMAT: &str = "other";

/// The endings that a path may have. Rails takes each for a format; this application knows the first two.
pub(super) const ENDINGS: &[&str] = &[
    ".json", ".xml", ".atom", ".csv", ".html", ".js", ".ofx", ".pdf", ".rss", ".txt", ".xls", ".xlsx",
];

/// The format of the answer to a request. A record's number has no dot, so that what stands behind one is a format too.
pub(super) fn negotiate(parts: &Parts, suffix: Option<&'static str>) -> &'static str {
    let last = parts.uri.path().rsplit('/').next().unwrap_or_default();
    let ending = last.rsplit_once('.').map(|(_, ending)| ending);
    match suffix {
        Some(".json" | ".xml") => {}
        None if ending.is_none_or(str::is_empty) => {}
        _ => return OTHER_FORMAT,
    }
    negotiation::format(parts, suffix).unwrap_or(OTHER_FORMAT)
}
