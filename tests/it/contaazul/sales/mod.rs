//! Sales, file by file as in `src/providers/contaazul/sales`, and what the tests of sales share.

mod banks;
mod create;
mod dates;
mod installments;
mod items;
mod members;
mod odd;
mod order;
mod pdf;
mod read;
mod rules;
mod stock;
mod sums;
mod totals;
mod update;

use serde_json::{Value, json};

use crate::support::{Answer, Client};

/// "Maria Teste", of the first account.
pub(super) const CUSTOMER: &str = "19b2b240-0000-4e6e-b1b6-d44d1b206e1d";
/// "Produto X", of the first account: 1000 in stock.
pub(super) const PRODUCT: &str = "4563c1a4-0000-4aa9-8401-5b176e6e155e";
/// "Serviço Y", of the first account.
pub(super) const SERVICE: &str = "c64c78b4-0000-4c3c-8633-945d957de05c";
/// "Conta corrente", of the first account.
pub(super) const BANK: &str = "7a1d0b52-0000-4a0e-8a55-0c6c0c1b2d3e";
/// "Receba Fácil", of the first account, native to the ERP.
pub(super) const NATIVE_BANK: &str = "7a1d0b52-0001-4a0e-8a55-0c6c0c1b2d3e";
/// A UUID that is nothing's.
pub(super) const NOTHING: &str = "00000000-0000-4000-8000-000000000000";

/// A sale as several client programs send it: 2 × 50 + 1 × 200 − 5 + 10 = 305.
pub(super) fn sale() -> Value {
    json!({
        "emission": "2025-03-10T12:00:00.000Z", "status": "COMMITTED", "customer_id": CUSTOMER,
        "products": [
            {"description": "Produto X", "quantity": 2, "product_id": PRODUCT, "value": 50}
        ],
        "services": [
            {"description": "Serviço Y", "quantity": 1, "service_id": SERVICE, "value": 200}
        ],
        "discount": {"measure_unit": "VALUE", "rate": 5},
        "payment": {
            "type": "CASH", "method": "BANKING_TRANSFER",
            "installments": [{
                "number": 1, "value": 305, "due_date": "2025-03-10T12:00:00.000Z",
                "status": "PENDING"
            }],
            "financial_account_id": BANK
        },
        "notes": "text", "shipping_cost": 10
    })
}

/// The least that is a sale: pending, for nobody, of a product that no catalogue knows, paid at once.
pub(super) fn pending_sale() -> Value {
    json!({
        "emission": "2025-03-10", "status": "PENDING",
        "products": [{"quantity": 1, "value": 50}], "payment": {"type": "CASH"}
    })
}

/// `body` with `changes` in place of its members of the same names; a null takes the member out.
pub(super) fn with(mut body: Value, changes: Value) -> Value {
    for (name, value) in changes.as_object().unwrap() {
        match value {
            Value::Null => body.as_object_mut().unwrap().remove(name),
            value => body.as_object_mut().unwrap().insert(name.clone(), value.clone()),
        };
    }
    body
}

/// Creates what must be a good sale; answers with it as it is read later.
pub(super) async fn created(contaazul: &Client, body: &Value) -> Value {
    let answer = contaazul.post("/v1/sales", body).await;
    assert_eq!(answer.status, 201, "{body}: {answer}");
    read(contaazul, &answer.member("/id")).await
}

/// A sale as it is read.
pub(super) async fn read(contaazul: &Client, id: &str) -> Value {
    let answer = contaazul.get(&format!("/v1/sales/{id}")).await;
    assert_eq!(answer.status, 200, "{answer}");
    answer.json()
}

/// The address of a sale that was read.
pub(super) fn address(sale: &Value) -> String {
    format!("/v1/sales/{}", sale["id"].as_str().unwrap())
}

/// Everything that a sale can change: every sale, and every product with its stock.
pub(super) async fn everything(contaazul: &Client) -> String {
    let sales = contaazul.get("/v1/sales?size=1000").await;
    let products = contaazul.get("/v1/products?size=1000").await;
    let contracts = contaazul.get("/v1/contracts?size=1000").await;
    format!("{sales}\n{products}\n{contracts}")
}

/// Posts a sale that must be refused; sees to it that it left nothing behind.
pub(super) async fn refused(contaazul: &Client, body: &Value) -> Answer {
    let before = everything(contaazul).await;
    let answer = contaazul.post("/v1/sales", body).await;
    assert!(answer.status >= 400, "{body}: {answer}");
    assert_eq!(everything(contaazul).await, before, "{body}");
    answer
}

/// What a list of sales shows of each: one member.
pub(super) async fn listed(contaazul: &Client, query: &str, member: &str) -> Vec<Value> {
    let answer = contaazul.get(&format!("/v1/sales?{query}")).await;
    assert_eq!(answer.status, 200, "{answer}");
    answer
        .json()
        .as_array()
        .unwrap()
        .iter()
        .map(|sale| sale[member].clone())
        .collect()
}

/// How much of a product there is.
pub(super) async fn stock(contaazul: &Client, product: &str) -> Value {
    contaazul.get(&format!("/v1/products/{product}")).await.json()["available_stock"].clone()
}
