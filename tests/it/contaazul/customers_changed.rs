//! Customers that are changed, inactivated and deleted.

use insta::assert_snapshot;
use serde_json::json;

use super::{assert_nothing_at, names};
use crate::support::Sandbox;

/// The customer of the documentation's example, a fixture.
const EXAMPLE: &str = "/v1/customers/0b6c3c1e-6d0e-4a53-9a52-2f4f6f0d7a11";

#[tokio::test]
async fn a_change_keeps_what_it_does_not_speak_of() {
    let contaazul = Sandbox::new("customer-update").await.contaazul();
    let changed = json!({"notes": "", "email": "nova@example.com", "address": {"number": "225"}, "date_of_birth": 599572800000_i64});
    assert_snapshot!(contaazul.put(EXAMPLE, &changed).await, @r#"
    200
    content-type: application/json;charset=UTF-8

    {
      "id": "0b6c3c1e-6d0e-4a53-9a52-2f4f6f0d7a11",
      "name": "Maria Teste",
      "company_name": null,
      "email": "nova@example.com",
      "business_phone": "11 99999-0000",
      "mobile_phone": "11 99999-0000",
      "person_type": "NATURAL",
      "document": "00011122233",
      "identity_document": "00011122233",
      "state_registration_number": "00011122233",
      "state_registration_type": "NO_CONTRIBUTOR",
      "city_registration_number": null,
      "date_of_birth": "1988-12-31T12:00:00.000Z",
      "notes": null,
      "created_at": "2020-01-25T03:00:00.000Z",
      "address": {
        "street": "Rua Parma",
        "number": "225",
        "complement": "Apto 1",
        "zip_code": "79106-330",
        "neighborhood": "Jardim Itália",
        "city": {"name": "Campo Grande"},
        "state": {"name": "MS"}
      }
    }
    "#);
    assert_snapshot!(contaazul.get(EXAMPLE).await, @r#"
    200
    content-type: application/json;charset=UTF-8

    {
      "id": "0b6c3c1e-6d0e-4a53-9a52-2f4f6f0d7a11",
      "name": "Maria Teste",
      "company_name": null,
      "email": "nova@example.com",
      "business_phone": "11 99999-0000",
      "mobile_phone": "11 99999-0000",
      "person_type": "NATURAL",
      "document": "00011122233",
      "identity_document": "00011122233",
      "state_registration_number": "00011122233",
      "state_registration_type": "NO_CONTRIBUTOR",
      "city_registration_number": null,
      "date_of_birth": "1988-12-31T03:00:00.000Z",
      "notes": null,
      "created_at": "2020-01-25T03:00:00.000Z",
      "address": {
        "street": "Rua Parma",
        "number": "225",
        "complement": "Apto 1",
        "zip_code": "79106-330",
        "neighborhood": "Jardim Itália",
        "city": {"name": "Campo Grande"},
        "state": {"name": "MS"}
      }
    }
    "#);
}

#[tokio::test]
async fn a_customer_that_is_sent_back_as_it_was_read_stays_as_it_is() {
    let contaazul = Sandbox::new("customer-round-trip").await.contaazul();
    let before = contaazul.get(EXAMPLE).await;
    let changed = contaazul.put(EXAMPLE, &before.json()).await;
    assert_eq!((changed.status, changed.text()), (200, before.text()));
    assert_eq!(contaazul.get(EXAMPLE).await.text(), before.text());
}

#[tokio::test]
async fn a_customer_is_inactivated_and_then_deleted() {
    let contaazul = Sandbox::new("customer-delete").await.contaazul();
    let maria = "name=Maria%20Teste";
    let before = contaazul.get(EXAMPLE).await.text();
    let inactivate = EXAMPLE.replace("customers/", "customers/inactivate/");
    assert_snapshot!(contaazul.delete(&inactivate).await, @"204");
    assert_eq!(contaazul.delete(&inactivate).await.status, 204);
    assert_eq!(contaazul.get(EXAMPLE).await.text(), before);
    let enabled = contaazul.get(&format!("/v1/customers?status=ENABLED&{maria}")).await;
    assert_eq!(enabled.json().as_array().unwrap().len(), 1);
    let all = contaazul.get(&format!("/v1/customers?{maria}")).await;
    assert_eq!(all.json().as_array().unwrap().len(), 2);

    assert_snapshot!(contaazul.delete(EXAMPLE).await, @"204");
    let all = contaazul.get(&format!("/v1/customers?{maria}")).await;
    assert_eq!(all.json().as_array().unwrap().len(), 1);
    assert_nothing_at(&contaazul, EXAMPLE, &["GET", "PUT", "DELETE"]).await;
    assert_nothing_at(&contaazul, &inactivate, &["DELETE"]).await;
    assert_nothing_at(&contaazul, &format!("{EXAMPLE}/contacts"), &["GET"]).await;
}

#[tokio::test]
async fn a_customer_is_inactivated_and_activated_by_a_change() {
    let contaazul = Sandbox::new("customer-enabled").await.contaazul();
    for (enabled, status) in [
        (json!(false), "DISABLED"),
        (json!(null), "DISABLED"),
        (json!(true), "ENABLED"),
    ] {
        assert_eq!(contaazul.put(EXAMPLE, &json!({"enabled": enabled})).await.status, 200);
        let listed = contaazul
            .get(&format!("/v1/customers?document=00011122233&status={status}"))
            .await;
        assert_eq!(names(&listed), "Maria Teste", "{enabled}");
    }
}
