//! A JSON body.

use axum::body::to_bytes;
use axum::extract::{FromRequest, Request};
use http::header;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::exact::Exact;
use crate::web::context::RequestContext;
use crate::web::refusal::Refusal;

/// A JSON body, read as a `T`. Of a member that is given twice the last one counts.
#[derive(Debug)]
pub struct JsonBody<T>(pub T);

impl<T: DeserializeOwned> FromRequest<()> for JsonBody<T> {
    type Rejection = Refusal;

    async fn from_request(request: Request, _: &()) -> Result<Self, Refusal> {
        let media_type = request.headers().get(header::CONTENT_TYPE);
        let media_type = media_type.and_then(|value| value.to_str().ok()).unwrap_or_default();
        let needs_type = request
            .extensions()
            .get::<RequestContext>()
            .is_some_and(|context| context.json_needs_content_type);
        if needs_type && !is_json(media_type) {
            return Err(Refusal::MediaTypeUnsupported {
                media_type: media_type.to_owned(),
            });
        }
        // The entrance has read the body already and held it to the provider's bound.
        let body = to_bytes(request.into_body(), usize::MAX)
            .await
            .map_err(|_| Refusal::BodyIncomplete)?;
        parse_json(&body).map(Self)
    }
}

/// Reads JSON as a `T`; serde_json bounds its depth.
pub fn parse_json<T: DeserializeOwned>(body: &[u8]) -> Result<T, Refusal> {
    let value: Value = serde_json::from_slice(body).map_err(|error| Refusal::BodyMalformed {
        reason: error.to_string(),
    })?;
    serde_path_to_error::deserialize(Exact(value)).map_err(|error| Refusal::BodyMismatch {
        place: error.path().to_string(),
        reason: error.into_inner().to_string(),
    })
}

/// Whether a media type is JSON's: `application/json`, `text/json`, `application/…+json`, with any parameters.
fn is_json(media_type: &str) -> bool {
    let essence = media_type
        .split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase();
    essence == "application/json" || essence == "text/json" || essence.ends_with("+json")
}
