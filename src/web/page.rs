//! Headers of the pages that a provider shows to a person in a browser.

use http::{HeaderName, HeaderValue, header};

/// A page is never framed, loads nothing from elsewhere and runs no script. Where its form may go is not
/// restricted: browsers hold a redirect after the form to that too, and it leads to the application.
pub fn safe_page_headers() -> [(HeaderName, HeaderValue); 5] {
    [
        (header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY")),
        (
            header::CONTENT_SECURITY_POLICY,
            HeaderValue::from_static(
                "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'",
            ),
        ),
        (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
        (header::REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ]
}
