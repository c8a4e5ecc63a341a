//! Creating sales: what is answered, what is filled in, what clients of all kinds send.

use futures_util::future::join_all;
use insta::assert_snapshot;
use serde_json::{Value, json};

use super::{BANK, created, pending_sale, sale, with};
use crate::support::Sandbox;

#[tokio::test]
async fn a_created_sale_is_answered_with_the_due_time_that_was_sent_and_read_with_the_day() {
    let sandbox = Sandbox::new("sale-create").await;
    let contaazul = sandbox.contaazul();
    let answer = contaazul.post("/v1/sales", &sale()).await;
    assert_snapshot!(answer, @r#"
    201
    content-type: application/json;charset=UTF-8

    {
      "id": "d005bd8b-f962-455a-9f54-1d65e8a5e19b",
      "ca_id": 123456820,
      "number": 21,
      "emission": "2025-03-10T03:00:00.000Z",
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
      "discount": {"measure_unit": "VALUE", "rate": 5},
      "product_discount": {"measure_unit": "VALUE", "rate": 5},
      "service_discount": null,
      "payment": {
        "type": "CASH",
        "method": "BANKING_TRANSFER",
        "installments": [
          {
            "number": 1,
            "value": 305,
            "due_date": "2025-03-10T12:00:00.000Z",
            "status": "PENDING",
            "note": null,
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
      "notes": "text",
      "shipping_cost": 10,
      "total": 305,
      "seller": {"id": "f38da1e5-0001-45d0-b108-d7f22d0eaac7", "name": "Maria da Padaria"},
      "category_id": "5d3c9a77-0000-4d63-9ad1-7a0d1c2b3e4f",
      "shipping_forecast": null,
      "proposal_date": null,
      "expiration": null,
      "introduction": null
    }
    "#);
    let id = answer.member("/id");
    assert_snapshot!(contaazul.get(&format!("/v1/sales/{id}")).await, @r#"
    200
    content-type: application/json;charset=UTF-8

    {
      "id": "d005bd8b-f962-455a-9f54-1d65e8a5e19b",
      "ca_id": 123456820,
      "number": 21,
      "emission": "2025-03-10T03:00:00.000Z",
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
      "discount": {"measure_unit": "VALUE", "rate": 5},
      "product_discount": {"measure_unit": "VALUE", "rate": 5},
      "service_discount": null,
      "payment": {
        "type": "CASH",
        "method": "BANKING_TRANSFER",
        "installments": [
          {
            "number": 1,
            "value": 305,
            "due_date": "2025-03-10T03:00:00.000Z",
            "status": "PENDING",
            "note": null,
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
      "notes": "text",
      "shipping_cost": 10,
      "total": 305,
      "seller": {"id": "f38da1e5-0001-45d0-b108-d7f22d0eaac7", "name": "Maria da Padaria"},
      "category_id": "5d3c9a77-0000-4d63-9ad1-7a0d1c2b3e4f",
      "shipping_forecast": null,
      "proposal_date": null,
      "expiration": null,
      "introduction": null
    }
    "#);
    assert_snapshot!(contaazul.get(&format!("/v1/sales/{id}/items")).await, @r#"
    200
    content-type: application/json;charset=UTF-8

    [
      {
        "description": "Produto X",
        "quantity": 2,
        "item": {
          "id": "4563c1a4-0000-4aa9-8401-5b176e6e155e",
          "name": "Produto X",
          "value": 100,
          "cost": 80
        },
        "itemType": "PRODUCT",
        "value": 50
      },
      {
        "description": "Serviço Y",
        "quantity": 1,
        "item": {
          "id": "c64c78b4-0000-4c3c-8633-945d957de05c",
          "name": "Serviço Y",
          "value": 200,
          "cost": 100
        },
        "itemType": "SERVICE",
        "value": 200
      }
    ]
    "#);
}

#[tokio::test]
async fn a_pending_sale_needs_neither_a_customer_nor_item_ids() {
    let sandbox = Sandbox::new("sale-pending").await;
    let contaazul = sandbox.contaazul();
    let answer = contaazul.post("/v1/sales", &pending_sale()).await;
    assert_snapshot!(answer, @r#"
    201
    content-type: application/json;charset=UTF-8

    {
      "id": "d005bd8b-f962-455a-9f54-1d65e8a5e19b",
      "ca_id": 123456820,
      "number": 21,
      "emission": "2025-03-10T03:00:00.000Z",
      "status": "PENDING",
      "scheduled": false,
      "customer_id": null,
      "customer": {"id": null, "name": null, "company_name": null, "email": null, "person_type": null},
      "discount": null,
      "product_discount": null,
      "service_discount": null,
      "payment": {
        "type": "CASH",
        "method": null,
        "installments": [
          {
            "number": 1,
            "value": 50,
            "due_date": "2025-03-10T03:00:00.000Z",
            "status": "PENDING",
            "note": null,
            "hasBillet": false
          }
        ],
        "financial_account_id": null,
        "financial_account": null
      },
      "payment_terms": null,
      "notes": "",
      "shipping_cost": 0,
      "total": 50,
      "seller": {"id": "f38da1e5-0001-45d0-b108-d7f22d0eaac7", "name": "Maria da Padaria"},
      "category_id": "5d3c9a77-0000-4d63-9ad1-7a0d1c2b3e4f",
      "shipping_forecast": null,
      "proposal_date": null,
      "expiration": null,
      "introduction": null
    }
    "#);
    let id = answer.member("/id");
    assert_snapshot!(contaazul.get(&format!("/v1/sales/{id}/items")).await, @r#"
    200
    content-type: application/json;charset=UTF-8

    [
      {
        "description": null,
        "quantity": 1,
        "item": {"id": null, "name": null, "value": null, "cost": null},
        "itemType": "PRODUCT",
        "value": 50
      }
    ]
    "#);
}

#[tokio::test]
async fn a_sale_paid_at_once_gets_one_installment_and_one_paid_in_parts_gets_none() {
    let sandbox = Sandbox::new("sale-no-installments").await;
    let contaazul = sandbox.contaazul();
    let one = json!([{
        "number": 1, "value": 50, "due_date": "2025-03-10T03:00:00.000Z", "status": "PENDING",
        "note": null, "hasBillet": false
    }]);
    for (payment, installments) in [
        (json!({"type": "CASH"}), one.clone()),
        (json!({"type": "CASH", "installments": []}), one.clone()),
        (json!({"type": "CASH", "installments": null}), one.clone()),
        (json!({"type": "TIMES"}), json!([])),
        (json!({"type": "CASH", "method": "WITHOUT_PAYMENT"}), json!([])),
        // Bodies made for contracts have no payment.
        (Value::Null, one),
    ] {
        let sale = created(&contaazul, &with(pending_sale(), json!({"payment": payment}))).await;
        assert_eq!(sale["payment"]["installments"], installments, "{payment}");
    }
}

#[tokio::test]
async fn a_sale_without_payment_has_no_installments_even_where_they_are_sent() {
    let sandbox = Sandbox::new("sale-without-payment").await;
    let mut body = sale();
    body["payment"]["method"] = "WITHOUT_PAYMENT".into();
    let sale = created(&sandbox.contaazul(), &body).await;
    assert_eq!(sale["payment"]["installments"], json!([]));
}

#[tokio::test]
async fn a_number_that_is_sent_is_kept_and_the_next_sale_follows_it() {
    let sandbox = Sandbox::new("sale-number").await;
    let contaazul = sandbox.contaazul();
    for (sent, number) in [
        (json!({}), 21),
        (json!({"number": null}), 22),
        (json!({"number": ""}), 23),
        (json!({"number": 500}), 500),
        (json!({}), 501),
        // One that is lower leaves the sequence where it is.
        (json!({"number": 12}), 12),
        (json!({}), 502),
    ] {
        let mut body = pending_sale();
        body.as_object_mut().unwrap().extend(sent.as_object().unwrap().clone());
        assert_eq!(created(&contaazul, &body).await["number"], number, "{sent}");
    }
}

#[tokio::test]
async fn sales_created_at_once_have_numbers_and_ids_of_their_own() {
    let sandbox = Sandbox::new("sale-at-once").await;
    let contaazul = sandbox.contaazul();
    let body = pending_sale();
    let answers = join_all((0..8).map(|_| contaazul.post("/v1/sales", &body))).await;
    for member in ["number", "ca_id", "id"] {
        let mut texts: Vec<_> = answers.iter().map(|answer| answer.json()[member].to_string()).collect();
        texts.sort();
        texts.dedup();
        assert_eq!(texts.len(), answers.len(), "{member}: {texts:?}");
    }
}

#[tokio::test]
async fn a_deleted_sale_leaves_its_internal_id_to_nobody() {
    let sandbox = Sandbox::new("sale-internal-id").await;
    let contaazul = sandbox.contaazul();
    let first = created(&contaazul, &pending_sale()).await;
    assert_eq!(contaazul.delete(&super::address(&first)).await.status, 204);
    let second = created(&contaazul, &pending_sale()).await;
    assert!(second["ca_id"].as_i64() > first["ca_id"].as_i64(), "{second}");
}

#[tokio::test]
async fn an_empty_text_is_no_value() {
    let sandbox = Sandbox::new("sale-empty-texts").await;
    let mut body = with(
        pending_sale(),
        json!({
            "seller_id": "", "customer_id": "", "notes": "", "shipping_cost": "", "number": "",
            "discount": {"measure_unit": "VALUE", "rate": ""},
        }),
    );
    body["payment"]["financial_account_id"] = "".into();
    body["payment"]["method"] = "".into();
    body["products"][0]["product_id"] = "".into();
    body["products"][0]["description"] = "".into();
    assert_snapshot!(sandbox.contaazul().post("/v1/sales", &body).await, @r#"
    201
    content-type: application/json;charset=UTF-8

    {
      "id": "d005bd8b-f962-455a-9f54-1d65e8a5e19b",
      "ca_id": 123456820,
      "number": 21,
      "emission": "2025-03-10T03:00:00.000Z",
      "status": "PENDING",
      "scheduled": false,
      "customer_id": null,
      "customer": {"id": null, "name": null, "company_name": null, "email": null, "person_type": null},
      "discount": {"measure_unit": "VALUE", "rate": 0},
      "product_discount": {"measure_unit": "VALUE", "rate": 0},
      "service_discount": null,
      "payment": {
        "type": "CASH",
        "method": null,
        "installments": [
          {
            "number": 1,
            "value": 50,
            "due_date": "2025-03-10T03:00:00.000Z",
            "status": "PENDING",
            "note": null,
            "hasBillet": false
          }
        ],
        "financial_account_id": null,
        "financial_account": null
      },
      "payment_terms": null,
      "notes": "",
      "shipping_cost": 0,
      "total": 50,
      "seller": {"id": "f38da1e5-0001-45d0-b108-d7f22d0eaac7", "name": "Maria da Padaria"},
      "category_id": "5d3c9a77-0000-4d63-9ad1-7a0d1c2b3e4f",
      "shipping_forecast": null,
      "proposal_date": null,
      "expiration": null,
      "introduction": null
    }
    "#);
}

#[tokio::test]
async fn what_a_sale_cannot_be_told_is_ignored() {
    let sandbox = Sandbox::new("sale-ignored").await;
    let contaazul = sandbox.contaazul();
    let plain = created(&contaazul, &pending_sale()).await;
    let body = with(
        pending_sale(),
        json!({
            "id": super::NOTHING, "ca_id": 1, "category_id": super::NOTHING, "total": "much",
            "customer": {"id": 7}, "seller": "x", "scheduled": true, "payment_terms": [],
            "product_discount": {"measure_unit": "VALUE", "rate": 50}, "unheard_of": {"of": []},
        }),
    );
    let mut sale = created(&contaazul, &body).await;
    assert_ne!(sale["id"], super::NOTHING);
    for member in ["id", "ca_id", "number"] {
        sale[member] = plain[member].clone();
    }
    assert_eq!(sale, plain);
}

#[tokio::test]
async fn a_sale_is_never_created_received() {
    let sandbox = Sandbox::new("sale-received").await;
    let contaazul = sandbox.contaazul();
    let installments: Vec<_> = ["ACQUITTED", "CANCELED", "PENDING", "paid"]
        .iter()
        .zip(0..)
        .map(|(status, number)| json!({"number": number, "value": 12.5, "due_date": "2025-04-10", "status": status}))
        .collect();
    let mut body = with(
        pending_sale(),
        json!({"payment": {"type": "TIMES", "financial_account_id": BANK}}),
    );
    body["payment"]["installments"] = installments.into();
    let sale = created(&contaazul, &body).await;
    for (installment, number) in sale["payment"]["installments"].as_array().unwrap().iter().zip(0..) {
        assert_eq!(installment["status"], "PENDING");
        assert_eq!(installment["number"], number);
    }
}
