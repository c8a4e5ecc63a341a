//! Settings that people change in a vendor's own product: of an account, or of an installation.

use std::sync::Arc;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::Problem;
use crate::world::World;
use crate::world::account::{Account, members_of, read_settings};

/// The account of a provider that an address names; a problem that tells the nearest one where there is none.
pub fn account(world: &World, provider: &str, id: &str) -> Result<Arc<Account>, Problem> {
    world.directory.account(provider, id).ok_or_else(|| {
        let accounts = world.directory.accounts(provider);
        Problem::unknown("account", id, accounts.iter().map(|account| account.id.clone()))
    })
}

/// The settings with the members that were sent in the place of those before. A member that settings do not have is
/// refused with the nearest that they have; `ignored` ones are shown, but counted and not set.
pub fn changed<S: Serialize + DeserializeOwned>(
    before: &S,
    sent: Map<String, Value>,
    ignored: &[&str],
) -> Result<S, Problem> {
    let mut members = members_of(before);
    for (name, value) in sent {
        if ignored.contains(&name.as_str()) {
            continue;
        }
        if !members.contains_key(&name) {
            return Err(Problem::unknown_member(&name, members.keys()));
        }
        members.insert(name, value);
    }
    read_settings(members).map_err(Problem::bad_request)
}
