//! The first steps: which operation a request asks for, its body, the credentials it shows, and the world it is in.

use std::collections::HashMap;
use std::sync::Arc;

use axum::body::Body;
use axum::extract::Request;
use bytes::Bytes;
use http::Method;
use http::request::Parts;

use super::Entrance;
use crate::web::address::Arrival;
use crate::web::body;
use crate::web::credentials::Presented;
use crate::web::endpoints::{Endpoint, Endpoints};
use crate::web::extract::is_well_encoded;
use crate::web::refusal::Refusal;
use crate::web::streaming::UploadStream;
use crate::world::{DEFAULT_WORLD, World};

/// A request that has been taken in.
pub(super) struct Received {
    pub(super) arrival: Arrival,
    pub(super) parts: Parts,
    pub(super) route: Option<Arc<Route>>,
    pub(super) endpoint: Option<Arc<Endpoint>>,
    /// Empty where the operation takes its body in piece by piece.
    pub(super) body: Bytes,
    pub(super) upload: Option<UploadStream>,
    pub(super) presented: Presented,
    /// Why the request is refused, once its world has been asked whatever comes before.
    pub(super) refusal: Option<Refusal>,
}

/// An address of the provider's, and the operations that it has.
#[derive(Debug)]
pub(super) struct Route {
    pub(super) path: &'static str,
    /// As `Allow` lists them.
    pub(super) methods: String,
    endpoints: Vec<Arc<Endpoint>>,
}

/// Every address of the provider's.
#[derive(Debug)]
pub(super) struct Routes {
    matcher: matchit::Router<Arc<Route>>,
    /// In the order of the documentation, for the nearest one to an address that nobody has.
    pub(super) paths: Vec<&'static str>,
}

impl Routes {
    pub(super) fn of(endpoints: &Endpoints) -> Self {
        let methods = endpoints.methods();
        let mut by_path: HashMap<&'static str, Vec<Arc<Endpoint>>> = HashMap::new();
        for endpoint in &endpoints.list {
            let there = by_path.entry(endpoint.path).or_default();
            there.push(Arc::new(endpoint.clone()));
        }
        let mut matcher = matchit::Router::new();
        for (path, endpoints) in by_path {
            let methods = methods.get(path).cloned().unwrap_or_default();
            let route = Route {
                path,
                methods,
                endpoints,
            };
            // A path that contradicts another one ends the router's making in axum already, which every start does.
            let _ = matcher.insert(path, Arc::new(route));
        }
        let paths = endpoints.list.iter().map(|own| own.path).collect();
        Self { matcher, paths }
    }

    pub(super) fn find(&self, path: &str) -> Option<Arc<Route>> {
        self.matcher.at(path).ok().map(|found| found.value.clone())
    }
}

impl Route {
    /// The operation of `method`. `HEAD` is answered as `GET` would be.
    fn endpoint(&self, method: &Method) -> Option<Arc<Endpoint>> {
        let is_asked_for = |endpoint: &&Arc<Endpoint>| {
            endpoint.method == method || (endpoint.method == Method::GET && method == Method::HEAD)
        };
        self.endpoints.iter().find(is_asked_for).cloned()
    }
}

impl Entrance {
    /// Takes a request in.
    pub(super) async fn receive(&self, arrival: Arrival, request: Request) -> Received {
        let (parts, body) = request.into_parts();
        let route = self.routes.find(parts.uri.path());
        let endpoint = route.as_ref().and_then(|route| route.endpoint(&parts.method));
        let (body, upload, mut refusal) = self.read_body(&parts, body, endpoint.as_deref()).await;
        if !is_well_encoded(&arrival.original_path) {
            refusal = Some(Refusal::PathMalformed);
        }
        let presented = (self.api.terms.present)(&parts, &body);
        Received {
            arrival,
            parts,
            route,
            endpoint,
            body,
            upload,
            presented,
            refusal,
        }
    }

    /// A request's body: read whole, or where its operation takes it in piece by piece, left as it is.
    async fn read_body(
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

    /// The world of a request: the one it names, else the one that owns what it shows, else the default one. A name that
    /// no world has is a refusal, which the default world records. There is always a default world; without it, nobody
    /// could say anything.
    pub(super) fn find_world(&self, received: &mut Received) -> Option<Arc<World>> {
        if let Some(name) = received.arrival.world.as_deref() {
            if let Some(world) = self.worlds.get(name) {
                return Some(world);
            }
            received.refusal = Some(Refusal::WorldUnknown { name: name.to_owned() });
        } else {
            let mut keys = received.presented.keys.iter();
            let owner = keys.find_map(|key| self.worlds.owner(self.api.slug, key));
            if owner.is_some() {
                return owner;
            }
        }
        self.worlds.get(DEFAULT_WORLD)
    }
}
