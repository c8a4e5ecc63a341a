//! What every request passes on its way to a provider's handler, in one order with each provider's terms.

use std::any::Any;
use std::collections::HashMap;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::{MatchedPath, Request, State};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use chrono::{DateTime, Utc};
use futures_util::FutureExt;
use http::request::Parts;
use http::{HeaderValue, StatusCode, header};
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{Predicate, SizeAbove};

use super::address::Arrival;
use super::api::Api;
use super::body;
use super::credentials::{Presented, same_secret};
use super::dialect::{self, Worded, no_method, unrouted};
use super::endpoints::{Access, Endpoint};
use super::extract::is_well_encoded;
use super::injection;
use super::masking::mask_sentence;
use super::recording::{masked, request_record, said};
use super::refusal::Refusal;
use super::run_to_end::RunToEnd;
use super::streaming::UploadStream;
use super::wording::Unworded;
use crate::clock::Stopwatch;
use crate::log::{Log, LogLine};
use crate::metrics::ProviderMetrics;
use crate::world::credential::Credential;
use crate::world::faults::Injection;
use crate::world::journal::{self, Entry, RequestRecord, Slot};
use crate::world::quotas::QuotaUsage;
use crate::world::resident::{Counting, QuotaRule};
use crate::world::{DEFAULT_WORLD, World, Worlds};

pub use super::body::Bounds;
pub use super::context::RequestContext;
pub use super::terms::{Asked, Terms};

/// A provider's entrance.
#[derive(Debug)]
pub struct Entrance {
    api: &'static Api,
    quota: Option<&'static QuotaRule>,
    endpoints: HashMap<&'static str, Vec<Arc<Endpoint>>>,
    worlds: Arc<Worlds>,
    log: Log,
    bounds: Bounds,
    metrics: ProviderMetrics,
}

/// A provider's operations behind its entrance.
pub fn router(
    api: &'static Api,
    quota: Option<&'static QuotaRule>,
    worlds: Arc<Worlds>,
    log: Log,
    bounds: Bounds,
    metrics: ProviderMetrics,
) -> Router {
    let endpoints = (api.endpoints)();
    let arcs = |list: Vec<Endpoint>| list.into_iter().map(Arc::new).collect();
    let by_path = endpoints
        .by_path()
        .into_iter()
        .map(|(path, list)| (path, arcs(list)))
        .collect();
    let entrance = Arc::new(Entrance {
        api,
        quota,
        endpoints: by_path,
        worlds,
        log,
        bounds,
        metrics,
    });
    let compresses = api.terms.compresses;
    let worth_it = SizeAbove::new(0)
        .and(move |status: StatusCode, _: http::Version, _: &http::HeaderMap, _: &http::Extensions| compresses(status));
    let known: Arc<[&str]> = endpoints.list.iter().map(|own| own.path).collect();
    let methods = Arc::new(endpoints.methods());
    // Outermost last. Compression stands outside, so that the journal keeps what the provider said.
    endpoints
        .router()
        .fallback(async move |request: Request| unrouted(&request, &known))
        .method_not_allowed_fallback(async move |request: Request| no_method(&request, &methods))
        .layer(from_fn_with_state(entrance, enter))
        .layer(CompressionLayer::new().gzip(true).compress_when(worth_it))
}

/// Sees a request through to its end: a client that leaves midway takes nothing with it, neither a change in memory that
/// was about to reach the disk nor the journal's entry.
async fn enter(State(entrance): State<Arc<Entrance>>, request: Request, next: Next) -> Response {
    let passing = AssertUnwindSafe(pass(entrance.clone(), request, next)).catch_unwind();
    match RunToEnd::new(passing.boxed()).await {
        Ok(response) => response,
        Err(panic) => entrance.broken(panic_text(&*panic)),
    }
}

/// Leads one request through: arrival, world, what it shows, the handler, the provider's words, the record.
async fn pass(entrance: Arc<Entrance>, request: Request, next: Next) -> Response {
    let stopwatch = Stopwatch::start();
    let (mut parts, body) = request.into_parts();
    let Some(arrival) = parts.extensions.remove::<Arrival>() else {
        return Refusal::Crashed.into_response();
    };
    let endpoint = entrance.endpoint(&parts);
    let terms = &entrance.api.terms;
    let (body, upload, mut refused) = entrance.body(&parts, body, endpoint.as_deref()).await;
    if !is_well_encoded(&arrival.original_path) {
        refused = Some(Refusal::PathMalformed);
    }
    let presented = (terms.present)(&parts, &body);
    let Some((world, unknown)) = entrance.world(&arrival, &presented) else {
        return Refusal::Crashed.into_response();
    };
    let at = world.clock.now();
    let place = world.journal.next();
    let context = RequestContext {
        world,
        request: place.id,
        method: parts.method.clone(),
        path: parts.uri.path().into(),
        endpoint,
        caller: None,
        account: None,
        usage: None,
        format: (terms.negotiate)(&parts, arrival.suffix),
        suffix: arrival.suffix,
        route: parts.extensions.get().cloned(),
        base_url: arrival.base_url.as_str().into(),
        terms,
    };
    let asked = terms.asked(&parts, at, &body);
    let mut record = request_record(&parts, &arrival.original_path, journal::Body::of(&body));
    if let Some(upload) = &upload {
        parts.extensions.insert(upload.clone());
    }
    let begun = Begun { place, at, stopwatch };
    let going_in = GoingIn {
        context,
        parts,
        body,
        presented,
        refused: unknown.or(refused),
    };
    let injection = injection::inject(&going_in.context, entrance.api, &going_in.refused);
    let (context, outcome) = entrance.suffer(injection.as_ref(), going_in, next).await;
    if let Some(upload) = upload {
        upload.drain().await;
        record.body = masked(upload.record());
    }
    let Worded {
        mut response,
        explanation,
    } = dialect::word(outcome, &context);
    date(&mut response, at);
    let asked = asked.filter(|_| !injection.as_ref().is_some_and(injection::is_unheard));
    let outcome = Outcome {
        response: terms.finish(&context, asked.as_ref(), response).await,
        explanation: injection::explained(injection.as_ref(), explanation),
        injection,
    };
    entrance.record(&context, begun, record, outcome).await
}

/// When a request arrived, and its place in the journal of that moment.
struct Begun {
    place: Slot,
    at: DateTime<Utc>,
    stopwatch: Stopwatch,
}

/// What is answered, and how that came about.
struct Outcome {
    response: Response,
    explanation: Option<String>,
    injection: Option<Injection>,
}

/// A request that has arrived, with what has been found out about it.
struct GoingIn {
    context: RequestContext,
    parts: Parts,
    body: Bytes,
    presented: Presented,
    refused: Option<Refusal>,
}

impl Entrance {
    /// A request's body: read whole, or where its operation takes it in piece by piece, left as it is.
    async fn body(
        &self,
        parts: &Parts,
        body: Body,
        endpoint: Option<&Endpoint>,
    ) -> (Bytes, Option<UploadStream>, Option<Refusal>) {
        if endpoint.is_some_and(|endpoint| endpoint.takes_upload) {
            let upload = UploadStream::new(&parts.headers, body, self.bounds);
            return (Bytes::new(), Some(upload), None);
        }
        let own_limit = endpoint.and_then(|endpoint| endpoint.body_limit_bytes);
        let limit_bytes = own_limit.unwrap_or(self.api.terms.body_limit_bytes);
        match body::read(&parts.headers, body, limit_bytes, self.bounds.patience).await {
            Ok(body) => (body, None, None),
            Err(refusal) => (Bytes::new(), None, Some(refusal)),
        }
    }

    /// Leads a request on as the fault wants it.
    async fn suffer(&self, injection: Option<&Injection>, going_in: GoingIn, next: Next) -> (RequestContext, Response) {
        let Some(injection) = injection else {
            return self.lead(going_in, next).await;
        };
        let fault = &injection.fault;
        let own = match (&fault.error, fault.status) {
            (Some(id), _) => Some(self.preferred(id)),
            (None, Some(status)) => Some(injection::with_status(fault, status)),
            (None, None) => None,
        };
        let (context, response) = match fault.lets_handle() {
            true => self.lead(going_in, next).await,
            false => (going_in.context, injection::unseen()),
        };
        injection::delay(injection).await;
        (context, own.unwrap_or(response))
    }

    /// Leads a request to its handler, unless it is refused on the way.
    async fn lead(&self, going_in: GoingIn, next: Next) -> (RequestContext, Response) {
        let GoingIn {
            mut context,
            mut parts,
            body,
            presented,
            refused,
        } = going_in;
        if let Err(response) = self.check(&mut context, &parts, &presented, refused).await {
            return (context, response);
        }
        parts.extensions.insert(context.clone());
        let handling = next.run(Request::from_parts(parts, Body::from(body)));
        let response = match AssertUnwindSafe(handling).catch_unwind().await {
            Ok(response) => response,
            Err(panic) => {
                self.log
                    .trouble(&format!("a handler panicked: {}", panic_text(&*panic)));
                Refusal::Crashed.into_response()
            }
        };
        (context, response)
    }

    /// The entrance's questions in their order; the first one that is not answered well ends the way.
    async fn check(
        &self,
        context: &mut RequestContext,
        parts: &Parts,
        presented: &Presented,
        refused: Option<Refusal>,
    ) -> Result<(), Response> {
        if let Err(error) = context.world.settle().await {
            self.log
                .trouble(&format!("what fell due could not be settled: {error}"));
            return Err(Refusal::Crashed.into_response());
        }
        if let Some(answer) = (context.terms.preflight)(parts) {
            return Err(answer.into_response());
        }
        let is_nowhere = matches!(refused, Some(Refusal::WorldUnknown { .. }));
        if let Some(id) = preferred_error(parts).filter(|_| !is_nowhere) {
            return Err(self.preferred(id));
        }
        if let Some(refusal) = refused {
            return Err(refusal.into_response());
        }
        let asks_for_a_caller = match &context.endpoint {
            Some(endpoint) => endpoint.access == Access::Caller,
            None => (context.terms.guards_unknown)(parts),
        };
        if asks_for_a_caller {
            let caller = self.caller(context, presented).map_err(IntoResponse::into_response)?;
            context.usage = self.count(&context.world, &caller);
            context.caller = Some(caller);
            if let Some(usage) = context.usage.filter(QuotaUsage::is_exceeded)
                && !context.world.quotas.is_off(self.api.slug)
            {
                return Err(Refusal::QuotaExceeded(usage).into_response());
            }
            let admitted = (context.terms.admit)(context, parts);
            admitted.map_err(|error| Unworded(Arc::from(error)).into_response())?;
        }
        Ok(())
    }

    /// Counts a call, where calls are what the provider's quota limits.
    fn count(&self, world: &World, caller: &Credential) -> Option<QuotaUsage> {
        let rule = self.quota?;
        match rule.counting {
            Counting::Calls => {
                let quota = (rule.of)(world, caller)?;
                Some(world.quotas.count(self.api.slug, caller.id, quota))
            }
            Counting::Own { .. } => None,
        }
    }

    /// The credential that decides, if it works.
    fn caller(&self, context: &RequestContext, presented: &Presented) -> Result<Arc<Credential>, Refusal> {
        let key = presented.keys.first().ok_or(Refusal::CredentialMissing)?;
        let kind = presented.kind.unwrap_or(context.terms.caller_kind);
        let (world, now) = (&context.world, context.world.clock.now());
        let found = world.directory.check(self.api.slug, kind, key, now);
        let credential = found.map_err(Refusal::CredentialRejected)?;
        match &credential.secret {
            Some(secret) if !same_secret(secret, presented.secret.as_deref().unwrap_or_default()) => {
                Err(Refusal::CredentialRejected(credential.wrong_secret()))
            }
            _ => Ok(credential),
        }
    }

    /// The documented error that `Prefer: areia-error=<id>` asks for, as if a handler had given it.
    fn preferred(&self, id: &str) -> Response {
        let errors = (self.api.errors)();
        let nearest = errors.iter().max_by(|one, other| {
            let likeness = |id_there: &str| strsim::jaro(id, id_there);
            likeness(one.row().id).total_cmp(&likeness(other.row().id))
        });
        let nearest = nearest.map(|error| error.row().id).unwrap_or_default().to_owned();
        match errors.into_iter().find(|error| error.row().id == id) {
            Some(error) => Unworded(Arc::from(error)).into_response(),
            None => Refusal::ErrorUnknown {
                id: id.to_owned(),
                nearest,
            }
            .into_response(),
        }
    }

    fn endpoint(&self, parts: &Parts) -> Option<Arc<Endpoint>> {
        let path = parts.extensions.get::<MatchedPath>()?;
        let endpoints = self.endpoints.get(path.as_str())?;
        let asked = |endpoint: &&Arc<Endpoint>| {
            endpoint.method == parts.method
                || (endpoint.method == http::Method::GET && parts.method == http::Method::HEAD)
        };
        endpoints.iter().find(asked).cloned()
    }

    /// The world of a request: the one it names, else the one that owns what it shows, else the default one. A name that
    /// no world has is a refusal, which the default world records.
    fn world(&self, arrival: &Arrival, presented: &Presented) -> Option<(Arc<World>, Option<Refusal>)> {
        let named = arrival.world.as_deref().map(|name| (name, self.worlds.get(name)));
        let unknown = match named {
            Some((_, Some(world))) => return Some((world, None)),
            Some((name, None)) => Some(Refusal::WorldUnknown { name: name.to_owned() }),
            None => {
                let owners = presented.keys.iter();
                let mut owners = owners.filter_map(|key| self.worlds.owner(self.api.slug, key));
                if let Some(world) = owners.next() {
                    return Some((world, None));
                }
                None
            }
        };
        Some((self.worlds.get(DEFAULT_WORLD)?, unknown))
    }

    /// What is said where the entrance itself broke, so late or so early that nothing else is known.
    fn broken(&self, cause: &str) -> Response {
        self.log.trouble(&format!("the entrance broke: {cause}"));
        let refused = Refusal::Crashed.into_response();
        match self.worlds.get(DEFAULT_WORLD) {
            Some(world) => {
                let context = RequestContext::of_nobody(world, self.api, "");
                dialect::word(refused, &context).response
            }
            None => refused,
        }
    }

    /// Writes the journal's entry and the log's line, and lets the answer go.
    async fn record(
        &self,
        context: &RequestContext,
        Begun { place, at, stopwatch }: Begun,
        request: RequestRecord,
        outcome: Outcome,
    ) -> Response {
        let Outcome {
            response,
            explanation,
            injection,
        } = outcome;
        let explanation = explanation.map(|text| mask_sentence(&text).into_owned());
        let (mut parts, body, kept) = said(response).await;
        let response = injection::seen(injection.as_ref(), &mut parts, kept);
        let operation = context.endpoint.as_ref().map(|endpoint| endpoint.id);
        let took = stopwatch.elapsed();
        let (status, is_injected) = (response.status, injection.is_some());
        self.metrics.count(operation, status, took, is_injected);
        let unmatched = format!("{} {}", request.method, request.path);
        self.log.request(&LogLine {
            provider: self.api.slug,
            operation: operation.unwrap_or(&unmatched),
            status,
            duration_us: took.as_micros(),
            world: &context.world.name,
            explanation: explanation.as_deref(),
        });
        let entry = Entry {
            id: place.id,
            at,
            provider: self.api.slug,
            operation,
            credential: context.caller.as_ref().map(|caller| caller.id),
            request,
            response,
            // A reset on the way takes the clock back.
            duration_us: (context.world.clock.now_us() - at.timestamp_micros()).max(0),
            explanation,
            fault: injection.map(|injection| injection.id),
        };
        context.world.journal.write(place, entry);
        Response::from_parts(parts, body)
    }
}

/// Dates an answer by its world's clock.
fn date(response: &mut Response, at: DateTime<Utc>) {
    if let Ok(date) = HeaderValue::from_str(&http_date(at)) {
        response.headers_mut().insert(header::DATE, date);
    }
}

/// A date as HTTP writes it. Worlds may stand where httpdate does not reach, before 1970 or after 9999.
pub fn http_date(at: DateTime<Utc>) -> String {
    match at.timestamp() {
        0..253_402_300_800 => httpdate::fmt_http_date(at.into()),
        _ => at.format("%a, %d %b %Y %H:%M:%S GMT").to_string(),
    }
}

/// The error that `Prefer: areia-error=<id>` asks for.
fn preferred_error(parts: &Parts) -> Option<&str> {
    let values = parts.headers.get_all("prefer").into_iter();
    let mut preferences = values
        .filter_map(|value| value.to_str().ok())
        .flat_map(|v| v.split(','));
    preferences.find_map(|preference| preference.trim().strip_prefix("areia-error="))
}

fn panic_text(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<&str>().copied();
    text.or_else(|| panic.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("without a word")
}
