//! "Nessa área o DocSales registra todas as chamadas que foram realizadas na API".

use insta::assert_snapshot;
use serde_json::{Value, json};

use super::body;
use crate::support::Sandbox;

#[tokio::test]
async fn every_call_is_in_the_log_without_the_token() {
    let sandbox = Sandbox::new("docsales-log").await;
    let (docsales, control) = (sandbox.docsales(), sandbox.control());
    let token = sandbox.credential("docsales", "token");
    docsales
        .get(&format!("/api/v1/registration-data?token={token}&x=1"))
        .await;
    let encoded: String = token.bytes().map(|byte| format!("%{byte:02x}")).collect();
    docsales
        .get(&format!("/api/v1/proposals/{encoded}?a={encoded}"))
        .await;
    docsales
        .post("/api/v1/proposals", &json!({"proposal": {"notes": token}}))
        .await;
    control
        .put("/docsales/accounts/1", &json!({"monthly_limit": 0}))
        .await;
    docsales.post("/api/v1/proposals", &body()).await;
    docsales.get("/api/v1/nothing").await;
    docsales.get("/api-docs/index.html").await;
    control
        .post(
            "/credentials/docsales/revoke",
            &json!({"credential": token}),
        )
        .await;
    docsales.get("/api/v1/proposals/44073").await;
    docsales
        .without("authorization")
        .get("/api/v1/proposals/44073")
        .await;
    let log = control.get("/docsales/requests").await;
    assert!(!log.text().contains(&token), "{log}");
    let log = log.json();
    let lines = log["requests"].as_array().unwrap().iter().map(|call| {
        [
            "id",
            "created_at",
            "method",
            "path",
            "query",
            "status",
            "duration_ms",
            "ip",
        ]
        .map(|name| call[name].to_string())
        .join(" ")
    });
    assert_snapshot!(lines.collect::<Vec<_>>().join("\n"), @"");
    assert_snapshot!(log["requests"][2], @"");
}

#[tokio::test]
async fn an_accounts_log_is_its_own() {
    let sandbox = Sandbox::new("docsales-log-accounts").await;
    let control = sandbox.control();
    let issued = control
        .post("/credentials/docsales", &json!({"account": 3}))
        .await;
    sandbox
        .docsales_with(&issued.member("/token"))
        .get("/api/v1/registration-data")
        .await;
    sandbox.docsales().get("/api/v1/proposals/1").await;
    let statuses = async |query: &str| -> Vec<Value> {
        let log = control
            .get(&format!("/docsales/requests{query}"))
            .await
            .json();
        log["requests"]
            .as_array()
            .unwrap()
            .iter()
            .map(|call| call["status"].clone())
            .collect()
    };
    assert_eq!(statuses("?account=3").await, [json!(200)]);
    assert_eq!(statuses("?account=1").await, [json!(404)]);
    assert_eq!(statuses("").await, [json!(200), json!(404)]);
    assert_snapshot!(control.get("/docsales/requests?acount=1").await.text(), @"");
    control.post("/reset", &json!({})).await;
    assert_eq!(statuses("").await, [json!(null); 0]);
}
