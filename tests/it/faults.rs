//! Faults: what is to go wrong does, as often as was said, and to nobody else.

use std::io::ErrorKind;
use std::time::Duration;

use areia::clock::Stopwatch;
use areia::providers;
use insta::assert_snapshot;
use serde_json::{Value, json};

use crate::support::raw::Raw;
use crate::support::{Answer, Sandbox, server};

async fn add(sandbox: &Sandbox, fault: Value) -> Value {
    let added = sandbox.control().post("/faults", &fault).await;
    assert_eq!(added.status, 201, "{fault}: {added}");
    added.json()
}

async fn statuses(sandbox: &Sandbox, calls: usize) -> Vec<u16> {
    let contaazul = sandbox.contaazul();
    let mut statuses = Vec::new();
    for _ in 0..calls {
        statuses.push(contaazul.get("/v1/customers").await.status);
    }
    statuses
}

async fn journal(sandbox: &Sandbox) -> Vec<Value> {
    let journal = sandbox.control().get("/journal").await.json();
    journal["entries"].as_array().unwrap().clone()
}

/// A request as it goes over the wire, by a client of the first account.
async fn sent(sandbox: &Sandbox, method: &str, body: &str) -> Raw {
    let token = sandbox.credential("contaazul", "access_token");
    let length = body.len();
    let mut connection = Raw::connect(server().address()).await;
    let head = format!(
        "{method} /contaazul/v1/customers HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer {token}\r\n\
         content-type: application/json\r\ncontent-length: {length}\r\n\r\n{body}"
    );
    connection.write(head).await;
    connection
}

#[tokio::test]
async fn a_fault_is_shown_as_it_was_added_with_what_is_left_of_it() {
    let sandbox = Sandbox::new("faults-shown").await;
    let fault = json!({
        "provider": "contaazul", "operation": "listCustomers", "status": 503, "body": {"busy": true},
        "latency": {"min": "PT0.001S", "max": "PT0.002S"}, "nth": 2, "times": 2
    });
    let added = sandbox.control().post("/faults", &fault).await;
    assert_snapshot!(added, @r#"
    201
    content-type: application/json

    {
      "id": 1,
      "remaining": 2,
      "struck": 0,
      "provider": "contaazul",
      "operation": "listCustomers",
      "status": 503,
      "body": {"busy": true},
      "latency": {"min": "PT0.001S", "max": "PT0.002S"},
      "phase": "before",
      "nth": 2,
      "times": 2
    }
    "#);
    assert_eq!(statuses(&sandbox, 5).await, [200, 503, 503, 200, 200]);
    let listed = sandbox.control().get("/faults").await;
    assert_snapshot!(listed, @r#"
    200
    content-type: application/json

    {
      "faults": [
        {
          "id": 1,
          "remaining": 0,
          "struck": 2,
          "provider": "contaazul",
          "operation": "listCustomers",
          "status": 503,
          "body": {"busy": true},
          "latency": {"min": "PT0.001S", "max": "PT0.002S"},
          "phase": "before",
          "nth": 2,
          "times": 2
        }
      ]
    }
    "#);
    assert_snapshot!(sandbox.control().delete("/faults/1").await, @"204");
    assert_snapshot!(sandbox.control().delete("/faults/1").await, @r#"
    404
    content-type: application/problem+json

    {
      "title": "Not Found",
      "status": 404,
      "detail": "there is no fault `1`",
      "hint": "this world has no faults"
    }
    "#);
    let gone = sandbox.control().get("/faults").await.json();
    assert_eq!(gone, json!({"faults": []}));
}

#[tokio::test]
async fn every_provider_answers_with_its_own_error_in_its_own_words() {
    for provider in providers::ALL {
        let name = format!("faults-error-{}", provider.slug());
        let sandbox = Sandbox::new(&name).await;
        let errors = (provider.api.errors)();
        let row = errors[0].row();
        let fault = json!({"provider": provider.slug(), "error": row.id, "times": 1});
        add(&sandbox, fault).await;
        let client = sandbox.client_of(provider.slug());
        let faulty = client.get("/").await;
        let preferred = client.clone().with("prefer", &format!("areia-error={}", row.id));
        let preferred = preferred.get("/").await;
        assert_eq!(faulty.status, row.status.as_u16(), "{}", provider.slug());
        assert_eq!(faulty.to_string(), preferred.to_string(), "{}", provider.slug());
        let entries = journal(&sandbox).await;
        assert_eq!((&entries[0]["fault"], &entries[1]["fault"]), (&json!(1), &Value::Null));
        let explanation = entries[0]["explanation"].as_str().unwrap();
        let beginning = format!("The fault 1 answered with the error `{}`.", row.id);
        assert!(explanation.starts_with(&beginning), "{explanation}");
    }
}

#[tokio::test]
async fn any_status_is_answered_with_any_body() {
    let sandbox = Sandbox::new("faults-status").await;
    let fault = |status: u16, body: Value| json!({"provider": "contaazul", "status": status, "body": body, "times": 1});
    add(&sandbox, fault(502, json!("<html>Bad gateway</html>"))).await;
    add(&sandbox, fault(418, json!([1, null]))).await;
    add(&sandbox, json!({"provider": "contaazul", "status": 204, "times": 1})).await;
    let contaazul = sandbox.contaazul();
    assert_snapshot!(contaazul.get("/v1/customers").await, @"
    502
    content-type: text/plain;charset=utf-8

    <html>Bad gateway</html>
    ");
    assert_snapshot!(contaazul.get("/v1/customers").await, @"
    418
    content-type: application/json

    [1, null]
    ");
    assert_snapshot!(contaazul.get("/v1/customers").await, @"204");
    assert_eq!(contaazul.get("/v1/customers").await.status, 200);
    assert_eq!(journal(&sandbox).await[0]["explanation"], "The fault 1 answered 502.");
}

#[tokio::test]
async fn a_connection_is_reset() {
    let sandbox = Sandbox::new("faults-reset").await;
    add(&sandbox, json!({"provider": "contaazul", "connection": "reset"})).await;
    let (read, ended) = sent(&sandbox, "GET", "").await.rest().await;
    assert_eq!(read, "");
    assert_eq!(ended.unwrap_err().kind(), ErrorKind::ConnectionReset);
}

#[tokio::test]
async fn a_connection_is_closed_without_a_byte() {
    let sandbox = Sandbox::new("faults-empty").await;
    add(&sandbox, json!({"provider": "contaazul", "connection": "empty"})).await;
    let (read, ended) = sent(&sandbox, "GET", "").await.rest().await;
    assert_eq!(read, "");
    ended.unwrap();
    let entry = &journal(&sandbox).await[0];
    assert_eq!(entry["response"], json!({"status": null, "headers": {}, "body": null}));
    assert_eq!(
        entry["explanation"],
        "The fault 1 closed the connection without a byte."
    );
}

#[tokio::test]
async fn a_body_is_cut_in_two() {
    let sandbox = Sandbox::new("faults-truncate").await;
    let whole = sandbox.contaazul().get("/v1/customers").await.text();
    add(&sandbox, json!({"provider": "contaazul", "connection": "truncate"})).await;
    let (read, _) = sent(&sandbox, "GET", "").await.rest().await;
    let (head, body) = read.split_once("\r\n\r\n").unwrap();
    assert!(head.starts_with("HTTP/1.1 200 OK"), "{head}");
    let announced = format!("content-length: {}", whole.len());
    assert!(head.contains(&announced), "{head}");
    assert_eq!(body, &whole[..whole.len() / 2]);
    let entry = &journal(&sandbox).await[1];
    assert_eq!(entry["response"]["body"], body);
    // For whoever takes gzip too: what is announced is more than what comes.
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    let request = client
        .get(format!("{}/v1/customers", server().base_url("contaazul")))
        .header("accept-encoding", "gzip")
        .bearer_auth(sandbox.credential("contaazul", "access_token"));
    let answer = request.send().await.unwrap();
    let announced = answer.content_length();
    assert!(announced.is_some() && answer.bytes().await.is_err());
}

#[tokio::test]
async fn a_body_drips() {
    let sandbox = Sandbox::new("faults-drip").await;
    let contaazul = sandbox.contaazul();
    let whole = contaazul.get("/v1/customers").await;
    let fault = json!({"provider": "contaazul", "connection": "drip", "latency": "PT0.3S"});
    add(&sandbox, fault).await;
    let begun = Stopwatch::start();
    let dripped = contaazul.get("/v1/customers").await;
    assert!(begun.elapsed() >= Duration::from_millis(300), "{:?}", begun.elapsed());
    assert_eq!(dripped.to_string(), whole.to_string());
}

#[tokio::test]
async fn an_answer_takes_longer_by_the_latency() {
    let sandbox = Sandbox::new("faults-latency").await;
    add(
        &sandbox,
        json!({"provider": "contaazul", "latency": "PT0.2S", "times": 1}),
    )
    .await;
    let begun = Stopwatch::start();
    assert_eq!(statuses(&sandbox, 1).await, [200]);
    assert!(begun.elapsed() >= Duration::from_millis(200), "{:?}", begun.elapsed());
    let entry = &journal(&sandbox).await[0];
    assert_eq!((&entry["fault"], &entry["explanation"]), (&json!(1), &Value::Null));
}

#[tokio::test]
async fn an_answer_is_lost_after_what_was_asked_for_is_done() {
    let sandbox = Sandbox::new("faults-after-commit").await;
    let contaazul = sandbox.contaazul();
    let body = r#"{"name":"Lost","person_type":"NATURAL"}"#;
    let found = async || contaazul.get("/v1/customers?search=Lost").await.json();
    for (fault, count) in [
        (json!({"connection": "empty", "phase": "before"}), 0),
        (json!({"phase": "after_commit"}), 1),
        (json!({"phase": "after_commit", "connection": "empty"}), 2),
        (json!({"phase": "after_commit", "status": 500}), 3),
    ] {
        let mut fault = fault;
        fault["provider"] = json!("contaazul");
        fault["operation"] = json!("createCustomer");
        fault["times"] = json!(1);
        add(&sandbox, fault.clone()).await;
        let answer = sent(&sandbox, "POST", body).await.answer().await;
        let read = answer.map(|answer| answer.to_string()).unwrap_or_default();
        assert!(!read.contains("201"), "{fault}: {read}");
        assert_eq!(found().await.as_array().unwrap().len(), count, "{fault}");
    }
    let lost = &journal(&sandbox).await[2];
    assert_eq!(
        lost["explanation"],
        "The fault 2 reset the connection after the request had been handled and its changes kept."
    );
}

#[tokio::test]
async fn chance_is_drawn_from_the_world_s_seed() {
    let fault = json!({"provider": "contaazul", "status": 503, "probability": 0.5});
    let (one, other) = (
        Sandbox::new("faults-chance-one").await,
        Sandbox::new("faults-chance-other").await,
    );
    add(&one, fault.clone()).await;
    add(&other, fault).await;
    let drawn = statuses(&one, 30).await;
    assert_eq!(drawn, statuses(&other, 30).await);
    assert!(drawn.contains(&200) && drawn.contains(&503), "{drawn:?}");
}

#[tokio::test]
async fn a_fault_strikes_its_operation_in_its_world_alone_until_the_world_is_reset() {
    let (one, other) = (Sandbox::new("faults-one").await, Sandbox::new("faults-other").await);
    let fault = json!({"provider": "contaazul", "operation": "listCustomers", "status": 503});
    assert_eq!(add(&one, fault).await["remaining"], Value::Null);
    assert_eq!(statuses(&one, 3).await, [503, 503, 503]);
    assert_eq!(statuses(&other, 1).await, [200]);
    assert_eq!(one.contaazul().get("/v1/products").await.status, 200);
    assert_eq!(one.procfy().get("/v1/nowhere").await.status, 404);
    one.control().post("/reset", &json!({})).await;
    assert_eq!(statuses(&one, 1).await, [200]);
    let fault = json!({"provider": "contaazul", "status": 503});
    assert_eq!(add(&one, fault).await["id"], 1);
    assert_eq!(one.control().delete("/faults").await.status, 204);
    assert_eq!(statuses(&one, 1).await, [200]);
}

#[tokio::test]
async fn what_cannot_be_a_fault_is_refused_by_name() {
    let sandbox = Sandbox::new("faults-refused").await;
    let mut said = String::new();
    for fault in [
        json!({}),
        json!({"provider": "contazul", "status": 500}),
        json!({"provider": "contaazul", "operation": "listCustomer", "status": 500}),
        json!({"provider": "contaazul", "error": "sale_needs_custmer"}),
        json!({"provider": "contaazul", "statsu": 500}),
        json!({"provider": "contaazul"}),
        json!({"provider": "contaazul", "status": 100}),
        json!({"provider": "contaazul", "status": "500"}),
        json!({"provider": "contaazul", "status": 500, "error": "sale_needs_customer"}),
        json!({"provider": "contaazul", "body": "x"}),
        json!({"provider": "contaazul", "status": 500, "connection": "reset"}),
        json!({"provider": "contaazul", "connection": "resett"}),
        json!({"provider": "contaazul", "latency": "1s"}),
        json!({"provider": "contaazul", "latency": {"min": "PT2S", "max": "PT1S"}}),
        json!({"provider": "contaazul", "latency": "PT11M"}),
        json!({"provider": "contaazul", "latency": "-PT1S"}),
        json!({"provider": "contaazul", "status": 500, "phase": "after"}),
        json!({"provider": "contaazul", "status": 500, "nth": 0}),
        json!({"provider": "contaazul", "status": 500, "times": -1}),
        json!({"provider": "contaazul", "status": 500, "probability": 1.5}),
    ] {
        let refused: Answer = sandbox.control().post("/faults", &fault).await;
        let problem = refused.json();
        said += &format!("{} {} ({})\n", refused.status, problem["detail"], problem["hint"]);
    }
    assert_snapshot!(said, @r#"
    400 "the member `provider` is missing" ("`GET /_areia/openapi.json` says what every address takes")
    404 "there is no provider `contazul`" ("the nearest is `contaazul`")
    404 "there is no operation of contaazul `listCustomer`" ("the nearest is `listCustomers`")
    404 "there is no error of contaazul `sale_needs_custmer`" ("the nearest is `sale_needs_customer`")
    400 "the member `statsu` is unknown here" ("the nearest is `status`")
    400 "the fault does nothing" ("say `error`, `status`, `latency` or `connection`, or `phase` `after_commit` alone for an answer that is lost")
    400 "`status` must be from 200 to 599" ("`GET /_areia/openapi.json` says what every address takes")
    400 "`status` must be a whole number, not \"500\"" ("`GET /_areia/openapi.json` says what every address takes")
    400 "`error` and `status` cannot stand together" ("an error has its own status; `GET /_areia/errors` lists them")
    400 "`body` is answered with a `status`, which is missing" ("add `status`")
    400 "nobody would see the answer of a connection that is reset or closed" ("leave out `error` and `status`, or `connection`")
    400 "`connection` cannot be `resett`" ("the nearest is `reset`")
    400 "`latency` must be an ISO 8601 duration, or `min` and `max`" ("two tenths of a second are `PT0.2S`")
    400 "`latency` must be from PT0S to PT10M, and `min` no more than `max`" ("`GET /_areia/openapi.json` says what every address takes")
    400 "`latency` must be from PT0S to PT10M, and `min` no more than `max`" ("`GET /_areia/openapi.json` says what every address takes")
    400 "`latency` must be from PT0S to PT10M, and `min` no more than `max`" ("`GET /_areia/openapi.json` says what every address takes")
    400 "`phase` cannot be `after`" ("the nearest is `after_commit`")
    400 "`nth` and `times` count from 1" ("`DELETE /_areia/faults/{id}` removes a fault")
    400 "`times` must be a whole number of its range" ("`GET /_areia/openapi.json` says what every address takes")
    400 "`probability` must be from 0 to 1" ("`GET /_areia/openapi.json` says what every address takes")
    "#);
    let faults = sandbox.control().get("/faults").await.json();
    assert_eq!(faults, json!({"faults": []}));
}
