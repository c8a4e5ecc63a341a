//! Load benchmark: how fast Areia answers, beside the fastest answer that axum can give here.
//!
//! `cargo bench` starts the release server, drives it over keep-alive connections and prints each
//! figure beside its target. Requests per second say little about a program on an unknown machine,
//! so the same run also drives a *floor*: bare axum with a static body of the same size. The ratio
//! of the two travels between machines; the figures themselves do not.
//!
//! | to | run |
//! |---|---|
//! | measure everything | `cargo bench` |
//! | measure what is named so | `cargo bench -- findSale`, `cargo bench -- footprint`, `cargo bench -- worlds` |
//! | measure longer | `AREIA_BENCH_SECONDS=20 cargo bench` |
//! | leave the million requests out, or send ten | `AREIA_BENCH_MILLION=0 cargo bench`, `AREIA_BENCH_MILLION=10 cargo bench -- footprint` |
//!
//! A missed target is printed and nothing more: whether it matters is for the reader to say. What
//! ends the run with a failure is a wrong answer. Processes are read through `/proc`, so the
//! benchmark needs Linux.
#![expect(clippy::print_stdout, reason = "The figures are what this program is for.")]

mod settings;

mod contaazul;
mod docsales;
mod everyone;
mod financeiro;
mod procfy;
mod scenario;
mod totvs;
#[path = "../../tests/it/support/usage.rs"]
mod usage;

mod filter;
mod footprint;
mod measure;
mod report;
mod worlds;

mod client;
mod connection;
mod conversation;
mod load;
mod request;

mod floor;
mod process;

use std::process::ExitCode;

use report::Report;
use settings::Settings;

/// The benchmark has no reader of its errors but the person who started it.
type Error = Box<dyn std::error::Error + Send + Sync>;
type Result<T> = std::result::Result<T, Error>;

fn main() -> Result<ExitCode> {
    if let Some(body_size) = floor::asked_for()? {
        floor::serve(body_size)?;
        return Ok(ExitCode::SUCCESS);
    }
    // One thread for the generator: it leaves the machine's other cores to the server.
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?
        .block_on(run(&Settings::read()?))
}

async fn run(settings: &Settings) -> Result<ExitCode> {
    let mut report = Report::default();
    if settings.selects(footprint::NAME) {
        footprint::measure(settings, &mut report).await;
    }
    if settings.selects(filter::NAME) {
        filter::measure(&mut report);
    }
    if settings.selects(worlds::NAME) {
        worlds::measure(settings, &mut report).await;
    }
    for scenario in everyone::scenarios() {
        let name = scenario.name();
        if !settings.selects(&name) {
            continue;
        }
        println!("\n{name}");
        match measure::measure(&scenario, settings).await {
            Ok(levels) => report.add_levels(&scenario, &levels),
            Err(error) => report.add_failure(&name, &error),
        }
    }
    println!("\n{report}");
    Ok(if report.has_failures() {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    })
}
