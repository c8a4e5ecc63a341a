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
    assert_snapshot!(nobody.get(DATA).await, @"");
    assert_snapshot!(sandbox.last_explanation().await, @"");
    let stranger = sandbox.docsales_with("nobodysToken0000000000000000000001");
    assert_eq!(
        stranger.get(DATA).await.text(),
        nobody.get(DATA).await.text()
    );
    assert_snapshot!(sandbox.last_explanation().await, @"");
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
        let answer = sandbox
            .docsales()
            .with("authorization", &shown)
            .get(DATA)
            .await;
        assert_eq!(answer.status, 200, "{shown}");
    }
    for shown in [format!("Basic {token}"), token.clone()] {
        let answer = sandbox
            .docsales()
            .with("authorization", &shown)
            .get(DATA)
            .await;
        assert_eq!(answer.status, 401, "{shown}");
    }
}

#[tokio::test]
async fn a_plan_without_the_api_is_refused_before_anything_is_looked_for() {
    let sandbox = Sandbox::new("docsales-plan").await;
    let control = sandbox.control();
    let issued = control
        .post("/credentials/docsales", &json!({"account": 2}))
        .await;
    let docsales = sandbox.docsales_with(&issued.member("/token"));
    assert_snapshot!(docsales.get(DATA).await, @"");
    assert_eq!(docsales.get("/api/v1/nothing").await.status, 403);
    assert_eq!(
        docsales.post("/api/v1/proposals", &json!({})).await.status,
        403
    );
    let changed = control
        .put("/docsales/accounts/2", &json!({"api_in_plan": true}))
        .await;
    assert_snapshot!(changed, @"");
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
    assert_snapshot!(sandbox.last_explanation().await, @"");
    assert_eq!(sandbox.docsales().get(DATA).await.status, 200);
    let unknown = control
        .post("/credentials/docsales", &json!({"account": "9"}))
        .await;
    assert_snapshot!(unknown.text(), @"");
    let unknown = control
        .post("/credentials/docsales", &json!({"acount": "3"}))
        .await;
    assert_snapshot!(unknown.text(), @"");
}

#[tokio::test]
async fn a_rotated_token_dies_at_once_and_is_told_so() {
    let sandbox = Sandbox::new("docsales-token-rotated").await;
    let before = sandbox.credential("docsales", "token");
    // Without a world's name: the token alone leads to its world, dead or alive.
    let old = sandbox.docsales_with(&before).without("x-areia-world");
    let rotated = sandbox
        .control()
        .post(
            "/credentials/docsales/rotate",
            &json!({"credential": before}),
        )
        .await;
    assert_eq!(old.get(DATA).await.status, 401);
    assert_snapshot!(sandbox.last_explanation().await, @"");
    assert_eq!(
        sandbox
            .docsales_with(&rotated.member("/credential"))
            .get(DATA)
            .await
            .status,
        200
    );
    assert_eq!(
        sandbox.credential("docsales", "token"),
        rotated.member("/credential")
    );
}

#[tokio::test]
async fn what_has_no_route_asks_for_a_token_first() {
    let sandbox = Sandbox::new("docsales-routes").await;
    let docsales = sandbox.docsales();
    assert_snapshot!(docsales.get("/api/v1/nothing").await, @"");
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
        docsales
            .clone()
            .without("authorization")
            .get("/nothing")
            .await
            .status,
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
    assert_snapshot!(control.get("/docsales/accounts/1").await.text(), @"");
    let changed = control
        .put(
            "/docsales/accounts/1",
            &json!({"monthly_limit": 3, "validity_days": 30}),
        )
        .await;
    assert_snapshot!(changed.text(), @"");
    assert_snapshot!(control.put("/docsales/accounts/1", &json!({"monthly_limits": 3})).await.text(), @"");
    assert_snapshot!(control.put("/docsales/accounts/1", &json!({"monthly_limit": -1})).await.text(), @"");
    assert_snapshot!(control.get("/docsales/accounts/7").await.text(), @"");
    assert_eq!(
        control.get("/docsales/accounts/1").await.text(),
        changed.text()
    );
}
