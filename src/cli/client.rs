//! A subcommand of the control plane, carried out: it asks a running server and prints what that answers.

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use clap::ArgMatches;
use reqwest::{Response, Url};
use serde_json::{Map, Value};

use super::commands::{ADMIN_TOKEN, FILE, JSON, OUTPUT, SERVER, body_members, inline, query_parameters};
use super::{CONFIGURATION, RUN_TIME_FAILURE, failure, print_bytes};
use crate::panel::operations::{Operation, Payload};
use crate::panel::reading::{WORLD, value_of};

/// How long the server may take to accept a connection. What it is asked may take longer: a wait, injected latency.
const PATIENCE: Duration = Duration::from_secs(5);

/// Asks for the operation whose words were said, if they are one's.
pub(super) async fn ask(operations: &[Operation], said: &ArgMatches) -> Option<ExitCode> {
    let (mut words, mut matches) = (Vec::new(), said);
    while let Some((word, inner)) = matches.subcommand() {
        words.push(word);
        matches = inner;
    }
    let operation = operations.iter().find(|known| known.words == words)?;
    Some(match call(operation, matches).await {
        Ok(code) => code,
        Err((code, text)) => failure(code, &text),
    })
}

/// An exit code, and what is said with it.
type Failure = (u8, String);

async fn call(operation: &Operation, matches: &ArgMatches) -> Result<ExitCode, Failure> {
    let url = address(operation, matches)?;
    let server = url.origin().ascii_serialization();
    let client = reqwest::Client::builder()
        .connect_timeout(PATIENCE)
        .no_proxy()
        .build()
        .map_err(|error| (RUN_TIME_FAILURE, error.to_string()))?;
    let mut request = client.request(operation.method.clone(), url);
    if let Some(token) = given(matches, ADMIN_TOKEN).filter(|token| !token.is_empty()) {
        request = request.bearer_auth(token);
    }
    request = match operation.body {
        None => request,
        Some(Payload::Json(_)) => request.json(&body(operation, matches)?),
        Some(Payload::File(media_type)) => request
            .header(reqwest::header::CONTENT_TYPE, media_type)
            .body(file(matches)?),
    };
    match request.send().await {
        Ok(answer) => told(answer, matches).await,
        Err(error) => Err((RUN_TIME_FAILURE, format!("{server}: {}", cause(&error)))),
    }
}

/// The address of an operation on the server that is asked.
fn address(operation: &Operation, matches: &ArgMatches) -> Result<Url, Failure> {
    let server = given(matches, SERVER).unwrap_or_default();
    let wrong = |reason: String| (CONFIGURATION, format!("the server {server:?}: {reason}"));
    let mut url = Url::parse(server).map_err(|error| wrong(error.to_string()))?;
    if url.scheme() != "http" {
        return Err(wrong("an address begins with http://".to_owned()));
    }
    if let Ok(mut path) = url.path_segments_mut() {
        path.pop_if_empty().push("_areia");
        for segment in operation.path.split('/').skip(1) {
            let parameter = segment.strip_prefix('{').and_then(|s| s.strip_suffix('}'));
            path.push(match parameter {
                Some(name) => given(matches, &format!("path:{name}")).unwrap_or_default(),
                None => segment,
            });
        }
    }
    let mut query = Vec::new();
    query.extend(given(matches, WORLD).map(|world| (WORLD.to_owned(), world)));
    for (name, _) in query_parameters(operation, &mut inline()) {
        query.extend(given(matches, &format!("query:{name}")).map(|value| (name, value)));
    }
    if !query.is_empty() {
        url.query_pairs_mut().extend_pairs(query);
    }
    Ok(url)
}

/// The body: the JSON that was given, and in it what the options name.
fn body(operation: &Operation, matches: &ArgMatches) -> Result<Value, Failure> {
    let mut members: Map<String, Value> = match given(matches, JSON).map(serde_json::from_str) {
        None => Map::new(),
        Some(Ok(members)) => members,
        Some(Err(error)) => return Err((CONFIGURATION, format!("--json: {error}"))),
    };
    for (name, schema, _) in body_members(operation, &mut inline()) {
        if let Some(text) = given(matches, &format!("body:{name}")) {
            members.insert(name, value_of(text, Some(&schema)));
        }
    }
    Ok(Value::Object(members))
}

fn file(matches: &ArgMatches) -> Result<Vec<u8>, Failure> {
    let path = matches.try_get_one::<PathBuf>(FILE).ok().flatten();
    let path = path.cloned().unwrap_or_default();
    std::fs::read(&path).map_err(|error| (CONFIGURATION, format!("{}: {error}", path.display())))
}

/// Prints an answer: what succeeded on standard output or in a file, a problem on standard error.
async fn told(answer: Response, matches: &ArgMatches) -> Result<ExitCode, Failure> {
    let is_success = answer.status().is_success();
    let media_type = answer.headers().get(reqwest::header::CONTENT_TYPE).cloned();
    let broken = |error: reqwest::Error| (RUN_TIME_FAILURE, cause(&error));
    let body = answer.bytes().await.map_err(broken)?;
    let is_json = media_type.is_some_and(|name| {
        let name = name.to_str().unwrap_or_default();
        name == "application/json" || name == "application/problem+json"
    });
    let mut shown = body.to_vec();
    if is_json && let Ok(value) = serde_json::from_slice::<Value>(&body) {
        shown = format!("{value:#}\n").into_bytes();
    }
    if !is_success {
        // As it is, for programs that read it.
        eprint!("{}", String::from_utf8_lossy(&shown));
        return Ok(ExitCode::from(RUN_TIME_FAILURE));
    }
    match matches.try_get_one::<PathBuf>(OUTPUT).ok().flatten() {
        Some(path) => {
            std::fs::write(path, shown).map_err(|error| (RUN_TIME_FAILURE, format!("{}: {error}", path.display())))?
        }
        None => print_bytes(&shown),
    }
    Ok(ExitCode::SUCCESS)
}

fn given<'a>(matches: &'a ArgMatches, name: &str) -> Option<&'a str> {
    let found = matches.try_get_one::<String>(name).ok().flatten();
    found.map(String::as_str)
}

/// The innermost cause: what went wrong between here and the server.
fn cause(error: &dyn std::error::Error) -> String {
    match error.source() {
        Some(source) => cause(source),
        None => error.to_string(),
    }
}
