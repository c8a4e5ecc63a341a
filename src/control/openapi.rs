//! The control plane's own OpenAPI 3.1 document, made from the table that its routes come from.

use http::StatusCode;
use schemars::SchemaGenerator;
use schemars::generate::SchemaSettings;
use serde_json::{Map, Value, json};

use crate::panel::Details;
use crate::panel::operations::{Operation, Payload};
use crate::panel::reading::WORLD;
use crate::web::address::CONTROL_PREFIX;
use crate::web::openapi::{path_parameters, query_parameters};

/// What every operation may be refused with: by the guard, or because it cannot be read.
const USUAL_REFUSALS: [StatusCode; 5] = [
    StatusCode::BAD_REQUEST,
    StatusCode::UNAUTHORIZED,
    StatusCode::FORBIDDEN,
    StatusCode::NOT_FOUND,
    StatusCode::MISDIRECTED_REQUEST,
];

/// The document. `server` stands in front of `/_areia`.
pub fn document(operations: &[Operation], server: &str) -> Value {
    let settings =
        SchemaSettings::draft2020_12().with(|settings| settings.definitions_path = "/components/schemas".into());
    let mut generator = settings.into_generator();
    let mut paths: Map<String, Value> = Map::new();
    let mut tags: Vec<&str> = Vec::new();
    for operation in operations {
        let path = paths.entry(operation.path.clone()).or_insert_with(|| json!({}));
        path[operation.method.as_str().to_ascii_lowercase()] = described(operation, &mut generator);
        let tag = operation.words[0];
        if !tags.contains(&tag) {
            tags.push(tag);
        }
    }
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Areia's control plane",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "What a tester looks at or forces. Times are RFC 3339 in UTC, durations ISO 8601, errors problem details (RFC 9457).",
        },
        "servers": [{"url": format!("{server}{CONTROL_PREFIX}")}],
        "tags": tags.iter().map(|tag| json!({"name": tag})).collect::<Vec<_>>(),
        "paths": paths,
        "components": {
            "schemas": generator.take_definitions(true),
            "securitySchemes": {"admin": {"type": "http", "scheme": "bearer"}},
        },
    })
}

fn described(operation: &Operation, generator: &mut SchemaGenerator) -> Value {
    let mut parameters = path_parameters(&operation.path);
    parameters.push(json!({
        "name": WORLD,
        "in": "query",
        "schema": {"type": "string"},
        "description": "The world; the default one where none is named",
    }));
    let query = operation.query.map(|query| query_parameters(query, generator));
    parameters.extend(query.unwrap_or_default());
    let mut responses: Map<String, Value> = Map::new();
    responses.insert(operation.status.as_str().to_owned(), success(operation, generator));
    let problem = generator.subschema_for::<Details>();
    for status in USUAL_REFUSALS.iter().chain(operation.refusals) {
        let content = json!({"application/problem+json": {"schema": problem}});
        let response = json!({"description": reason(*status), "content": content});
        responses.insert(status.as_str().to_owned(), response);
    }
    // The guard lets everybody in where no admin token is set.
    let open = ["/health", "/ready"].contains(&operation.path.as_str());
    let security = if open { json!([]) } else { json!([{"admin": []}, {}]) };
    let mut described = json!({
        "operationId": operation.id(),
        "tags": [operation.words[0]],
        "summary": operation.summary,
        "parameters": parameters,
        "responses": responses,
        "security": security,
    });
    if let Some(body) = operation.body {
        described["requestBody"] = json!({"content": content(body, generator)});
    }
    described
}

fn success(operation: &Operation, generator: &mut SchemaGenerator) -> Value {
    let mut response = json!({"description": reason(operation.status)});
    if let Some(answer) = operation.answer {
        response["content"] = content(answer, generator);
    }
    response
}

fn content(payload: Payload, generator: &mut SchemaGenerator) -> Value {
    match payload {
        Payload::Json(schema) => json!({"application/json": {"schema": schema(generator)}}),
        Payload::File(media_type) => json!({media_type: {}}),
    }
}

fn reason(status: StatusCode) -> &'static str {
    status.canonical_reason().unwrap_or_default()
}
