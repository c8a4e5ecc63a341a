//! The command line, one file per subcommand. It speaks only the control plane.

mod banner;
mod health;
mod openapi;
mod routes;
mod serve;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::settings::Settings;

/// The server failed while it ran.
const RUN_TIME_FAILURE: u8 = 1;
/// The server was told something that cannot be.
const CONFIGURATION: u8 = 2;
/// The server cannot listen where it was told to.
const CANNOT_BIND: u8 = 3;

/// A stateful sandbox of Brazilian finance and ERP APIs.
#[derive(Debug, Parser)]
#[command(name = "areia", version, about, args_conflicts_with_subcommands = true)]
pub struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    settings: Settings,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Run the sandbox: what `areia` alone does
    Serve {
        #[command(flatten)]
        settings: Box<Settings>,
    },
    /// Ask a running sandbox whether it is ready: exit code 0 if it is
    Health(health::Health),
    /// List every operation
    Routes,
    /// Print a provider's OpenAPI document, or without an argument the providers' names
    Openapi {
        /// The provider
        provider: Option<String>,
    },
}

/// Does what the arguments ask for.
pub fn run(arguments: Arguments) -> ExitCode {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build();
    let runtime = match runtime {
        Ok(runtime) => runtime,
        Err(error) => return failure(RUN_TIME_FAILURE, &error.to_string()),
    };
    runtime.block_on(async {
        match arguments.command {
            None => serve::serve(arguments.settings).await,
            Some(Command::Serve { settings }) => serve::serve(*settings).await,
            Some(Command::Health(health)) => health::health(health).await,
            Some(Command::Routes) => routes::routes(),
            Some(Command::Openapi { provider }) => openapi::openapi(provider).await,
        }
    })
}

/// Says what went wrong, and ends with `code`.
fn failure(code: u8, text: &str) -> ExitCode {
    for line in text.lines() {
        eprintln!("areia: {line}");
    }
    ExitCode::from(code)
}

/// Writes to standard output. Whoever closed it has heard enough.
fn print(text: &str) {
    use std::io::Write as _;
    let mut output = std::io::stdout().lock();
    let _ = output
        .write_all(text.as_bytes())
        .and_then(|()| output.flush());
}
