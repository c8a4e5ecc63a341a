//! A document is refused, and nothing has changed.

use insta::assert_snapshot;
use reqwest::Method;
use serde_json::{Value, json};

use super::{body, body_with};
use crate::support::{Client, Sandbox};

const PROPOSALS: &str = "/api/v1/proposals";

/// What is wrong with a body that has one other member.
async fn faults(docsales: &Client, pointer: &str, value: Value) -> String {
    let answer = docsales.post(PROPOSALS, &body_with(pointer, value)).await;
    assert_eq!(answer.status, 422, "{answer}");
    answer.text()
}

#[tokio::test]
async fn a_body_that_is_no_document_is_invalid() {
    let sandbox = Sandbox::new("docsales-refused-body").await;
    let docsales = sandbox.docsales();
    assert_snapshot!(docsales.post(PROPOSALS, &json!({})).await, @"");
    assert_snapshot!(sandbox.last_explanation().await, @"");
    for body in [
        "",
        "{",
        "[]",
        "1",
        "null",
        "{\"proposal\":1}",
        "{\"proposal\":[]}",
        "{\"proposal\":null}",
    ] {
        let answer = docsales
            .send(
                Method::POST,
                PROPOSALS,
                Some("application/json"),
                body.into(),
            )
            .await;
        assert_eq!(
            (answer.status, answer.text().as_str()),
            (400, r#"{"error":"Requisição inválida"}"#),
            "{body}"
        );
    }
    let answer = docsales
        .send(
            Method::POST,
            PROPOSALS,
            Some("text/plain"),
            body().to_string().into(),
        )
        .await;
    assert_eq!(answer.status, 400);
    assert_snapshot!(sandbox.last_explanation().await, @"");
}

#[tokio::test]
async fn an_empty_document_is_told_all_that_it_needs() {
    let sandbox = Sandbox::new("docsales-refused-empty").await;
    let answer = sandbox
        .docsales()
        .post(PROPOSALS, &json!({"proposal": {}}))
        .await;
    assert_snapshot!(answer, @"");
    assert_snapshot!(sandbox.last_explanation().await, @"");
}

#[tokio::test]
async fn what_is_none_of_those_that_there_are_is_refused() {
    let docsales = Sandbox::new("docsales-refused-unlisted").await.docsales();
    let mut told = Vec::new();
    for (pointer, value) in [
        ("/signature_type_id", json!(3)),
        ("/payment_method_id", json!(104)),
        ("/template_id", json!("x")),
        ("/seller_id", json!(38)),
        ("/customer", json!({"id": 48001})),
        ("/customer", json!({"code": "CLI-99999"})),
        ("/items/0/product_id", json!(700)),
        ("/items/0/payment_frequency", json!("weekly")),
        ("/signers/1/role", json!("friend")),
        ("/installments", json!(121)),
        ("/installments", json!(0)),
        ("/due_day", json!(32)),
    ] {
        told.push(faults(&docsales, pointer, value).await);
    }
    assert_snapshot!(told.join("\n"), @"");
}

#[tokio::test]
async fn what_is_blank_or_wrong_is_refused() {
    let docsales = Sandbox::new("docsales-refused-wrong").await.docsales();
    let mut told = Vec::new();
    for (pointer, value) in [
        ("/customer/name", json!(" ")),
        ("/customer/document", json!("")),
        ("/customer/document", json!("45.723.174/0001-11")),
        ("/customer/document", json!("11111111111111")),
        ("/customer", json!("CLI-00113")),
        ("/items", json!([])),
        ("/items", json!({"0": {}})),
        ("/items/0/product_id", Value::Null),
        ("/items/0/quantity", json!(0)),
        ("/items/0/quantity", json!("two")),
        ("/items/0/discount", json!(3000.01)),
        ("/items/0/unit_price", json!(-1)),
        ("/signers/0/name", Value::Null),
        ("/signers/0/email", json!("joao@exemplo")),
        ("/signers/1/email", json!("")),
        ("/signers/1/role", json!("")),
        ("/expiration_date", json!("2026-03-15")),
        ("/expiration_date", json!("31/03/2026")),
        ("/contract_months", json!(0)),
        ("/code", json!("DOC-0071")),
    ] {
        told.push(faults(&docsales, pointer, value).await);
    }
    assert_snapshot!(told.join("\n"), @"");
}

#[tokio::test]
async fn a_misspelt_member_is_told_the_nearest_one() {
    let sandbox = Sandbox::new("docsales-refused-misspelt").await;
    let mut body = body();
    body["proposal"]
        .as_object_mut()
        .unwrap()
        .remove("template_id");
    body["proposal"]["template"] = json!(31);
    body["proposal"]["signers"][1]["mail"] = json!("x");
    assert_eq!(sandbox.docsales().post(PROPOSALS, &body).await.status, 422);
    assert_snapshot!(sandbox.last_explanation().await, @"");
}

#[tokio::test]
async fn a_refused_document_leaves_nothing_behind() {
    let sandbox = Sandbox::new("docsales-refused-nothing").await;
    let docsales = sandbox.docsales();
    let refused = docsales
        .post(PROPOSALS, &body_with("/signers/1/email", json!("x")))
        .await;
    assert_eq!(refused.status, 422);
    // A new customer is made before the document: a code that is taken is found out together with all else.
    let refused = docsales
        .post(PROPOSALS, &body_with("/code", json!("DOC-0064")))
        .await;
    assert_eq!(refused.status, 422);
    assert_eq!(
        docsales
            .get("/api/v1/customers/45723174000110/proposals")
            .await
            .status,
        404
    );
    let account = sandbox.control().get("/docsales/accounts/1").await.json();
    assert_eq!(account["created_this_month"], json!(0));
    let created = docsales.post(PROPOSALS, &body()).await.json();
    assert_eq!(
        (&created["id"], &created["code"]),
        (&json!(44074), &json!("DOC-0072"))
    );
    assert_eq!(
        (&created["customer"]["id"], &created["customer"]["code"]),
        (&json!(48012), &json!("CLI-00114"))
    );
}
