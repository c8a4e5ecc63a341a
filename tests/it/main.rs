//! The integration tests: every one through the front door, each in a world of its own.

#![expect(
    clippy::unwrap_used,
    reason = "what fails here fails a test, and Clippy takes only test functions for tests"
)]

mod addresses;
mod as_sent;
mod clock;
mod command_line;
mod contaazul;
mod control;
mod data;
mod determinism;
mod dialect;
mod docsales;
mod expectations;
mod explanations;
mod faults;
mod financeiro;
mod fixtures;
mod isolation;
mod journal;
mod journal_names;
mod ledger;
mod library;
mod log;
mod metrics;
mod operations;
mod probe;
mod process;
mod procfy;
mod promise;
mod quotas;
mod snapshots;
mod support;
mod tidy;
mod totvs;
mod unreached;
mod worlds;
