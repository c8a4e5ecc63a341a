//! A request's body, read whole and within its bounds before anything is decided about the request. Those of uploads are
//! not: they come in by `streaming`.

use std::time::Duration;

use axum::body::Body;
use bytes::Bytes;
use http::{HeaderMap, header};
use http_body::Body as _;
use http_body_util::{BodyExt, LengthLimitError, Limited};

use super::refusal::Refusal;

/// What the operator lets clients send.
#[derive(Debug, Clone, Copy)]
pub struct Bounds {
    /// The size of a file that is uploaded, at most.
    pub upload_limit_bytes: u64,
    /// How long a client may take to send a body.
    pub patience: Duration,
}

/// How much of a body beyond its bound is still taken in and dropped. A client that is sending does not read:
/// whoever closed the connection on it would never be heard.
pub(super) const DRAINED_BYTES: usize = 8 * 1024 * 1024;

/// Reads a body whole, and waits for it no longer than `patience`.
pub(super) async fn read(
    headers: &HeaderMap,
    body: Body,
    limit_bytes: usize,
    patience: Duration,
) -> Result<Bytes, Refusal> {
    let announced = usize::try_from(body.size_hint().lower()).unwrap_or(usize::MAX);
    // Who asks before it sends is told before it sends; what is far too much is not waited for.
    let asks_first = headers.contains_key(header::EXPECT);
    if announced > limit_bytes && (asks_first || announced - limit_bytes > DRAINED_BYTES) {
        return Err(Refusal::BodyTooLarge { limit_bytes });
    }
    match tokio::time::timeout(patience, take_in(body, limit_bytes)).await {
        Ok(read) => read,
        Err(_) => Err(Refusal::BodyIncomplete),
    }
}

async fn take_in(mut body: Body, limit_bytes: usize) -> Result<Bytes, Refusal> {
    match Limited::new(&mut body, limit_bytes).collect().await {
        Ok(read) => Ok(read.to_bytes()),
        Err(error) if error.is::<LengthLimitError>() => {
            drain(&mut body).await;
            Err(Refusal::BodyTooLarge { limit_bytes })
        }
        Err(_) => Err(Refusal::BodyIncomplete),
    }
}

async fn drain(body: &mut Body) {
    let mut left = DRAINED_BYTES;
    while let Some(Ok(frame)) = body.frame().await {
        let length = frame.data_ref().map_or(0, Bytes::len);
        match left.checked_sub(length) {
            Some(rest) => left = rest,
            None => return,
        }
    }
}
