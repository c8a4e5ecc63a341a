//! Changing sales: what may change, what is ignored, what stays.

use insta::assert_snapshot;
use serde_json::{Value, json};

use super::{
    BANK, NATIVE_BANK, NOTHING, PRODUCT, SERVICE, address, created, everything, pending_sale, read, sale, with,
};
use crate::support::{Answer, Client, Sandbox};

/// Sends a change that must be refused; sees to it that it changed nothing.
async fn refused(contaazul: &Client, sale: &Value, body: &Value) -> Answer {
    let before = everything(contaazul).await;
    let answer = contaazul.put(&address(sale), body).await;
    assert!(answer.status >= 400, "{body}: {answer}");
    assert_eq!(everything(contaazul).await, before, "{body}");
    answer
}

async fn items(contaazul: &Client, sale: &Value) -> Value {
    contaazul.get(&format!("{}/items", address(sale))).await.json()
}

#[tokio::test]
async fn a_whole_body_changes_everything_that_may_change() {
    let sandbox = Sandbox::new("sale-update").await;
    let contaazul = sandbox.contaazul();
    let before = created(&contaazul, &sale()).await;
    let body = json!({
        "number": 77, "emission": "2025-03-12T01:00:00Z", "status": "COMMITTED",
        "customer_id": super::CUSTOMER, "seller_id": "f38da1e5-0000-45d0-b108-d7f22d0eaac7",
        "products": [{"description": "Outro", "quantity": 1, "product_id": PRODUCT, "value": 90}],
        "services": [],
        "discount": {"measure_unit": "PERCENT", "rate": 10},
        "payment": {"type": "TIMES", "method": "CREDIT_CARD", "installments": [
            {"number": 1, "value": 40, "due_date": "2025-04-10T12:00:00.000Z", "status": "PENDING"},
            {"number": 2, "value": 41, "due_date": "2025-05-10T12:00:00.000Z", "note": "última"}
        ]},
        "notes": "other", "shipping_cost": 0
    });
    let answer = contaazul.put(&address(&before), &body).await;
    assert_snapshot!(answer, @r#"
    200
    content-type: application/json;charset=UTF-8

    {
      "id": "d005bd8b-f962-455a-9f54-1d65e8a5e19b",
      "ca_id": 123456820,
      "number": 77,
      "emission": "2025-03-11T03:00:00.000Z",
      "status": "COMMITTED",
      "scheduled": false,
      "customer_id": "19b2b240-0000-4e6e-b1b6-d44d1b206e1d",
      "customer": {
        "id": "19b2b240-0000-4e6e-b1b6-d44d1b206e1d",
        "name": "Maria Teste",
        "company_name": null,
        "email": null,
        "person_type": "NATURAL"
      },
      "discount": {"measure_unit": "PERCENT", "rate": 10},
      "product_discount": {"measure_unit": "PERCENT", "rate": 10},
      "service_discount": null,
      "payment": {
        "type": "TIMES",
        "method": "CREDIT_CARD",
        "installments": [
          {
            "number": 1,
            "value": 40,
            "due_date": "2025-04-10T12:00:00.000Z",
            "status": "PENDING",
            "note": null,
            "hasBillet": false
          },
          {
            "number": 2,
            "value": 41,
            "due_date": "2025-05-10T12:00:00.000Z",
            "status": "PENDING",
            "note": "última",
            "hasBillet": false
          }
        ],
        "financial_account_id": "7a1d0b52-0000-4a0e-8a55-0c6c0c1b2d3e",
        "financial_account": {
          "uuid": "7a1d0b52-0000-4a0e-8a55-0c6c0c1b2d3e",
          "name": "Conta corrente",
          "accountType": "CHECKINGACCOUNT",
          "billetConfigured": false
        }
      },
      "payment_terms": null,
      "notes": "other",
      "shipping_cost": 0,
      "total": 81,
      "seller": {"id": "f38da1e5-0000-45d0-b108-d7f22d0eaac7", "name": "Vendedor Um"},
      "category_id": "5d3c9a77-0000-4d63-9ad1-7a0d1c2b3e4f",
      "shipping_forecast": null,
      "proposal_date": null,
      "expiration": null,
      "introduction": null
    }
    "#);
    let mut later = answer.json();
    for (place, day) in ["2025-04-10", "2025-05-10"].iter().enumerate() {
        let midnight = format!("{day}T03:00:00.000Z");
        later["payment"]["installments"][place]["due_date"] = midnight.into();
    }
    assert_eq!(read(&contaazul, before["id"].as_str().unwrap()).await, later);
    assert_eq!(items(&contaazul, &before).await.as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn what_was_read_can_be_sent_back_with_another_method() {
    let sandbox = Sandbox::new("sale-update-round").await;
    let contaazul = sandbox.contaazul();
    for body in [sale(), pending_sale()] {
        let before = created(&contaazul, &body).await;
        let before_items = items(&contaazul, &before).await;
        let mut shown = before.clone();
        shown["payment"]["method"] = "OTHER".into();
        let answer = contaazul.put(&address(&before), &shown).await;
        assert_eq!(answer.text(), shown.to_string());
        assert_eq!(read(&contaazul, before["id"].as_str().unwrap()).await, shown);
        assert_eq!(items(&contaazul, &before).await, before_items);
    }
}

#[tokio::test]
async fn what_a_body_does_not_hold_stays() {
    let sandbox = Sandbox::new("sale-update-partial").await;
    let contaazul = sandbox.contaazul();
    let before = created(&contaazul, &sale()).await;
    let before_items = items(&contaazul, &before).await;
    for body in [
        json!({}),
        json!({"payment": {}}),
        json!({"payment": null}),
        json!({"payment": {"installments": []}}),
        json!({"products": null, "services": null}),
        json!({"products": null, "services": ""}),
        json!({"products": [], "services": []}),
    ] {
        // A body without items keeps them: it takes one to replace them.
        let answer = contaazul.put(&address(&before), &body).await;
        assert_eq!(answer.text(), before.to_string(), "{body}");
        assert_eq!(items(&contaazul, &before).await, before_items, "{body}");
    }
    let answer = contaazul.put(&address(&before), &json!({"notes": "new"})).await;
    assert_eq!(answer.json(), with(before.clone(), json!({"notes": "new"})));
    let answer = contaazul.put(&address(&before), &json!({"notes": null})).await;
    assert_eq!(answer.json()["notes"], "");
}

#[tokio::test]
async fn services_stay_where_only_products_are_sent() {
    let sandbox = Sandbox::new("sale-update-one-list").await;
    let contaazul = sandbox.contaazul();
    let before = created(&contaazul, &with(sale(), json!({"payment": {"type": "TIMES"}}))).await;
    let products = json!([{"quantity": 1, "product_id": PRODUCT, "value": 10}]);
    let answer = contaazul.put(&address(&before), &json!({"products": products})).await;
    assert_eq!(answer.json()["total"], 10 + 200 - 5 + 10);
    let services = json!([{"quantity": 2, "service_id": SERVICE, "value": 10}]);
    let answer = contaazul.put(&address(&before), &json!({"services": services})).await;
    assert_eq!(answer.json()["total"], 10 + 20 - 5 + 10);
    let answer = contaazul
        .put(&address(&before), &json!({"products": products, "services": []}))
        .await;
    assert_eq!(answer.json()["total"], 10 - 5 + 10);
    assert_eq!(items(&contaazul, &before).await.as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn status_bank_and_category_never_change() {
    let sandbox = Sandbox::new("sale-update-fixed").await;
    let contaazul = sandbox.contaazul();
    let before = created(&contaazul, &sale()).await;
    for body in [
        json!({"status": "PENDING"}),
        json!({"status": "CANCELED"}),
        json!({"category_id": NOTHING, "scheduled": true, "id": NOTHING, "ca_id": 1, "total": 1}),
        json!({"payment": {"financial_account_id": NATIVE_BANK}}),
        json!({"payment": {"financial_account_id": NOTHING}}),
        json!({"payment": {"financialAccountId": null, "financial_account": null}}),
        json!({"payment": {"financialAccount": {"uuid": NATIVE_BANK}}}),
    ] {
        let answer = contaazul.put(&address(&before), &body).await;
        assert_eq!(answer.text(), before.to_string(), "{body}");
        assert_eq!(answer.status, 200);
    }
    assert_eq!(read(&contaazul, before["id"].as_str().unwrap()).await, before);
    // Nor does a pending sale become one that needs ids.
    let pending = created(&contaazul, &pending_sale()).await;
    let answer = contaazul.put(&address(&pending), &json!({"status": "COMMITTED"})).await;
    assert_eq!(answer.text(), pending.to_string());
    let bank = json!({"payment": {"financial_account_id": BANK}});
    let answer = contaazul.put(&address(&pending), &bank).await;
    assert_eq!(answer.json()["payment"]["financial_account_id"], Value::Null);
}

#[tokio::test]
async fn the_rules_of_a_creation_hold_for_a_change() {
    let sandbox = Sandbox::new("sale-update-rules").await;
    let contaazul = sandbox.contaazul();
    let before = created(&contaazul, &sale()).await;
    let installment = json!({"number": 1, "value": 300, "due_date": "2025-03-10"});
    for (body, message) in [
        (json!({"customer_id": "abc"}), Value::Null),
        (json!({"customer_id": NOTHING}), Value::Null),
        (
            json!({"customer_id": null}),
            json!("A sale with status COMMITTED must have a customer id"),
        ),
        (
            json!({"products": [{"quantity": 1, "value": 1}]}),
            json!("A sale with status COMMITTED must have product_id for all items"),
        ),
        (
            json!({"products": [{"quantity": 1, "product_id": PRODUCT}]}),
            json!("The sale product's value cannot be null"),
        ),
        (
            json!({"products": [{"quantity": 1, "value": 1, "product_id": NOTHING}]}),
            json!("Resource not found"),
        ),
        (json!({"seller_id": NOTHING}), json!("Resource not found")),
        (
            json!({"payment": {"installments": [installment]}}),
            json!("O valor total das parcelas R$300,00 difere do valor total R$305,00."),
        ),
        (
            json!({"payment": {"method": "PIX_CHARGE"}}),
            json!("The request body could not be read"),
        ),
        (
            json!({"payment": {"method": "PAYMENT_LINK"}}),
            json!("The request body could not be read"),
        ),
        (
            json!({"payment": {"method": "GOLD"}}),
            json!("The request body could not be read"),
        ),
    ] {
        let answer = refused(&contaazul, &before, &body).await;
        let expected = json!({"code": "INTEGRATION_ERROR", "message": message});
        assert_eq!((answer.status, answer.json()), (400, expected), "{body}");
    }
}

#[tokio::test]
async fn the_one_installment_of_a_sale_paid_at_once_follows_its_total() {
    let sandbox = Sandbox::new("sale-update-total").await;
    let contaazul = sandbox.contaazul();
    let before = created(&contaazul, &pending_sale()).await;
    let answer = contaazul.put(&address(&before), &json!({"shipping_cost": 7.5})).await;
    assert_eq!(answer.json()["total"], 57.5);
    assert_eq!(answer.json()["payment"]["installments"][0]["value"], 57.5);
    // Several do not, and are refused with the total that they no longer come to.
    let halves = [1, 2].map(|number| json!({"number": number, "value": 25, "due_date": "2025-04-10"}));
    let payment = json!({"type": "TIMES", "installments": halves});
    let in_parts = created(&contaazul, &with(pending_sale(), json!({"payment": payment}))).await;
    let answer = refused(&contaazul, &in_parts, &json!({"shipping_cost": 7.5})).await;
    let message = "O valor total das parcelas R$50,00 difere do valor total R$57,50.";
    assert_eq!(answer.member("/message"), message);
}

#[tokio::test]
async fn a_change_may_acquit_an_installment_by_the_same_rule() {
    let sandbox = Sandbox::new("sale-update-acquit").await;
    let contaazul = sandbox.contaazul();
    let before = created(&contaazul, &sale()).await;
    let mut body = sale();
    body["payment"]["installments"][0]["status"] = "ACQUITTED".into();
    let answer = contaazul.put(&address(&before), &body).await;
    assert_eq!(answer.json()["payment"]["installments"][0]["status"], "ACQUITTED");
    assert_eq!(
        answer.json()["payment"]["installments"][0]["due_date"],
        "2025-03-10T12:00:00.000Z"
    );
    // A body that does not speak of it leaves it acquitted; one that does takes it back.
    body["payment"]["installments"][0]
        .as_object_mut()
        .unwrap()
        .remove("status");
    let answer = contaazul.put(&address(&before), &body).await;
    assert_eq!(answer.json()["payment"]["installments"][0]["status"], "ACQUITTED");
    let answer = contaazul.put(&address(&before), &sale()).await;
    assert_eq!(answer.json()["payment"]["installments"][0]["status"], "PENDING");

    for bank in [Value::Null, json!(NATIVE_BANK)] {
        let mut other = sale();
        other["payment"]["financial_account_id"] = bank;
        let before = created(&contaazul, &other).await;
        other["payment"]["installments"][0]["status"] = "ACQUITTED".into();
        let answer = refused(&contaazul, &before, &other).await;
        assert_eq!(answer.status, 500, "{answer}");
        assert_eq!(
            answer.text(),
            r#"{"code":"INTERNAL_SERVER_ERROR","message":"500 Internal Server Error"}"#
        );
    }
}

#[tokio::test]
async fn a_sale_of_a_contract_is_changed_by_hand_only() {
    let sandbox = Sandbox::new("sale-update-contract").await;
    let contaazul = sandbox.contaazul();
    let sales = contaazul.get("/v1/sales?size=1000").await.json();
    for status in ["SCHEDULED", "COMMITTED"] {
        let of_contract = |sale: &&Value| sale["scheduled"] == true && sale["status"] == status;
        let sale = sales.as_array().unwrap().iter().find(of_contract).unwrap();
        for body in [json!({}), json!({"payment": {"method": "CASH"}}), sale.clone()] {
            let answer = refused(&contaazul, sale, &body).await;
            assert_eq!(answer.status, 400);
            let message = "Contract can online be changed by web application";
            assert_eq!(answer.json(), json!({"code": "INTEGRATION_ERROR", "message": message}));
        }
    }
}

#[tokio::test]
async fn a_sale_outlives_its_customer() {
    let sandbox = Sandbox::new("sale-update-orphan").await;
    let contaazul = sandbox.contaazul();
    let customer = json!({"name": "Passageira", "person_type": "NATURAL"});
    let id = contaazul.post("/v1/customers", &customer).await.member("/id");
    let mut before = created(&contaazul, &with(sale(), json!({"customer_id": id}))).await;
    assert_eq!(contaazul.delete(&format!("/v1/customers/{id}")).await.status, 204);
    assert_eq!(read(&contaazul, before["id"].as_str().unwrap()).await, before);
    before["payment"]["method"] = "CASH".into();
    let answer = contaazul.put(&address(&before), &before).await;
    assert_eq!(answer.text(), before.to_string());
    let answer = contaazul.put(&address(&before), &json!({"notes": "x"})).await;
    assert_eq!(
        (answer.status, answer.member("/customer/name").as_str()),
        (200, "Passageira")
    );
}
