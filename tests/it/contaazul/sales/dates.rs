//! The forms in which dates are sent, and the two generations in which they are shown.

use insta::assert_snapshot;
use serde_json::{Value, json};

use super::{created, listed, pending_sale, sale, with};
use crate::support::Sandbox;

/// A date as it is sent, its day, and the instant that the answer to a write shows.
fn every_form() -> [(Value, &'static str, &'static str); 9] {
    [
        (
            json!("2020-01-25T16:05:57.212Z"),
            "2020-01-25",
            "2020-01-25T16:05:57.212Z",
        ),
        (
            json!("1988-12-23T08:32:10.118-05"),
            "1988-12-23",
            "1988-12-23T13:32:10.118Z",
        ),
        (
            json!("2025-03-10T23:00:00-03:00"),
            "2025-03-10",
            "2025-03-11T02:00:00.000Z",
        ),
        (
            json!("2024-04-23T00:19:50.22"),
            "2024-04-23",
            "2024-04-23T03:19:50.220Z",
        ),
        (json!("2024-04-23T23:19:50"), "2024-04-23", "2024-04-24T02:19:50.000Z"),
        (json!("2023-03-27"), "2023-03-27", "2023-03-27T03:00:00.000Z"),
        (json!(1741608000000_i64), "2025-03-10", "2025-03-10T12:00:00.000Z"),
        (json!("2025-03-10T01:00:00Z"), "2025-03-09", "2025-03-10T01:00:00.000Z"),
        (json!("2024-02-29"), "2024-02-29", "2024-02-29T03:00:00.000Z"),
    ]
}

#[tokio::test]
async fn every_form_of_date_that_clients_send_is_read() {
    let sandbox = Sandbox::new("sale-dates").await;
    let contaazul = sandbox.contaazul();
    for (sent, emission, due_date) in every_form() {
        let installment = json!({"number": 1, "value": 50, "due_date": sent});
        let payment = json!({"type": "CASH", "installments": [installment]});
        let body = with(pending_sale(), json!({"emission": sent, "payment": payment}));
        let answer = contaazul.post("/v1/sales", &body).await;
        let midnight = format!("{emission}T03:00:00.000Z");
        assert_eq!(answer.member("/emission"), midnight, "{sent}");
        assert_eq!(answer.member("/payment/installments/0/due_date"), due_date, "{sent}");
        let later = super::read(&contaazul, &answer.member("/id")).await;
        assert_eq!(later["emission"], midnight, "{sent}");
        assert_eq!(later["payment"]["installments"][0]["due_date"], midnight, "{sent}");
    }
}

#[tokio::test]
async fn what_is_no_date_is_refused() {
    let sandbox = Sandbox::new("sale-no-dates").await;
    let contaazul = sandbox.contaazul();
    for sent in [
        json!("soon"),
        json!("2025-02-29"),
        json!("10/03/2025"),
        json!(true),
        json!([]),
        json!({}),
        json!(1e300),
        json!(i64::MAX),
        json!("99999-01-01"),
    ] {
        let body = with(pending_sale(), json!({"emission": sent}));
        let answer = super::refused(&contaazul, &body).await;
        assert_eq!(
            answer.member("/message"),
            "The request body could not be read",
            "{sent}"
        );
    }
}

#[tokio::test]
async fn a_list_reads_every_form_of_date_and_the_brazilian_one() {
    let sandbox = Sandbox::new("sale-search-dates").await;
    let contaazul = sandbox.contaazul();
    for day in [
        "2025-03-10",
        "10/03/2025",
        "10%2F03%2F2025",
        "2025-03-10T23:59:59.999-03:00",
        "2025-03-10T08:32:10.118-03",
        "2025-03-10T03:00:00Z",
        "2025-03-11T02:59:59Z",
        "2025-03-10T00:19:50.22",
    ] {
        let query = format!("emission_start={day}&emission_end={day}");
        assert_eq!(listed(&contaazul, &query, "number").await, [12], "{day}");
    }
    for day in ["soon", "2025-13-01", "31/02/2025", "%FF"] {
        let answer = contaazul.get(&format!("/v1/sales?emission_start={day}")).await;
        assert_eq!(
            answer.member("/message"),
            "A invalid search parameter was provided",
            "{day}"
        );
        assert_eq!(answer.status, 400, "{day}");
    }
}

#[tokio::test]
async fn an_account_may_show_dates_as_they_are_shown_since_2025() {
    let sandbox = Sandbox::new("sale-offset-dates").await;
    let contaazul = sandbox.contaazul();
    let before = created(&contaazul, &sale()).await;
    let account = "/contaazul/accounts/b7a1c0de-0001-4c0a-8a55-0c6c0c1b2d3e";
    let changed = sandbox
        .control()
        .put(account, &json!({"emission_format": "offset"}))
        .await;
    assert_eq!(changed.status, 200, "{changed}");

    let answer = contaazul.post("/v1/sales", &sale()).await;
    assert_snapshot!(answer, @r#"
    201
    content-type: application/json;charset=UTF-8

    {
      "id": "40e4ac66-1f88-4733-be6b-cb74034cfe03",
      "ca_id": 123456821,
      "number": 22,
      "emission": "2025-03-10T00:00:00.000-03",
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
            "due_date": "2025-03-10T09:00:00",
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
      "id": "40e4ac66-1f88-4733-be6b-cb74034cfe03",
      "ca_id": 123456821,
      "number": 22,
      "emission": "2025-03-10T00:00:00.000-03",
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
            "due_date": "2025-03-10T00:00:00",
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
    assert_snapshot!(contaazul.get(&format!("/v1/sales/{id}/installments/1")).await, @r#"
    200
    content-type: application/json;charset=UTF-8

    {"number": 1, "value": 305, "due_date": "2025-03-10T00:00:00", "status": "PENDING"}
    "#);
    assert_snapshot!(contaazul.get("/v1/contracts").await, @r#"
    200
    content-type: application/json;charset=UTF-8

    [
      {
        "id": "a333a635-0000-44cf-9783-00d9b0c75a49",
        "number": 1,
        "emission": "2026-01-05T00:00:00.000-03",
        "status": "COMMITTED",
        "customer_id": "19b2b240-0000-4e6e-b1b6-d44d1b206e1d",
        "discount": {"measure_unit": "VALUE", "rate": 5},
        "product_discount": null,
        "service_discount": {"measure_unit": "VALUE", "rate": 5},
        "due_day": 5,
        "duration": 24,
        "payment_terms": null,
        "notes": "Assinatura mensal",
        "shipping_cost": 10
      }
    ]
    "#);
    // What was there before is shown so too, and a list finds it by the same days.
    let query = "emission_start=2025-03-10&emission_end=2025-03-10";
    let emissions = listed(&contaazul, query, "emission").await;
    assert_eq!(emissions, ["2025-03-10T00:00:00.000-03"; 3]);

    // What it shows can be sent back.
    let mut shown = super::read(&contaazul, before["id"].as_str().unwrap()).await;
    shown["payment"]["method"] = "CASH".into();
    let answer = contaazul.put(&super::address(&before), &shown).await;
    assert_eq!(answer.json(), shown);

    sandbox.control().put(account, &json!({"emission_format": "z"})).await;
    let mut expected = before.clone();
    expected["payment"]["method"] = "CASH".into();
    assert_eq!(super::read(&contaazul, before["id"].as_str().unwrap()).await, expected);
}
