//! A provider's OpenAPI 3.1 document, made from the endpoints and wire types that the server runs on.

use std::collections::BTreeMap;

use http::{Method, StatusCode};
use schemars::generate::SchemaSettings;
use schemars::{Schema, SchemaGenerator};
use serde_json::map::Entry;
use serde_json::{Map, Value, json};

use super::api::Api;
use super::context::RequestContext;
use super::endpoints::{Access, Endpoint, SchemaOf, Success};
use super::fidelity::{Choice, Evidence};
use super::refusal::Refusal;
use super::wording::{Answer, Row, Wording};

/// The document of `provider`. The examples of its errors are worded for `context`; `servers` says where it answers.
pub fn document(api: &'static Api, context: &RequestContext, server: &str) -> Value {
    let settings =
        SchemaSettings::draft2020_12().with(|settings| settings.definitions_path = "/components/schemas".into());
    let mut generator = settings.into_generator();
    let endpoints = (api.endpoints)();
    let elsewhere = elsewhere(api, context);
    let errors: Vec<Worded> = (api.errors)()
        .iter()
        .map(|error| Worded::of(&**error, context, &elsewhere))
        .collect();
    let mut paths: Map<String, Value> = Map::new();
    for endpoint in &endpoints.list {
        let mut operation = operation(endpoint, &errors, &mut generator);
        let choices = Choice::of(api.choices, endpoint.id);
        if choices.clone().next().is_some() {
            operation["x-areia-choices"] = choices.collect();
        }
        let path = paths.entry(endpoint.path).or_insert_with(|| json!({}));
        path[endpoint.method.as_str().to_ascii_lowercase()] = operation;
    }
    let tags: Vec<&str> = endpoints.list.iter().fold(Vec::new(), |mut tags, endpoint| {
        if !tags.contains(&endpoint.tag) {
            tags.push(endpoint.tag);
        }
        tags
    });
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": format!("{} (Areia sandbox)", api.name),
            "version": env!("CARGO_PKG_VERSION"),
            "description": format!("{} {ELSEWHERE}", api.description),
        },
        "externalDocs": {"url": api.documentation},
        "servers": [{"url": server}],
        "tags": tags.iter().map(|tag| json!({"name": tag})).collect::<Vec<_>>(),
        "paths": paths,
        "components": {
            "schemas": generator.take_definitions(true),
            "responses": responses_elsewhere(&errors),
            "securitySchemes": {"caller": (api.terms.security_scheme)()},
        },
    })
}

/// What the document says of the errors that belong to no operation.
const ELSEWHERE: &str = "What is said where no operation is (at an unknown address, to a method that an address does \
                         not take) stands under `components/responses`.";

/// The errors that a provider gives where no operation is: at an unknown address, to a method that an address does not
/// take.
pub fn elsewhere(api: &Api, context: &RequestContext) -> [&'static str; 2] {
    let method = Method::PATCH;
    let refusals = [Refusal::RouteUnknown, Refusal::MethodNotAllowed { method }];
    refusals.map(|refusal| (api.terms.refuse)(refusal, context).row().id)
}

/// An error's row and its example answer.
struct Worded {
    row: Row,
    answer: Answer,
    /// Whether it is given where no operation is.
    is_elsewhere: bool,
}

impl Worded {
    fn of(error: &dyn Wording, context: &RequestContext, elsewhere: &[&str]) -> Self {
        let row = error.row();
        Self {
            row,
            answer: error.word(context),
            is_elsewhere: elsewhere.contains(&row.id),
        }
    }

    /// Adds its example to the description of a response.
    fn describe(&self, response: &mut Value) {
        let Some(content_type) = self.answer.content_type else {
            return;
        };
        let media_type = content_type.split(';').next().unwrap_or_default();
        let body = &self.answer.body;
        let text = || Value::String(String::from_utf8_lossy(body).into_owned());
        response["content"][media_type]["examples"][self.row.id] = json!({
            "value": serde_json::from_slice(body).unwrap_or_else(|_| text()),
            "x-areia-fidelity": fidelity(self.row.evidence),
        });
    }

    /// Whether an operation may give it. Where the row names none, its status says which could: an operation that asks
    /// for no credential misses none, and one without a body has none that is too large.
    fn concerns(&self, endpoint: &Endpoint) -> bool {
        if !self.row.operations.is_empty() || self.is_elsewhere {
            return self.row.operations.contains(&endpoint.id);
        }
        match self.row.status {
            StatusCode::UNAUTHORIZED => endpoint.access == Access::Caller,
            StatusCode::PAYLOAD_TOO_LARGE | StatusCode::UNSUPPORTED_MEDIA_TYPE => endpoint.body.is_some(),
            _ => true,
        }
    }
}

fn operation(endpoint: &Endpoint, errors: &[Worded], generator: &mut SchemaGenerator) -> Value {
    let mut parameters = path_parameters(endpoint.path);
    parameters.extend(
        endpoint
            .query
            .map(|query| query_parameters(query, generator))
            .unwrap_or_default(),
    );
    let mut responses: Map<String, Value> = Map::new();
    for success in &endpoint.answers {
        let response = success_response(success, generator);
        match responses.entry(success.status.as_str()) {
            // The same answer in another media type.
            Entry::Occupied(mut there) => {
                if let Some(Value::Object(content)) = response.get("content") {
                    for (media_type, schema) in content {
                        there.get_mut()["content"][media_type] = schema.clone();
                    }
                }
            }
            Entry::Vacant(place) => {
                place.insert(response);
            }
        }
    }
    for (status, response) in error_responses(endpoint, errors) {
        responses.insert(status, response);
    }
    let mut operation = json!({
        "operationId": endpoint.id,
        "tags": [endpoint.tag],
        "summary": endpoint.summary,
        "parameters": parameters,
        "responses": responses,
        "x-areia-fidelity": fidelity(endpoint.evidence),
    });
    if let Some((schema, media_types)) = endpoint.body {
        let schema = schema(generator);
        let content: Map<String, Value> = media_types
            .iter()
            .map(|name| ((*name).to_owned(), json!({"schema": schema})))
            .collect();
        operation["requestBody"] = json!({"content": content});
    }
    let security = if endpoint.access == Access::Caller {
        json!([{"caller": []}])
    } else {
        json!([])
    };
    operation["security"] = security;
    operation
}

fn success_response(success: &Success, generator: &mut SchemaGenerator) -> Value {
    let description = success.status.canonical_reason().unwrap_or_default();
    match (success.media_type, success.schema) {
        ("", _) => json!({"description": description}),
        (media_type, Some(schema)) => {
            json!({"description": description, "content": {media_type: {"schema": schema(generator)}}})
        }
        (media_type, None) => json!({"description": description, "content": {media_type: {}}}),
    }
}

/// The errors that an operation may give, by status, each with its example.
fn error_responses(endpoint: &Endpoint, errors: &[Worded]) -> BTreeMap<String, Value> {
    let mut by_status: BTreeMap<String, Value> = BTreeMap::new();
    for error in errors.iter().filter(|error| error.concerns(endpoint)) {
        let status = error.row.status;
        let response = by_status.entry(status.as_str().to_owned());
        error.describe(response.or_insert_with(|| described(status)));
    }
    by_status
}

/// What is said where no operation is, by the error's id.
fn responses_elsewhere(errors: &[Worded]) -> Map<String, Value> {
    let mut responses = Map::new();
    for error in errors.iter().filter(|error| error.is_elsewhere) {
        let status = error.row.status;
        let mut response = described(status);
        response["x-areia-status"] = json!(status.as_u16());
        error.describe(&mut response);
        responses.insert(error.row.id.to_owned(), response);
    }
    responses
}

fn described(status: StatusCode) -> Value {
    json!({"description": status.canonical_reason().unwrap_or_default()})
}

fn fidelity(evidence: Evidence) -> Value {
    json!({"fidelity": evidence.fidelity, "source": evidence.source})
}

pub(crate) fn path_parameters(path: &str) -> Vec<Value> {
    let names = path
        .split('/')
        .filter_map(|s| s.strip_prefix('{').and_then(|s| s.strip_suffix('}')));
    names
        .map(|name| json!({"name": name, "in": "path", "required": true, "schema": {"type": "string"}}))
        .collect()
}

pub(crate) fn query_parameters(query: SchemaOf, generator: &mut SchemaGenerator) -> Vec<Value> {
    let schema: Schema = query(generator);
    let properties = schema
        .get("properties")
        .and_then(Value::as_object)
        .cloned()
        .unwrap_or_default();
    properties
        .into_iter()
        .map(|(name, mut schema)| {
            let description = schema.as_object_mut().and_then(|schema| schema.remove("description"));
            let mut parameter = json!({"name": name, "in": "query", "schema": schema});
            if let Some(description) = description {
                parameter["description"] = description;
            }
            parameter
        })
        .collect()
}
