//! A scenario measured at each number of connections, in turns with the floor.

use std::time::Duration;

use crate::client::Client;
use crate::connection::Connection;
use crate::load::{Tally, Until, drive};
use crate::process::Process;
use crate::scenario::{Plan, Scenario};
use crate::settings::Settings;
use crate::{Result, floor};

/// One shows latency, many show throughput, the middle shows where one becomes the other. The
/// figure at one depends much on whether the kernel puts client and server on one core: compare it
/// within a run only.
const CONNECTIONS: [usize; 3] = [1, 16, 64];

/// Enough for caches and allocators to settle.
const WARM_UP: Duration = Duration::from_millis(500);

/// The floor and Areia take turns of about this length, so that a machine that slows down slows
/// both.
const TURN: Duration = Duration::from_secs(1);

/// What one server did at one number of connections.
pub(crate) struct Figures {
    tally: Tally,
    cpu_us: u64,
}

/// Both servers at one number of connections.
pub(crate) struct Level {
    pub connections: usize,
    pub areia: Figures,
    pub floor: Figures,
}

impl Figures {
    pub(crate) fn per_second(&self) -> f64 {
        self.tally.requests() as f64 / self.tally.elapsed.as_secs_f64()
    }

    pub(crate) fn latency_us(&self, quantile: f64) -> u64 {
        self.tally.latency_us.value_at_quantile(quantile)
    }

    pub(crate) fn cpu_us_per_request(&self) -> f64 {
        self.cpu_us as f64 / self.tally.requests() as f64
    }
}

impl Level {
    pub(crate) fn of_the_floor(&self) -> f64 {
        self.areia.per_second() / self.floor.per_second()
    }
}

/// Measures one scenario on a server of its own, so that none inherits the records of another.
pub(crate) async fn measure(scenario: &Scenario, settings: &Settings) -> Result<Vec<Level>> {
    let mut areia = Process::areia()?;
    let mut plan = (scenario.prepare)(Client::new(areia.address), scenario.slug).await?;
    if let Some(server) = plan.server.take() {
        areia = server;
    }
    let floor = floor::start(body_size(&plan, scenario, &areia).await?)?;
    let mut levels = Vec::new();
    for connections in CONNECTIONS {
        let mut sides = [
            // The floor knows one answer, and its status.
            Side::open(&floor, &plan, connections, 200).await?,
            Side::open(&areia, &plan, connections, scenario.expected_status).await?,
        ];
        take_turns(&mut sides, settings.measured).await?;
        let [floor, areia] = sides.map(|side| side.figures);
        let level = Level {
            connections,
            areia,
            floor,
        };
        println!("{}", crate::report::progress(&level, scenario.target));
        levels.push(level);
    }
    if let Some(verify) = plan.verify {
        verify.await?;
    }
    Ok(levels)
}

/// The size of a real answer's body, which the floor is to match.
async fn body_size(plan: &Plan, scenario: &Scenario, areia: &Process) -> Result<usize> {
    let conversation = (plan.conversation)(0);
    let mut connection = Connection::open(areia.address, conversation, scenario.expected_status).await?;
    Ok(connection.exchange().await?.body_size)
}

/// One server with its open connections.
struct Side<'a> {
    process: &'a Process,
    connections: Vec<Connection>,
    figures: Figures,
}

impl Side<'_> {
    async fn open<'a>(process: &'a Process, plan: &Plan, count: usize, expected_status: u16) -> Result<Side<'a>> {
        let mut connections = Vec::new();
        for position in 0..count {
            let conversation = (plan.conversation)(position);
            connections.push(Connection::open(process.address, conversation, expected_status).await?);
        }
        Ok(Side {
            process,
            connections,
            figures: Figures {
                tally: Tally::new()?,
                cpu_us: 0,
            },
        })
    }

    async fn warm_up(&mut self, duration: Duration) -> Result<()> {
        drive(&mut self.connections, Until::Elapsed(duration)).await?;
        Ok(())
    }

    async fn take_turn(&mut self, duration: Duration) -> Result<()> {
        let before_us = self.process.cpu_us()?;
        let tally = drive(&mut self.connections, Until::Elapsed(duration)).await?;
        self.figures.cpu_us += self.process.cpu_us()? - before_us;
        self.figures.tally.add(&tally)
    }
}

/// Measures each side for this long altogether.
async fn take_turns(sides: &mut [Side<'_>], measured: Duration) -> Result<()> {
    for side in sides.iter_mut() {
        side.warm_up(WARM_UP.min(measured)).await?;
    }
    let turns = measured.div_duration_f64(TURN).round().max(1.0) as u32;
    for _ in 0..turns {
        for side in sides.iter_mut() {
            side.take_turn(measured / turns).await?;
        }
    }
    Ok(())
}
