//! The control plane, `/_areia/…`: what a tester looks at or forces. JSON in and out, `snake_case`, RFC 3339 times,
//! ISO 8601 durations; errors are problem details (RFC 9457).

mod clock;
mod credentials;
mod documents;
mod extract;
mod guard;
mod journal;
mod problem;
mod state;
mod worlds;

use std::sync::Arc;

use axum::Router;
use axum::extract::Extension;
use axum::middleware::from_fn_with_state;
use axum::routing::{get, post};

use crate::http::address::CONTROL_PREFIX;

pub use extract::{Json, Target};
pub use problem::Problem;
pub use state::Control;

/// The whole control plane, the guard in front of it.
pub fn router(control: Arc<Control>) -> Router {
    let mut routes = Router::new()
        .route("/health", get(state::health))
        .route("/ready", get(state::ready))
        .route("/info", get(state::info))
        .route("/reset", post(worlds::reset))
        .route("/clock", get(clock::show))
        .route("/clock/{change}", post(clock::change))
        .route("/journal", get(journal::list).delete(journal::clear))
        .route("/journal/{id}", get(journal::show))
        .route("/credentials", get(credentials::list))
        .route("/credentials/{slug}", post(credentials::issue))
        .route("/credentials/{slug}/{change}", post(credentials::change))
        .route("/openapi/{file}", get(documents::openapi))
        .route("/fidelity", get(documents::fidelity))
        .route("/errors", get(documents::errors));
    for provider in control.providers {
        routes = routes.nest(&format!("/{}", provider.slug), (provider.by_hand)());
    }
    Router::new()
        .nest(CONTROL_PREFIX, routes)
        .fallback(problem::no_route)
        .method_not_allowed_fallback(problem::no_method)
        .layer(Extension(control.clone()))
        .layer(from_fn_with_state(control, guard::guard))
}
