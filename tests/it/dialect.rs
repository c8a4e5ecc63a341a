//! Whatever goes wrong on a provider's paths is said in that provider's own envelope.
//!
//! Every provider is driven through every way out that there is, operation by operation. The envelopes are those of its
//! catalogue of errors: what is answered must have the media type and the members of one of them.

use crate::support::{Answer, Client, Sandbox, raw, server};
use areia::provider::Provider;
use areia::providers;
use areia::web::context::RequestContext;
use areia::web::endpoints::Endpoint;
use reqwest::Method;
use serde_json::Value;
use std::collections::BTreeSet;

/// A provider in a test's own world.
struct Subject {
    provider: &'static Provider,
    client: Client,
    envelopes: BTreeSet<String>,
}

impl Subject {
    fn all(sandbox: &Sandbox) -> Vec<Self> {
        let of = |provider: &&'static Provider| {
            let client = sandbox.client_of(provider.slug());
            let context = RequestContext::of_nobody(sandbox.world.clone(), "");
            let errors = (provider.api.errors)();
            let words = errors.iter().map(|error| error.word(&context));
            let envelopes = words
                .map(|answer| envelope(answer.content_type.unwrap_or_default(), &answer.body))
                .collect();
            Self {
                provider,
                client,
                envelopes,
            }
        };
        providers::ALL.iter().map(of).collect()
    }

    fn endpoints(&self) -> Vec<Endpoint> {
        (self.provider.api.endpoints)().list
    }

    /// Checks that a refusal is in an envelope of the provider's, and no failure of the sandbox.
    #[track_caller]
    fn check(&self, what: &str, answer: &Answer) {
        let slug = self.provider.slug();
        assert!(answer.status < 500, "{slug}: {what}: {answer}");
        if answer.status >= 400 && answer.header("content-type") != "text/html; charset=utf-8" {
            let envelope = envelope(answer.header("content-type"), &answer.body);
            assert!(
                self.envelopes.contains(&envelope),
                "{slug}: {what}: {envelope} is none of {:?}: {answer}",
                self.envelopes
            );
        }
    }

    /// The same, where nothing but a refusal will do.
    #[track_caller]
    fn check_refused(&self, what: &str, answer: &Answer) {
        assert!(answer.status >= 400, "{}: {what}: {answer}", self.provider.slug());
        self.check(what, answer);
    }
}

/// A media type and the names of an object's members; `state` is what a client of OAuth gets back.
fn envelope(content_type: &str, body: &[u8]) -> String {
    match serde_json::from_slice(body) {
        Ok(Value::Object(members)) => {
            let names: Vec<&str> = members.keys().map(String::as_str).collect();
            let names: Vec<&str> = names.into_iter().filter(|name| *name != "state").collect();
            format!("{content_type} {names:?}")
        }
        _ => {
            let text = String::from_utf8_lossy(body);
            let beginning = text.split_inclusive('>').next().unwrap_or_default();
            format!("{content_type} {beginning}")
        }
    }
}

/// An operation's path with `id` for every parameter.
fn path_of(endpoint: &Endpoint, id: &str) -> String {
    let segment = |segment: &str| match segment.starts_with('{') {
        true => id.to_owned(),
        false => segment.to_owned(),
    };
    let segments: Vec<String> = endpoint.path.split('/').map(segment).collect();
    segments.join("/")
}

const JSON: Option<&str> = Some("application/json");
const ID: &str = "0e5c7a5e-0000-4000-8000-000000000000";

#[tokio::test]
async fn an_unknown_route_is_answered_by_the_provider_whatever_the_method() {
    let sandbox = Sandbox::new("dialect-routes").await;
    let methods = [
        "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "MKCOL", "weird!",
    ];
    for subject in Subject::all(&sandbox) {
        for method in methods {
            let method = Method::from_bytes(method.as_bytes()).unwrap();
            for path in [
                "/no/such/route",
                "/",
                "",
                "/%20",
                "/_areia/health",
                "/..%2f..",
                "/a;b=c",
            ] {
                let answer = subject.client.send(method.clone(), path, JSON, "{}".into()).await;
                assert!(answer.status >= 400, "{method} {path}: {answer}");
                if method != Method::HEAD {
                    subject.check_refused(&format!("{method} {path}"), &answer);
                }
            }
        }
    }
}

#[tokio::test]
async fn an_unknown_method_is_answered_by_the_provider_and_says_which_there_are() {
    let sandbox = Sandbox::new("dialect-methods").await;
    let methods = [
        "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT", "MKCOL", "get",
    ];
    for subject in Subject::all(&sandbox) {
        let endpoints = subject.endpoints();
        for endpoint in &endpoints {
            for method in methods {
                let method = Method::from_bytes(method.as_bytes()).unwrap();
                let known = |other: &Endpoint| other.path == endpoint.path && other.method == method;
                if method == Method::CONNECT || endpoints.iter().any(known) {
                    continue;
                }
                let path = path_of(endpoint, ID);
                let answer = subject.client.send(method.clone(), &path, JSON, "{}".into()).await;
                subject.check_refused(&format!("{method} {path}"), &answer);
                let allow = answer.header("allow");
                // Only what refuses the method as such names the others; the gateway in front of the token endpoint does not.
                if answer.status != 405 || endpoint.path == "/oauth2/token" {
                    assert_eq!(allow, "", "{method} {path}: {answer}");
                } else {
                    assert!(allow.contains(endpoint.method.as_str()), "{method} {path}: {answer}");
                }
            }
        }
    }
}

#[tokio::test]
async fn a_body_that_cannot_be_read_is_refused_by_the_provider() {
    let sandbox = Sandbox::new("dialect-bodies").await;
    let deep = "[".repeat(10_000) + &"]".repeat(10_000);
    let deep_member = format!(r#"{{"a":{}1{}}}"#, r#"{"a":"#.repeat(5_000), "}".repeat(5_000));
    let bodies: [&[u8]; 9] = [
        b"{\"",
        b"{\"name\":",
        b"\xff\xfe\x00",
        b"{\"name\":\"\xff\"}",
        b"\0\0\0",
        b"{\"a\":1e}",
        deep.as_bytes(),
        deep_member.as_bytes(),
        b"<xml/>",
    ];
    for subject in Subject::all(&sandbox) {
        for endpoint in subject.endpoints().iter().filter(|endpoint| endpoint.body.is_some()) {
            let path = path_of(endpoint, ID);
            for body in bodies {
                let what = format!(
                    "{} {}",
                    endpoint.id,
                    String::from_utf8_lossy(&body[..body.len().min(20)])
                );
                let sent = subject.client.send(endpoint.method.clone(), &path, JSON, body.into());
                subject.check_refused(&what, &sent.await);
            }
        }
    }
}

#[tokio::test]
async fn a_body_of_a_wrong_type_or_size_of_number_is_never_a_failure() {
    let sandbox = Sandbox::new("dialect-types").await;
    let huge = "9".repeat(100_000);
    let huge_number = format!(r#"{{"name":{huge},"number":{huge},"value":{huge}}}"#);
    let bodies = [
        "[]",
        "null",
        "true",
        "\"text\"",
        "17",
        r#"{"name":[]}"#,
        r#"{"name":{}}"#,
        r#"{"name":"a\u0000b","person_type":"NATURAL"}"#,
        r#"{"name":1e999999999,"value":-1e999999999}"#,
        r#"{"name":"\ud800"}"#,
        &huge_number,
    ];
    for subject in Subject::all(&sandbox) {
        for endpoint in subject.endpoints() {
            let path = path_of(&endpoint, ID);
            for body in bodies {
                let what = format!("{} {}", endpoint.id, &body[..body.len().min(40)]);
                let sent = subject.client.send(endpoint.method.clone(), &path, JSON, body.into());
                subject.check(&what, &sent.await);
            }
        }
    }
}

#[tokio::test]
async fn a_missing_or_foreign_content_type_is_never_a_failure() {
    let sandbox = Sandbox::new("dialect-types-of-content").await;
    for subject in Subject::all(&sandbox) {
        for endpoint in subject.endpoints() {
            for media_type in [
                None,
                Some("text/plain"),
                Some(""),
                Some("multipart/form-data"),
                Some("a/b; c=\""),
            ] {
                let path = path_of(&endpoint, ID);
                let sent = subject
                    .client
                    .send(endpoint.method.clone(), &path, media_type, "x".into());
                let what = format!("{} {media_type:?}", endpoint.id);
                subject.check(&what, &sent.await);
            }
        }
    }
}

#[tokio::test]
async fn a_path_or_query_that_cannot_be_read_is_answered_by_the_provider() {
    let sandbox = Sandbox::new("dialect-addresses").await;
    let long = "x".repeat(20_000);
    let ids = [
        "x",
        "%ff",
        "%00",
        "%2e%2e",
        "%2Fetc%2Fpasswd",
        "'%20or%201=1--",
        "-1",
        "99999999999999999999",
        &long,
    ];
    let many = format!("?{}", "a=1&".repeat(10_000));
    let queries = [
        "?page=x",
        "?page=-1",
        "?page=99999999999999999999999999",
        "?size=0",
        "?size=1e400",
        "?page=%ff",
        "?%ff=1",
        "?page=%zz",
        "?page=%",
        "?a=%00",
        "?page=1&page=2",
        "?=",
        "?&&&",
        "?page[]=1",
        &many,
    ];
    for subject in Subject::all(&sandbox) {
        for endpoint in subject.endpoints() {
            let mut paths: Vec<String> = Vec::new();
            if endpoint.path.contains('{') {
                paths.extend(ids.map(|id| path_of(&endpoint, id)));
            }
            paths.extend(queries.map(|query| path_of(&endpoint, ID) + query));
            for path in paths {
                let sent = subject.client.send(endpoint.method.clone(), &path, JSON, "{}".into());
                let what = format!("{} {}", endpoint.id, &path[..path.len().min(80)]);
                subject.check(&what, &sent.await);
            }
            for path in [path_of(&endpoint, ID) + "%zz", path_of(&endpoint, "%4")] {
                let sent = subject
                    .client
                    .send(endpoint.method.clone(), &path, JSON, "{}".into())
                    .await;
                if path.contains("%zz") || path.contains("%4") {
                    subject.check_refused(&path, &sent);
                }
            }
        }
    }
}

#[tokio::test]
async fn a_body_that_is_too_large_is_refused_however_it_is_sent() {
    let sandbox = Sandbox::new("dialect-sizes").await;
    let token = sandbox.credential("contaazul", "access_token");
    for subject in Subject::all(&sandbox) {
        let limit = subject.provider.api.terms.body_limit_bytes;
        for endpoint in subject
            .endpoints()
            .iter()
            .filter(|endpoint| endpoint.body.is_some())
            .take(2)
        {
            let path = path_of(endpoint, ID);
            let body = vec![b' '; limit + 1];
            let answer = subject.client.send(endpoint.method.clone(), &path, JSON, body).await;
            assert_eq!(answer.status, 413, "{}: {answer}", endpoint.id);
            subject.check(endpoint.id, &answer);
        }
    }
    let head = format!(
        "POST /contaazul/v1/customers HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {token}\r\ncontent-type: application/json\r\n"
    );
    let chunk = format!("{:x}\r\n{}\r\n", 65_536, " ".repeat(65_536));
    let chunked = format!("{head}transfer-encoding: chunked\r\n\r\n{}0\r\n\r\n", chunk.repeat(40));
    let asking = format!("{head}content-length: 2000000\r\nexpect: 100-continue\r\n\r\n");
    let boasting = format!("{head}content-length: 99999999999\r\n\r\n");
    let subject = &Subject::all(&sandbox)[0];
    for request in [chunked, asking, boasting] {
        let answer = raw::exchange(server().address(), request).await.unwrap();
        assert_eq!(answer.status, 413, "{answer}");
        subject.check("too large", &answer);
    }
}

#[tokio::test]
async fn a_body_that_breaks_off_is_refused_and_recorded() {
    let sandbox = Sandbox::new("dialect-broken").await;
    let token = sandbox.credential("contaazul", "access_token");
    let mut connection = raw::Raw::connect(server().address()).await;
    let head = format!(
        "POST /contaazul/v1/customers HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {token}\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n"
    );
    connection.write(head + "{\"name\":").await;
    connection.finish().await;
    if let Some(answer) = connection.answer().await {
        Subject::all(&sandbox)[0].check_refused("broken off", &answer);
    }
    assert_eq!(
        sandbox.last_explanation().await,
        "The body broke off or did not arrive in time."
    );
    assert_eq!(sandbox.contaazul().get("/v1/customers?name=nobody").await.text(), "[]");
}

#[tokio::test]
async fn an_unknown_world_is_refused_in_the_provider_s_words() {
    let sandbox = Sandbox::new("dialect-worlds").await;
    for subject in Subject::all(&sandbox) {
        let slug = subject.provider.slug();
        for endpoint in subject.endpoints() {
            let path = path_of(&endpoint, ID);
            for name in ["no-such-world", "", "a b", "../x", "é"] {
                let client = subject.client.clone().with("x-areia-world", name);
                let answer = client.send(endpoint.method.clone(), &path, JSON, "{}".into()).await;
                // A header field that is no text names nothing.
                if name.is_ascii() {
                    subject.check_refused(&format!("{} in {name:?}", endpoint.id), &answer);
                }
            }
            let client = Client::new(format!("{}/~no-such-world/{slug}", server().url()));
            let answer = client.send(endpoint.method.clone(), &path, JSON, "{}".into()).await;
            subject.check_refused(endpoint.id, &answer);
        }
    }
}

#[tokio::test]
async fn an_error_that_is_asked_for_is_given_with_its_status_and_once() {
    let sandbox = Sandbox::new("dialect-preferred").await;
    let catalogue = sandbox.control().get("/errors").await.json();
    let subjects = Subject::all(&sandbox);
    for error in catalogue["errors"].as_array().unwrap() {
        let id = error["id"].as_str().unwrap();
        let subject = subjects
            .iter()
            .find(|subject| error["provider"] == subject.provider.slug())
            .unwrap();
        let client = subject
            .client
            .clone()
            .with("prefer", &format!("return=minimal, areia-error={id}"));
        for path in ["/no/such/route".to_owned(), path_of(&subject.endpoints()[0], ID)] {
            let answer = client.get(&path).await;
            assert_eq!(error["status"], answer.status, "{id}: {answer}");
            let envelope = envelope(answer.header("content-type"), &answer.body);
            assert!(subject.envelopes.contains(&envelope), "{id}: {answer}");
        }
    }
    let journal = sandbox.control().get("/journal?limit=1000").await.json();
    let entries = journal["entries"].as_array().unwrap();
    assert!(entries.iter().all(|entry| entry["explanation"].is_string()));
}

#[tokio::test]
async fn an_error_that_there_is_not_is_refused_with_the_nearest_name() {
    let sandbox = Sandbox::new("dialect-preferred-unknown").await;
    for subject in Subject::all(&sandbox) {
        let known = (subject.provider.api.errors)()[0].row().id;
        let client = subject.client.clone().with("prefer", &format!("areia-error={known}x"));
        subject.check_refused("unknown", &client.get("/").await);
        let expected = format!("There is no error called \"{known}x\"; the nearest is {known:?}.");
        assert_eq!(sandbox.last_explanation().await, expected);
    }
}

#[tokio::test]
async fn what_is_no_form_of_a_request_target_is_answered_without_harm() {
    let address = server().address();
    for line in [
        "OPTIONS * HTTP/1.1\r\nhost: contaazul",
        "GET * HTTP/1.1\r\nhost: contaazul",
        "CONNECT contaazul:80 HTTP/1.1\r\nhost: contaazul",
        "GET http://api.contaazul.com/nowhere HTTP/1.1\r\nhost: other",
        "GET /contaazul/nowhere HTTP/1.0",
    ] {
        let answer = raw::exchange(address, format!("{line}\r\nconnection: close\r\n\r\n"))
            .await
            .unwrap();
        assert_eq!(answer.status, 404, "{line}: {answer}");
        assert_eq!(
            answer.text(),
            r#"{"code":"NOT_FOUND","message":"Resource not found"}"#,
            "{line}"
        );
    }
    // What hyper refuses before there is a request is a bare status.
    for request in [
        "GET /contaazul/\0 HTTP/1.1\r\n\r\n",
        "nonsense\r\n\r\n",
        "GET /contaazul/\u{e9}\u{7f} HTTP/1.1\r\nhost: x\r\nb\0d: x\r\n\r\n",
    ] {
        let answer = raw::exchange(address, request).await.unwrap();
        assert_eq!((answer.status, answer.text().as_str()), (400, ""), "{request:?}");
    }
}
