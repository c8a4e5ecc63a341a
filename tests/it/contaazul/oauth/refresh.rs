//! Rotation: a refresh token works once, and ends the access token that came with it.

use insta::assert_snapshot;
use serde_json::json;

use super::{Application, CALLBACK, FIRST_ACCOUNT, SECOND_ACCOUNT, call, opens};
use crate::support::Sandbox;

#[tokio::test]
async fn a_refresh_gives_a_new_pair_and_ends_the_old_one() {
    let sandbox = Sandbox::new("refresh-rotation").await;
    let application = Application::of(&sandbox);
    assert!(opens(&application.access_token).await);
    let granted = application.refresh(&application.refresh_token).await;
    assert_snapshot!(granted, @r#"
    200
    cache-control: no-store
    content-type: application/json; charset=utf-8
    pragma: no-cache

    {
      "refresh_token": "Br3CehB21QwXD1FFwLGDXLdoeVpb1EJu",
      "token_type": "bearer",
      "access_token": "EiieZ6D3fKAYCkUD5bbHXdJZh54XQwpf",
      "expires_in": 3600
    }
    "#);
    assert_snapshot!(call(&application.access_token).await, @r#"
    401
    content-type: application/json; charset=utf-8
    www-authenticate: Bearer realm="service" error="invalid_token" error_description="The access token is invalid or has expired"

    {"error": "invalid_token", "error_description": "The access token is invalid or has expired"}
    "#);
    assert_snapshot!(application.refresh(&application.refresh_token).await, @r#"
    400
    cache-control: no-store
    content-type: application/json; charset=utf-8
    pragma: no-cache

    {"error": "invalid_request", "error_description": "Invalid refresh_token"}
    "#);
    assert!(opens(&granted.member("/access_token")).await);
    let next = application.refresh(&granted.member("/refresh_token")).await;
    assert!(opens(&next.member("/access_token")).await);
    assert!(!opens(&granted.member("/access_token")).await);
}

#[tokio::test]
async fn a_refresh_leaves_every_other_pair_alone() {
    let sandbox = Sandbox::new("refresh-others").await;
    let application = Application::of(&sandbox);
    let other_application = Application::issued(&sandbox, &json!({})).await;
    let same_account = application.exchange(&application.code(FIRST_ACCOUNT).await).await;
    let other_account = application.exchange(&application.code(SECOND_ACCOUNT).await).await;
    assert_eq!(application.refresh(&application.refresh_token).await.status, 200);
    assert!(opens(&other_application.access_token).await);
    for pair in [same_account, other_account] {
        assert!(opens(&pair.member("/access_token")).await);
        assert_eq!(application.refresh(&pair.member("/refresh_token")).await.status, 200);
    }
}

#[tokio::test]
async fn the_new_pair_opens_the_account_that_the_old_one_did() {
    let sandbox = Sandbox::new("refresh-account").await;
    let application = Application::of(&sandbox);
    let second = application.exchange(&application.code(SECOND_ACCOUNT).await).await;
    let before = call(&second.member("/access_token")).await.text();
    let refreshed = application.refresh(&second.member("/refresh_token")).await;
    assert_eq!(call(&refreshed.member("/access_token")).await.text(), before);
    assert_ne!(call(&application.access_token).await.text(), before);
}

#[tokio::test]
async fn two_accounts_of_one_application_see_nothing_of_each_other() {
    let sandbox = Sandbox::new("refresh-isolation").await;
    let application = Application::of(&sandbox);
    let second = application.exchange(&application.code(SECOND_ACCOUNT).await).await;
    let client = |token: &str| super::nobody().with("authorization", &format!("Bearer {token}"));
    let (first, second) = (
        client(&application.access_token),
        client(&second.member("/access_token")),
    );
    let body = json!({"name": "Só da Padaria", "person_type": "NATURAL"});
    let id = first.post("/v1/customers", &body).await.member("/id");
    assert_eq!(first.get(&format!("/v1/customers/{id}")).await.status, 200);
    assert_eq!(second.get(&format!("/v1/customers/{id}")).await.status, 404);
    assert_eq!(second.get("/v1/customers?search=da%20Padaria").await.text(), "[]");
    assert_eq!(second.delete(&format!("/v1/customers/{id}")).await.status, 404);
    assert_eq!(first.get(&format!("/v1/customers/{id}")).await.status, 200);
}

#[tokio::test]
async fn a_refresh_token_of_another_application_is_refused_and_not_used_up() {
    let sandbox = Sandbox::new("refresh-of-another").await;
    let application = Application::of(&sandbox);
    let other = Application::issued(&sandbox, &json!({})).await;
    assert_snapshot!(other.refresh(&application.refresh_token).await, @r#"
    400
    cache-control: no-store
    content-type: application/json; charset=utf-8
    pragma: no-cache

    {"error": "invalid_client", "error_description": "Invalid client authentication"}
    "#);
    assert_snapshot!(sandbox.last_explanation().await, @"The client is not authenticated: the refresh token was issued to another application.");
    assert!(opens(&application.access_token).await);
    assert_eq!(application.refresh(&application.refresh_token).await.status, 200);
}

#[tokio::test]
async fn an_address_that_rides_along_is_checked_and_uses_nothing_up() {
    let sandbox = Sandbox::new("refresh-redirect").await;
    let application = Application::of(&sandbox);
    let form = |redirect_uri| {
        [
            ("grant_type", "refresh_token"),
            ("refresh_token", application.refresh_token.as_str()),
            ("redirect_uri", redirect_uri),
        ]
    };
    let wrong = application
        .basic()
        .post_form("/oauth2/token", &form("https://evil.example/"))
        .await;
    assert!(
        wrong.member("/error_description").starts_with("Invalid redirect_uri"),
        "{wrong}"
    );
    let right = application.basic().post_form("/oauth2/token", &form(CALLBACK)).await;
    assert_eq!(right.status, 200, "{right}");
}

#[tokio::test]
async fn what_is_given_out_is_thirty_two_letters_and_digits_and_never_twice_the_same() {
    let sandbox = Sandbox::new("refresh-form").await;
    let application = Application::of(&sandbox);
    let mut seen = vec![application.access_token.clone(), application.refresh_token.clone()];
    for _ in 0..5 {
        seen.push(application.code(FIRST_ACCOUNT).await);
        let granted = application.refresh(&seen[seen.len() - 2]).await;
        seen.extend([granted.member("/access_token"), granted.member("/refresh_token")]);
    }
    assert!(
        seen.iter()
            .all(|secret| secret.len() == 32 && secret.bytes().all(|b| b.is_ascii_alphanumeric()))
    );
    let drawn = seen.len();
    seen.sort();
    seen.dedup();
    assert_eq!(seen.len(), drawn);
}
