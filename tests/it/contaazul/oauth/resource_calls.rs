//! Where a resource call may carry its access token, and what it is told without one that works.

use insta::assert_snapshot;
use reqwest::Method;
use serde_json::json;

use super::{Application, FIRST_ACCOUNT, call, nobody};
use crate::support::{Client, Sandbox};

fn with_header(value: &str) -> Client {
    nobody()
        .with("x-areia-world", "call-header-forms")
        .with("authorization", value)
}

#[tokio::test]
async fn a_call_without_a_token_is_refused() {
    let sandbox = Sandbox::new("call-no-token").await;
    let client = nobody().with("x-areia-world", "call-no-token");
    assert_snapshot!(client.get("/v1/customers").await, @r#"
    401
    content-type: application/json; charset=utf-8
    www-authenticate: Bearer realm="service"

    {"error": "invalid_request", "error_description": "The access token is missing"}
    "#);
    assert_snapshot!(sandbox.last_explanation().await, @"The request carries no access token: neither a Bearer header nor an access_token parameter.");
}

#[tokio::test]
async fn a_call_with_an_unknown_token_is_refused() {
    let sandbox = Sandbox::new("call-unknown-token").await;
    let client = nobody().with("x-areia-world", "call-unknown-token");
    let client = client.with("authorization", "Bearer SomebodysProductionToken00000001");
    assert_snapshot!(client.get("/v1/customers").await, @r#"
    401
    content-type: application/json; charset=utf-8
    www-authenticate: Bearer realm="service" error="invalid_token" error_description="The access token is invalid or has expired"

    {"error": "invalid_token", "error_description": "The access token is invalid or has expired"}
    "#);
    assert_snapshot!(sandbox.last_explanation().await, @"This access token was never issued in this world.");
}

#[tokio::test]
async fn what_is_no_access_token_opens_nothing() {
    let sandbox = Sandbox::new("call-other-kinds").await;
    let application = Application::of(&sandbox);
    let code = application.code(FIRST_ACCOUNT).await;
    for other in [
        &application.refresh_token,
        &code,
        &application.client_id,
        &application.client_secret,
    ] {
        let answer = call(other).await;
        assert_eq!(
            (answer.status, answer.member("/error").as_str()),
            (401, "invalid_token"),
            "{answer}"
        );
    }
    assert_eq!(application.refresh(&application.refresh_token).await.status, 200);
    assert_eq!(application.exchange(&code).await.status, 200);
}

#[tokio::test]
async fn both_schemes_work_in_any_case() {
    let sandbox = Sandbox::new("call-schemes").await;
    let token = Application::of(&sandbox).access_token;
    for scheme in ["Bearer", "bearer", "BEARER", "token", "Token"] {
        let answer = nobody()
            .with("authorization", &format!("{scheme} {token}"))
            .get("/v1/customers")
            .await;
        assert_eq!(answer.status, 200, "{scheme}: {answer}");
    }
    // The gateway splits at runs of blanks.
    let answer = nobody()
        .with("authorization", &format!("Bearer  {token}"))
        .get("/v1/customers")
        .await;
    assert_eq!(answer.status, 200, "{answer}");
}

#[tokio::test]
async fn a_header_of_another_form_is_no_token() {
    let sandbox = Sandbox::new("call-header-forms").await;
    let application = Application::of(&sandbox);
    let token = &application.access_token;
    for header in [
        "Bearer".to_owned(),
        token.clone(),
        format!("Bearer{token}"),
        format!("Bearer {token} x"),
        format!("Bearer token {token}"),
        format!("Basic {token}"),
        format!("OAuth {token}"),
    ] {
        let answer = with_header(&header).get("/v1/customers").await;
        assert_eq!(
            (answer.status, answer.header("www-authenticate")),
            (401, "Bearer realm=\"service\""),
            "{header}"
        );
        assert_eq!(
            answer.text(),
            r#"{"error":"invalid_request","error_description":"The access token is missing"}"#
        );
    }
    let answer = application
        .basic()
        .with("x-areia-world", "call-header-forms")
        .get("/v1/customers")
        .await;
    assert_eq!(answer.member("/error"), "invalid_request", "{answer}");
}

#[tokio::test]
async fn a_token_may_stand_in_the_query_or_in_a_form() {
    let sandbox = Sandbox::new("call-parameters").await;
    let token = Application::of(&sandbox).access_token;
    let answer = nobody().get(&format!("/v1/customers?access_token={token}")).await;
    assert_eq!(answer.status, 200, "{answer}");
    // The ERP behind the gateway does not read forms; that it is asked shows that the token was found.
    let answer = nobody().post_form("/v1/customers", &[("access_token", &token)]).await;
    assert_snapshot!(answer, @r#"
    415
    content-type: application/json;charset=UTF-8

    {
      "code": "UNSUPPORTED_MEDIA_TYPE",
      "message": "Content type 'application/x-www-form-urlencoded' not supported"
    }
    "#);
    let answer = nobody()
        .post_form("/v1/customers", &[("access_token", "nobodys")])
        .await;
    assert_eq!(
        (answer.status, answer.member("/error").as_str()),
        (401, "invalid_token"),
        "{answer}"
    );
}

#[tokio::test]
async fn a_member_of_a_json_body_is_no_token() {
    let sandbox = Sandbox::new("call-json").await;
    let token = Application::of(&sandbox).access_token;
    let body = json!({"name": "x", "person_type": "NATURAL", "access_token": token});
    let answer = nobody()
        .with("x-areia-world", "call-json")
        .post("/v1/customers", &body)
        .await;
    assert_eq!(
        (answer.status, answer.member("/error").as_str()),
        (401, "invalid_request"),
        "{answer}"
    );
}

#[tokio::test]
async fn a_parameter_comes_before_the_header() {
    let sandbox = Sandbox::new("call-precedence").await;
    let token = Application::of(&sandbox).access_token;
    let client = |header: &str| {
        nobody()
            .with("x-areia-world", "call-precedence")
            .with("authorization", &format!("Bearer {header}"))
    };
    let answer = client(&token).get("/v1/customers?access_token=nobodys").await;
    assert_eq!(answer.status, 401, "{answer}");
    let answer = client("nobodys")
        .get(&format!("/v1/customers?access_token={token}"))
        .await;
    assert_eq!(answer.status, 200, "{answer}");
    let answer = client(&token).get("/v1/customers?access_token=").await;
    assert_eq!(answer.status, 200, "{answer}");
}

#[tokio::test]
async fn the_token_is_asked_for_before_anything_else() {
    let _sandbox = Sandbox::new("call-order").await;
    let client = nobody().with("x-areia-world", "call-order");
    let answer = client
        .send(Method::POST, "/v1/customers", Some("text/plain"), b"{".to_vec())
        .await;
    assert_eq!(answer.status, 401, "{answer}");
    let answer = client.get("/v1/customers/no-uuid").await;
    assert_eq!(answer.status, 401, "{answer}");
}
