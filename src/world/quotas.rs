//! How often a credential may call in a window of the world's clock.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, Utc};

/// A provider's limit on one credential's calls.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quota {
    /// How many calls are allowed in a window.
    pub limit: u32,
    /// The first instant of the next window.
    pub resets_at: DateTime<Utc>,
}

/// Where a credential stands in its window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tally {
    /// How many calls are allowed in the window.
    pub limit: u32,
    /// How many have been made, this one included.
    pub used: u32,
    /// The first instant of the next window.
    pub resets_at: DateTime<Utc>,
}

impl Tally {
    /// How many calls are left: negative once there were too many.
    pub fn remaining(&self) -> i64 {
        i64::from(self.limit) - i64::from(self.used)
    }

    /// Whether there were too many.
    pub fn is_exceeded(&self) -> bool {
        self.used > self.limit
    }
}

/// The counters of a world.
#[derive(Debug, Default)]
pub struct Quotas {
    counters: Mutex<HashMap<(&'static str, u64), Counter>>,
}

#[derive(Debug, Clone, Copy)]
struct Counter {
    used: u32,
    resets_at: DateTime<Utc>,
}

impl Quotas {
    /// Counts a call of the credential with the id `credential`, allowed or not.
    pub fn count(&self, provider: &'static str, credential: u64, quota: Quota) -> Tally {
        let mut counters = self.counters();
        let counter = counters.entry((provider, credential)).or_insert(Counter {
            used: 0,
            resets_at: quota.resets_at,
        });
        if counter.resets_at != quota.resets_at {
            *counter = Counter {
                used: 0,
                resets_at: quota.resets_at,
            };
        }
        counter.used = counter.used.saturating_add(1);
        Tally {
            limit: quota.limit,
            used: counter.used,
            resets_at: counter.resets_at,
        }
    }

    /// Forgets every count.
    pub fn clear(&self) {
        self.counters().clear();
    }

    fn counters(&self) -> MutexGuard<'_, HashMap<(&'static str, u64), Counter>> {
        self.counters.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quota(resets_at: &str) -> Quota {
        Quota {
            limit: 2,
            resets_at: resets_at.parse().unwrap(),
        }
    }

    #[test]
    fn a_window_counts_every_call_and_the_next_one_begins_at_nothing() {
        let quotas = Quotas::default();
        let first = quota("2026-01-01T12:01:00Z");
        let remaining: Vec<i64> = (0..4)
            .map(|_| quotas.count("p", 1, first).remaining())
            .collect();
        assert_eq!(remaining, [1, 0, -1, -2]);
        assert_eq!(
            quotas
                .count("p", 1, quota("2026-01-01T12:02:00Z"))
                .remaining(),
            1
        );
    }

    #[test]
    fn two_credentials_do_not_share_a_count() {
        let quotas = Quotas::default();
        let window = quota("2026-01-01T12:01:00Z");
        quotas.count("p", 1, window);
        assert_eq!(quotas.count("p", 2, window).used, 1);
        assert_eq!(quotas.count("q", 1, window).used, 1);
    }
}
