//! `areia routes`: every operation.

use std::fmt::Write as _;
use std::process::ExitCode;

use super::print;
use crate::providers;

/// Prints a line an operation: provider, method, path, operation id.
pub(super) fn routes() -> ExitCode {
    let mut text = String::new();
    for provider in providers::ALL {
        for endpoint in (provider.api.endpoints)().list {
            // Writing to a string cannot fail.
            let _ = writeln!(
                text,
                "{:<10} {:<6} {:<40} {}",
                provider.slug(),
                endpoint.method.as_str(),
                endpoint.path,
                endpoint.id
            );
        }
    }
    print(&text);
    ExitCode::SUCCESS
}
