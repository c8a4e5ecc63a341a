//! The log: one line a request and a line for trouble, on standard error.

use std::fmt::Write as _;
use std::io::Write as _;

use clap::ValueEnum;

/// What the log says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum Log {
    /// Every request.
    #[default]
    All,
    /// Requests that were refused.
    Refusals,
    /// Trouble of the sandbox itself only.
    Off,
}

impl Log {
    /// Writes the line of a request.
    pub fn request(self, line: &LogLine<'_>) {
        let wanted = match self {
            Self::All => true,
            Self::Refusals => line.explanation.is_some(),
            Self::Off => false,
        };
        if wanted {
            write(&line.text());
        }
    }

    /// Writes a line about trouble of the sandbox itself.
    pub fn trouble(self, text: &str) {
        write(&format!("areia: {text}\n"));
    }
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

impl LogLine<'_> {
    /// `<slug> <operation> 400 1.2ms world=default "Why it was refused."`.
    pub fn text(&self) -> String {
        let mut line = String::with_capacity(96);
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
            "{provider} {operation} {status} {milliseconds:.1}ms world={world}"
        );
        if let Some(explanation) = self.explanation {
            let _ = write!(line, " {explanation:?}");
        }
        line.push('\n');
        line
    }
}

/// A log that cannot be written is no reason to refuse a request.
fn write(line: &str) {
    let _ = std::io::stderr().lock().write_all(line.as_bytes());
}
