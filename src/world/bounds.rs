//! How much a server holds.

use std::time::Duration;

/// How much a server holds.
#[derive(Debug, Clone, Copy)]
pub struct Bounds {
    /// How many worlds there may be.
    pub worlds: usize,
    /// How many of them may have their database open at once: each takes a thread.
    pub open_worlds: usize,
    /// After how long without a request a database gives its thread back.
    pub idle: Duration,
    /// How many snapshots there may be.
    pub snapshots: usize,
    /// How much the snapshots may take together, in bytes.
    pub snapshot_bytes: usize,
}

impl Default for Bounds {
    fn default() -> Self {
        Self {
            worlds: 20_000,
            open_worlds: 128,
            idle: Duration::from_secs(30),
            snapshots: 1_000,
            snapshot_bytes: 1024 * 1024 * 1024,
        }
    }
}
