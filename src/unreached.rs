//! Requests that reach neither a provider nor the control plane. A client that never arrives would be invisible, so each
//! is answered with what to do instead, told in the log, and kept in the default world's journal under provider `none`.

use std::sync::Arc;

use axum::response::{IntoResponse, Response};
use http::request::Parts;
use http::{HeaderValue, Method, StatusCode, header};

use crate::clock::Stopwatch;
use crate::log::{Log, LogLine};
use crate::panel::Problem;
use crate::web::address::host_of;
use crate::web::api::Api;
use crate::web::date::http_date;
use crate::web::entrance::Entrance;
use crate::web::masking::{mask, mask_headers, mask_sentence};
use crate::world::journal::{Body, Entry, NO_PROVIDER, RequestRecord, ResponseRecord};
use crate::world::{DEFAULT_WORLD, World, Worlds};

/// Who answers requests that reach nobody.
#[derive(Debug)]
pub struct Unreached {
    /// The worlds, of which the default one keeps these requests.
    pub worlds: Arc<Worlds>,
    /// Where these requests are told.
    pub log: Log,
    /// Whose addresses might have been meant.
    pub entrances: Vec<Arc<Entrance>>,
}

/// What is said to a client and about it.
struct Refused {
    problem: Problem,
    status: StatusCode,
    explanation: String,
}

impl Unreached {
    /// Answers a request to an address that nobody has.
    pub fn answer(&self, parts: &Parts) -> Response {
        let stopwatch = Stopwatch::start();
        let refused = match parts.method {
            Method::CONNECT => no_tunnel(&host_of(parts)),
            _ => self.nobody(parts),
        };
        let explanation = mask_sentence(&refused.explanation).into_owned();
        let path = mask(parts.uri.path()).into_owned();
        self.log.request(&LogLine {
            provider: NO_PROVIDER,
            operation: &format!("{} {path}", parts.method),
            status: refused.status.as_u16(),
            duration_us: stopwatch.elapsed().as_micros(),
            world: DEFAULT_WORLD,
            explanation: Some(&explanation),
        });
        let mut response = refused.problem.into_response();
        let Some(world) = self.worlds.get(DEFAULT_WORLD) else {
            return response;
        };
        if let Ok(date) = HeaderValue::from_str(&http_date(world.clock.now())) {
            response.headers_mut().insert(header::DATE, date);
        }
        let request = RequestRecord {
            method: parts.method.clone(),
            path,
            query: parts.uri.query().map(|query| mask(query).into_owned()),
            headers: mask_headers(&parts.headers),
            body: Body::of(b""),
        };
        keep(&world, request, &response, explanation);
        response
    }

    /// Tells of a connection whose request could not be read: what HTTP's grammar forbids, so that there is no request to
    /// answer.
    pub fn unreadable(&self, cause: &str) {
        let explanation = format!(
            "A request could not be read as HTTP: {cause}. Blanks, quotes and letters beyond ASCII in an address must be \
             percent-encoded."
        );
        self.log.trouble(&explanation);
        let Some(world) = self.worlds.get(DEFAULT_WORLD) else {
            return;
        };
        let request = RequestRecord {
            // There is none that could be named.
            method: Method::from_bytes(b"-").unwrap_or_default(),
            path: String::new(),
            query: None,
            headers: "".into(),
            body: Body::of(b""),
        };
        keep(&world, request, &StatusCode::BAD_REQUEST.into_response(), explanation);
    }

    fn nobody(&self, parts: &Parts) -> Refused {
        let path = parts.uri.path();
        let apis = || self.entrances.iter().map(|entrance| entrance.api());
        let slugs: Vec<String> = apis().map(|api| format!("/{}/", api.slug)).collect();
        let addresses = format!("addresses begin with {} or /_areia/", slugs.join(", "));
        let meant = self.entrances.iter().find(|entrance| entrance.has_route(path));
        let cure = match meant.map(|entrance| entrance.api()) {
            Some(api) => belongs_to(api, path),
            None => format!("Here {addresses}."),
        };
        Refused {
            problem: Problem::not_found(format!("nobody answers at {path}")).with_hint(addresses),
            status: StatusCode::NOT_FOUND,
            explanation: format!("Nobody answers at {path} on the host {:?}. {cure}", host_of(parts)),
        }
    }
}

/// The address is a provider's, but came without its prefix and by no host name of its own.
fn belongs_to(api: &Api, path: &str) -> String {
    let host = match api.hosts {
        [] => format!("{}.localhost", api.slug),
        [first, ..] => (*first).to_owned(),
    };
    format!(
        "It is an address of {}: call /{}{path}, or use the host name {host}.",
        api.name, api.slug
    )
}

/// A client takes this server for its proxy, and asks for a way through to somewhere.
fn no_tunnel(host: &str) -> Refused {
    let detail = format!("this server is no tunnel to {host}");
    let status = StatusCode::NOT_IMPLEMENTED;
    Refused {
        explanation: format!(
            "A client asked for a tunnel to {host}: this server is no proxy. Call it at its own address."
        ),
        problem: Problem::new(status, detail).with_hint("call it by http://, at its own address"),
        status,
    }
}

fn keep(world: &World, request: RequestRecord, response: &Response, explanation: String) {
    let slot = world.journal.next();
    let entry = Entry {
        id: slot.id,
        at: world.clock.now(),
        provider: NO_PROVIDER,
        operation: None,
        credential: None,
        request,
        response: ResponseRecord {
            status: response.status().as_u16(),
            headers: mask_headers(response.headers()),
            body: Body::of(b""),
        },
        duration_us: 0,
        explanation: Some(explanation),
        fault: None,
    };
    world.journal.write(slot, entry);
}
