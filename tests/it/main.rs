//! The integration tests: every one through the front door, each in a world of its own.

mod contaazul;
mod support;
