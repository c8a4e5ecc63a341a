//! The log: one line a request and a line for trouble, on standard error, each with the machine's time.

mod writer;

use std::fmt::Write as _;
use std::time::Duration;

use chrono::SecondsFormat;
use clap::ValueEnum;
use serde::Serialize;

use crate::clock::machine_time;
use writer::Writer;

/// The log of a server. The process has one writer, whatever many servers it holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Log {
    /// What it says.
    pub what: LogWhat,
    /// How it says it.
    pub format: LogFormat,
}

/// What the log says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum LogWhat {
    /// Every request.
    #[default]
    All,
    /// Requests that were refused.
    Refusals,
    /// Trouble of the sandbox itself only.
    Off,
}

/// How the log writes a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum LogFormat {
    /// For people.
    #[default]
    Text,
    /// One JSON object a line.
    Json,
}

impl Log {
    /// A log of the sandbox's own trouble alone.
    pub const OFF: Self = Self {
        what: LogWhat::Off,
        format: LogFormat::Text,
    };

    /// Writes the line of a request.
    pub fn request(self, line: &LogLine<'_>) {
        let wanted = match self.what {
            LogWhat::All => true,
            LogWhat::Refusals => line.explanation.is_some(),
            LogWhat::Off => false,
        };
        if wanted {
            let time = time_text();
            Writer::get().put(&match self.format {
                LogFormat::Text => line.text(&time),
                LogFormat::Json => line.json(&time),
            });
        }
    }

    /// Writes a line about trouble of the sandbox itself.
    pub fn trouble(self, text: &str) {
        let time = time_text();
        Writer::get().put(&match self.format {
            LogFormat::Text => format!("{time} areia: {text}\n"),
            LogFormat::Json => json_line(&TroubleLine {
                time: &time,
                trouble: text,
            }),
        });
    }
}

/// How many lines were dropped since the process began, because nobody read standard error.
pub fn dropped_lines() -> u64 {
    Writer::get().dropped_in_all()
}

/// Waits until the log is written, but no longer than `patience`: what a process does before it ends.
pub fn flush(patience: Duration) {
    Writer::get().flush(patience);
}

/// What a log line says about a request. Its texts are masked already, since the journal keeps the same ones.
#[derive(Debug, Clone, Copy)]
pub struct LogLine<'a> {
    /// The provider's slug.
    pub provider: &'a str,
    /// The operation; the method and path where there is none.
    pub operation: &'a str,
    /// The answer's status.
    pub status: u16,
    /// How long it took, in microseconds of real time.
    pub duration_us: u128,
    /// The world.
    pub world: &'a str,
    /// Why it was refused.
    pub explanation: Option<&'a str>,
}

#[derive(Serialize)]
struct RequestLine<'a> {
    time: &'a str,
    provider: &'a str,
    operation: &'a str,
    status: u16,
    duration_ms: f64,
    world: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    explanation: Option<&'a str>,
}

#[derive(Serialize)]
struct TroubleLine<'a> {
    time: &'a str,
    trouble: &'a str,
}

impl LogLine<'_> {
    /// `<time> <slug> <operation> 400 1.2ms world=default "Why it was refused."`.
    fn text(&self, time: &str) -> String {
        let mut line = String::with_capacity(128);
        let milliseconds = self.duration_us as f64 / 1_000.0;
        let Self {
            provider,
            operation,
            status,
            world,
            ..
        } = self;
        // Writing to a string cannot fail.
        let _ = write!(
            line,
            "{time} {provider} {operation} {status} {milliseconds:.1}ms world={world}"
        );
        if let Some(explanation) = self.explanation {
            let _ = write!(line, " {explanation:?}");
        }
        line.push('\n');
        line
    }

    fn json(&self, time: &str) -> String {
        json_line(&RequestLine {
            time,
            provider: self.provider,
            operation: self.operation,
            status: self.status,
            duration_ms: self.duration_us as f64 / 1_000.0,
            world: self.world,
            explanation: self.explanation,
        })
    }
}

fn json_line(line: &impl Serialize) -> String {
    // Texts and numbers are always written.
    let mut text = serde_json::to_string(line).unwrap_or_default();
    text.push('\n');
    text
}

/// The machine's time, to the millisecond: `2026-01-31T12:00:00.000Z`.
fn time_text() -> String {
    machine_time().to_rfc3339_opts(SecondsFormat::Millis, true)
}
