//! What the providers are: their OpenAPI documents, and the ledger of how much is known of what.

use std::sync::Arc;

use axum::extract::{Extension, Path, Request};
use http::StatusCode;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::state::provider_base_url;
use super::{Control, openapi};
use crate::panel::operations::{Operations, operation};
use crate::panel::{Json, Problem, Target};
use crate::panel::{Output, Query};
use crate::provider::Provider;
use crate::web::context::RequestContext;
use crate::web::fidelity::{Choice, Evidence, Fidelity};
use crate::web::openapi::{document, elsewhere};

/// The operations.
pub(super) fn operations() -> Operations {
    let ledger = operation(
        "fidelity",
        "How much is known of every operation and error, and from where",
    );
    let catalogue = operation("errors list", "The catalogue of errors");
    let own = operation("openapi control", "The control plane's OpenAPI document");
    let provider = operation("openapi show", "A provider's OpenAPI document: `<slug>.json`");
    Operations::new()
        .get(
            "/openapi.json",
            own_document,
            own.answers::<Map<String, Value>>(StatusCode::OK),
        )
        .get(
            "/openapi/{file}",
            document_of_provider,
            provider
                .answers::<Map<String, Value>>(StatusCode::OK)
                .refuses(&[StatusCode::NOT_FOUND]),
        )
        .get(
            "/fidelity",
            fidelity,
            ledger
                .query::<Filter>()
                .answers::<Ledger>(StatusCode::OK)
                .refuses(&[StatusCode::NOT_FOUND]),
        )
        .get(
            "/errors",
            errors,
            catalogue
                .query::<Filter>()
                .answers::<Catalogue>(StatusCode::OK)
                .refuses(&[StatusCode::NOT_FOUND]),
        )
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Filter {
    /// Of this provider alone
    provider: Option<String>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Ledger {
    operations: Vec<KnownOperation>,
    errors: Vec<Known>,
}

/// How much is known of an operation.
#[derive(Debug, Serialize, JsonSchema)]
struct KnownOperation {
    #[serde(flatten)]
    known: Known,
    /// What was taken where the documentation contradicts itself
    choices: Vec<&'static str>,
}

/// How much is known of an operation or an error.
#[derive(Debug, Serialize, JsonSchema)]
struct Known {
    id: &'static str,
    provider: &'static str,
    fidelity: Fidelity,
    /// Where that can be looked up
    source: &'static str,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Catalogue {
    errors: Vec<Catalogued>,
}

/// An error of the catalogue.
#[derive(Debug, Serialize, JsonSchema)]
struct Catalogued {
    id: &'static str,
    provider: &'static str,
    /// The operations that give it; none where it is only said where no operation is
    operations: Vec<&'static str>,
    status: u16,
    fidelity: Fidelity,
    /// Where that can be looked up
    source: &'static str,
}

/// The control plane's own OpenAPI document.
async fn own_document(Extension(control): Extension<Arc<Control>>, Target(_): Target, request: Request) -> Json {
    let (parts, _) = request.into_parts();
    let operations = super::operations(control.providers);
    Json(openapi::document(&operations.list, &control.base_url(&parts)))
}

/// A provider's OpenAPI document: `/_areia/openapi/<slug>.json`.
async fn document_of_provider(
    Extension(control): Extension<Arc<Control>>,
    Target(world): Target,
    Path(file): Path<String>,
    request: Request,
) -> Result<Json, Problem> {
    let (parts, _) = request.into_parts();
    let files: Vec<String> = control
        .providers
        .iter()
        .map(|provider| format!("{}.json", provider.slug()))
        .collect();
    let place = files.iter().position(|known| *known == file);
    let provider = control.providers[place.ok_or_else(|| Problem::unknown("document", &file, &files))?];
    let base_url = provider_base_url(provider, &world, &control.base_url(&parts));
    let context = RequestContext::of_nobody(world, &base_url);
    Ok(Json(document(&provider.api, &context, &base_url)))
}

/// How much is known of every operation and every error, and from where; and of operations what was taken where the
/// documentation contradicts itself.
async fn fidelity(
    Extension(control): Extension<Arc<Control>>,
    Query(filter): Query<Filter>,
) -> Result<Output<Ledger>, Problem> {
    let (mut operations, mut errors) = (Vec::new(), Vec::new());
    for provider in asked(&control, &filter)? {
        let known = |id, evidence: Evidence| Known {
            id,
            provider: provider.slug(),
            fidelity: evidence.fidelity,
            source: evidence.source,
        };
        let endpoints = (provider.api.endpoints)().list;
        operations.extend(endpoints.iter().map(|own| KnownOperation {
            known: known(own.id, own.evidence),
            choices: Choice::of(provider.api.choices, own.id).collect(),
        }));
        let rows = (provider.api.errors)();
        let rows = rows.iter().map(|error| error.row());
        errors.extend(rows.map(|row| known(row.id, row.evidence)));
    }
    Ok(Output(Ledger { operations, errors }))
}

/// The catalogue of errors.
async fn errors(
    Extension(control): Extension<Arc<Control>>,
    Target(world): Target,
    Query(filter): Query<Filter>,
) -> Result<Output<Catalogue>, Problem> {
    let mut errors = Vec::new();
    for provider in asked(&control, &filter)? {
        let elsewhere = elsewhere(&provider.api, &RequestContext::of_nobody(world.clone(), ""));
        let all: Vec<&str> = (provider.api.endpoints)()
            .list
            .iter()
            .map(|endpoint| endpoint.id)
            .collect();
        for row in (provider.api.errors)().iter().map(|error| error.row()) {
            let operations = match row.operations {
                [] if elsewhere.contains(&row.id) => Vec::new(),
                [] => all.clone(),
                some => some.to_vec(),
            };
            errors.push(Catalogued {
                id: row.id,
                provider: provider.slug(),
                operations,
                status: row.status.as_u16(),
                fidelity: row.evidence.fidelity,
                source: row.evidence.source,
            });
        }
    }
    Ok(Output(Catalogue { errors }))
}

/// The providers that `?provider=` asks for.
fn asked(control: &Control, filter: &Filter) -> Result<Vec<&'static Provider>, Problem> {
    match &filter.provider {
        None => Ok(control.providers.to_vec()),
        Some(slug) => control.provider(slug).map(|provider| vec![provider]),
    }
}
