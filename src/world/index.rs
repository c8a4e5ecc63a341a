//! From a credential to the world that owns it, so that code that can only set a credential still gets
//! its own world.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use super::credential::Credential;

/// Which world owns which credential, over all worlds of a server.
#[derive(Debug, Default)]
pub struct Index {
    owners: RwLock<HashMap<String, HashMap<String, Arc<str>>>>,
}

impl Index {
    /// The name of the world that owns `key`.
    pub fn owner(&self, provider: &str, key: &str) -> Option<Arc<str>> {
        let owners = self.owners.read().unwrap_or_else(PoisonError::into_inner);
        owners.get(provider)?.get(key).cloned()
    }

    pub(super) fn insert(&self, credential: &Credential, world: &Arc<str>) {
        let mut owners = self.owners.write().unwrap_or_else(PoisonError::into_inner);
        let keys = owners.entry(credential.provider.clone()).or_default();
        // What two worlds both have (a person's e-mail address) leads to the first of them.
        keys.entry(credential.key.clone()).or_insert_with(|| world.clone());
    }

    pub(super) fn remove(&self, credential: &Credential, world: &Arc<str>) {
        let mut owners = self.owners.write().unwrap_or_else(PoisonError::into_inner);
        if let Some(keys) = owners.get_mut(&credential.provider)
            && keys.get(&credential.key).is_some_and(|owner| owner == world)
        {
            keys.remove(&credential.key);
        }
    }
}
