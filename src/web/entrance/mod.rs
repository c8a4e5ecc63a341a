//! What every request of a provider passes, from its arrival to the answer that is sent: one order for all providers, with
//! each one's terms. `Entrance::pass` is that order; each of its steps has a file of its own in this folder.

mod checks;
mod compress;
mod injection;
mod masked;
mod receive;
mod record;
mod run_to_end;
mod word;

use std::any::Any;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Utc};
use futures_util::FutureExt;
use http::{HeaderValue, Method, StatusCode, header};
use tower::ServiceExt;

use super::address::Arrival;
use super::api::Api;
use super::aside::Aside;
use super::context::RequestContext;
use super::date::http_date;
use super::failure::Failure;
use super::refusal::Refusal;
use super::terms::SeenRequest;
use crate::clock::Stopwatch;
use crate::log::Log;
use crate::metrics::ProviderMetrics;
use crate::world::faults::Injection;
use crate::world::journal::Slot;
use crate::world::resident::QuotaRule;
use crate::world::{DEFAULT_WORLD, World, Worlds};
use checks::Checked;
use receive::{Received, Routes};
use run_to_end::RunToEnd;

pub use super::body::Bounds;

/// A provider's entrance, and its operations behind it.
#[derive(Debug)]
pub struct Entrance {
    api: &'static Api,
    quota: Option<&'static QuotaRule>,
    routes: Routes,
    handlers: Router,
    worlds: Arc<Worlds>,
    log: Log,
    bounds: Bounds,
    metrics: ProviderMetrics,
}

/// When a request arrived, and its slot in the journal of that moment.
struct Begun {
    slot: Slot,
    at: DateTime<Utc>,
    stopwatch: Stopwatch,
}

impl Entrance {
    /// The entrance in front of what `api` serves.
    pub fn new(
        api: &'static Api,
        quota: Option<&'static QuotaRule>,
        worlds: Arc<Worlds>,
        log: Log,
        bounds: Bounds,
        metrics: ProviderMetrics,
    ) -> Self {
        let endpoints = (api.endpoints)();
        Self {
            api,
            quota,
            routes: Routes::of(&endpoints),
            handlers: endpoints.router(),
            worlds,
            log,
            bounds,
            metrics,
        }
    }

    /// What it stands in front of.
    pub fn api(&self) -> &'static Api {
        self.api
    }

    /// Whether the provider has an operation at a path of its own.
    pub fn has_route(&self, path: &str) -> bool {
        self.routes.find(path).is_some()
    }

    /// Answers a request. A client that leaves midway takes nothing with it: neither a change in memory that was about to
    /// reach the disk nor the journal's entry.
    pub async fn answer(self: Arc<Self>, arrival: Arrival, request: Request) -> Response {
        let entrance = self.clone();
        let passing = async move { entrance.pass(arrival, request).await };
        match RunToEnd::new(AssertUnwindSafe(passing).catch_unwind().boxed()).await {
            Ok(response) => response,
            Err(panic) => self.broken(panic_text(&*panic)),
        }
    }

    /// The way of a request, step by step.
    async fn pass(&self, arrival: Arrival, request: Request) -> Response {
        let stopwatch = Stopwatch::start();
        let mut received = self.receive(arrival, request).await;
        let Some(world) = self.find_world(&mut received) else {
            return StatusCode::INTERNAL_SERVER_ERROR.into_response();
        };
        let begun = Begun {
            at: world.clock.now(),
            slot: world.journal.next(),
            stopwatch,
        };
        let mut context = self.context(world, begun.slot.id, &received);
        let seen = self.seen(begun.at, &received);
        let mut record = masked::of_request(&received);
        let compression = compress::Wanted::by(&received.parts.headers);
        let upload = received.upload.clone();
        let injection = self.inject(&context, &received);
        let outcome = self.suffer(injection.as_ref(), &mut context, received).await;
        if let Some(upload) = upload {
            upload.drain().await;
            record.body = masked::masked(upload.record());
        }
        let mut response = self.word(outcome, &context);
        if let Ok(date) = HeaderValue::from_str(&http_date(begun.at)) {
            response.headers_mut().insert(header::DATE, date);
        }
        let response = self.finish(&context, seen, injection.as_ref(), response).await;
        let response = self.record(&context, begun, record, injection, response).await;
        compression.compress(response, self.api.terms.compresses).await
    }

    /// What handlers and wordings know of a request.
    fn context(&self, world: Arc<World>, request: u64, received: &Received) -> RequestContext {
        let Received { arrival, parts, .. } = received;
        RequestContext {
            world,
            request,
            method: parts.method.clone(),
            path: parts.uri.path().into(),
            endpoint: received.endpoint.clone(),
            caller: None,
            account: None,
            usage: None,
            format: (self.api.terms.negotiate)(parts, arrival.suffix),
            suffix: arrival.suffix,
            route: received.route.as_ref().map(|route| route.path),
            base_url: arrival.base_url.as_str().into(),
            json_needs_content_type: self.api.terms.json_needs_content_type,
        }
    }

    /// The request as the last touch on its answer will see it, where the provider has one.
    fn seen(&self, at: DateTime<Utc>, received: &Received) -> Option<SeenRequest> {
        self.api.terms.finish?;
        let (mut parts, ()) = http::Request::new(()).into_parts();
        parts.method = received.parts.method.clone();
        parts.uri = received.parts.uri.clone();
        parts.version = received.parts.version;
        parts.headers = received.parts.headers.clone();
        Some(SeenRequest {
            at,
            parts,
            body: received.body.clone(),
            peer: received.parts.extensions.get().copied(),
        })
    }

    /// Leads a request to its handler, unless it is refused on the way.
    async fn handle(&self, context: &mut RequestContext, received: Received) -> Result<Response, Failure> {
        if let Checked::Preflight(answer) = self.check(context, &received).await? {
            return Ok(answer.into_response());
        }
        let Received {
            mut parts,
            body,
            upload,
            ..
        } = received;
        if let Some(upload) = upload {
            parts.extensions.insert(upload);
        }
        parts.extensions.insert(context.clone());
        let request = Request::from_parts(parts, Body::from(body));
        let handling = self.handlers.clone().oneshot(request);
        match AssertUnwindSafe(handling).catch_unwind().await {
            Ok(Ok(mut response)) => {
                let aside = Aside::of(&mut response);
                if let Some(failure) = aside.failure.take() {
                    return Err(failure);
                }
                // The router measures a body that is whole. The server does so last, behind the other headers; only the answer
                // to HEAD, whose body the router has dropped, is measured by nobody else.
                if aside.download.is_none() && context.method != Method::HEAD {
                    response.headers_mut().remove(header::CONTENT_LENGTH);
                }
                Ok(response)
            }
            Ok(Err(never)) => match never {},
            Err(panic) => {
                let trouble = format!("a handler panicked: {}", panic_text(&*panic));
                self.log.trouble(&trouble);
                Err(Refusal::Crashed.into())
            }
        }
    }

    /// Gives an answer the provider's last touch, if it has one, unless a fault keeps both request and answer from it.
    async fn finish(
        &self,
        context: &RequestContext,
        seen: Option<SeenRequest>,
        injection: Option<&Injection>,
        response: Response,
    ) -> Response {
        let seen = seen.filter(|_| !injection.is_some_and(injection::is_unheard));
        match (self.api.terms.finish, seen) {
            (Some(finish), Some(seen)) => finish(context, &seen, response).await,
            _ => response,
        }
    }

    /// What is said where the entrance itself broke, so late or so early that nothing else is known.
    fn broken(&self, cause: &str) -> Response {
        self.log.trouble(&format!("the entrance broke: {cause}"));
        match self.worlds.get(DEFAULT_WORLD) {
            Some(world) => {
                let context = RequestContext::of_nobody(world, "");
                self.word(Err(Refusal::Crashed.into()), &context)
            }
            None => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
        }
    }
}

fn panic_text(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<&str>().copied();
    text.or_else(|| panic.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("without a word")
}
