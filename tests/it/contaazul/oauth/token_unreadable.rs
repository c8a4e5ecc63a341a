//! Requests of the token endpoint that hold no parameters: another method, or a body that cannot be read.

use insta::assert_snapshot;
use reqwest::Method;

use super::{Answers, Application, nobody};
use crate::support::Sandbox;

#[tokio::test]
async fn only_post_is_a_method_of_the_token_endpoint() {
    let _sandbox = Sandbox::new("token-methods").await;
    let client = nobody().with("x-areia-world", "token-methods");
    let mut answers = Answers::default();
    for method in [
        Method::GET,
        Method::HEAD,
        Method::PUT,
        Method::DELETE,
        Method::PATCH,
        Method::OPTIONS,
    ] {
        let title = method.to_string();
        answers.add(&title, &client.send(method, "/oauth2/token", None, Vec::new()).await);
    }
    assert_snapshot!(answers, @r#"
    # GET
    405
    cache-control: no-store
    content-type: application/json; charset=utf-8
    pragma: no-cache
    www-authenticate: Bearer realm="service" error="invalid_method" error_description="The HTTP method GET is invalid for the token endpoint"

    {
      "error": "invalid_method",
      "error_description": "The HTTP method GET is invalid for the token endpoint"
    }
    # HEAD
    405
    cache-control: no-store
    content-type: application/json; charset=utf-8
    pragma: no-cache
    www-authenticate: Bearer realm="service" error="invalid_method" error_description="The HTTP method HEAD is invalid for the token endpoint"


    # PUT
    405
    cache-control: no-store
    content-type: application/json; charset=utf-8
    pragma: no-cache
    www-authenticate: Bearer realm="service" error="invalid_method" error_description="The HTTP method PUT is invalid for the token endpoint"

    {
      "error": "invalid_method",
      "error_description": "The HTTP method PUT is invalid for the token endpoint"
    }
    # DELETE
    405
    cache-control: no-store
    content-type: application/json; charset=utf-8
    pragma: no-cache
    www-authenticate: Bearer realm="service" error="invalid_method" error_description="The HTTP method DELETE is invalid for the token endpoint"

    {
      "error": "invalid_method",
      "error_description": "The HTTP method DELETE is invalid for the token endpoint"
    }
    # PATCH
    405
    cache-control: no-store
    content-type: application/json; charset=utf-8
    pragma: no-cache
    www-authenticate: Bearer realm="service" error="invalid_method" error_description="The HTTP method PATCH is invalid for the token endpoint"

    {
      "error": "invalid_method",
      "error_description": "The HTTP method PATCH is invalid for the token endpoint"
    }
    # OPTIONS
    405
    cache-control: no-store
    content-type: application/json; charset=utf-8
    pragma: no-cache
    www-authenticate: Bearer realm="service" error="invalid_method" error_description="The HTTP method OPTIONS is invalid for the token endpoint"

    {
      "error": "invalid_method",
      "error_description": "The HTTP method OPTIONS is invalid for the token endpoint"
    }
    "#);
}

#[tokio::test]
async fn parameters_that_cannot_be_read_are_refused() {
    let sandbox = Sandbox::new("token-unreadable").await;
    let client = Application::of(&sandbox).basic();
    let mut answers = Answers::default();
    for (media_type, body) in [
        ("application/json", &b"{\"grant_type\":"[..]),
        ("application/json", b"[1]"),
        ("application/x-www-form-urlencoded", b"grant_type=%zz"),
        ("application/x-www-form-urlencoded", b"grant_type=\xff"),
        ("multipart/form-data", b"--b"),
        (
            "multipart/form-data; boundary=b",
            b"--b\r\nContent-Disposition: form-data; name=\"code\"\r\n\r\nx",
        ),
    ] {
        let answer = client
            .send(Method::POST, "/oauth2/token", Some(media_type), body.to_vec())
            .await;
        answers.add(&format!("{media_type}: {}", String::from_utf8_lossy(body)), &answer);
    }
    assert_snapshot!(answers, @r#"
    # application/json: {"grant_type":
    400
    cache-control: no-store
    content-type: application/json; charset=utf-8
    pragma: no-cache

    {"error": "invalid_request", "error_description": "The request parameters could not be read"}
    # application/json: [1]
    400
    cache-control: no-store
    content-type: application/json; charset=utf-8
    pragma: no-cache

    {"error": "invalid_request", "error_description": "The request parameters could not be read"}
    # application/x-www-form-urlencoded: grant_type=%zz
    400
    cache-control: no-store
    content-type: application/json; charset=utf-8
    pragma: no-cache

    {"error": "invalid_request", "error_description": "The request parameters could not be read"}
    # application/x-www-form-urlencoded: grant_type=�
    400
    cache-control: no-store
    content-type: application/json; charset=utf-8
    pragma: no-cache

    {"error": "invalid_request", "error_description": "The request parameters could not be read"}
    # multipart/form-data: --b
    400
    cache-control: no-store
    content-type: application/json; charset=utf-8
    pragma: no-cache

    {"error": "invalid_request", "error_description": "The request parameters could not be read"}
    # multipart/form-data; boundary=b: --b
    Content-Disposition: form-data; name="code"

    x
    400
    cache-control: no-store
    content-type: application/json; charset=utf-8
    pragma: no-cache

    {"error": "invalid_request", "error_description": "The request parameters could not be read"}
    "#);
}

#[tokio::test]
async fn a_body_of_an_unknown_type_holds_no_parameters() {
    let sandbox = Sandbox::new("token-text").await;
    let application = Application::of(&sandbox);
    let body = format!("grant_type=refresh_token&refresh_token={}", application.refresh_token);
    let answer = application
        .basic()
        .send(Method::POST, "/oauth2/token", Some("text/plain"), body.into())
        .await;
    assert_eq!(answer.member("/error"), "unsupported_grant_type", "{answer}");
}
