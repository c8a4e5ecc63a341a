//! What every resource does alike: list, show and delete its records, create and change them in one piece.

use schemars::JsonSchema;
use serde::Serialize;
use serde::de::DeserializeOwned;
use sqlx::SqliteConnection;

use super::answers::{created, json_text, ok};
use super::errors::{Error, Handled};
use super::pages::Paging;
use super::store::{self, Table};
use super::time::moment_text;
use crate::web::context::RequestContext;
use crate::web::rails::{Members, read_json};
use crate::world::seeding::{Document, FixtureLoader};

/// The media types that bodies are read in.
pub(super) const BODIES: &[&str] = &[
    "application/json",
    "application/x-www-form-urlencoded",
    "multipart/form-data",
];

/// The id in an address. What is none belongs to no record.
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

/// A fixture: the id that it says or the next one, and the body that would create it.
pub(super) struct Filed {
    /// Its id.
    pub(super) id: i64,
    /// When it was created, where it says so.
    pub(super) created_at: Option<String>,
    /// The rest of it.
    pub(super) body: Members,
    /// Where it stands.
    pub(super) document: Document<()>,
}

#[derive(Debug, serde::Deserialize, JsonSchema)]
struct Head {
    id: Option<i64>,
    #[schemars(with = "Option<String>")]
    created_at: Option<chrono::DateTime<chrono::FixedOffset>>,
}

/// The fixtures of a resource, in their order; `S` says which attributes they may have. A second one of an id is refused
/// by the table.
pub(super) async fn filed<S: JsonSchema>(
    loading: &mut FixtureLoader,
    resource: &str,
    sequence: &str,
) -> Handled<Vec<Filed>> {
    let (mut filed, mut highest) = (Vec::new(), 0);
    type Body = serde_json::Map<String, serde_json::Value>;
    for found in loading.records_like::<Head, Body, S>(resource) {
        let (head, body) = found.value;
        let document = Document {
            account: found.account,
            value: (),
            file: found.file,
            place: found.place,
            is_built_in: found.is_built_in,
        };
        let id = match head.id {
            Some(id) => id,
            None => {
                store::take_id(&mut loading.connection, sequence, highest).await?;
                store::next_id(&mut loading.connection, sequence).await?
            }
        };
        highest = highest.max(id);
        let body = read_json(json_text(&body)?.as_bytes());
        match body {
            Ok(body) => filed.push(Filed {
                id,
                created_at: head.created_at.map(moment_text),
                body,
                document,
            }),
            Err(reason) => loading.fault(&document, reason),
        }
    }
    store::take_id(&mut loading.connection, sequence, highest).await?;
    Ok(filed)
}

/// Loads the fixtures of a resource through the rules of a creation.
pub(super) async fn load<S: JsonSchema, T: Serialize>(
    loading: &mut FixtureLoader,
    resource: &str,
    table: &Table,
    make: impl Fn(i64, Members) -> Handled<T>,
) -> Handled<()> {
    for fixture in filed::<S>(loading, resource, table.sequence).await? {
        let Filed { id, body, document, .. } = fixture;
        let loaded = match make(id, body) {
            Ok(record) => insert(&mut loading.connection, table, id, &record).await,
            Err(error) => Err(error),
        };
        if let Err(error) = loaded {
            loading.fault(&document, error.reason());
        }
    }
    Ok(())
}

async fn insert(connection: &mut SqliteConnection, table: &Table, id: i64, record: &impl Serialize) -> Handled<()> {
    Ok(store::insert(connection, table, id, record).await?)
}
