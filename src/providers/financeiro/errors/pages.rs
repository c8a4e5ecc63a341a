//! The two static pages that stand in front of the application: the recorded titles and, of the first one, the recorded
//! length; between them Rails' own layout, since nobody kept the pages.

/// The media type of pages.
pub(super) const HTML: &str = "text/html; charset=utf-8";

/// Where no route leads: 1,879 bytes.
pub(super) const NOT_FOUND: &str = include_str!("404.html");

/// Where the application broke.
pub(super) const SERVER_ERROR: &str = include_str!("500.html");
