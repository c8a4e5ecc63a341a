//! Figures as text: a line as soon as each is known, and a Markdown table at the end.

use std::fmt::{self, Display, Formatter};
use std::fs;

use crate::Error;
use crate::measure::Level;
use crate::scenario::{Scenario, Target};

const HEADER: &str = "\
| | connections | measured | p50 | p99 | CPU per request | floor | of the floor | target | |
|---|--:|--:|--:|--:|--:|--:|--:|--:|---|";

/// Everything measured so far.
#[derive(Default)]
pub(crate) struct Report {
    rows: Vec<String>,
    failures: usize,
}

impl Report {
    /// Adds a scenario, a row for each number of connections.
    pub(crate) fn add_levels(&mut self, scenario: &Scenario, levels: &[Level]) {
        for level in levels {
            self.rows.push(format!(
                "| `{}` | {} | {} req/s | {} µs | {} µs | {:.1} µs | {} req/s | {:.3} | {} | {} |",
                scenario.name(),
                level.connections,
                thousands(level.areia.per_second()),
                thousands(level.areia.latency_us(0.5) as f64),
                thousands(level.areia.latency_us(0.99) as f64),
                level.areia.cpu_us_per_request(),
                thousands(level.floor.per_second()),
                level.of_the_floor(),
                scenario.target,
                verdict(scenario.target.is_met(level)),
            ));
        }
    }

    /// Adds and prints a figure that should be small.
    pub(crate) fn add_size(&mut self, name: &str, size: f64, unit: &str, most: Option<f64>) {
        let target = most.map_or(String::new(), |most| format!("≤ {most} {unit}"));
        let verdict = most.map_or("", |most| verdict(size <= most));
        let line = format!("  {name}: {size:.1} {unit}  {target}  {verdict}");
        println!("{}", line.trim_end());
        self.rows.push(format!(
            "| {name} | | {size:.1} {unit} | | | | | | {target} | {verdict} |"
        ));
    }

    /// Adds and prints what could not be measured.
    pub(crate) fn add_failure(&mut self, name: &str, error: &Error) {
        println!("  {name} failed: {error}");
        self.rows.push(format!("| {name} | | | | | | | | | failed |"));
        self.failures += 1;
    }

    pub(crate) fn has_failures(&self) -> bool {
        self.failures > 0
    }
}

impl Display for Report {
    fn fmt(&self, formatter: &mut Formatter) -> fmt::Result {
        writeln!(formatter, "{HEADER}")?;
        for row in &self.rows {
            writeln!(formatter, "{row}")?;
        }
        write!(formatter, "\n{}", machine())
    }
}

impl Display for Target {
    fn fmt(&self, formatter: &mut Formatter) -> fmt::Result {
        match self {
            Target::OfTheFloor(least) => write!(formatter, "≥ {least:.2} of the floor"),
            Target::PerSecond(least) => write!(formatter, "≥ {} req/s", thousands(*least)),
            Target::P99(most) => write!(formatter, "p99 ≤ {} µs", thousands(*most as f64)),
        }
    }
}

/// Both servers at one number of connections, for whoever is waiting.
pub(crate) fn progress(level: &Level, target: Target) -> String {
    let lines = [("floor", &level.floor), ("areia", &level.areia)].map(|(name, figures)| {
        format!(
            "  {:>2} connections  {name}  {:>9} req/s  p50 {:>6} µs  p99 {:>6} µs  CPU {:>6.1} µs",
            level.connections,
            thousands(figures.per_second()),
            thousands(figures.latency_us(0.5) as f64),
            thousands(figures.latency_us(0.99) as f64),
            figures.cpu_us_per_request(),
        )
    });
    format!(
        "{}\n{}  {:.3} of the floor  (target: {target})  {}",
        lines[0],
        lines[1],
        level.of_the_floor(),
        verdict(target.is_met(level)),
    )
}

fn verdict(is_met: bool) -> &'static str {
    if is_met { "met" } else { "missed" }
}

/// A whole number with a comma before every three digits.
fn thousands(number: f64) -> String {
    let digits = format!("{number:.0}");
    let mut text = String::new();
    for (position, digit) in digits.chars().enumerate() {
        if position > 0 && (digits.len() - position).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// Where the figures come from, without which they mean nothing.
fn machine() -> String {
    let read = |path| fs::read_to_string(path).unwrap_or_default();
    let cpu = read("/proc/cpuinfo");
    let model = cpu
        .lines()
        .find_map(|line| line.strip_prefix("model name")?.split_once(": "))
        .map_or("an unknown processor", |(_, model)| model);
    let cores = std::thread::available_parallelism().map_or(0, |cores| cores.get());
    let memory_kib: f64 = read("/proc/meminfo")
        .lines()
        .find_map(|line| line.strip_prefix("MemTotal:"))
        .and_then(|rest| rest.split_whitespace().next()?.parse().ok())
        .unwrap_or_default();
    let memory_gib = memory_kib / 1024.0 / 1024.0;
    let kernel = read("/proc/sys/kernel/osrelease");
    format!(
        "Measured on {model}, {cores} cores, {memory_gib:.0} GiB of memory, Linux {}. The load \
         generator shares the cores with the server. The floor is bare axum with a static body of \
         the same size, measured in turns with Areia.",
        kernel.trim(),
    )
}
