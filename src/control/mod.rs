//! The control plane, `/_areia/…`: what a tester looks at or forces. JSON in and out, `snake_case`, RFC 3339 times,
//! ISO 8601 durations; errors are problem details (RFC 9457).

mod clock;
mod credentials;
mod documents;
pub mod faults;
mod guard;
pub mod journal;
mod metrics;
pub mod openapi;
mod quotas;
mod shown_world;
mod snapshots;
mod state;
mod worlds;

use std::sync::Arc;

use axum::Router;
use axum::extract::Extension;
use axum::middleware::from_fn_with_state;
use http::{Method, Uri};

use crate::panel::operations::Operations;
use crate::panel::{no_method, no_route};
use crate::provider::Provider;
use crate::web::address::CONTROL_PREFIX;

pub use state::{Control, PublicUrl};

/// Every operation: those of the control plane's own nouns, and what people do by hand in each provider's product.
pub fn operations(providers: &[&Provider]) -> Operations {
    let own = Operations::new()
        .and(state::operations())
        .and(worlds::operations())
        .and(clock::operations())
        .and(snapshots::operations())
        .and(quotas::operations())
        .and(faults::operations())
        .and(journal::operations())
        .and(credentials::operations())
        .and(documents::operations())
        .and(metrics::operations());
    providers.iter().fold(own, |operations, provider| {
        operations.under(provider.slug(), (provider.back_office)())
    })
}

/// The whole control plane, the guard in front of it.
pub fn router(control: Arc<Control>) -> Router {
    let operations = operations(control.providers);
    let routes = operations.router();
    let known: Arc<[_]> = operations.list.into();
    let for_method = known.clone();
    let unrouted = async move |uri: Uri| no_route(&uri, &known);
    let unmatched = async move |method: Method, uri: Uri| no_method(&method, &uri, &for_method);
    Router::new()
        .nest(CONTROL_PREFIX, routes)
        .fallback(unrouted)
        .method_not_allowed_fallback(unmatched)
        .layer(Extension(control.worlds.clone()))
        .layer(Extension(control.clone()))
        .layer(from_fn_with_state(control, guard::guard))
}
