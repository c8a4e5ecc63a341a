//! The command line, one file per subcommand. It speaks only the control plane.

mod banner;
mod client;
mod commands;
mod health;
mod openapi;
mod routes;
mod serve;

use std::process::ExitCode;
use std::time::Duration;

use clap::{Arg, ArgMatches, CommandFactory, FromArgMatches, Parser, Subcommand};

use crate::control;
use crate::log;
use crate::providers;
use crate::settings::Settings;

/// The server failed while it ran.
const RUN_TIME_FAILURE: u8 = 1;
/// The server was told something that cannot be.
const CONFIGURATION: u8 = 2;
/// The server cannot listen where it was told to.
const CANNOT_BIND: u8 = 3;

/// How long a process that ends waits for its log to be read.
const LOG_PATIENCE: Duration = Duration::from_millis(200);

/// A stateful sandbox of Brazilian finance and ERP APIs.
#[derive(Debug, Parser)]
#[command(name = "areia", version, about, args_conflicts_with_subcommands = true)]
struct Arguments {
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
    Health(Box<health::Health>),
    /// List every operation
    Routes,
    /// Print a provider's OpenAPI document, or without an argument the names of those that there are
    Openapi {
        /// The provider, or `areia` for the control plane's own
        provider: Option<String>,
    },
}

/// The commands as if no variable were there that is empty: that is how a Compose file or a CI matrix says that there is
/// none.
fn without_empty_variables(command: clap::Command) -> clap::Command {
    let is_empty = |argument: &Arg| {
        let value = argument.get_env().and_then(std::env::var_os);
        value.is_some_and(|value| value.is_empty())
    };
    let without_empty = |argument: Arg| match is_empty(&argument) {
        true => argument.env(None),
        false => argument,
    };
    command.mut_args(without_empty).mut_subcommands(without_empty_variables)
}

/// Does what the process's arguments ask for.
pub fn run() -> ExitCode {
    let operations = commands::offered(control::operations(providers::ALL).list);
    let known = Arguments::command().subcommands(commands::commands(&operations));
    let said = without_empty_variables(known).get_matches();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let runtime = match runtime {
        Ok(runtime) => runtime,
        Err(error) => return failure(RUN_TIME_FAILURE, &error.to_string()),
    };
    let code = runtime.block_on(async {
        match client::ask(&operations, &said).await {
            Some(code) => code,
            None => run_own(&said).await,
        }
    });
    log::flush(LOG_PATIENCE);
    code
}

/// Does what this program does by itself.
async fn run_own(said: &ArgMatches) -> ExitCode {
    let arguments = match Arguments::from_arg_matches(said) {
        Ok(arguments) => arguments,
        Err(error) => error.exit(),
    };
    match arguments.command {
        None => serve::serve(arguments.settings).await,
        Some(Command::Serve { settings }) => serve::serve(*settings).await,
        Some(Command::Health(health)) => health::health(*health).await,
        Some(Command::Routes) => routes::routes(),
        Some(Command::Openapi { provider }) => openapi::openapi(provider).await,
    }
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
    print_bytes(text.as_bytes());
}

fn print_bytes(bytes: &[u8]) {
    use std::io::Write as _;
    let mut output = std::io::stdout().lock();
    let _ = output.write_all(bytes).and_then(|()| output.flush());
}
