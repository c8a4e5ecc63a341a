//! Contracts, and the sales that they schedule (FAQ 27, 45).

use insta::assert_snapshot;
use serde_json::{Value, json};

use super::sales::{CUSTOMER, NOTHING, PRODUCT, SERVICE, everything, listed, stock, with};
use crate::support::{Client, Sandbox};

/// A contract as client programs send it; of three months from the world's today.
fn contract() -> Value {
    json!({
        "number": 12, "emission": "2026-03-16T16:05:57.212Z", "status": "COMMITTED",
        "customer_id": CUSTOMER,
        "products": [
            {"description": "Produto X", "quantity": 2, "product_id": PRODUCT, "value": 50}
        ],
        "services": [
            {"description": "Serviço Y", "quantity": 1, "service_id": SERVICE, "value": 200}
        ],
        "discount": {"measure_unit": "VALUE", "rate": 5}, "due_day": 20, "duration": 3,
        "notes": "text", "shipping_cost": 10
    })
}

/// The contract's sales, the earliest first.
async fn scheduled(contaazul: &Client, before: &[Value]) -> Vec<Value> {
    let sales = contaazul.get("/v1/sales?size=1000").await.json();
    let is_new = |sale: &&Value| !before.contains(&sale["id"]);
    let mut sales: Vec<_> = sales.as_array().unwrap().iter().filter(is_new).cloned().collect();
    sales.reverse();
    sales
}

#[tokio::test]
async fn a_contract_has_a_number_of_its_own_sequence_and_shows_no_items() {
    let sandbox = Sandbox::new("contract-create").await;
    let contaazul = sandbox.contaazul();
    let answer = contaazul.post("/v1/contracts", &contract()).await;
    assert_snapshot!(answer, @r#"
    201
    content-type: application/json;charset=UTF-8

    {
      "id": "d005bd8b-f962-455a-9f54-1d65e8a5e19b",
      "number": 2,
      "emission": "2026-03-16T03:00:00.000Z",
      "status": "COMMITTED",
      "customer_id": "19b2b240-0000-4e6e-b1b6-d44d1b206e1d",
      "discount": {"measure_unit": "VALUE", "rate": 5},
      "product_discount": {"measure_unit": "VALUE", "rate": 5},
      "service_discount": null,
      "due_day": 20,
      "duration": 3,
      "payment_terms": null,
      "notes": "text",
      "shipping_cost": 10
    }
    "#);
    let id = answer.member("/id");
    let read = contaazul.get(&format!("/v1/contracts/{id}")).await;
    assert_eq!((read.status, read.text()), (200, answer.text()));
    let list = contaazul.get("/v1/contracts").await.json();
    assert_eq!(list[1], answer.json());
    assert_eq!(list[0]["number"], 1);
    assert_eq!(
        contaazul.get("/v1/contracts?page=1&size=1").await.json(),
        json!([answer.json()])
    );
    assert_eq!(contaazul.get("/v1/contracts?page=1").await.text(), "[]");
}

#[tokio::test]
async fn a_contract_schedules_a_sale_a_month() {
    let sandbox = Sandbox::new("contract-schedule").await;
    let contaazul = sandbox.contaazul();
    let before = listed(&contaazul, "size=1000", "id").await;
    let shelf = stock(&contaazul, PRODUCT).await;
    assert_eq!(contaazul.post("/v1/contracts", &contract()).await.status, 201);
    let sales = scheduled(&contaazul, &before).await;
    let days: Vec<_> = sales.iter().map(|sale| &sale["emission"]).collect();
    assert_eq!(
        days,
        [
            "2026-03-20T03:00:00.000Z",
            "2026-04-20T03:00:00.000Z",
            "2026-05-20T03:00:00.000Z"
        ]
    );
    let path = super::sales::address(&sales[0]);
    assert_snapshot!(contaazul.get(&path).await, @r#"
    200
    content-type: application/json;charset=UTF-8

    {
      "id": "40e4ac66-1f88-4733-be6b-cb74034cfe03",
      "ca_id": 123456820,
      "number": null,
      "emission": "2026-03-20T03:00:00.000Z",
      "status": "SCHEDULED",
      "scheduled": true,
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
        "type": "TIMES",
        "method": null,
        "installments": [
          {
            "number": 1,
            "value": 305,
            "due_date": "2026-03-20T03:00:00.000Z",
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
    let items = contaazul.get(&format!("{path}/items")).await.json();
    assert_eq!((items.as_array().unwrap().len(), &items[0]["quantity"]), (2, &json!(2)));
    assert_eq!(stock(&contaazul, PRODUCT).await, shelf);
}

#[tokio::test]
async fn a_scheduled_sale_is_issued_with_a_number_when_its_day_comes() {
    let sandbox = Sandbox::new("contract-issue").await;
    let contaazul = sandbox.contaazul();
    let before = listed(&contaazul, "size=1000", "id").await;
    let highest = listed(&contaazul, "size=1000", "number").await;
    let highest = highest.iter().filter_map(Value::as_i64).max().unwrap();
    contaazul.post("/v1/contracts", &contract()).await;
    let planned = scheduled(&contaazul, &before).await;

    // A second before the day nothing has happened; at its midnight it has.
    // The announced tokens end on the way, before what is looked at.
    sandbox.advance("P1D").await;
    let clock = sandbox.advance("P2DT14H59M59S").await;
    assert_eq!(
        (&clock["now"], &clock["due"]),
        (&json!("2026-03-20T02:59:59Z"), &json!([]))
    );
    let contaazul = sandbox.contaazul_anew().await;
    assert_eq!(scheduled(&contaazul, &before).await, planned);
    let clock = sandbox.advance("PT1S").await;
    let subject = &planned[0]["id"];
    let due =
        json!([{"at": "2026-03-20T03:00:00Z", "provider": "contaazul", "what": "sale issued", "subject": subject}]);
    assert_eq!(clock["due"], due);
    let mut issued = planned[0].clone();
    issued["status"] = "COMMITTED".into();
    issued["number"] = (highest + 1).into();
    let now = scheduled(&contaazul, &before).await;
    assert_eq!(now, [issued.clone(), planned[1].clone(), planned[2].clone()]);
    assert_eq!(stock(&contaazul, PRODUCT).await, 998);

    // All the rest at once, each in its turn among the other contract's.
    let clock = sandbox.advance("P62D").await;
    let subjects: Vec<_> = clock["due"]
        .as_array()
        .unwrap()
        .iter()
        .map(|due| &due["subject"])
        .collect();
    assert!(subjects.contains(&&planned[1]["id"]) && subjects.contains(&&planned[2]["id"]));
    let contaazul = sandbox.contaazul_anew().await;
    let sales = scheduled(&contaazul, &before).await;
    let numbers: Vec<_> = sales.iter().filter_map(|sale| sale["number"].as_i64()).collect();
    assert_eq!(numbers, [highest + 1, highest + 3, highest + 5]);
    assert_eq!(stock(&contaazul, PRODUCT).await, 994);
}

#[tokio::test]
async fn what_fell_due_is_seen_by_the_next_request_whoever_moves_the_clock() {
    let sandbox = Sandbox::new("contract-past").await;
    let contaazul = sandbox.contaazul();
    let before = listed(&contaazul, "size=1000", "id").await;
    let past = with(contract(), json!({"emission": "2026-01-01"}));
    assert_eq!(contaazul.post("/v1/contracts", &past).await.status, 201);
    let sales = scheduled(&contaazul, &before).await;
    let statuses: Vec<_> = sales.iter().map(|sale| &sale["status"]).collect();
    assert_eq!(statuses, ["COMMITTED", "COMMITTED", "SCHEDULED"]);
    assert_eq!(stock(&contaazul, PRODUCT).await, 996);
}

#[tokio::test]
async fn a_scheduled_sale_that_is_deleted_or_cancelled_is_never_issued() {
    let sandbox = Sandbox::new("contract-deleted").await;
    let contaazul = sandbox.contaazul();
    let before = listed(&contaazul, "size=1000", "id").await;
    contaazul.post("/v1/contracts", &contract()).await;
    let planned = scheduled(&contaazul, &before).await;
    let paths: Vec<_> = planned.iter().map(super::sales::address).collect();
    assert_eq!(contaazul.delete(&paths[0]).await.status, 204);
    let cancel = format!("/contaazul{}/cancel", &paths[1][3..]);
    assert_eq!(sandbox.control().post(&cancel, &json!({})).await.status, 200);
    sandbox.advance("P100D").await;
    let contaazul = sandbox.contaazul_anew().await;
    assert_eq!(contaazul.get(&paths[0]).await.status, 404);
    assert_eq!(contaazul.get(&paths[1]).await.json(), planned[1]);
    assert_eq!(contaazul.get(&paths[2]).await.member("/status"), "COMMITTED");
    assert_eq!(stock(&contaazul, PRODUCT).await, 998);
}

#[tokio::test]
async fn a_month_too_short_for_the_due_day_has_its_sale_on_its_last_day() {
    let sandbox = Sandbox::new("contract-short-month").await;
    let contaazul = sandbox.contaazul();
    let before = listed(&contaazul, "size=1000", "id").await;
    let body = with(
        contract(),
        json!({"emission": "2028-01-31", "due_day": 31, "duration": 4}),
    );
    assert_eq!(contaazul.post("/v1/contracts", &body).await.status, 201);
    let sales = scheduled(&contaazul, &before).await;
    let days: Vec<_> = sales
        .iter()
        .map(|sale| sale["emission"].as_str().unwrap()[..10].to_owned())
        .collect();
    assert_eq!(days, ["2028-01-31", "2028-02-29", "2028-03-31", "2028-04-30"]);
}

#[tokio::test]
async fn a_contract_is_neither_changed_nor_deleted() {
    let sandbox = Sandbox::new("contract-fixed").await;
    let contaazul = sandbox.contaazul();
    let before = everything(&contaazul).await;
    let path = "/v1/contracts/a333a635-0000-44cf-9783-00d9b0c75a49";
    let answer = contaazul.put(path, &contract()).await;
    assert_snapshot!(answer, @r#"
    400
    content-type: application/json;charset=UTF-8

    {"code": "INTEGRATION_ERROR", "message": "Contract can online be changed by web application"}
    "#);
    assert_eq!(contaazul.put(path, &json!({})).await.text(), answer.text());
    let deleted = contaazul.delete(path).await;
    assert_eq!((deleted.status, deleted.text()), (400, answer.text()));
    assert_eq!(everything(&contaazul).await, before);
}

/// Members that break a rule, and what is said of each.
fn broken() -> [(&'static str, Value, Value); 14] {
    let line = json!([{"quantity": 1, "value": 1}]);
    [
        ("customer_id", json!("abc"), Value::Null),
        ("customer_id", json!(NOTHING), Value::Null),
        (
            "customer_id",
            json!(""),
            json!("A sale with status COMMITTED must have a customer id"),
        ),
        (
            "products",
            line,
            json!("A sale with status COMMITTED must have product_id for all items"),
        ),
        ("status", json!("SCHEDULED"), json!("Invalid status")),
        ("emission", Value::Null, json!("The contract's emission cannot be null")),
        ("due_day", Value::Null, json!("The contract's due_day cannot be null")),
        ("duration", Value::Null, json!("The contract's duration cannot be null")),
        ("due_day", json!(0), json!("The request body could not be read")),
        ("due_day", json!(32), json!("The request body could not be read")),
        ("due_day", json!(-1), json!("The request body could not be read")),
        ("duration", json!(0), json!("The request body could not be read")),
        (
            "duration",
            json!(4294967295_u32),
            json!("The request body could not be read"),
        ),
        ("seller_id", json!(NOTHING), json!("Resource not found")),
    ]
}

#[tokio::test]
async fn the_rules_of_sales_hold_for_contracts() {
    let sandbox = Sandbox::new("contract-rules").await;
    let contaazul = sandbox.contaazul();
    let before = everything(&contaazul).await;
    for (name, value, message) in broken() {
        let mut body = contract();
        body[name] = value;
        let answer = contaazul.post("/v1/contracts", &body).await;
        let expected = json!({"code": "INTEGRATION_ERROR", "message": message});
        assert_eq!((answer.status, answer.json()), (400, expected), "{body}");
    }
    let mut nothing = contract();
    nothing["products"] = json!([]);
    nothing["services"] = json!([]);
    let answer = contaazul.post("/v1/contracts", &nothing).await;
    assert_eq!(answer.text(), r#"{"code":"INTEGRATION_ERROR","message":null}"#);
    assert_eq!(everything(&contaazul).await, before);
    let number = contaazul.post("/v1/contracts", &contract()).await.json()["number"].clone();
    assert_eq!(number, 2);
}

#[tokio::test]
async fn a_contract_at_the_end_of_the_calendar_does_no_harm() {
    let sandbox = Sandbox::new("contract-last-year").await;
    let contaazul = sandbox.contaazul();
    for emission in ["9999-12-29", "9999-01-01", "0001-01-03"] {
        let body = with(contract(), json!({"emission": emission, "duration": 600}));
        let answer = contaazul.post("/v1/contracts", &body).await;
        assert!([201, 400].contains(&answer.status), "{answer}");
    }
    for sale in contaazul.get("/v1/sales?size=10000").await.json().as_array().unwrap() {
        let emission = sale["emission"].as_str().unwrap();
        assert_eq!(emission.len(), "2026-03-16T03:00:00.000Z".len(), "{emission}");
    }
}

#[tokio::test]
async fn a_contract_that_is_not_there_is_not_found() {
    let sandbox = Sandbox::new("contract-unknown").await;
    let contaazul = sandbox.contaazul();
    for id in [NOTHING, "12", "current"] {
        let answer = contaazul.get(&format!("/v1/contracts/{id}")).await;
        let expected = json!({"code": "NOT_FOUND", "message": "Resource not found"});
        assert_eq!((answer.status, answer.json()), (404, expected));
    }
}

#[tokio::test]
async fn a_sale_of_a_contract_that_lacks_what_an_approved_one_needs_waits_for_review() {
    let sandbox = Sandbox::new("contract-incomplete").await;
    let contaazul = sandbox.contaazul();
    let before = listed(&contaazul, "size=1000", "id").await;
    assert_eq!(stock(&contaazul, PRODUCT).await, 1000);
    let pending = with(contract(), json!({"status": "PENDING", "duration": 1}));
    let nobody = with(pending.clone(), json!({"customer_id": null}));
    let nothing = with(
        pending.clone(),
        json!({"services": [{"description": "Avulso", "quantity": 1, "value": 200}]}),
    );
    for body in [&nobody, &nothing, &pending] {
        let answer = contaazul.post("/v1/contracts", body).await;
        assert_eq!(answer.status, 201, "{answer}");
    }
    sandbox.advance("P5D").await;
    let contaazul = sandbox.contaazul_anew().await;
    let issued = scheduled(&contaazul, &before).await;
    let of = |status: &str| {
        let is = |sale: &&Value| sale["status"] == status && sale["number"].is_number();
        issued.iter().filter(is).count()
    };
    assert_eq!((of("PENDING"), of("COMMITTED")), (2, 1), "{issued:?}");
    for sale in issued.iter().filter(|sale| sale["status"] == "COMMITTED") {
        assert_eq!(sale["customer_id"], CUSTOMER);
    }
    // Only the approved one took its two.
    assert_eq!(stock(&contaazul, PRODUCT).await, 998);
}
