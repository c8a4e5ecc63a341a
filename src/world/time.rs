//! A world's time, moved by hand: what falls due on the way happens at once, and is said.

use chrono::{DateTime, TimeDelta, Utc};

use super::World;
use super::schedule::DueEvent;
use crate::clock::ClockError;
use crate::clock::instant_text;
use crate::store::StoreError;

/// Why a world's time was not moved.
#[derive(Debug, thiserror::Error)]
pub enum TimeError {
    /// The clock cannot go there.
    #[error(transparent)]
    Clock(#[from] ClockError),
    /// The database refused.
    #[error("the world's database: {0}")]
    Store(#[from] StoreError),
}

impl World {
    /// Stands still, at `at` or where it is. Answers with what fell due on the way.
    pub async fn freeze(&self, at: Option<DateTime<Utc>>) -> Result<Vec<DueEvent>, TimeError> {
        let before = self.clock.now();
        self.clock.freeze(at)?;
        self.arrived(before).await
    }

    /// Goes to `to`, and stands or runs on there as before. Answers with what fell due on the way.
    pub async fn set_time(&self, to: DateTime<Utc>) -> Result<Vec<DueEvent>, TimeError> {
        let before = self.clock.now();
        self.clock.set(to)?;
        self.arrived(before).await
    }

    /// Goes on by `by`, and stands or runs on there as before. Answers with what fell due on the way.
    pub async fn advance(&self, by: TimeDelta) -> Result<Vec<DueEvent>, TimeError> {
        let before = self.clock.now();
        self.clock.advance(by)?;
        self.arrived(before).await
    }

    /// Runs on from where it stands.
    pub async fn resume(&self) -> Result<Vec<DueEvent>, TimeError> {
        let before = self.clock.now();
        self.clock.resume();
        self.arrived(before).await
    }

    /// What fell due since `before`: what the providers had planned, and credentials whose time ended; in order.
    async fn arrived(&self, before: DateTime<Utc>) -> Result<Vec<DueEvent>, TimeError> {
        self.persist_settings().await?;
        let now = self.clock.now();
        let mut due = self.settle().await?;
        for credential in self.directory.credentials(None) {
            let ended = credential.expires_at.filter(|at| *at > before && *at <= now);
            if let (Some(at), None) = (ended, &credential.end) {
                due.push(DueEvent {
                    at: instant_text(at),
                    provider: credential.provider.clone(),
                    what: format!("{} expired", credential.kind),
                    subject: credential.id.to_string(),
                });
            }
        }
        // By time, not by text: `12:00:00.5Z` comes before `12:00:00Z` in that.
        due.sort_by_cached_key(|due| due.at.parse::<DateTime<Utc>>().ok());
        Ok(due)
    }
}
