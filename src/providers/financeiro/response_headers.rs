//! The last touches to an answer: quota headers, entity tag, the headers of the application and of the proxies in front.

use axum::body::Body;
use axum::response::Response;
use chrono::{DateTime, SecondsFormat, Utc};
use http::request::Parts;
use http::{HeaderName, HeaderValue, StatusCode, header};
use http_body_util::BodyExt as _;
use hyper::ext::ReasonPhrase;

use super::account::{self, Profile};
use crate::web::aside::leaves_in_pieces;
use crate::web::context::RequestContext;
use crate::web::date::http_date;
use crate::web::terms::SeenRequest;
use crate::web::{conditional, cors};

/// nginx compressed these.
pub(super) fn compresses(status: StatusCode) -> bool {
    matches!(status, StatusCode::OK | StatusCode::FORBIDDEN | StatusCode::NOT_FOUND)
}

/// The last touches: quota headers, entity tag, the headers of the proxies in front.
pub(super) async fn finish(context: &RequestContext, seen: &SeenRequest, response: Response) -> Response {
    let parts = &seen.parts;
    let is_whole = !leaves_in_pieces(&response);
    let (mut head, body) = response.into_parts();
    let headers = &mut head.headers;
    if let Some(usage) = context.usage {
        let number = |number: i64| HeaderValue::from(number);
        headers.insert(HeaderName::from_static("x-ratelimit-limit"), number(usage.limit.into()));
        headers.insert(
            HeaderName::from_static("x-ratelimit-reset"),
            reset_text(context, usage.resets_at),
        );
        headers.insert(
            HeaderName::from_static("x-ratelimit-remaining"),
            number(usage.remaining()),
        );
    }
    if head.status == StatusCode::TOO_MANY_REQUESTS {
        head.extensions.insert(ReasonPhrase::from_static(b"TOO MANY REQUESTS"));
    }
    // nginx says so of all that it would compress, whoever asks.
    let varies = match compresses(head.status) {
        true => "Accept-Encoding, Origin",
        false => "Origin",
    };
    headers.insert(header::VARY, HeaderValue::from_static(varies));
    let is_compressed = compresses(head.status) && accepts_gzip(parts);
    cors::allow(parts, headers);
    if context.account.as_deref().map(account::profile) == Some(Profile::Wire) {
        headers.extend(of_the_application(context, seen));
    }
    if !is_whole {
        // A file is never in memory whole, so that it has no tag.
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
        return Response::from_parts(head, body);
    }
    let body = body.collect().await;
    let mut body = body.map(|body| body.to_bytes()).unwrap_or_default();
    let has_page = matches!(head.status, StatusCode::OK | StatusCode::CREATED) && !body.is_empty();
    if has_page && context.endpoint.is_some() {
        let tag = conditional::entity_tag(&body, is_compressed);
        if conditional::is_not_modified(parts, head.status, &tag) {
            head.status = StatusCode::NOT_MODIFIED;
            headers.remove(header::CONTENT_TYPE);
            body.clear();
        }
        headers.insert(header::ETAG, tag);
        let revalidate = HeaderValue::from_static("max-age=0, private, must-revalidate");
        headers.insert(header::CACHE_CONTROL, revalidate);
    } else if context.endpoint.is_some() {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    }
    Response::from_parts(head, Body::from(body))
}

/// Whether the client takes gzip: it names it, and does not say that it does not want it.
fn accepts_gzip(parts: &Parts) -> bool {
    let accepted = parts.headers.get(header::ACCEPT_ENCODING);
    let accepted = accepted.and_then(|value| value.to_str().ok());
    let mut codings = accepted.unwrap_or_default().split(',');
    codings.any(|coding| {
        let (name, quality) = coding.split_once(';').unwrap_or((coding, ""));
        let quality = quality.trim().strip_prefix("q=");
        let quality = quality.and_then(|quality| quality.parse::<f32>().ok());
        name.trim().eq_ignore_ascii_case("gzip") && quality != Some(0.0)
    })
}

/// What the application said of itself in the recordings. The number and the time of a request are those of its world,
/// so that they are the same in every run.
fn of_the_application(context: &RequestContext, seen: &SeenRequest) -> [(HeaderName, HeaderValue); 4] {
    let world = &context.world;
    let drawn = format!("{}/{}/{}", world.seed, world.name, context.request);
    let took = (world.clock.now() - seen.at).num_microseconds().unwrap_or(0).max(0);
    let runtime = format!("{}.{:06}", took / 1_000_000, took % 1_000_000);
    let cache = if seen.parts.method.is_safe() {
        "miss"
    } else {
        "invalidate, pass"
    };
    let value = |text: &str| HeaderValue::from_str(text).unwrap_or(HeaderValue::from_static(""));
    [
        ("x-request-id", value(&conditional::digest(drawn.as_bytes()))),
        ("x-runtime", value(&runtime)),
        ("x-ua-compatible", HeaderValue::from_static("IE=Edge,chrome=1")),
        ("x-rack-cache", HeaderValue::from_static(cache)),
    ]
    .map(|(name, value)| (HeaderName::from_static(name), value))
}

/// When the minute ends: as the documentation writes it, or in an account of the other generation as it was recorded.
fn reset_text(context: &RequestContext, at: DateTime<Utc>) -> HeaderValue {
    let text = match context.account.as_deref().map(account::profile) {
        Some(Profile::Wire) => at.to_rfc3339_opts(SecondsFormat::Secs, true),
        _ => http_date(at),
    };
    HeaderValue::from_str(&text).unwrap_or_else(|_| HeaderValue::from_static(""))
}
