//! One document.

use insta::assert_snapshot;
use serde_json::json;

use crate::support::Sandbox;

#[tokio::test]
async fn a_document_is_shown_whole() {
    let docsales = Sandbox::new("docsales-document").await.docsales();
    let by_id = docsales.get("/api/v1/proposals/44073").await;
    assert_snapshot!(by_id, @"");
    for uuid in [
        "6f1c1f0e-5d0b-4c5e-9b1e-0d6f0a5f7c11",
        "6F1C1F0E-5D0B-4C5E-9B1E-0D6F0A5F7C11",
    ] {
        let answer = docsales.get(&format!("/api/v1/proposals/{uuid}")).await;
        assert_eq!(answer.text(), by_id.text());
    }
}

#[tokio::test]
async fn a_document_that_is_not_the_accounts_is_not_found() {
    let sandbox = Sandbox::new("docsales-document-unknown").await;
    let docsales = sandbox.docsales();
    assert_snapshot!(docsales.get("/api/v1/proposals/44999").await, @"");
    for id in [
        "44001",
        "DOC-0071",
        "6f1c1f0e5d0b4c5e9b1e0d6f0a5f7c11",
        "0",
        "99999999999999999999",
        "-1",
        "%C3%A7",
    ] {
        assert_eq!(
            docsales
                .get(&format!("/api/v1/proposals/{id}"))
                .await
                .status,
            404,
            "{id}"
        );
    }
    docsales.get("/api/v1/proposals/DOC-0071").await;
    assert_snapshot!(sandbox.last_explanation().await, @"");
    let issued = sandbox
        .control()
        .post("/credentials/docsales", &json!({"account": 3}))
        .await;
    let other = sandbox.docsales_with(&issued.member("/token"));
    assert_eq!(other.get("/api/v1/proposals/44001").await.status, 200);
    assert_eq!(other.get("/api/v1/proposals/44073").await.status, 404);
}

#[tokio::test]
async fn every_status_is_among_the_fixtures() {
    let docsales = Sandbox::new("docsales-document-statuses").await.docsales();
    let mut statuses = Vec::new();
    for id in 44066..=44073 {
        let document = docsales.get(&format!("/api/v1/proposals/{id}")).await;
        statuses.push(format!(
            "{} {}",
            document.member("/status"),
            document.member("/status_name")
        ));
    }
    assert_snapshot!(statuses.join("\n"), @"");
}

#[tokio::test]
async fn every_error_can_be_asked_for() {
    let sandbox = Sandbox::new("docsales-errors").await;
    let errors = sandbox
        .control()
        .get("/errors?provider=docsales")
        .await
        .json();
    let mut given = Vec::new();
    for error in errors["errors"].as_array().unwrap() {
        let id = error["id"].as_str().unwrap();
        let prefer = sandbox
            .docsales()
            .with("prefer", &format!("areia-error={id}"));
        let answer = prefer.post("/api/v1/proposals", &json!({})).await;
        given.push(format!("{id} {} {}", answer.status, answer.text()));
    }
    assert_snapshot!(given.join("\n"), @"");
}
