//! The README's promise as one scenario.

use serde_json::json;

use crate::docsales::body_titled;
use crate::support::everyone::{listing, opened, record};
use crate::support::{Client, basic_of, server};

#[tokio::test]
async fn a_world_is_created_aged_saved_broken_and_restored() {
    let control = Client::new(format!("{}/_areia", server().url()));
    // A world of one's own.
    let body = json!({"name": "promise", "now": "2026-03-31T23:00:00Z"});
    let world = control.post("/worlds", &body).await.json();
    let own = control.clone().in_query("world", "promise");
    own.post("/clock/freeze", &json!({})).await;
    let url = |slug: &str| server().base_url(slug);
    let contaazul = opened(&world["providers"][0], &url("contaazul"));
    let docsales = opened(&world["providers"][3], &url("docsales"));
    assert_eq!(contaazul.get("/v1/sales").await.status, 200);

    // An hour later the access token is dead, and a refresh gives another.
    let due = own.post("/clock/advance", &json!({"by": "PT1H"})).await.json();
    assert!(due["due"].to_string().contains("access_token expired"), "{due}");
    assert_eq!(contaazul.get("/v1/sales").await.status, 401);
    let text = |name: &str| world["providers"][0]["credentials"][name].as_str().unwrap().to_owned();
    let basic = basic_of(&format!("{}:{}", text("client_id"), text("client_secret")));
    let refresh = async |token: &str| {
        let pairs = [("grant_type", "refresh_token"), ("refresh_token", token)];
        let client = Client::new(url("contaazul")).with("authorization", &basic);
        client.post_form("/oauth2/token", &pairs).await
    };
    let refreshed = refresh(&text("refresh_token")).await;
    let access_token = format!("Bearer {}", refreshed.member("/access_token"));
    let contaazul = contaazul.with("authorization", &access_token);
    assert_eq!(contaazul.get("/v1/sales").await.status, 200);
    assert_eq!(refresh(&text("refresh_token")).await.status, 400);

    // The month's documents are used up, and the next month begins at nothing.
    let exhaust = json!({"credential": world["providers"][3]["credentials"]["token"], "leave": 0});
    own.post("/quotas/docsales/exhaust", &exhaust).await;
    let create = async || docsales.post("/api/v1/proposals", &body_titled("Um")).await.status;
    assert_eq!(create().await, 429);
    own.post("/clock/set", &json!({"to": "2026-04-01T03:00:00Z"})).await;
    let quota = own.get("/quotas/docsales").await.json();
    assert_eq!(quota["counters"][0]["used"], 0);

    // Saved, broken, restored.
    let refreshed = refresh(&refreshed.member("/refresh_token")).await;
    let access_token = format!("Bearer {}", refreshed.member("/access_token"));
    let contaazul = contaazul.with("authorization", &access_token);
    let before = contaazul.get(listing("contaazul")).await.text();
    assert_eq!(own.post("/snapshots", &json!({"name": "promise"})).await.status, 201);
    let (path, body) = record("contaazul", "Quebrada");
    assert_eq!(contaazul.post(path, &body).await.status, 201);
    let fault = json!({"provider": "contaazul", "operation": "listSales", "status": 503, "times": 1});
    assert_eq!(own.post("/faults", &fault).await.status, 201);
    assert_eq!(contaazul.get("/v1/sales").await.status, 503);
    assert_eq!(contaazul.get("/v1/sales").await.status, 200);
    own.post("/clock/advance", &json!({"by": "P30D"})).await;
    assert_eq!(contaazul.get("/v1/customers").await.status, 401);
    own.post("/snapshots/promise/restore", &json!({})).await;
    assert_eq!(contaazul.get(listing("contaazul")).await.text(), before);
    assert_eq!(own.get("/clock").await.member("/now"), "2026-04-01T03:00:00Z");
}
