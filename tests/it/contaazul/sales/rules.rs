//! The rules of the FAQ, one by one: what is said, and that nothing is left behind.

use insta::assert_snapshot;
use serde_json::{Value, json};

use super::{NOTHING, PRODUCT, created, everything, pending_sale, refused, sale, with};
use crate::support::Sandbox;

#[tokio::test]
async fn a_committed_sale_needs_a_customer() {
    let sandbox = Sandbox::new("rule-customer").await;
    let contaazul = sandbox.contaazul();
    let answer = refused(&contaazul, &with(sale(), json!({"customer_id": null}))).await;
    assert_snapshot!(answer, @r#"
    400
    content-type: application/json;charset=UTF-8

    {"code": "INTEGRATION_ERROR", "message": "A sale with status COMMITTED must have a customer id"}
    "#);
    for customer in [json!(""), Value::Null] {
        let mut body = sale();
        body["customer_id"] = customer;
        assert_eq!(refused(&contaazul, &body).await.text(), answer.text());
    }
}

#[tokio::test]
async fn a_committed_sale_needs_an_id_on_every_product_and_service() {
    let sandbox = Sandbox::new("rule-item-ids").await;
    let contaazul = sandbox.contaazul();
    let mut body = sale();
    body["products"][0].as_object_mut().unwrap().remove("product_id");
    let answer = refused(&contaazul, &body).await;
    assert_snapshot!(answer, @r#"
    400
    content-type: application/json;charset=UTF-8

    {
      "code": "INTEGRATION_ERROR",
      "message": "A sale with status COMMITTED must have product_id for all items"
    }
    "#);
    for (list, id) in [("products", "product_id"), ("services", "service_id")] {
        for none in [Value::Null, json!("")] {
            let mut body = sale();
            body[list][0][id] = none;
            assert_eq!(refused(&contaazul, &body).await.text(), answer.text());
        }
        // One line without is enough.
        let mut body = sale();
        body[list]
            .as_array_mut()
            .unwrap()
            .push(json!({"quantity": 1, "value": 1}));
        assert_eq!(refused(&contaazul, &body).await.text(), answer.text());
    }
}

#[tokio::test]
async fn a_customer_id_that_is_no_uuid_makes_the_message_null() {
    let sandbox = Sandbox::new("rule-uuid").await;
    let contaazul = sandbox.contaazul();
    let answer = refused(&contaazul, &with(sale(), json!({"customer_id": "abc"}))).await;
    assert_snapshot!(answer, @r#"
    400
    content-type: application/json;charset=UTF-8

    {"code": "INTEGRATION_ERROR", "message": null}
    "#);
    for id in [
        json!("19b2b240-0000-4e6e-b1b6-d44d1b206e1"),
        json!(" 19b2b240-0000-4e6e-b1b6-d44d1b206e1d"),
        json!("19b2b24000004e6eb1b6d44d1b206e1d"),
        json!("{19b2b240-0000-4e6e-b1b6-d44d1b206e1d}"),
        json!("urn:uuid:19b2b240-0000-4e6e-b1b6-d44d1b206e1d"),
        json!(12),
    ] {
        for body in [sale(), pending_sale()] {
            let refusal = refused(&contaazul, &with(body, json!({"customer_id": id}))).await;
            assert_eq!(refusal.text(), answer.text(), "{id}");
        }
    }
}

#[tokio::test]
async fn a_customer_that_the_account_does_not_have_makes_the_message_null() {
    let sandbox = Sandbox::new("rule-unknown-customer").await;
    let contaazul = sandbox.contaazul();
    for body in [sale(), pending_sale()] {
        let answer = refused(&contaazul, &with(body, json!({"customer_id": NOTHING}))).await;
        assert_eq!(answer.text(), r#"{"code":"INTEGRATION_ERROR","message":null}"#);
    }
}

#[tokio::test]
async fn a_sale_of_nothing_makes_the_message_null() {
    let sandbox = Sandbox::new("rule-nothing").await;
    let contaazul = sandbox.contaazul();
    let nothing = with(sale(), json!({"products": null, "services": null}));
    let answer = refused(&contaazul, &nothing).await;
    assert_snapshot!(answer, @r#"
    400
    content-type: application/json;charset=UTF-8

    {"code": "INTEGRATION_ERROR", "message": null}
    "#);
    for (products, services) in [
        (json!([]), json!([])),
        (Value::Null, Value::Null),
        (json!([]), Value::Null),
        (json!(""), json!("")),
    ] {
        let mut body = sale();
        body["products"] = products;
        body["services"] = services;
        assert_eq!(refused(&contaazul, &body).await.text(), answer.text());
    }
    // One of the two is enough, whatever the other says.
    for list in ["products", "services"] {
        let mut body = with(sale(), json!({"discount": null, "payment": {"type": "TIMES"}}));
        body[list] = json!([]);
        created(&contaazul, &body).await;
    }
}

#[tokio::test]
async fn a_sale_is_sent_pending_or_committed_and_nothing_else() {
    let sandbox = Sandbox::new("rule-status").await;
    let contaazul = sandbox.contaazul();
    let answer = refused(&contaazul, &with(sale(), json!({"status": "SCHEDULED"}))).await;
    assert_snapshot!(answer, @r#"
    400
    content-type: application/json;charset=UTF-8

    {"code": "INTEGRATION_ERROR", "message": "Invalid status"}
    "#);
    for status in ["CANCELED", "committed", "PROPOSAL", "APPROVED", " PENDING"] {
        let refusal = refused(&contaazul, &with(sale(), json!({"status": status}))).await;
        assert_eq!(refusal.text(), answer.text(), "{status}");
    }
    let answer = refused(&contaazul, &with(sale(), json!({"status": null}))).await;
    assert_eq!(answer.member("/message"), "The sale's status cannot be null");
}

#[tokio::test]
async fn what_a_sale_cannot_be_without_is_named() {
    let sandbox = Sandbox::new("rule-missing").await;
    let contaazul = sandbox.contaazul();
    for (pointer, message) in [
        ("/emission", "The sale's emission cannot be null"),
        ("/status", "The sale's status cannot be null"),
        ("/products/0/value", "The sale product's value cannot be null"),
        ("/products/0/quantity", "The sale product's quantity cannot be null"),
        ("/services/0/value", "The sale service's value cannot be null"),
        (
            "/payment/installments/0/value",
            "The sale installment's value cannot be null",
        ),
        (
            "/payment/installments/0/due_date",
            "The sale installment's due_date cannot be null",
        ),
    ] {
        let mut body = sale();
        *body.pointer_mut(pointer).unwrap() = Value::Null;
        let answer = refused(&contaazul, &body).await;
        let expected = json!({"code": "INTEGRATION_ERROR", "message": message});
        assert_eq!((answer.status, answer.json()), (400, expected));
    }
}

#[tokio::test]
async fn installments_must_add_up_to_the_total() {
    let sandbox = Sandbox::new("rule-sum").await;
    let contaazul = sandbox.contaazul();
    let mut body = sale();
    body["payment"]["installments"][0]["value"] = 300.into();
    assert_snapshot!(refused(&contaazul, &body).await, @r#"
    400
    content-type: application/json;charset=UTF-8

    {
      "code": "INTEGRATION_ERROR",
      "message": "O valor total das parcelas R$300,00 difere do valor total R$305,00."
    }
    "#);
    for (value, sum) in [
        (json!(304.995), "R$305,00"),
        (json!(305.005), "R$305,01"),
        (json!(1305305.5), "R$1.305.305,50"),
        (json!(0), "R$0,00"),
        (json!(-305), "-R$305,00"),
    ] {
        body["payment"]["installments"][0]["value"] = value;
        let answer = refused(&contaazul, &body).await;
        let message = format!("O valor total das parcelas {sum} difere do valor total R$305,00.");
        assert_eq!(answer.member("/message"), message);
    }
    // Less than half a cent is forgiven.
    for value in [json!(304.996), json!(305.004), json!("305.00")] {
        body["payment"]["installments"][0]["value"] = value;
        created(&contaazul, &body).await;
    }
}

#[tokio::test]
async fn installments_of_thirds_add_up_when_one_of_them_takes_the_cent() {
    let sandbox = Sandbox::new("rule-thirds").await;
    let contaazul = sandbox.contaazul();
    let thirds = |last: Value| {
        let third = |number: u32, value: Value| json!({"number": number, "value": value, "due_date": "2025-04-10"});
        let parts = json!([third(1, json!(33.33)), third(2, json!(33.33)), third(3, last)]);
        let mut body = with(
            pending_sale(),
            json!({"payment": {"type": "TIMES", "installments": parts}}),
        );
        body["products"][0]["quantity"] = 2.into();
        body
    };
    let sale = created(&contaazul, &thirds(json!(33.34))).await;
    assert_eq!(sale["total"], 100);
    let answer = refused(&contaazul, &thirds(json!(33.33))).await;
    let message = "O valor total das parcelas R$99,99 difere do valor total R$100,00.";
    assert_eq!(answer.member("/message"), message);
}

#[tokio::test]
async fn what_the_account_does_not_have_cannot_be_named() {
    let sandbox = Sandbox::new("rule-references").await;
    let contaazul = sandbox.contaazul();
    for id in [NOTHING, "abc", "-"] {
        for pointer in [
            "/products/0/product_id",
            "/services/0/service_id",
            "/payment/financial_account_id",
        ] {
            let mut body = sale();
            *body.pointer_mut(pointer).unwrap() = id.into();
            let answer = refused(&contaazul, &body).await;
            let expected = json!({"code": "INTEGRATION_ERROR", "message": "Resource not found"});
            assert_eq!((answer.status, answer.json()), (400, expected), "{pointer} {id}");
        }
        let answer = refused(&contaazul, &with(sale(), json!({"seller_id": id}))).await;
        assert_eq!(answer.member("/message"), "Resource not found");
    }
    // A product is no service.
    let mut body = sale();
    body["services"][0]["service_id"] = PRODUCT.into();
    assert_eq!(
        refused(&contaazul, &body).await.member("/message"),
        "Resource not found"
    );
}

#[tokio::test]
async fn what_was_deactivated_is_no_longer_sold_but_stays_on_its_sales() {
    let sandbox = Sandbox::new("rule-deactivated").await;
    let contaazul = sandbox.contaazul();
    let sold = created(&contaazul, &sale()).await;
    for (list, id) in [("products", PRODUCT), ("services", super::SERVICE)] {
        let items = contaazul.get(&format!("{}/items", super::address(&sold))).await;
        assert_eq!(contaazul.delete(&format!("/v1/{list}/{id}")).await.status, 204);
        assert_eq!(
            refused(&contaazul, &sale()).await.member("/message"),
            "Resource not found"
        );
        let later = contaazul.get(&format!("{}/items", super::address(&sold))).await;
        assert_eq!(later.text(), items.text());
    }
    // Nor does it stand in the way of a change to a sale that has it.
    let mut body = sale();
    body["notes"] = "changed".into();
    let answer = contaazul.put(&super::address(&sold), &body).await;
    assert_eq!((answer.status, answer.member("/notes").as_str()), (200, "changed"));
}

#[tokio::test]
async fn a_refused_sale_takes_no_number() {
    let sandbox = Sandbox::new("rule-number").await;
    let contaazul = sandbox.contaazul();
    let first = created(&contaazul, &pending_sale()).await;
    for changes in [
        json!({"customer_id": "abc"}),
        json!({"status": "COMMITTED"}),
        json!({"seller_id": NOTHING}),
        json!({"payment": {"installments": [{"value": 1, "due_date": "2025-03-10"}]}}),
        json!({"number": 99, "emission": "soon"}),
    ] {
        refused(&contaazul, &with(pending_sale(), changes)).await;
    }
    let second = created(&contaazul, &pending_sale()).await;
    for member in ["number", "ca_id"] {
        assert_eq!(second[member].as_i64(), first[member].as_i64().map(|number| number + 1));
    }
}

#[tokio::test]
async fn a_body_that_is_no_sale_is_refused() {
    let sandbox = Sandbox::new("rule-body").await;
    let contaazul = sandbox.contaazul();
    let before = everything(&contaazul).await;
    for body in [
        "",
        "{",
        "null",
        "[]",
        "12",
        "\"sale\"",
        "{\"products\":{}}",
        "{\"number\":\"x\"}",
    ] {
        let json = Some("application/json");
        let answer = contaazul
            .send(reqwest::Method::POST, "/v1/sales", json, body.as_bytes().to_vec())
            .await;
        let message = "The request body could not be read";
        let expected = json!({"code": "INTEGRATION_ERROR", "message": message});
        assert_eq!((answer.status, answer.json()), (400, expected), "{body}");
    }
    assert_eq!(everything(&contaazul).await, before);
}
