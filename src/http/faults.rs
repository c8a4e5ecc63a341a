//! The one place where faults strike requests, so that no provider knows of them.

use axum::body::Body;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use http::response::Parts;
use http::{HeaderValue, StatusCode, header};
use serde_json::Value;

use super::connection::Broken;
use super::dialect::Explanation;
use super::passage::Passage;
use super::recording::response_record;
use super::refusal::Refusal;
use crate::provider::Provider;
use crate::world::faults::{Break, Fault, Struck};
use crate::world::journal::{Body as BodyRecord, ResponseRecord};

/// The fault that strikes a request to `provider`, if one does. In a world that there is not, none does.
pub(super) fn strike(
    passage: &Passage,
    provider: &Provider,
    refused: &Option<Refusal>,
) -> Option<Struck> {
    if matches!(refused, Some(Refusal::WorldUnknown { .. })) {
        return None;
    }
    let world = &passage.world;
    let operation = passage.endpoint.as_ref().map(|endpoint| endpoint.id);
    world.faults.strike(world.seed, provider.slug, operation)
}

/// What stands for an answer that no client sees.
pub(super) fn unseen() -> Response {
    StatusCode::OK.into_response()
}

/// Takes as long as the fault says; a body that drips is late by itself.
pub(super) async fn delay(struck: &Struck) {
    if struck.fault.breaks() != Some(Break::Drip) && !struck.latency.is_zero() {
        tokio::time::sleep(struck.latency).await;
    }
}

/// The answer of a fault that names a status.
pub(super) fn with_status(fault: &Fault, status: u16) -> Response {
    let (content_type, body) = match &fault.body {
        None => (None, Bytes::new()),
        Some(Value::String(text)) => (Some("text/plain;charset=utf-8"), text.clone().into()),
        Some(other) => (Some("application/json"), other.to_string().into()),
    };
    let mut response = Response::new(Body::from(body));
    // Checked when the fault was added.
    *response.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::OK);
    if let Some(content_type) = content_type {
        let value = HeaderValue::from_static(content_type);
        response.headers_mut().insert(header::CONTENT_TYPE, value);
    }
    // The dialect leaves an answer as it is whose reason is known.
    let explanation = Explanation("A fault answered.".to_owned());
    response.extensions_mut().insert(explanation);
    response
}

/// Whether nothing of an answer reaches the client, and nothing has happened either.
pub(super) fn is_unheard(struck: &Struck) -> bool {
    !struck.fault.lets_handle() && keeps_all(struck)
}

fn keeps_all(struck: &Struck) -> bool {
    matches!(struck.fault.breaks(), Some(Break::Reset | Break::Empty))
}

/// What the client saw of an answer that a fault may have struck; and the order to break its connection.
pub(super) fn seen(struck: Option<&Struck>, parts: &mut Parts, body: BodyRecord) -> ResponseRecord {
    let Some((struck, how)) = struck.and_then(|struck| Some((struck, struck.fault.breaks()?)))
    else {
        return response_record(parts, body);
    };
    parts.extensions.insert(Broken {
        how,
        drips_for: struck.drips_for(),
    });
    match how {
        Break::Drip => response_record(parts, body),
        Break::Truncate if body.length() > 0 => response_record(parts, body.halved()),
        Break::Truncate | Break::Reset | Break::Empty => ResponseRecord {
            status: 0,
            headers: "".into(),
            body: BodyRecord::of(b""),
        },
    }
}

/// Why a request was answered as it was: what the fault did, and what the provider would have said, or says in its name.
pub(super) fn explained(struck: Option<&Struck>, explanation: Option<String>) -> Option<String> {
    let Some(struck) = struck else {
        return explanation;
    };
    let explanation = explanation.filter(|_| struck.fault.status.is_none());
    match (struck.explanation(), explanation) {
        (Some(fault), Some(own)) => Some(format!("{fault} {own}")),
        (fault, own) => fault.or(own),
    }
}
