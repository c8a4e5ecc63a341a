//! What a tester expects of the journal: counted, verified, waited for, exported.

use std::process::Command;

use areia::clock::Stopwatch;
use areia::world::expectation::{Expectation, Match};
use areia::world::faults::Fault;
use insta::assert_snapshot;
use serde_json::{Value, json};

use crate::support::{Answer, Sandbox, server};

/// Three requests: a list, a creation, a list with a query.
async fn three(name: &str) -> Sandbox {
    let sandbox = Sandbox::new(name).await;
    let contaazul = sandbox.contaazul();
    contaazul.get("/v1/customers").await;
    let body = json!({"name": "It's \"A\"; $(B)", "person_type": "NATURAL"});
    let created = contaazul.post("/v1/customers", &body).await;
    assert_eq!(created.status, 201, "{created}");
    contaazul.get("/v1/customers?search=A&size=5").await;
    sandbox
}

async fn ask(sandbox: &Sandbox, what: &str, body: Value) -> Answer {
    sandbox.control().post(&format!("/journal/{what}"), &body).await
}

#[tokio::test]
async fn requests_are_counted_by_everything_that_is_named() {
    let sandbox = three("expected-count").await;
    let token = sandbox.credential("contaazul", "access_token");
    for (matching, count) in [
        (json!({}), 3),
        (json!({"provider": "contaazul"}), 3),
        (json!({"provider": "procfy"}), 0),
        (json!({"operation": "listCustomers"}), 2),
        (json!({"method": "post"}), 1),
        (json!({"path": "/contaazul/v1/customers"}), 3),
        (json!({"path": "/v1/customers"}), 3),
        (json!({"path": "/customer"}), 0),
        (json!({"status": 201}), 1),
        (json!({"credential": token}), 3),
        (json!({"credential": "nobody-s"}), 0),
        (json!({"body_contains": "NATURAL"}), 1),
        (json!({"query": {"search": "A"}}), 1),
        (json!({"query": {"search": "A", "size": "6"}}), 0),
        (
            json!({"operation": "listCustomers", "query": {"size": "5"}, "status": 200}),
            1,
        ),
    ] {
        let counted = ask(&sandbox, "count", json!({"match": matching})).await;
        assert_eq!(counted.text(), format!("{{\"count\":{count}}}"), "{matching}");
    }
    let later = ask(&sandbox, "count", json!({"after": 2})).await.json();
    assert_eq!(later["count"], 1);
}

#[tokio::test]
async fn an_expectation_is_verified_or_told_what_came_nearest() {
    let sandbox = three("expected-verify").await;
    let lists = json!({"operation": "listCustomers"});
    let creation = json!({"operation": "createCustomer"});
    for (body, is_met) in [
        (json!({"match": lists}), true),
        (json!({"match": lists, "times": 2}), true),
        (json!({"match": lists, "times": 1}), false),
        (json!({"match": lists, "at_least": 2, "at_most": 2}), true),
        (json!({"match": lists, "at_least": 3}), false),
        (json!({"match": lists, "at_most": 1}), false),
        (json!({"match": {"status": 500}, "times": 0}), true),
        (json!({"match": {"status": 500}, "at_most": 1}), true),
        (json!({"match": {"status": 500}}), false),
        (json!({"sequence": [lists, lists]}), true),
        (json!({"sequence": [lists, creation, lists]}), true),
        (json!({"sequence": [creation, lists, lists]}), false),
    ] {
        let verified = ask(&sandbox, "verify", body.clone()).await;
        let expected = if is_met { 200 } else { 409 };
        assert_eq!(verified.status, expected, "{body}: {verified}");
    }
    let matching = json!({"operation": "createCustomer", "status": 400});
    let unmet = ask(&sandbox, "verify", json!({"match": matching})).await;
    assert_eq!(unmet.header("content-type"), "application/problem+json");
    let mut unmet = unmet.json();
    let misses = unmet["nearest_misses"].as_array_mut().unwrap();
    for miss in misses.iter_mut() {
        miss["entry"] = miss["entry"]["id"].take();
    }
    assert_snapshot!(format!("{unmet:#}"), @r#"
    {
      "title": "Conflict",
      "status": 409,
      "detail": "0 requests were meant, not at least 1",
      "hint": "`nearest_misses` says in what the likeliest entries differ",
      "found": [],
      "nearest_misses": [
        {
          "differences": [
            "`status` is 201, not 400"
          ],
          "entry": 2
        },
        {
          "differences": [
            "`operation` is \"listCustomers\", not \"createCustomer\"",
            "`status` is 200, not 400"
          ],
          "entry": 3
        },
        {
          "differences": [
            "`operation` is \"listCustomers\", not \"createCustomer\"",
            "`status` is 200, not 400"
          ],
          "entry": 1
        }
      ]
    }
    "#);
    let sequence = json!({"sequence": [lists, creation, creation]});
    let broken = ask(&sandbox, "verify", sequence).await.json();
    assert_eq!(broken["detail"], "request 3 of 3 does not follow entry 2");
    assert_eq!(broken["found"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn an_expectation_that_contradicts_itself_is_refused() {
    let sandbox = Sandbox::new("expected-refused").await;
    for (body, detail) in [
        (json!({"sequence": []}), "`sequence` is empty"),
        (
            json!({"sequence": [{}], "times": 1}),
            "`sequence` stands alone, without `match`, `times`, `at_least` or `at_most`",
        ),
        (
            json!({"times": 1, "at_most": 2}),
            "`times` is exact: `at_least` and `at_most` cannot stand beside it",
        ),
        (
            json!({"match": {"oepration": "x"}}),
            "the member `oepration` is unknown here",
        ),
        (
            json!({"match": {"status": "x"}}),
            "`match.status` must be a whole number, not \"x\"",
        ),
    ] {
        for what in ["count", "verify", "wait"] {
            let refused = ask(&sandbox, what, body.clone()).await;
            assert_eq!((refused.status, refused.member("/detail").as_str()), (400, detail));
        }
    }
}

#[tokio::test]
async fn who_waits_is_told_when_it_happens() {
    let sandbox = Sandbox::new("expected-wait").await;
    let contaazul = sandbox.contaazul();
    let body = json!({"match": {"operation": "listCustomers"}, "times": 2, "timeout": "PT20S"});
    let waiting = ask(&sandbox, "wait", body);
    let calling = async {
        contaazul.get("/v1/customers").await;
        contaazul.get("/v1/products").await;
        contaazul.get("/v1/customers").await;
    };
    let (waited, ()) = futures_util::future::join(waiting, calling).await;
    assert_eq!(waited.status, 200, "{waited}");
    let entries = waited.json()["entries"].clone();
    let ids: Vec<u64> = entries
        .as_array()
        .unwrap()
        .iter()
        .map(|e| e["id"].as_u64().unwrap())
        .collect();
    assert_eq!(ids, [1, 3]);
}

#[tokio::test]
async fn who_waits_in_vain_is_told_what_there_was_instead() {
    let sandbox = three("expected-vain").await;
    let begun = Stopwatch::start();
    let body = json!({"match": {"status": 500}, "timeout": "PT0.1S"});
    let waited = ask(&sandbox, "wait", body).await;
    assert!(begun.elapsed().as_millis() >= 100);
    assert_eq!(waited.status, 408, "{waited}");
    assert_eq!(waited.member("/detail"), "0 requests were meant, not at least 1");
    assert_eq!(waited.json()["nearest_misses"].as_array().unwrap().len(), 3);
}

#[tokio::test]
async fn operations_that_were_never_called_are_listed() {
    let sandbox = three("expected-unused").await;
    let all = (areia::providers::ALL[0].api.endpoints)().list.len();
    let unused = sandbox.control().get("/journal/unused?provider=contaazul").await.json();
    let unused = unused["operations"].as_array().unwrap();
    assert_eq!(unused.len(), all - 2);
    let has = |id: &str| unused.iter().any(|own| own["id"] == id);
    assert_eq!(
        [has("listCustomers"), has("createCustomer"), has("listSales")],
        [false, false, true]
    );
    let everywhere = sandbox.control().get("/journal/unused").await.json();
    assert!(everywhere["operations"].as_array().unwrap().len() > unused.len());
    sandbox.control().delete("/journal").await;
    let anew = sandbox.control().get("/journal/unused?provider=contaazul").await.json();
    assert_eq!(anew["operations"].as_array().unwrap().len(), all);
}

#[tokio::test]
async fn an_export_as_har_has_every_member_that_har_asks_for() {
    let sandbox = three("expected-har").await;
    let export = sandbox.control().get("/journal/export?format=har").await;
    assert_eq!(
        export.header("content-disposition"),
        "attachment; filename=\"expected-har.har\""
    );
    let har = export.json();
    assert_eq!(har["log"]["version"], "1.2");
    assert!(har["log"]["creator"]["name"].is_string() && har["log"]["creator"]["version"].is_string());
    let entries = har["log"]["entries"].as_array().unwrap();
    assert_eq!(entries.len(), 3);
    for entry in entries {
        let is = |pointer: &str, holds: fn(&Value) -> bool| {
            let value = entry.pointer(pointer).unwrap_or(&Value::Null);
            assert!(holds(value), "{pointer}: {value} in {entry}");
        };
        for text in [
            "/startedDateTime",
            "/request/method",
            "/request/url",
            "/request/httpVersion",
            "/response/statusText",
            "/response/httpVersion",
            "/response/redirectURL",
            "/response/content/mimeType",
        ] {
            is(text, Value::is_string);
        }
        for number in [
            "/time",
            "/request/headersSize",
            "/request/bodySize",
            "/response/status",
            "/response/headersSize",
            "/response/bodySize",
            "/response/content/size",
            "/timings/send",
            "/timings/wait",
            "/timings/receive",
        ] {
            is(number, Value::is_number);
        }
        for list in ["/request/cookies", "/response/cookies"] {
            is(list, Value::is_array);
        }
        is("/cache", Value::is_object);
        for list in ["/request/headers", "/request/queryString", "/response/headers"] {
            is(list, |list| {
                let pairs = list.as_array().into_iter().flatten();
                list.is_array() && pairs.clone().all(|p| p["name"].is_string() && p["value"].is_string())
            });
        }
    }
    let created = &entries[1]["request"];
    assert_eq!(created["postData"]["mimeType"], "application/json");
    assert_eq!(created["url"], format!("{}/contaazul/v1/customers", server().url()));
    assert_eq!(
        entries[2]["request"]["queryString"][0],
        json!({"name": "search", "value": "A"})
    );
    assert!(!export.text().contains(&sandbox.credential("contaazul", "access_token")));
}

#[tokio::test]
async fn an_export_as_lines_of_json_has_the_journal_s_entries() {
    let sandbox = three("expected-ndjson").await;
    let export = sandbox.control().get("/journal/export?format=ndjson").await.text();
    let lines: Vec<Value> = export.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let journal = sandbox.control().get("/journal").await.json();
    assert_eq!(json!(lines), journal["entries"]);
    let refused = sandbox.control().get("/journal/export?format=hra").await;
    assert_eq!(refused.member("/detail"), "`format` cannot be `hra`");
    assert_eq!(sandbox.control().get("/journal/export").await.status, 400);
}

#[tokio::test]
async fn an_export_as_curl_lines_says_to_a_shell_what_was_sent() {
    let sandbox = three("expected-curl").await;
    let export = sandbox.control().get("/journal/export?format=curl").await.text();
    assert!(
        !export.contains(&sandbox.credential("contaazul", "access_token")),
        "{export}"
    );
    // A shell that has `print` in the place of `curl` shows the words that it made of each line.
    let printed = format!("curl() {{ printf '[%s]' \"$@\"; echo; }}\n{export}");
    let shown = Command::new("sh").args(["-c", &printed]).output().unwrap();
    let shown = String::from_utf8(shown.stdout).unwrap().replace(&server().url(), "URL");
    assert_snapshot!(shown, @r#"
    [--globoff][--request][GET][URL/contaazul/v1/customers][--header][authorization: Bearer fR6y********][--header][accept: */*]
    [--globoff][--request][POST][URL/contaazul/v1/customers][--header][authorization: Bearer fR6y********][--header][content-type: application/json][--header][accept: */*][--data-raw][{"name":"It's \"A\"; $(B)","person_type":"NATURAL"}]
    [--globoff][--request][GET][URL/contaazul/v1/customers?search=A&size=5][--header][authorization: Bearer fR6y********][--header][accept: */*]
    "#);
}

#[tokio::test]
async fn a_rust_test_injects_looks_and_waits() {
    let sandbox = Sandbox::new("expected-library").await;
    let areia = server();
    let fault = |operation: &str| Fault {
        provider: "contaazul".to_owned(),
        operation: Some(operation.to_owned()),
        status: Some(503),
        times: Some(1),
        ..Fault::default()
    };
    let refused = areia.inject(&sandbox.world, fault("listCustomer")).unwrap_err();
    assert_eq!(
        refused.to_string(),
        "there is no operation of contaazul `listCustomer`; the nearest is `listCustomers`"
    );
    let held = areia.inject(&sandbox.world, fault("listCustomers")).unwrap();
    assert_eq!((held.id, held.remaining), (1, Some(1)));
    let unavailable = Match {
        status: Some(503),
        ..Match::default()
    };
    let contaazul = sandbox.contaazul();
    let expectation = Expectation::times(unavailable.clone(), 1);
    let waiting = areia.wait_for(&sandbox.world, &expectation);
    let (verdict, answer) = futures_util::future::join(waiting, contaazul.get("/v1/customers")).await;
    assert_eq!((answer.status, verdict.unmet), (503, None));
    assert_eq!(areia.journal(&sandbox.world, &unavailable)[0].fault, Some(1));
    let unmet = areia.verify(&sandbox.world, &Expectation::times(unavailable, 2)).unmet;
    assert_eq!(unmet.as_deref(), Some("1 requests were meant, not 2"));
}
