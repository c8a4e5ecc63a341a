//! `use_count`: how often people, categories and classification centers are used.

use reqwest::Method;
use serde_json::json;

use crate::support::{Client, Sandbox};

/// The count alone, in the list and as XML, which must be one.
async fn count(client: &Client, path: &str, id: i64, root: &str) -> i64 {
    let one = client.get(&format!("{path}/{id}")).await.json();
    let count = one[root]["use_count"].as_i64().unwrap();
    let listed = client.get(path).await.json();
    let listed = listed.as_array().unwrap().iter();
    let listed = listed.map(|one| &one[root]).find(|one| one["id"] == id);
    assert_eq!(listed.unwrap()["use_count"], count);
    let xml = client.get(&format!("{path}/{id}.xml")).await.text();
    let element = format!("<use-count type=\"integer\">{count}</use-count>");
    assert!(xml.contains(&element), "{xml}");
    count
}

#[tokio::test]
async fn what_uses_a_record_is_counted_as_it_comes_and_goes() {
    let sandbox = Sandbox::new("use-count").await;
    let limit = json!({"requests_per_minute": 1_000});
    sandbox.control().put("/financeiro/accounts/2", &limit).await;
    let wire = sandbox.financeiro(&[2]).await;
    let named = json!({"person_id": 9001, "category_id": 202, "classification_center_id": 302});
    let with = |more: serde_json::Value| {
        let mut fields = named.clone();
        fields
            .as_object_mut()
            .unwrap()
            .extend(more.as_object().unwrap().clone());
        fields
    };
    let counts = async || {
        [
            count(&wire, "/people", 9001, "person").await,
            count(&wire, "/categories", 202, "category").await,
            count(&wire, "/classification_centers", 302, "classification_center").await,
        ]
    };
    let [person, category, center] = counts().await;
    assert_eq!(center, 0);
    let plus = |more: i64| [person + more, category + more, center + more];
    let (many, single) = ("/entities/3798/receivable_accounts", "receivable_account");
    let due = json!({"due_date": "2026-01-31", "amount": 1, "create_as_recurrent": "monthly", "number_of_parcels": 3});
    let made = wire.post(many, &json!({single: with(due)})).await.json();
    assert_eq!(counts().await, plus(3));
    let bill = json!({"due_date": "2026-01-31", "amount": 1});
    let bill = wire
        .post(
            "/entities/3798/payable_accounts",
            &json!({"payable_account": with(bill)}),
        )
        .await;
    let moved = json!({"type": "Credit", "amount": 1, "occurred_at": "2026-01-31"});
    let transactions = "/entities/3798/deposit_accounts/403/financial_transactions";
    let moved = wire
        .post(transactions, &json!({"financial_transaction": with(moved)}))
        .await
        .json();
    assert_eq!(counts().await, plus(5));
    // Changed to use nothing, and deleted.
    let bill = format!(
        "/entities/3798/payable_accounts/{}",
        bill.json()["payable_account"]["id"]
    );
    let none = json!({"person_id": null, "category_id": null, "classification_center_id": null});
    assert_eq!(wire.put(&bill, &json!({"payable_account": none})).await.status, 200);
    assert_eq!(counts().await, plus(4));
    let moved = format!("{transactions}/{}", moved["financial_transaction"]["id"]);
    assert_eq!(wire.delete(&moved).await.status, 200);
    assert_eq!(counts().await, plus(3));
    let recurrence = format!("{many}/{}/recurrence", made[single]["id"]);
    assert_eq!(wire.delete(&recurrence).await.status, 200);
    assert_eq!(counts().await, plus(0));
}

#[tokio::test]
async fn the_fixtures_are_counted_and_nobody_writes_a_count() {
    let sandbox = Sandbox::new("use-count-fixtures").await;
    let docs = sandbox.financeiro(&[1]).await;
    // Twelve payable accounts and a transaction.
    assert_eq!(count(&docs, "/categories", 102, "category").await, 13);
    let change = json!({"category": {"use_count": 99}});
    docs.send(
        Method::PUT,
        "/categories/102",
        Some("application/json"),
        change.to_string().into(),
    )
    .await;
    assert_eq!(count(&docs, "/categories", 102, "category").await, 13);
    assert_eq!(count(&docs, "/categories", 101, "category").await, 0);
}
