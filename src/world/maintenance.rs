//! What is done for worlds while nobody asks: those whose time is over are dropped, and databases that nobody uses
//! give their thread back.

use std::sync::Arc;
use std::time::Duration;

use super::{World, Worlds};
use crate::store::StoreError;

/// How often the worlds are looked after.
const EVERY: Duration = Duration::from_secs(1);

impl Worlds {
    /// Tends the worlds for as long as it is awaited. `trouble` hears of what could not be done.
    pub async fn maintain(&self, trouble: impl Fn(&str)) {
        loop {
            tokio::select! {
                () = tokio::time::sleep(EVERY) => {}
                () = self.open_databases.over_limit() => {}
            }
            if let Err(error) = self.maintain_once().await {
                trouble(&format!("a world could not be laid to rest: {error}"));
            }
        }
    }

    /// Drops worlds whose time is over, and brings databases to rest that nobody uses or that are too many.
    pub async fn maintain_once(&self) -> Result<(), StoreError> {
        let worlds = self.all_and_expired();
        // One world's trouble is no other's: the first is told when all have been looked after.
        let mut outcome = Ok(());
        for world in worlds.iter().filter(|world| world.is_expired()) {
            outcome = outcome.and(self.drop_this(world).await);
        }
        let mut open: Vec<(Duration, &Arc<World>)> = worlds
            .iter()
            .filter_map(|world| Some((world.store.idle()?, world)))
            .collect();
        open.sort_by_key(|(idle, _)| std::cmp::Reverse(*idle));
        // A quarter more than necessary, so that the next database that opens does not exceed the limit again.
        let most = self.open_databases.limit;
        let surplus = match self.open_databases.count() {
            count if count > most => count - most * 3 / 4,
            _ => 0,
        };
        for (place, (idle, world)) in open.into_iter().enumerate() {
            if place < surplus || idle >= self.bounds.idle {
                outcome = outcome.and(world.store.rest().await);
            }
        }
        outcome
    }
}
