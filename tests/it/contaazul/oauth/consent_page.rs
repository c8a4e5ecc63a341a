//! The login and consent page, without a browser.

use areia::world::credential::{Grant, Issue};
use insta::assert_snapshot;
use serde_json::json;

use super::{Answers, Application, CALLBACK, FIRST_ACCOUNT, SECOND_ACCOUNT, call, nobody, opens, parameter};
use crate::support::{Answer, Sandbox};

const MARIA: &str = "maria@padaria.example";

/// Sends the page's form as a browser would.
async fn decide(page: &str, email: &str, password: &str, account: &str, decision: &str) -> Answer {
    let form = [
        ("email", email),
        ("password", password),
        ("account", account),
        ("decision", decision),
    ];
    nobody().post_form(page, &form).await
}

fn page_of(application: &Application) -> String {
    application.login(&[("redirect_uri", CALLBACK), ("state", "s 1")])
}

#[tokio::test]
async fn the_page_asks_for_user_account_and_decision_in_portuguese() {
    let sandbox = Sandbox::new("consent-page").await;
    let page = nobody().get(&page_of(&Application::of(&sandbox))).await;
    let text = page.to_string();
    let (before, rest) = text.split_once("<style>").unwrap();
    let (_, after) = rest.split_once("</style>").unwrap();
    assert_snapshot!(format!("{before}{after}").replace('>', ">\n"), @r#"
    200
    cache-control: no-store
    content-security-policy: default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'
    content-type: text/html; charset=utf-8
    referrer-policy: no-referrer
    x-content-type-options: nosniff
    x-frame-options: DENY

    <!DOCTYPE html>
    <html lang="pt-BR">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>
    Autorizar integração · Conta Azul (Areia)</title>
    </head>
    <body>
    <main>
    <h1>
    Autorizar <strong>
    Aplicação Areia</strong>
    ?</h1>
    <p>
    Este aplicativo quer acessar os dados da sua conta na Conta Azul.</p>
    <form method="post">
    <label for="email">
    E-mail</label>
    <input id="email" name="email" type="email" autocomplete="username" value="">
    <label for="password">
    Senha</label>
    <input id="password" name="password" type="password" autocomplete="current-password">
    <label for="account">
    Conta</label>
    <select id="account" name="account">
    <option value="b7a1c0de-0001-4c0a-8a55-0c6c0c1b2d3e">
    Padaria Areia Branca</option>
    <option value="b7a1c0de-0002-4c0a-8a55-0c6c0c1b2d3e">
    Oficina Areia Fina</option>
    </select>
    <button class="yes" type="submit" name="decision" value="approve">
    Autorizar</button>
    <button class="no" type="submit" name="decision" value="deny">
    Cancelar</button>
    </form>
    <footer>
    Areia: ambiente de testes. Esta página não é da Conta Azul.</footer>
    </main>
    </body>
    </html>
    "#);
}

#[tokio::test]
async fn the_page_escapes_the_applications_name() {
    let sandbox = Sandbox::new("consent-escape").await;
    let name = "<script>alert('x')</script>\" onload=\"x";
    let application = Application::issued(&sandbox, &json!({"name": name})).await;
    let text = nobody().get(&page_of(&application)).await.text();
    assert!(!text.contains("<script"), "{text}");
    assert!(
        text.contains("&lt;script&gt;alert('x')&lt;/script&gt;&quot; onload=&quot;x"),
        "{text}"
    );
}

#[tokio::test]
async fn the_page_escapes_the_name_of_an_account() {
    let sandbox = Sandbox::new("consent-escape-account").await;
    let path = format!("/contaazul/accounts/{FIRST_ACCOUNT}");
    sandbox
        .control()
        .put(&path, &json!({"name": "</option><script>"}))
        .await;
    let text = nobody().get(&page_of(&Application::of(&sandbox))).await.text();
    assert!(
        text.contains("&lt;/option&gt;&lt;script&gt;") && !text.contains("<script"),
        "{text}"
    );
}

#[tokio::test]
async fn nothing_of_the_query_is_repeated_on_the_page() {
    let sandbox = Sandbox::new("consent-reflect").await;
    let application = Application::of(&sandbox);
    let page = application.login(&[
        ("redirect_uri", CALLBACK),
        ("state", "<i>reflected</i>"),
        ("scope", "\"><b>reflected"),
    ]);
    let text = nobody().get(&page).await.text();
    assert!(!text.contains("reflected"), "{text}");
}

#[tokio::test]
async fn a_wrong_password_is_complained_about() {
    let sandbox = Sandbox::new("consent-wrong").await;
    let page = page_of(&Application::of(&sandbox));
    let password = sandbox.credential("contaazul", "password");
    for (email, shown) in [
        (MARIA, "wrong"),
        (MARIA, ""),
        ("nobody@padaria.example", &password),
        ("", ""),
    ] {
        let answer = decide(&page, email, shown, FIRST_ACCOUNT, "approve").await;
        assert_eq!((answer.status, answer.header("location")), (403, ""), "{email} {shown}");
        assert!(
            answer
                .text()
                .contains("<p class=\"error\" role=\"alert\">E-mail ou senha inválidos.</p>"),
            "{answer}"
        );
        assert_eq!(answer.header("x-frame-options"), "DENY");
    }
    assert_snapshot!(sandbox.last_explanation().await, @"No user has this e-mail address and this password.");
}

#[tokio::test]
async fn the_page_comes_back_filled_in_without_the_password() {
    let sandbox = Sandbox::new("consent-filled").await;
    let page = page_of(&Application::of(&sandbox));
    let text = decide(&page, "\"><script>", "my-wrong-password", SECOND_ACCOUNT, "approve")
        .await
        .text();
    assert!(
        text.contains("value=\"&quot;&gt;&lt;script&gt;\"") && !text.contains("<script"),
        "{text}"
    );
    assert!(!text.contains("my-wrong-password"), "{text}");
    assert!(
        text.contains(&format!("<option value=\"{SECOND_ACCOUNT}\" selected>")),
        "{text}"
    );
}

#[tokio::test]
async fn a_user_opens_only_own_accounts() {
    let sandbox = Sandbox::new("consent-own-accounts").await;
    let user = Issue {
        provider: "contaazul",
        kind: "user",
        key: "joao@oficina.example".to_owned(),
        secret: Some("segredo".to_owned()),
        holder: json!({"name": "João", "accounts": [SECOND_ACCOUNT], "user": "joao@oficina.example"}),
        lifetime: None,
        grant: Grant::Alone,
    };
    let now = sandbox.world.clock.now();
    let issued = sandbox
        .world
        .change_directory(|directory| directory.issue(vec![user], now, None));
    issued.await.unwrap();
    let application = Application::of(&sandbox);
    let page = page_of(&application);
    let answer = decide(&page, "joao@oficina.example", "segredo", FIRST_ACCOUNT, "approve").await;
    assert_eq!((answer.status, answer.header("location")), (403, ""));
    assert!(
        answer.text().contains("Este usuário não tem acesso à conta escolhida."),
        "{answer}"
    );
    assert_snapshot!(sandbox.last_explanation().await, @"The user may not open the account that was chosen.");
    for account in ["", "nobody"] {
        let answer = decide(&page, "joao@oficina.example", "segredo", account, "approve").await;
        assert_eq!(answer.status, 403, "{answer}");
    }
    let answer = decide(&page, "joao@oficina.example", "segredo", SECOND_ACCOUNT, "approve").await;
    let granted = application
        .exchange(&parameter(answer.header("location"), "code").unwrap())
        .await;
    let token = granted.member("/access_token");
    assert!(opens(&token).await);

    // The consent is João's: it ends with him, and not with Maria.
    let edit = async |email: &str| {
        sandbox
            .control()
            .post(&format!("/contaazul/users/{email}/edit"), &json!({}))
            .await
    };
    edit(MARIA).await;
    assert!(opens(&token).await);
    edit("joao@oficina.example").await;
    assert!(!opens(&token).await);
}

#[tokio::test]
async fn approving_takes_a_code_to_the_application() {
    let sandbox = Sandbox::new("consent-approve").await;
    let application = Application::of(&sandbox);
    let password = sandbox.credential("contaazul", "password");
    let answer = decide(
        &page_of(&application),
        &format!(" {MARIA} "),
        &password,
        SECOND_ACCOUNT,
        "approve",
    )
    .await;
    assert_snapshot!(answer, @"
    302
    location: http://localhost:8080/callback?code=aKuHrwsBBpE96tnB2DYPQf7YahYZbiDm&state=s%201
    ");
    let granted = application
        .exchange(&parameter(answer.header("location"), "code").unwrap())
        .await;
    let opened = call(&granted.member("/access_token")).await;
    assert_eq!(opened.status, 200);
    assert_ne!(opened.text(), call(&application.access_token).await.text());
}

#[tokio::test]
async fn denying_needs_no_password_and_tells_the_application() {
    let sandbox = Sandbox::new("consent-deny").await;
    let answer = decide(&page_of(&Application::of(&sandbox)), "", "", "", "deny").await;
    assert_snapshot!(answer, @"
    302
    location: http://localhost:8080/callback?error=access_denied&error_description=The%20resource%20owner%20denied%20the%20request&state=s%201
    ");
}

#[tokio::test]
async fn nothing_but_approval_approves() {
    let sandbox = Sandbox::new("consent-undecided").await;
    let page = page_of(&Application::of(&sandbox));
    let password = sandbox.credential("contaazul", "password");
    for decision in ["", "yes", "APPROVE"] {
        let answer = decide(&page, MARIA, &password, FIRST_ACCOUNT, decision).await;
        assert_eq!((answer.status, answer.header("location")), (403, ""), "{answer}");
        assert!(answer.text().contains("Escolha Autorizar ou Cancelar."), "{answer}");
    }
    assert_snapshot!(sandbox.last_explanation().await, @"The form's decision is neither `approve` nor `deny`.");
}

#[tokio::test]
async fn an_account_whose_trial_is_over_is_not_opened() {
    let sandbox = Sandbox::new("consent-trial").await;
    let path = format!("/contaazul/accounts/{FIRST_ACCOUNT}");
    sandbox
        .control()
        .put(&path, &json!({"trial_ends_at": "2026-03-16T12:00:00Z"}))
        .await;
    let password = sandbox.credential("contaazul", "password");
    let answer = decide(
        &page_of(&Application::of(&sandbox)),
        MARIA,
        &password,
        FIRST_ACCOUNT,
        "approve",
    )
    .await;
    assert_snapshot!(answer, @r#"
    400
    content-type: application/json; charset=utf-8

    {"error": "invalid_request", "error_description": "The request parameters could not be read"}
    "#);
    assert_snapshot!(sandbox.last_explanation().await, @r#"The account "b7a1c0de-0001-4c0a-8a55-0c6c0c1b2d3e" is closed: its trial ended at 2026-03-16T12:00:00Z."#);
}

#[tokio::test]
async fn the_form_goes_only_where_the_request_may_go() {
    let sandbox = Sandbox::new("consent-forged").await;
    let application = Application::of(&sandbox);
    let password = sandbox.credential("contaazul", "password");
    let mut answers = Answers::default();
    for (title, page) in [
        (
            "another's address",
            application.login(&[("redirect_uri", "https://evil.example/")]),
        ),
        (
            "no application",
            "/auth/login?redirect_uri=https%3A%2F%2Fevil.example%2F".to_owned(),
        ),
    ] {
        for decision in ["approve", "deny"] {
            let client = nobody().with("x-areia-world", "consent-forged");
            let form = [
                ("email", MARIA),
                ("password", password.as_str()),
                ("account", FIRST_ACCOUNT),
                ("decision", decision),
            ];
            answers.add(&format!("{title}: {decision}"), &client.post_form(&page, &form).await);
        }
    }
    assert_snapshot!(answers, @r#"
    # another's address: approve
    400
    content-type: application/json; charset=utf-8

    {
      "error": "invalid_request",
      "error_description": "Invalid redirect_uri that does not match with any redirect_uri created with the application"
    }
    # another's address: deny
    400
    content-type: application/json; charset=utf-8

    {
      "error": "invalid_request",
      "error_description": "Invalid redirect_uri that does not match with any redirect_uri created with the application"
    }
    # no application: approve
    400
    content-type: application/json; charset=utf-8

    {"error": "invalid_client", "error_description": "Invalid client authentication"}
    # no application: deny
    400
    content-type: application/json; charset=utf-8

    {"error": "invalid_client", "error_description": "Invalid client authentication"}
    "#);
}

#[tokio::test]
async fn a_body_that_is_no_form_is_refused_by_the_gateway() {
    let sandbox = Sandbox::new("consent-no-form").await;
    let answer = nobody()
        .post(&page_of(&Application::of(&sandbox)), &json!({"decision": "deny"}))
        .await;
    assert_snapshot!(answer, @r#"
    400
    content-type: application/json; charset=utf-8

    {"error": "invalid_request", "error_description": "The request parameters could not be read"}
    "#);
}
