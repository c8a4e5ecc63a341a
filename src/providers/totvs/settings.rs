//! What differs from one RM installation to another, and is set by hand here.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::SLUG;
use crate::store::fold;
use crate::world::World;
use crate::world::account::{Account, read_settings};
use crate::world::seeding::FixtureLoader;

/// The database that RM runs on.
pub(super) const DATABASE: &str = "CorporeRM";

/// What differs from one RM installation to another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Settings {
    /// Whether the database's collation takes `á` for `a`, as it takes `A` for `a`.
    #[serde(default)]
    pub(super) accent_insensitive: bool,
    /// The status of a successful POST: RM's specifications say 201 here and 200 there.
    #[serde(default = "Settings::usual_post_status")]
    pub(super) post_status: u16,
}

impl Settings {
    fn usual_post_status() -> u16 {
        201
    }

    /// The settings of a world.
    pub(super) fn of(world: &World) -> Self {
        let account = world.directory.account(SLUG, DATABASE);
        let settings = account.map(|account| account.settings.clone()).unwrap_or_default();
        Self::read(settings).unwrap_or(Self {
            accent_insensitive: false,
            post_status: Self::usual_post_status(),
        })
    }

    /// Reads settings that a hand or a fixture gives.
    pub(super) fn read(members: Map<String, Value>) -> Result<Self, String> {
        let settings: Self = read_settings(members)?;
        settings.check()?;
        Ok(settings)
    }

    /// Whether every member is one that an installation may have.
    pub(super) fn check(&self) -> Result<(), String> {
        match self.post_status {
            200 | 201 => Ok(()),
            other => Err(format!("`post_status` is 200 or 201, not {other}")),
        }
    }

    /// What makes texts comparable.
    pub(super) fn fold(&self) -> fn(&str) -> String {
        folding(self.accent_insensitive)
    }

    /// The database's account with these settings.
    pub(super) fn account(&self) -> Account {
        Account::new(SLUG, DATABASE, self)
    }
}

/// What makes texts comparable in a world. Every request asks, so nothing else is read.
pub(super) fn fold_of(world: &World) -> fn(&str) -> String {
    let account = world.directory.account(SLUG, DATABASE);
    let setting = account
        .as_ref()
        .and_then(|account| account.settings.get("accent_insensitive"));
    folding(setting == Some(&Value::Bool(true)))
}

fn folding(accent_insensitive: bool) -> fn(&str) -> String {
    match accent_insensitive {
        true => fold::without_case_and_accents,
        false => fold::without_case,
    }
}

/// Loads the fixture.
pub(super) fn load(loading: &mut FixtureLoader) {
    for document in loading.documents::<Map<String, Value>>("databases") {
        let mut members = document.value.clone();
        if members.shift_remove("id") != Some(DATABASE.into()) {
            loading.fault(&document, format!("the only `id` there is here is {DATABASE:?}"));
            continue;
        }
        match Settings::read(members) {
            Ok(settings) => loading.put_account(&document, settings.account()),
            Err(reason) => loading.fault(&document, reason),
        }
    }
}
