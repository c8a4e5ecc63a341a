//! What filters and expectations name must exist, and what would do nothing is refused: no test is green by a typing error.

use insta::assert_snapshot;
use serde_json::{Value, json};

use crate::support::Sandbox;

#[tokio::test]
async fn an_operation_or_provider_that_does_not_exist_is_refused_with_the_nearest() {
    let sandbox = Sandbox::new("journal-names").await;
    let control = sandbox.control();
    assert_snapshot!(control.get("/journal?operation=deleteSal").await, @r#"
    404
    content-type: application/problem+json

    {
      "title": "Not Found",
      "status": 404,
      "detail": "there is no operation `deleteSal`",
      "hint": "the nearest is `deleteSale`"
    }
    "#);
    assert_snapshot!(control.get("/journal?provider=contazul").await, @r#"
    404
    content-type: application/problem+json

    {
      "title": "Not Found",
      "status": 404,
      "detail": "there is no provider `contazul`",
      "hint": "the nearest is `contaazul`"
    }
    "#);
    let mistyped = [
        json!({"match": {"operation": "deleteSal"}}),
        json!({"match": {"provider": "contazul"}}),
        // Another provider's.
        json!({"match": {"provider": "totvs", "operation": "deleteSale"}}),
        json!({"sequence": [{"operation": "createSale"}, {"operation": "deleteSal"}]}),
    ];
    for body in &mistyped {
        for judge in ["count", "verify", "wait"] {
            let answer = control.post(&format!("/journal/{judge}"), body).await;
            assert_eq!(answer.status, 404, "{judge} {body}: {}", answer.text());
        }
    }
    // The reason for all of this: an expectation of none would hold for ever.
    let none = json!({"match": {"operation": "deleteSal"}, "times": 0});
    assert_eq!(control.post("/journal/verify", &none).await.status, 404);
    let right = json!({"match": {"operation": "deleteSale"}, "times": 0});
    assert_eq!(control.post("/journal/verify", &right).await.status, 200);
}

#[tokio::test]
async fn members_that_would_do_nothing_are_refused() {
    let sandbox = Sandbox::new("journal-members").await;
    let control = sandbox.control();
    assert_snapshot!(control.post("/journal/count", &json!({"times": 1})).await, @r#"
    400
    content-type: application/problem+json

    {
      "title": "Bad Request",
      "status": 400,
      "detail": "`times` would do nothing here",
      "hint": "`journal/verify` judges how many there are"
    }
    "#);
    assert_snapshot!(control.post("/journal/verify", &json!({"timeout": "PT1S"})).await, @r#"
    400
    content-type: application/problem+json

    {
      "title": "Bad Request",
      "status": 400,
      "detail": "`timeout` would do nothing here",
      "hint": "`journal/wait` waits"
    }
    "#);
    assert_snapshot!(control.post("/journal/wait", &json!({"timeout": "PT10M0.1S"})).await, @r#"
    400
    content-type: application/problem+json

    {
      "title": "Bad Request",
      "status": 400,
      "detail": "`timeout` must be PT10M at most",
      "hint": "`GET /_areia/openapi.json` says what every address takes"
    }
    "#);
}

#[tokio::test]
async fn a_page_says_whether_more_follow() {
    let sandbox = Sandbox::new("journal-more").await;
    for _ in 0..3 {
        sandbox.contaazul().get("/v1/sales").await;
    }
    for (query, ids, more) in [
        ("?limit=3", vec![1, 2, 3], false),
        ("?limit=2", vec![1, 2], true),
        ("?limit=2&order=newest", vec![3, 2], true),
        ("?limit=2&order=newest&before=2", vec![1], false),
    ] {
        let page = sandbox.control().get(&format!("/journal{query}")).await.json();
        let shown: Vec<u64> = page["entries"]
            .as_array()
            .unwrap()
            .iter()
            .map(|entry| entry["id"].as_u64().unwrap())
            .collect();
        assert_eq!((shown, &page["more"]), (ids, &Value::Bool(more)), "{query}");
    }
}
