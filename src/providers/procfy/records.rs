//! What the resources have in common: how records are listed, shown, created, changed, deleted and loaded from fixtures.

use chrono::{DateTime, FixedOffset};
use schemars::JsonSchema;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::answers::{created, json_text, ok};
use super::errors::{Error, Handled};
use super::pages::Paging;
use super::store::{self, Table};
use super::time::moment_text;
use crate::web::context::RequestContext;
use crate::web::rails::{Members, json_members};
use crate::world::seeding::{Document, FixtureLoader};

/// The media types that bodies are read in.
pub(super) const BODIES: &[&str] = &[
    "application/json",
    "application/x-www-form-urlencoded",
    "multipart/form-data",
];

/// The id in an address. A text that is not a number is the id of no record.
pub(super) fn id_of(text: &str, what: &'static str) -> Handled<i64> {
    text.parse().map_err(|_| Error::unknown(what, text))
}

/// A page of records.
pub(super) async fn list(context: &RequestContext, parameters: &Members, table: &Table) -> Handled {
    let paging = Paging::of(parameters)?;
    let mut connection = context.world.store.connection().await?;
    let count = store::count(&mut connection, table).await?;
    let documents = store::list(&mut connection, table, paging.window(count)?).await?;
    paging.answer(count, &documents)
}

/// One record.
pub(super) async fn show(context: &RequestContext, id: &str, table: &Table) -> Handled {
    let id = id_of(id, table.what)?;
    let found = context.world.store.find_text(store::find(table, id)).await?;
    found.map(ok).ok_or_else(|| Error::unknown(table.what, id))
}

/// Creates the record that `make` makes for an id.
pub(super) async fn create<T: Serialize>(
    context: &RequestContext,
    table: &Table,
    make: impl FnOnce(i64) -> Handled<T>,
) -> Handled {
    let mut connection = context.world.store.connection().await?;
    let mut transaction = connection.begin().await?;
    let id = store::next_id(&mut transaction, table.sequence).await?;
    let record = make(id)?;
    store::insert(&mut transaction, table, id, &record).await?;
    transaction.commit().await?;
    Ok(created(json_text(&record)?))
}

/// Replaces a record by what `change` makes of it.
pub(super) async fn change<T: Serialize + DeserializeOwned>(
    context: &RequestContext,
    id: &str,
    table: &Table,
    change: impl FnOnce(T) -> Handled<T>,
) -> Handled {
    let id = id_of(id, table.what)?;
    let mut connection = context.world.store.connection().await?;
    let before = store::load(&mut connection, table, id).await?;
    let record = change(before.ok_or_else(|| Error::unknown(table.what, id))?)?;
    store::update(&mut connection, table, id, &record).await?;
    Ok(ok(json_text(&record)?))
}

/// Deletes a record, or hides it while a transaction refers to it, and shows it as it was.
pub(super) async fn remove(context: &RequestContext, id: &str, table: &Table) -> Handled {
    let id = id_of(id, table.what)?;
    let mut connection = context.world.store.connection().await?;
    let mut transaction = connection.begin().await?;
    let found = store::find(table, id).find_text(&mut transaction).await?;
    let document = found.ok_or_else(|| Error::unknown(table.what, id))?;
    store::remove(&mut transaction, table, id).await?;
    transaction.commit().await?;
    Ok(ok(document))
}

/// A fixture of a record.
pub(super) struct Fixture {
    /// The id that it says, or the next one.
    pub(super) id: i64,
    /// When it was created, where it says so.
    pub(super) created_at: Option<String>,
    /// The body that would create it.
    pub(super) body: Members,
    /// Where it stands, for what is said of its faults.
    pub(super) document: Document<()>,
}

/// What a fixture has beside a body.
#[derive(Debug, Deserialize, JsonSchema)]
struct FixtureHeader {
    id: Option<i64>,
    #[schemars(with = "Option<String>")]
    created_at: Option<DateTime<FixedOffset>>,
}

/// The fixtures of a resource, in their order; `S` says which attributes they may have. An id that stands twice is refused
/// later, by the table.
pub(super) async fn fixtures<S: JsonSchema>(
    loading: &mut FixtureLoader,
    resource: &str,
    sequence: &str,
) -> Handled<Vec<Fixture>> {
    let (mut fixtures, mut highest_id) = (Vec::new(), 0);
    for found in loading.records_like::<FixtureHeader, Map<String, Value>, S>(resource) {
        let (header, body) = found.value;
        let id = match header.id {
            Some(id) => id,
            None => {
                store::take_id(&mut loading.connection, sequence, highest_id).await?;
                store::next_id(&mut loading.connection, sequence).await?
            }
        };
        highest_id = highest_id.max(id);
        fixtures.push(Fixture {
            id,
            created_at: header.created_at.map(moment_text),
            body: json_members(Value::Object(body)),
            document: Document {
                account: found.account,
                value: (),
                file: found.file,
                place: found.place,
                is_built_in: found.is_built_in,
            },
        });
    }
    store::take_id(&mut loading.connection, sequence, highest_id).await?;
    Ok(fixtures)
}

/// Loads the fixtures of a resource through the rules of a creation.
pub(super) async fn load<S: JsonSchema, T: Serialize>(
    loading: &mut FixtureLoader,
    resource: &str,
    table: &Table,
    make: impl Fn(i64, Members) -> Handled<T>,
) -> Handled<()> {
    for fixture in fixtures::<S>(loading, resource, table.sequence).await? {
        let Fixture { id, body, document, .. } = fixture;
        let loaded = match make(id, body) {
            Ok(record) => store::insert(&mut loading.connection, table, id, &record)
                .await
                .map_err(Error::from),
            Err(error) => Err(error),
        };
        if let Err(error) = loaded {
            loading.fault(&document, error.reason());
        }
    }
    Ok(())
}
