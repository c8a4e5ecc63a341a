//! The one place where faults are injected into requests, so that no provider knows of them.

use axum::body::Body;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use http::response::Parts;
use http::{HeaderValue, StatusCode, header};
use serde_json::Value;

use super::Entrance;
use super::masked::of_response;
use super::receive::Received;
use crate::web::aside::{Aside, ConnectionOrder};
use crate::web::context::RequestContext;
use crate::web::failure::Failure;
use crate::web::refusal::Refusal;
use crate::world::faults::{ConnectionFault, Fault, Injection};
use crate::world::journal::{Body as BodyRecord, ResponseRecord};

impl Entrance {
    /// The fault that is injected into a request, if one is. Into a request to a world that does not exist, none is.
    pub(super) fn inject(&self, context: &RequestContext, received: &Received) -> Option<Injection> {
        if matches!(received.refusal, Some(Refusal::WorldUnknown { .. })) {
            return None;
        }
        let world = &context.world;
        let operation = context.endpoint.as_ref().map(|endpoint| endpoint.id);
        world.faults.inject(world.seed, self.api.slug, operation)
    }

    /// Leads a request on as its fault wants it: answered by the fault, carried out or not, late.
    pub(super) async fn suffer(
        &self,
        injection: Option<&Injection>,
        context: &mut RequestContext,
        received: Received,
    ) -> Result<Response, Failure> {
        let Some(injection) = injection else {
            return self.handle(context, received).await;
        };
        let fault = &injection.fault;
        let own = match (&fault.error, fault.status) {
            (Some(id), _) => Some(Err(self.error_called(id))),
            (None, Some(status)) => Some(Ok(with_status(fault, status))),
            (None, None) => None,
        };
        let outcome = match fault.lets_handle() {
            true => self.handle(context, received).await,
            false => Ok(unseen()),
        };
        delay(injection).await;
        own.unwrap_or(outcome)
    }
}

/// What stands for an answer that no client sees.
fn unseen() -> Response {
    StatusCode::OK.into_response()
}

/// Takes as long as the fault says; a body that drips is late by itself.
async fn delay(injection: &Injection) {
    if injection.fault.breaks() != Some(ConnectionFault::Drip) && !injection.latency.is_zero() {
        tokio::time::sleep(injection.latency).await;
    }
}

/// The answer of a fault that names a status.
fn with_status(fault: &Fault, status: u16) -> Response {
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
    // An answer whose reason is known stays as it is.
    Aside::explain(&mut response, "A fault answered.");
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
        return of_response(parts, body);
    };
    let aside: &mut Aside = parts.extensions.get_or_insert_default();
    aside.connection = Some(ConnectionOrder {
        fault: how,
        drips_for: injection.drips_for(),
    });
    match how {
        ConnectionFault::Drip => of_response(parts, body),
        ConnectionFault::Truncate if body.length() > 0 => of_response(parts, body.halved()),
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
