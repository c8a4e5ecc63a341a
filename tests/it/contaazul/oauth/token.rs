//! `POST /oauth2/token`: wherever real clients put the parameters.

use insta::assert_snapshot;
use reqwest::Method;
use serde_json::json;

use super::{Answers, Application, CALLBACK, FIRST_ACCOUNT, nobody, opens};
use crate::support::{Answer, Client, Sandbox};

const FORM: &str = "application/x-www-form-urlencoded";

/// A request to the token endpoint, all of it.
async fn post(client: &Client, path: &str, media_type: Option<&str>, body: &str) -> Answer {
    client.send(Method::POST, path, media_type, body.into()).await
}

#[tokio::test]
async fn a_code_is_exchanged_in_every_transport_that_real_clients_use() {
    let sandbox = Sandbox::new("token-transports").await;
    let application = Application::of(&sandbox);
    let Application {
        client_id,
        client_secret,
        ..
    } = &application;
    let (basic, nobody) = (application.basic(), nobody());
    let mut answers = Answers::default();

    let code = application.code(FIRST_ACCOUNT).await;
    let query =
        format!("/oauth2/token?grant_type=authorization_code&code={code}&redirect_uri=http%3A%2F%2Flocalhost%2F");
    answers.add("query, empty body", &post(&basic, &query, None, "").await);

    let code = application.code(FIRST_ACCOUNT).await;
    let query = format!("/oauth2/token?grant_type=authorization_code&code={code}");
    answers.add(
        "query, JSON content type, empty body",
        &post(&basic, &query, Some("application/json"), "").await,
    );

    let code = application.code(FIRST_ACCOUNT).await;
    let body = format!("grant_type=authorization_code&code={code}");
    answers.add("form", &post(&basic, "/oauth2/token", Some(FORM), &body).await);

    let code = application.code(FIRST_ACCOUNT).await;
    let body = json!({"grant_type": "authorization_code", "code": code, "redirect_uri": CALLBACK});
    answers.add("JSON", &basic.post("/oauth2/token", &body).await);

    let code = application.code(FIRST_ACCOUNT).await;
    let body = json!({"grant_type": "authorization_code", "code": code, "client_id": client_id, "client_secret": client_secret});
    answers.add(
        "JSON with the client's credentials",
        &nobody.post("/oauth2/token", &body).await,
    );

    let code = application.code(FIRST_ACCOUNT).await;
    let form = [
        ("grant_type", "authorization_code"),
        ("code", &code),
        ("client_id", client_id),
        ("client_secret", client_secret),
    ];
    answers.add(
        "form with the client's credentials",
        &nobody.post_form("/oauth2/token", &form).await,
    );

    let code = application.code(FIRST_ACCOUNT).await;
    let body = json!({"code": code}).to_string();
    answers.add(
        "query and JSON together",
        &post(
            &basic,
            "/oauth2/token?grant_type=authorization_code",
            Some("application/json; charset=utf-8"),
            &body,
        )
        .await,
    );

    let code = application.code(FIRST_ACCOUNT).await;
    let part =
        |name: &str, value: &str| format!("--b\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
    let body = part("grant_type", "authorization_code") + &part("code", &code) + "--b--\r\n";
    answers.add(
        "multipart",
        &post(&basic, "/oauth2/token", Some("multipart/form-data; boundary=b"), &body).await,
    );

    assert_snapshot!(answers, @r#"
    # query, empty body
    200
    cache-control: no-store
    content-type: application/json; charset=utf-8
    pragma: no-cache

    {
      "refresh_token": "DKNfnEga3s1KrMVrji5d1FUTUwyaouAh",
      "token_type": "bearer",
      "access_token": "dHzTLvN3zlvD1fB4dZk7BH0oHv4bnZTd",
      "expires_in": 3600
    }
    # query, JSON content type, empty body
    200
    cache-control: no-store
    content-type: application/json; charset=utf-8
    pragma: no-cache

    {
      "refresh_token": "GlRFDNVBjanB4XpWEW4fQl8DXuJMzc3w",
      "token_type": "bearer",
      "access_token": "uJhjamCtglHzswDatOT13LHVhN3q5YPo",
      "expires_in": 3600
    }
    # form
    200
    cache-control: no-store
    content-type: application/json; charset=utf-8
    pragma: no-cache

    {
      "refresh_token": "nBcQaHxWQksM7lRr4jpwrpckflHiYwme",
      "token_type": "bearer",
      "access_token": "XwTKPtRltJNFHclWGkRTWB0zVlTi4bA3",
      "expires_in": 3600
    }
    # JSON
    200
    cache-control: no-store
    content-type: application/json; charset=utf-8
    pragma: no-cache

    {
      "refresh_token": "i3DW9IahhgvL79yiW2QeEYP9fBhNSm6k",
      "token_type": "bearer",
      "access_token": "4kSlExSCOnhmxQGMHLv41yfveU8k7JqY",
      "expires_in": 3600
    }
    # JSON with the client's credentials
    200
    cache-control: no-store
    content-type: application/json; charset=utf-8
    pragma: no-cache

    {
      "refresh_token": "avwIFNYoe9D6pXZQF31JUMYtzISl1SoJ",
      "token_type": "bearer",
      "access_token": "gCGngZznG6LHacUw13Sf3QEl53ln3tIT",
      "expires_in": 3600
    }
    # form with the client's credentials
    200
    cache-control: no-store
    content-type: application/json; charset=utf-8
    pragma: no-cache

    {
      "refresh_token": "GLLiUu1KK6JEQUcGvRTC5ClNnxO36O9R",
      "token_type": "bearer",
      "access_token": "stEzNAvnQijE8DRFQWolaaZeP279JnxP",
      "expires_in": 3600
    }
    # query and JSON together
    200
    cache-control: no-store
    content-type: application/json; charset=utf-8
    pragma: no-cache

    {
      "refresh_token": "qHCm8VVngXQscHO2v8gxSWxihfY4mXso",
      "token_type": "bearer",
      "access_token": "GKUH9rhVZlwvGbuk6zQOAvLjR159b5MU",
      "expires_in": 3600
    }
    # multipart
    200
    cache-control: no-store
    content-type: application/json; charset=utf-8
    pragma: no-cache

    {
      "refresh_token": "spoG5WS883Bdt6GUQ428akztUr6vfJQd",
      "token_type": "bearer",
      "access_token": "Xb58KRBbwerwwQmkvP4KqYne0F4s03Do",
      "expires_in": 3600
    }
    "#);
}

#[tokio::test]
async fn a_refresh_token_is_exchanged_in_every_transport_too() {
    let sandbox = Sandbox::new("token-refresh-transports").await;
    let application = Application::of(&sandbox);
    let Application {
        client_id,
        client_secret,
        ..
    } = &application;
    let (basic, nobody) = (application.basic(), nobody());
    let mut token = application.refresh_token.clone();
    let mut next = |answer: Answer| {
        assert_eq!(answer.status, 200, "{answer}");
        token = answer.member("/refresh_token");
        token.clone()
    };
    let query = |token: &str| format!("/oauth2/token?grant_type=refresh_token&refresh_token={token}");
    let first = application.refresh_token.clone();
    let second = next(post(&basic, &query(&first), None, "").await);
    let third = next(post(&basic, &query(&second), Some("application/json"), " \n").await);
    let body = json!({"grant_type": "refresh_token", "refresh_token": third});
    let fourth = next(basic.post("/oauth2/token", &body).await);
    let form = [
        ("grant_type", "refresh_token"),
        ("refresh_token", &fourth),
        ("scope", "sales"),
        ("client_id", client_id),
        ("client_secret", client_secret),
        ("redirect_uri", CALLBACK),
    ];
    next(nobody.post_form("/oauth2/token", &form).await);
}

#[tokio::test]
async fn the_aliases_that_clients_use_lead_to_the_token_endpoint() {
    let sandbox = Sandbox::new("token-aliases").await;
    let application = Application::of(&sandbox);
    let mut token = application.refresh_token.clone();
    for path in [
        "/oauth2/token/",
        "/v1/oauth2/token",
        "//oauth2//token",
        "/oauth2/token?",
    ] {
        let form = [("grant_type", "refresh_token"), ("refresh_token", token.as_str())];
        let answer = application.basic().post_form(path, &form).await;
        assert_eq!(answer.status, 200, "{path}: {answer}");
        token = answer.member("/refresh_token");
    }
}

#[tokio::test]
async fn the_body_wins_over_the_query() {
    let sandbox = Sandbox::new("token-body-wins").await;
    let application = Application::of(&sandbox);
    let path = "/oauth2/token?grant_type=password&refresh_token=nobodys&state=query";
    let form = [
        ("grant_type", "refresh_token"),
        ("refresh_token", application.refresh_token.as_str()),
        ("state", "body"),
    ];
    let answer = application.basic().post_form(path, &form).await;
    assert_eq!(
        (answer.status, answer.member("/state").as_str()),
        (200, "body"),
        "{answer}"
    );
}

#[tokio::test]
async fn client_credentials_among_the_parameters_win_over_the_header() {
    let sandbox = Sandbox::new("token-parameters-win").await;
    let application = Application::of(&sandbox);
    let Application {
        client_id,
        client_secret,
        refresh_token,
        ..
    } = &application;
    let form = |secret| {
        [
            ("grant_type", "refresh_token"),
            ("refresh_token", refresh_token.as_str()),
            ("client_id", client_id.as_str()),
            ("client_secret", secret),
        ]
    };
    let wrong = application.basic().post_form("/oauth2/token", &form("wrong")).await;
    assert_eq!((wrong.status, wrong.header("www-authenticate")), (400, ""), "{wrong}");
    let wrong_header = nobody().with("authorization", "Basic bm9ib2R5Om5vdGhpbmc=");
    let right = wrong_header.post_form("/oauth2/token", &form(client_secret)).await;
    assert_eq!(right.status, 200, "{right}");
}

#[tokio::test]
async fn the_header_counts_where_only_one_half_stands_among_the_parameters() {
    let sandbox = Sandbox::new("token-half").await;
    let application = Application::of(&sandbox);
    let form = [
        ("grant_type", "refresh_token"),
        ("refresh_token", application.refresh_token.as_str()),
        ("client_id", &application.client_id),
    ];
    let answer = application.basic().post_form("/oauth2/token", &form).await;
    assert_eq!(answer.status, 200, "{answer}");
}

#[tokio::test]
async fn a_stray_bearer_header_does_not_lead_to_another_world() {
    let sandbox = Sandbox::new("token-stray-bearer").await;
    let application = Application::of(&sandbox);
    let form = [
        ("grant_type", "refresh_token"),
        ("refresh_token", application.refresh_token.as_str()),
        ("client_id", &application.client_id),
        ("client_secret", &application.client_secret),
    ];
    let stray = nobody().with("authorization", "Bearer SomebodysProductionToken00000001");
    let answer = stray.post_form("/oauth2/token", &form).await;
    assert_eq!(answer.status, 200, "{answer}");
}

#[tokio::test]
async fn a_state_that_was_sent_is_echoed() {
    let sandbox = Sandbox::new("token-state").await;
    let application = Application::of(&sandbox);
    let form = [
        ("grant_type", "refresh_token"),
        ("refresh_token", application.refresh_token.as_str()),
        ("state", "\"x\""),
    ];
    let mut answers = Answers::default();
    answers.add("granted", &application.basic().post_form("/oauth2/token", &form).await);
    answers.add("refused", &application.basic().post_form("/oauth2/token", &form).await);
    assert_snapshot!(answers, @r#"
    # granted
    200
    cache-control: no-store
    content-type: application/json; charset=utf-8
    pragma: no-cache

    {
      "refresh_token": "f63uOidVmQqvXCNICLkqp9Mjedm5K1TK",
      "token_type": "bearer",
      "access_token": "DXfpAI7A65eM8jvZHjlXpjId7WIu6TaI",
      "expires_in": 3600,
      "state": "\"x\""
    }
    # refused
    400
    cache-control: no-store
    content-type: application/json; charset=utf-8
    pragma: no-cache

    {"error": "invalid_request", "error_description": "Invalid refresh_token", "state": "\"x\""}
    "#);
}

#[tokio::test]
async fn a_granted_pair_opens_the_account() {
    let sandbox = Sandbox::new("token-opens").await;
    let application = Application::of(&sandbox);
    let granted = application.exchange(&application.code(FIRST_ACCOUNT).await).await;
    assert!(opens(&granted.member("/access_token")).await);
    // A second consent takes nothing from the first.
    assert!(opens(&application.access_token).await);
}
