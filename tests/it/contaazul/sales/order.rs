//! The order in which the rules are checked: a body that breaks them all is mended from the first to the last, and each
//! time hears of the next.

use serde_json::{Value, json};

use super::{BANK, NOTHING, PRODUCT, refused, sale};
use crate::support::Sandbox;

#[tokio::test]
async fn the_rules_are_checked_in_the_order_of_the_documentation() {
    let sandbox = Sandbox::new("rule-order").await;
    let contaazul = sandbox.contaazul();
    // Of this product there is none.
    let empty = "ccfc7e51-76da-4d00-9bb3-85fae6a7e037";
    let account = "/contaazul/accounts/b7a1c0de-0001-4c0a-8a55-0c6c0c1b2d3e";
    sandbox.control().put(account, &json!({"stock_check": true})).await;
    let mut body = json!({
        "emission": "2025-03-10", "status": "APPROVED", "customer_id": "abc", "number": {},
        "payment": {"installments": [{"value": 1, "due_date": "2025-03-10"}]},
    });
    let item = json!({"quantity": 1});
    let with_id = json!({"quantity": 1, "product_id": NOTHING});
    let known = json!({"quantity": 1, "product_id": empty});
    let priced = json!({"quantity": 1, "product_id": empty, "value": 10});
    let mend: [(&str, Value, Option<&str>); 10] = [
        ("/bank", json!(BANK), Some("The request body could not be read")),
        ("/number", json!(7), None),
        ("/customer_id", json!(""), None),
        ("/products", json!([item]), Some("Invalid status")),
        (
            "/status",
            json!("COMMITTED"),
            Some("A sale with status COMMITTED must have a customer id"),
        ),
        (
            "/customer_id",
            json!(NOTHING),
            Some("A sale with status COMMITTED must have product_id for all items"),
        ),
        ("/products", json!([with_id]), None),
        ("/customer_id", json!(super::CUSTOMER), Some("Resource not found")),
        (
            "/products",
            json!([known]),
            Some("The sale product's value cannot be null"),
        ),
        (
            "/products",
            json!([priced]),
            Some("O valor total das parcelas R$1,00 difere do valor total R$10,00."),
        ),
    ];
    for (pointer, value, message) in mend {
        body[&pointer[1..]] = value;
        let answer = refused(&contaazul, &body).await;
        assert_eq!(answer.json()["message"], json!(message), "{body}");
        assert_eq!(answer.status, 400);
    }
    body["payment"]["installments"][0]["value"] = 10.into();
    let message = "Não foi possível efetuar a integração: A quantidade de Cesta de café da manhã solicitada é superior a disponível no estoque";
    assert_eq!(refused(&contaazul, &body).await.member("/message"), message);
    body["products"][0]["product_id"] = PRODUCT.into();
    super::created(&contaazul, &body).await;
}

#[tokio::test]
async fn who_calls_is_asked_before_what_is_sent() {
    let sandbox = Sandbox::new("rule-order-caller").await;
    let contaazul = sandbox.contaazul();
    let nobody = contaazul.clone().without("authorization");
    let answer = nobody.post("/v1/sales", &json!({"customer_id": "abc"})).await;
    assert_eq!(answer.status, 401, "{answer}");
    let answer = nobody.post("/v1/sales", &sale()).await;
    assert_eq!(answer.status, 401, "{answer}");
}
