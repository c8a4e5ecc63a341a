//! Notices: what a webhook is told of a change, once that is committed.

use std::borrow::Cow;

use chrono::SecondsFormat;
use futures_util::FutureExt as _;
use hmac::{Hmac, Mac as _};
use http::{HeaderMap, HeaderName, HeaderValue, header};
use sha1::Sha1;
use sqlx::SqliteConnection;
use url::Url;

use super::WEBHOOK;
use crate::providers::financeiro::errors::{JSON, XML};
use crate::providers::financeiro::request::Request;
use crate::providers::financeiro::resource::{
    Notify, Owner, Record, Resource, escaping, id_of, node, number_of, store, text_of,
};
use crate::web::conditional::digest;
use crate::web::rails::{Document, Escaping, Node, to_json, to_xml};
use crate::webhook_sender::Notice;

/// The description's field of a resource whose changes webhooks are told of.
pub(crate) const NOTIFY: Option<Notify> =
    Some(|resource, request, connection, change| notify(resource, request, connection, change).boxed());

/// Tells every webhook that a record was `created`, `updated` or `destroyed`. It is asked after the change is
/// committed; what goes wrong here is nobody's error.
async fn notify(
    resource: &'static Resource,
    request: &Request,
    connection: &mut SqliteConnection,
    (action, record): (&'static str, &Record),
) {
    let Some(webhook_sender) = &request.webhook_sender else {
        return;
    };
    if !webhook_sender.is_allowed_any() {
        return;
    }
    let all = Owner::of_account(request.account);
    let Ok(webhooks) = store::list(connection, &WEBHOOK, all).await else {
        return;
    };
    if webhooks.is_empty() {
        return;
    }
    let mut shown = record.clone();
    if let Some(add_computed) = resource.add_computed
        && add_computed(&mut shown, request, connection).await.is_err()
    {
        return;
    }
    let entity = match request.path_id("entity_id") {
        0 => number_of(record, "entity_id"),
        id => Some(id),
    };
    let event = format!("{}.{action}", resource.plural);
    for webhook in &webhooks {
        let own = number_of(webhook, "entity_id");
        if entity.is_some() && own.is_some() && own != entity {
            continue;
        }
        let members = vec![(resource.singular.into(), node(resource, &shown, request.profile, false))];
        let escaping = escaping(resource);
        if let Some(notice) = notice(request, webhook, (&event, members), escaping) {
            webhook_sender.send(notice);
        }
    }
}

/// The test call that a new webhook's address must answer.
pub(super) fn test_call(request: &Request, webhook: &Record) -> Option<Notice> {
    notice(request, webhook, ("webhooks.test", Vec::new()), Escaping::Ascii)
}

type Member = (Cow<'static, str>, Node<'static>);

/// A notice, signed with the webhook's secret.
fn notice(
    request: &Request,
    webhook: &Record,
    (event, object): (&str, Vec<Member>),
    escaping: Escaping,
) -> Option<Notice> {
    let text = |name: &str| text_of(webhook, name);
    let timestamp = request.now().to_rfc3339_opts(SecondsFormat::Secs, true);
    let mut members = vec![
        ("event".into(), Node::text(event.to_owned())),
        ("timestamp".into(), Node::text(timestamp)),
    ];
    members.extend(object);
    let document = Document::Bare("hash", Node::Hash(members));
    let (body, media_type) = match text("format")? {
        "xml" => (to_xml(&document), XML),
        _ => (to_json(&document, escaping), JSON),
    };
    let request_id = request_id(request, webhook, event, &body);
    let mut mac = Hmac::<Sha1>::new_from_slice(text("secret")?.as_bytes()).ok()?;
    mac.update(request_id.as_bytes());
    mac.update(body.as_bytes());
    let signature: String = mac
        .finalize()
        .into_bytes()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    let mut headers = HeaderMap::new();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type));
    for (name, value) in [
        ("x-myfinance-requestid", request_id),
        ("x-myfinance-signature", signature),
    ] {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_str(&value).ok()?);
    }
    Some(Notice {
        url: Url::parse(text("url")?).ok()?,
        headers,
        body: body.into(),
    })
}

/// A notice's number: 32 hexadecimal digits, the same in every run of the same requests.
fn request_id(request: &Request, webhook: &Record, event: &str, body: &str) -> String {
    let (world, request) = (request.world(), request.context.request);
    let id = id_of(webhook);
    let drawn = format!("{}/{}/{request}/{id}/{event}/{body}", world.seed, world.name);
    digest(drawn.as_bytes())
}
