//! What the journal says about a refusal, which the answer does not.

use insta::assert_snapshot;
use serde_json::json;

use super::{Application, FIRST_ACCOUNT, call, nobody};
use crate::support::Sandbox;

#[tokio::test]
async fn a_used_refresh_token_is_told_when_and_by_which_request() {
    let sandbox = Sandbox::new("why-refresh-used").await;
    let application = Application::of(&sandbox);
    application.refresh(&application.refresh_token).await;
    sandbox.advance("PT10M").await;
    application.refresh(&application.refresh_token).await;
    assert_snapshot!(sandbox.last_explanation().await, @"This refresh token was used at 2026-03-16T12:00:00Z by request 1.");
}

#[tokio::test]
async fn a_rotated_access_token_is_told_when_and_by_which_request() {
    let sandbox = Sandbox::new("why-access-rotated").await;
    let application = Application::of(&sandbox);
    call(&application.access_token).await;
    application.refresh(&application.refresh_token).await;
    call(&application.access_token).await;
    assert_snapshot!(sandbox.last_explanation().await, @"This access token was replaced by a newer one at 2026-03-16T12:00:00Z by request 2.");
}

#[tokio::test]
async fn a_used_code_is_told_when_and_by_which_request() {
    let sandbox = Sandbox::new("why-code-used").await;
    let application = Application::of(&sandbox);
    let code = application.code(FIRST_ACCOUNT).await;
    application.exchange(&code).await;
    application.exchange(&code).await;
    assert_snapshot!(sandbox.last_explanation().await, @"This code was used at 2026-03-16T12:00:00Z by request 2.");
}

#[tokio::test]
async fn an_unknown_application_is_told_so() {
    let sandbox = Sandbox::new("why-client-unknown").await;
    let client = nobody()
        .with("x-areia-world", "why-client-unknown")
        .with("authorization", "Basic bm9ib2R5Om5vdGhpbmc=");
    client
        .post_form("/oauth2/token", &[("grant_type", "refresh_token")])
        .await;
    assert_snapshot!(sandbox.last_explanation().await, @"The client is not authenticated: this application was never issued in this world.");
}

#[tokio::test]
async fn what_a_hand_ended_is_told_so() {
    let sandbox = Sandbox::new("why-revoked").await;
    let application = Application::of(&sandbox);
    let body = json!({"credential": application.refresh_token});
    sandbox.control().post("/credentials/contaazul/revoke", &body).await;
    application.refresh(&application.refresh_token).await;
    assert_snapshot!(sandbox.last_explanation().await, @"This refresh token was revoked at 2026-03-16T12:00:00Z by hand.");
}

#[tokio::test]
async fn a_success_is_told_nothing() {
    let sandbox = Sandbox::new("why-nothing").await;
    let application = Application::of(&sandbox);
    application.refresh(&application.refresh_token).await;
    let journal = sandbox.control().get("/journal?limit=1000").await.json();
    assert_eq!(journal["entries"].as_array().unwrap().len(), 1);
    assert_eq!(journal["entries"][0].get("explanation"), None);
    assert_eq!(journal["entries"][0]["operation"], "token");
}
