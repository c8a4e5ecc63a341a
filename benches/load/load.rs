//! Many connections at once, each waiting for an answer before it asks again.

use std::time::Duration;

use hdrhistogram::Histogram;
use tokio::task::JoinSet;
use tokio::time::timeout;

use crate::Result;
use crate::connection::{Connection, now};

/// Longer than any answer should take, so that a silent server ends the scenario.
const PATIENCE: Duration = Duration::from_secs(60);

/// When a connection has asked enough.
#[derive(Clone, Copy)]
pub(crate) enum Until {
    Elapsed(Duration),
    /// Requests of each connection.
    Requests(u64),
}

/// What came of a load, or of several one after the other.
pub(crate) struct Tally {
    pub latency_us: Histogram<u64>,
    pub elapsed: Duration,
}

impl Tally {
    pub(crate) fn new() -> Result<Tally> {
        Ok(Tally {
            latency_us: Histogram::new_with_bounds(1, PATIENCE.as_micros() as u64, 3)?,
            elapsed: Duration::ZERO,
        })
    }

    pub(crate) fn add(&mut self, other: &Tally) -> Result<()> {
        self.latency_us.add(&other.latency_us)?;
        self.elapsed += other.elapsed;
        Ok(())
    }

    pub(crate) fn requests(&self) -> u64 {
        self.latency_us.len()
    }
}

/// Drives all connections, and leaves them open for the next load.
pub(crate) async fn drive(connections: &mut Vec<Connection>, until: Until) -> Result<Tally> {
    let mut tally = Tally::new()?;
    let begun = now();
    let mut driven: JoinSet<_> = connections
        .drain(..)
        .map(|connection| converse(connection, until))
        .collect();
    let patience = match until {
        Until::Elapsed(duration) => duration + PATIENCE,
        Until::Requests(_) => 10 * PATIENCE,
    };
    let joined = async {
        while let Some(ended) = driven.join_next().await {
            let (connection, latency_us) = ended??;
            connections.push(connection);
            tally.latency_us.add(latency_us)?;
        }
        Result::Ok(())
    };
    timeout(patience, joined)
        .await
        .unwrap_or_else(|_| Err("the server stopped answering".into()))?;
    tally.elapsed = now() - begun;
    Ok(tally)
}

/// One connection's part.
async fn converse(mut connection: Connection, until: Until) -> Result<(Connection, Histogram<u64>)> {
    let mut latency_us = Tally::new()?.latency_us;
    let begun = now();
    loop {
        let exchange = connection.exchange().await?;
        latency_us.saturating_record(exchange.latency.as_micros() as u64);
        let enough = match until {
            Until::Elapsed(duration) => exchange.ended - begun >= duration,
            Until::Requests(count) => latency_us.len() >= count,
        };
        if enough {
            return Ok((connection, latency_us));
        }
    }
}
