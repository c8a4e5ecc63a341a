//! The token endpoint's refusals, and which comes first.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use insta::assert_snapshot;
use serde_json::json;

use super::{Answers, Application, CALLBACK, FIRST_ACCOUNT, nobody};
use crate::support::{Client, Sandbox};

/// A client of a world, whatever it shows.
fn of_world(name: &str) -> Client {
    nobody().with("x-areia-world", name)
}

fn basic(client: Client, pair: &str) -> Client {
    client.with("authorization", &format!("Basic {}", STANDARD.encode(pair)))
}

#[tokio::test]
async fn a_client_that_shows_no_credentials_is_not_authenticated() {
    let sandbox = Sandbox::new("token-no-client").await;
    let form = [("grant_type", "refresh_token"), ("refresh_token", "x")];
    assert_snapshot!(of_world("token-no-client").post_form("/oauth2/token", &form).await, @r#"
    400
    cache-control: no-store
    content-type: application/json; charset=utf-8
    pragma: no-cache

    {"error": "invalid_client", "error_description": "Invalid client authentication"}
    "#);
    assert_snapshot!(sandbox.last_explanation().await, @"The request carries no client credentials: send them as HTTP Basic, base64(client_id:client_secret).");
}

#[tokio::test]
async fn wrong_credentials_in_the_header_are_challenged() {
    let sandbox = Sandbox::new("token-wrong-header").await;
    let application = Application::of(&sandbox);
    let world = of_world("token-wrong-header");
    let form = [
        ("grant_type", "refresh_token"),
        ("refresh_token", application.refresh_token.as_str()),
    ];
    let wrong = basic(world.clone(), &format!("{}:wrong", application.client_id));
    assert_snapshot!(wrong.post_form("/oauth2/token", &form).await, @r#"
    401
    cache-control: no-store
    content-type: application/json; charset=utf-8
    pragma: no-cache
    www-authenticate: Basic realm="OAuth2.0"

    {"error": "invalid_client", "error_description": "Invalid client authentication"}
    "#);
    assert_snapshot!(sandbox.last_explanation().await, @"The client is not authenticated: this application was shown with a wrong secret.");
    for header in [
        "Basic".to_owned(),
        "Basic %%%".to_owned(),
        format!("Basic {}", STANDARD.encode(&application.client_id)),
        format!("Basic {}", STANDARD.encode(format!("{}:", application.client_id))),
        format!(
            "Basic {}",
            STANDARD.encode(format!("nobody:{}", application.client_secret))
        ),
        format!("Basic {}", STANDARD.encode("maria@padaria.example:areia")),
        format!("Bearer {}", application.access_token),
        "Digest username=\"x\"".to_owned(),
    ] {
        let answer = world
            .clone()
            .with("authorization", &header)
            .post_form("/oauth2/token", &form)
            .await;
        assert_eq!(
            (answer.status, answer.header("www-authenticate")),
            (401, "Basic realm=\"OAuth2.0\""),
            "{header}"
        );
        assert_eq!(
            answer.text(),
            r#"{"error":"invalid_client","error_description":"Invalid client authentication"}"#
        );
    }
    assert_eq!(application.refresh(&application.refresh_token).await.status, 200);
}

#[tokio::test]
async fn wrong_credentials_among_the_parameters_are_not_challenged() {
    let sandbox = Sandbox::new("token-wrong-parameters").await;
    let application = Application::of(&sandbox);
    let world = of_world("token-wrong-parameters");
    let mut answers = Answers::default();
    for (title, client_id, client_secret) in [
        ("wrong secret", application.client_id.as_str(), "wrong"),
        ("unknown application", "nobody", application.client_secret.as_str()),
        ("no secret", application.client_id.as_str(), ""),
    ] {
        let form = [
            ("grant_type", "refresh_token"),
            ("client_id", client_id),
            ("client_secret", client_secret),
        ];
        answers.add(title, &world.post_form("/oauth2/token", &form).await);
    }
    assert_snapshot!(answers, @r#"
    # wrong secret
    400
    cache-control: no-store
    content-type: application/json; charset=utf-8
    pragma: no-cache

    {"error": "invalid_client", "error_description": "Invalid client authentication"}
    # unknown application
    400
    cache-control: no-store
    content-type: application/json; charset=utf-8
    pragma: no-cache

    {"error": "invalid_client", "error_description": "Invalid client authentication"}
    # no secret
    400
    cache-control: no-store
    content-type: application/json; charset=utf-8
    pragma: no-cache

    {"error": "invalid_client", "error_description": "Invalid client authentication"}
    "#);
}

#[tokio::test]
async fn what_a_grant_lacks_is_refused() {
    let sandbox = Sandbox::new("token-grant-errors").await;
    let application = Application::of(&sandbox);
    let mut answers = Answers::default();
    for (title, form) in [
        (
            "unknown code",
            vec![("grant_type", "authorization_code"), ("code", "nobodys")],
        ),
        ("no code", vec![("grant_type", "authorization_code")]),
        (
            "unknown refresh token",
            vec![("grant_type", "refresh_token"), ("refresh_token", "nobodys")],
        ),
        ("no refresh token", vec![("grant_type", "refresh_token")]),
        (
            "an access token in its place",
            vec![
                ("grant_type", "refresh_token"),
                ("refresh_token", &application.access_token),
            ],
        ),
        ("no grant type", vec![("refresh_token", &application.refresh_token)]),
        ("another grant type", vec![("grant_type", "client_credentials")]),
        (
            "an address that is not registered",
            vec![
                ("grant_type", "refresh_token"),
                ("redirect_uri", "https://evil.example/"),
            ],
        ),
    ] {
        answers.add(title, &application.basic().post_form("/oauth2/token", &form).await);
    }
    assert_snapshot!(answers, @r#"
    # unknown code
    400
    cache-control: no-store
    content-type: application/json; charset=utf-8
    pragma: no-cache

    {"error": "invalid_request", "error_description": "Invalid code"}
    # no code
    400
    cache-control: no-store
    content-type: application/json; charset=utf-8
    pragma: no-cache

    {"error": "invalid_request", "error_description": "Invalid code"}
    # unknown refresh token
    400
    cache-control: no-store
    content-type: application/json; charset=utf-8
    pragma: no-cache

    {"error": "invalid_request", "error_description": "Invalid refresh_token"}
    # no refresh token
    400
    cache-control: no-store
    content-type: application/json; charset=utf-8
    pragma: no-cache

    {"error": "invalid_request", "error_description": "Invalid refresh_token"}
    # an access token in its place
    400
    cache-control: no-store
    content-type: application/json; charset=utf-8
    pragma: no-cache

    {"error": "invalid_request", "error_description": "Invalid refresh_token"}
    # no grant type
    400
    cache-control: no-store
    content-type: application/json; charset=utf-8
    pragma: no-cache

    {"error": "unsupported_grant_type", "error_description": "Invalid grant_type"}
    # another grant type
    400
    cache-control: no-store
    content-type: application/json; charset=utf-8
    pragma: no-cache

    {"error": "unsupported_grant_type", "error_description": "Invalid grant_type"}
    # an address that is not registered
    400
    cache-control: no-store
    content-type: application/json; charset=utf-8
    pragma: no-cache

    {
      "error": "invalid_request",
      "error_description": "Invalid redirect_uri that does not match with any redirect_uri created with the application"
    }
    "#);
}

#[tokio::test]
async fn the_client_comes_before_the_address_before_the_grant_type_before_the_code() {
    let sandbox = Sandbox::new("token-precedence").await;
    let application = Application::of(&sandbox);
    let wrong = basic(
        of_world("token-precedence"),
        &format!("{}:wrong", application.client_id),
    );
    let own = application.basic();
    let everything_wrong = [
        ("redirect_uri", "https://evil.example/"),
        ("grant_type", "password"),
        ("code", "x"),
        ("refresh_token", "x"),
    ];
    let error = async |client: &Client, form: &[(&str, &str)]| {
        client
            .post_form("/oauth2/token", form)
            .await
            .member("/error_description")
    };
    assert_eq!(error(&wrong, &everything_wrong).await, "Invalid client authentication");
    assert!(error(&own, &everything_wrong).await.starts_with("Invalid redirect_uri"));
    assert_eq!(error(&own, &everything_wrong[1..]).await, "Invalid grant_type");
    assert_eq!(
        error(&own, &[("grant_type", "authorization_code"), ("code", "x")]).await,
        "Invalid code"
    );
    assert_eq!(
        error(&own, &[("grant_type", "refresh_token"), ("refresh_token", "x")]).await,
        "Invalid refresh_token"
    );
}

#[tokio::test]
async fn a_refusal_uses_no_code_up() {
    let sandbox = Sandbox::new("token-not-consumed").await;
    let application = Application::of(&sandbox);
    let other = Application::issued(&sandbox, &json!({})).await;
    let code = application.code(FIRST_ACCOUNT).await;
    let form = |redirect_uri| {
        [
            ("grant_type", "authorization_code"),
            ("code", code.as_str()),
            ("redirect_uri", redirect_uri),
        ]
    };
    let wrong = basic(nobody(), &format!("{}:wrong", application.client_id));
    assert_eq!(wrong.post_form("/oauth2/token", &form(CALLBACK)).await.status, 401);
    assert_eq!(
        application
            .basic()
            .post_form("/oauth2/token", &form("https://evil.example/"))
            .await
            .status,
        400
    );
    assert_eq!(
        application
            .basic()
            .post_form("/oauth2/token", &[("grant_type", "password"), ("code", &code)])
            .await
            .status,
        400
    );
    assert_snapshot!(other.exchange(&code).await, @r#"
    400
    cache-control: no-store
    content-type: application/json; charset=utf-8
    pragma: no-cache

    {"error": "invalid_request", "error_description": "Invalid code"}
    "#);
    assert_snapshot!(sandbox.last_explanation().await, @"This code was issued to another application.");
    assert_eq!(application.exchange(&code).await.status, 200);
    assert_eq!(application.exchange(&code).await.status, 400);
}

#[tokio::test]
async fn a_used_code_is_invalid_and_its_tokens_live_on() {
    let sandbox = Sandbox::new("token-used-code").await;
    let application = Application::of(&sandbox);
    let code = application.code(FIRST_ACCOUNT).await;
    let granted = application.exchange(&code).await;
    assert_snapshot!(application.exchange(&code).await, @r#"
    400
    cache-control: no-store
    content-type: application/json; charset=utf-8
    pragma: no-cache

    {"error": "invalid_request", "error_description": "Invalid code"}
    "#);
    assert!(super::opens(&granted.member("/access_token")).await);
}
