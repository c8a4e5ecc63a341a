//! The `areia` program: parse, run, print one error.

use std::process::ExitCode;

fn main() -> ExitCode {
    areia::cli::run()
}
