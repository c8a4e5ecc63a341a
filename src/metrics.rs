//! What a server has done, counted for Prometheus. As many series as there are operations, whatever is asked.

use std::collections::HashMap;
use std::time::Duration;

use prometheus::{
    Error, Histogram, HistogramOpts, HistogramVec, IntCounter, IntCounterVec, IntGauge, Opts, Registry, TextEncoder,
};

use crate::clock::Stopwatch;
use crate::log;
use crate::world::Worlds;

/// The classes of status; the last one is for answers that a fault kept from the client.
const CLASSES: [&str; 5] = ["2xx", "3xx", "4xx", "5xx", "lost"];

/// The bounds of the histogram, in seconds: an in-memory answer takes some 50 µs, a fault's latency seconds.
const BOUNDS_S: [f64; 12] = [
    0.000_1, 0.000_25, 0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.05, 0.1, 0.5, 1.0, 5.0,
];

/// The operation of requests that no route matched.
const UNMATCHED: &str = "none";

/// The counters of a server.
#[derive(Debug)]
pub struct Metrics {
    registry: Registry,
    requests: IntCounterVec,
    durations: HistogramVec,
    faults: IntCounterVec,
    state: State,
    since: Stopwatch,
}

/// What is looked up when somebody asks.
#[derive(Debug)]
struct State {
    worlds: IntGauge,
    entries: IntGauge,
    bytes: IntGauge,
    dropped: IntGauge,
    held_faults: IntGauge,
    dropped_log_lines: IntGauge,
    uptime: IntGauge,
}

/// The counters of one provider.
#[derive(Debug)]
pub struct ProviderMetrics {
    by_operation: HashMap<&'static str, Vec<IntCounter>>,
    durations: Histogram,
    faults: IntCounter,
}

impl Metrics {
    /// Counters that stand at nothing.
    pub fn new() -> Result<Self, Error> {
        let registry = Registry::new();
        let requests = IntCounterVec::new(
            Opts::new("areia_requests_total", "Requests to providers"),
            &["provider", "operation", "status"],
        )?;
        let durations = HistogramVec::new(
            HistogramOpts::new("areia_request_duration_seconds", "How long they took").buckets(BOUNDS_S.to_vec()),
            &["provider"],
        )?;
        let faults = IntCounterVec::new(
            Opts::new("areia_faults_injected_total", "Requests that a fault struck"),
            &["provider"],
        )?;
        let build = Opts::new("areia_build_info", "The version of the program")
            .const_label("version", env!("CARGO_PKG_VERSION"));
        let build = IntGauge::with_opts(build)?;
        build.set(1);
        registry.register(Box::new(requests.clone()))?;
        registry.register(Box::new(durations.clone()))?;
        registry.register(Box::new(faults.clone()))?;
        registry.register(Box::new(build))?;
        Ok(Self {
            state: State::new(&registry)?,
            registry,
            requests,
            durations,
            faults,
            since: Stopwatch::start(),
        })
    }

    /// The counters of the provider called `slug`, one for each of its operations' ids.
    pub fn of(&self, slug: &'static str, operations: impl Iterator<Item = &'static str>) -> ProviderMetrics {
        let counters = |operation: &'static str| {
            let counter = |class| self.requests.with_label_values(&[slug, operation, class]);
            (operation, CLASSES.map(counter).to_vec())
        };
        ProviderMetrics {
            by_operation: operations.chain([UNMATCHED]).map(counters).collect(),
            durations: self.durations.with_label_values(&[slug]),
            faults: self.faults.with_label_values(&[slug]),
        }
    }

    /// All of it in Prometheus' text format, with how many worlds there are and what their journals hold.
    pub fn text(&self, worlds: &Worlds) -> Result<String, Error> {
        let all = worlds.all();
        let extents: Vec<_> = all.iter().map(|world| world.journal.extent()).collect();
        let state = &self.state;
        let set = |gauge: &IntGauge, value: u64| gauge.set(i64::try_from(value).unwrap_or(i64::MAX));
        set(&state.worlds, all.len() as u64);
        set(&state.entries, extents.iter().map(|e| e.entries as u64).sum());
        set(&state.bytes, extents.iter().map(|e| e.bytes as u64).sum());
        set(&state.dropped, extents.iter().map(|e| e.dropped).sum());
        let held = all.iter().map(|world| world.faults.count() as u64);
        set(&state.held_faults, held.sum());
        set(&state.dropped_log_lines, log::dropped_lines());
        set(&state.uptime, self.since.elapsed().as_secs());
        TextEncoder::new().encode_to_string(&self.registry.gather())
    }
}

impl State {
    fn new(registry: &Registry) -> Result<Self, Error> {
        let gauge = |name: &str, help: &str| {
            let gauge = IntGauge::new(name, help)?;
            registry.register(Box::new(gauge.clone()))?;
            Ok::<_, Error>(gauge)
        };
        Ok(Self {
            worlds: gauge("areia_worlds", "Worlds that there are")?,
            entries: gauge("areia_journal_entries", "Entries in all journals")?,
            bytes: gauge("areia_journal_bytes", "Bytes that those entries hold")?,
            dropped: gauge(
                "areia_journal_dropped_entries",
                "Entries that the journals there are have dropped",
            )?,
            held_faults: gauge("areia_faults", "Faults in all worlds")?,
            dropped_log_lines: gauge(
                "areia_log_dropped_lines",
                "Lines of the log that were dropped because nobody read standard error",
            )?,
            uptime: gauge("areia_uptime_seconds", "How long the server has run")?,
        })
    }
}

impl ProviderMetrics {
    /// Counts a request: its operation, its status (0 where the client saw none), how long it took, and whether a fault
    /// was injected.
    pub fn count(&self, operation: Option<&str>, status: u16, took: Duration, is_injected: bool) {
        let class = match status {
            0 => 4,
            status => usize::from(status / 100).clamp(2, 5) - 2,
        };
        let counters = self.by_operation.get(operation.unwrap_or(UNMATCHED));
        if let Some(counter) = counters.and_then(|counters| counters.get(class)) {
            counter.inc();
        }
        self.durations.observe(took.as_secs_f64());
        if is_injected {
            self.faults.inc();
        }
    }
}
