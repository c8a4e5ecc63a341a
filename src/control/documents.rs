//! What the providers are: their OpenAPI documents, and the ledger of how much is known of what.

use std::sync::Arc;

use axum::extract::{Extension, Path, Request};
use serde_json::{Value, json};

use super::extract::query;
use super::state::provider_base_url;
use super::{Control, Json, Problem, Target};
use crate::http::entrance::Passage;
use crate::http::openapi::document;
use crate::provider::Provider;

/// A provider's OpenAPI document: `/_areia/openapi/<slug>.json`.
pub(super) async fn openapi(
    Extension(control): Extension<Arc<Control>>,
    Target(world): Target,
    Path(file): Path<String>,
    request: Request,
) -> Result<Json, Problem> {
    let (parts, _) = request.into_parts();
    let files: Vec<String> = control
        .providers
        .iter()
        .map(|provider| format!("{}.json", provider.slug))
        .collect();
    let place = files.iter().position(|known| *known == file);
    let provider =
        control.providers[place.ok_or_else(|| Problem::unknown("document", &file, &files))?];
    let base_url = provider_base_url(provider, &world, &control.base_url(&parts));
    let passage = Passage::of_nobody(world, provider, &base_url);
    Ok(Json(document(provider, &passage, &base_url)))
}

/// How much is known of every operation and every error, and from where.
pub(super) async fn fidelity(
    Extension(control): Extension<Arc<Control>>,
    request: Request,
) -> Result<Json, Problem> {
    let (mut operations, mut errors) = (Vec::new(), Vec::new());
    for provider in asked(&control, request)? {
        for endpoint in (provider.endpoints)().list {
            operations.push(json!({
                "id": endpoint.id,
                "provider": provider.slug,
                "fidelity": endpoint.evidence.fidelity,
                "source": endpoint.evidence.source,
            }));
        }
        for row in (provider.errors)().iter().map(|error| error.row()) {
            errors.push(json!({
                "id": row.id,
                "provider": provider.slug,
                "fidelity": row.evidence.fidelity,
                "source": row.evidence.source,
            }));
        }
    }
    Ok(Json(json!({"operations": operations, "errors": errors})))
}

/// The catalogue of errors.
pub(super) async fn errors(
    Extension(control): Extension<Arc<Control>>,
    request: Request,
) -> Result<Json, Problem> {
    let mut errors: Vec<Value> = Vec::new();
    for provider in asked(&control, request)? {
        let all: Vec<&str> = (provider.endpoints)()
            .list
            .iter()
            .map(|endpoint| endpoint.id)
            .collect();
        for row in (provider.errors)().iter().map(|error| error.row()) {
            errors.push(json!({
                "id": row.id,
                "provider": provider.slug,
                "operations": if row.operations.is_empty() { &all[..] } else { row.operations },
                "status": row.status.as_u16(),
                "fidelity": row.evidence.fidelity,
                "source": row.evidence.source,
            }));
        }
    }
    Ok(Json(json!({"errors": errors})))
}

/// The providers that `?provider=` asks for.
fn asked(control: &Control, request: Request) -> Result<Vec<&'static Provider>, Problem> {
    let (parts, _) = request.into_parts();
    let parameters = query(&parts)?;
    let Some(slug) = parameters.given("provider") else {
        return Ok(control.providers.to_vec());
    };
    let found = control
        .providers
        .iter()
        .find(|provider| provider.slug == slug)
        .copied();
    let slugs = control.providers.iter().map(|provider| provider.slug);
    found
        .map(|provider| vec![provider])
        .ok_or_else(|| Problem::unknown("provider", slug, slugs))
}
