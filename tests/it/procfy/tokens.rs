//! Tokens and what they may do.

use insta::assert_snapshot;
use reqwest::Method;
use serde_json::json;

use super::{BANK_ACCOUNTS, TRANSACTIONS, paid, refusal};
use crate::support::{Client, Sandbox, pretty, server};

#[tokio::test]
async fn a_blank_token_is_not_found_an_unknown_one_invalid_and_an_old_one_expired() {
    let sandbox = Sandbox::new("procfy-tokens").await;
    let procfy = Client::new(server().base_url("procfy"));
    assert_snapshot!(procfy.get(TRANSACTIONS).await, @r#"
    400
    content-type: application/json; charset=utf-8

    {"error": "Token not found", "description": "Token not found, please check your request"}
    "#);
    for blank in ["", "Bearer", "Bearer ", "bearer"] {
        let answer = procfy.clone().with("authorization", blank).get(TRANSACTIONS).await;
        assert_eq!(answer.status, 400, "{blank:?}: {answer}");
    }
    assert_snapshot!(procfy.clone().with("authorization", "Bearer nobody").get(TRANSACTIONS).await, @r#"
    401
    content-type: application/json; charset=utf-8

    {
      "error": "Invalid token",
      "description": "Invalid token, certify that you are using the correct token"
    }
    "#);
    let token = sandbox.credential("procfy", "token");
    for invalid in [token.clone(), format!("Token {token}"), format!("Bearer {token} x")] {
        let answer = procfy.clone().with("authorization", &invalid).get(TRANSACTIONS).await;
        assert_eq!(answer.status, 401, "{answer}");
    }
    assert_snapshot!(sandbox.last_explanation().await, @"This token was shown without the scheme Bearer.");
    let answer = procfy
        .clone()
        .with("authorization", &format!("bearer {token}"))
        .get(TRANSACTIONS)
        .await;
    assert_eq!(answer.status, 200);
}

#[tokio::test]
async fn a_token_expires_on_the_clock_of_its_world() {
    let sandbox = Sandbox::new("procfy-token-expiry").await;
    let issued = sandbox
        .control()
        .post("/credentials/procfy", &json!({"expires_at": "2026-03-17T12:00:00Z"}))
        .await;
    let token = issued.member("/token");
    assert_eq!(token.len(), 64);
    let procfy = Client::new(server().base_url("procfy")).with("authorization", &format!("Bearer {token}"));
    assert_eq!(procfy.get(BANK_ACCOUNTS).await.status, 200);
    sandbox.advance("PT24H").await;
    assert_snapshot!(procfy.get(BANK_ACCOUNTS).await, @r#"
    403
    content-type: application/json; charset=utf-8

    {"error": "Token expired", "description": "Token expired, please create a new token"}
    "#);
    assert_snapshot!(sandbox.last_explanation().await, @"This token expired at 2026-03-17T12:00:00Z.");
    // An unknown address needs no token.
    assert_eq!(procfy.get("/api/v1/nothing").await.status, 404);
}

#[tokio::test]
async fn a_token_may_do_what_its_permissions_say_and_is_asked_before_the_record_is_looked_for() {
    let sandbox = Sandbox::new("procfy-permissions").await;
    let permissions = json!({"permissions": {"transaction": ["create"], "bank_account": ["read", "edit"]}});
    let issued = sandbox.control().post("/credentials/procfy", &permissions).await;
    let token = issued.member("/token");
    let procfy = Client::new(server().base_url("procfy")).with("authorization", &format!("Bearer {token}"));
    assert_eq!(procfy.post(TRANSACTIONS, &paid("revenue")).await.status, 201);
    assert_eq!(procfy.get(BANK_ACCOUNTS).await.status, 200);
    let patched = procfy
        .send(Method::PATCH, "/api/v1/bank_accounts/1", None, Vec::new())
        .await;
    assert_eq!(patched.status, 200);
    assert_snapshot!(procfy.get("/api/v1/transactions/999").await, @r#"
    403
    content-type: application/json; charset=utf-8

    {
      "error": "Permission denied",
      "description": "Permission denied, you do not have access to this resource"
    }
    "#);
    assert_snapshot!(sandbox.last_explanation().await, @"This token may not read on the resource `transaction`; its permissions are set when it is issued.");
    for (method, path) in [
        (Method::GET, "/api/v1/transactions/1/attachments/1/download"),
        (Method::PUT, "/api/v1/transactions/1"),
        (Method::PATCH, "/api/v1/transactions/1"),
        (Method::DELETE, "/api/v1/transactions/1"),
        (Method::DELETE, "/api/v1/bank_accounts/1"),
        (Method::POST, "/api/v1/bank_accounts"),
        (Method::GET, "/api/v1/users"),
        (Method::GET, "/api/v1/contacts"),
        (Method::GET, "/api/v1/categories"),
        (Method::GET, "/api/v1/cost_centers"),
    ] {
        let answer = procfy.send(method.clone(), path, None, Vec::new()).await;
        assert_eq!(answer.status, 403, "{method} {path}: {answer}");
    }
    let uploaded = procfy
        .send(Method::POST, "/api/v1/transactions/1/attachments", None, Vec::new())
        .await;
    assert!(refusal(&uploaded).starts_with("400 param is missing"), "{uploaded}");
}

#[tokio::test]
async fn permissions_that_do_not_exist_are_refused_by_name() {
    let sandbox = Sandbox::new("procfy-permissions-refused").await;
    let control = sandbox.control();
    let issue = async |body: serde_json::Value| {
        let refused = control.post("/credentials/procfy", &body).await;
        assert_eq!(refused.status, 400, "{refused}");
        refused.text()
    };
    assert_snapshot!(pretty(issue(json!({"permissions": {"transactions": ["read"]}})).await), @r#"
    {
      "title": "Bad Request",
      "status": 400,
      "detail": "`permissions` has no resource \"transactions\"",
      "hint": "there are transaction, bank_account, contact, category, cost_center, user"
    }
    "#);
    assert_snapshot!(pretty(issue(json!({"permissions": {"user": ["write"]}})).await), @r#"
    {
      "title": "Bad Request",
      "status": 400,
      "detail": "`permissions` has no action \"write\"",
      "hint": "there are read, create, edit, remove"
    }
    "#);
    assert_snapshot!(pretty(issue(json!({"permissions": ["read"]})).await), @r#"
    {
      "title": "Bad Request",
      "status": 400,
      "detail": "`permissions` must be an object from resources to actions",
      "hint": "{\"transaction\": [\"read\", \"create\"]}"
    }
    "#);
    assert_snapshot!(pretty(issue(json!({"expires_at": "soon"})).await), @r#"
    {
      "title": "Bad Request",
      "status": 400,
      "detail": "`expires_at` is no instant: \"soon\"",
      "hint": "RFC 3339"
    }
    "#);
    assert_snapshot!(pretty(issue(json!({"permission": {}})).await), @r#"
    {
      "title": "Bad Request",
      "status": 400,
      "detail": "the member `permission` is unknown here",
      "hint": "the nearest is `permissions`"
    }
    "#);
}

#[tokio::test]
async fn the_screen_of_tokens_shows_when_each_was_last_used() {
    let sandbox = Sandbox::new("procfy-token-use").await;
    let shown = async || sandbox.control().get("/procfy/tokens").await.json()["tokens"].clone();
    assert_eq!(shown().await[0]["last_used_at"], json!(null));
    sandbox.procfy().get(TRANSACTIONS).await;
    sandbox.advance("PT1H").await;
    let tokens = shown().await;
    assert_eq!(tokens[0]["last_used_at"], json!("2026-03-16T12:00:00Z"));
    assert_eq!(
        (&tokens[0]["active"], &tokens[1]["active"]),
        (&json!(true), &json!(false))
    );
    assert_eq!(tokens[1]["last_used_at"], json!(null));
}
