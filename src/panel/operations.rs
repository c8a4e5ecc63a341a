//! The control plane's operations: one table that mounts the routes and describes them.
//!
//! From it come the router, the OpenAPI document, the nearest address where there is none, and the subcommands.

use axum::Router;
use http::{Method, StatusCode};
use schemars::JsonSchema;

use crate::web::endpoints::SchemaOf;
use crate::web::table::{Mount, Table};

/// Some of the control plane's operations: a module's, or what people do by hand in a provider's own product. Their paths
/// begin after `/_areia`, or after `/_areia/<slug>` where they are a provider's.
pub type Operations = Table<Operation>;

/// One operation.
#[derive(Debug, Clone)]
pub struct Operation {
    /// What one says on the command line: `["clock", "advance"]`.
    pub words: Vec<&'static str>,
    /// The method.
    pub method: Method,
    /// The path after `/_areia`, parameters in braces: `/journal/{id}`.
    pub path: String,
    /// One line about it.
    pub summary: &'static str,
    /// The query's parameters, beside `world`.
    pub query: Option<SchemaOf>,
    /// The body that it reads.
    pub body: Option<Payload>,
    /// Members of the body that need no name on the command line, in their order.
    pub positional: &'static [&'static str],
    /// The status of a successful answer.
    pub status: StatusCode,
    /// What it answers with; `None` for nothing.
    pub answer: Option<Payload>,
    /// What it may be refused with beside what every operation may be.
    pub refusals: &'static [StatusCode],
}

/// What a body holds.
#[derive(Debug, Clone, Copy)]
pub enum Payload {
    /// JSON of this schema.
    Json(SchemaOf),
    /// A file of this media type.
    File(&'static str),
}

/// An operation about to be mounted. `words` is what one says on the command line: `clock advance`. Until it says
/// otherwise, it answers 204 with nothing.
pub fn operation(words: &'static str, summary: &'static str) -> Operation {
    Operation {
        words: words.split(' ').collect(),
        method: Method::GET,
        path: String::new(),
        summary,
        query: None,
        body: None,
        positional: &[],
        status: StatusCode::NO_CONTENT,
        answer: None,
        refusals: &[],
    }
}

impl Operation {
    /// Its id: `advanceClock`, `cancelContaazulSales`: the last word first.
    pub fn id(&self) -> String {
        let (verb, nouns) = self.words.split_last().unwrap_or((&"", &[]));
        let nouns = nouns.iter().map(|noun| {
            let mut letters = noun.chars();
            let first = letters.next().into_iter().flat_map(char::to_uppercase);
            first.chain(letters).collect::<String>()
        });
        std::iter::once((*verb).to_owned()).chain(nouns).collect()
    }

    /// The names of the parameters in its path, in their order.
    pub fn path_parameters(&self) -> impl Iterator<Item = &str> {
        self.path
            .split('/')
            .filter_map(|segment| segment.strip_prefix('{')?.strip_suffix('}'))
    }

    /// It reads the query's parameters, the members of `T`.
    pub fn query<T: JsonSchema>(mut self) -> Self {
        self.query = Some(T::json_schema);
        self
    }

    /// It reads a JSON body.
    pub fn body<T: JsonSchema>(mut self) -> Self {
        self.body = Some(Payload::Json(|generator| generator.subschema_for::<T>()));
        self
    }

    /// It reads a file.
    pub fn body_file(mut self, media_type: &'static str) -> Self {
        self.body = Some(Payload::File(media_type));
        self
    }

    /// These members of the body need no name on the command line.
    pub fn positional(mut self, members: &'static [&'static str]) -> Self {
        self.positional = members;
        self
    }

    /// It answers with a JSON document.
    pub fn answers<T: JsonSchema>(mut self, status: StatusCode) -> Self {
        self.status = status;
        self.answer = Some(Payload::Json(|generator| generator.subschema_for::<T>()));
        self
    }

    /// It answers with a file.
    pub fn answers_file(mut self, media_type: &'static str) -> Self {
        self.status = StatusCode::OK;
        self.answer = Some(Payload::File(media_type));
        self
    }

    /// It may be refused with these, beside what every operation may be refused with.
    pub fn refuses(mut self, statuses: &'static [StatusCode]) -> Self {
        self.refusals = statuses;
        self
    }
}

impl Mount for Operation {
    fn at(self, method: Method, path: &'static str) -> Self {
        let path = path.to_owned();
        Self { method, path, ..self }
    }
}

impl Table<Operation> {
    /// These and those of another module.
    pub fn and(self, other: Self) -> Self {
        self.extended_by(other, |operation| operation)
    }

    /// These and those of a provider's own, under its slug in the address and on the command line.
    pub fn under(self, slug: &'static str, other: Self) -> Self {
        let nested = Self {
            router: Router::new().nest(&format!("/{slug}"), other.router),
            list: other.list,
        };
        self.extended_by(nested, |mut own| {
            own.path = format!("/{slug}{}", own.path);
            own.words.insert(0, slug);
            own
        })
    }
}
