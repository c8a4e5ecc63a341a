//! The journal: what a world was asked and answered, whole, in order, bounded, and without secrets.

use areia::world::journal::{Body, Entry, RequestRecord, ResponseRecord};
use insta::assert_snapshot;
use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{Answer, Client, Sandbox, server};

/// Somebody's production token, sent by mistake: nobody here has ever seen it.
const UNKNOWN: &str = "q3ZkT0uYw8mJ2VhXrB6nLs9dAePf1CgK";

async fn entries(sandbox: &Sandbox, query: &str) -> Vec<Value> {
    let answer = sandbox.control().get(&format!("/journal{query}")).await;
    assert_eq!(answer.status, 200, "{answer}");
    answer.json()["entries"].as_array().unwrap().clone()
}

fn ids(entries: &[Value]) -> Vec<u64> {
    entries.iter().map(|entry| entry["id"].as_u64().unwrap()).collect()
}

#[tokio::test]
async fn an_entry_shows_the_request_and_the_answer_whole() {
    let sandbox = Sandbox::new("journal-entry").await;
    let contaazul = sandbox
        .contaazul()
        .without("accept")
        .with("host", "contaazul")
        .with("x-areia-world", "journal-entry");
    let client = contaazul.rebased(server().url());
    client
        .post("/v1/customers/?a=b", &json!({"name": "", "person_type": "NATURAL"}))
        .await;
    let entry = sandbox.control().get("/journal/1").await;
    assert_snapshot!(serde_json::to_string_pretty(&entry.json()).unwrap(), @r#"
    {
      "id": 1,
      "at": "2026-03-16T12:00:00Z",
      "world": "journal-entry",
      "provider": "contaazul",
      "operation": "createCustomer",
      "credential": 14,
      "request": {
        "method": "POST",
        "path": "/v1/customers/",
        "query": "a=b",
        "headers": {
          "authorization": "Bearer i6Nu********",
          "host": "contaazul",
          "x-areia-world": "journal-entry",
          "content-type": "application/json",
          "accept": "*/*",
          "content-length": "35"
        },
        "body": "{\"name\":\"\",\"person_type\":\"NATURAL\"}"
      },
      "response": {
        "status": 400,
        "headers": {
          "content-type": "application/json;charset=UTF-8",
          "date": "Mon, 16 Mar 2026 12:00:00 GMT"
        },
        "body": "{\"code\":\"INTEGRATION_ERROR\",\"message\":\"The customer's name cannot be null\"}"
      },
      "duration_us": 0,
      "explanation": "The customer's name cannot be null"
    }
    "#);
}

#[tokio::test]
async fn an_entry_shows_the_methods_that_a_refused_one_was_answered_with() {
    let sandbox = Sandbox::new("journal-methods").await;
    let answer = sandbox.contaazul().delete("/v1/customers").await;
    let entry = sandbox.control().get("/journal/1").await.json();
    assert_eq!((answer.status, answer.header("allow")), (405, "POST,GET,HEAD"));
    assert_eq!(entry["response"]["headers"]["allow"], "POST,GET,HEAD");
}

#[tokio::test]
async fn entries_stand_oldest_first_and_are_found_by_everything_that_is_asked() {
    let sandbox = Sandbox::new("journal-filters").await;
    let contaazul = sandbox.contaazul();
    contaazul.get("/v1/customers?search=Searched").await;
    contaazul.get("/v1/nowhere").await;
    contaazul
        .post("/v1/customers", &json!({"name": "Posted", "person_type": "NATURAL"}))
        .await;
    contaazul
        .delete("/v1/customers/0e5c7a5e-0000-4000-8000-000000000000")
        .await;
    let token = sandbox.credential("contaazul", "access_token");
    for (query, expected) in [
        ("", &[1, 2, 3, 4][..]),
        ("?after=2", &[3, 4]),
        ("?limit=2", &[1, 2]),
        ("?after=1&limit=1", &[2]),
        ("?after=99", &[]),
        ("?provider=contaazul", &[1, 2, 3, 4]),
        ("?provider=totvs", &[]),
        ("?provider=none", &[]),
        ("?order=newest", &[4, 3, 2, 1]),
        ("?order=newest&limit=2", &[4, 3]),
        ("?order=newest&limit=2&before=3", &[2, 1]),
        ("?order=oldest&before=3", &[1, 2]),
        ("?operation=createCustomer", &[3]),
        ("?status=404", &[2, 4]),
        ("?status=404&operation=deleteCustomer", &[4]),
        ("?text=Searched", &[1]),
        ("?text=Posted", &[3]),
        ("?text=%2Fv1%2Fnowhere", &[2]),
        ("?text=No+operation+of+this+provider", &[2]),
        (&format!("?credential={token}"), &[1, 3, 4]),
        ("?credential=nobody-s", &[]),
    ] {
        assert_eq!(ids(&entries(&sandbox, query).await), expected, "{query}");
    }
    let id = entries(&sandbox, "?operation=createCustomer").await[0]["credential"].clone();
    assert_eq!(ids(&entries(&sandbox, &format!("?credential={id}")).await), [1, 3, 4]);
}

#[tokio::test]
async fn a_parameter_that_is_wrong_is_named() {
    let sandbox = Sandbox::new("journal-parameters").await;
    let control = sandbox.control();
    assert_snapshot!(control.get("/journal?opration=x").await, @r#"
    400
    content-type: application/problem+json

    {
      "title": "Bad Request",
      "status": 400,
      "detail": "the parameter `opration` is unknown here",
      "hint": "the nearest is `operation`"
    }
    "#);
    assert_snapshot!(control.get("/journal?limit=1001").await, @r#"
    400
    content-type: application/problem+json

    {
      "title": "Bad Request",
      "status": 400,
      "detail": "`limit` must be from 1 to 1000",
      "hint": "`after=<id>` and `before=<id>` ask for the entries behind one"
    }
    "#);
    assert_snapshot!(control.get("/journal?status=many").await, @r#"
    400
    content-type: application/problem+json

    {
      "title": "Bad Request",
      "status": 400,
      "detail": "`status` must be a whole number, not \"many\"",
      "hint": "`GET /_areia/openapi.json` says what every address takes"
    }
    "#);
    assert_snapshot!(control.get("/journal/7").await, @r#"
    404
    content-type: application/problem+json

    {
      "title": "Not Found",
      "status": 404,
      "detail": "the journal has no entry \"7\"",
      "hint": "`GET /_areia/journal` lists them; the oldest are dropped"
    }
    "#);
    for query in [
        "?limit=0",
        "?limit=-1",
        "?after=x",
        "?limit=99999999999999999999",
        "?a=%zz",
    ] {
        assert_eq!(control.get(&format!("/journal{query}")).await.status, 400, "{query}");
    }
    for id in ["x", "0", "-1", "99999999999999999999"] {
        assert_eq!(control.get(&format!("/journal/{id}")).await.status, 404, "{id}");
    }
}

#[tokio::test]
async fn clearing_drops_the_entries_and_numbers_go_on() {
    let sandbox = Sandbox::new("journal-clear").await;
    let contaazul = sandbox.contaazul();
    contaazul.get("/v1/customers").await;
    assert_eq!(sandbox.control().delete("/journal").await.status, 204);
    assert_eq!(
        sandbox.control().get("/journal").await.text(),
        r#"{"entries":[],"more":false,"dropped":0}"#
    );
    contaazul.get("/v1/customers").await;
    assert_eq!(ids(&entries(&sandbox, "").await), [2]);
}

#[tokio::test]
async fn secrets_are_masked_wherever_they_stand() {
    let sandbox = Sandbox::new("journal-masking").await;
    let client = Client::new(format!("{}/~journal-masking/contaazul", server().url()));
    let short = "tiny,Pass\"wd";
    let send = async |client: &Client, path: &str, media_type: &str, body: String| {
        client.send(Method::POST, path, Some(media_type), body.into()).await
    };
    for (name, value) in [
        ("authorization", format!("Bearer {UNKNOWN}")),
        ("authorization", UNKNOWN.to_owned()),
        ("authorization", "Basic dGlueSxQYXNzIndk".to_owned()),
        ("cookie", format!("session={UNKNOWN}")),
        ("x-api-key", "tiny,Pass".to_owned()),
        ("access_token", "tiny,Pass".to_owned()),
        ("x-anything", UNKNOWN.to_owned()),
    ] {
        client.clone().with(name, &value).get("/v1/customers").await;
    }
    client
        .get(&format!("/v1/customers?access_token={UNKNOWN}&x={UNKNOWN}"))
        .await;
    client
        .get("/v1/customers?password=tiny,Pass&client_secret=tiny,Pass")
        .await;
    client.get(&format!("/v1/customers/{UNKNOWN}")).await;
    client.get(&format!("/{UNKNOWN}/v1/customers")).await;
    let json = json!({"password": short, "client_secret": short, "refresh_token": UNKNOWN, "notes": [UNKNOWN]});
    send(&client, "/oauth2/token", "application/json", json.to_string()).await;
    send(
        &client,
        "/oauth2/token",
        "application/x-www-form-urlencoded",
        format!("password=tiny,Pass&code={UNKNOWN}"),
    )
    .await;
    let parts = format!(
        "--b\r\ncontent-disposition: form-data; name=\"client_secret\"\r\ncontent-type: text/plain\r\n\r\n{short}\r\n--b\r\ncontent-disposition: form-data; name=\"x\"\r\n\r\n{UNKNOWN}\r\n--b--\r\n"
    );
    send(&client, "/oauth2/token", "multipart/form-data; boundary=b", parts).await;
    let text = sandbox.control().get("/journal?limit=1000").await.text();
    for secret in [&UNKNOWN[5..], "tiny", "Pass", "dGlueS"] {
        assert!(!text.contains(secret), "{secret} stands in {text}");
    }
    assert_eq!(text.matches("q3Zk********").count(), 11, "{text}");
}

#[tokio::test]
async fn the_tokens_of_an_answer_are_masked_too() {
    let sandbox = Sandbox::new("journal-answers").await;
    let form = [
        ("client_id", sandbox.credential("contaazul", "client_id")),
        ("client_secret", sandbox.credential("contaazul", "client_secret")),
        ("grant_type", "refresh_token".to_owned()),
        ("refresh_token", sandbox.credential("contaazul", "refresh_token")),
    ];
    let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let granted = sandbox.contaazul().post_form("/oauth2/token", &form).await;
    assert_eq!(granted.status, 200, "{granted}");
    let text = sandbox.control().get("/journal").await.text();
    let secrets = [
        granted.member("/access_token"),
        granted.member("/refresh_token"),
        form[1].1.to_owned(),
        form[3].1.to_owned(),
    ];
    for secret in secrets {
        assert!(!text.contains(&secret[4..]), "{secret} stands in {text}");
    }
    assert!(text.contains(r#"\"token_type\":\"bearer\""#), "{text}");
}

#[tokio::test]
async fn bodies_are_kept_up_to_a_bound_and_binary_ones_as_their_length() {
    let sandbox = Sandbox::new("journal-bodies").await;
    let client = Client::new(format!("{}/~journal-bodies/contaazul", server().url()));
    let post = async |body: Vec<u8>| -> Answer { client.send(Method::POST, "/x", None, body).await };
    post(b"a text".to_vec()).await;
    post("é".repeat(50_000).into()).await;
    post(vec![0xff; 300]).await;
    post(vec![0xff; 300_000]).await;
    post(Vec::new()).await;
    let entries = entries(&sandbox, "").await;
    let body = |place: usize| &entries[place]["request"]["body"];
    assert_eq!(*body(0), "a text");
    assert_eq!(body(1)["length"], 100_000);
    assert_eq!(body(1)["beginning"].as_str().unwrap().len(), 65_536);
    assert_eq!(*body(2), json!({"length": 300}));
    assert_eq!(*body(3), json!({"length": 300_000}));
    assert_eq!(*body(4), Value::Null);
}

#[tokio::test]
async fn beyond_ten_thousand_the_oldest_are_dropped_and_counted() {
    let sandbox = Sandbox::new("journal-ring").await;
    for _ in 0..10_005 {
        let place = sandbox.world.journal.next();
        sandbox.world.journal.write(place, empty_entry(place.id));
    }
    let answer = sandbox.control().get("/journal?limit=1").await.json();
    assert_eq!(
        (&answer["entries"][0]["id"], &answer["dropped"]),
        (&json!(6), &json!(5))
    );
    assert_eq!(entries(&sandbox, "?limit=1000").await.len(), 1000);
    assert_eq!(sandbox.control().get("/journal/5").await.status, 404);
    assert_eq!(sandbox.control().get("/journal/10005").await.status, 200);
}

fn empty_entry(id: u64) -> Entry {
    let body = || Body::of(b"");
    let (method, path, query) = (Method::GET, String::new(), None);
    Entry {
        id,
        at: chrono::DateTime::UNIX_EPOCH,
        provider: "contaazul",
        operation: None,
        credential: None,
        request: RequestRecord {
            method,
            path,
            query,
            headers: "".into(),
            body: body(),
        },
        response: ResponseRecord {
            status: 200,
            headers: "".into(),
            body: body(),
        },
        duration_us: 0,
        explanation: None,
        fault: None,
    }
}

#[tokio::test]
async fn a_duration_is_nothing_while_the_clock_stands_and_something_while_it_runs() {
    let sandbox = Sandbox::new("journal-durations").await;
    let contaazul = sandbox.contaazul();
    contaazul.get("/v1/customers").await;
    sandbox.control().post("/clock/resume", &json!({})).await;
    contaazul.get("/v1/customers").await;
    let durations: Vec<i64> = entries(&sandbox, "")
        .await
        .iter()
        .map(|entry| entry["duration_us"].as_i64().unwrap())
        .collect();
    assert_eq!(durations[0], 0);
    assert!(durations[1] > 0, "{durations:?}");
}

#[tokio::test]
async fn every_refusal_is_explained_and_nothing_else_is() {
    let sandbox = Sandbox::new("journal-explanations").await;
    let contaazul = sandbox.contaazul();
    contaazul.get("/v1/customers").await;
    contaazul.get("/v1/customers/x").await;
    contaazul.get("/v1/customers?page=x").await;
    contaazul.get("/v1/customers/%zz").await;
    contaazul.delete("/v1/customers").await;
    contaazul.post("/v1/customers", &json!([])).await;
    contaazul.send(Method::POST, "/v1/customers", None, b"{}".into()).await;
    contaazul
        .clone()
        .with("authorization", "Bearer x")
        .with("x-areia-world", "journal-explanations")
        .get("/v1/customers")
        .await;
    contaazul
        .clone()
        .with("x-areia-world", "journal-explanations")
        .without("authorization")
        .get("/v1/customers")
        .await;
    let explained: Vec<String> = entries(&sandbox, "")
        .await
        .iter()
        .map(|entry| {
            format!(
                "{} {}",
                entry["response"]["status"],
                entry["explanation"].as_str().unwrap_or("-")
            )
        })
        .collect();
    assert_snapshot!(explained.join("\n"), @r#"
    200 -
    404 "x" has not the form of an identifier.
    400 The search parameter `page`: "x" is no whole number from 0 on.
    404 The address holds malformed percent-encoding or UTF-8.
    405 Request method 'DELETE' not supported
    400 The body has not its type: invalid type: sequence, expected an object.
    415 Bodies are JSON, and their Content-Type must say so.
    401 This access token was never issued in this world.
    401 The request carries no access token: neither a Bearer header nor an access_token parameter.
    "#);
}

#[tokio::test]
async fn a_short_token_in_a_query_is_masked_and_what_is_said_of_tokens_is_not() {
    let sandbox = Sandbox::new("journal-token").await;
    let answer = sandbox
        .contaazul()
        .without("authorization")
        .with("x-areia-world", "journal-token")
        .get("/v1/customers?token=short&page=0&Token=brief")
        .await;
    assert_eq!(answer.status, 401, "{answer}");
    let entries = entries(&sandbox, "").await;
    assert_eq!(entries[0]["request"]["query"], "token=********&page=0&Token=********");
    assert_eq!(
        entries[0]["response"]["body"],
        r#"{"error":"invalid_request","error_description":"The access token is missing"}"#
    );
    assert_eq!(
        entries[0]["explanation"],
        "The request carries no access token: neither a Bearer header nor an access_token parameter."
    );
}
