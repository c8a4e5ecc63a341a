//! The five usual operations of a resource, mounted and described.

use std::marker::PhantomData;

use axum::handler::Handler;
use http::StatusCode;

use super::description::{OnDelete, OnUpdate, Resource};
use super::{actions, schema};
use crate::providers::financeiro::request::Request;
use crate::web::endpoints::{Endpoint, Endpoints, SchemaOf, operation};
use crate::web::fidelity::Evidence;

/// The media types of answers.
const FORMATS: &[&str] = &["application/json", "application/xml"];

/// The media types of bodies.
const FORMS: &[&str] = &[
    "application/json",
    "application/xml",
    "application/x-www-form-urlencoded",
    "multipart/form-data",
];

/// A type that stands for a resource, so that functions about it are made at compile time.
pub(crate) trait ResourceType: 'static {
    /// The resource.
    const RESOURCE: &'static Resource;
}

/// An operation's id and its summary.
pub(crate) type Name = (&'static str, &'static str);

/// The operations of a resource. They are added in the order of its documentation.
#[derive(Debug)]
pub(crate) struct Routes<R> {
    endpoints: Endpoints,
    collection: &'static str,
    member: &'static str,
    evidence: Evidence,
    resource: PhantomData<R>,
}

impl<R: ResourceType> Routes<R> {
    /// No operations yet: `collection` is the path of the list, `member` that of one record.
    pub(crate) fn new(collection: &'static str, member: &'static str, evidence: Evidence) -> Self {
        Self {
            endpoints: Endpoints::new(),
            collection,
            member,
            evidence,
            resource: PhantomData,
        }
    }

    /// Adds other operations, which stand here in the documentation.
    pub(crate) fn and(mut self, add: impl FnOnce(Endpoints) -> Endpoints) -> Self {
        self.endpoints = add(self.endpoints);
        self
    }

    /// Lists records.
    pub(crate) fn list(self, name: Name) -> Self {
        let (path, endpoint) = (self.collection, list_operation::<R>(name, self.evidence));
        self.and(|endpoints| endpoints.get(path, |request: Request| actions::list(R::RESOURCE, request), endpoint))
    }

    /// Shows a record.
    pub(crate) fn show(self, name: Name) -> Self {
        let (path, endpoint) = (self.member, record_operation::<R>(name, self.evidence, StatusCode::OK));
        self.and(|endpoints| endpoints.get(path, |request: Request| actions::show(R::RESOURCE, request), endpoint))
    }

    /// Creates a record.
    pub(crate) fn create(self, name: Name) -> Self {
        self.create_by(name, |request: Request| actions::create(R::RESOURCE, request))
    }

    /// Creates a record in a way of its own.
    pub(crate) fn create_by<H: Handler<T, ()>, T: 'static>(self, name: Name, handler: H) -> Self {
        let path = self.collection;
        let shown: SchemaOf = |generator| schema::schema(R::RESOURCE.created_as.unwrap_or(R::RESOURCE), generator);
        let endpoint = operation(name.0, name.1, self.evidence).answers_of(StatusCode::CREATED, shown, FORMATS);
        self.and(|endpoints| endpoints.post(path, handler, with_body::<R>(endpoint)))
    }

    /// Changes a record.
    pub(crate) fn update(self, name: Name) -> Self {
        self.update_by(name, |request: Request| actions::update(R::RESOURCE, request))
    }

    /// Changes a record in a way of its own.
    pub(crate) fn update_by<H: Handler<T, ()>, T: 'static>(self, name: Name, handler: H) -> Self {
        let path = self.member;
        let shown: SchemaOf = |generator| schema::schema(R::RESOURCE.updated_as.unwrap_or(R::RESOURCE), generator);
        let endpoint = match R::RESOURCE.on_update {
            OnUpdate::Blank => blank_operation(name, self.evidence),
            OnUpdate::Object | OnUpdate::ObjectAndLocation => {
                operation(name.0, name.1, self.evidence).answers_of(StatusCode::OK, shown, FORMATS)
            }
        };
        self.and(|endpoints| endpoints.put(path, handler, with_body::<R>(endpoint)))
    }

    /// Deletes a record.
    pub(crate) fn delete(self, name: Name) -> Self {
        let path = self.member;
        let endpoint = match R::RESOURCE.on_delete {
            OnDelete::Blank => blank_operation(name, self.evidence),
            OnDelete::Empty => operation(name.0, name.1, self.evidence).answers_with(StatusCode::OK, ""),
            OnDelete::NoContent => operation(name.0, name.1, self.evidence).answers_with(StatusCode::NO_CONTENT, ""),
        };
        self.and(|endpoints| {
            endpoints.delete(
                path,
                |request: Request| actions::destroy(R::RESOURCE, request),
                endpoint,
            )
        })
    }

    /// All of them.
    pub(crate) fn endpoints(self) -> Endpoints {
        self.endpoints
    }
}

/// An operation that answers with one record.
pub(crate) fn record_operation<R: ResourceType>(
    (id, summary): Name,
    evidence: Evidence,
    status: StatusCode,
) -> Endpoint {
    let one: SchemaOf = |generator| schema::schema(R::RESOURCE, generator);
    operation(id, summary, evidence).answers_of(status, one, FORMATS)
}

/// An operation that answers with many records.
pub(crate) fn list_operation<R: ResourceType>((id, summary): Name, evidence: Evidence) -> Endpoint {
    let many: SchemaOf = |generator| schema::list_schema(R::RESOURCE, generator);
    operation(id, summary, evidence).answers_of(StatusCode::OK, many, FORMATS)
}

/// An operation that answers with one blank.
pub(crate) fn blank_operation((id, summary): Name, evidence: Evidence) -> Endpoint {
    operation(id, summary, evidence).answers_with(StatusCode::OK, "application/json")
}

/// The same operation, which reads a record's attributes.
pub(crate) fn with_body<R: ResourceType>(endpoint: Endpoint) -> Endpoint {
    let body: SchemaOf = |generator| schema::body_schema(R::RESOURCE, generator);
    endpoint.body_of(body, FORMS)
}
