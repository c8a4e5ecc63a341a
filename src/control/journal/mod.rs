//! The journal: what a world was asked, and what it answered.

mod expected;
pub mod export;
mod names;
mod shown;

use std::sync::Arc;

use axum::extract::{Extension, Path};
use http::StatusCode;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Control;
use crate::panel::operations::{Operations, operation};
use crate::panel::{Output, Problem, Query, Target};
use crate::provider::Provider;
use crate::world::World;
use crate::world::expectation::{credential_id, holds};
use crate::world::journal::Entry;
use shown::ShownEntry;

pub use names::check_expectation;

/// How many entries a page has where nothing is asked for, and at most.
const LIMIT: (usize, usize) = (100, 1_000);

/// The operations.
pub(super) fn operations() -> Operations {
    Operations::new()
        .get(
            "/journal",
            list,
            operation("journal list", "Lists what was asked")
                .query::<Filter>()
                .answers::<Listed>(StatusCode::OK),
        )
        .delete("/journal", clear, operation("journal clear", "Drops every entry"))
        .get(
            "/journal/unused",
            unused,
            operation("journal unused", "Documented operations never called")
                .query::<Providers>()
                .answers::<Unused>(StatusCode::OK),
        )
        .and(expected::operations())
        .and(export::operations())
        .get(
            "/journal/{id}",
            show,
            operation("journal show", "Shows one entry").answers::<ShownEntry>(StatusCode::OK),
        )
}

#[derive(Debug, Serialize, JsonSchema)]
struct Listed {
    /// In the order that was asked for
    entries: Vec<ShownEntry>,
    /// Whether more of them follow
    more: bool,
    /// How many older ones the journal has dropped
    dropped: u64,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Providers {
    /// Of this provider alone
    provider: Option<String>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Unused {
    operations: Vec<Uncalled>,
}

/// An operation that was never called.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Uncalled {
    /// The operation's id.
    pub id: &'static str,
    /// Its provider's slug.
    pub provider: &'static str,
    /// Its method.
    pub method: String,
    /// Its path, parameters in braces.
    pub path: &'static str,
}

/// Which entries are asked for.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Filter {
    /// Of this provider
    provider: Option<String>,
    /// Of this operation
    operation: Option<String>,
    /// Answered with this status
    status: Option<u16>,
    /// Let in by this credential: its secret, or its listed id
    credential: Option<String>,
    /// Whose address, bodies or explanation holds this
    text: Option<String>,
    /// Later than the entry of this number
    after: Option<u64>,
    /// Earlier than the entry of this number
    before: Option<u64>,
    /// Which come first: the oldest where nothing is said
    #[serde(default)]
    order: Order,
    /// At most so many: 100 where nothing is said, 1,000 at most
    limit: Option<usize>,
}

/// Which entries come first.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Order {
    #[default]
    Oldest,
    Newest,
}

/// Lists entries.
async fn list(
    Extension(control): Extension<Arc<Control>>,
    Target(world): Target,
    Query(filter): Query<Filter>,
) -> Result<Output<Listed>, Problem> {
    let limit = filter.limit.unwrap_or(LIMIT.0);
    if !(1..=LIMIT.1).contains(&limit) {
        return Err(Problem::bad_request(format!("`limit` must be from 1 to {}", LIMIT.1))
            .with_hint("`after=<id>` and `before=<id>` ask for the entries behind one"));
    }
    names::check(
        control.providers,
        filter.provider.as_deref(),
        filter.operation.as_deref(),
    )?;
    let credential = filter.credential.as_deref().map(|asked| credential_id(&world, asked));
    let (mut entries, dropped) = world.journal.entries();
    if filter.order == Order::Newest {
        entries.reverse();
    }
    let mut meant = entries
        .iter()
        .filter(|entry| matches(entry, &filter))
        .filter(|entry| credential.is_none_or(|asked| asked.is_some() && asked == entry.credential));
    let entries = meant
        .by_ref()
        .take(limit)
        .map(|entry| ShownEntry::of(&world, entry))
        .collect();
    Ok(Output(Listed {
        entries,
        more: meant.next().is_some(),
        dropped,
    }))
}

/// Shows one entry.
async fn show(Target(world): Target, Path(id): Path<String>) -> Result<Output<ShownEntry>, Problem> {
    let entry = id.parse().ok().and_then(|id| world.journal.entry(id));
    let entry = entry.ok_or_else(|| {
        Problem::not_found(format!("the journal has no entry {id:?}"))
            .with_hint("`GET /_areia/journal` lists them; the oldest are dropped")
    })?;
    Ok(Output(ShownEntry::of(&world, &entry)))
}

/// Drops every entry.
async fn clear(Target(world): Target) -> StatusCode {
    world.journal.clear();
    StatusCode::NO_CONTENT
}

/// Lists documented operations that were never called.
async fn unused(
    Extension(control): Extension<Arc<Control>>,
    Target(world): Target,
    Query(asked): Query<Providers>,
) -> Result<Output<Unused>, Problem> {
    let providers = match &asked.provider {
        Some(slug) => vec![control.provider(slug)?],
        None => control.providers.to_vec(),
    };
    let operations = uncalled(&world, &providers);
    Ok(Output(Unused { operations }))
}

/// The documented operations that nobody has called in a world.
pub fn uncalled(world: &World, providers: &[&'static Provider]) -> Vec<Uncalled> {
    let called = world.journal.called();
    let mut operations = Vec::new();
    for provider in providers {
        let endpoints = (provider.api.endpoints)().list.into_iter();
        let uncalled = endpoints.filter(|own| !called.contains(&(provider.slug(), own.id)));
        operations.extend(uncalled.map(|own| Uncalled {
            id: own.id,
            provider: provider.slug(),
            method: own.method.to_string(),
            path: own.path,
        }));
    }
    operations
}

/// Whether an entry is what the filter asks for.
fn matches(entry: &Entry, filter: &Filter) -> bool {
    let is = |asked: &Option<String>, value: &str| asked.as_ref().is_none_or(|a| a == value);
    filter.after.is_none_or(|after| entry.id > after)
        && filter.before.is_none_or(|before| entry.id < before)
        && is(&filter.provider, entry.provider)
        && is(&filter.operation, entry.operation.unwrap_or_default())
        && filter.status.is_none_or(|s| s == entry.response.status)
        && filter.text.as_ref().is_none_or(|text| mentions(entry, text))
}

/// Whether `text` stands anywhere in an entry's address, bodies or explanation.
fn mentions(entry: &Entry, text: &str) -> bool {
    let Entry { request, response, .. } = entry;
    let or_nothing = |kept: &Option<String>| kept.as_deref().is_some_and(|kept| kept.contains(text));
    request.path.contains(text)
        || or_nothing(&request.query)
        || holds(&request.body, text)
        || holds(&response.body, text)
        || or_nothing(&entry.explanation)
}
