//! What Areia takes of a machine: time to start, memory, room on the disk.

use std::time::Duration;

use crate::Result;
use crate::client::Client;
use crate::connection::Connection;
use crate::everyone;
use crate::load::{Until, drive};
use crate::process::{AREIA, Process};
use crate::report::Report;
use crate::settings::Settings;

/// What a filter calls it.
pub(crate) const NAME: &str = "footprint";

/// Odd, so that the median is a start that took place.
const STARTS: usize = 9;

/// The most that each figure should be; without one it is only told.
const START_MS_MAX: Option<f64> = Some(50.0);
const IDLE_MIB_MAX: Option<f64> = Some(20.0);
const LOADED_MIB_MAX: Option<f64> = Some(64.0);
const BINARY_MIB_MAX: Option<f64> = Some(15.0);

/// The load after which memory is read again, and how it is spread.
const REQUESTS: u64 = 1_000_000;
const CONNECTIONS: u64 = 64;

/// Adds every figure to the report, or why there is none.
pub(crate) async fn measure(settings: &Settings, report: &mut Report) {
    println!("{NAME}");
    match start_ms() {
        Ok(start_ms) => report.add_size("start to ready", start_ms, "ms", START_MS_MAX),
        Err(error) => report.add_failure("start to ready", &error),
    }
    if let Err(error) = memory(settings, report).await {
        report.add_failure("memory", &error);
    }
    match std::fs::metadata(AREIA) {
        Ok(file) => {
            let size_mib = file.len() as f64 / 1024.0 / 1024.0;
            report.add_size("binary, stripped", size_mib, "MiB", BINARY_MIB_MAX);
        }
        Err(error) => report.add_failure("binary, stripped", &error.into()),
    }
}

/// The median of a few starts.
fn start_ms() -> Result<f64> {
    let mut starts = Vec::new();
    for _ in 0..STARTS {
        starts.push(Process::areia()?.start);
    }
    starts.sort();
    Ok(starts[STARTS / 2].as_secs_f64() * 1000.0)
}

/// Resident memory of one server, at rest and after it has worked.
async fn memory(settings: &Settings, report: &mut Report) -> Result<()> {
    let areia = Process::areia()?;
    tokio::time::sleep(Duration::from_secs(1)).await;
    let idle_mib = areia.resident_kib()? as f64 / 1024.0;
    report.add_size("memory, idle", idle_mib, "MiB", IDLE_MIB_MAX);
    for number in 1..=settings.millions {
        work(&areia).await?;
        if number == 1 || number == settings.millions {
            let loaded_mib = areia.resident_kib()? as f64 / 1024.0;
            let name = format!("memory, after {number} million requests");
            report.add_size(&name, loaded_mib, "MiB", LOADED_MIB_MAX);
        }
    }
    Ok(())
}

/// A million requests of the first scenario, which reads.
async fn work(areia: &Process) -> Result<()> {
    let scenario = everyone::scenarios().into_iter().next().ok_or("there is no scenario")?;
    let plan = (scenario.prepare)(Client::new(areia.address), scenario.slug).await?;
    let mut connections = Vec::new();
    for position in 0..CONNECTIONS as usize {
        let conversation = (plan.conversation)(position);
        let status = scenario.expected_status;
        connections.push(Connection::open(areia.address, conversation, status).await?);
    }
    drive(&mut connections, Until::Requests(REQUESTS / CONNECTIONS)).await?;
    Ok(())
}
