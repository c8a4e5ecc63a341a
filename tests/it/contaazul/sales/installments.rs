//! Installments: shown and acquitted by their number (FAQ 23, 32, 34).

use insta::assert_snapshot;
use serde_json::{Value, json};

use super::{NATIVE_BANK, address, created, everything, pending_sale, read, sale};
use crate::support::Sandbox;

#[tokio::test]
async fn an_installment_is_shown_with_four_members_and_acquitted() {
    let sandbox = Sandbox::new("installment").await;
    let contaazul = sandbox.contaazul();
    let sale = created(&contaazul, &sale()).await;
    let path = format!("{}/installments/1", address(&sale));
    assert_snapshot!(contaazul.get(&path).await, @r#"
    200
    content-type: application/json;charset=UTF-8

    {"number": 1, "value": 305, "due_date": "2025-03-10T03:00:00.000Z", "status": "PENDING"}
    "#);
    let acquitted = contaazul.put(&path, &json!({"status": "ACQUITTED"})).await;
    assert_snapshot!(acquitted, @r#"
    200
    content-type: application/json;charset=UTF-8

    {"number": 1, "value": 305, "due_date": "2025-03-10T03:00:00.000Z", "status": "ACQUITTED"}
    "#);
    assert_eq!(contaazul.get(&path).await.text(), acquitted.text());
    let mut expected = sale.clone();
    expected["payment"]["installments"][0]["status"] = "ACQUITTED".into();
    assert_eq!(read(&contaazul, sale["id"].as_str().unwrap()).await, expected);
    // Once more changes nothing, and back to PENDING is allowed.
    let again = contaazul.put(&path, &json!({"status": "ACQUITTED"})).await;
    assert_eq!(again.text(), acquitted.text());
    let back = contaazul.put(&path, &json!({"status": "PENDING"})).await;
    assert_eq!(back.member("/status"), "PENDING");
    assert_eq!(read(&contaazul, sale["id"].as_str().unwrap()).await, sale);
}

#[tokio::test]
async fn an_installment_without_a_bank_or_with_a_native_one_is_not_acquitted() {
    let sandbox = Sandbox::new("installment-bank").await;
    let contaazul = sandbox.contaazul();
    let conta_pj = json!("7a1d0b52-0002-4a0e-8a55-0c6c0c1b2d3e");
    for (bank, why) in [
        (Value::Null, "The sale has no financial_account_id"),
        (json!(NATIVE_BANK), "\"Receba Fácil\" is native"),
        (conta_pj, "\"Conta PJ\" is native"),
    ] {
        let mut body = sale();
        body["payment"]["financial_account_id"] = bank;
        let sale = created(&contaazul, &body).await;
        let path = format!("{}/installments/1", address(&sale));
        let before = everything(&contaazul).await;
        let answer = contaazul.put(&path, &json!({"status": "ACQUITTED"})).await;
        assert_eq!(answer.status, 500);
        assert_eq!(
            answer.text(),
            r#"{"code":"INTERNAL_SERVER_ERROR","message":"500 Internal Server Error"}"#
        );
        assert!(sandbox.last_explanation().await.contains(why), "{why}");
        assert_eq!(everything(&contaazul).await, before);
        // What is PENDING may be said to be so.
        assert_eq!(contaazul.put(&path, &json!({"status": "PENDING"})).await.status, 200);
    }
}

#[tokio::test]
async fn an_account_with_a_usual_bank_acquits_what_names_none() {
    let sandbox = Sandbox::new("installment-usual-bank").await;
    let second = sandbox.contaazul_second_account().await;
    let sale = created(&second, &pending_sale()).await;
    let path = format!("{}/installments/1", address(&sale));
    let answer = second.put(&path, &json!({"status": "ACQUITTED"})).await;
    assert_eq!((answer.status, answer.member("/status").as_str()), (200, "ACQUITTED"));
}

#[tokio::test]
async fn only_the_installment_of_that_number_is_acquitted() {
    let sandbox = Sandbox::new("installment-number").await;
    let contaazul = sandbox.contaazul();
    // The first two of three are acquitted already.
    let path = "/v1/sales/968150ce-0001-4a97-ab6c-4da83b255f79";
    let statuses = async || {
        let sale = contaazul.get(path).await.json();
        let installments = sale["payment"]["installments"].as_array().unwrap().clone();
        installments
            .iter()
            .map(|one| one["status"].to_string())
            .collect::<Vec<_>>()
            .join(" ")
    };
    assert_eq!(statuses().await, r#""ACQUITTED" "ACQUITTED" "PENDING""#);
    let body = json!({"status": "PENDING"});
    contaazul.put(&format!("{path}/installments/2"), &body).await;
    assert_eq!(statuses().await, r#""ACQUITTED" "PENDING" "PENDING""#);
    for number in ["0", "4", "-1", "x", "99999999999999999999", "1.5", "%2B"] {
        let path = format!("{path}/installments/{number}");
        let expected = json!({"code": "NOT_FOUND", "message": "Resource not found"});
        assert_eq!(contaazul.get(&path).await.json(), expected, "{number}");
        assert_eq!(contaazul.put(&path, &body).await.json(), expected, "{number}");
    }
    assert_eq!(statuses().await, r#""ACQUITTED" "PENDING" "PENDING""#);
}

#[tokio::test]
async fn an_installment_is_pending_or_acquitted_and_nothing_else() {
    let sandbox = Sandbox::new("installment-status").await;
    let contaazul = sandbox.contaazul();
    let sale = created(&contaazul, &sale()).await;
    let path = format!("{}/installments/1", address(&sale));
    let before = everything(&contaazul).await;
    for (body, message) in [
        (json!({"status": "CANCELED"}), "Invalid status"),
        (json!({"status": "acquitted"}), "Invalid status"),
        (json!({"status": ["ACQUITTED"]}), "The request body could not be read"),
        (json!({"status": ""}), "The installment's status cannot be null"),
        (json!({}), "The installment's status cannot be null"),
    ] {
        let answer = contaazul.put(&path, &body).await;
        assert_eq!(
            (answer.status, answer.member("/message").as_str()),
            (400, message),
            "{body}"
        );
    }
    assert_eq!(everything(&contaazul).await, before);
    // Other members are not heard.
    let body = json!({"status": "ACQUITTED", "value": 1, "number": 9, "due_date": "2030-01-01"});
    let answer = contaazul.put(&path, &body).await;
    assert_eq!(
        answer.text(),
        r#"{"number":1,"value":305,"due_date":"2025-03-10T03:00:00.000Z","status":"ACQUITTED"}"#
    );
}
