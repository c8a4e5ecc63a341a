//! The one place where faults are injected into requests, so that no provider knows of them.

use axum::body::Body;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use http::response::Parts;
use http::{HeaderValue, StatusCode, header};
use serde_json::Value;

use super::api::Api;
use super::connection::Broken;
use super::context::RequestContext;
use super::dialect::Explanation;
use super::recording::response_record;
use super::refusal::Refusal;
use crate::world::faults::{ConnectionFault, Fault, Injection};
use crate::world::journal::{Body as BodyRecord, ResponseRecord};

/// The fault that is injected into a request, if one is. In a world that there is not, none does.
pub(super) fn inject(context: &RequestContext, api: &Api, refused: &Option<Refusal>) -> Option<Injection> {
    if matches!(refused, Some(Refusal::WorldUnknown { .. })) {
        return None;
    }
    let world = &context.world;
    let operation = context.endpoint.as_ref().map(|endpoint| endpoint.id);
    world.faults.inject(world.seed, api.slug, operation)
}

/// What stands for an answer that no client sees.
pub(super) fn unseen() -> Response {
    StatusCode::OK.into_response()
}

/// Takes as long as the fault says; a body that drips is late by itself.
pub(super) async fn delay(injection: &Injection) {
    if injection.fault.breaks() != Some(ConnectionFault::Drip) && !injection.latency.is_zero() {
        tokio::time::sleep(injection.latency).await;
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
pub(super) fn is_unheard(injection: &Injection) -> bool {
    !injection.fault.lets_handle() && keeps_all(injection)
}

fn keeps_all(injection: &Injection) -> bool {
    matches!(
        injection.fault.breaks(),
        Some(ConnectionFault::Reset | ConnectionFault::Empty)
    )
}

/// What the client saw of an answer that a fault may have injection; and the order to break its connection.
pub(super) fn seen(injection: Option<&Injection>, parts: &mut Parts, body: BodyRecord) -> ResponseRecord {
    let Some((injection, how)) = injection.and_then(|injection| Some((injection, injection.fault.breaks()?))) else {
        return response_record(parts, body);
    };
    parts.extensions.insert(Broken {
        how,
        drips_for: injection.drips_for(),
    });
    match how {
        ConnectionFault::Drip => response_record(parts, body),
        ConnectionFault::Truncate if body.length() > 0 => response_record(parts, body.halved()),
        ConnectionFault::Truncate | ConnectionFault::Reset | ConnectionFault::Empty => ResponseRecord {
            status: 0,
            headers: "".into(),
            body: BodyRecord::of(b""),
        },
    }
}

/// Why a request was answered as it was: what the fault did, and what the provider would have said, or says in its name.
pub(super) fn explained(injection: Option<&Injection>, explanation: Option<String>) -> Option<String> {
    let Some(injection) = injection else {
        return explanation;
    };
    let explanation = explanation.filter(|_| injection.fault.status.is_none());
    match (injection.explanation(), explanation) {
        (Some(fault), Some(own)) => Some(format!("{fault} {own}")),
        (fault, own) => fault.or(own),
    }
}
