//! The journal's entry and the log's line of a request.

use axum::body::Body as AnswerBody;
use axum::response::Response;
use http::response::Parts as ResponseParts;
use http_body_util::BodyExt;

use super::{Begun, Entrance, injection};
use crate::log::LogLine;
use crate::web::aside::Aside;
use crate::web::context::RequestContext;
use crate::web::masking::mask_sentence;
use crate::world::faults::Injection;
use crate::world::journal::{Body, Entry, RequestRecord};

impl Entrance {
    /// Writes the journal's entry and the log's line, and lets the answer go.
    pub(super) async fn record(
        &self,
        context: &RequestContext,
        Begun { slot, at, stopwatch }: Begun,
        request: RequestRecord,
        injection: Option<Injection>,
        mut response: Response,
    ) -> Response {
        let explanation = Aside::of(&mut response).explanation.take();
        let explanation = injection::explained(injection.as_ref(), explanation);
        let explanation = explanation.map(|text| mask_sentence(&text).into_owned());
        let (mut parts, body, kept) = said(response).await;
        let response = injection::seen(injection.as_ref(), &mut parts, kept);
        let operation = context.endpoint.as_ref().map(|endpoint| endpoint.id);
        let took = stopwatch.elapsed();
        let (status, is_injected) = (response.status, injection.is_some());
        self.metrics.count(operation, status, took, is_injected);
        let unmatched = format!("{} {}", request.method, request.path);
        self.log.request(&LogLine {
            provider: self.api.slug,
            operation: operation.unwrap_or(&unmatched),
            status,
            duration_us: took.as_micros(),
            world: &context.world.name,
            explanation: explanation.as_deref(),
        });
        let entry = Entry {
            id: slot.id,
            at,
            provider: self.api.slug,
            operation,
            credential: context.caller.as_ref().map(|caller| caller.id),
            request,
            response,
            // A reset on the way takes the clock back.
            duration_us: (context.world.clock.now_us() - at.timestamp_micros()).max(0),
            explanation,
            fault: injection.map(|injection| injection.id),
        };
        context.world.journal.write(slot, entry);
        Response::from_parts(parts, body)
    }
}

/// An answer's head and body, and what the journal keeps of the body.
async fn said(response: Response) -> (ResponseParts, AnswerBody, Body) {
    let (parts, body) = response.into_parts();
    let download = parts
        .extensions
        .get::<Aside>()
        .and_then(|aside| aside.download.as_ref());
    if let Some(download) = download {
        let kept = Body::beginning(&download.beginning, download.length);
        return (parts, body, kept);
    }
    // Every other answer is made whole before it is sent, so this only takes what is there.
    let body = body.collect().await.map(|body| body.to_bytes()).unwrap_or_default();
    let kept = Body::of(&body);
    (parts, AnswerBody::from(body), kept)
}
