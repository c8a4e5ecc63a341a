//! A world's clock, moved over the control plane.

use insta::assert_snapshot;
use serde_json::{Value, json};

use crate::support::{Answer, Client, Sandbox, server};

async fn change(sandbox: &Sandbox, change: &str, body: Value) -> Answer {
    sandbox.control().post(&format!("/clock/{change}"), &body).await
}

async fn now(sandbox: &Sandbox) -> String {
    sandbox.control().get("/clock").await.member("/now")
}

#[tokio::test]
async fn a_frozen_clock_stands_and_goes_where_it_is_told() {
    let sandbox = Sandbox::new("clock-frozen").await;
    let clock = sandbox.control().get("/clock").await.json();
    assert_eq!(
        (&clock["now"], &clock["mode"]),
        (&json!("2026-03-16T12:00:00Z"), &json!("frozen"))
    );
    assert_eq!(
        clock.as_object().unwrap().keys().collect::<Vec<_>>(),
        ["now", "mode", "offset"]
    );
    let set = change(&sandbox, "set", json!({"to": "2026-03-16T13:30:00-03:00"}))
        .await
        .json();
    assert_eq!(
        set.as_object().unwrap().keys().collect::<Vec<_>>(),
        ["now", "mode", "offset", "due"]
    );
    assert_eq!(
        (&set["now"], &set["mode"]),
        (&json!("2026-03-16T16:30:00Z"), &json!("frozen"))
    );
    change(&sandbox, "advance", json!({"by": "PT0.5S"})).await;
    assert_eq!(now(&sandbox).await, "2026-03-16T16:30:00.500Z");
    change(&sandbox, "advance", json!({"by": "P1W"})).await;
    assert_eq!(now(&sandbox).await, "2026-03-23T16:30:00.500Z");
    let frozen = change(&sandbox, "freeze", json!({"at": "2027-01-01T00:00:00Z"})).await;
    assert_eq!(frozen.member("/now"), "2027-01-01T00:00:00Z");
}

#[tokio::test]
async fn a_resumed_clock_runs_on_from_where_it_stood_and_can_be_frozen_again() {
    let sandbox = Sandbox::new("clock-resumed").await;
    let resumed = change(&sandbox, "resume", json!({})).await.json();
    assert_eq!(resumed["mode"], "running");
    let moved = change(&sandbox, "advance", json!({"by": "P1D"})).await.json();
    let text = moved["now"].as_str().unwrap();
    assert!(text.starts_with("2026-03-17T12:0"), "{moved}");
    let frozen = change(&sandbox, "freeze", json!({})).await.json();
    assert_eq!(frozen["mode"], "frozen");
    assert_eq!(now(&sandbox).await, frozen["now"]);
}

#[tokio::test]
async fn a_clock_never_goes_back() {
    let sandbox = Sandbox::new("clock-backwards").await;
    assert_snapshot!(change(&sandbox, "set", json!({"to": "2026-03-16T11:59:59Z"})).await, @r#"
    409
    content-type: application/problem+json

    {
      "title": "Conflict",
      "status": 409,
      "detail": "the clock only goes forward: it stands at 2026-03-16T12:00:00Z and was asked to go to 2026-03-16T11:59:59Z",
      "hint": "`POST /_areia/reset` takes a world back to its beginning"
    }
    "#);
    for (name, body) in [
        ("freeze", json!({"at": "2020-01-01T00:00:00Z"})),
        ("advance", json!({"by": "-PT1S"})),
        ("set", json!({"to": "0001-01-01T00:00:00Z"})),
        ("advance", json!({"by": "P9999999D"})),
    ] {
        assert_eq!(change(&sandbox, name, body).await.status, 409, "{name}");
    }
    assert_eq!(now(&sandbox).await, "2026-03-16T12:00:00Z");
}

#[tokio::test]
async fn a_change_that_cannot_be_read_is_refused_and_named() {
    let sandbox = Sandbox::new("clock-malformed").await;
    assert_snapshot!(change(&sandbox, "advance", json!({"by": "1 hour"})).await, @r#"
    400
    content-type: application/problem+json

    {
      "title": "Bad Request",
      "status": 400,
      "detail": "`by` must be an ISO 8601 duration of a fixed length",
      "hint": "an hour and five minutes is `PT1H5M`, two weeks are `P14D`"
    }
    "#);
    assert_snapshot!(change(&sandbox, "advance", json!({"buy": "PT1H"})).await, @r#"
    400
    content-type: application/problem+json

    {
      "title": "Bad Request",
      "status": 400,
      "detail": "the member `buy` is unknown here",
      "hint": "the nearest is `by`"
    }
    "#);
    assert_snapshot!(change(&sandbox, "set", json!({"to": "tomorrow"})).await, @r#"
    400
    content-type: application/problem+json

    {
      "title": "Bad Request",
      "status": 400,
      "detail": "`to` must be an RFC 3339 time",
      "hint": "for example `2026-01-31T12:00:00Z`"
    }
    "#);
    assert_snapshot!(change(&sandbox, "rewind", json!({})).await, @r#"
    404
    content-type: application/problem+json

    {
      "title": "Not Found",
      "status": 404,
      "detail": "there is no address /_areia/clock/rewind",
      "hint": "the nearest is `/_areia/clock/resume`"
    }
    "#);
    for (name, body) in [
        ("set", json!({})),
        ("set", json!({"to": null})),
        ("set", json!([])),
        ("advance", json!({})),
        ("advance", json!({"by": 5})),
        ("advance", json!({"by": "P1M"})),
        ("freeze", json!({"at": 5})),
        ("resume", json!({"at": "2027-01-01T00:00:00Z"})),
    ] {
        let answer = change(&sandbox, name, body.clone()).await;
        assert_eq!(answer.status, 400, "{name} {body}: {answer}");
    }
    assert_eq!(now(&sandbox).await, "2026-03-16T12:00:00Z");
}

#[tokio::test]
async fn what_fell_due_on_the_way_is_said_in_its_order() {
    let sandbox = Sandbox::new("clock-due").await;
    // What the fixtures had planned for before the world's beginning is settled first.
    sandbox.advance("PT0S").await;
    assert_eq!(sandbox.advance("PT59M").await["due"], json!([]));
    let due = sandbox.advance("PT1M").await["due"].clone();
    assert_eq!(due.as_array().unwrap().len(), 1, "{due}");
    assert_eq!(
        (&due[0]["at"], &due[0]["provider"], &due[0]["what"]),
        (
            &json!("2026-03-16T13:00:00Z"),
            &json!("contaazul"),
            &json!("access_token expired")
        )
    );
    assert_eq!(sandbox.advance("PT1M").await["due"], json!([]));
    // Half a second after the hour comes later, though its text sorts before.
    sandbox.advance("PT0.5S").await;
    sandbox.control().post("/credentials/contaazul", &json!({})).await;
    sandbox
        .control()
        .post("/clock/set", &json!({"to": "2026-03-16T13:02:01Z"}))
        .await;
    sandbox.control().post("/credentials/contaazul", &json!({})).await;
    let due = sandbox.advance("P1D").await["due"].clone();
    let at: Vec<&str> = due
        .as_array()
        .unwrap()
        .iter()
        .map(|due| due["at"].as_str().unwrap())
        .collect();
    assert_eq!(at, ["2026-03-16T14:01:00.500Z", "2026-03-16T14:02:01Z"]);
}

#[tokio::test]
async fn every_date_header_is_the_world_s_clock() {
    let sandbox = Sandbox::new("clock-date").await;
    let contaazul = sandbox.contaazul();
    for answer in [
        contaazul.get("/v1/customers").await,
        contaazul.get("/v1/nowhere").await,
        sandbox.control().get("/clock").await,
        sandbox.control().get("/nowhere").await,
        sandbox.control().get("/health").await,
    ] {
        assert_eq!(answer.header("date"), "Mon, 16 Mar 2026 12:00:00 GMT", "{answer}");
    }
    sandbox
        .control()
        .post("/clock/set", &json!({"to": "9999-12-31T23:59:59Z"}))
        .await;
    assert_eq!(
        contaazul.get("/v1/nowhere").await.header("date"),
        "Fri, 31 Dec 9999 23:59:59 GMT"
    );
    // A clock that runs passes even that.
    sandbox.control().post("/clock/resume", &json!({})).await;
    assert_eq!(contaazul.get("/v1/nowhere").await.status, 404);
}

#[tokio::test]
async fn one_world_s_clock_is_not_another_s() {
    let (one, other) = (Sandbox::new("clock-one").await, Sandbox::new("clock-other").await);
    one.advance("P1D").await;
    assert_eq!(now(&other).await, "2026-03-16T12:00:00Z");
    let unknown = Client::new(format!("{}/_areia", server().url()))
        .get("/clock?world=clock-on")
        .await;
    assert_eq!(unknown.status, 404, "{unknown}");
    assert!(unknown.member("/hint").starts_with("the nearest is `"), "{unknown}");
}

#[tokio::test]
async fn the_offset_of_a_frozen_clock_is_the_same_from_request_to_request() {
    let sandbox = Sandbox::new("clock-offset").await;
    let first = sandbox.control().get("/clock").await.member("/offset");
    let moved = change(&sandbox, "advance", json!({"by": "PT0S"})).await;
    assert_eq!(moved.member("/offset"), first);
    assert_eq!(sandbox.control().get("/clock").await.member("/offset"), first);
}
