//! Successful answers.

use http::{HeaderValue, StatusCode, header};

use super::description::{OnCreate, Rendering, Resource};
use super::record::{Record, id_of};
use super::render;
use crate::providers::financeiro::errors::{JSON, XML, answer};
use crate::providers::financeiro::request::Request;
use crate::web::rails::{Document, Escaping, Node};
use crate::web::wording::Answer;

/// How a resource's JSON is escaped.
pub(crate) fn escaping(resource: &Resource) -> Escaping {
    match resource.rendering {
        Rendering::Model => Escaping::Ascii,
        Rendering::Template => Escaping::Raw,
    }
}

/// One record under its root.
pub(crate) fn object(resource: &Resource, request: &Request, status: StatusCode, record: &Record) -> Answer {
    let node = render::node(resource, record, request.profile, false);
    answer(
        status,
        &Document::One(resource.singular, node),
        escaping(resource),
        &request.context,
    )
}

/// 200 with one record.
pub(crate) fn record_answer(resource: &Resource, request: &Request, record: &Record) -> Answer {
    object(resource, request, StatusCode::OK, record)
}

/// 200 with many.
pub(crate) fn list_answer(resource: &Resource, request: &Request, records: &[Record]) -> Answer {
    let nodes = records
        .iter()
        .map(|record| render::node(resource, record, request.profile, true));
    list_answer_of(resource, request, nodes.collect())
}

/// 200 with many that are made already.
pub(super) fn list_answer_of(resource: &Resource, request: &Request, nodes: Vec<Node<'_>>) -> Answer {
    let document = Document::Many(resource.plural, resource.singular, nodes);
    answer(StatusCode::OK, &document, escaping(resource), &request.context)
}

/// 201 with the new record, and its address where the resource says so.
pub(crate) fn created_answer(resource: &Resource, request: &Request, record: &Record) -> Answer {
    created_answer_at(
        resource,
        request,
        record,
        &format!("{}/{}", request.path, id_of(record)),
    )
}

/// The same of a record whose path is not below the one that was asked.
pub(crate) fn created_answer_at(resource: &Resource, request: &Request, record: &Record, path: &str) -> Answer {
    let answer = object(resource, request, StatusCode::CREATED, record);
    match resource.on_create {
        OnCreate::Plain => answer,
        OnCreate::Location => with_location(answer, &format!("{}{path}", request.context.base_url)),
        OnCreate::RelativeLocation => {
            let base = request.context.base_url.split_once("://").map_or("", |(_, rest)| rest);
            let prefix = base.find('/').map_or("", |at| &base[at..]);
            with_location(answer, &format!("{prefix}{path}"))
        }
    }
}

/// An answer with an address.
pub(crate) fn with_location(answer: Answer, address: &str) -> Answer {
    match HeaderValue::from_str(address) {
        Ok(address) => answer.with(header::LOCATION, address),
        Err(_) => answer,
    }
}

/// One blank, which is what Rails 3 says when it says nothing.
pub(crate) fn blank_answer(request: &Request, status: StatusCode) -> Answer {
    let media_type = if request.context.format == "xml" { XML } else { JSON };
    Answer::new(status, media_type, " ")
}

/// 204.
pub(crate) fn no_content() -> Answer {
    Answer::empty(StatusCode::NO_CONTENT)
}

/// 200 with what was built in code under the resource's root.
pub(crate) fn node_answer(resource: &Resource, request: &Request, node: Node<'_>) -> Answer {
    answer(
        StatusCode::OK,
        &Document::One(resource.singular, node),
        escaping(resource),
        &request.context,
    )
}
