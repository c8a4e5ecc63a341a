//! Same seed and same requests, twice: the same bytes.

use areia::Areia;
use reqwest::Method;
use serde_json::{Value, json};

use crate::support::everyone::{listing, opened, record};
use crate::support::{Client, basic_of};

/// A session with all providers: credentials, codes, refusals, files, faults and time.
async fn session(areia: &Areia) -> String {
    // Where a request comes from and to is another port each time.
    let host = |client: Client| client.with("host", "areia.localhost");
    let control = host(Client::new(format!("{}/_areia", areia.url())));
    let freeze = json!({"at": "2099-03-16T12:00:00Z"});
    assert_eq!(control.post("/clock/freeze", &freeze).await.status, 200);
    contaazul(&control, &host(Client::new(areia.base_url("contaazul")))).await;
    files(&host(Client::new(areia.base_url("procfy")))).await;
    let financeiro =
        host(Client::new(areia.base_url("financeiro"))).with("authorization", &basic_of("7ezUPAqq8T1ny0w1bSXr:X"));
    financeiro.get("/people.json").await;
    financeiro
        .post("/people.json", &json!({"person": {"name": "A", "customer": true}}))
        .await;
    financeiro.get("/people.xml").await;
    let totvs = host(Client::new(areia.base_url("totvs"))).with("authorization", &basic_of("mestre:totvs"));
    totvs
        .get("/api/financial/v1/cashaccounts?$filter=code+eq+%271%27")
        .await;
    let login = [
        ("grant_type", "password"),
        ("username", "mestre"),
        ("password", "totvs"),
    ];
    totvs.post_form("/api/connect/token", &login).await;
    totvs
        .post(
            "/api/connect/token",
            &json!({"username": "mestre", "password": "totvs"}),
        )
        .await;
    let docsales =
        host(Client::new(areia.base_url("docsales"))).with("authorization", "Bearer areiaDocSalesToken00000000000001");
    docsales.get("/api/v1/proposals/44073").await;
    docsales.post("/api/v1/proposals", &json!({"proposal": {}})).await;
    let info = control.get("/info").await.json();
    for shown in info["providers"].as_array().unwrap() {
        let slug = shown["slug"].as_str().unwrap();
        let client = host(opened(shown, &areia.base_url(slug)));
        let (path, body) = record(slug, "A");
        client.post(path, &body).await;
        client.get(listing(slug)).await;
    }
    let journal = control.get("/journal/export?format=ndjson").await.text();
    // What was announced before the clock was frozen bears the machine's time.
    let issued = control.get("/credentials?reveal=true").await.json();
    let issued = issued["credentials"].as_array().unwrap().iter();
    let in_session = |credential: &&Value| credential["issued_at"].as_str().unwrap() > "2099";
    let issued: Vec<String> = issued.filter(in_session).map(Value::to_string).collect();
    assert!(issued.len() > 5, "{issued:?}");
    journal + &issued.join("\n")
}

/// Tokens and codes issued, used and expired; records; faults drawn by chance.
async fn contaazul(control: &Client, contaazul: &Client) {
    let issued = control.post("/credentials/contaazul", &json!({})).await;
    let of = |member: &str| issued.member(&format!("/{member}"));
    let application = basic_of(&format!("{}:{}", of("client_id"), of("client_secret")));
    let application = contaazul.clone().with("authorization", &application);
    let refresh = of("refresh_token");
    let pairs = [("grant_type", "refresh_token"), ("refresh_token", refresh.as_str())];
    let refreshed = application.post_form("/oauth2/token", &pairs).await;
    assert_eq!(refreshed.status, 200, "{refreshed}");
    application.post_form("/oauth2/token", &pairs).await;
    let authorize = form_urlencoded::Serializer::new("/auth/authorize?".to_owned())
        .append_pair("client_id", &of("client_id"))
        .append_pair("redirect_uri", "http://localhost/callback")
        .append_pair("state", "s")
        .append_pair("areia_approve", "b7a1c0de-0001-4c0a-8a55-0c6c0c1b2d3e")
        .finish();
    contaazul.get(&authorize).await;
    let token = refreshed.member("/access_token");
    let client = contaazul.clone().with("authorization", &format!("Bearer {token}"));
    let body = json!({"name": "A", "person_type": "NATURAL"});
    let created = client.post("/v1/customers", &body).await;
    assert_eq!(created.status, 201, "{created}");
    client.get(&format!("/v1/customers/{}", created.member("/id"))).await;
    let fault = json!({
        "provider": "contaazul", "status": 503, "probability": 0.5,
        "latency": {"min": "PT0S", "max": "PT0.001S"}
    });
    assert_eq!(control.post("/faults", &fault).await.status, 201);
    for _ in 0..10 {
        client.get("/v1/products").await;
    }
    control.delete("/faults").await;
    control.post("/clock/advance", &json!({"by": "PT2H"})).await;
    client.get("/v1/sales").await;
}

/// An attachment sent and read.
async fn files(procfy: &Client) {
    let token = format!("areiaProcfyToken{}", "0".repeat(48));
    let procfy = procfy.clone().with("authorization", &format!("Bearer {token}"));
    let body = "--x\r\nContent-Disposition: form-data; name=\"filename\"; filename=\"a.txt\"\r\n\
                Content-Type: text/plain\r\n\r\nPago.\r\n--x--\r\n";
    let path = "/api/v1/transactions/1/attachments";
    let media_type = Some("multipart/form-data; boundary=x");
    let sent = procfy.send(Method::POST, path, media_type, body.into()).await;
    assert_eq!(sent.status, 201, "{sent}");
    procfy.get(path).await;
    procfy.get("/api/v1/transactions?page=0").await;
}

#[tokio::test]
async fn the_same_requests_give_the_same_journal_to_the_byte() {
    let (one, other) = (Areia::start().await.unwrap(), Areia::start().await.unwrap());
    let (first, second) = (session(&one).await, session(&other).await);
    for (line, other_line) in first.lines().zip(second.lines()) {
        assert_eq!(line, other_line);
    }
    assert_eq!(first, second);
    // It was a session worth comparing: every provider answered, and some of it was struck by chance.
    let entries: Vec<Value> = first
        .lines()
        .filter_map(|line| serde_json::from_str(line).ok())
        .filter(|entry: &Value| entry["provider"].is_string())
        .collect();
    for provider in areia::providers::ALL {
        let of = |entry: &&Value| entry["provider"] == provider.slug();
        let succeeded = |entry: &Value| entry["response"]["status"].as_u64().is_some_and(|s| s < 300);
        assert!(entries.iter().filter(of).any(succeeded), "{}", provider.slug());
    }
    let struck = entries.iter().filter(|entry| entry["fault"] == 1).count();
    assert!((1..10).contains(&struck), "{struck}");
    // Another seed gives other bytes: what is compared is not merely constant.
    let settings = areia::Settings {
        seed: 43,
        ..areia::Settings::default()
    };
    let elsewhere = Areia::start_with(settings).await.unwrap();
    assert_ne!(session(&elsewhere).await, first);
}
