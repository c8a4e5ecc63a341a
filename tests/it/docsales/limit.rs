//! "Existe um limite de 200 requisições por mês na chamada de API de criação de novo documento. São contabilizadas apenas
//! chamadas que foram realizadas com sucesso."

use futures_util::future::join_all;
use insta::assert_snapshot;
use serde_json::json;

use super::{body, body_with};
use crate::support::Sandbox;

const PROPOSALS: &str = "/api/v1/proposals";

#[tokio::test]
async fn of_many_creations_at_once_two_hundred_pass() {
    let sandbox = Sandbox::new("docsales-limit-concurrent").await;
    let docsales = sandbox.docsales();
    let body = body();
    let mut statuses = Vec::new();
    for _ in 0..3 {
        let answers = join_all((0..70).map(|_| docsales.post(PROPOSALS, &body))).await;
        statuses.extend(answers.iter().map(|answer| answer.status));
    }
    let created = statuses.iter().filter(|status| **status == 201).count();
    let refused = statuses.iter().filter(|status| **status == 429).count();
    assert_eq!((created, refused), (200, 10));
    assert_snapshot!(docsales.post(PROPOSALS, &body).await, @r#"
    429
    content-type: application/json; charset=utf-8

    {"error": "Limite mensal de 200 requisições de criação de documentos atingido"}
    "#);
    assert_snapshot!(sandbox.last_explanation().await, @"The account has created the 200 documents that it may create this month; the next month begins at 2026-04-01T03:00:00Z.");
    let listed = docsales.get("/api/v1/customers/45723174000110/proposals").await.json();
    assert_eq!(listed.as_array().unwrap().len(), 200);
    let account = sandbox.control().get("/docsales/accounts/1").await.json();
    assert_eq!(account["created_this_month"], json!(200));
}

#[tokio::test]
async fn a_month_ends_at_midnight_in_brazil() {
    let sandbox = Sandbox::new("docsales-limit-month").await;
    let (docsales, control) = (sandbox.docsales(), sandbox.control());
    control.put("/docsales/accounts/1", &json!({"monthly_limit": 1})).await;
    let body = body_with("/expiration_date", json!("2026-12-31"));
    let create = async || docsales.post(PROPOSALS, &body).await.status;
    assert_eq!((create().await, create().await), (201, 429));
    control.post("/clock/set", &json!({"to": "2026-04-01T02:59:59Z"})).await;
    assert_eq!(create().await, 429);
    control.post("/clock/set", &json!({"to": "2026-04-01T03:00:00Z"})).await;
    assert_eq!((create().await, create().await), (201, 429));
    assert_snapshot!(docsales.post(PROPOSALS, &body).await.pretty(), @r#"{"error": "Limite mensal de 1 requisições de criação de documentos atingido"}"#);
}

#[tokio::test]
async fn only_successful_creations_count_and_the_limit_is_asked_before_the_rules() {
    let sandbox = Sandbox::new("docsales-limit-failures").await;
    let (docsales, control) = (sandbox.docsales(), sandbox.control());
    control.put("/docsales/accounts/1", &json!({"monthly_limit": 2})).await;
    let wrong = json!({"proposal": {}});
    for _ in 0..3 {
        assert_eq!(docsales.post(PROPOSALS, &wrong).await.status, 422);
        assert_eq!(docsales.post(PROPOSALS, &json!({})).await.status, 400);
        assert_eq!(docsales.get("/api/v1/registration-data").await.status, 200);
    }
    assert_eq!(docsales.post(PROPOSALS, &body()).await.status, 201);
    assert_eq!(docsales.post(PROPOSALS, &body()).await.status, 201);
    assert_eq!(docsales.post(PROPOSALS, &wrong).await.status, 429);
    assert_eq!(docsales.post(PROPOSALS, &json!({})).await.status, 400);
    assert_eq!(docsales.get("/api/v1/registration-data").await.status, 200);
    // The account counts, not its token; and more can be had by contract.
    let issued = control.post("/credentials/docsales", &json!({})).await;
    let newer = sandbox.docsales_with(&issued.member("/token"));
    assert_eq!(newer.post(PROPOSALS, &body()).await.status, 429);
    control.put("/docsales/accounts/1", &json!({"monthly_limit": 3})).await;
    assert_eq!(newer.post(PROPOSALS, &body()).await.status, 201);
    control.put("/docsales/accounts/1", &json!({"monthly_limit": 0})).await;
    assert_snapshot!(newer.post(PROPOSALS, &body()).await.pretty(), @r#"{"error": "Limite mensal de 0 requisições de criação de documentos atingido"}"#);
}
