//! Tokens, plans and settings.

use insta::assert_snapshot;
use reqwest::Method;
use serde_json::json;

use crate::support::Sandbox;

const DATA: &str = "/api/v1/registration-data";

#[tokio::test]
async fn a_call_without_a_working_token_is_refused() {
    let sandbox = Sandbox::new("docsales-token-missing").await;
    let nobody = sandbox.docsales().without("authorization");
    assert_snapshot!(nobody.get(DATA).await, @r#"
    401
    content-type: application/json; charset=utf-8
    www-authenticate: Token realm="Application"

    {"error": "Token inválido ou não informado"}
    "#);
    assert_snapshot!(sandbox.last_explanation().await, @"The request carries no token: send it as `Authorization: Bearer <token>`.");
    let missing = nobody.get(DATA).await.text();
    let stranger = sandbox.docsales_with("nobodysToken0000000000000000000001");
    assert_eq!(stranger.get(DATA).await.text(), missing);
    assert_snapshot!(sandbox.last_explanation().await, @"This token was never issued in this world.");
}

#[tokio::test]
async fn a_token_may_be_shown_as_rails_reads_it() {
    let sandbox = Sandbox::new("docsales-token-forms").await;
    let token = sandbox.credential("docsales", "token");
    for shown in [
        format!("Token {token}"),
        format!("Token token=\"{token}\""),
        format!("bearer {token}"),
    ] {
        let answer = sandbox.docsales().with("authorization", &shown).get(DATA).await;
        assert_eq!(answer.status, 200, "{shown}");
    }
    for shown in [format!("Basic {token}"), token.clone()] {
        let answer = sandbox.docsales().with("authorization", &shown).get(DATA).await;
        assert_eq!(answer.status, 401, "{shown}");
    }
}

#[tokio::test]
async fn a_plan_without_the_api_is_refused_before_anything_is_looked_for() {
    let sandbox = Sandbox::new("docsales-plan").await;
    let control = sandbox.control();
    let issued = control.post("/credentials/docsales", &json!({"account": 2})).await;
    let docsales = sandbox.docsales_with(&issued.member("/token"));
    assert_snapshot!(docsales.get(DATA).await, @r#"
    403
    content-type: application/json; charset=utf-8

    {"error": "API não disponível para o plano contratado"}
    "#);
    assert_eq!(docsales.get("/api/v1/nothing").await.status, 403);
    assert_eq!(docsales.post("/api/v1/proposals", &json!({})).await.status, 403);
    let changed = control.put("/docsales/accounts/2", &json!({"api_in_plan": true})).await;
    assert_snapshot!(changed, @r#"
    200
    content-type: application/json

    {
      "name": "Empresa Sem API",
      "api_in_plan": true,
      "monthly_limit": 200,
      "validity_days": 15,
      "created_this_month": 0
    }
    "#);
    assert_eq!(docsales.get(DATA).await.status, 200);
}

#[tokio::test]
async fn an_account_has_no_token_until_one_is_generated_and_then_one_alone() {
    let sandbox = Sandbox::new("docsales-token-generated").await;
    let control = sandbox.control();
    let generate = async || {
        control
            .post("/credentials/docsales", &json!({"account": "3"}))
            .await
            .member("/token")
    };
    let first = sandbox.docsales_with(&generate().await);
    assert_eq!(first.get(DATA).await.status, 200);
    let second = sandbox.docsales_with(&generate().await);
    assert_eq!(
        (first.get(DATA).await.status, second.get(DATA).await.status),
        (401, 200)
    );
    assert_snapshot!(sandbox.last_explanation().await, @"This token was replaced by a newer one at 2026-03-16T12:00:00Z by hand.");
    assert_eq!(sandbox.docsales().get(DATA).await.status, 200);
    let unknown = control.post("/credentials/docsales", &json!({"account": "9"})).await;
    assert_snapshot!(unknown.pretty(), @r#"
    {
      "title": "Bad Request",
      "status": 400,
      "detail": "`account` is not the id of an account of this world",
      "hint": "its accounts are 1, 2, 3"
    }
    "#);
    let unknown = control.post("/credentials/docsales", &json!({"acount": "3"})).await;
    assert_snapshot!(unknown.pretty(), @r#"
    {
      "title": "Bad Request",
      "status": 400,
      "detail": "the member `acount` is unknown here",
      "hint": "the nearest is `account`"
    }
    "#);
}

#[tokio::test]
async fn a_rotated_token_dies_at_once_and_is_told_so() {
    let sandbox = Sandbox::new("docsales-token-rotated").await;
    let before = sandbox.credential("docsales", "token");
    // Without a world's name: the token alone leads to its world, dead or alive.
    let old = sandbox.docsales_with(&before).without("x-areia-world");
    let rotated = sandbox
        .control()
        .post("/credentials/docsales/rotate", &json!({"credential": before}))
        .await;
    assert_eq!(old.get(DATA).await.status, 401);
    assert_snapshot!(sandbox.last_explanation().await, @"This token was rotated at 2026-03-16T12:00:00Z by hand.");
    assert_eq!(
        sandbox
            .docsales_with(&rotated.member("/credential"))
            .get(DATA)
            .await
            .status,
        200
    );
    assert_eq!(sandbox.credential("docsales", "token"), rotated.member("/credential"));
}

#[tokio::test]
async fn what_has_no_route_asks_for_a_token_first() {
    let sandbox = Sandbox::new("docsales-routes").await;
    let docsales = sandbox.docsales();
    assert_snapshot!(docsales.get("/api/v1/nothing").await, @r#"
    404
    content-type: application/json; charset=utf-8

    {"status": 404, "error": "Not Found"}
    "#);
    assert_eq!(
        docsales
            .clone()
            .without("authorization")
            .get("/api/v1/nothing")
            .await
            .status,
        401
    );
    assert_eq!(
        docsales.clone().without("authorization").get("/nothing").await.status,
        404
    );
    for (method, path) in [
        (Method::DELETE, "/api/v1/proposals/44073"),
        (Method::PUT, "/api/v1/proposals/44073"),
        (Method::GET, "/api/v1/proposals"),
        (Method::POST, DATA),
    ] {
        let answer = docsales.send(method, path, None, Vec::new()).await;
        assert_eq!(
            (answer.status, answer.text().as_str()),
            (404, r#"{"status":404,"error":"Not Found"}"#),
            "{path}"
        );
    }
    assert_eq!(docsales.get("/api/v1/proposals/44073").await.status, 200);
}

#[tokio::test]
async fn settings_are_changed_member_by_member() {
    let control = Sandbox::new("docsales-settings").await.control();
    assert_snapshot!(control.get("/docsales/accounts/1").await.pretty(), @r#"
    {
      "name": "Empresa Areia Documentos",
      "api_in_plan": true,
      "monthly_limit": 200,
      "validity_days": 15,
      "created_this_month": 0
    }
    "#);
    let changed = control
        .put(
            "/docsales/accounts/1",
            &json!({"monthly_limit": 3, "validity_days": 30}),
        )
        .await;
    assert_snapshot!(changed.pretty(), @r#"
    {
      "name": "Empresa Areia Documentos",
      "api_in_plan": true,
      "monthly_limit": 3,
      "validity_days": 30,
      "created_this_month": 0
    }
    "#);
    assert_snapshot!(control.put("/docsales/accounts/1", &json!({"monthly_limits": 3})).await.pretty(), @r#"
    {
      "title": "Bad Request",
      "status": 400,
      "detail": "the member `monthly_limits` is unknown here",
      "hint": "the nearest is `monthly_limit`"
    }
    "#);
    assert_snapshot!(control.put("/docsales/accounts/1", &json!({"monthly_limit": -1})).await.pretty(), @r#"
    {
      "title": "Bad Request",
      "status": 400,
      "detail": "`monthly_limit`: invalid number",
      "hint": "`GET /_areia/openapi.json` says what every address takes"
    }
    "#);
    assert_snapshot!(control.get("/docsales/accounts/7").await.pretty(), @r#"
    {
      "title": "Not Found",
      "status": 404,
      "detail": "there is no account `7`",
      "hint": "the nearest is `3`"
    }
    "#);
    assert_eq!(control.get("/docsales/accounts/1").await.text(), changed.text());
}
