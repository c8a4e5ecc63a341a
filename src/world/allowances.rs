//! Where credentials stand with their provider's quota, and how to have it look otherwise.

use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::World;
use super::credential::Credential;
use super::quotas::Quota;
use super::resident::{Counting, QuotaRule, Resident};
use crate::store::StoreError;

/// Where a credential stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Allowance {
    /// The credential.
    pub credential: Arc<Credential>,
    /// How many calls its window has.
    pub limit: u32,
    /// How many there have been.
    pub used: u32,
    /// When the next window begins.
    pub resets_at: DateTime<Utc>,
}

/// Why a credential was not exhausted.
#[derive(Debug, thiserror::Error)]
pub enum ExhaustError {
    /// The resident limits nobody's calls.
    #[error("{0} has no quota")]
    Unlimited(&'static str),
    /// It limits those of other credentials.
    #[error("{provider} limits the calls of a {limited}, not of a {kind}")]
    NotCounted {
        /// The resident.
        provider: &'static str,
        /// The kind whose calls it limits.
        limited: &'static str,
        /// The credential's kind.
        kind: String,
    },
    /// More calls cannot be left than there may be.
    #[error("no more calls can be left than the limit, which is {0}")]
    BeyondLimit(u32),
    /// The database refused.
    #[error("the world's database: {0}")]
    Store(#[from] StoreError),
}

impl World {
    /// Where each working credential stands; nobody where the resident has no quota.
    pub async fn allowances(&self, resident: &Resident) -> Result<Vec<Allowance>, StoreError> {
        let mut allowances = Vec::new();
        let Some(rule) = &resident.quota else {
            return Ok(allowances);
        };
        let now = self.clock.now();
        for credential in self.directory.credentials(Some(resident.slug)) {
            let quota = self.quota_of(resident, rule, &credential);
            let Some(quota) = quota.filter(|_| !credential.is_over(now)) else {
                continue;
            };
            let used = match rule.counting {
                Counting::Calls => {
                    let (slug, id) = (resident.slug, credential.id);
                    self.quotas.used(slug, id, quota.resets_at)
                }
                Counting::Own { used, .. } => used(self, &credential).await?,
            };
            allowances.push(Allowance {
                credential,
                limit: quota.limit,
                used,
                resets_at: quota.resets_at,
            });
        }
        Ok(allowances)
    }

    /// Has it look as if a credential had made all of its window's calls but `leave`.
    pub async fn exhaust(&self, resident: &Resident, credential: &Credential, leave: u32) -> Result<(), ExhaustError> {
        let rule = resident.quota.as_ref();
        let rule = rule.ok_or(ExhaustError::Unlimited(resident.slug))?;
        let quota = self.quota_of(resident, rule, credential);
        let quota = quota.ok_or_else(|| ExhaustError::NotCounted {
            provider: resident.slug,
            limited: rule.kind,
            kind: credential.kind.replace('_', " "),
        })?;
        let used = quota.limit.checked_sub(leave);
        let used = used.ok_or(ExhaustError::BeyondLimit(quota.limit))?;
        match rule.counting {
            Counting::Calls => {
                let (slug, id) = (resident.slug, credential.id);
                self.quotas.set_used(slug, id, quota.resets_at, used);
                self.persist_settings().await?;
            }
            Counting::Own { set_used, .. } => set_used(self, credential, used).await?,
        }
        Ok(())
    }

    /// What a credential's limit is now, and its window; `None` for one of a kind that is not counted.
    fn quota_of(&self, resident: &Resident, rule: &QuotaRule, credential: &Credential) -> Option<Quota> {
        if credential.kind != rule.kind {
            return None;
        }
        let quota = (rule.of)(self, credential)?;
        Some(Quota {
            limit: self.quotas.limit(resident.slug, quota.limit),
            ..quota
        })
    }
}
