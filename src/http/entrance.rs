//! What every request passes on its way to a provider's handler, in one order with each provider's terms.

use std::any::Any;
use std::collections::HashMap;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::{FromRequestParts, MatchedPath, Request, State};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use chrono::{DateTime, Utc};
use futures_util::FutureExt;
use http::request::Parts;
use http::{HeaderValue, StatusCode, header};
use http_body_util::BodyExt;
use serde_json::Value;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{Predicate, SizeAbove};

use super::address::Arrival;
use super::body;
use super::credentials::Presented;
use super::dialect::{self, Worded};
use super::endpoints::{Access, Endpoint};
use super::extract::is_well_encoded;
use super::recording::{LogLine, request_record, response_record};
use super::refusal::Refusal;
use super::wording::{Unworded, Wording};
use crate::clock::Stopwatch;
use crate::log::Log;
use crate::provider::Provider;
use crate::world::credential::Credential;
use crate::world::journal::{Entry, RequestRecord};
use crate::world::{DEFAULT_WORLD, World, Worlds};

/// What a provider's entrance does differently from another's.
#[derive(Debug, Clone, Copy)]
pub struct Terms {
    /// Other prefixes that real clients use, and the documented prefix that each stands for.
    pub aliases: &'static [(&'static str, &'static str)],
    /// The largest body, in bytes.
    pub body_limit_bytes: usize,
    /// Whether a JSON body must be announced by its `Content-Type`.
    pub json_needs_content_type: bool,
    /// The statuses whose answers are compressed for who accepts gzip.
    pub compresses: fn(StatusCode) -> bool,
    /// The credentials that a request shows.
    pub present: fn(&Parts, &[u8]) -> Presented,
    /// How OpenAPI describes the credential.
    pub security_scheme: fn() -> Value,
    /// The kind of credential that a caller needs.
    pub caller_kind: &'static str,
    /// What a caller with a working credential may still be refused for.
    pub admit: fn(&Passage) -> Result<(), Box<dyn Wording>>,
    /// Words a refusal.
    pub refuse: fn(Refusal, &Passage) -> Box<dyn Wording>,
}

/// One request on its way, as handlers and wordings know it.
#[derive(Debug, Clone)]
pub struct Passage {
    /// The world it is in.
    pub world: Arc<World>,
    /// Its number in the world's journal.
    pub request: u64,
    /// The operation it asks for.
    pub endpoint: Option<Arc<Endpoint>>,
    /// The credential that was accepted.
    pub caller: Option<Arc<Credential>>,
    /// The route that its path matched.
    pub route: Option<MatchedPath>,
    /// What stands in front of the provider's own paths in links.
    pub base_url: Arc<str>,
    /// The provider's terms.
    pub terms: &'static Terms,
}

impl Passage {
    /// The passage of no request, for examples of what a provider would say.
    pub fn of_nobody(world: Arc<World>, provider: &'static Provider, base_url: &str) -> Self {
        Self {
            world,
            request: 0,
            endpoint: None,
            caller: None,
            route: None,
            base_url: base_url.into(),
            terms: &provider.terms,
        }
    }

    /// Whether the request's path is that of `route`, whatever its method.
    pub fn is_route(&self, route: &str) -> bool {
        self.route
            .as_ref()
            .is_some_and(|matched| matched.as_str() == route)
    }
}

impl FromRequestParts<()> for Passage {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, _: &()) -> Result<Self, Refusal> {
        parts
            .extensions
            .get::<Self>()
            .cloned()
            .ok_or(Refusal::Crashed)
    }
}

/// A provider's entrance.
#[derive(Debug)]
pub struct Entrance {
    provider: &'static Provider,
    endpoints: HashMap<&'static str, Vec<Arc<Endpoint>>>,
    worlds: Arc<Worlds>,
    log: Log,
}

/// A provider's operations behind its entrance.
pub fn router(provider: &'static Provider, worlds: Arc<Worlds>, log: Log) -> Router {
    let endpoints = (provider.endpoints)();
    let arcs = |list: Vec<Endpoint>| list.into_iter().map(Arc::new).collect();
    let by_path = endpoints
        .by_path()
        .into_iter()
        .map(|(path, list)| (path, arcs(list)))
        .collect();
    let entrance = Arc::new(Entrance {
        provider,
        endpoints: by_path,
        worlds,
        log,
    });
    let compresses = provider.terms.compresses;
    let worth_it = SizeAbove::new(0).and(
        move |status: StatusCode, _: http::Version, _: &http::HeaderMap, _: &http::Extensions| {
            compresses(status)
        },
    );
    // Outermost last. Compression stands outside, so that the journal keeps what the provider said.
    endpoints
        .router()
        .fallback(|| async { Refusal::RouteUnknown })
        .method_not_allowed_fallback(|request: Request| async move {
            Refusal::MethodNotAllowed {
                method: request.method().clone(),
            }
        })
        .layer(from_fn_with_state(entrance, enter))
        .layer(CompressionLayer::new().gzip(true).compress_when(worth_it))
}

/// Sees a request through to its end on a task of its own: a client that leaves midway takes nothing with it, neither
/// a change in memory that was about to reach the disk nor the journal's entry.
async fn enter(State(entrance): State<Arc<Entrance>>, request: Request, next: Next) -> Response {
    match tokio::spawn(pass(entrance.clone(), request, next)).await {
        Ok(response) => response,
        Err(broken) => entrance.broken(&broken.to_string()),
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
    let terms = &entrance.provider.terms;
    let (body, mut refused) = match body::read(&parts.headers, body, terms.body_limit_bytes).await {
        Ok(body) => (body, None),
        Err(refusal) => (Bytes::new(), Some(refusal)),
    };
    if !is_well_encoded(&arrival.original_path) {
        refused = Some(Refusal::PathMalformed);
    }
    let presented = (terms.present)(&parts, &body);
    let Some((world, unknown)) = entrance.world(&arrival, &presented) else {
        return Refusal::Crashed.into_response();
    };
    let at = world.clock.now();
    let request_number = world.journal.next_id();
    let passage = Passage {
        world,
        request: request_number,
        endpoint,
        caller: None,
        route: parts.extensions.get().cloned(),
        base_url: arrival.base_url.as_str().into(),
        terms,
    };
    let record = request_record(&parts, &arrival.original_path, &body);
    let going_in = GoingIn {
        passage,
        parts,
        body,
        presented,
        refused: unknown.or(refused),
    };
    let (passage, outcome) = entrance.lead(going_in, next).await;
    let Worded {
        mut response,
        explanation,
    } = dialect::word(outcome, &passage);
    if let Ok(date) = HeaderValue::from_str(&http_date(at)) {
        response.headers_mut().insert(header::DATE, date);
    }
    entrance
        .record(&passage, (at, stopwatch), record, response, explanation)
        .await
}

/// A request that has arrived, with what has been found out about it.
struct GoingIn {
    passage: Passage,
    parts: Parts,
    body: Bytes,
    presented: Presented,
    refused: Option<Refusal>,
}

impl Entrance {
    /// Leads a request to its handler, unless it is refused on the way.
    async fn lead(&self, going_in: GoingIn, next: Next) -> (Passage, Response) {
        let GoingIn {
            mut passage,
            mut parts,
            body,
            presented,
            refused,
        } = going_in;
        if let Err(response) = self.check(&mut passage, &parts, &presented, refused).await {
            return (passage, response);
        }
        parts.extensions.insert(passage.clone());
        let handling = next.run(Request::from_parts(parts, Body::from(body)));
        let response = match AssertUnwindSafe(handling).catch_unwind().await {
            Ok(response) => response,
            Err(panic) => {
                self.log
                    .trouble(&format!("a handler panicked: {}", panic_text(&*panic)));
                Refusal::Crashed.into_response()
            }
        };
        (passage, response)
    }

    /// The entrance's questions in their order; the first one that is not answered well ends the way.
    async fn check(
        &self,
        passage: &mut Passage,
        parts: &Parts,
        presented: &Presented,
        refused: Option<Refusal>,
    ) -> Result<(), Response> {
        if let Err(error) = passage.world.settle().await {
            self.log
                .trouble(&format!("what fell due could not be settled: {error}"));
            return Err(Refusal::Crashed.into_response());
        }
        let is_nowhere = matches!(refused, Some(Refusal::WorldUnknown { .. }));
        if let Some(id) = preferred_error(parts).filter(|_| !is_nowhere) {
            return Err(self.preferred(id));
        }
        if let Some(refusal) = refused {
            return Err(refusal.into_response());
        }
        if passage
            .endpoint
            .as_ref()
            .is_some_and(|endpoint| endpoint.access == Access::Caller)
        {
            let caller = self
                .caller(passage, presented)
                .map_err(IntoResponse::into_response)?;
            passage.caller = Some(caller);
            let admitted = (passage.terms.admit)(passage);
            admitted.map_err(|error| Unworded(Arc::from(error)).into_response())?;
        }
        Ok(())
    }

    /// The credential that decides, if it works.
    fn caller(&self, passage: &Passage, presented: &Presented) -> Result<Arc<Credential>, Refusal> {
        let key = presented.keys.first().ok_or(Refusal::CredentialMissing)?;
        let (world, now) = (&passage.world, passage.world.clock.now());
        world
            .directory
            .check(self.provider.slug, passage.terms.caller_kind, key, now)
            .map_err(Refusal::CredentialRejected)
    }

    /// The documented error that `Prefer: areia-error=<id>` asks for, as if a handler had given it.
    fn preferred(&self, id: &str) -> Response {
        let errors = (self.provider.errors)();
        let nearest = errors.iter().max_by(|one, other| {
            let likeness = |id_there: &str| strsim::jaro(id, id_there);
            likeness(one.row().id).total_cmp(&likeness(other.row().id))
        });
        let nearest = nearest
            .map(|error| error.row().id)
            .unwrap_or_default()
            .to_owned();
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
    fn world(
        &self,
        arrival: &Arrival,
        presented: &Presented,
    ) -> Option<(Arc<World>, Option<Refusal>)> {
        let named = arrival
            .world
            .as_deref()
            .map(|name| (name, self.worlds.get(name)));
        let unknown = match named {
            Some((_, Some(world))) => return Some((world, None)),
            Some((name, None)) => Some(Refusal::WorldUnknown {
                name: name.to_owned(),
            }),
            None => {
                let owners = presented.keys.iter();
                let mut owners =
                    owners.filter_map(|key| self.worlds.owner(self.provider.slug, key));
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
                let passage = Passage::of_nobody(world, self.provider, "");
                dialect::word(refused, &passage).response
            }
            None => refused,
        }
    }

    /// Writes the journal's entry and the log's line, and lets the answer go.
    async fn record(
        &self,
        passage: &Passage,
        (at, stopwatch): (DateTime<Utc>, Stopwatch),
        request: RequestRecord,
        response: Response,
        explanation: Option<String>,
    ) -> Response {
        let (parts, body) = response.into_parts();
        // Every answer is made whole before it is sent, so this only takes what is there.
        let body = body
            .collect()
            .await
            .map(|body| body.to_bytes())
            .unwrap_or_default();
        let operation = passage.endpoint.as_ref().map(|endpoint| endpoint.id);
        let unmatched = format!("{} {}", request.method, request.path);
        self.log.request(&LogLine {
            provider: self.provider.slug,
            operation: operation.unwrap_or(&unmatched),
            status: parts.status.as_u16(),
            duration_us: stopwatch.elapsed().as_micros(),
            world: &passage.world.name,
            explanation: explanation.as_deref(),
        });
        passage.world.journal.write(Entry {
            id: passage.request,
            at,
            provider: self.provider.slug,
            operation,
            credential: passage.caller.as_ref().map(|caller| caller.id),
            request,
            response: response_record(&parts, &body),
            // A reset on the way takes the clock back.
            duration_us: (passage.world.clock.now_us() - at.timestamp_micros()).max(0),
            explanation: explanation.map(|text| super::masking::mask(&text).into_owned()),
        });
        Response::from_parts(parts, Body::from(body))
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
