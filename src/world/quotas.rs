//! How often a credential may call in a window of the world's clock.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

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
pub struct QuotaUsage {
    /// How many calls are allowed in the window.
    pub limit: u32,
    /// How many have been made, this one included.
    pub used: u32,
    /// The first instant of the next window.
    pub resets_at: DateTime<Utc>,
}

impl QuotaUsage {
    /// How many calls are left: negative once there were too many.
    pub fn remaining(&self) -> i64 {
        i64::from(self.limit) - i64::from(self.used)
    }

    /// Whether there were too many.
    pub fn is_exceeded(&self) -> bool {
        self.used > self.limit
    }
}

/// What a hand has set of a provider's quota in a world.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuotaSetting {
    /// The limit of every credential, in the place of its account's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
    /// Whether calls are counted and none is refused.
    #[serde(default)]
    pub is_off: bool,
}

/// The counters of a world, and what was set by hand.
#[derive(Debug, Default)]
pub struct Quotas {
    state: Mutex<QuotaState>,
}

/// All that is known of a world's quotas: what a snapshot keeps.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuotaState {
    /// By provider.
    settings: BTreeMap<String, QuotaSetting>,
    /// By provider and the credential's id.
    counters: BTreeMap<String, BTreeMap<u64, Counter>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
struct Counter {
    used: u32,
    resets_at: DateTime<Utc>,
}

impl Quotas {
    /// Counts a call of the credential with the id `credential`, allowed or not.
    pub fn count(&self, provider: &str, credential: u64, quota: Quota) -> QuotaUsage {
        let mut state = self.state();
        let limit = state.limit(provider, quota.limit);
        let counter = state.counter(provider, credential, quota.resets_at);
        counter.used = counter.used.saturating_add(1);
        QuotaUsage {
            limit,
            used: counter.used,
            resets_at: counter.resets_at,
        }
    }

    /// How many calls have been counted in the window that ends at `resets_at`.
    pub fn used(&self, provider: &str, credential: u64, resets_at: DateTime<Utc>) -> u32 {
        let state = self.state();
        let counters = state.counters.get(provider);
        let counter = counters.and_then(|counters| counters.get(&credential));
        counter
            .filter(|counter| counter.resets_at == resets_at)
            .map_or(0, |counter| counter.used)
    }

    /// Has it look as if so many calls had been made in the window that ends at `resets_at`.
    pub fn set_used(&self, provider: &str, credential: u64, resets_at: DateTime<Utc>, used: u32) {
        let mut state = self.state();
        state.counter(provider, credential, resets_at).used = used;
    }

    /// The limit that counts: the one that was set by hand, else `own`.
    pub fn limit(&self, provider: &str, own: u32) -> u32 {
        self.state().limit(provider, own)
    }

    /// Whether a provider's calls are counted and none is refused.
    pub fn is_off(&self, provider: &str) -> bool {
        self.setting(provider).is_off
    }

    /// What was set by hand.
    pub fn setting(&self, provider: &str) -> QuotaSetting {
        let state = self.state();
        state.settings.get(provider).copied().unwrap_or_default()
    }

    /// Sets a provider's quota by hand.
    pub fn set(&self, provider: &str, setting: QuotaSetting) {
        self.state().settings.insert(provider.to_owned(), setting);
    }

    /// All that is known.
    pub fn all(&self) -> QuotaState {
        self.state().clone()
    }

    /// Goes on from `state`, and forgets everything else.
    pub fn restore(&self, state: QuotaState) {
        *self.state() = state;
    }

    fn state(&self) -> MutexGuard<'_, QuotaState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl QuotaState {
    fn limit(&self, provider: &str, own: u32) -> u32 {
        let setting = self.settings.get(provider);
        setting.and_then(|setting| setting.limit).unwrap_or(own)
    }

    /// The counter of the window that ends at `resets_at`.
    fn counter(&mut self, provider: &str, credential: u64, resets_at: DateTime<Utc>) -> &mut Counter {
        let begun = Counter { used: 0, resets_at };
        let counters = self.counters.entry(provider.to_owned()).or_default();
        let counter = counters.entry(credential).or_insert(begun);
        if counter.resets_at != resets_at {
            *counter = begun;
        }
        counter
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
        let remaining: Vec<i64> = (0..4).map(|_| quotas.count("p", 1, first).remaining()).collect();
        assert_eq!(remaining, [1, 0, -1, -2]);
        assert_eq!(quotas.count("p", 1, quota("2026-01-01T12:02:00Z")).remaining(), 1);
    }

    #[test]
    fn two_credentials_do_not_share_a_count() {
        let quotas = Quotas::default();
        let window = quota("2026-01-01T12:01:00Z");
        quotas.count("p", 1, window);
        assert_eq!(quotas.count("p", 2, window).used, 1);
        assert_eq!(quotas.count("q", 1, window).used, 1);
    }

    #[test]
    fn a_limit_set_by_hand_is_every_credential_s_until_it_is_taken_back() {
        let quotas = Quotas::default();
        let window = quota("2026-01-01T12:01:00Z");
        let limit = Some(7);
        quotas.set("p", QuotaSetting { limit, is_off: true });
        assert_eq!((quotas.limit("p", 2), quotas.limit("q", 2)), (7, 2));
        assert_eq!(quotas.count("p", 1, window).limit, 7);
        let kept = quotas.all();
        quotas.restore(QuotaState::default());
        assert_eq!((quotas.limit("p", 2), quotas.is_off("p")), (2, false));
        quotas.restore(kept);
        assert_eq!(quotas.count("p", 1, window).used, 2);
    }
}
