//! Basic and Bearer, and the tokens.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use insta::assert_snapshot;
use serde_json::{Value, json};

use super::ALL;
use crate::support::{Client, Sandbox, server};

const TOKEN: &str = "/api/connect/token";

fn bearer(token: &str) -> Client {
    Client::new(server().base_url("totvs")).with("authorization", &format!("Bearer {token}"))
}

async fn logged_in(sandbox: &Sandbox) -> Value {
    let login = json!({
        "grant_type": "password",
        "username": sandbox.credential("totvs", "user"),
        "password": sandbox.credential("totvs", "password"),
    });
    let answer = Client::new(server().base_url("totvs"))
        .post(TOKEN, &login)
        .await;
    assert_eq!(answer.status, 200, "{answer}");
    answer.json()
}

#[tokio::test]
async fn a_login_gives_a_token_that_opens_its_own_world_for_five_minutes() {
    let sandbox = Sandbox::new("totvs-connect-login").await;
    let tokens = logged_in(&sandbox).await;
    let names: Vec<_> = tokens.as_object().unwrap().keys().collect();
    assert_eq!(
        names,
        ["access_token", "expires_in", "refresh_token", "token_type"]
    );
    assert_eq!(
        (&tokens["expires_in"], &tokens["token_type"]),
        (&json!(300), &json!("Bearer"))
    );
    let client = bearer(tokens["access_token"].as_str().unwrap());
    sandbox.totvs().delete(&format!("{ALL}/1|0001")).await;
    assert_eq!(client.get(&format!("{ALL}/1|0001")).await.status, 404);
    sandbox.advance("PT4M59S").await;
    assert_eq!(client.get(ALL).await.status, 200);
    sandbox.advance("PT1S").await;
    assert_snapshot!(client.get(ALL).await, @r#"
    401
    content-type: application/json; charset=utf-8
    www-authenticate: Basic

    {"Code":"FE005","Message":"Usuário não autenticado.","DetailMessage":"","HelpUrl":"","Details":null}
    "#);
    assert_snapshot!(sandbox.last_explanation().await, @"This user or token expired at 2026-03-16T12:05:00Z.");
}

#[tokio::test]
async fn a_token_says_who_issued_it_to_whom_and_until_when() {
    let sandbox = Sandbox::new("totvs-connect-claims").await;
    let tokens = logged_in(&sandbox).await;
    let claims = tokens["access_token"]
        .as_str()
        .unwrap()
        .split('.')
        .nth(1)
        .unwrap();
    let claims: Value = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(claims).unwrap()).unwrap();
    assert_eq!(claims["iss"], "totvs-rm-host");
    assert_eq!(claims["sub"], sandbox.credential("totvs", "user"));
    assert_eq!(
        claims["exp"].as_i64().unwrap() - claims["iat"].as_i64().unwrap(),
        300
    );
}

#[tokio::test]
async fn a_refresh_token_renews_for_sixteen_hours() {
    let sandbox = Sandbox::new("totvs-connect-refresh").await;
    let tokens = logged_in(&sandbox).await;
    let body = json!({"grant_type": "refresh_token", "refresh_token": tokens["refresh_token"]});
    let nobody = Client::new(server().base_url("totvs"));
    sandbox.advance("PT15H59M").await;
    let renewed = nobody.post(TOKEN, &body).await;
    assert_eq!(renewed.status, 200, "{renewed}");
    assert_eq!(
        bearer(&renewed.member("/access_token"))
            .get(ALL)
            .await
            .status,
        200
    );
    sandbox.advance("PT1M").await;
    assert_eq!(nobody.post(TOKEN, &body).await.status, 401);
}

#[tokio::test]
async fn a_wrong_password_and_none_are_refused() {
    let sandbox = Sandbox::new("totvs-connect-wrong").await;
    let user = sandbox.credential("totvs", "user");
    let answer = sandbox.totvs_as(&user, "errada").get(ALL).await;
    assert_eq!(
        (answer.status, answer.member("/Code").as_str()),
        (401, "FE005")
    );
    let nobody = sandbox.totvs().without("authorization");
    assert_eq!(nobody.get(ALL).await.status, 401);
    let answer = nobody
        .post(TOKEN, &json!({"username": user, "password": "errada"}))
        .await;
    assert_eq!(answer.status, 401);
    assert!(
        sandbox
            .last_explanation()
            .await
            .ends_with("was shown with a wrong password.")
    );
    let answer = nobody.post(TOKEN, &json!({"username": user})).await;
    assert_eq!(
        (answer.status, answer.member("/Code").as_str()),
        (400, "FE016")
    );
}
