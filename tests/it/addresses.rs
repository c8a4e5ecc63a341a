//! Every address under which a provider answers, and the links that it gives there.

use std::net::{Ipv4Addr, SocketAddr};

use areia::settings::Listen;
use areia::{Areia, Settings, providers};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use insta::assert_snapshot;
use reqwest::Method;
use serde_json::json;

use crate::support::{Answer, Client, Sandbox, raw, server};

const AUTHORIZE: &str =
    "/auth/authorize?client_id=areiaContaAzulClientId0000000001&redirect_uri=https://www.google.com/";

fn with_host(host: &str) -> Client {
    Client::new(server().url()).with("host", host)
}

/// Where an answer leads, without its query.
fn link(answer: &Answer) -> &str {
    assert_eq!(answer.status, 302, "{answer}");
    answer.header("location").split('?').next().unwrap()
}

fn any_port() -> SocketAddr {
    SocketAddr::from((Ipv4Addr::LOCALHOST, 0))
}

#[tokio::test]
async fn a_provider_answers_on_its_host_names_with_the_original_paths() {
    let sandbox = Sandbox::new("addresses-hosts").await;
    let token = sandbox.credential("contaazul", "access_token");
    for host in [
        "api.contaazul.com",
        "API.ContaAzul.com:443",
        "contaazul.localhost",
        "contaazul.localhost:27342",
        "contaazul",
        "contaazul.internal.example",
    ] {
        let client = with_host(host).with("authorization", &format!("Bearer {token}"));
        let answer = client.get("/v1/customers").await;
        assert_eq!((answer.status, &answer.text()[..1]), (200, "["), "{host}: {answer}");
        let prefixed = client.get("/contaazul/v1/customers").await;
        assert_eq!(prefixed.status, 404, "{host}: {prefixed}");
    }
    for host in ["contaazul-api.example", "app.contaazul.com", "mycontaazul"] {
        let answer = with_host(host).get("/v1/customers").await;
        assert_eq!(answer.header("content-type"), "application/problem+json", "{host}");
    }
}

#[tokio::test]
async fn a_program_may_use_the_sandbox_as_its_http_proxy() {
    let sandbox = Sandbox::new("addresses-proxy").await;
    let token = sandbox.credential("contaazul", "access_token");
    let request = format!(
        "GET http://api.contaazul.com/v1/customers HTTP/1.1\r\nhost: api.contaazul.com\r\nauthorization: Bearer {token}\r\nconnection: close\r\n\r\n"
    );
    let answer = raw::exchange(server().address(), request).await.unwrap();
    assert_eq!(answer.status, 200, "{answer}");
}

#[tokio::test]
async fn the_control_plane_is_not_served_on_a_provider_s_own_host_or_listener() {
    let listen = vec![
        Listen {
            provider: None,
            address: any_port(),
        },
        Listen {
            provider: Some(providers::ALL[0]),
            address: any_port(),
        },
    ];
    let areia = Areia::start_with(Settings {
        listen,
        ..Settings::default()
    })
    .await
    .unwrap();
    let own = areia.own_listener("contaazul").unwrap();
    let on_host = Client::new(areia.url()).with("host", "contaazul.localhost");
    for client in [Client::new(format!("http://{own}")), on_host] {
        let answer = client.get("/_areia/health").await;
        let refused = "404\ncontent-type: application/json;charset=UTF-8\n\n{\"code\": \"NOT_FOUND\", \"message\": \"Resource not found\"}";
        assert_eq!(answer.to_string(), refused);
        let token = areia.credential("contaazul", "access_token").unwrap();
        let client = client.with("authorization", &format!("Bearer {token}"));
        assert_eq!(client.get("/v1/customers").await.status, 200);
        assert_eq!(client.get("/contaazul/v1/customers").await.status, 404);
    }
    assert_eq!(
        link(&Client::new(format!("http://{own}")).get(AUTHORIZE).await),
        format!("http://{own}/auth/login")
    );
    let info = Client::new(areia.url()).get("/_areia/info").await.json();
    assert_eq!(info["providers"][0]["listener"], format!("http://{own}"));
    assert_eq!(info["providers"][0]["base_url"], format!("{}/contaazul", areia.url()));
    areia.stop().await.unwrap();
}

#[tokio::test]
async fn an_address_that_is_nobody_s_gets_problem_details() {
    let client = Client::new(server().url());
    assert_snapshot!(client.get("/nowhere").await, @r#"
    404
    content-type: application/problem+json

    {
      "title": "Not Found",
      "status": 404,
      "detail": "nobody answers at /nowhere",
      "hint": "addresses begin with /contaazul/, /financeiro/, /totvs/, /docsales/, /procfy/ or /_areia/"
    }
    "#);
    for path in [
        "/",
        "/contaazulx",
        "/~default",
        "/~default/",
        "/~default/_areia/health",
        "/v1/customers",
        "/CONTAAZUL/",
    ] {
        let answer = client.get(path).await;
        assert_eq!(answer.status, 404, "{path}: {answer}");
        assert_eq!(answer.header("content-type"), "application/problem+json", "{path}");
    }
}

#[tokio::test]
async fn slashes_a_bare_question_mark_and_the_aliases_of_real_clients_are_forgiven() {
    let sandbox = Sandbox::new("addresses-forgiven").await;
    let contaazul = sandbox.contaazul();
    let expected = contaazul.get("/v1/customers").await;
    for path in [
        "/v1/customers/",
        "//v1/customers",
        "/v1//customers",
        "/v1/customers?",
        "/v1/customers/?",
        "/api/v1/customers",
        "/api/v1//customers/",
        "/v1/customers/?search=",
    ] {
        let answer = contaazul.get(path).await;
        assert_eq!(answer.to_string(), expected.to_string(), "{path}");
    }
    for path in ["/oauth2/token", "/oauth2/token/", "/v1/oauth2/token"] {
        let answer = contaazul.post_form(path, &[]).await;
        assert_eq!(
            answer.text(),
            r#"{"error":"invalid_client","error_description":"Invalid client authentication"}"#,
            "{path}"
        );
    }
    for base in ["//contaazul", "///contaazul/"] {
        let token = sandbox.credential("contaazul", "access_token");
        let client = Client::new(format!("{}{base}", server().url())).with("authorization", &format!("Bearer {token}"));
        assert_eq!(client.get("/v1/customers").await.status, 200, "{base}");
    }
    let bare = Client::new(server().url());
    for path in ["/contaazul", "/contaazul/", "/contaazul?"] {
        let answer = bare.get(path).await;
        assert_eq!(
            answer.text(),
            r#"{"code":"NOT_FOUND","message":"Resource not found"}"#,
            "{path}"
        );
    }
}

#[tokio::test]
async fn a_world_is_named_by_path_or_header_and_the_path_wins() {
    let (one, other) = (
        Sandbox::new("addresses-one").await,
        Sandbox::new("addresses-other").await,
    );
    let count = async |client: &Client, world: &Sandbox| {
        let before = world.world.journal.entries().0.len();
        client.get("/auth/login").await;
        world.world.journal.entries().0.len() - before
    };
    let by_path = Client::new(format!("{}/~addresses-one/contaazul", server().url()));
    assert_eq!(count(&by_path, &one).await, 1);
    let by_header = Client::new(server().base_url("contaazul")).with("x-areia-world", "addresses-one");
    assert_eq!(count(&by_header, &one).await, 1);
    let by_header_on_host = with_host("api.contaazul.com").with("x-areia-world", "addresses-one");
    assert_eq!(count(&by_header_on_host, &one).await, 1);
    let by_both = by_path.clone().with("x-areia-world", "addresses-other");
    assert_eq!(count(&by_both, &one).await, 1);
    assert_eq!(count(&by_both, &other).await, 0);
    // A name wins over the owner of the credential, which is then unknown.
    let token = other.credential("contaazul", "access_token");
    let answer = by_path
        .with("authorization", &format!("Bearer {token}"))
        .get("/v1/customers")
        .await;
    assert_eq!(answer.status, 401, "{answer}");
    assert_eq!(
        one.last_explanation().await,
        "This access token was never issued in this world."
    );
}

/// Checks that what was just sent reached the sandbox's own world.
#[track_caller]
fn found(sandbox: &Sandbox, what: &str, sent: &Answer) {
    let (entries, _) = sandbox.world.journal.entries();
    assert_eq!(entries.len(), 1, "{what} led elsewhere: {sent}");
    sandbox.world.journal.clear();
}

#[tokio::test]
async fn the_world_is_found_by_the_credential_in_the_header_or_the_query() {
    let sandbox = Sandbox::new("addresses-owner").await;
    let bare = Client::new(server().base_url("contaazul"));
    let of = |member| sandbox.credential("contaazul", member);
    let (token, id) = (of("access_token"), of("client_id"));
    let basic = STANDARD.encode(format!("{id}:{}", of("client_secret")));
    let bearing = |value: String| bare.clone().with("authorization", &value);
    let answer = bearing(format!("Bearer {token}")).get("/v1/none").await;
    found(&sandbox, "a Bearer header", &answer);
    let answer = bearing(format!("Basic {basic}")).post_form("/oauth2/token", &[]).await;
    found(&sandbox, "a Basic header", &answer);
    for query in [
        format!("/v1/customers?access_token={token}"),
        format!("/auth/login?client_id={id}"),
    ] {
        found(&sandbox, &query, &bare.get(&query).await);
    }
}

#[tokio::test]
async fn the_world_is_found_by_the_credential_in_a_body_of_any_kind() {
    let sandbox = Sandbox::new("addresses-owner-by-body").await;
    let bare = Client::new(server().base_url("contaazul"));
    let of = |member| sandbox.credential("contaazul", member);
    let answer = bare
        .post_form("/v1/customers", &[("access_token", &of("access_token"))])
        .await;
    found(&sandbox, "a form", &answer);
    let answer = bare
        .post_form("/oauth2/token", &[("client_id", &of("client_id"))])
        .await;
    found(&sandbox, "a form", &answer);
    let answer = bare
        .post("/oauth2/token", &json!({"refresh_token": of("refresh_token")}))
        .await;
    found(&sandbox, "JSON", &answer);
    let part = "content-disposition: form-data; name=\"client_id\"";
    let body = format!("--b\r\n{part}\r\n\r\n{}\r\n--b--\r\n", of("client_id"));
    let media_type = Some("multipart/form-data; boundary=b");
    let answer = bare.send(Method::POST, "/oauth2/token", media_type, body.into()).await;
    found(&sandbox, "multipart", &answer);
}

#[tokio::test]
async fn links_begin_with_the_address_that_the_request_came_by() {
    let url = server().url();
    let forwarded = Client::new(format!("{url}/contaazul"))
        .with("x-forwarded-proto", "https")
        .with("x-forwarded-host", "sandbox.example, inner.example")
        .with("x-forwarded-prefix", "/areia/");
    for (client, path, expected) in [
        (
            Client::new(url.clone()),
            "/contaazul",
            format!("{url}/contaazul/auth/login"),
        ),
        (
            Client::new(url.clone()),
            "//contaazul/",
            format!("{url}/contaazul/auth/login"),
        ),
        (
            Client::new(url.clone()),
            "/~default/contaazul",
            format!("{url}/~default/contaazul/auth/login"),
        ),
        (
            with_host("api.contaazul.com"),
            "",
            "http://api.contaazul.com/auth/login".to_owned(),
        ),
        (
            with_host("contaazul:8080"),
            "",
            "http://contaazul:8080/auth/login".to_owned(),
        ),
        (
            forwarded,
            "",
            "https://sandbox.example/areia/contaazul/auth/login".to_owned(),
        ),
    ] {
        let answer = client.get(&format!("{path}{AUTHORIZE}")).await;
        assert_eq!(link(&answer), expected);
    }
}

#[tokio::test]
async fn the_public_url_stands_in_front_of_every_link() {
    let public_url = Some("https://sandbox.example/areia".to_owned());
    let areia = Areia::start_with(Settings {
        public_url,
        ..Settings::default()
    })
    .await
    .unwrap();
    let address = format!("http://{}", areia.address());
    let own_host = Client::new(address.clone()).with("host", "api.contaazul.com");
    let plain = Client::new(address.clone()).with("x-forwarded-host", "elsewhere.example");
    for (client, path, expected) in [
        (
            &plain,
            "/contaazul",
            "https://sandbox.example/areia/contaazul/auth/login",
        ),
        (
            &plain,
            "/~default/contaazul",
            "https://sandbox.example/areia/~default/contaazul/auth/login",
        ),
        // There is no such host in front of the public URL: the prefix leads to the provider.
        (&own_host, "", "https://sandbox.example/areia/contaazul/auth/login"),
    ] {
        assert_eq!(link(&client.get(&format!("{path}{AUTHORIZE}")).await), expected);
    }
    assert_eq!(areia.base_url("contaazul"), "https://sandbox.example/areia/contaazul");
    let info = plain.get("/_areia/info").await.json();
    assert_eq!(
        info["providers"][0]["base_url"],
        "https://sandbox.example/areia/contaazul"
    );
    areia.stop().await.unwrap();
}

#[tokio::test]
async fn a_name_that_ends_in_a_dot_is_the_same_name() {
    for host in ["contaazul.localhost.", "api.contaazul.com.:443"] {
        let answer = with_host(host).get(AUTHORIZE).await;
        assert_eq!(answer.status, 302, "{host}: {answer}");
    }
    let control = with_host("localhost.").get("/_areia/info").await;
    assert_eq!(control.status, 200, "{control}");
}

#[tokio::test]
async fn a_request_that_names_no_host_is_answered_at_the_address_that_it_reached() {
    let url = server().url();
    let request = format!("GET /contaazul{AUTHORIZE} HTTP/1.0\r\n\r\n");
    let answer = raw::exchange(server().address(), request).await.unwrap();
    assert_eq!(link(&answer), format!("{url}/contaazul/auth/login"));
    for empty in ["", "host:\r\n"] {
        let request = format!("GET /_areia/info HTTP/1.0\r\n{empty}\r\n");
        let info = raw::exchange(server().address(), request).await.unwrap();
        assert_eq!(info.member("/providers/0/base_url"), format!("{url}/contaazul"));
    }
}

#[tokio::test]
async fn a_request_for_no_path_is_told_what_this_server_is() {
    let request = "CONNECT vendor.example:443 HTTP/1.1\r\nhost: vendor.example:443\r\n\r\n";
    let tunnel = raw::exchange(server().address(), request).await.unwrap();
    assert_snapshot!(tunnel, @r#"
    501
    content-type: application/problem+json

    {
      "title": "Not Implemented",
      "status": 501,
      "detail": "this server is no tunnel to vendor.example:443",
      "hint": "call it by http://, at its own address"
    }
    "#);
    let request = "OPTIONS * HTTP/1.1\r\nhost: localhost\r\n\r\n";
    let whole = raw::exchange(server().address(), request).await.unwrap();
    assert_eq!(
        (whole.status, whole.header("content-type")),
        (404, "application/problem+json"),
        "{whole}"
    );
    // On a provider's own name it is the provider's to answer.
    let request = "OPTIONS * HTTP/1.1\r\nhost: contaazul\r\n\r\n";
    let own = raw::exchange(server().address(), request).await.unwrap();
    assert_eq!(
        (own.status, own.text().as_str()),
        (404, r#"{"code":"NOT_FOUND","message":"Resource not found"}"#),
        "{own}"
    );
}

#[tokio::test]
async fn nobody_s_answer_bears_the_default_world_s_date() {
    let areia = Areia::start().await.unwrap();
    let frozen = Client::new(areia.url())
        .post("/_areia/clock/freeze", &json!({"at": "2099-01-01T00:00:00Z"}))
        .await;
    assert_eq!(frozen.status, 200, "{frozen}");
    let answer = Client::new(areia.url()).get("/nowhere").await;
    assert_eq!(answer.header("date"), "Thu, 01 Jan 2099 00:00:00 GMT");
    areia.stop().await.unwrap();
}
