//! The five usual operations of a resource, mounted and described.

use http::StatusCode;

use super::{OnDelete, OnUpdate, Resource, actions, schema};
use crate::providers::financeiro::call::Call;
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
pub(in crate::providers::financeiro) trait Described: 'static {
    /// The resource.
    fn resource() -> &'static Resource;
}

/// The id and the summary of each usual operation, in the order of [`mounted`].
pub(in crate::providers::financeiro) struct Names {
    pub(in crate::providers::financeiro) list: (&'static str, &'static str),
    pub(in crate::providers::financeiro) show: (&'static str, &'static str),
    pub(in crate::providers::financeiro) create: (&'static str, &'static str),
    pub(in crate::providers::financeiro) update: (&'static str, &'static str),
    pub(in crate::providers::financeiro) delete: (&'static str, &'static str),
}

fn many<T: Described>() -> SchemaOf {
    |generator| schema::list_schema(T::resource(), generator)
}

fn one<T: Described>() -> SchemaOf {
    |generator| schema::schema(T::resource(), generator)
}

/// An operation that answers with one record.
pub(in crate::providers::financeiro) fn shows<T: Described>(
    (id, summary): (&'static str, &'static str),
    evidence: Evidence,
    status: StatusCode,
) -> Endpoint {
    operation(id, summary, evidence).answers_of(status, one::<T>(), FORMATS)
}

/// An operation that answers with many records.
pub(in crate::providers::financeiro) fn lists<T: Described>(
    (id, summary): (&'static str, &'static str),
    evidence: Evidence,
) -> Endpoint {
    operation(id, summary, evidence).answers_of(StatusCode::OK, many::<T>(), FORMATS)
}

/// An operation that answers with one blank.
pub(in crate::providers::financeiro) fn says_nothing(
    (id, summary): (&'static str, &'static str),
    evidence: Evidence,
) -> Endpoint {
    operation(id, summary, evidence).answers_with(StatusCode::OK, "application/json")
}

/// The same operation, which reads a record's attributes.
pub(in crate::providers::financeiro) fn taking<T: Described>(endpoint: Endpoint) -> Endpoint {
    let body: SchemaOf = |generator| schema::body_schema(T::resource(), generator);
    endpoint.body_of(body, FORMS)
}

/// Mounts the five usual operations: `many` is the path of the list, `single` that of one record.
pub(in crate::providers::financeiro) fn mounted<T: Described>(
    endpoints: Endpoints,
    (many, single): (&'static str, &'static str),
    names: Names,
    evidence: Evidence,
) -> Endpoints {
    let resource = T::resource();
    let delete = |call: Call| actions::destroy(resource, call);
    let create = shows::<T>(names.create, evidence, StatusCode::CREATED);
    let update = match resource.on_update {
        OnUpdate::Blank => says_nothing(names.update, evidence),
        OnUpdate::Object | OnUpdate::ObjectAndLocation => shows::<T>(names.update, evidence, StatusCode::OK),
    };
    let deletion = match resource.on_delete {
        OnDelete::Blank => says_nothing(names.delete, evidence),
        OnDelete::NoContent => {
            operation(names.delete.0, names.delete.1, evidence).answers_with(StatusCode::NO_CONTENT, "")
        }
    };
    endpoints
        .get(
            many,
            |call: Call| actions::list(resource, call),
            lists::<T>(names.list, evidence),
        )
        .get(
            single,
            |call: Call| actions::show(resource, call),
            shows::<T>(names.show, evidence, StatusCode::OK),
        )
        .post(many, |call: Call| actions::create(resource, call), taking::<T>(create))
        .put(
            single,
            |call: Call| actions::update(resource, call),
            taking::<T>(update),
        )
        .delete(single, delete, deletion)
}
