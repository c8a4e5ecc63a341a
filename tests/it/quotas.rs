//! Quotas over the control plane: read, set, exhausted and switched off, per provider and credential.

use insta::assert_snapshot;
use serde_json::{Value, json};

use crate::docsales::body_titled;
use crate::support::Sandbox;

#[tokio::test]
async fn a_quota_shows_its_limit_its_window_and_where_each_credential_stands() {
    let sandbox = Sandbox::new("quotas-shown").await;
    let financeiro = sandbox.client_of("financeiro");
    for _ in 0..3 {
        assert_eq!(financeiro.get("/people/816").await.status, 200);
    }
    sandbox.docsales().post("/api/v1/proposals", &body_titled("Um")).await;
    let control = sandbox.control();
    assert_snapshot!(control.get("/quotas/financeiro").await.pretty(), @r#"
    {
      "limit": 100,
      "window": "PT1M",
      "mode": "enforce",
      "counters": [
        {"credential": 3, "limit": 100, "used": 3, "resets_at": "2026-03-16T12:01:00Z"},
        {"credential": 4, "limit": 100, "used": 0, "resets_at": "2026-03-16T12:01:00Z"},
        {"credential": 5, "limit": 100, "used": 0, "resets_at": "2026-03-16T12:01:00Z"},
        {"credential": 6, "limit": 100, "used": 0, "resets_at": "2026-03-16T12:01:00Z"},
        {"credential": 7, "limit": 100, "used": 0, "resets_at": "2026-03-16T12:01:00Z"}
      ]
    }
    "#);
    assert_snapshot!(control.get("/quotas/docsales").await.pretty(), @r#"
    {
      "limit": 200,
      "window": "P1M",
      "mode": "enforce",
      "counters": [
        {"credential": 9, "limit": 200, "used": 1, "resets_at": "2026-04-01T03:00:00Z"},
        {"credential": 10, "limit": 200, "used": 0, "resets_at": "2026-04-01T03:00:00Z"}
      ]
    }
    "#);
}

#[tokio::test]
async fn a_credential_is_exhausted_to_as_many_calls_as_are_left() {
    let sandbox = Sandbox::new("quotas-exhausted").await;
    let (one, control) = (sandbox.client_of("financeiro"), sandbox.control());
    let other = sandbox.financeiro(&[1]).await;
    let token = sandbox.credential("financeiro", "token");
    let exhausted = control
        .post("/quotas/financeiro/exhaust", &json!({"credential": token, "leave": 2}))
        .await;
    assert_eq!(exhausted.to_string(), "204\n\n");
    let mut statuses = Vec::new();
    for _ in 0..3 {
        statuses.push(one.get("/people/816").await.status);
    }
    assert_eq!(statuses, [200, 200, 429]);
    assert_eq!(other.get("/people/816").await.status, 200);
    sandbox.advance("PT1M").await;
    assert_eq!(one.get("/people/816").await.header("x-ratelimit-remaining"), "99");
}

#[tokio::test]
async fn a_month_is_exhausted_and_ends_by_the_clock() {
    let sandbox = Sandbox::new("quotas-month").await;
    let (docsales, control) = (sandbox.docsales(), sandbox.control());
    let token = sandbox.credential("docsales", "token");
    let exhaust = json!({"credential": token, "leave": 1});
    control.post("/quotas/docsales/exhaust", &exhaust).await;
    let create = async || docsales.post("/api/v1/proposals", &body_titled("Um")).await.status;
    assert_eq!((create().await, create().await), (201, 429));
    let account = control.get("/docsales/accounts/1").await.json();
    assert_eq!(account["created_this_month"], json!(200));
    control.put("/quotas/docsales", &json!({"mode": "off"})).await;
    assert_eq!(create().await, 201);
    control.put("/quotas/docsales", &json!({"mode": "enforce"})).await;
    assert_eq!(create().await, 429);
    control.post("/clock/set", &json!({"to": "2026-04-01T03:00:00Z"})).await;
    let shown = control.get("/quotas/docsales").await.json();
    assert_eq!(shown["counters"][0]["used"], json!(0));
}

#[tokio::test]
async fn a_limit_set_by_hand_is_everybody_s_until_it_is_taken_back() {
    let sandbox = Sandbox::new("quotas-limit").await;
    let (financeiro, control) = (sandbox.client_of("financeiro"), sandbox.control());
    let set = async |body: Value| control.put("/quotas/financeiro", &body).await.json();
    assert_eq!(set(json!({"limit": 2})).await["limit"], json!(2));
    let call = async || {
        let answer = financeiro.get("/people/816").await;
        (answer.status, answer.header("x-ratelimit-remaining").to_owned())
    };
    assert_eq!(call().await, (200, "1".to_owned()));
    assert_eq!(call().await, (200, "0".to_owned()));
    assert_eq!(call().await.0, 429);
    assert_eq!(set(json!({"mode": "off"})).await["mode"], "off");
    assert_eq!(call().await.0, 200);
    assert_eq!(
        set(json!({"mode": "enforce", "limit": null})).await["limit"],
        json!(100)
    );
    assert_eq!(call().await, (200, "95".to_owned()));
    set(json!({"limit": 1, "mode": "off"})).await;
    control.post("/reset", &json!({})).await;
    let shown = control.get("/quotas/financeiro").await.json();
    assert_eq!(
        (&shown["limit"], &shown["mode"], &shown["counters"][0]["used"]),
        (&json!(100), &json!("enforce"), &json!(0))
    );
}

#[tokio::test]
async fn what_a_quota_cannot_be_is_refused_and_named() {
    let sandbox = Sandbox::new("quotas-refused").await;
    let control = sandbox.control();
    let mut refused = String::new();
    for (method, path, body) in [
        ("GET", "/quotas/procfy", json!({})),
        ("GET", "/quotas/docsale", json!({})),
        ("PUT", "/quotas/financeiro", json!({"limit": -1})),
        ("PUT", "/quotas/financeiro", json!({"mode": "on"})),
        ("PUT", "/quotas/financeiro", json!({"limits": 1})),
        ("POST", "/quotas/financeiro/exhaust", json!({})),
        ("POST", "/quotas/financeiro/exhaust", json!({"credential": "nobody's"})),
        (
            "POST",
            "/quotas/financeiro/exhaust",
            json!({"credential": sandbox.credential("financeiro", "token"), "leave": 101}),
        ),
        (
            "POST",
            "/quotas/financeiro/exhaust",
            json!({"credential": sandbox.credential("financeiro", "token"), "left": 1}),
        ),
    ] {
        let answer = match method {
            "GET" => control.get(path).await,
            "PUT" => control.put(path, &body).await,
            _ => control.post(path, &body).await,
        };
        let problem = answer.json();
        refused += &format!("{path} {} {} {}\n", answer.status, problem["detail"], problem["hint"]);
    }
    assert_snapshot!(refused, @r#"
    /quotas/procfy 404 "procfy has no quota" "those that have one: financeiro, docsales"
    /quotas/docsale 404 "there is no provider `docsale`" "the nearest is `docsales`"
    /quotas/financeiro 400 "`limit` must be a whole number of its range" "`GET /_areia/openapi.json` says what every address takes"
    /quotas/financeiro 400 "`mode` cannot be `on`" "the nearest is `off`"
    /quotas/financeiro 400 "the member `limits` is unknown here" "the nearest is `limit`"
    /quotas/financeiro/exhaust 400 "the member `credential` is missing" "`GET /_areia/openapi.json` says what every address takes"
    /quotas/financeiro/exhaust 404 "this world has no such credential of financeiro" "`GET /_areia/credentials` lists them with their ids"
    /quotas/financeiro/exhaust 400 "no more calls can be left than the limit, which is 100" "`GET /_areia/openapi.json` says what every address takes"
    /quotas/financeiro/exhaust 400 "the member `left` is unknown here" "the nearest is `leave`"
    "#);
}
