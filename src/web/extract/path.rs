//! The path's parameters.

use axum::extract::path::ErrorKind;
use axum::extract::rejection::PathRejection;
use axum::extract::{FromRequestParts, Path as AxumPath};
use http::request::Parts;
use serde::de::DeserializeOwned;

use crate::web::refusal::Refusal;

/// The path's parameters, read as a `T`.
#[derive(Debug)]
pub struct Path<T>(pub T);

impl<T: DeserializeOwned + Send> FromRequestParts<()> for Path<T> {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, state: &()) -> Result<Self, Refusal> {
        match AxumPath::from_request_parts(parts, state).await {
            Ok(AxumPath(parameters)) => Ok(Self(parameters)),
            Err(PathRejection::FailedToDeserializePathParams(failed)) => Err(match failed.kind() {
                ErrorKind::InvalidUtf8InPathParam { .. } => Refusal::PathMalformed,
                _ => Refusal::IdMalformed {
                    id: parts.uri.path().rsplit('/').next().unwrap_or_default().to_owned(),
                },
            }),
            Err(_) => Err(Refusal::PathMalformed),
        }
    }
}
