//! The fixtures of a resource, as the resources load them.

use std::collections::HashSet;

use schemars::JsonSchema;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use uuid::Uuid;

use super::SLUG;
use super::wire::Day;
use crate::world::seeding::{Document, FixtureLoader};

/// A fixture that becomes a record: the body that creates it, and what only a fixture may say.
pub(super) struct FixtureRecord<B> {
    /// The account that it belongs to.
    pub(super) account: String,
    /// The id that the file gives it, or else a new one.
    pub(super) id: Uuid,
    /// When it was created, where the file says so.
    pub(super) created_at: Option<Day>,
    /// What a client would send to create it.
    pub(super) body: B,
    /// Its place in the files, for messages about it.
    pub(super) document: Document<()>,
}

/// What a fixture may say beside the body.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
struct RecordHead {
    id: Option<Uuid>,
    created_at: Option<Day>,
}

/// The fixtures of a resource, in the order of the files. A second fixture with the same id is a fault.
pub(super) fn fixture_records<B: DeserializeOwned + JsonSchema>(
    loading: &mut FixtureLoader,
    resource: &str,
) -> Vec<FixtureRecord<B>> {
    let mut ids = HashSet::new();
    let mut records = Vec::new();
    for found in loading.records::<RecordHead, B>(resource) {
        let (head, body) = found.value;
        let document = Document {
            account: found.account,
            value: (),
            file: found.file,
            place: found.place,
            is_built_in: found.is_built_in,
        };
        let id = head.id.unwrap_or_else(|| loading.ids.uuid());
        if !ids.insert(id) {
            loading.fault(&document, format!("the id {id} is taken"));
            continue;
        }
        let Some(account) = account_of(loading, &document) else {
            loading.fault(&document, "there is no account that it could belong to");
            continue;
        };
        records.push(FixtureRecord {
            account,
            id,
            created_at: head.created_at,
            body,
            document,
        });
    }
    records
}

/// The account that a document belongs to: the one of its folder, or else the first.
pub(super) fn account_of<T>(loading: &FixtureLoader, document: &Document<T>) -> Option<String> {
    let first = || {
        loading
            .directory()
            .accounts(SLUG)
            .first()
            .map(|account| account.id.clone())
    };
    document.account.clone().or_else(first)
}
