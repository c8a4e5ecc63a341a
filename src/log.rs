//! The log: one line a request and a line for trouble, on standard error.

use std::io::Write as _;

use clap::ValueEnum;

use crate::web::recording::LogLine;

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

/// A log that cannot be written is no reason to refuse a request.
fn write(line: &str) {
    let _ = std::io::stderr().lock().write_all(line.as_bytes());
}
