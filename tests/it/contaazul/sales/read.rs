//! Reading sales: one, and the list with its order, filters and pages; deleting them.

use insta::assert_snapshot;
use serde_json::{Value, json};

use super::{CUSTOMER, NOTHING, address, created, everything, listed, pending_sale, sale, with};
use crate::support::{Client, Sandbox};

async fn emitted(contaazul: &Client, day: &str) -> Value {
    created(contaazul, &with(pending_sale(), json!({"emission": day}))).await
}

#[tokio::test]
async fn the_documented_sale_is_there_from_the_start() {
    let sandbox = Sandbox::new("sale-fixture").await;
    let contaazul = sandbox.contaazul();
    let path = "/v1/sales/968150ce-0000-4a97-ab6c-4da83b255f79";
    let answer = contaazul.get(path).await;
    assert_snapshot!(answer, @r#"
    200
    content-type: application/json;charset=UTF-8

    {
      "id": "968150ce-0000-4a97-ab6c-4da83b255f79",
      "ca_id": 123456789,
      "number": 12,
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
      "seller": {"id": "f38da1e5-0000-45d0-b108-d7f22d0eaac7", "name": "Vendedor Um"},
      "category_id": "5d3c9a77-0000-4d63-9ad1-7a0d1c2b3e4f",
      "shipping_forecast": null,
      "proposal_date": null,
      "expiration": null,
      "introduction": null
    }
    "#);
    let upper = contaazul
        .get(&path.to_uppercase().replace("/V1/SALES", "/v1/sales"))
        .await;
    assert_eq!(upper.text(), answer.text());
    assert_eq!(contaazul.get(&format!("/{path}/")).await.text(), answer.text());
    assert_eq!(contaazul.get(&format!("/api{path}")).await.text(), answer.text());
}

#[tokio::test]
async fn a_sale_that_is_not_there_is_not_found() {
    let sandbox = Sandbox::new("sale-unknown").await;
    let contaazul = sandbox.contaazul();
    let before = everything(&contaazul).await;
    assert_snapshot!(contaazul.get(&format!("/v1/sales/{NOTHING}")).await, @r#"
    404
    content-type: application/json;charset=UTF-8

    {"code": "NOT_FOUND", "message": "Resource not found"}
    "#);
    let expected = json!({"code": "NOT_FOUND", "message": "Resource not found"});
    for id in [NOTHING, "12", "Banks", "banks%20"] {
        for part in ["", "/items", "/pdf", "/installments/1", "/nothing"] {
            let answer = contaazul.get(&format!("/v1/sales/{id}{part}")).await;
            assert_eq!((answer.status, answer.json()), (404, expected.clone()), "{id}{part}");
        }
        let path = format!("/v1/sales/{id}");
        assert_eq!(contaazul.put(&path, &sale()).await.json(), expected, "{id}");
        assert_eq!(contaazul.delete(&path).await.json(), expected, "{id}");
        let body = json!({"status": "ACQUITTED"});
        let answer = contaazul.put(&format!("{path}/installments/1"), &body).await;
        assert_eq!(answer.json(), expected, "{id}");
    }
    assert_eq!(everything(&contaazul).await, before);
}

#[tokio::test]
async fn the_latest_emission_comes_first_and_of_one_day_the_latest_created() {
    let sandbox = Sandbox::new("sale-list-order").await;
    let contaazul = sandbox.contaazul();
    let mut ids = Vec::new();
    for day in ["2024-02-01", "2024-02-03", "2024-02-02", "2024-02-03T23:00:00-03:00"] {
        ids.push(emitted(&contaazul, day).await["id"].clone());
    }
    let query = "emission_start=2024-02-01&emission_end=2024-02-29";
    let expected = [&ids[3], &ids[1], &ids[2], &ids[0]].map(Clone::clone);
    assert_eq!(listed(&contaazul, query, "id").await, expected);
    // Whichever page each of them is on.
    for (page, expected) in expected.iter().enumerate() {
        let query = format!("{query}&size=1&page={page}");
        assert_eq!(listed(&contaazul, &query, "id").await, *std::slice::from_ref(expected));
    }
    assert_eq!(contaazul.get(&format!("/v1/sales?{query}&page=1")).await.text(), "[]");
}

#[tokio::test]
async fn a_list_shows_sales_of_every_status_as_they_are_read() {
    let sandbox = Sandbox::new("sale-list").await;
    let contaazul = sandbox.contaazul();
    let answer = contaazul.get("/v1/sales?size=1000").await;
    assert_eq!(answer.header("content-type"), "application/json;charset=UTF-8");
    let sales = answer.json();
    let statuses: Vec<_> = sales.as_array().unwrap().iter().map(|sale| &sale["status"]).collect();
    for status in ["PENDING", "COMMITTED", "SCHEDULED"] {
        assert!(
            statuses.iter().any(|other| **other == status),
            "{status} in {statuses:?}"
        );
    }
    for sale in sales.as_array().unwrap() {
        let read = contaazul.get(&address(sale)).await;
        assert_eq!(read.text(), sale.to_string());
    }
}

#[tokio::test]
async fn a_cancelled_sale_stays_listed_with_the_status_that_it_had() {
    let sandbox = Sandbox::new("sale-list-cancelled").await;
    let contaazul = sandbox.contaazul();
    let cancelled = json!("968150ce-0004-4a97-ab6c-4da83b255f79");
    for query in ["size=1000", "size=1000&status=COMMITTED"] {
        assert!(listed(&contaazul, query, "id").await.contains(&cancelled), "{query}");
    }
    let query = "size=1000&status=PENDING";
    assert!(!listed(&contaazul, query, "id").await.contains(&cancelled));
}

#[tokio::test]
async fn the_status_filter_knows_pending_and_committed_and_nothing_else() {
    let sandbox = Sandbox::new("sale-list-status").await;
    let contaazul = sandbox.contaazul();
    for status in ["PENDING", "COMMITTED"] {
        let found = listed(&contaazul, &format!("size=1000&status={status}"), "status").await;
        assert!(
            !found.is_empty() && found.iter().all(|other| other == status),
            "{found:?}"
        );
    }
    assert_snapshot!(contaazul.get("/v1/sales?status=SCHEDULED").await, @r#"
    400
    content-type: application/json;charset=UTF-8

    {"code": "INTEGRATION_ERROR", "message": "Invalid status"}
    "#);
    for status in ["pending", "CANCELED", "PENDING,COMMITTED"] {
        let answer = contaazul.get(&format!("/v1/sales?status={status}")).await;
        assert_eq!(
            (answer.status, answer.member("/message").as_str()),
            (400, "Invalid status")
        );
        let answer = contaazul.get(&format!("/v1/sales/totals?status={status}")).await;
        assert_eq!(answer.status, 400);
    }
}

#[tokio::test]
async fn the_last_day_of_emission_is_asked_for_with_the_first() {
    let sandbox = Sandbox::new("sale-list-days").await;
    let contaazul = sandbox.contaazul();
    let alone = contaazul.get("/v1/sales?emission_end=2025-03-10").await;
    assert_snapshot!(alone, @r#"
    400
    content-type: application/json;charset=UTF-8

    {"code": "INTEGRATION_ERROR", "message": "A invalid search parameter was provided"}
    "#);
    let totals = contaazul.get("/v1/sales/totals?emission_end=2025-03-10").await;
    assert_eq!(totals.text(), alone.text());
    for (query, numbers) in [
        ("emission_start=2025-03-10&emission_end=2025-04-02", vec![13, 12]),
        ("emission_start=2025-03-11&emission_end=2025-04-01", vec![]),
        ("emission_start=2025-03-10&emission_end=2025-03-10", vec![12]),
        ("emission_start=2025-04-02&emission_end=2025-03-10", vec![]),
        (
            "emission_start=2025-07-01&status=COMMITTED&emission_end=2025-12-31",
            vec![17, 16],
        ),
        (
            "emission_start=2025-05-01&emission_end=2025-06-30&status=PENDING",
            vec![14],
        ),
        ("emission_start=&emission_end=&status=PENDING&customer_id=", vec![14]),
    ] {
        assert_eq!(listed(&contaazul, query, "number").await, numbers, "{query}");
    }
    // A first day alone reaches to the end of time.
    let later = listed(&contaazul, "size=1000&emission_start=2025-08-11", "emission").await;
    assert_eq!(later.last().unwrap(), "2025-08-11T03:00:00.000Z");
    assert!(later.len() > 1);
}

#[tokio::test]
async fn a_list_is_narrowed_by_its_customer() {
    let sandbox = Sandbox::new("sale-list-customer").await;
    let contaazul = sandbox.contaazul();
    let customer = json!({"name": "Outra", "person_type": "NATURAL"});
    let other = contaazul.post("/v1/customers", &customer).await.member("/id");
    let sale = created(&contaazul, &with(pending_sale(), json!({"customer_id": other}))).await;
    for id in [other.clone(), other.to_uppercase()] {
        let found = listed(&contaazul, &format!("customer_id={id}"), "id").await;
        assert_eq!(found, [sale["id"].clone()]);
    }
    let found = listed(&contaazul, &format!("size=1000&customer_id={CUSTOMER}"), "id").await;
    assert!(!found.is_empty() && !found.contains(&sale["id"]));
    for id in [NOTHING, "abc", "%27%20or%201%3D1"] {
        assert_eq!(contaazul.get(&format!("/v1/sales?customer_id={id}")).await.text(), "[]");
    }
}

#[tokio::test]
async fn a_page_has_twenty_sales_unless_another_size_is_asked_for() {
    let sandbox = Sandbox::new("sale-list-pages").await;
    let contaazul = sandbox.contaazul();
    let all = listed(&contaazul, "size=10000", "id").await;
    assert_eq!(all.len(), 30);
    assert_eq!(listed(&contaazul, "", "id").await, all[..20]);
    assert_eq!(listed(&contaazul, "page=0", "id").await, all[..20]);
    assert_eq!(listed(&contaazul, "page=1", "id").await, all[20..]);
    assert_eq!(listed(&contaazul, "page=2&size=7", "id").await, all[14..21]);
    for query in ["page=2", "size=0", "page=4294967295&size=4294967295", "page=1&size=999"] {
        assert_eq!(
            contaazul.get(&format!("/v1/sales?{query}")).await.text(),
            "[]",
            "{query}"
        );
    }
    for query in ["page=-1", "size=x", "page=1.5", "size=4294967296"] {
        let answer = contaazul.get(&format!("/v1/sales?{query}")).await;
        let message = "A invalid search parameter was provided";
        assert_eq!(
            (answer.status, answer.member("/message").as_str()),
            (400, message),
            "{query}"
        );
    }
    // What it does not know it does not hear.
    assert_eq!(listed(&contaazul, "document=1&Size=1&search=x", "id").await, all[..20]);
}

#[tokio::test]
async fn a_deleted_sale_is_gone() {
    let sandbox = Sandbox::new("sale-delete").await;
    let contaazul = sandbox.contaazul();
    let sale = created(&contaazul, &sale()).await;
    let address = address(&sale);
    assert_snapshot!(contaazul.delete(&address).await, @"204");
    assert_eq!(contaazul.delete(&address).await.status, 404);
    for part in ["", "/items", "/pdf", "/installments/1"] {
        assert_eq!(contaazul.get(&format!("{address}{part}")).await.status, 404);
    }
    assert!(!listed(&contaazul, "size=1000", "id").await.contains(&sale["id"]));
}

#[tokio::test]
async fn an_account_neither_sees_nor_touches_nor_names_what_is_anothers() {
    let sandbox = Sandbox::new("sale-isolation").await;
    let (first, second) = (sandbox.contaazul(), sandbox.contaazul_second_account().await);
    let before = everything(&first).await;
    let path = "/v1/sales/968150ce-0000-4a97-ab6c-4da83b255f79";
    for part in ["", "/items", "/pdf", "/installments/1"] {
        assert_eq!(second.get(&format!("{path}{part}")).await.status, 404, "{part}");
    }
    assert_eq!(second.put(path, &json!({"notes": "mine"})).await.status, 404);
    assert_eq!(second.delete(path).await.status, 404);
    let body = json!({"status": "ACQUITTED"});
    assert_eq!(second.put(&format!("{path}/installments/1"), &body).await.status, 404);
    let contract = "/v1/contracts/a333a635-0000-44cf-9783-00d9b0c75a49";
    assert_eq!(second.get(contract).await.status, 404);
    assert_eq!(second.get("/v1/contracts").await.text(), "[]");
    assert_eq!(listed(&second, "", "number").await, [1]);
    assert_eq!(
        second.get(&format!("/v1/sales?customer_id={CUSTOMER}")).await.text(),
        "[]"
    );

    let named = with(pending_sale(), json!({"customer_id": CUSTOMER}));
    let answer = super::refused(&second, &named).await;
    assert_eq!(answer.text(), r#"{"code":"INTEGRATION_ERROR","message":null}"#);
    for changes in [
        json!({"seller_id": "f38da1e5-0000-45d0-b108-d7f22d0eaac7"}),
        json!({"payment": {"financial_account_id": super::BANK}}),
        json!({"products": [{"quantity": 1, "value": 1, "product_id": super::PRODUCT}]}),
        json!({"services": [{"quantity": 1, "value": 1, "service_id": super::SERVICE}]}),
    ] {
        let answer = super::refused(&second, &with(pending_sale(), changes)).await;
        assert_eq!(answer.member("/message"), "Resource not found");
    }
    // Each account counts by itself, and the ERP counts all of them.
    let sale = created(&second, &pending_sale()).await;
    assert_eq!(sale["number"], 2);
    assert_eq!(everything(&first).await, before);
}
