//! The control plane itself: what it offers, who may call it, and what a reset leads back to.

use areia::{Areia, Settings};
use insta::assert_snapshot;
use reqwest::Method;
use serde_json::json;

use crate::support::{Answer, Client, Sandbox, raw, server};

/// Every address there is, with a method that it takes and what it is told.
const ADDRESSES: [(&str, &str, &str); 20] = [
    ("GET", "/health", ""),
    ("GET", "/ready", ""),
    ("GET", "/info", ""),
    ("POST", "/reset", ""),
    ("GET", "/clock", ""),
    ("POST", "/clock/freeze", ""),
    ("POST", "/clock/set", r#"{"to":"2099-01-01T00:00:00Z"}"#),
    ("POST", "/clock/advance", r#"{"by":"PT1S"}"#),
    ("POST", "/clock/resume", ""),
    ("GET", "/journal", ""),
    ("DELETE", "/journal", ""),
    ("GET", "/credentials", ""),
    ("POST", "/credentials/contaazul", ""),
    ("POST", "/credentials/contaazul/rotate", r#"{"credential":1}"#),
    ("GET", "/openapi/contaazul.json", ""),
    ("GET", "/fidelity", ""),
    ("GET", "/errors", ""),
    ("GET", "/contaazul/accounts/b7a1c0de-0001-4c0a-8a55-0c6c0c1b2d3e", ""),
    (
        "PUT",
        "/contaazul/accounts/b7a1c0de-0001-4c0a-8a55-0c6c0c1b2d3e",
        r#"{"stock_check":true}"#,
    ),
    ("POST", "/contaazul/users/maria@padaria.example/edit", ""),
];

async fn call(client: &Client, (method, path, body): (&str, &str, &str)) -> Answer {
    let method = Method::from_bytes(method.as_bytes()).unwrap();
    client.send(method, path, Some("application/json"), body.into()).await
}

async fn guarded(settings: Settings) -> (Areia, Client) {
    let areia = Areia::start_with(settings).await.unwrap();
    let client = Client::new(format!("http://{}/_areia", areia.address()));
    (areia, client)
}

#[tokio::test]
async fn health_and_readiness_are_said_in_a_word() {
    let control = Client::new(format!("{}/_areia", server().url()));
    let version = env!("CARGO_PKG_VERSION");
    assert_eq!(
        control.get("/health").await.to_string(),
        format!("200\ncontent-type: application/json\n\n{{\"status\": \"ok\", \"version\": \"{version}\"}}")
    );
    assert_eq!(
        control.get("/ready").await.to_string(),
        "200\ncontent-type: application/json\n\n{\"status\": \"ready\"}"
    );
}

#[tokio::test]
async fn info_says_what_there_is_and_what_opens_it() {
    let areia = Areia::start().await.unwrap();
    let mut info = Client::new(areia.url()).get("/_areia/info").await.json();
    let started_at = info["started_at"]
        .as_str()
        .unwrap()
        .parse::<chrono::DateTime<chrono::Utc>>();
    assert!(started_at.is_ok());
    info["started_at"] = json!("STARTED");
    info["clock"]["now"] = json!("NOW");
    let text = serde_json::to_string_pretty(&info)
        .unwrap()
        .replace(&areia.url(), "URL");
    assert_snapshot!(text, @r#"
    {
      "version": "0.1.0",
      "seed": 42,
      "started_at": "STARTED",
      "clock": {
        "now": "NOW",
        "mode": "running",
        "offset": "PT0S"
      },
      "providers": [
        {
          "slug": "contaazul",
          "name": "Conta Azul v1",
          "base_url": "URL/contaazul",
          "documentation": "https://developers.contaazul.com",
          "credentials": {
            "client_id": "areiaContaAzulClientId0000000001",
            "client_secret": "areiaContaAzulSecret000000000001",
            "redirect_uri": "https://www.google.com/",
            "user": "maria@padaria.example",
            "password": "areia",
            "accounts": [
              {
                "id": "b7a1c0de-0001-4c0a-8a55-0c6c0c1b2d3e",
                "name": "Padaria Areia Branca"
              },
              {
                "id": "b7a1c0de-0002-4c0a-8a55-0c6c0c1b2d3e",
                "name": "Oficina Areia Fina"
              }
            ],
            "access_token": "oY1EzwGTuXBWI0M1G6UvsYGhvjxotFOz",
            "refresh_token": "96cBtsEkIX2Xxx0dbLHPzo8FA5l8muQe"
          }
        },
        {
          "slug": "financeiro",
          "name": "Financeiro",
          "base_url": "URL/financeiro",
          "documentation": "https://financeiro.fintera.com.br/api",
          "credentials": {
            "token": "7ezUPAqq8T1ny0w1bSXr",
            "accounts": [
              {
                "id": 1,
                "name": "Conta Um",
                "profile": "docs"
              },
              {
                "id": 2,
                "name": "Conta Dois",
                "profile": "wire"
              },
              {
                "id": 3,
                "name": "Conta Básica",
                "profile": "docs"
              },
              {
                "id": 4,
                "name": "Conta Suspensa",
                "profile": "docs"
              }
            ]
          }
        },
        {
          "slug": "totvs",
          "name": "TOTVS RM Conta/Caixa",
          "base_url": "URL/totvs",
          "documentation": "https://tdn.totvs.com",
          "credentials": {
            "user": "mestre",
            "password": "totvs"
          }
        },
        {
          "slug": "docsales",
          "name": "DocSales",
          "base_url": "URL/docsales",
          "documentation": "https://web.docsales.com/api-docs/index.html",
          "credentials": {
            "token": "areiaDocSalesToken00000000000001"
          }
        },
        {
          "slug": "procfy",
          "name": "Procfy v1",
          "base_url": "URL/procfy",
          "documentation": "https://api.procfy.io",
          "credentials": {
            "token": "areiaProcfyToken000000000000000000000000000000000000000000000000"
          }
        }
      ]
    }
    "#);
}

#[tokio::test]
async fn info_of_another_world_shows_its_own_addresses_and_credentials() {
    let sandbox = Sandbox::new("control-info").await;
    let own = sandbox.control().get("/info").await.json();
    let default = Client::new(server().url()).get("/_areia/info").await.json();
    let base_url = format!("{}/~control-info/contaazul", server().url());
    assert_eq!(own["providers"][0]["base_url"], base_url);
    for member in ["client_id", "client_secret", "access_token", "refresh_token"] {
        let pointer = format!("/providers/0/credentials/{member}");
        assert_ne!(own.pointer(&pointer), default.pointer(&pointer), "{member}");
    }
    let token = own
        .pointer("/providers/0/credentials/access_token")
        .unwrap()
        .as_str()
        .unwrap();
    let client = Client::new(base_url).with("authorization", &format!("Bearer {token}"));
    assert_eq!(client.get("/v1/customers").await.status, 200);
}

#[tokio::test]
async fn a_reset_leads_back_to_the_beginning() {
    let sandbox = Sandbox::new("control-reset").await;
    let run = async || {
        let contaazul = sandbox.contaazul();
        let mut seen = vec![sandbox.control().get("/credentials?reveal=true").await.text()];
        seen.push(contaazul.get("/v1/customers").await.text());
        seen.push(
            contaazul
                .post("/v1/customers", &json!({"name": "N", "person_type": "NATURAL"}))
                .await
                .to_string(),
        );
        seen.push(
            sandbox
                .control()
                .post("/credentials/contaazul", &json!({}))
                .await
                .text(),
        );
        seen.push(sandbox.control().get("/journal").await.text());
        seen.push(sandbox.control().get("/clock").await.member("/now"));
        sandbox
            .control()
            .put(
                "/contaazul/accounts/b7a1c0de-0001-4c0a-8a55-0c6c0c1b2d3e",
                &json!({"name": "Outra"}),
            )
            .await;
        sandbox
            .control()
            .post("/contaazul/users/maria@padaria.example/delete", &json!({}))
            .await;
        seen.push(contaazul.get("/v1/customers").await.status.to_string());
        sandbox.advance("P3D").await;
        seen
    };
    let first = run().await;
    assert_eq!(
        sandbox.control().post("/reset", &json!({})).await.to_string(),
        "204\n\n"
    );
    assert_eq!(run().await, first);
    assert_eq!(first.last().unwrap(), "401");
}

#[tokio::test]
async fn a_reset_leaves_other_worlds_as_they_are() {
    let (one, other) = (
        Sandbox::new("control-reset-one").await,
        Sandbox::new("control-reset-other").await,
    );
    let created = other
        .contaazul()
        .post("/v1/customers", &json!({"name": "N", "person_type": "NATURAL"}))
        .await;
    one.control().post("/reset", &json!({})).await;
    let found = other
        .contaazul()
        .get(&format!("/v1/customers/{}", created.member("/id")))
        .await;
    assert_eq!(found.status, 200, "{found}");
}

#[tokio::test]
async fn every_address_answers_and_refuses_other_methods_in_problem_details() {
    let (_areia, control) = guarded(Settings::default()).await;
    for address in ADDRESSES {
        let answer = call(&control, address).await;
        assert!(answer.status < 300, "{address:?}: {answer}");
        let wrong = call(&control, ("PATCH", address.1, "")).await;
        assert_eq!(
            (wrong.status, wrong.header("content-type")),
            (405, "application/problem+json"),
            "{address:?}"
        );
    }
    assert_snapshot!(control.send(Method::PATCH, "/clock", None, Vec::new()).await, @r#"
    405
    allow: GET,HEAD
    content-type: application/problem+json

    {
      "title": "Method Not Allowed",
      "status": 405,
      "detail": "/_areia/clock does not take PATCH",
      "hint": "it takes GET"
    }
    "#);
    for path in [
        "",
        "/",
        "/nowhere",
        "/health/x",
        "/clock/",
        "/contaazul",
        "/contaazul/nowhere",
        "/elsewhere/accounts/1",
    ] {
        let answer = control.get(path).await;
        assert_eq!(
            (answer.status, answer.header("content-type")),
            (404, "application/problem+json"),
            "{path}: {answer}"
        );
        assert!(answer.member("/hint").len() > 10, "{path}: {answer}");
    }
}

#[tokio::test]
async fn what_cannot_be_read_is_refused_in_problem_details() {
    let sandbox = Sandbox::new("control-malformed").await;
    let control = sandbox.control();
    let deep = "[".repeat(10_000);
    let long = format!("{{\"by\":\"{}\"}}", "x".repeat(2_000_000));
    for (method, path, body) in [
        ("POST", "/clock/advance", "{"),
        ("POST", "/clock/advance", "[]"),
        ("POST", "/clock/advance", &deep),
        ("POST", "/clock/advance", &long),
        ("GET", "/journal/%ff", ""),
        ("GET", "/journal?text=%ff", ""),
        ("GET", "/journal?text=%zz", ""),
        ("GET", "/openapi/%ff", ""),
        ("POST", "/credentials/%ff", "{}"),
        ("PUT", "/contaazul/accounts/%ff", "{}"),
        ("POST", "/contaazul/users/%ff/edit", "{}"),
    ] {
        let answer = call(&control, (method, path, body)).await;
        assert_eq!(
            (answer.status, answer.header("content-type")),
            (400, "application/problem+json"),
            "{method} {path}: {answer}"
        );
        for member in ["detail", "hint"] {
            let said = answer.json()[member].as_str().map_or(0, str::len);
            assert!(said > 10, "{member}: {answer}");
        }
    }
    assert_snapshot!(control.get("/journal/%ff").await, @r#"
    400
    content-type: application/problem+json

    {
      "title": "Bad Request",
      "status": 400,
      "detail": "Invalid URL: Invalid UTF-8 in `id`",
      "hint": "`GET /_areia/openapi.json` says what every address takes"
    }
    "#);
    assert_snapshot!(control.get("/openapi/contazul.json").await, @r#"
    404
    content-type: application/problem+json

    {
      "title": "Not Found",
      "status": 404,
      "detail": "there is no document `contazul.json`",
      "hint": "the nearest is `contaazul.json`"
    }
    "#);
}

#[tokio::test]
async fn pages_of_other_sites_may_not_call() {
    let control = Client::new(format!("{}/_areia", server().url()));
    let own = server().url();
    for (name, value, status) in [
        ("origin", "https://evil.example", 403),
        ("origin", "null", 403),
        ("origin", "http://127.0.0.1:1", 403),
        ("origin", own.as_str(), 200),
        ("sec-fetch-site", "cross-site", 403),
        ("sec-fetch-site", "same-site", 403),
        ("sec-fetch-site", "same-origin", 200),
        ("sec-fetch-site", "none", 200),
    ] {
        let answer = control.clone().with(name, value).get("/clock").await;
        assert_eq!(answer.status, status, "{name}: {value}: {answer}");
    }
    assert_snapshot!(control.clone().with("origin", "https://evil.example").get("/health").await, @r#"
    403
    content-type: application/problem+json

    {
      "title": "Forbidden",
      "status": 403,
      "detail": "a page of another site may not call the control plane",
      "hint": "call it from a program, or from a page that this server serves"
    }
    "#);
}

#[tokio::test]
async fn a_host_that_is_not_this_server_s_is_turned_away() {
    let settings = Settings {
        public_url: Some("https://sandbox.example/x".to_owned()),
        allowed_hosts: vec!["allowed.example".to_owned()],
        ..Settings::default()
    };
    let (areia, control) = guarded(settings).await;
    for (host, status) in [
        ("localhost", 200),
        ("localhost:27342", 200),
        ("anything.localhost", 200),
        ("127.0.0.1", 200),
        ("[::1]:27342", 200),
        ("192.168.1.7:80", 200),
        ("areia", 200),
        ("areia:27342", 200),
        ("sandbox.example", 200),
        ("Allowed.Example:1", 200),
        ("evil.example", 421),
        ("localhost.evil.example", 421),
        ("127.0.0.1.evil.example", 421),
        ("localhost.", 200),
        ("areia.", 200),
        ("evil.example.", 421),
        ("localhost..", 421),
    ] {
        let answer = control.clone().with("host", host).get("/health").await;
        assert_eq!(answer.status, status, "{host}: {answer}");
    }
    assert_snapshot!(control.clone().with("host", "evil.example").get("/health").await, @r#"
    421
    content-type: application/problem+json

    {
      "title": "Misdirected Request",
      "status": 421,
      "detail": "the host \"evil.example\" is not known to this server",
      "hint": "add it to AREIA_ALLOWED_HOSTS, or call by IP address or as localhost"
    }
    "#);
    // A request in front of a proxy bears the public origin.
    let proxied = control.clone().with("origin", "https://sandbox.example");
    assert_eq!(proxied.get("/clock").await.status, 200);
    // No browser leaves the name out; a health check of a load balancer does.
    let without = raw::exchange(areia.address(), "GET /_areia/health HTTP/1.0\r\n\r\n")
        .await
        .unwrap();
    assert_eq!(without.status, 200);
}

#[tokio::test]
async fn with_an_admin_token_only_health_and_readiness_are_open() {
    let admin_token = Some("admin-token".to_owned());
    let (areia, control) = guarded(Settings {
        admin_token,
        ..Settings::default()
    })
    .await;
    for address in ADDRESSES {
        let open = ["/health", "/ready"].contains(&address.1);
        let expected = if open { 200 } else { 401 };
        for client in [
            control.clone(),
            control.clone().with("authorization", "Bearer admin-toke"),
            control.clone().with("authorization", "Bearer admin-token2"),
            control.clone().with("authorization", "Basic admin-token"),
            control.clone().with("authorization", "admin-token"),
        ] {
            assert_eq!(call(&client, address).await.status, expected, "{address:?}");
        }
        let admitted = control.clone().with("authorization", "bearer admin-token");
        assert!(call(&admitted, address).await.status < 300, "{address:?}");
    }
    assert_eq!(control.get("/nowhere").await.status, 401);
    assert_snapshot!(control.get("/info").await, @r#"
    401
    content-type: application/problem+json

    {
      "title": "Unauthorized",
      "status": 401,
      "detail": "the admin token is missing or wrong",
      "hint": "send `Authorization: Bearer` with the value of AREIA_ADMIN_TOKEN"
    }
    "#);
    // A provider's clients know nothing of it.
    let token = areia.credential("contaazul", "access_token").unwrap_or_default();
    let contaazul = Client::new(areia.base_url("contaazul")).with("authorization", &format!("Bearer {token}"));
    assert_ne!(contaazul.get("/v1/customers").await.status, 403);
}

#[tokio::test]
async fn an_empty_admin_token_counts_as_none() {
    let admin_token = Some(String::new());
    let (_areia, control) = guarded(Settings {
        admin_token,
        ..Settings::default()
    })
    .await;
    assert_eq!(control.get("/info").await.status, 200);
}
