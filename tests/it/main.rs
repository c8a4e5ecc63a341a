//! The integration tests: every one through the front door, each in a world of its own.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on says so by panicking"
)]

mod contaazul;
mod support;
