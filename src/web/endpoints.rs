//! A provider's operations: one table that mounts the routes and describes them.
//!
//! From it come the router, the OpenAPI document, the operation names in the journal and the ledger.

use std::collections::HashMap;

use http::{Method, StatusCode};
use schemars::{JsonSchema, Schema, SchemaGenerator};

use super::fidelity::Evidence;
use super::table::{Mount, Table};

/// Makes the schema of a wire type.
pub type SchemaOf = fn(&mut SchemaGenerator) -> Schema;

/// The operations of a provider, or of one of its resources, in the order of the documentation.
pub type Endpoints = Table<Endpoint>;

/// One documented operation.
#[derive(Debug, Clone)]
pub struct Endpoint {
    /// The documented operation id, or `<verb><Resource>` where none is documented.
    pub id: &'static str,
    /// The resource it belongs to, as the documentation groups it.
    pub tag: &'static str,
    /// The method.
    pub method: Method,
    /// The path, parameters in braces: `/v1/sales/{id}`.
    pub path: &'static str,
    /// One line about it.
    pub summary: &'static str,
    /// Whether it asks for a caller's credential.
    pub access: Access,
    /// The largest body, in bytes, where it is not the provider's usual one.
    pub body_limit_bytes: Option<usize>,
    /// Whether it takes its body in piece by piece, as an `UploadStream`: a form whose file has the server's bound.
    pub takes_upload: bool,
    /// The query parameters.
    pub query: Option<SchemaOf>,
    /// The body and its media types.
    pub body: Option<(SchemaOf, &'static [&'static str])>,
    /// The successful answers.
    pub answers: Vec<Success>,
    /// How much is known of it.
    pub evidence: Evidence,
}

/// Who may call an operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Whoever shows a working credential.
    Caller,
    /// Anybody: it hands credentials out, or checks them in its own way.
    Anybody,
}

/// A successful answer.
#[derive(Debug, Clone, Copy)]
pub struct Success {
    /// The status.
    pub status: StatusCode,
    /// The media type of the body; empty where there is none.
    pub media_type: &'static str,
    /// The body's schema; `None` where it has none, or is no text.
    pub schema: Option<SchemaOf>,
}

/// An operation about to be mounted.
pub fn operation(id: &'static str, summary: &'static str, evidence: Evidence) -> Endpoint {
    Endpoint {
        id,
        tag: "",
        method: Method::GET,
        path: "",
        summary,
        access: Access::Caller,
        body_limit_bytes: None,
        takes_upload: false,
        query: None,
        body: None,
        answers: Vec::new(),
        evidence,
    }
}

impl Endpoint {
    /// It asks for no credential.
    pub fn open_to_anybody(mut self) -> Self {
        self.access = Access::Anybody;
        self
    }

    /// It takes bodies of another size than the provider's other operations.
    pub fn body_limit(mut self, bytes: usize) -> Self {
        self.body_limit_bytes = Some(bytes);
        self
    }

    /// It takes a form with a file in, piece by piece.
    pub fn takes_upload(mut self) -> Self {
        self.takes_upload = true;
        self
    }

    /// It reads query parameters, the members of `T`.
    pub fn query<T: JsonSchema>(mut self) -> Self {
        self.query = Some(T::json_schema);
        self
    }

    /// It reads a JSON body.
    pub fn body<T: JsonSchema>(self) -> Self {
        self.body_as::<T>(&["application/json"])
    }

    /// It reads a body of one of `media_types`.
    pub fn body_as<T: JsonSchema>(mut self, media_types: &'static [&'static str]) -> Self {
        self.body = Some((|generator| generator.subschema_for::<T>(), media_types));
        self
    }

    /// It reads a body of one of `media_types`, whose schema is made by `schema`.
    pub fn body_of(mut self, schema: SchemaOf, media_types: &'static [&'static str]) -> Self {
        self.body = Some((schema, media_types));
        self
    }

    /// It answers in each of `media_types`, with what `schema` makes the schema of.
    pub fn answers_of(mut self, status: StatusCode, schema: SchemaOf, media_types: &[&'static str]) -> Self {
        let answers = media_types.iter().map(|media_type| Success {
            status,
            media_type,
            schema: Some(schema),
        });
        self.answers.extend(answers);
        self
    }

    /// It answers with a JSON document.
    pub fn answers<T: JsonSchema>(mut self, status: StatusCode) -> Self {
        let schema: SchemaOf = |generator| generator.subschema_for::<T>();
        self.answers.push(Success {
            status,
            media_type: "application/json",
            schema: Some(schema),
        });
        self
    }

    /// It answers with something that has no schema, or with nothing (`media_type` empty).
    pub fn answers_with(mut self, status: StatusCode, media_type: &'static str) -> Self {
        self.answers.push(Success {
            status,
            media_type,
            schema: None,
        });
        self
    }
}

impl Mount for Endpoint {
    fn at(self, method: Method, path: &'static str) -> Self {
        Self { method, path, ..self }
    }
}

impl Table<Endpoint> {
    /// Adds a resource's operations under its name in the documentation.
    pub fn resource(self, tag: &'static str, other: Self) -> Self {
        self.extended_by(other, |endpoint| Endpoint { tag, ..endpoint })
    }

    /// The methods of every path, as `Allow` lists them.
    pub fn methods(&self) -> HashMap<&'static str, String> {
        let mut methods: HashMap<_, String> = HashMap::new();
        for endpoint in &self.list {
            let listed = methods.entry(endpoint.path).or_default();
            let separator = if listed.is_empty() { "" } else { "," };
            // axum answers HEAD as it would GET.
            let method = match endpoint.method {
                Method::GET => "GET,HEAD",
                ref other => other.as_str(),
            };
            listed.extend([separator, method]);
        }
        methods
    }
}
