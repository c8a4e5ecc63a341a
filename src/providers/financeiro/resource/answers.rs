//! Successful answers.

use http::{HeaderValue, StatusCode, header};

use super::{Family, OnCreate, Record, Resource, render};
use crate::providers::financeiro::call::Call;
use crate::providers::financeiro::errors::{JSON, XML, answer};
use crate::web::rails::{Document, Escaping, Node};
use crate::web::wording::Answer;

/// How a resource's JSON is escaped.
pub(in crate::providers::financeiro) fn escaping(resource: &Resource) -> Escaping {
    match resource.family {
        Family::Model => Escaping::Ascii,
        Family::Template => Escaping::Raw,
    }
}

/// One record under its root.
pub(in crate::providers::financeiro) fn object(
    resource: &Resource,
    call: &Call,
    status: StatusCode,
    record: &Record,
) -> Answer {
    let node = render::node(resource, record, call.profile, false);
    answer(
        status,
        &Document::One(resource.one, node),
        escaping(resource),
        &call.context,
    )
}

/// 200 with one record.
pub(in crate::providers::financeiro) fn one(resource: &Resource, call: &Call, record: &Record) -> Answer {
    object(resource, call, StatusCode::OK, record)
}

/// 200 with many.
pub(in crate::providers::financeiro) fn many(resource: &Resource, call: &Call, records: &[Record]) -> Answer {
    let nodes = records
        .iter()
        .map(|record| render::node(resource, record, call.profile, true));
    many_of(resource, call, nodes.collect())
}

/// 200 with many that are made already.
pub(super) fn many_of(resource: &Resource, call: &Call, nodes: Vec<Node<'_>>) -> Answer {
    let document = Document::Many(resource.many, resource.one, nodes);
    answer(StatusCode::OK, &document, escaping(resource), &call.context)
}

/// 201 with the new record, and its address where the resource says so.
pub(in crate::providers::financeiro) fn created(resource: &Resource, call: &Call, record: &Record) -> Answer {
    let id = record.get("id").and_then(serde_json::Value::as_i64).unwrap_or_default();
    created_at(resource, call, record, &format!("{}/{id}", call.path))
}

/// The same of a record whose path is not below the one that was asked.
pub(in crate::providers::financeiro) fn created_at(
    resource: &Resource,
    call: &Call,
    record: &Record,
    path: &str,
) -> Answer {
    let answer = object(resource, call, StatusCode::CREATED, record);
    match resource.on_create {
        OnCreate::Plain => answer,
        OnCreate::Location => located(answer, &format!("{}{path}", call.context.base_url)),
        OnCreate::RelativeLocation => {
            let base = call.context.base_url.split_once("://").map_or("", |(_, rest)| rest);
            let prefix = base.find('/').map_or("", |at| &base[at..]);
            located(answer, &format!("{prefix}{path}"))
        }
    }
}

/// An answer with an address.
pub(in crate::providers::financeiro) fn located(answer: Answer, address: &str) -> Answer {
    match HeaderValue::from_str(address) {
        Ok(address) => answer.with(header::LOCATION, address),
        Err(_) => answer,
    }
}

/// One blank, which is what Rails 3 says when it says nothing.
pub(in crate::providers::financeiro) fn blank(call: &Call, status: StatusCode) -> Answer {
    let media_type = if call.context.format == "xml" { XML } else { JSON };
    Answer::new(status, media_type, " ")
}

/// 204.
pub(in crate::providers::financeiro) fn no_content() -> Answer {
    Answer::empty(StatusCode::NO_CONTENT)
}

/// 200 with what was built in code under the resource's root.
pub(in crate::providers::financeiro) fn rooted(resource: &Resource, call: &Call, node: Node<'_>) -> Answer {
    answer(
        StatusCode::OK,
        &Document::One(resource.one, node),
        escaping(resource),
        &call.context,
    )
}
