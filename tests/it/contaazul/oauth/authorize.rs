//! `GET /auth/authorize`: to the login page, or without one where a machine drives.

use insta::assert_snapshot;
use serde_json::json;

use super::{Answers, Application, CALLBACK, FIRST_ACCOUNT, SECOND_ACCOUNT, call, nobody, opens, parameter, shown};
use crate::support::{Client, Sandbox, server};

#[tokio::test]
async fn the_browser_is_sent_to_the_login_page_with_the_query_as_it_was() {
    let sandbox = Sandbox::new("authorize-login").await;
    let application = Application::of(&sandbox);
    let path = application.authorize(&[("redirect_uri", CALLBACK), ("state", "a b&c=ã")]);
    assert_snapshot!(shown(&nobody().get(&path).await), @"
    302
    location: (server)/contaazul/auth/login?client_id=qkHTQfzigqvug8BN0SIrNw0WSGkK8lhs&scope=sales&redirect_uri=http%3A%2F%2Flocalhost%3A8080%2Fcallback&state=a+b%26c%3D%C3%A3
    ");
}

#[tokio::test]
async fn the_login_page_is_under_the_address_that_the_request_came_by() {
    let sandbox = Sandbox::new("authorize-prefix").await;
    let path = Application::of(&sandbox).authorize(&[("redirect_uri", CALLBACK)]);
    let under_world = Client::new(format!("{}/~authorize-prefix/contaazul", server().url()));
    assert_snapshot!(shown(&under_world.get(&path).await), @"
    302
    location: (server)/~authorize-prefix/contaazul/auth/login?client_id=KcQfVcCTxTYK6VYhmUawKhKrsKqVKFHL&scope=sales&redirect_uri=http%3A%2F%2Flocalhost%3A8080%2Fcallback
    ");
    let on_own_host = Client::new(server().url()).with("host", "api.contaazul.com");
    assert_snapshot!(shown(&on_own_host.get(&path).await), @"
    302
    location: http://api.contaazul.com/auth/login?client_id=KcQfVcCTxTYK6VYhmUawKhKrsKqVKFHL&scope=sales&redirect_uri=http%3A%2F%2Flocalhost%3A8080%2Fcallback
    ");
}

#[tokio::test]
async fn areia_approve_lets_an_application_in_without_a_page() {
    let sandbox = Sandbox::new("authorize-approve").await;
    let application = Application::of(&sandbox);
    let more = [
        ("redirect_uri", CALLBACK),
        ("state", "DCEeFWf45A53sdfKef424"),
        ("areia_approve", FIRST_ACCOUNT),
    ];
    let answer = nobody().get(&application.authorize(&more)).await;
    assert_snapshot!(answer, @"
    302
    location: http://localhost:8080/callback?code=CzXCGdQtXXu1lwu05ON2NnCjqpTGzC6P&state=DCEeFWf45A53sdfKef424
    ");
    let code = parameter(answer.header("location"), "code").unwrap();
    assert_eq!(application.exchange(&code).await.status, 200);
}

#[tokio::test]
async fn areia_approve_opens_the_account_that_it_names() {
    let sandbox = Sandbox::new("authorize-account").await;
    let application = Application::of(&sandbox);
    let granted = application.exchange(&application.code(SECOND_ACCOUNT).await).await;
    let second = call(&granted.member("/access_token")).await;
    let other = call(
        &Application::issued(&sandbox, &json!({"account": SECOND_ACCOUNT}))
            .await
            .access_token,
    )
    .await;
    assert_eq!(second.text(), other.text());
    assert_ne!(second.text(), call(&application.access_token).await.text());
}

#[tokio::test]
async fn areia_approve_of_an_account_that_does_not_exist_is_refused() {
    let sandbox = Sandbox::new("authorize-no-account").await;
    let more = [("redirect_uri", CALLBACK), ("areia_approve", "nobody")];
    let path = Application::of(&sandbox).authorize(&more);
    assert_snapshot!(nobody().get(&path).await, @r#"
    400
    content-type: application/json; charset=utf-8

    {"error": "invalid_request", "error_description": "The request parameters could not be read"}
    "#);
    assert_snapshot!(sandbox.last_explanation().await, @r#"The account "nobody" does not exist in this world."#);
}

#[tokio::test]
async fn an_auto_approving_application_needs_no_page() {
    let sandbox = Sandbox::new("authorize-auto").await;
    let asked = json!({"auto_approve": true, "account": SECOND_ACCOUNT});
    let application = Application::issued(&sandbox, &asked).await;
    let answer = nobody()
        .get(&application.authorize(&[("redirect_uri", CALLBACK), ("state", "s")]))
        .await;
    assert_snapshot!(answer, @"
    302
    location: http://localhost:8080/callback?code=L0VJkEvp5r666WqcSR7aL65m4WuPslOk&state=s
    ");
    let granted = application
        .exchange(&parameter(answer.header("location"), "code").unwrap())
        .await;
    let opened = call(&granted.member("/access_token")).await;
    assert_eq!(opened.text(), call(&application.access_token).await.text());
    assert_ne!(
        opened.text(),
        call(&Application::of(&sandbox).access_token).await.text()
    );
}

#[tokio::test]
async fn an_application_that_is_not_auto_approving_gets_no_code_without_a_person() {
    let sandbox = Sandbox::new("authorize-manual").await;
    let application = Application::issued(&sandbox, &json!({"auto_approve": false})).await;
    let answer = nobody()
        .get(&application.authorize(&[("redirect_uri", CALLBACK)]))
        .await;
    assert!(answer.header("location").contains("/auth/login?"), "{answer}");
}

#[tokio::test]
async fn a_state_comes_back_unchanged_and_none_is_made_up() {
    let sandbox = Sandbox::new("authorize-state").await;
    let application = Application::of(&sandbox);
    for state in ["plain", "a+b c&d=e#f%20", "ação 💰", "\r\nset-cookie: a=b", ""] {
        let more = [
            ("redirect_uri", CALLBACK),
            ("areia_approve", FIRST_ACCOUNT),
            ("state", state),
        ];
        let answer = nobody().get(&application.authorize(&more)).await;
        let given_back = parameter(answer.header("location"), "state");
        assert_eq!(given_back.as_deref(), Some(state), "{answer}");
        assert_eq!(answer.header("set-cookie"), "");
    }
    let more = [("redirect_uri", CALLBACK), ("areia_approve", FIRST_ACCOUNT)];
    let answer = nobody().get(&application.authorize(&more)).await;
    assert_eq!(parameter(answer.header("location"), "state"), None);
}

#[tokio::test]
async fn scope_response_type_and_what_else_clients_send_change_nothing() {
    let sandbox = Sandbox::new("authorize-extra").await;
    let application = Application::of(&sandbox);
    for extra in [
        ("scope", "Customer|Product|Service|Contract|Sale"),
        ("response_type", "code"),
        ("client_secret", "sent by an official sample"),
        ("code_challenge", "ignored"),
    ] {
        let more = [("redirect_uri", CALLBACK), ("areia_approve", FIRST_ACCOUNT), extra];
        let answer = nobody().get(&application.authorize(&more)).await;
        let code = parameter(answer.header("location"), "code").unwrap();
        let granted = application.exchange(&code).await;
        assert!(opens(&granted.member("/access_token")).await, "{extra:?}");
    }
}

#[tokio::test]
async fn an_unknown_application_is_never_redirected() {
    let sandbox = Sandbox::new("authorize-unknown").await;
    let client = nobody().with("x-areia-world", "authorize-unknown");
    let path = "/auth/authorize?client_id=nobody&redirect_uri=https%3A%2F%2Fwww.google.com%2F&state=s";
    let mut answers = Answers::default();
    answers.add("unknown", &client.get(path).await);
    answers.add("none", &client.get("/auth/authorize").await);
    answers.add(
        "a token in its place",
        &client
            .get(&format!(
                "/auth/authorize?client_id={}",
                Application::of(&sandbox).access_token
            ))
            .await,
    );
    answers.add(
        "the page itself",
        &client.get(&path.replace("authorize", "login")).await,
    );
    assert_snapshot!(answers, @r#"
    # unknown
    400
    content-type: application/json; charset=utf-8

    {"error": "invalid_client", "error_description": "Invalid client authentication"}
    # none
    400
    content-type: application/json; charset=utf-8

    {"error": "invalid_client", "error_description": "Invalid client authentication"}
    # a token in its place
    400
    content-type: application/json; charset=utf-8

    {"error": "invalid_client", "error_description": "Invalid client authentication"}
    # the page itself
    400
    content-type: application/json; charset=utf-8

    {"error": "invalid_client", "error_description": "Invalid client authentication"}
    "#);
    assert_snapshot!(sandbox.last_explanation().await, @"The client is not authenticated: this application was never issued in this world.");
}

#[tokio::test]
async fn a_query_that_cannot_be_read_is_answered_by_the_gateway() {
    let _sandbox = Sandbox::new("authorize-malformed").await;
    let client = nobody().with("x-areia-world", "authorize-malformed");
    let mut answers = Answers::default();
    answers.add("authorize", &client.get("/auth/authorize?client_id=%zz").await);
    answers.add("login", &client.get("/auth/login?client_id=%ff").await);
    assert_snapshot!(answers, @r#"
    # authorize
    400
    content-type: application/json; charset=utf-8

    {"error": "invalid_request", "error_description": "The request parameters could not be read"}
    # login
    400
    content-type: application/json; charset=utf-8

    {"error": "invalid_request", "error_description": "The request parameters could not be read"}
    "#);
}
