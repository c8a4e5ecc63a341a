//! The control plane's table of operations: every one is mounted, guarded, described and found.

use std::collections::BTreeSet;

use areia::panel::operations::Operation;
use areia::{Areia, Settings, control, providers};
use insta::assert_snapshot;
use serde_json::Value;

use crate::support::{Answer, Client, raw, server};

fn operations() -> Vec<Operation> {
    let operations = control::operations(providers::ALL).list;
    assert!(operations.len() > 20, "{operations:?}");
    operations
}

fn control() -> Client {
    Client::new(format!("{}/_areia", server().url()))
}

/// An operation, asked for something that there is not, and told nothing.
async fn call(client: &Client, operation: &Operation) -> Answer {
    let segments = operation.path.split('/').map(|segment| match segment {
        parameter if parameter.starts_with('{') => "nothing",
        segment => segment,
    });
    let path = segments.collect::<Vec<_>>().join("/");
    let method = operation.method.clone();
    client.send(method, &path, None, Vec::new()).await
}

async fn with_a_token() -> (Areia, Client) {
    let settings = Settings {
        admin_token: Some("admin-token".to_owned()),
        ..Settings::default()
    };
    let areia = Areia::start_with(settings).await.unwrap();
    let client = Client::new(format!("{}/_areia", areia.url()));
    (areia, client)
}

#[tokio::test]
async fn the_guard_stands_in_front_of_every_operation() {
    let (_areia, control) = with_a_token().await;
    let admitted = control.clone().with("authorization", "Bearer admin-token");
    for operation in operations() {
        let name = operation.words.join(" ");
        let is_open = ["health", "ready"].contains(&name.as_str());
        let elsewhere = admitted.clone().with("origin", "https://evil.example");
        assert_eq!(call(&elsewhere, &operation).await.status, 403, "{name}");
        let cross_site = admitted.clone().with("sec-fetch-site", "cross-site");
        assert_eq!(call(&cross_site, &operation).await.status, 403, "{name}");
        let rebound = admitted.clone().with("host", "evil.example");
        assert_eq!(call(&rebound, &operation).await.status, 421, "{name}");
        let wrong = control.clone().with("authorization", "Bearer admin-tokem");
        for client in [&control, &wrong] {
            let answer = call(client, &operation).await;
            assert_eq!(answer.status == 401, !is_open, "{name}: {answer}");
        }
        let answer = call(&admitted, &operation).await;
        assert!(![401, 403, 405, 421, 500].contains(&answer.status), "{name}: {answer}");
        let allow = answer.header("access-control-allow-origin");
        assert_eq!(allow, "", "{name}");
    }
}

#[tokio::test]
async fn no_spelling_of_an_address_leads_around_the_guard() {
    let (areia, _) = with_a_token().await;
    for path in [
        "/_areia/info",
        "//_areia/info",
        "/_areia//info",
        "/_areia/./info",
        "/_areia/health/../info",
        "/_areia/health%2f..%2finfo",
        "/%5fareia/info",
        "/_areia/%69nfo",
        "/_areia/info/",
        "/_areia/info;x",
        "/_areia/info?/_areia/health",
        "/~default/_areia/info",
        "/contaazul/../_areia/info",
        "http://127.0.0.1/_areia/info",
    ] {
        let request = format!("GET {path} HTTP/1.1\r\nhost: localhost\r\n\r\n");
        let answer = raw::exchange(areia.address(), request).await.unwrap();
        assert!([401, 404].contains(&answer.status), "{path}: {answer}");
        assert!(!answer.text().contains("refresh_token"), "{path}: {answer}");
    }
}

#[tokio::test]
async fn the_document_describes_every_operation_once() {
    let document = control().get("/openapi.json").await.json();
    assert_eq!(document["openapi"], "3.1.0");
    let url = format!("{}/_areia", server().url());
    assert_eq!(document["servers"][0]["url"], url);
    let paths = document["paths"].as_object().unwrap();
    let described: usize = paths.values().map(|path| path.as_object().unwrap().len()).sum();
    let operations = operations();
    assert_eq!(described, operations.len());
    let ids: BTreeSet<String> = operations.iter().map(Operation::id).collect();
    assert_eq!(ids.len(), operations.len(), "an operation id stands twice");
    for operation in operations {
        let method = operation.method.as_str().to_ascii_lowercase();
        let described = &paths[&operation.path][method];
        assert_eq!(described["operationId"], operation.id());
        assert!(!operation.summary.is_empty(), "{operation:?}");
        let status = operation.status.as_str();
        assert!(described["responses"][status].is_object(), "{operation:?}");
        let declared = described["parameters"].as_array().unwrap().iter();
        let declared: Vec<&str> = declared
            .filter(|parameter| parameter["in"] == "path")
            .map(|parameter| parameter["name"].as_str().unwrap())
            .collect();
        let named: Vec<&str> = operation.path_parameters().collect();
        assert_eq!(declared, named, "{operation:?}");
    }
    let mut references = BTreeSet::new();
    collect_references(&document, &mut references);
    assert!(references.contains("#/components/schemas/Problem"));
    for reference in references {
        assert!(document.pointer(&reference[1..]).is_some(), "{reference}");
    }
}

fn collect_references<'a>(value: &'a Value, references: &mut BTreeSet<&'a str>) {
    match value {
        Value::Object(members) => {
            references.extend(members.get("$ref").and_then(Value::as_str));
            let mut values = members.values();
            values.all(|value| {
                collect_references(value, references);
                true
            });
        }
        Value::Array(list) => list.iter().for_each(|value| collect_references(value, references)),
        _ => {}
    }
}

#[tokio::test]
async fn an_unknown_address_is_told_the_nearest_one() {
    assert_snapshot!(control().get("/jurnal").await, @r#"
    404
    content-type: application/problem+json

    {
      "title": "Not Found",
      "status": 404,
      "detail": "there is no address /_areia/jurnal",
      "hint": "the nearest is `/_areia/journal`"
    }
    "#);
    for (path, nearest) in [
        ("/clock/avance", "/_areia/clock/advance"),
        ("/clock/rewind", "/_areia/clock/resume"),
        ("/journal/7/show", "/_areia/journal/{id}"),
        ("/credentials/contaazul/revoque", "/_areia/credentials/{slug}/revoke"),
        ("/contaazul/acounts/1", "/_areia/contaazul/accounts/{id}"),
        ("/Info", "/_areia/info"),
    ] {
        let answer = control().get(path).await;
        assert_eq!(answer.status, 404, "{path}: {answer}");
        assert_eq!(answer.member("/hint"), format!("the nearest is `{nearest}`"));
    }
}

#[tokio::test]
async fn a_refused_method_is_told_those_that_there_are() {
    let answer = control()
        .send(reqwest::Method::PATCH, "/journal", None, Vec::new())
        .await;
    assert_snapshot!(answer, @r#"
    405
    allow: GET,HEAD,DELETE
    content-type: application/problem+json

    {
      "title": "Method Not Allowed",
      "status": 405,
      "detail": "/_areia/journal does not take PATCH",
      "hint": "it takes GET, DELETE"
    }
    "#);
}

#[tokio::test]
async fn unknown_names_and_wrong_types_are_refused_by_name() {
    let control = control();
    for (path, detail, hint) in [
        (
            "/journal?provder=x",
            "the parameter `provder` is unknown here",
            "the nearest is `provider`",
        ),
        (
            "/journal?limit=ten",
            "`limit` must be a whole number, not \"ten\"",
            "`GET /_areia/openapi.json` says what every address takes",
        ),
        (
            "/journal?status=-1",
            "`status` must be a whole number of its range",
            "`GET /_areia/openapi.json` says what every address takes",
        ),
        (
            "/credentials?reveal=yes",
            "`reveal` must be true or false, not \"yes\"",
            "`GET /_areia/openapi.json` says what every address takes",
        ),
        (
            "/errors?provider=contazul",
            "there is no provider `contazul`",
            "the nearest is `contaazul`",
        ),
        (
            "/errors?id=x",
            "the parameter `id` is unknown here",
            "the nearest is `provider`",
        ),
    ] {
        let problem = control.get(path).await.json();
        assert_eq!(problem["detail"], detail, "{path}");
        assert_eq!(problem["hint"].as_str().unwrap_or_default(), hint, "{path}");
    }
}
