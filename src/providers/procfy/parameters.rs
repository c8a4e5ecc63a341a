//! What handlers read a request's parameters with.

use axum::body::to_bytes;
use axum::extract::{FromRequest, Request};

use super::errors::Error;
use crate::web::rails::{Members, read};

/// A request's parameters: those of its query and those of its body, in whatever format.
#[derive(Debug)]
pub(super) struct RailsParameters(pub(super) Members);

impl FromRequest<()> for RailsParameters {
    type Rejection = Error;

    async fn from_request(request: Request, _: &()) -> Result<Self, Error> {
        let (parts, body) = request.into_parts();
        // The entrance has read the body already and held it to its bound.
        let body = to_bytes(body, usize::MAX).await;
        let body = body.map_err(|error| Error::BadRequest {
            reason: error.to_string(),
        })?;
        let members = read(&parts, body).await;
        members
            .map(Self)
            .map_err(|unreadable| Error::BadRequest { reason: unreadable.0 })
    }
}
