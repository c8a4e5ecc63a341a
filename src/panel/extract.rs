//! What the control plane's handlers take and give.

use std::sync::Arc;

use axum::body::{Body, to_bytes};
use axum::extract::{Extension, FromRequest, FromRequestParts, Request};
use axum::response::{IntoResponse, Response};
use http::request::Parts;
use http::{HeaderValue, header};
use schemars::JsonSchema;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::Problem;
use super::reading::{WORLD, read, read_query};
use crate::web::extract::Parameters;
use crate::world::{DEFAULT_WORLD, World, Worlds};

/// The largest body that the control plane reads, in bytes.
const BODY_BYTES: usize = 1024 * 1024;

/// The world that `?world=` names, or the default one.
#[derive(Debug)]
pub struct Target(pub Arc<World>);

impl FromRequestParts<()> for Target {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &()) -> Result<Self, Problem> {
        let Extension(worlds) = Extension::<Arc<Worlds>>::from_request_parts(parts, state)
            .await
            .map_err(|error| Problem::internal(error.to_string()))?;
        named_world(&worlds, parts).map(Self)
    }
}

/// The world that a request's `?world=` names, or the default one.
pub(crate) fn named_world(worlds: &Worlds, parts: &Parts) -> Result<Arc<World>, Problem> {
    let query = query(parts)?;
    let name = query.given(WORLD).unwrap_or(DEFAULT_WORLD);
    worlds.get(name).ok_or_else(|| {
        let names = worlds.all();
        Problem::unknown("world", name, names.iter().map(|world| world.name.clone()))
    })
}

/// The query's parameters.
pub(crate) fn query(parts: &Parts) -> Result<Parameters, Problem> {
    Parameters::parse(parts.uri.query().unwrap_or_default())
        .map_err(|refusal| Problem::bad_request(refusal.explanation()))
}

/// JSON in and out. An empty body is an empty object; the media type is not asked for.
#[derive(Debug)]
pub struct Json(pub Value);

impl Json {
    /// The members of the object that was sent.
    pub fn members(self) -> Result<Map<String, Value>, Problem> {
        match self.0 {
            Value::Object(members) => Ok(members),
            _ => Err(Problem::bad_request("the body must be a JSON object")
                .with_hint("where there is nothing to say, send `{}` or nothing")),
        }
    }
}

impl FromRequest<()> for Json {
    type Rejection = Problem;

    async fn from_request(request: Request, _: &()) -> Result<Self, Problem> {
        let body = to_bytes(request.into_body(), BODY_BYTES).await;
        let body = body.map_err(|error| Problem::bad_request(format!("the body cannot be read: {error}")))?;
        if body.iter().all(u8::is_ascii_whitespace) {
            return Ok(Self(Value::Object(Map::new())));
        }
        serde_json::from_slice(&body)
            .map(Self)
            .map_err(|error| Problem::bad_request(format!("the body is no JSON: {error}")))
    }
}

impl IntoResponse for Json {
    fn into_response(self) -> Response {
        let mut response = Response::new(Body::from(self.0.to_string()));
        let media_type = HeaderValue::from_static("application/json");
        response.headers_mut().insert(header::CONTENT_TYPE, media_type);
        response
    }
}

/// A JSON body, read as a `T`. An empty one is an empty object; the media type is not asked for.
#[derive(Debug)]
pub struct Input<T>(pub T);

impl<T: DeserializeOwned> FromRequest<()> for Input<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &()) -> Result<Self, Problem> {
        let Json(body) = Json::from_request(request, state).await?;
        read(body).map(Self)
    }
}

/// The query, read as a `T`; `world` aside, unknown parameters are refused.
#[derive(Debug)]
pub struct Query<T>(pub T);

impl<T: DeserializeOwned + JsonSchema> FromRequestParts<()> for Query<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &()) -> Result<Self, Problem> {
        read_query(&query(parts)?).map(Self)
    }
}

/// An answer, written as JSON.
#[derive(Debug)]
pub struct Output<T>(pub T);

impl<T: Serialize> IntoResponse for Output<T> {
    fn into_response(self) -> Response {
        match serde_json::to_value(self.0) {
            Ok(value) => Json(value).into_response(),
            Err(error) => Problem::internal(error.to_string()).into_response(),
        }
    }
}
