//! What a world was made from, which a reset leads back to.

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::directory::Entries;
use super::quotas::QuotaState;
use crate::clock::{Clock, ClockState, machine_time};
use crate::ids::IdsState;
use crate::store::ImageAtRest;

/// What a world is made from.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub enum Source {
    /// The fixtures.
    #[default]
    Fixtures,
    /// No records: accounts, credentials, and what no operation creates.
    Empty,
    /// The snapshot of this name.
    Snapshot(String),
}

/// The beginning of a snapshot's name, where a source names one.
const SNAPSHOT: &str = "snapshot:";

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Fixtures => f.write_str("fixtures"),
            Self::Empty => f.write_str("empty"),
            Self::Snapshot(name) => write!(f, "{SNAPSHOT}{name}"),
        }
    }
}

impl From<Source> for String {
    fn from(source: Source) -> Self {
        source.to_string()
    }
}

impl FromStr for Source {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match (text, text.strip_prefix(SNAPSHOT)) {
            ("fixtures", _) => Ok(Self::Fixtures),
            ("empty", _) => Ok(Self::Empty),
            (_, Some(name)) => Ok(Self::Snapshot(name.to_owned())),
            _ => Err(format!(
                "must be `fixtures`, `empty` or `snapshot:<name>`, not {text:?}"
            )),
        }
    }
}

impl TryFrom<String> for Source {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

/// A world's beginning.
#[derive(Debug, Clone)]
pub(super) struct Origin {
    pub(super) source: Source,
    pub(super) database: ImageAtRest,
    /// The accounts and credentials that it begins with, before any token is announced.
    pub(super) entries: Entries,
    pub(super) next_due_us: Option<i64>,
    pub(super) ids: IdsState,
    pub(super) clock: InitialClock,
    pub(super) quotas: QuotaState,
}

/// How a world's clock is set when the world begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct InitialClock {
    /// What it shows, in microseconds since the epoch; `None` where it runs with the machine's.
    pub(super) now_us: Option<i64>,
    /// Whether it stands still.
    pub(super) is_frozen: bool,
}

impl InitialClock {
    /// A clock that begins at `now`, else at the machine's time.
    pub(super) fn new(now: Option<DateTime<Utc>>, is_frozen: bool) -> Self {
        // A clock that stands still is set back to where it stood.
        let here = || is_frozen.then(machine_time);
        Self {
            now_us: now.or_else(here).map(|now| now.timestamp_micros()),
            is_frozen,
        }
    }

    /// A clock that goes on as `clock` stands.
    pub(super) fn of(clock: &Clock) -> Self {
        Self {
            now_us: Some(clock.now_us()),
            is_frozen: clock.is_frozen(),
        }
    }

    /// What it shows; `None` where it runs with the machine's.
    pub(super) fn now(self) -> Option<DateTime<Utc>> {
        self.now_us.and_then(DateTime::from_timestamp_micros)
    }

    /// How a clock is set that begins so now.
    pub(super) fn state(self) -> ClockState {
        let clock = match (self.now(), self.is_frozen) {
            (Some(now), true) => Clock::frozen_at(now),
            (Some(now), false) => Clock::running_from(now),
            (None, _) => Clock::running(),
        };
        clock.state()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_source_reads_back_as_it_was_written() {
        for text in ["fixtures", "empty", "snapshot:before"] {
            assert_eq!(text.parse::<Source>().map(String::from), Ok(text.to_owned()));
        }
        assert!("fixture".parse::<Source>().is_err());
    }
}
