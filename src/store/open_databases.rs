//! How many databases of a server are open: each is a connection and a thread.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use tokio::sync::Notify;

use crate::clock::Stopwatch;

/// The open databases of a server, counted.
#[derive(Debug)]
pub struct OpenDatabases {
    /// How many may be open at once; those beyond are closed again soon, the longest unused first.
    pub limit: usize,
    since: Stopwatch,
    count: AtomicUsize,
    over_limit: Notify,
}

/// One open database, for as long as the value lives.
#[derive(Debug)]
pub(super) struct OpenDatabase(Arc<OpenDatabases>);

impl OpenDatabases {
    /// None yet, of which `limit` may be open at once.
    pub fn new(limit: usize) -> Self {
        Self {
            limit,
            since: Stopwatch::start(),
            count: AtomicUsize::new(0),
            over_limit: Notify::new(),
        }
    }

    /// How many are open.
    pub fn count(&self) -> usize {
        self.count.load(Ordering::SeqCst)
    }

    /// Real time since the server began: what uses are dated by.
    pub fn now(&self) -> Duration {
        self.since.elapsed()
    }

    /// Waits until more are open than may be.
    pub async fn over_limit(&self) {
        self.over_limit.notified().await;
    }

    pub(super) fn opening(self: &Arc<Self>) -> OpenDatabase {
        if self.count.fetch_add(1, Ordering::SeqCst) >= self.limit {
            self.over_limit.notify_one();
        }
        OpenDatabase(self.clone())
    }
}

impl Drop for OpenDatabase {
    fn drop(&mut self) {
        self.0.count.fetch_sub(1, Ordering::SeqCst);
    }
}
