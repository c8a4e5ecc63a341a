//! What a tester expects of a world's journal: which requests, how many, in what order.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::World;
use super::journal::{Body, Entry};
use crate::duration::Span;

/// How long is waited where nothing is said.
const PATIENCE: Duration = Duration::from_secs(10);

/// How many near misses are told.
const MISSES: usize = 3;

/// Requests that are meant: those that have everything that is named.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Match {
    /// Of this provider
    #[serde(skip_serializing_if = "Option::is_none")]
    pub provider: Option<String>,
    /// Of this operation
    #[serde(skip_serializing_if = "Option::is_none")]
    pub operation: Option<String>,
    /// With this method
    #[serde(skip_serializing_if = "Option::is_none")]
    pub method: Option<String>,
    /// Whose path is this, or ends with it where it was sent with a prefix
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// Answered with this status
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// Let in by this credential: its secret, or its listed id
    #[serde(skip_serializing_if = "Option::is_none")]
    pub credential: Option<String>,
    /// Whose body holds this
    #[serde(skip_serializing_if = "Option::is_none")]
    pub body_contains: Option<String>,
    /// Whose query has these parameters, among others perhaps
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub query: BTreeMap<String, String>,
}

/// What is expected: so many requests that are meant (at least one where nothing is said), or a sequence of them.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Expectation {
    /// The requests that are meant; all of them where nothing is said
    #[serde(rename = "match")]
    pub matching: Match,
    /// Requests that follow one another; others may stand between
    pub sequence: Option<Vec<Match>>,
    /// Exactly so many
    pub times: Option<usize>,
    /// So many or more
    pub at_least: Option<usize>,
    /// So many or fewer
    pub at_most: Option<usize>,
    /// Later than the entry of this number
    pub after: u64,
    /// How long to wait, in real time: ten seconds where nothing is said
    pub timeout: Option<Span>,
}

/// What the journal says to an expectation.
#[derive(Debug, Clone)]
pub struct Verdict {
    /// The entries that were meant; of a sequence, those that it has so far.
    pub found: Vec<Arc<Entry>>,
    /// Why the expectation is not met; `None` where it is.
    pub unmet: Option<String>,
    /// The entries that come nearest to what is missing.
    pub misses: Vec<Miss>,
}

/// An entry that is nearly what was meant.
#[derive(Debug, Clone)]
pub struct Miss {
    /// The entry.
    pub entry: Arc<Entry>,
    /// What differs, each in one sentence.
    pub differences: Vec<String>,
}

impl Match {
    /// Whether an entry is meant.
    pub fn is_met(&self, world: &World, entry: &Entry) -> bool {
        self.differences(world, entry).is_empty()
    }

    /// What differs between what is meant and an entry.
    fn differences(&self, world: &World, entry: &Entry) -> Vec<String> {
        let mut differences = Vec::new();
        let mut text = |name: &str, asked: &Option<String>, is: &str, is_met: fn(&str, &str) -> bool| {
            if let Some(asked) = asked.as_ref().filter(|asked| !is_met(asked, is)) {
                differences.push(format!("`{name}` is {is:?}, not {asked:?}"));
            }
        };
        let same = |asked: &str, is: &str| asked == is;
        text("provider", &self.provider, entry.provider, same);
        let operation = entry.operation.unwrap_or_default();
        text("operation", &self.operation, operation, same);
        let method = entry.request.method.as_str();
        text("method", &self.method, method, str::eq_ignore_ascii_case);
        text("path", &self.path, &entry.request.path, |asked, is| {
            asked == is || asked.starts_with('/') && is.ends_with(asked)
        });
        if let Some(status) = self.status.filter(|status| *status != entry.response.status) {
            let is = entry.response.status;
            differences.push(format!("`status` is {is}, not {status}"));
        }
        if let Some(asked) = &self.credential {
            let id = credential_id(world, asked);
            if id.is_none() || id != entry.credential {
                differences.push("`credential` is another".to_owned());
            }
        }
        if let Some(asked) = &self.body_contains
            && !holds(&entry.request.body, asked)
        {
            differences.push(format!("the body does not hold {asked:?}"));
        }
        let query = entry.request.query.as_deref().unwrap_or_default();
        let sent: Vec<_> = form_urlencoded::parse(query.as_bytes()).collect();
        for (name, value) in &self.query {
            if !sent.iter().any(|(n, v)| n == name && v == value) {
                differences.push(format!("the query has no `{name}={value}`"));
            }
        }
        differences
    }
}

impl Expectation {
    /// So many requests that are meant.
    pub fn times(matching: Match, times: usize) -> Self {
        Self {
            matching,
            times: Some(times),
            ..Self::default()
        }
    }

    /// What does not go together in it.
    pub fn contradiction(&self) -> Option<&'static str> {
        let counts = self.times.is_some() || self.at_least.is_some() || self.at_most.is_some();
        match &self.sequence {
            Some(sequence) if sequence.is_empty() => Some("`sequence` is empty"),
            Some(_) if counts || self.matching != Match::default() => {
                Some("`sequence` stands alone, without `match`, `times`, `at_least` or `at_most`")
            }
            None if self.times.is_some() && (self.at_least.or(self.at_most)).is_some() => {
                Some("`times` is exact: `at_least` and `at_most` cannot stand beside it")
            }
            _ => None,
        }
    }

    /// How long to wait.
    pub fn patience(&self) -> Duration {
        let asked = self.timeout.and_then(|timeout| timeout.0.to_std().ok());
        asked.unwrap_or(PATIENCE)
    }

    /// What the journal of `world` says to it.
    pub fn judge(&self, world: &World) -> Verdict {
        let (entries, _) = world.journal.entries();
        let later = entries.partition_point(|entry| entry.id <= self.after);
        match &self.sequence {
            Some(sequence) => judge_sequence(world, &entries[later..], sequence),
            None => self.judge_count(world, &entries[later..]),
        }
    }

    fn judge_count(&self, world: &World, entries: &[Arc<Entry>]) -> Verdict {
        let meant = |entry: &&Arc<Entry>| self.matching.is_met(world, entry);
        let found: Vec<Arc<Entry>> = entries.iter().filter(meant).cloned().collect();
        let counted = found.len();
        let none_said = self.at_most.is_none().then_some(1);
        let (least, most) = match self.times {
            Some(times) => (times, times),
            None => (
                self.at_least.or(none_said).unwrap_or(0),
                self.at_most.unwrap_or(usize::MAX),
            ),
        };
        let bound = match self.times {
            Some(times) => format!("{times}"),
            None if counted < least => format!("at least {least}"),
            None => format!("at most {most}"),
        };
        let is_met = (least..=most).contains(&counted);
        let misses = match counted < least {
            true => nearest(world, entries, &self.matching),
            false => Vec::new(),
        };
        Verdict {
            found,
            unmet: (!is_met).then(|| format!("{counted} requests were meant, not {bound}")),
            misses,
        }
    }
}

fn judge_sequence(world: &World, entries: &[Arc<Entry>], sequence: &[Match]) -> Verdict {
    let mut rest = entries;
    let mut found: Vec<Arc<Entry>> = Vec::new();
    for (place, matching) in sequence.iter().enumerate() {
        let next = rest.iter().position(|entry| matching.is_met(world, entry));
        let Some(next) = next else {
            let unmet = match found.last() {
                Some(last) => format!(
                    "request {} of {} does not follow entry {}",
                    place + 1,
                    sequence.len(),
                    last.id
                ),
                None => format!("request 1 of {} is missing", sequence.len()),
            };
            return Verdict {
                found,
                unmet: Some(unmet),
                misses: nearest(world, rest, matching),
            };
        };
        found.push(rest[next].clone());
        rest = &rest[next + 1..];
    }
    Verdict {
        found,
        unmet: None,
        misses: Vec::new(),
    }
}

/// The entries that differ least from what is meant, the latest first among equals.
fn nearest(world: &World, entries: &[Arc<Entry>], matching: &Match) -> Vec<Miss> {
    let mut misses: Vec<Miss> = entries
        .iter()
        .rev()
        .map(|entry| Miss {
            entry: entry.clone(),
            differences: matching.differences(world, entry),
        })
        .filter(|miss| !miss.differences.is_empty())
        .collect();
    misses.sort_by_key(|miss| miss.differences.len());
    misses.truncate(MISSES);
    misses
}

/// The id of a credential that is named by itself or by its listed id.
pub fn credential_id(world: &World, asked: &str) -> Option<u64> {
    let credentials = world.directory.credentials(None);
    let by_key = credentials.iter().find(|known| known.key == asked);
    let by_id = || asked.parse().ok();
    by_key.map(|known| known.id).or_else(by_id)
}

/// Whether `text` stands in a body.
pub fn holds(body: &Body, text: &str) -> bool {
    match body {
        Body::Text { text: kept, .. } => String::from_utf8_lossy(kept).contains(text),
        Body::Binary { .. } => false,
    }
}

impl World {
    /// Waits until the journal meets an expectation, for as long as that says; the last verdict.
    pub async fn wait_for(&self, expectation: &Expectation) -> Verdict {
        let waiting = async {
            loop {
                // Asked for before the journal is looked at, so that no entry is missed in between.
                let written = self.journal.written();
                let verdict = expectation.judge(self);
                if verdict.unmet.is_none() {
                    return verdict;
                }
                written.await;
            }
        };
        match tokio::time::timeout(expectation.patience(), waiting).await {
            Ok(verdict) => verdict,
            Err(_) => expectation.judge(self),
        }
    }
}
