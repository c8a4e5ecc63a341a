//! "REQUISIÇÕES DA API": the log of calls that the vendor's screen shows, kept with the account, without its token.

use std::borrow::Cow;

use axum::body::Body;
use axum::response::Response;
use bytes::Bytes;
use http_body_util::BodyExt;
use percent_encoding::percent_decode_str;

use super::store::requests::{CALLS, Call};
use super::{API, SLUG, presented, store};
use crate::clock::instant_text;
use crate::store::StoreError;
use crate::web::context::RequestContext;
use crate::web::masking::mask;
use crate::web::terms::SeenRequest;
use crate::world::World;
use crate::world::credential::Credential;

/// How much of a body is kept, in bytes.
const BODY_BYTES: usize = 64 * 1024;

/// What replaces a token.
const MASK: &str = "********";

/// Writes a call of a known token, working or not, to its account's log. A log that cannot be written stops nobody.
pub(super) async fn log(context: &RequestContext, seen: &SeenRequest, response: Response) -> Response {
    let shown = presented(&seen.parts, &[]).keys.into_iter().next();
    let token = shown.and_then(|key| context.world.directory.find(SLUG, &key));
    let (Some(token), true) = (token, seen.parts.uri.path().starts_with(API)) else {
        return response;
    };
    let (parts, body) = response.into_parts();
    // Every answer's body is complete before it is sent, so this does not wait.
    let body = body.collect().await.map(|body| body.to_bytes()).unwrap_or_default();
    let call = call(context, &token, seen, (parts.status.as_u16(), &body));
    let row = call.into_row(token.holds("account"));
    // A world that is being replaced loses its log anyway.
    let _ = context.world.store.defer(&CALLS, row).await;
    Response::from_parts(parts, Body::from(body))
}

/// What the log says of a call.
fn call(context: &RequestContext, token: &Credential, seen: &SeenRequest, (status, answer): (u16, &Bytes)) -> Call {
    let SeenRequest { at, parts, body, peer } = seen;
    let now = context.world.clock.now();
    let clean = |text: &str| mask(&masked(text, &token.key)).into_owned();
    Call {
        id: 0,
        created_at: instant_text(*at),
        method: parts.method.to_string(),
        path: clean(parts.uri.path()),
        query: parts.uri.query().map(clean),
        request_body: body_text(body, &token.key),
        status: i64::from(status),
        response_body: body_text(answer, &token.key),
        // A reset during the call sets the clock back.
        duration_ms: (now - *at).num_milliseconds().max(0),
        ip: peer.map(|peer| peer.0.to_string()),
    }
}

/// A body's text as far as it is kept; `None` where there is no body.
fn body_text(body: &Bytes, token: &str) -> Option<String> {
    if body.is_empty() {
        return None;
    }
    let text = String::from_utf8_lossy(body);
    let text = masked(&text, token);
    let kept = &text[..text.floor_char_boundary(BODY_BYTES)];
    Some(mask(kept).into_owned())
}

/// The text with the token masked. A text that holds the token percent-encoded is masked whole.
fn masked<'a>(text: &'a str, token: &str) -> Cow<'a, str> {
    let text = match text.contains(token) {
        true => Cow::Owned(text.replace(token, MASK)),
        false => Cow::Borrowed(text),
    };
    let is_hidden = text.contains('%') && {
        let decoded = percent_decode_str(&text).decode_utf8_lossy();
        decoded.contains(token)
    };
    match is_hidden {
        true => Cow::Borrowed(MASK),
        false => text,
    }
}

/// The log of some accounts, the oldest call first.
pub(super) async fn list(world: &World, accounts: &[String]) -> Result<Vec<Call>, StoreError> {
    let mut connection = world.store.connection().await?;
    let mut calls = Vec::new();
    for account in accounts {
        calls.extend(store::requests::list(&mut connection, account).await?);
    }
    calls.sort_by_key(|call| call.id);
    Ok(calls)
}
