//! What the person who starts the benchmark may choose.

use std::env;
use std::time::Duration;

use crate::Result;

/// The choices, each with a default.
pub(crate) struct Settings {
    /// Only what has this in its name is measured.
    filter: Option<String>,
    /// How long each server is measured at each number of connections.
    pub measured: Duration,
    /// After how many millions of requests memory is also read, the last of them beside the first; 0 for not at all.
    pub millions: u64,
}

fn millions() -> Result<u64> {
    let Ok(text) = env::var("AREIA_BENCH_MILLION") else {
        return Ok(1);
    };
    let number = text.parse();
    number.map_err(|_| format!("`AREIA_BENCH_MILLION` is not a whole number: `{text}`").into())
}

impl Settings {
    /// Reads the command line and the environment.
    pub(crate) fn read() -> Result<Settings> {
        let seconds: f64 = match env::var("AREIA_BENCH_SECONDS") {
            Ok(text) => text
                .parse()
                .map_err(|_| format!("`AREIA_BENCH_SECONDS` is not a number: `{text}`"))?,
            Err(_) => 3.0,
        };
        if seconds <= 0.0 {
            return Err("`AREIA_BENCH_SECONDS` must be more than zero.".into());
        }
        Ok(Settings {
            // Flags are for test harnesses: cargo itself passes `--bench`.
            filter: env::args().skip(1).find(|word| !word.starts_with('-')),
            measured: Duration::try_from_secs_f64(seconds)?,
            millions: millions()?,
        })
    }

    /// Whether something of this name is to be measured.
    pub(crate) fn selects(&self, name: &str) -> bool {
        self.filter.as_deref().is_none_or(|filter| name.contains(filter))
    }
}
