//! Scenarios: what is asked of Areia, what it must answer, and how fast that should be.
//!
//! A provider's scenarios are one file beside this one, and one line in [`all`].

use futures_util::future::BoxFuture;

use crate::Result;
use crate::client::Client;
use crate::contaazul;
use crate::conversation::Conversation;
use crate::docsales;
use crate::financeiro;
use crate::measure::Level;
use crate::process::Process;
use crate::procfy;
use crate::totvs;

/// One kind of request under load.
pub(crate) struct Scenario {
    /// The provider's slug and the documented operation.
    pub name: &'static str,
    /// Calls a fresh server until the requests of the scenario can be written.
    pub prepare: fn(Client) -> BoxFuture<'static, Result<Plan>>,
    /// The status that every answer must have.
    pub expected_status: u16,
    /// How fast is fast enough.
    pub target: Target,
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

/// Every scenario, in the order in which they run.
pub(crate) fn all() -> impl Iterator<Item = &'static Scenario> {
    [
        contaazul::SCENARIOS,
        financeiro::SCENARIOS,
        totvs::SCENARIOS,
        docsales::SCENARIOS,
        procfy::SCENARIOS,
    ]
    .into_iter()
    .flatten()
}
