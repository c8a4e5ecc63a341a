//! Who exists in a world: its accounts and its credentials.
//!
//! Every request looks a credential up, so the directory is held in memory and its rules are decided there,
//! under one lock: of fifty requests that use a single-use token, one finds it unused. What changed is
//! then written to the world's database before the change is acknowledged (`World::change_directory`).

use std::collections::{BTreeMap, HashMap};
use std::ops::Deref;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use chrono::{DateTime, Utc};

use super::account::Account;
use super::credential::{Credential, Event, Grant, Issue, Rejected};
use super::index::Index;

/// How many credentials that are over a world remembers, to be able to say what became of them.
const REMEMBERED: usize = 1_000;

/// How many it holds. Beyond, the oldest that expire are forgotten while they work: a still clock ends none of them.
const HELD: usize = 50_000;

/// The accounts and credentials of a world.
#[derive(Debug)]
pub struct Directory {
    world: Arc<str>,
    index: Arc<Index>,
    entries: RwLock<Entries>,
    /// When credentials were last let in, by their ids. It is written for every call, so it stays in memory.
    last_used: Mutex<HashMap<u64, DateTime<Utc>>>,
}

/// A directory that may be changed. [`super::World::change_directory`] gives it, so that no change can be made which is not
/// written to the database before it is acknowledged.
#[derive(Debug)]
pub struct DirectoryEditor<'a>(&'a Directory);

/// All that a directory holds: what a new world begins with, and what a snapshot keeps.
#[derive(Debug, Clone, Default)]
pub struct Entries {
    /// In the order of the fixtures.
    pub accounts: Vec<Arc<Account>>,
    /// By their ids.
    pub credentials: BTreeMap<u64, Arc<Credential>>,
    by_key: HashMap<String, HashMap<String, u64>>,
    changed: DirectoryChanges,
    last_id: u64,
    /// How many there must be before it is worth looking for what is over.
    sweep_at: usize,
}

/// What has changed since it was last written to the database.
#[derive(Debug, Clone, Default)]
pub struct DirectoryChanges {
    /// Accounts, by provider and id.
    pub accounts: Vec<Arc<Account>>,
    /// Credentials, new or changed.
    pub credentials: BTreeMap<u64, Arc<Credential>>,
    /// Credentials no longer remembered.
    pub forgotten: Vec<u64>,
}

impl DirectoryChanges {
    /// Whether there is nothing to write.
    pub fn is_empty(&self) -> bool {
        self.accounts.is_empty() && self.credentials.is_empty() && self.forgotten.is_empty()
    }
}

impl Directory {
    /// An empty directory, whose credentials `index` leads back to `world`.
    pub fn new(world: Arc<str>, index: Arc<Index>) -> Self {
        Self {
            world,
            index,
            entries: RwLock::default(),
            last_used: Mutex::default(),
        }
    }

    /// The directory, to be changed by who sees to it that the change is written.
    pub(super) fn editor(&self) -> DirectoryEditor<'_> {
        DirectoryEditor(self)
    }

    /// Puts `entries` in the place of everything there was.
    pub(super) fn replace(&self, entries: Entries) {
        self.last_used().clear();
        let mut held = self.write();
        for credential in held.credentials.values() {
            self.index.remove(credential, &self.world);
        }
        *held = entries;
        held.by_key.clear();
        let credentials: Vec<_> = held.credentials.values().cloned().collect();
        held.changed = DirectoryChanges {
            accounts: held.accounts.clone(),
            credentials: held.credentials.clone(),
            forgotten: Vec::new(),
        };
        for credential in &credentials {
            held.add_key(credential);
            self.index.insert(credential, &self.world);
        }
    }

    /// A copy of everything there is.
    pub fn entries(&self) -> Entries {
        self.read().clone()
    }

    /// Whether something has changed that is not yet written.
    pub(super) fn has_changes(&self) -> bool {
        !self.read().changed.is_empty()
    }

    /// Takes the changes since the last call, to be written.
    pub(super) fn take_changes(&self) -> DirectoryChanges {
        std::mem::take(&mut self.write().changed)
    }

    /// Puts back changes that could not be written, to be written with the changes made since.
    pub(super) fn put_back(&self, unwritten: DirectoryChanges) {
        let changed = &mut self.write().changed;
        let newer = std::mem::replace(changed, unwritten);
        changed.accounts.extend(newer.accounts);
        changed.credentials.extend(newer.credentials);
        for id in newer.forgotten {
            changed.credentials.remove(&id);
            changed.forgotten.push(id);
        }
    }

    /// The accounts of `provider`, in their order.
    pub fn accounts(&self, provider: &str) -> Vec<Arc<Account>> {
        self.read()
            .accounts
            .iter()
            .filter(|a| a.provider == provider)
            .cloned()
            .collect()
    }

    /// One account.
    pub fn account(&self, provider: &str, id: &str) -> Option<Arc<Account>> {
        self.read()
            .accounts
            .iter()
            .find(|a| a.provider == provider && a.id == id)
            .cloned()
    }

    /// Says of every credential of the fixtures, which bear no date, that it was issued at `now`, or before if it is over
    /// by then.
    pub(super) fn issued_at(&self, now: DateTime<Utc>) {
        let mut entries = self.write();
        let undated = |c: &&mut Arc<Credential>| c.issued_at == DateTime::UNIX_EPOCH;
        for credential in entries.credentials.values_mut().filter(undated) {
            let at = credential.expires_at.map_or(now, |end| end.min(now));
            let credential = Arc::make_mut(credential);
            credential.issued_at = at;
            for event in &mut credential.history {
                event.at = at;
            }
        }
        entries.changed.credentials = entries.credentials.clone();
    }

    /// The credential found by `key`, working or not.
    pub fn find(&self, provider: &str, key: &str) -> Option<Arc<Credential>> {
        let entries = self.read();
        let id = entries.by_key.get(provider)?.get(key)?;
        entries.credentials.get(id).cloned()
    }

    /// The credential found by `key`, if it works at `now` as one of `kind`.
    pub fn check(
        &self,
        provider: &str,
        kind: &str,
        key: &str,
        now: DateTime<Utc>,
    ) -> Result<Arc<Credential>, Rejected> {
        let credential = self.find(provider, key).ok_or(Rejected::Unknown)?;
        credential.check(kind, now)?;
        Ok(credential)
    }

    /// One credential by its id.
    pub fn credential(&self, id: u64) -> Option<Arc<Credential>> {
        self.read().credentials.get(&id).cloned()
    }

    /// Notes that a credential was let in.
    pub fn note_use(&self, id: u64, now: DateTime<Utc>) {
        self.last_used().insert(id, now);
    }

    /// When a credential was last let in, as far as this process knows.
    pub fn last_use(&self, id: u64) -> Option<DateTime<Utc>> {
        self.last_used().get(&id).copied()
    }

    /// The credentials of `provider`, or of all, in the order they were issued.
    pub fn credentials(&self, provider: Option<&str>) -> Vec<Arc<Credential>> {
        let wanted = |c: &&Arc<Credential>| provider.is_none_or(|slug| c.provider == slug);
        self.read().credentials.values().filter(wanted).cloned().collect()
    }

    /// Whoever still shows a token that was replaced is in its world and is told so, not that there never was one.
    fn remember_key(&self, entries: &mut Entries, before: &Credential, event: Event) {
        entries.last_id += 1;
        let mut former = before.clone();
        former.id = entries.last_id;
        former.grant = None;
        former.end(Event {
            what: "rotated".to_owned(),
            ..event
        });
        let former = Arc::new(former);
        self.index.insert(&former, &self.world);
        entries.add_key(&former);
        entries.credentials.insert(former.id, former.clone());
        entries.changed.credentials.insert(former.id, former);
    }

    fn insert(
        &self,
        entries: &mut Entries,
        issues: Vec<Issue>,
        now: DateTime<Utc>,
        request: Option<u64>,
    ) -> Vec<Arc<Credential>> {
        let mut grant = None;
        let issued: Vec<_> = issues
            .into_iter()
            .map(|issue| {
                entries.last_id += 1;
                let shared = issue.grant == Grant::Shared;
                let grant = shared.then(|| *grant.get_or_insert(entries.last_id));
                Arc::new(Credential::issued(issue, entries.last_id, grant, now, request))
            })
            .collect();
        for credential in &issued {
            self.index.insert(credential, &self.world);
            entries.add_key(credential);
            entries.credentials.insert(credential.id, credential.clone());
            entries.changed.credentials.insert(credential.id, credential.clone());
        }
        for credential in entries.forget(now) {
            self.last_used().remove(&credential.id);
            self.index.remove(&credential, &self.world);
        }
        issued
    }

    fn last_used(&self) -> MutexGuard<'_, HashMap<u64, DateTime<Utc>>> {
        self.last_used.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn read(&self) -> RwLockReadGuard<'_, Entries> {
        self.entries.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, Entries> {
        self.entries.write().unwrap_or_else(PoisonError::into_inner)
    }
}

impl DirectoryEditor<'_> {
    /// Adds an account, or replaces the one of its provider and id.
    pub fn put_account(&self, account: Account) {
        let mut entries = self.0.write();
        let account = Arc::new(account);
        let known = |other: &&mut Arc<Account>| other.provider == account.provider && other.id == account.id;
        match entries.accounts.iter_mut().find(known) {
            Some(before) => *before = account.clone(),
            None => entries.accounts.push(account.clone()),
        }
        entries.changed.accounts.push(account);
    }

    /// Issues credentials; those marked [`Grant::Shared`] share one grant.
    pub fn issue(&self, issues: Vec<Issue>, now: DateTime<Utc>, request: Option<u64>) -> Vec<Arc<Credential>> {
        self.0.insert(&mut self.0.write(), issues, now, request)
    }

    /// Uses a single-use credential up, ends what was granted with it, and issues what it is exchanged for, as one
    /// step. Whoever comes second is told what became of it.
    pub fn exchange(
        &self,
        credential: &Credential,
        issues: Vec<Issue>,
        now: DateTime<Utc>,
        request: u64,
    ) -> Result<Vec<Arc<Credential>>, Rejected> {
        let mut entries = self.0.write();
        let held = entries
            .credentials
            .get(&credential.id)
            // Rotated by hand, or of the world before its reset, in the meantime.
            .filter(|held| held.key == credential.key)
            .ok_or(Rejected::Unknown)?;
        held.check(&credential.kind, now)?;
        let grant = held.grant;
        let event = |what: &str| Event {
            at: now,
            what: what.to_owned(),
            request: Some(request),
        };
        entries.end_one(credential.id, &event("used"));
        for id in entries.granted(grant) {
            entries.end_one(id, &event("replaced by a newer one"));
        }
        Ok(self.0.insert(&mut entries, issues, now, Some(request)))
    }

    /// Ends every working credential that `which` picks; says how many.
    pub fn end(&self, which: impl Fn(&Credential) -> bool, event: &Event) -> usize {
        self.0.write().end(which, event)
    }

    /// Changes one credential by hand, noting `event` in its history.
    pub fn amend(&self, id: u64, event: Event, change: impl FnOnce(&mut Credential)) -> Option<Arc<Credential>> {
        let mut entries = self.0.write();
        let before = entries.credentials.get(&id)?.clone();
        let mut credential = Credential::clone(&before);
        self.0.index.remove(&credential, &self.0.world);
        entries.remove_key(&credential);
        change(&mut credential);
        credential.history.push(event.clone());
        if credential.key != before.key {
            self.0.remember_key(&mut entries, &before, event);
        }
        let credential = Arc::new(credential);
        self.0.index.insert(&credential, &self.0.world);
        entries.add_key(&credential);
        entries.credentials.insert(id, credential.clone());
        entries.changed.credentials.insert(id, credential.clone());
        Some(credential)
    }
}

impl Deref for DirectoryEditor<'_> {
    type Target = Directory;

    fn deref(&self) -> &Directory {
        self.0
    }
}

impl Drop for Directory {
    fn drop(&mut self) {
        for credential in self.read().credentials.values() {
            self.index.remove(credential, &self.world);
        }
    }
}

impl Entries {
    /// What was kept of a directory.
    pub(super) fn restored(accounts: Vec<Arc<Account>>, credentials: BTreeMap<u64, Arc<Credential>>) -> Self {
        let last_id = credentials.keys().last().copied().unwrap_or(0);
        Self {
            accounts,
            credentials,
            last_id,
            ..Self::default()
        }
    }

    /// Changes every credential, as a world needs that may share none with another; those for which `draw` says no
    /// are left out.
    pub(super) fn redraw(&mut self, mut draw: impl FnMut(&mut Credential) -> bool) {
        self.credentials.retain(|_, credential| draw(Arc::make_mut(credential)));
    }

    fn add_key(&mut self, credential: &Credential) {
        let keys = self.by_key.entry(credential.provider.clone()).or_default();
        keys.insert(credential.key.clone(), credential.id);
    }

    fn remove_key(&mut self, credential: &Credential) {
        if let Some(keys) = self.by_key.get_mut(&credential.provider) {
            keys.remove(&credential.key);
        }
    }

    fn end(&mut self, which: impl Fn(&Credential) -> bool, event: &Event) -> usize {
        let picked = |c: &&Arc<Credential>| c.end.is_none() && which(c);
        let ids: Vec<u64> = self.credentials.values().filter(picked).map(|c| c.id).collect();
        ids.iter().for_each(|id| self.end_one(*id, event));
        ids.len()
    }

    fn end_one(&mut self, id: u64, event: &Event) {
        if let Some(credential) = self.credentials.get_mut(&id).filter(|c| c.end.is_none()) {
            Arc::make_mut(credential).end(event.clone());
            self.changed.credentials.insert(id, credential.clone());
        }
    }

    /// The ids of a grant's credentials. They were issued in one call, so they follow one another.
    fn granted(&self, grant: Option<u64>) -> Vec<u64> {
        let Some(first) = grant else {
            return Vec::new();
        };
        let same = |c: &&Arc<Credential>| c.grant == grant;
        self.credentials
            .range(first..)
            .map(|(_, c)| c)
            .take_while(same)
            .map(|c| c.id)
            .collect()
    }

    /// Drops the oldest credentials that are over, once there are too many of them, and then the oldest that expire.
    fn forget(&mut self, now: DateTime<Utc>) -> Vec<Arc<Credential>> {
        // Looking through all of them at every issue would make each dearer than the one before.
        if self.credentials.len() < self.sweep_at.max(2 * REMEMBERED) {
            return Vec::new();
        }
        let (over, working): (Vec<_>, Vec<_>) = self.credentials.values().partition(|c| c.is_over(now));
        let surplus = over.len().saturating_sub(REMEMBERED);
        let excess = (self.credentials.len() - surplus).saturating_sub(HELD);
        let expiring = working.iter().filter(|c| c.expires_at.is_some());
        let going = over.iter().take(surplus).chain(expiring.take(excess));
        let going: Vec<u64> = going.map(|c| c.id).collect();
        let mut forgotten = Vec::with_capacity(going.len());
        for id in going {
            if let Some(credential) = self.credentials.remove(&id) {
                self.remove_key(&credential);
                self.changed.credentials.remove(&id);
                self.changed.forgotten.push(id);
                forgotten.push(credential);
            }
        }
        self.sweep_at = self.credentials.len() + REMEMBERED;
        forgotten
    }
}

impl Credential {
    fn issued(issue: Issue, id: u64, grant: Option<u64>, now: DateTime<Utc>, request: Option<u64>) -> Self {
        Self {
            id,
            provider: issue.provider.to_owned(),
            kind: issue.kind.to_owned(),
            key: issue.key,
            secret: issue.secret,
            grant,
            holder: issue.holder,
            issued_at: now,
            expires_at: issue.lifetime.map(|lifetime| now + lifetime),
            end: None,
            history: vec![Event {
                at: now,
                what: "issued".to_owned(),
                request,
            }],
        }
    }
}
