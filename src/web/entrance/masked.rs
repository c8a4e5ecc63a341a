//! What the journal keeps of requests and answers, secrets masked.

use http::response::Parts as ResponseParts;

use super::receive::Received;
use crate::web::masking::{mask, mask_body, mask_headers};
use crate::world::journal::{Body, RequestRecord, ResponseRecord};

/// The record of a request.
pub(super) fn of_request(received: &Received) -> RequestRecord {
    let Received {
        arrival, parts, body, ..
    } = received;
    RequestRecord {
        method: parts.method.clone(),
        path: mask(&arrival.original_path).into_owned(),
        query: parts.uri.query().map(|query| mask(query).into_owned()),
        headers: mask_headers(&parts.headers),
        body: masked(Body::of(body)),
    }
}

/// The record of an answer.
pub(super) fn of_response(parts: &ResponseParts, body: Body) -> ResponseRecord {
    ResponseRecord {
        status: parts.status.as_u16(),
        headers: mask_headers(&parts.headers),
        body: masked(body),
    }
}

/// A body's record with its secrets masked.
pub(super) fn masked(body: Body) -> Body {
    match body {
        Body::Text { text, length, is_cut } => Body::Text {
            text: mask_body(&text),
            length,
            is_cut,
        },
        binary @ Body::Binary { .. } => binary,
    }
}
