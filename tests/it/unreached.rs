//! What reaches nobody is told in the log and in the default world's journal, so that a client that never arrives is seen.

use insta::assert_snapshot;
use serde_json::Value;

use crate::support::process::Process;
use crate::support::{Client, raw};

/// The entries of requests that reached nobody, each as `<method> <path> <status> <explanation>`.
async fn unreached(server: &Process) -> String {
    let journal = server.control().get("/journal?provider=none").await.json();
    let entries = journal["entries"].as_array().unwrap().iter().map(|entry| {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let (request, response) = (&entry["request"], &entry["response"]);
        assert!(entry["operation"].is_null() && entry["world"] == "default");
        format!(
            "{} {} {} {}",
            text(&request["method"]),
            text(&request["path"]),
            response["status"],
            text(&entry["explanation"])
        )
    });
    let entries: Vec<String> = entries.collect();
    entries.join("\n").replace(&server.address.to_string(), "ADDRESS")
}

#[tokio::test]
async fn an_address_that_nobody_has_is_told_with_its_cure() {
    let server = Process::start(&[]);
    let client = Client::new(server.url());
    assert_eq!(client.get("/v1/sales").await.status, 404);
    assert_eq!(
        client
            .get("/nowhere?token=q3ZkT0uYw8mJ2VhXrB6nLs9dAePf1CgK")
            .await
            .status,
        404
    );
    assert_eq!(client.get("/api/financial/v1/cashaccounts").await.status, 404);
    assert_snapshot!(unreached(&server).await, @r#"
    GET /v1/sales 404 Nobody answers at /v1/sales on the host "ADDRESS". It is an address of Conta Azul v1: call /contaazul/v1/sales, or use the host name api.contaazul.com.
    GET /nowhere 404 Nobody answers at /nowhere on the host "ADDRESS". Here addresses begin with /contaazul/, /financeiro/, /totvs/, /docsales/, /procfy/ or /_areia/.
    GET /api/financial/v1/cashaccounts 404 Nobody answers at /api/financial/v1/cashaccounts on the host "ADDRESS". It is an address of TOTVS RM Conta/Caixa: call /totvs/api/financial/v1/cashaccounts, or use the host name totvs.localhost.
    "#);
    let journal = server.control().get("/journal?provider=none").await.text();
    assert!(!journal.contains("q3ZkT0uYw8mJ2VhXrB6nLs9dAePf1CgK"), "{journal}");
    let log = server.stop().await;
    assert!(log.contains(" none GET /v1/sales 404 "), "{log}");
}

#[tokio::test]
async fn a_request_that_is_no_http_is_told() {
    let server = Process::start(&[]);
    for head in [
        "GET /a?x=\"b HTTP/1.1\r\nhost: x\r\n\r\n",
        "GET /a b HTTP/1.1\r\nhost: x\r\n\r\n",
    ] {
        let answer = raw::exchange(server.address, head).await.unwrap();
        assert_eq!(answer.status, 400);
    }
    let told = unreached(&server).await;
    assert_eq!(told.lines().count(), 2, "{told}");
    for line in told.lines() {
        assert!(
            line.starts_with("-  400 A request could not be read as HTTP: "),
            "{line}"
        );
        assert!(line.ends_with("must be percent-encoded."), "{line}");
    }
}

#[tokio::test]
async fn a_tunnel_that_is_asked_for_is_told() {
    let server = Process::start(&[]);
    let head = "CONNECT api.example:443 HTTP/1.1\r\nhost: api.example:443\r\n\r\n";
    raw::exchange(server.address, head).await;
    assert!(
        unreached(&server)
            .await
            .contains("A client asked for a tunnel to api.example:443")
    );
}
