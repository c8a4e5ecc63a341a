//! The last step: compression. The journal keeps what the provider said, so it stands behind the record.

use std::convert::Infallible;

use axum::body::Body;
use axum::response::Response;
use http::{HeaderMap, HeaderValue, Request, StatusCode, header};
use tower::{Layer, ServiceExt};
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{Predicate, SizeAbove};

/// The codings that a client takes.
pub(super) struct Wanted(Vec<HeaderValue>);

impl Wanted {
    pub(super) fn by(headers: &HeaderMap) -> Self {
        Self(headers.get_all(header::ACCEPT_ENCODING).iter().cloned().collect())
    }

    /// Compresses an answer, if its status is one that the provider `compresses` and the client takes gzip.
    pub(super) async fn compress(self, response: Response, compresses: fn(StatusCode) -> bool) -> Response {
        let status = response.status();
        let worth_it = SizeAbove::new(0)
            .and(move |status: StatusCode, _: http::Version, _: &HeaderMap, _: &http::Extensions| compresses(status));
        let layer = CompressionLayer::new().gzip(true).compress_when(worth_it);
        let mut request = Request::new(Body::empty());
        for value in self.0 {
            request.headers_mut().append(header::ACCEPT_ENCODING, value);
        }
        let mut answered = Some(response);
        let answer = tower::service_fn(move |_: Request<Body>| {
            let response = answered.take().unwrap_or_default();
            async move { Ok::<_, Infallible>(response) }
        });
        let mut response = match layer.layer(answer).oneshot(request).await {
            Ok(response) => response.map(Body::new),
            Err(never) => match never {},
        };
        // A client that takes no coding at all, not even none, would be told 406 although its request was carried out.
        *response.status_mut() = status;
        response
    }
}
