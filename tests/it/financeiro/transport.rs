//! Formats, entity tags, cross-origin reads, compression.

use insta::assert_snapshot;
use reqwest::Method;

use crate::support::Sandbox;

#[tokio::test]
async fn the_format_is_that_of_the_ending_then_the_parameter_then_the_headers() {
    let sandbox = Sandbox::new("formats").await;
    let client = sandbox.financeiro(&[1]).await.without("accept");
    let (json, xml) = (
        "application/json; charset=utf-8",
        "application/xml; charset=utf-8",
    );
    for (path, accept, content_type, expected) in [
        ("/taxes", "", "", json),
        ("/taxes.xml", "application/json", "", xml),
        ("/taxes/", "text/xml", "", xml),
        ("/taxes?format=xml", "application/json", "", xml),
        ("/taxes.json?format=xml", "", "", json),
        (
            "/taxes",
            "text/html, application/xml;q=0.9, */*;q=0.8",
            "",
            json,
        ),
        ("/taxes", "text/html,*/*", "application/xml", xml),
        ("/taxes", "*/*", "", json),
        ("/taxes", "application/x-xml", "", xml),
        ("/taxes", "", "text/json", json),
        ("//taxes//1?", "", "application/xml", xml),
    ] {
        let mut asked = client.clone();
        for (name, value) in [("accept", accept), ("content-type", content_type)] {
            if !value.is_empty() {
                asked = asked.with(name, value);
            }
        }
        let answer = asked.get(path).await;
        assert_eq!(
            (answer.status, answer.header("content-type")),
            (200, expected),
            "{path} {accept} {content_type}"
        );
    }
    let other = client.get("/taxes?format=csv").await;
    assert_eq!((other.status, other.text().as_str()), (406, " "));
}

#[tokio::test]
async fn who_has_the_body_already_is_not_sent_it_again() {
    let sandbox = Sandbox::new("etag").await;
    let client = sandbox.financeiro(&[1]).await;
    let first = client.get("/taxes").await;
    let tag = first.header("etag").to_owned();
    assert_eq!(tag.len(), 34);
    let again = client
        .clone()
        .with("if-none-match", &tag)
        .get("/taxes")
        .await;
    assert_eq!((again.status, again.text().as_str()), (304, ""));
    assert_eq!(again.header("etag"), tag);
    let other = client
        .with("if-none-match", "\"other\"")
        .get("/taxes")
        .await;
    assert_eq!(other.status, 200);
}

#[tokio::test]
async fn any_page_may_read_and_none_may_write() {
    let sandbox = Sandbox::new("cors").await;
    let client = sandbox.financeiro(&[1]).await;
    let page = client
        .clone()
        .without("authorization")
        .with("origin", "https://page.example");
    let ask = page
        .clone()
        .with("access-control-request-method", "GET")
        .with("access-control-request-headers", "authorization");
    assert_snapshot!(ask.send(Method::OPTIONS, "/people", None, Vec::new()).await, @"
    200
    access-control-allow-headers: authorization
    access-control-allow-methods: GET
    access-control-allow-origin: *
    access-control-expose-headers: 
    access-control-max-age: 1728000
    content-type: text/plain
    ");
    let ask = page.with("access-control-request-method", "POST");
    let refused = ask.send(Method::OPTIONS, "/people", None, Vec::new()).await;
    assert_eq!(refused.status, 404);
    let read = client
        .with("origin", "https://page.example")
        .get("/taxes/1")
        .await;
    assert_snapshot!(read, @r#"
    200
    access-control-allow-methods: GET
    access-control-allow-origin: *
    access-control-expose-headers: 
    access-control-max-age: 1728000
    cache-control: max-age=0, private, must-revalidate
    content-type: application/json; charset=utf-8
    etag: "2741ce8f218212160ee952147bda267d"
    x-ratelimit-limit: 100
    x-ratelimit-remaining: 99
    x-ratelimit-reset: Mon, 16 Mar 2026 12:01:00 GMT

    {"tax":{"id":1,"name":"Outros"}}
    "#);
}

#[tokio::test]
async fn successes_are_compressed_and_creations_are_not() {
    let sandbox = Sandbox::new("gzip").await;
    let client = sandbox
        .financeiro(&[1])
        .await
        .with("accept-encoding", "gzip");
    let listed = client.get("/people").await;
    assert_eq!(
        (listed.header("content-encoding"), listed.header("vary")),
        ("gzip", "Accept-Encoding, Origin")
    );
    assert!(listed.header("etag").starts_with("W/\""), "{listed}");
    let created = client
        .post(
            "/people",
            &serde_json::json!({"person": {"name": "Beltrano"}}),
        )
        .await;
    assert_eq!(
        (created.status, created.header("content-encoding")),
        (201, "")
    );
    let invalid = client
        .post("/people", &serde_json::json!({"person": {}}))
        .await;
    assert_eq!(
        (invalid.status, invalid.header("content-encoding")),
        (422, "")
    );
}
