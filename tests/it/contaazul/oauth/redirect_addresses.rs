//! Where a code may be sent: only to an address of the application's.

use insta::assert_snapshot;
use serde_json::json;

use super::{Application, FIRST_ACCOUNT, nobody};
use crate::support::{Answer, Sandbox};

/// Asks for a code at an address.
async fn ask(application: &Application, redirect_uri: &str) -> Answer {
    let more = [
        ("redirect_uri", redirect_uri),
        ("areia_approve", FIRST_ACCOUNT),
        ("state", "s"),
    ];
    nobody().get(&application.authorize(&more)).await
}

#[tokio::test]
async fn an_address_that_is_not_the_applications_is_never_redirected_to() {
    let sandbox = Sandbox::new("redirect-mismatch").await;
    let application = Application::of(&sandbox);
    assert_snapshot!(ask(&application, "https://evil.example/").await, @r#"
    400
    content-type: application/json; charset=utf-8

    {
      "error": "invalid_request",
      "error_description": "Invalid redirect_uri that does not match with any redirect_uri created with the application"
    }
    "#);
    assert_snapshot!(sandbox.last_explanation().await, @r#"The application has not registered the redirect_uri "https://evil.example/"."#);
    for address in [
        "http://localhost@evil.example/",
        "http://localhost:80@evil.example/",
        "http://user@localhost/",
        "http://localhost.evil.example/",
        "http://127.0.0.1.evil.example/",
        "http://evil.example/localhost",
        "http://evil.example#localhost",
        "http://evil.example?localhost",
        "http://evil.example\\@localhost/",
        "http://localhost\\@evil.example/",
        "http://localhost\\.evil.example/",
        "//localhost/",
        "/callback",
        "localhost",
        "http:/localhost/",
        "http:localhost",
        "http:///localhost/",
        "http://127.1/",
        "http://2130706433/",
        "http://[::ffff:127.0.0.1]/",
        "http://localhost./",
        "http://localhost:99999/",
        "ftp://localhost/",
        "javascript://localhost/%0aalert(1)",
        "data:text/html,localhost",
        "http://localhost/\r\nset-cookie: a=b",
        "http://localhost/\tx",
        "http://local\thost/",
        " http://localhost/",
        "http://localhost/ x",
        "http://localhost/\0",
        "http://localhost/ã",
        "http://localhost/#fragment",
        "http://localhost/#",
        "https://www.google.com",
        "https://www.google.com/?",
        "https://WWW.google.com/",
        "https://www.google.com/search",
        "https://www.google.com.evil.example/",
    ] {
        let answer = ask(&application, address).await;
        assert_eq!((answer.status, answer.header("location")), (400, ""), "{address:?}");
        assert_eq!(answer.member("/error"), "invalid_request", "{address:?}");
        assert_eq!(answer.header("set-cookie"), "", "{address:?}");
    }
}

#[tokio::test]
async fn any_address_on_loopback_is_the_applications_that_has_no_list_of_its_own() {
    let sandbox = Sandbox::new("redirect-loopback").await;
    let application = Application::issued(&sandbox, &json!({})).await;
    for address in [
        "http://localhost",
        "http://localhost/",
        "http://localhost:3000/callback",
        "https://localhost:8443/a/b%20c",
        "http://LOCALHOST/",
        "http://127.0.0.1:9/",
        "http://[::1]:5000/callback",
        "https://www.google.com/",
    ] {
        let answer = ask(&application, address).await;
        let location = answer.header("location");
        assert_eq!(answer.status, 302, "{address}: {answer}");
        assert!(location.starts_with(&format!("{address}?code=")), "{location}");
        assert!(location.ends_with("&state=s"), "{location}");
    }
}

#[tokio::test]
async fn what_an_address_asks_already_is_kept() {
    let sandbox = Sandbox::new("redirect-query").await;
    let application = Application::of(&sandbox);
    let answer = ask(&application, "http://localhost/callback?shop=7&next=%2Fhome").await;
    assert_snapshot!(answer, @"
    302
    location: http://localhost/callback?shop=7&next=%2Fhome&code=haQc9Pf8odYPTZletgFKHux1Dw3c84ee&state=s
    ");
}

#[tokio::test]
async fn an_application_with_a_list_of_its_own_is_answered_there_alone() {
    let sandbox = Sandbox::new("redirect-list").await;
    let own = [
        "https://shop.example/oauth",
        "myshop://callback",
        "http://localhost:8080/",
    ];
    let application = Application::issued(&sandbox, &json!({"redirect_uris": own})).await;
    for address in own {
        let location = ask(&application, address).await.header("location").to_owned();
        assert!(location.starts_with(&format!("{address}?code=")), "{location}");
    }
    for address in [
        "https://shop.example/oauth/",
        "https://shop.example/oauth?x=1",
        "https://shop.example/oauth/../admin",
        "http://shop.example/oauth",
        "http://localhost:8081/",
        "http://localhost/",
        "https://www.google.com/",
    ] {
        assert_eq!(ask(&application, address).await.status, 400, "{address}");
    }
}

#[tokio::test]
async fn without_an_address_the_first_registered_one_counts() {
    let sandbox = Sandbox::new("redirect-none").await;
    let own = json!({"redirect_uris": ["https://one.example/", "https://two.example/"]});
    let application = Application::issued(&sandbox, &own).await;
    let path = application.authorize(&[("areia_approve", FIRST_ACCOUNT)]);
    let answer = nobody().get(&path).await;
    assert!(
        answer.header("location").starts_with("https://one.example/?code="),
        "{answer}"
    );
    assert_eq!(ask(&application, "").await.status, 302);
}

#[tokio::test]
async fn an_address_that_cannot_be_one_is_not_registered() {
    let sandbox = Sandbox::new("redirect-register").await;
    let control = sandbox.control();
    for address in [
        "/callback",
        "https://a.example/#x",
        "https://a.example/ b",
        "https://a.example/\r\nx: y",
        "",
    ] {
        let answer = control
            .post("/credentials/contaazul", &json!({"redirect_uris": [address]}))
            .await;
        assert_eq!(answer.status, 400, "{address:?}: {answer}");
    }
    let answer = control
        .post(
            "/credentials/contaazul",
            &json!({"redirect_uris": ["https://a.example/#x"]}),
        )
        .await;
    assert_snapshot!(answer, @r#"
    400
    content-type: application/problem+json

    {
      "title": "Bad Request",
      "status": 400,
      "detail": "`redirect_uris` must be absolute addresses without a fragment, not \"https://a.example/#x\"",
      "hint": "for example `{\"name\": \"Loja\", \"redirect_uris\": [\"https://loja.example/\"], \"auto_approve\": true}`"
    }
    "#);
}
