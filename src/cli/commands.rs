//! The subcommands of the control plane: one an operation, made from the table that its routes come from.

use std::path::PathBuf;

use clap::{Arg, ArgAction, Command, value_parser};
use schemars::SchemaGenerator;
use schemars::generate::SchemaSettings;
use serde_json::{Map, Value};

use crate::panel::operations::{Operation, Payload};
use crate::panel::reading::{WORLD, allows};

/// Nouns whose subcommands speak of this program instead of asking a server.
const OWN: [&str; 2] = ["health", "openapi"];

/// Where a server is asked, unless another address is given.
const DEFAULT_SERVER: &str = "http://127.0.0.1:27342";

/// The options that every subcommand has, and those for whole bodies.
pub(super) const SERVER: &str = "server";
pub(super) const ADMIN_TOKEN: &str = "admin-token";
pub(super) const OUTPUT: &str = "output";
pub(super) const JSON: &str = "json";
pub(super) const FILE: &str = "file";

/// The operations that have a subcommand.
pub(super) fn offered(operations: Vec<Operation>) -> Vec<Operation> {
    let is_offered = |operation: &Operation| !OWN.contains(&operation.words[0]);
    operations.into_iter().filter(is_offered).collect()
}

/// Their subcommands, grouped by their words.
pub(super) fn commands(operations: &[Operation]) -> Vec<Command> {
    let all: Vec<&Operation> = operations.iter().collect();
    group(&all, 0)
}

fn group(operations: &[&Operation], depth: usize) -> Vec<Command> {
    let mut nouns: Vec<&'static str> = Vec::new();
    for operation in operations {
        if !nouns.contains(&operation.words[depth]) {
            nouns.push(operation.words[depth]);
        }
    }
    let of = |noun: &'static str| {
        let own = operations.iter().filter(|o| o.words[depth] == noun);
        let own: Vec<&Operation> = own.copied().collect();
        match own[..] {
            [only] if only.words.len() == depth + 1 => leaf(only, noun),
            _ => Command::new(noun)
                .about(format!("Ask a running sandbox: {}", verbs(&own, depth)))
                .subcommand_required(true)
                .arg_required_else_help(true)
                .subcommands(group(&own, depth + 1)),
        }
    };
    nouns.into_iter().map(of).collect()
}

/// What may follow a noun, for its line of help.
fn verbs(operations: &[&Operation], depth: usize) -> String {
    let rest = |operation: &&Operation| operation.words[depth + 1..].join(" ");
    operations.iter().map(rest).collect::<Vec<_>>().join(", ")
}

fn leaf(operation: &Operation, name: &'static str) -> Command {
    let mut generator = inline();
    let mut command = Command::new(name).about(operation.summary);
    for parameter in operation.path_parameters() {
        let parameter = Arg::new(format!("path:{parameter}"))
            .value_name(parameter.to_uppercase())
            .required(true);
        command = command.arg(parameter);
    }
    for (member, schema, is_required) in body_members(operation, &mut generator) {
        let is_positional = operation.positional.contains(&member.as_str());
        let option = option(&format!("body:{member}"), &member, &schema);
        command = command.arg(match is_positional {
            true => option.required(is_required),
            false => option.long(member.replace('_', "-")),
        });
    }
    for (parameter, schema) in query_parameters(operation, &mut generator) {
        let option = option(&format!("query:{parameter}"), &parameter, &schema);
        command = command.arg(option.long(parameter.replace('_', "-")));
    }
    command.args(body_options(operation)).args(usual_options())
}

/// An argument for a value of `schema`.
fn option(id: &str, name: &str, schema: &Value) -> Arg {
    let described = schema.get("description").and_then(Value::as_str);
    let structured = ["object", "array"].iter().any(|kind| allows(schema, kind));
    let option = Arg::new(id.to_owned())
        .value_name(match structured {
            true => "JSON".to_owned(),
            false => name.to_uppercase(),
        })
        .help(described.unwrap_or_default().to_owned())
        .allow_hyphen_values(true);
    match allows(schema, "boolean") && !allows(schema, "string") {
        // `--reveal` alone says yes.
        true => option
            .num_args(0..=1)
            .require_equals(true)
            .default_missing_value("true"),
        false => option,
    }
}

fn body_options(operation: &Operation) -> Vec<Arg> {
    match operation.body {
        None => Vec::new(),
        Some(Payload::Json(_)) => vec![
            Arg::new(JSON)
                .long(JSON)
                .value_name("JSON")
                .help("The whole body, or what the other options leave out of it"),
        ],
        Some(Payload::File(_)) => vec![
            Arg::new(FILE)
                .value_name("FILE")
                .value_parser(value_parser!(PathBuf))
                .required(true)
                .help("What is sent"),
        ],
    }
}

fn usual_options() -> [Arg; 4] {
    [
        Arg::new(WORLD)
            .long(WORLD)
            .value_name("WORLD")
            .help("The world; the default one where none is named"),
        Arg::new(SERVER)
            .long(SERVER)
            .env("AREIA_SERVER")
            .value_name("URL")
            .default_value(DEFAULT_SERVER)
            .help("The server that is asked"),
        Arg::new(ADMIN_TOKEN)
            .long(ADMIN_TOKEN)
            .env("AREIA_ADMIN_TOKEN")
            .hide_env_values(true)
            .value_name("TOKEN")
            .help("The token that the server asks for"),
        Arg::new(OUTPUT)
            .long(OUTPUT)
            .short('o')
            .value_name("FILE")
            .value_parser(value_parser!(PathBuf))
            .action(ArgAction::Set)
            .help("Where the answer goes instead of standard output"),
    ]
}

/// Makes schemas that stand by themselves.
pub(super) fn inline() -> SchemaGenerator {
    SchemaSettings::draft2020_12()
        .with(|settings| settings.inline_subschemas = true)
        .into_generator()
}

/// The members of the body that have names: each with its schema, and whether it is required.
pub(super) fn body_members(operation: &Operation, generator: &mut SchemaGenerator) -> Vec<(String, Value, bool)> {
    let Some(Payload::Json(schema)) = operation.body else {
        return Vec::new();
    };
    let schema = schema(generator);
    let required = schema.get("required").and_then(Value::as_array);
    let is_required = |name: &str| required.is_some_and(|r| r.iter().any(|one| one == name));
    let mut members: Vec<_> = properties(schema.as_value())
        .map(|(name, schema)| (name.clone(), schema.clone(), is_required(name)))
        .collect();
    // Those that need no name stand in their own order.
    let place = |name: &String| operation.positional.iter().position(|own| own == name);
    members.sort_by_key(|(name, ..)| place(name).unwrap_or(usize::MAX));
    members
}

/// The query's parameters with their schemas.
pub(super) fn query_parameters(operation: &Operation, generator: &mut SchemaGenerator) -> Vec<(String, Value)> {
    let schema = operation.query.map(|schema| schema(generator));
    let schema = schema.as_ref().map(schemars::Schema::as_value);
    let named = schema.into_iter().flat_map(properties);
    named.map(|(name, schema)| (name.clone(), schema.clone())).collect()
}

fn properties(schema: &Value) -> impl Iterator<Item = (&String, &Value)> {
    let properties = schema.get("properties").and_then(Value::as_object);
    properties.into_iter().flat_map(Map::iter)
}
