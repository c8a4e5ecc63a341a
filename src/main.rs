//! The `areia` program: parse, run, print one error.

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    areia::cli::run(areia::cli::Arguments::parse())
}
