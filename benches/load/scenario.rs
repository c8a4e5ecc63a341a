//! Scenarios: what is asked of Areia, what it must answer, and how fast that should be.

use std::sync::Arc;

use futures_util::future::BoxFuture;

use crate::Result;
use crate::client::Client;
use crate::conversation::Conversation;
use crate::measure::Level;
use crate::process::Process;
use crate::request::Request;

/// One kind of request under load.
#[derive(Clone, Copy)]
pub(crate) struct Scenario {
    /// The provider's slug.
    pub slug: &'static str,
    /// The documented operation.
    pub operation: &'static str,
    /// Calls a fresh server until the requests of the scenario can be written; it is told the provider's slug.
    pub prepare: fn(Client, &'static str) -> BoxFuture<'static, Result<Plan>>,
    /// The status that every answer must have.
    pub expected_status: u16,
    /// How fast is fast enough.
    pub target: Target,
}

impl Scenario {
    /// What a filter of the command line calls it, and the report.
    pub(crate) fn name(&self) -> String {
        format!("{} {}", self.slug, self.operation)
    }
}

/// What a prepared scenario does.
pub(crate) struct Plan {
    /// The conversation of a connection, by the connection's position from zero.
    pub conversation: Box<dyn Fn(usize) -> Conversation + Send>,
    /// What must hold of the server once the load is over.
    pub verify: Option<BoxFuture<'static, Result<()>>>,
    /// The server to be measured, where it is not the one that the scenario was prepared on.
    pub server: Option<Process>,
}

impl Plan {
    /// Every connection asks the same, for ever.
    pub(crate) fn repeat(request: &Request) -> Self {
        let request: Arc<[u8]> = request.bytes().into();
        Self {
            conversation: Box::new(move |_position| Conversation::repeat(Arc::clone(&request))),
            verify: None,
            server: None,
        }
    }
}

/// The least that a scenario should reach, at every number of connections.
#[derive(Clone, Copy)]
pub(crate) enum Target {
    /// Requests per second as a part of the floor's.
    OfTheFloor(f64),
    /// Requests per second.
    PerSecond(f64),
    /// Microseconds that ninety-nine of a hundred answers may take. Many connections wait for one another, and are judged
    /// all the same.
    P99(u64),
}

impl Target {
    /// Whether what was measured is enough.
    pub(crate) fn is_met(self, level: &Level) -> bool {
        match self {
            Target::OfTheFloor(least) => level.of_the_floor() >= least,
            Target::PerSecond(least) => level.areia.per_second() >= least,
            Target::P99(most) => level.areia.latency_us(0.99) <= most,
        }
    }
}
