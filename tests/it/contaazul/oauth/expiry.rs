//! What ends with time, and what ends with the person who consented, all on the world's clock.

use areia::world::credential::{Grant, Issue};
use insta::assert_snapshot;
use serde_json::json;

use super::{Application, CALLBACK, FIRST_ACCOUNT, SECOND_ACCOUNT, call, nobody, opens, parameter};
use crate::support::Sandbox;

#[tokio::test]
async fn an_access_token_works_for_an_hour() {
    let sandbox = Sandbox::new("expiry-access").await;
    let application = Application::of(&sandbox);
    sandbox.advance("PT3599S").await;
    assert!(opens(&application.access_token).await);
    sandbox.advance("PT1S").await;
    assert_snapshot!(call(&application.access_token).await, @r#"
    401
    content-type: application/json; charset=utf-8
    www-authenticate: Bearer realm="service" error="invalid_token" error_description="The access token is invalid or has expired"

    {"error": "invalid_token", "error_description": "The access token is invalid or has expired"}
    "#);
    assert_snapshot!(sandbox.last_explanation().await, @"This access token expired at 2026-03-16T13:00:00Z.");
    let granted = application.refresh(&application.refresh_token).await;
    assert!(opens(&granted.member("/access_token")).await);
}

#[tokio::test]
async fn a_refresh_token_works_for_two_weeks_whatever_became_of_its_access_token() {
    let sandbox = Sandbox::new("expiry-refresh").await;
    let application = Application::of(&sandbox);
    let other = Application::issued(&sandbox, &json!({})).await;
    sandbox.advance("PT1209599S").await;
    let granted = application.refresh(&application.refresh_token).await;
    assert_eq!(granted.status, 200, "{granted}");
    sandbox.advance("PT1S").await;
    assert_snapshot!(other.refresh(&other.refresh_token).await, @r#"
    400
    cache-control: no-store
    content-type: application/json; charset=utf-8
    pragma: no-cache

    {"error": "invalid_request", "error_description": "Invalid refresh_token"}
    "#);
    assert_snapshot!(sandbox.last_explanation().await, @"This refresh token expired at 2026-03-30T12:00:00Z.");
    // The new pair has its own two weeks.
    assert!(opens(&granted.member("/access_token")).await);
}

#[tokio::test]
async fn a_code_works_for_five_minutes() {
    let sandbox = Sandbox::new("expiry-code").await;
    let application = Application::of(&sandbox);
    let (in_time, late) = (
        application.code(FIRST_ACCOUNT).await,
        application.code(FIRST_ACCOUNT).await,
    );
    sandbox.advance("PT299S").await;
    assert_eq!(application.exchange(&in_time).await.status, 200);
    sandbox.advance("PT1S").await;
    assert_snapshot!(application.exchange(&late).await, @r#"
    400
    cache-control: no-store
    content-type: application/json; charset=utf-8
    pragma: no-cache

    {"error": "invalid_request", "error_description": "Invalid code"}
    "#);
    assert_snapshot!(sandbox.last_explanation().await, @"This code expired at 2026-03-16T12:05:00Z.");
}

#[tokio::test]
async fn a_clock_that_stands_still_ends_nothing() {
    let sandbox = Sandbox::new("expiry-frozen").await;
    let application = Application::of(&sandbox);
    let clock = sandbox.control().get("/clock").await;
    assert_eq!(clock.member("/mode"), "frozen");
    assert!(opens(&application.access_token).await);
}

#[tokio::test]
async fn an_account_is_closed_when_its_trial_ends() {
    let sandbox = Sandbox::new("expiry-trial").await;
    let application = Application::of(&sandbox);
    let elsewhere = application.exchange(&application.code(SECOND_ACCOUNT).await).await;
    let code = application.code(FIRST_ACCOUNT).await;
    let path = format!("/contaazul/accounts/{FIRST_ACCOUNT}");
    let changed = sandbox
        .control()
        .put(&path, &json!({"trial_ends_at": "2026-03-16T12:03:00Z"}))
        .await;
    assert_eq!(changed.status, 200, "{changed}");
    sandbox.advance("PT179S").await;
    assert!(opens(&application.access_token).await);
    sandbox.advance("PT1S").await;
    assert_snapshot!(call(&application.access_token).await, @r#"
    401
    content-type: application/json; charset=utf-8
    www-authenticate: Bearer realm="service" error="invalid_token" error_description="The access token is invalid or has expired"

    {"error": "invalid_token", "error_description": "The access token is invalid or has expired"}
    "#);
    assert_snapshot!(sandbox.last_explanation().await, @"This access token opens an account that is closed: its trial ended at 2026-03-16T12:03:00Z.");
    assert_snapshot!(application.refresh(&application.refresh_token).await, @r#"
    400
    cache-control: no-store
    content-type: application/json; charset=utf-8
    pragma: no-cache

    {"error": "invalid_request", "error_description": "Invalid refresh_token"}
    "#);
    assert_snapshot!(sandbox.last_explanation().await, @"This refresh token opens an account that is closed: its trial ended at 2026-03-16T12:03:00Z.");
    assert_eq!(
        application.exchange(&code).await.member("/error_description"),
        "Invalid code"
    );
    let path_of_page = application.authorize(&[("redirect_uri", CALLBACK), ("areia_approve", FIRST_ACCOUNT)]);
    assert_eq!(nobody().get(&path_of_page).await.status, 400);
    assert!(opens(&elsewhere.member("/access_token")).await);

    // A plan that is paid for opens it again, and nothing was used up.
    sandbox.control().put(&path, &json!({"trial_ends_at": null})).await;
    assert!(opens(&application.access_token).await);
    assert_eq!(application.refresh(&application.refresh_token).await.status, 200);
    assert_eq!(application.exchange(&code).await.status, 200);
}

#[tokio::test]
async fn a_trial_lasts_three_days_when_it_is_given_three_days() {
    let sandbox = Sandbox::new("expiry-trial-days").await;
    let application = Application::of(&sandbox);
    let path = format!("/contaazul/accounts/{FIRST_ACCOUNT}");
    sandbox
        .control()
        .put(&path, &json!({"trial_ends_at": "2026-03-19T12:00:00Z"}))
        .await;
    sandbox.advance("P2DT23H59M59S").await;
    let granted = application.refresh(&application.refresh_token).await;
    assert!(opens(&granted.member("/access_token")).await);
    sandbox.advance("PT1S").await;
    assert!(!opens(&granted.member("/access_token")).await);
    assert_eq!(application.refresh(&granted.member("/refresh_token")).await.status, 400);
}

#[tokio::test]
async fn editing_the_user_who_consented_ends_the_integration_until_it_is_made_anew() {
    let sandbox = Sandbox::new("expiry-user-edit").await;
    let application = Application::of(&sandbox);
    let code = application.code(FIRST_ACCOUNT).await;
    let edited = sandbox
        .control()
        .post("/contaazul/users/maria@padaria.example/edit", &json!({}))
        .await;
    assert_eq!(edited.status, 204, "{edited}");
    assert_snapshot!(call(&application.access_token).await, @r#"
    401
    content-type: application/json; charset=utf-8
    www-authenticate: Bearer realm="service" error="invalid_token" error_description="The access token is invalid or has expired"

    {"error": "invalid_token", "error_description": "The access token is invalid or has expired"}
    "#);
    assert_snapshot!(sandbox.last_explanation().await, @"This access token was invalidated when its user was edited at 2026-03-16T12:00:00Z by hand.");
    assert_snapshot!(application.refresh(&application.refresh_token).await, @r#"
    400
    cache-control: no-store
    content-type: application/json; charset=utf-8
    pragma: no-cache

    {"error": "invalid_request", "error_description": "Invalid refresh_token"}
    "#);
    assert_snapshot!(application.exchange(&code).await, @r#"
    400
    cache-control: no-store
    content-type: application/json; charset=utf-8
    pragma: no-cache

    {"error": "invalid_request", "error_description": "Invalid code"}
    "#);

    let password = sandbox.credential("contaazul", "password");
    let form = [
        ("email", "maria@padaria.example"),
        ("password", password.as_str()),
        ("account", FIRST_ACCOUNT),
        ("decision", "approve"),
    ];
    let answer = nobody()
        .post_form(&application.login(&[("redirect_uri", CALLBACK)]), &form)
        .await;
    let code = parameter(answer.header("location"), "code").unwrap_or_else(|| panic!("{answer}"));
    let granted = application.exchange(&code).await;
    assert!(opens(&granted.member("/access_token")).await);
    let again = sandbox
        .control()
        .post("/contaazul/users/maria@padaria.example/edit", &json!({}))
        .await;
    assert_eq!(again.status, 204, "{again}");
    assert!(!opens(&granted.member("/access_token")).await);
}

#[tokio::test]
async fn deleting_the_user_who_consented_ends_the_integration_and_the_user() {
    let sandbox = Sandbox::new("expiry-user-delete").await;
    let password = sandbox.credential("contaazul", "password");
    let application = Application::of(&sandbox);
    let code = application.code(SECOND_ACCOUNT).await;
    let address = "/contaazul/users/maria@padaria.example/delete";
    assert_eq!(sandbox.control().post(address, &json!({})).await.status, 204);
    assert!(!opens(&application.access_token).await);
    assert_snapshot!(sandbox.last_explanation().await, @"This access token was invalidated when its user was deleted at 2026-03-16T12:00:00Z by hand.");
    assert_eq!(application.refresh(&application.refresh_token).await.status, 400);
    assert_eq!(application.exchange(&code).await.status, 400);
    assert_snapshot!(sandbox.control().post(address, &json!({})).await, @r#"
    404
    content-type: application/problem+json

    {
      "title": "Not Found",
      "status": 404,
      "detail": "there is no user \"maria@padaria.example\"",
      "hint": "`GET /_areia/credentials?provider=contaazul` lists them"
    }
    "#);

    let form = [
        ("email", "maria@padaria.example"),
        ("password", password.as_str()),
        ("account", FIRST_ACCOUNT),
        ("decision", "approve"),
    ];
    let answer = nobody()
        .post_form(&application.login(&[("redirect_uri", CALLBACK)]), &form)
        .await;
    assert_eq!(answer.status, 403, "{answer}");
}

#[tokio::test]
async fn a_user_of_another_world_is_another_user() {
    let (sandbox, other) = (
        Sandbox::new("expiry-user-here").await,
        Sandbox::new("expiry-user-there").await,
    );
    sandbox
        .control()
        .post("/contaazul/users/maria@padaria.example/delete", &json!({}))
        .await;
    assert!(opens(&Application::of(&other).access_token).await);
}

/// A consent and its user's end may cross each other: the code is granted just after.
#[tokio::test]
async fn a_code_that_a_deleted_user_granted_is_worth_nothing() {
    let sandbox = Sandbox::new("expiry-late-code").await;
    let application = Application::of(&sandbox);
    let holder = json!({
        "application": application.client_id, "account": FIRST_ACCOUNT, "user": "maria@padaria.example",
    });
    let code = |key: &str| Issue {
        provider: "contaazul",
        kind: "code",
        key: key.to_owned(),
        secret: None,
        holder: holder.clone(),
        lifetime: Some(chrono::TimeDelta::seconds(300)),
        grant: Grant::Alone,
    };
    let now = sandbox.world.clock.now();
    let issue = async |key: &str| {
        let issued = sandbox
            .world
            .change_directory(|directory| directory.issue(vec![code(key)], now, None));
        issued.await.unwrap();
    };
    issue("in-time").await;
    assert_eq!(application.exchange("in-time").await.status, 200);
    let address = "/contaazul/users/maria@padaria.example/delete";
    sandbox.control().post(address, &json!({})).await;
    issue("late").await;
    assert_eq!(application.exchange("late").await.status, 400);
    assert_snapshot!(sandbox.last_explanation().await, @"This code was granted by a user who was deleted at 2026-03-16T12:00:00Z by hand.");
}
