//! "REQUISIÇÕES DA API": the log of calls that the vendor's screen shows, kept with the account, without its token.

use axum::body::Body;
use axum::response::Response;
use bytes::Bytes;
use http::request::Parts;
use http_body_util::BodyExt;
use percent_encoding::percent_decode_str;
use serde_json::{Value, json};

use super::store::requests::CALLS;
use super::{API, SLUG, presented, store};
use crate::http::masking::{mask, mask_body};
use crate::http::passage::Passage;
use crate::http::terms::Asked;
use crate::store::{StoreError, decode};
use crate::world::World;
use crate::world::credential::Credential;
use crate::world::instant_text;

/// How much of a body is kept, in bytes.
const BODY_BYTES: usize = 64 * 1024;

/// What stands in a token's place.
const MASK: &str = "********";

/// Writes a call of a known token, working or not, to its account's log. A log that cannot be written stops nobody.
pub(super) async fn log(passage: &Passage, asked: &Parts, response: Response) -> Response {
    let shown = presented(asked, &[]).keys.into_iter().next();
    let token = shown.and_then(|key| passage.world.directory.find(SLUG, &key));
    let (Some(token), true) = (token, asked.uri.path().starts_with(API)) else {
        return response;
    };
    let (parts, body) = response.into_parts();
    // Every answer is made whole before it is sent, so this only takes what is there.
    let body = body
        .collect()
        .await
        .map(|body| body.to_bytes())
        .unwrap_or_default();
    let call = call(passage, &token, asked, (parts.status.as_u16(), &body));
    let row = (token.holds("account").to_owned(), call.to_string());
    // What is lost with a world that is being replaced is part of what goes.
    let _ = passage.world.store.write_later(&CALLS, row).await;
    Response::from_parts(parts, Body::from(body))
}

/// What the log says of a call.
fn call(
    passage: &Passage,
    token: &Credential,
    asked: &Parts,
    (status, answer): (u16, &Bytes),
) -> Value {
    let extension: Option<&Asked> = asked.extensions.get();
    let now = passage.world.clock.now();
    let at = extension.map_or(now, |asked| asked.at);
    let body = extension
        .map(|asked| asked.body.clone())
        .unwrap_or_default();
    let peer = extension.and_then(|asked| asked.peer);
    let without = |text: &str| without(text, &token.key);
    json!({
        "created_at": instant_text(at),
        "method": asked.method.as_str(),
        "path": mask(&without(asked.uri.path())),
        "query": asked.uri.query().map(|query| mask(&without(query)).into_owned()),
        "request_body": body_text(&body, &token.key),
        "status": status,
        "response_body": body_text(answer, &token.key),
        // A reset on the way takes the clock back.
        "duration_ms": (now - at).num_milliseconds().max(0),
        "ip": peer.map(|peer| peer.0.to_string()),
    })
}

/// A body's text as far as it is kept; `None` where there is no body.
fn body_text(body: &Bytes, token: &str) -> Option<String> {
    let text = without(&String::from_utf8_lossy(body), token);
    let mut kept = text.into_bytes();
    kept.truncate(BODY_BYTES);
    let masked = mask_body(&Bytes::from(kept));
    (!body.is_empty()).then(|| String::from_utf8_lossy(&masked).into_owned())
}

/// The text without the token, however it is written there.
fn without(text: &str, token: &str) -> String {
    let text = text.replace(token, MASK);
    let decoded = percent_decode_str(&text).decode_utf8_lossy();
    match decoded.contains(token) {
        true => MASK.to_owned(),
        false => text,
    }
}

/// The log of some accounts, the oldest call first.
pub(super) async fn list(world: &World, accounts: &[String]) -> Result<Vec<Value>, StoreError> {
    let mut connection = world.store.connection().await?;
    let mut calls = Vec::new();
    for account in accounts {
        calls.extend(store::requests::list(&mut connection, account).await?);
    }
    calls.sort_by_key(|(id, _)| *id);
    let shown = |(id, document): (i64, String)| {
        let mut call = json!({"id": id});
        if let (Value::Object(call), Value::Object(members)) = (&mut call, decode(&document)?) {
            call.extend(members);
        }
        Ok(call)
    };
    calls.into_iter().map(shown).collect()
}
