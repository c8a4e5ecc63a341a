//! Stock: approved sales take products out; deleting or cancelling them puts these back, once (FAQ 51).

use serde_json::{Value, json};

use super::{PRODUCT, address, created, everything, refused, sale, stock};
use crate::support::{Client, Sandbox};

/// "Filtro de óleo", of the second account, which checks stock: 20.
const FILTER: &str = "0c8d6bab-a9d9-42d8-8630-8a35f24d3bbb";
/// "Bateria 60 Ah", of the same account: 1.
const BATTERY: &str = "473a9d7c-de40-4db9-8de5-18847b5756c2";

/// A sale of products of the second account.
fn of(status: &str, customer: &Value, lines: &[(&str, Value)]) -> Value {
    let lines: Vec<_> = lines
        .iter()
        .map(|(id, quantity)| json!({"product_id": id, "quantity": quantity, "value": 10}))
        .collect();
    json!({
        "emission": "2026-03-16", "status": status, "customer_id": customer, "products": lines,
        "payment": {"type": "TIMES"}
    })
}

async fn customer(contaazul: &Client) -> Value {
    let customer = json!({"name": "Cliente", "person_type": "NATURAL"});
    contaazul.post("/v1/customers", &customer).await.json()["id"].clone()
}

#[tokio::test]
async fn a_committed_sale_takes_its_products_out_and_its_deletion_puts_them_back() {
    let sandbox = Sandbox::new("stock-delete").await;
    let contaazul = sandbox.contaazul();
    assert_eq!(stock(&contaazul, PRODUCT).await, 1000);
    let sale = created(&contaazul, &sale()).await;
    assert_eq!(stock(&contaazul, PRODUCT).await, 998);
    assert_eq!(contaazul.delete(&address(&sale)).await.status, 204);
    assert_eq!(contaazul.delete(&address(&sale)).await.status, 404);
    assert_eq!(stock(&contaazul, PRODUCT).await, 1000);
}

#[tokio::test]
async fn a_pending_sale_reserves_nothing() {
    let sandbox = Sandbox::new("stock-pending").await;
    let contaazul = sandbox.contaazul();
    let mut body = sale();
    body["status"] = "PENDING".into();
    let sale = created(&contaazul, &body).await;
    assert_eq!(stock(&contaazul, PRODUCT).await, 1000);
    body["products"][0]["quantity"] = 1.into();
    body["services"][0]["value"] = 250.into();
    assert_eq!(contaazul.put(&address(&sale), &body).await.status, 200);
    assert_eq!(contaazul.delete(&address(&sale)).await.status, 204);
    assert_eq!(stock(&contaazul, PRODUCT).await, 1000);
}

#[tokio::test]
async fn a_cancelled_sale_puts_its_products_back_once() {
    let sandbox = Sandbox::new("stock-cancel").await;
    let contaazul = sandbox.contaazul();
    let sale = created(&contaazul, &sale()).await;
    let cancel = format!("/contaazul{}/cancel", &address(&sale)[3..]);
    for _ in 0..2 {
        let answer = sandbox.control().post(&cancel, &json!({})).await;
        assert_eq!((answer.status, answer.json()), (200, sale.clone()));
        assert_eq!(stock(&contaazul, PRODUCT).await, 1000);
    }
    // What is changed of it afterwards takes nothing out any more.
    let mut body = super::sale();
    body["products"][0]["quantity"] = 4.into();
    body["services"][0]["value"] = 100.into();
    assert_eq!(contaazul.put(&address(&sale), &body).await.status, 200);
    assert_eq!(stock(&contaazul, PRODUCT).await, 1000);
    assert_eq!(contaazul.delete(&address(&sale)).await.status, 204);
    assert_eq!(stock(&contaazul, PRODUCT).await, 1000);
}

#[tokio::test]
async fn a_changed_sale_takes_out_what_it_has_now() {
    let sandbox = Sandbox::new("stock-update").await;
    let contaazul = sandbox.contaazul();
    let sale = created(&contaazul, &sale()).await;
    let mut body = super::sale();
    body["products"][0] = json!({"product_id": PRODUCT, "quantity": 8, "value": 12.5});
    assert_eq!(contaazul.put(&address(&sale), &body).await.status, 200);
    assert_eq!(stock(&contaazul, PRODUCT).await, 992);
    // What has no items leaves them, and a refused change takes nothing.
    assert_eq!(contaazul.put(&address(&sale), &json!({"notes": "x"})).await.status, 200);
    body["products"][0]["quantity"] = 9.into();
    assert_eq!(contaazul.put(&address(&sale), &body).await.status, 400);
    assert_eq!(stock(&contaazul, PRODUCT).await, 992);
    assert_eq!(contaazul.delete(&address(&sale)).await.status, 204);
    assert_eq!(stock(&contaazul, PRODUCT).await, 1000);
}

#[tokio::test]
async fn an_account_that_does_not_check_sells_what_it_does_not_have() {
    let sandbox = Sandbox::new("stock-unchecked").await;
    let contaazul = sandbox.contaazul();
    let mut body = sale();
    body["products"][0]["quantity"] = 1000.5.into();
    body["payment"] = json!({"type": "TIMES"});
    created(&contaazul, &body).await;
    assert_eq!(stock(&contaazul, PRODUCT).await, -0.5);
}

#[tokio::test]
async fn an_account_that_checks_stock_sells_what_it_has_and_no_more() {
    let sandbox = Sandbox::new("stock-check").await;
    let second = sandbox.contaazul_second_account().await;
    let customer = customer(&second).await;
    let message = "Não foi possível efetuar a integração: A quantidade de Filtro de óleo solicitada é superior a disponível no estoque";
    for lines in [
        vec![(FILTER, json!(21))],
        vec![(FILTER, json!(20.01))],
        // Lines of one product are counted together.
        vec![(FILTER, json!(10)), (FILTER, json!(11))],
        // And what is there of the one is not taken when the other is not.
        vec![(BATTERY, json!(1)), (FILTER, json!(21))],
    ] {
        for status in ["COMMITTED", "PENDING"] {
            let answer = refused(&second, &of(status, &customer, &lines)).await;
            let expected = json!({"code": "INTEGRATION_ERROR", "message": message});
            assert_eq!((answer.status, answer.json()), (400, expected), "{lines:?}");
        }
    }
    // All of it may be sold, once.
    let all = of("COMMITTED", &customer, &[(FILTER, json!(15)), (FILTER, json!(5))]);
    let sale = created(&second, &all).await;
    assert_eq!(stock(&second, FILTER).await, 0);
    let one = of("COMMITTED", &customer, &[(FILTER, json!(0.01))]);
    assert_eq!(refused(&second, &one).await.member("/message"), message);
    // What a sale has counts for its own change.
    let fewer = of("COMMITTED", &customer, &[(FILTER, json!(18))]);
    assert_eq!(second.put(&address(&sale), &fewer).await.status, 200);
    assert_eq!(stock(&second, FILTER).await, 2);
    let before = everything(&second).await;
    let more = of("COMMITTED", &customer, &[(FILTER, json!(21))]);
    assert_eq!(second.put(&address(&sale), &more).await.member("/message"), message);
    assert_eq!(everything(&second).await, before);
    assert_eq!(second.put(&address(&sale), &all).await.status, 200);
    // Nor does an empty shelf stand in the way of a new note.
    assert_eq!(second.put(&address(&sale), &json!({"notes": "paid"})).await.status, 200);
    let pending = of("PENDING", &customer, &[(BATTERY, json!(1))]);
    let pending = created(&second, &pending).await;
    created(&second, &of("COMMITTED", &customer, &[(BATTERY, json!(1))])).await;
    assert_eq!(
        second.put(&address(&pending), &json!({"notes": "late"})).await.status,
        200
    );
}

#[tokio::test]
async fn the_check_is_the_accounts_setting() {
    let sandbox = Sandbox::new("stock-setting").await;
    let second = sandbox.contaazul_second_account().await;
    let customer = customer(&second).await;
    let two = of("COMMITTED", &customer, &[(BATTERY, json!(2))]);
    refused(&second, &two).await;
    let account = "/contaazul/accounts/b7a1c0de-0002-4c0a-8a55-0c6c0c1b2d3e";
    sandbox.control().put(account, &json!({"stock_check": false})).await;
    created(&second, &two).await;
    assert_eq!(stock(&second, BATTERY).await, -1);
}

#[tokio::test]
async fn a_product_without_a_number_is_not_kept_in_stock() {
    let sandbox = Sandbox::new("stock-none").await;
    let second = sandbox.contaazul_second_account().await;
    let customer = customer(&second).await;
    let product = second
        .post("/v1/products", &json!({"name": "Sem estoque", "value": 1}))
        .await;
    let id = product.member("/id");
    created(&second, &of("COMMITTED", &customer, &[(&id, json!(1000))])).await;
    assert_eq!(stock(&second, &id).await, Value::Null);
}
