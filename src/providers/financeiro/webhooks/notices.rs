//! Notices: what a webhook is told of a change, once that is committed.

use std::borrow::Cow;

use chrono::SecondsFormat;
use hmac::{Hmac, Mac as _};
use http::{HeaderMap, HeaderName, HeaderValue, header};
use serde_json::Value;
use sha1::Sha1;
use sqlx::SqliteConnection;
use url::Url;

use super::WEBHOOK;
use crate::providers::financeiro::call::Call;
use crate::providers::financeiro::errors::{JSON, XML};
use crate::providers::financeiro::resource::{Record, Resource, Scope, escaping, node, store};
use crate::web::conditional::digest;
use crate::web::rails::{Document, Escaping, Node, to_json, to_xml};
use crate::webhook_sender::Notice;

/// The resources whose changes are told.
const TOLD: [&str; 14] = [
    "attachment",
    "bank_statement",
    "category",
    "classification_center",
    "credit_card",
    "credit_card_transaction",
    "deposit_account",
    "financial_transaction",
    "payable_account",
    "person",
    "receivable_account",
    "sale",
    "sale_account",
    "sale_rule",
];

/// Tells every webhook that a record was `created`, `updated` or `destroyed`. It is asked after the change is
/// committed; what goes wrong here is nobody's error.
pub(in crate::providers::financeiro) async fn announce(
    resource: &'static Resource,
    call: &Call,
    connection: &mut SqliteConnection,
    (action, record): (&str, &Record),
) {
    let Some(webhook_sender) = &call.webhook_sender else {
        return;
    };
    if !webhook_sender.is_allowed_any() || !TOLD.contains(&resource.one) {
        return;
    }
    let all = Scope {
        account: call.account,
        owner: call.account,
    };
    let Ok(webhooks) = store::list(connection, &WEBHOOK, all).await else {
        return;
    };
    if webhooks.is_empty() {
        return;
    }
    let mut shown = record.clone();
    if let Some(complete) = resource.complete
        && complete(&mut shown, call, connection).await.is_err()
    {
        return;
    }
    let entity = match call.path_id("entity_id") {
        0 => record.get("entity_id").and_then(Value::as_i64),
        id => Some(id),
    };
    let event = format!("{}.{action}", resource.many);
    for webhook in &webhooks {
        let own = webhook.get("entity_id").and_then(Value::as_i64);
        if entity.is_some() && own.is_some() && own != entity {
            continue;
        }
        let members = vec![(resource.one.into(), node(resource, &shown, call.profile, false))];
        let escaping = escaping(resource);
        if let Some(notice) = notice(call, webhook, (&event, members), escaping) {
            webhook_sender.send(notice);
        }
    }
}

/// The test call that a new webhook's address must answer.
pub(super) fn test_call(call: &Call, webhook: &Record) -> Option<Notice> {
    notice(call, webhook, ("webhooks.test", Vec::new()), Escaping::Ascii)
}

type Member = (Cow<'static, str>, Node<'static>);

/// A notice, signed with the webhook's secret.
fn notice(call: &Call, webhook: &Record, (event, object): (&str, Vec<Member>), escaping: Escaping) -> Option<Notice> {
    let text = |name: &str| webhook.get(name).and_then(Value::as_str);
    let timestamp = call.now().to_rfc3339_opts(SecondsFormat::Secs, true);
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
    let request_id = request_id(call, webhook, event, &body);
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
fn request_id(call: &Call, webhook: &Record, event: &str, body: &str) -> String {
    let (world, request) = (call.world(), call.context.request);
    let id = webhook.get("id").and_then(Value::as_i64).unwrap_or_default();
    let drawn = format!("{}/{}/{request}/{id}/{event}/{body}", world.seed, world.name);
    digest(drawn.as_bytes())
}
