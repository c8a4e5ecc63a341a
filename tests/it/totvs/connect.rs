//! Basic and Bearer, and the tokens.

use areia::web::jwt::Signer;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use insta::assert_snapshot;
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode};
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
    let answer = Client::new(server().base_url("totvs")).post(TOKEN, &login).await;
    assert_eq!(answer.status, 200, "{answer}");
    answer.json()
}

#[tokio::test]
async fn a_login_gives_a_token_that_opens_its_own_world_for_five_minutes() {
    let sandbox = Sandbox::new("totvs-connect-login").await;
    let tokens = logged_in(&sandbox).await;
    let names: Vec<_> = tokens.as_object().unwrap().keys().collect();
    assert_eq!(names, ["access_token", "expires_in", "refresh_token", "token_type"]);
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

    {
      "Code": "FE005",
      "Message": "Usuário não autenticado.",
      "DetailMessage": "",
      "HelpUrl": "",
      "Details": null
    }
    "#);
    assert_snapshot!(sandbox.last_explanation().await, @"This user or token expired at 2026-03-16T12:05:00Z.");
}

/// What a client that checks tokens by itself finds in one.
#[derive(Debug, serde::Deserialize)]
struct Claims {
    iss: String,
    sub: String,
    iat: i64,
    exp: i64,
}

#[tokio::test]
async fn another_library_reads_a_token_with_the_public_key_and_no_other_token() {
    let sandbox = Sandbox::new("totvs-connect-claims").await;
    let token = logged_in(&sandbox).await["access_token"].as_str().unwrap().to_owned();
    let keys = sandbox.control().get("/totvs/keys").await.json();
    let number = |name: &str| keys["keys"][0][name].as_str().unwrap().to_owned();
    let key = DecodingKey::from_rsa_components(&number("n"), &number("e")).unwrap();
    let mut rules = Validation::new(Algorithm::RS256);
    // The world's clock decides whether it has expired, and not this machine's.
    rules.validate_exp = false;
    rules.set_issuer(&["totvs-rm-host"]);
    let claims = decode::<Claims>(&token, &key, &rules).unwrap().claims;
    assert_eq!(claims.iss, "totvs-rm-host");
    assert_eq!(claims.sub, sandbox.credential("totvs", "user"));
    assert_eq!(claims.exp - claims.iat, 300);

    let (content, signature) = token.rsplit_once('.').unwrap();
    let (header, _) = content.split_once('.').unwrap();
    let other = URL_SAFE_NO_PAD.encode(r#"{"iss":"totvs-rm-host","sub":"chefe","iat":0,"exp":300}"#);
    assert!(decode::<Claims>(&format!("{header}.{other}.{signature}"), &key, &rules).is_err());
}

#[test]
fn a_token_is_signed_as_openssl_signs_it() {
    let signer = Signer::of_pem(include_str!("../../../src/providers/totvs/signing_key.pem")).unwrap();
    let token = signer.signed(&json!({"sub": "1"})).unwrap();
    // Of `openssl dgst -sha256 -sign signing_key.pem`.
    let signature = "FavHf_WKVI4Z3E8d8j0w2-\
        NG4prdAuVkAso5WvzweM08Bm9XZqNYnxgNguMETmDx6hRRzNq4EHdNuPK1IEw85GEDAbu5wKm9BxTu4Nnhco_yhO41QmV9AvqSOn\
        H3Aaae3ufvFdPUMMWmEAGs35rrzPt4hcuiF8lTGDeUtafFYXGbLoHwMc8AAhKDcH6j6fdjFzBPNMVHgWJgzBzjBz7Z5iD2o7yIC5\
        mGms8tL8YklBT6VEJZXMN3B_s01MZXEyfJvVK7efVfFTyJwLHYDY9BYjchFK30x1maPpEGKck3HefTl4cDF57Q1KGz-\
        1Ds7cXu3Z7Ynjq3ZcGDCS80eW6ZYw";
    let content = "eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxIn0";
    assert_eq!(token, format!("{content}.{signature}"));
    assert!(Signer::of_pem("-----BEGIN PRIVATE KEY-----").is_none());
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
    assert_eq!(bearer(&renewed.member("/access_token")).get(ALL).await.status, 200);
    sandbox.advance("PT1M").await;
    assert_eq!(nobody.post(TOKEN, &body).await.status, 401);
}

#[tokio::test]
async fn the_address_of_tokens_may_end_in_a_slash_and_grant_type_may_be_left_out() {
    let sandbox = Sandbox::new("totvs-connect-slash").await;
    let (user, password) = (
        sandbox.credential("totvs", "user"),
        sandbox.credential("totvs", "password"),
    );
    let login = json!({"username": user, "password": password, "servicealias": "CorporeRM"});
    let nobody = Client::new(server().base_url("totvs"));
    let answer = nobody.post(&format!("{TOKEN}/"), &login).await;
    assert_eq!(answer.status, 200, "{answer}");
}

#[tokio::test]
async fn a_wrong_password_and_none_are_refused() {
    let sandbox = Sandbox::new("totvs-connect-wrong").await;
    let user = sandbox.credential("totvs", "user");
    let answer = sandbox.totvs_as(&user, "errada").get(ALL).await;
    assert_eq!((answer.status, answer.member("/Code").as_str()), (401, "FE005"));
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
    assert_eq!((answer.status, answer.member("/Code").as_str()), (400, "FE016"));
}
