//! Transactions.

use insta::assert_snapshot;
use reqwest::Method;
use serde_json::{Value, json};

use super::{
    BANK_ACCOUNTS, CATEGORIES, CONTACTS, COST_CENTERS, TRANSACTIONS, create, paid, refusal,
};
use crate::support::Sandbox;

#[tokio::test]
async fn a_transaction_shows_every_attribute_in_its_order() {
    let procfy = Sandbox::new("procfy-transaction-shown").await.procfy();
    assert_snapshot!(procfy.get("/api/v1/transactions/39").await, @"");
}

#[tokio::test]
async fn what_is_not_sent_has_its_documented_default() {
    let procfy = Sandbox::new("procfy-transaction-defaults").await.procfy();
    let body = json!({"due_date": "31/12/2026", "bank_account_id": "2", "unknown": 1, "frequency": "monthly"});
    assert_snapshot!(procfy.post(TRANSACTIONS, &body).await, @"");
}

#[tokio::test]
async fn what_a_change_does_not_speak_of_stays() {
    let procfy = Sandbox::new("procfy-transaction-change").await.procfy();
    let path = "/api/v1/transactions/39";
    let before = procfy.get(path).await.json();
    let changed = procfy
        .put(path, &json!({"name": "Forno", "transaction_type": null}))
        .await;
    let mut expected = before.clone();
    expected["name"] = json!("Forno");
    assert_eq!(changed.json(), expected);
    let media_type = Some("application/json");
    let body = json!({"name": null, "category_id": null}).to_string();
    let changed = procfy
        .send(Method::PATCH, path, media_type, body.into())
        .await
        .json();
    assert_eq!(
        (
            &changed["name"],
            &changed["category"],
            &changed["category_id"]
        ),
        (&Value::Null, &Value::Null, &Value::Null)
    );
    assert_eq!(procfy.get(path).await.json(), changed);
    assert_eq!(procfy.put(path, &json!({})).await.json(), changed);
}

#[tokio::test]
async fn the_exchanged_amount_follows_the_amount_until_it_is_sent() {
    let procfy = Sandbox::new("procfy-transaction-exchanged").await.procfy();
    let path = format!(
        "{TRANSACTIONS}/{}",
        create(&procfy, TRANSACTIONS, &paid("revenue")).await
    );
    let exchanged = async |body: Value| {
        let shown = procfy.put(&path, &body).await.json();
        format!(
            "{} {}",
            shown["exchanged_amount_cents"], shown["exchanged_amount_currency"]
        )
    };
    assert_eq!(
        exchanged(json!({"amount_cents": 500, "amount_currency": "usd"})).await,
        "500 \"USD\""
    );
    let sent = json!({"exchanged_amount_cents": 2500, "exchanged_amount_currency": "BRL"});
    assert_eq!(exchanged(sent).await, "2500 \"BRL\"");
    assert_eq!(
        exchanged(json!({"amount_cents": 600})).await,
        "2500 \"BRL\""
    );
}

#[tokio::test]
async fn validation_names_what_is_wrong_in_one_order() {
    let sandbox = Sandbox::new("procfy-transaction-invalid").await;
    let procfy = sandbox.procfy();
    let before = procfy.get(TRANSACTIONS).await.text();
    assert_snapshot!(procfy.post(TRANSACTIONS, &json!({})).await, @"");
    assert_snapshot!(sandbox.last_explanation().await, @"");
    let changed = |member: &str, value: Value| {
        let mut body = paid("revenue");
        body[member] = value;
        body
    };
    let mut answers = String::new();
    for (member, value) in [
        ("due_date", json!(null)),
        ("due_date", json!("soon")),
        ("bank_account_id", json!(999)),
        ("bank_account_id", json!(null)),
        ("paid", json!(null)),
        ("amount_cents", json!(-1)),
        ("amount_cents", json!("dez")),
        ("amount_cents", json!(null)),
        ("amount_cents", json!(1e17)),
        ("amount_currency", json!("REAL")),
        ("amount_currency", json!(null)),
        ("category_id", json!(999)),
        ("contact_id", json!("x")),
        ("cost_center_id", json!(999)),
        ("transaction_type", json!("transfer")),
        ("transaction_type", json!("income")),
        ("transaction_type", json!("")),
        ("transaction_type", json!(0)),
        ("payment_method", json!("gold")),
        ("payment_type", json!("never")),
    ] {
        let answer = procfy
            .post(TRANSACTIONS, &changed(member, value.clone()))
            .await;
        answers += &format!("{member} {value}: {}\n", refusal(&answer));
    }
    assert_snapshot!(answers, @"");
    for to in [json!(999), json!(1)] {
        let mut body = paid("transfer");
        body["transfer_to_id"] = to;
        answers = refusal(&procfy.post(TRANSACTIONS, &body).await);
        assert_snapshot!(answers);
    }
    assert_eq!(procfy.get(TRANSACTIONS).await.text(), before);
}

#[tokio::test]
async fn of_several_wrong_enums_the_first_is_named_and_the_nearest_key() {
    let sandbox = Sandbox::new("procfy-transaction-enums").await;
    let procfy = sandbox.procfy();
    let wrong = json!({"payment_type": "x", "payment_method": "creditcard"});
    assert_snapshot!(procfy.post(TRANSACTIONS, &wrong).await, @"");
    assert_snapshot!(sandbox.last_explanation().await, @"");
    // The record is looked for first.
    let answer = procfy.put("/api/v1/transactions/999", &wrong).await;
    assert_eq!(answer.status, 404, "{answer}");
}

#[tokio::test]
async fn a_deleted_transaction_is_answered_once_more_and_then_gone() {
    let procfy = Sandbox::new("procfy-transaction-delete").await.procfy();
    let path = "/api/v1/transactions/39";
    let before = procfy.get(path).await;
    let deleted = procfy.delete(path).await;
    assert_eq!((deleted.status, deleted.text()), (200, before.text()));
    assert_snapshot!(procfy.get(path).await, @"");
    assert_eq!(procfy.put(path, &json!({})).await.status, 404);
    assert_eq!(procfy.delete(path).await.status, 404);
    // Its id is never given again.
    assert_eq!(create(&procfy, TRANSACTIONS, &paid("revenue")).await, 40);
    assert_eq!(
        procfy.delete(&format!("{TRANSACTIONS}/40")).await.status,
        200
    );
    assert_eq!(create(&procfy, TRANSACTIONS, &paid("revenue")).await, 41);
}

#[tokio::test]
async fn what_a_transaction_refers_to_is_hidden_rather_than_deleted() {
    let procfy = Sandbox::new("procfy-hidden").await.procfy();
    let path = "/api/v1/transactions/39";
    procfy.put(path, &json!({"contact_id": 48})).await;
    let before = procfy.get(path).await.text();
    for used in [
        format!("{BANK_ACCOUNTS}/1"),
        format!("{CATEGORIES}/3"),
        format!("{CONTACTS}/48"),
        format!("{COST_CENTERS}/58"),
    ] {
        let shown = procfy.get(&used).await;
        let deleted = procfy.delete(&used).await;
        assert_eq!((deleted.status, deleted.text()), (200, shown.text()));
        for answer in [
            procfy.get(&used).await,
            procfy.put(&used, &json!({"name": "Outro"})).await,
            procfy.delete(&used).await,
        ] {
            assert_eq!(answer.status, 404, "{used}: {answer}");
        }
    }
    assert_eq!(procfy.get(path).await.text(), before);
    // What it is in already may be sent again; another transaction cannot take it.
    assert_eq!(
        procfy
            .put(path, &json!({"bank_account_id": 1}))
            .await
            .status,
        200
    );
    assert_eq!(
        procfy.post(TRANSACTIONS, &paid("revenue")).await.status,
        422
    );
    let count = procfy.get(BANK_ACCOUNTS).await.json()["page"]["count"].clone();
    assert_eq!(count, json!(2));
}
