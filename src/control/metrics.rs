//! What the server has done, for Prometheus.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::Extension;
use axum::response::Response;
use http::{HeaderValue, header};

use super::Control;
use crate::panel::Problem;
use crate::panel::operations::{Operations, operation};

/// Prometheus' text format.
const MEDIA_TYPE: &str = "text/plain; version=0.0.4; charset=utf-8";

/// The operations.
pub(super) fn operations() -> Operations {
    let counters = operation("metrics", "What the server has done, for Prometheus");
    Operations::new().get("/metrics", metrics, counters.answers_file("text/plain"))
}

async fn metrics(Extension(control): Extension<Arc<Control>>) -> Result<Response, Problem> {
    let text = control.metrics.text(&control.worlds);
    let text = text.map_err(|error| Problem::internal(error.to_string()))?;
    let mut response = Response::new(Body::from(text));
    let media_type = HeaderValue::from_static(MEDIA_TYPE);
    response.headers_mut().insert(header::CONTENT_TYPE, media_type);
    Ok(response)
}
