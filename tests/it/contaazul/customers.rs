//! Customers and their contacts: created, shown, changed, inactivated and deleted.

use insta::assert_snapshot;
use reqwest::Method;
use serde_json::{Value, json};

use super::{assert_nothing_at, create, names};
use crate::support::Sandbox;

/// The customer of the documentation's example, a fixture.
const EXAMPLE: &str = "/v1/customers/0b6c3c1e-6d0e-4a53-9a52-2f4f6f0d7a11";

#[tokio::test]
async fn the_documented_customer_is_shown_with_every_member_in_order() {
    let contaazul = Sandbox::new("customer-example").await.contaazul();
    assert_snapshot!(contaazul.get(EXAMPLE).await, @r#"
    200
    content-type: application/json;charset=UTF-8

    {
      "id": "0b6c3c1e-6d0e-4a53-9a52-2f4f6f0d7a11",
      "name": "Maria Teste",
      "company_name": null,
      "email": "maria@example.com",
      "business_phone": "11 99999-0000",
      "mobile_phone": "11 99999-0000",
      "person_type": "NATURAL",
      "document": "00011122233",
      "identity_document": "00011122233",
      "state_registration_number": "00011122233",
      "state_registration_type": "NO_CONTRIBUTOR",
      "city_registration_number": null,
      "date_of_birth": "1988-12-23T03:00:00.000Z",
      "notes": "text",
      "created_at": "2020-01-25T03:00:00.000Z",
      "address": {
        "street": "Rua Parma",
        "number": "224",
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
async fn a_created_customer_is_answered_with_the_time_that_was_sent_and_read_with_the_day() {
    let sandbox = Sandbox::new("customer-create").await;
    let contaazul = sandbox.contaazul();
    let body = json!({
        "name": "José da Silva", "person_type": "NATURAL", "company_name": "dropped", "city_registration_number": "dropped",
        "date_of_birth": "1988-12-23T08:32:10.118-05", "address": {"zip_code": "79106-330", "number": 224},
    });
    let created = contaazul.post("/v1/customers", &body).await;
    assert_snapshot!(created, @r#"
    201
    content-type: application/json;charset=UTF-8

    {
      "id": "d005bd8b-f962-455a-9f54-1d65e8a5e19b",
      "name": "José da Silva",
      "company_name": null,
      "email": null,
      "business_phone": null,
      "mobile_phone": null,
      "person_type": "NATURAL",
      "document": null,
      "identity_document": null,
      "state_registration_number": null,
      "state_registration_type": null,
      "city_registration_number": null,
      "date_of_birth": "1988-12-23T13:32:10.118Z",
      "notes": null,
      "created_at": "2026-03-16T12:00:00.000Z",
      "address": {
        "street": null,
        "number": "224",
        "complement": null,
        "zip_code": "79106-330",
        "neighborhood": null,
        "city": {"name": "Campo Grande"},
        "state": {"name": "MS"}
      }
    }
    "#);
    let id = created.member("/id");
    assert_snapshot!(contaazul.get(&format!("/v1/customers/{id}")).await, @r#"
    200
    content-type: application/json;charset=UTF-8

    {
      "id": "d005bd8b-f962-455a-9f54-1d65e8a5e19b",
      "name": "José da Silva",
      "company_name": null,
      "email": null,
      "business_phone": null,
      "mobile_phone": null,
      "person_type": "NATURAL",
      "document": null,
      "identity_document": null,
      "state_registration_number": null,
      "state_registration_type": null,
      "city_registration_number": null,
      "date_of_birth": "1988-12-23T03:00:00.000Z",
      "notes": null,
      "created_at": "2026-03-16T03:00:00.000Z",
      "address": {
        "street": null,
        "number": "224",
        "complement": null,
        "zip_code": "79106-330",
        "neighborhood": null,
        "city": {"name": "Campo Grande"},
        "state": {"name": "MS"}
      }
    }
    "#);
}

#[tokio::test]
async fn a_company_keeps_what_a_person_has_not() {
    let contaazul = Sandbox::new("customer-company").await.contaazul();
    let body = json!({
        "name": "Bar", "person_type": "LEGAL", "company_name": "Bar Ltda", "city_registration_number": "12",
        "state_registration_type": "CONTRIBUTOR", "document": "12.345.678/0001-95",
        "address": {"zip_code": "99999-999", "city": "Olinda", "state": {"name": "PE"}},
    });
    assert_snapshot!(contaazul.post("/v1/customers", &body).await, @r#"
    201
    content-type: application/json;charset=UTF-8

    {
      "id": "d005bd8b-f962-455a-9f54-1d65e8a5e19b",
      "name": "Bar",
      "company_name": "Bar Ltda",
      "email": null,
      "business_phone": null,
      "mobile_phone": null,
      "person_type": "LEGAL",
      "document": "12.345.678/0001-95",
      "identity_document": null,
      "state_registration_number": null,
      "state_registration_type": "CONTRIBUTOR",
      "city_registration_number": "12",
      "date_of_birth": null,
      "notes": null,
      "created_at": "2026-03-16T12:00:00.000Z",
      "address": {
        "street": null,
        "number": null,
        "complement": null,
        "zip_code": "99999-999",
        "neighborhood": null,
        "city": {"name": "Olinda"},
        "state": {"name": "PE"}
      }
    }
    "#);
}

#[tokio::test]
async fn a_customer_needs_a_name_and_a_person_type() {
    let sandbox = Sandbox::new("customer-needs").await;
    let contaazul = sandbox.contaazul();
    let before = names(&contaazul.get("/v1/customers").await);
    let nameless = json!({"person_type": "LEGAL", "name": ""});
    assert_snapshot!(contaazul.post("/v1/customers", &nameless).await, @r#"
    400
    content-type: application/json;charset=UTF-8

    {"code": "INTEGRATION_ERROR", "message": "The customer's name cannot be null"}
    "#);
    let typeless = json!({"name": "Ana"});
    assert_snapshot!(contaazul.post("/v1/customers", &typeless).await, @r#"
    400
    content-type: application/json;charset=UTF-8

    {"code": "INTEGRATION_ERROR", "message": "The customer's person_type cannot be null"}
    "#);
    let nameless = json!({"name": null});
    assert_snapshot!(contaazul.put(EXAMPLE, &nameless).await, @r#"
    400
    content-type: application/json;charset=UTF-8

    {"code": "INTEGRATION_ERROR", "message": "The customer's name cannot be null"}
    "#);
    assert_eq!(names(&contaazul.get("/v1/customers").await), before);
}

#[tokio::test]
async fn a_customer_that_cannot_be_read_is_refused_and_the_member_is_named_on_the_side() {
    let sandbox = Sandbox::new("customer-unreadable").await;
    let contaazul = sandbox.contaazul();
    let before = contaazul.get(EXAMPLE).await.text();
    let body = json!({"name": "Ana", "person_type": "PESSOA"});
    assert_snapshot!(contaazul.post("/v1/customers", &body).await, @r#"
    400
    content-type: application/json;charset=UTF-8

    {"code": "INTEGRATION_ERROR", "message": "The request body could not be read"}
    "#);
    assert_snapshot!(sandbox.last_explanation().await, @"The body's member `person_type` has not its type: unknown variant `PESSOA`, expected `NATURAL` or `LEGAL`.");
    for body in [
        json!({"date_of_birth": "soon"}),
        json!({"address": "Rua Parma"}),
        json!({"address": []}),
        json!({"enabled": "yes"}),
        json!({"state_registration_type": "NONE"}),
        json!({"contacts": {"name": "Rita"}}),
        json!({"name": ["Ana"]}),
        json!([]),
    ] {
        let answer = contaazul.put(EXAMPLE, &body).await;
        let refused = r#"{"code":"INTEGRATION_ERROR","message":"The request body could not be read"}"#;
        assert_eq!((answer.status, answer.text().as_str()), (400, refused), "{body}");
    }
    assert_eq!(contaazul.get(EXAMPLE).await.text(), before);
}

#[tokio::test]
async fn an_id_in_the_body_is_ignored() {
    let contaazul = Sandbox::new("customer-id-ignored").await.contaazul();
    let other = "19b2b240-0000-4e6e-b1b6-d44d1b206e1d";
    let before = contaazul.get(&format!("/v1/customers/{other}")).await.text();
    let changed = contaazul
        .put(EXAMPLE, &json!({"id": other, "name": "Outra", "created_at": 5}))
        .await;
    assert_eq!(changed.member("/id"), "0b6c3c1e-6d0e-4a53-9a52-2f4f6f0d7a11");
    assert_eq!(contaazul.get(&format!("/v1/customers/{other}")).await.text(), before);
}

#[tokio::test]
async fn empty_texts_are_no_values_and_numbers_are_texts() {
    let contaazul = Sandbox::new("customer-empty-texts").await.contaazul();
    let body = json!({
        "name": 7, "person_type": "NATURAL", "document": "", "email": "", "date_of_birth": "", "state_registration_type": "",
        "mobile_phone": 71988880000_i64, "identity_document": 12345678901_i64, "address": {"city": "", "number": 12.50},
        "contacts": "", "unknown": {"deep": [1]},
    });
    let created = contaazul.post("/v1/customers", &body).await;
    assert_snapshot!(created, @r#"
    201
    content-type: application/json;charset=UTF-8

    {
      "id": "d005bd8b-f962-455a-9f54-1d65e8a5e19b",
      "name": "7",
      "company_name": null,
      "email": null,
      "business_phone": null,
      "mobile_phone": "71988880000",
      "person_type": "NATURAL",
      "document": null,
      "identity_document": "12345678901",
      "state_registration_number": null,
      "state_registration_type": null,
      "city_registration_number": null,
      "date_of_birth": null,
      "notes": null,
      "created_at": "2026-03-16T12:00:00.000Z",
      "address": {
        "street": null,
        "number": "12.5",
        "complement": null,
        "zip_code": null,
        "neighborhood": null,
        "city": {"name": null},
        "state": {"name": null}
      }
    }
    "#);
    // Nobody has a document that is empty: a second one without is no duplicate.
    assert_eq!(contaazul.post("/v1/customers", &body).await.status, 201);
}

#[tokio::test]
async fn no_two_customers_of_an_account_have_one_document() {
    let sandbox = Sandbox::new("customer-duplicate").await;
    let contaazul = sandbox.contaazul();
    let before = names(&contaazul.get("/v1/customers").await);
    let body = json!({"name": "Outra Maria", "person_type": "NATURAL", "document": "000.111.222-33"});
    assert_snapshot!(contaazul.post("/v1/customers", &body).await, @r#"
    400
    content-type: application/json;charset=UTF-8

    {"code": "INTEGRATION_ERROR", "message": "CPF/CPNJ já utilizado por outro cliente."}
    "#);
    assert_snapshot!(sandbox.last_explanation().await, @"Another customer has the document 000.111.222-33.");
    assert_eq!(names(&contaazul.get("/v1/customers").await), before);

    let other = "/v1/customers/19b2b240-0000-4e6e-b1b6-d44d1b206e1d";
    let other_before = contaazul.get(other).await.text();
    assert_snapshot!(contaazul.put(other, &body).await, @r#"
    400
    content-type: application/json;charset=UTF-8

    {"code": "INTEGRATION_ERROR", "message": "CPF/CPNJ já utilizado por outro cliente."}
    "#);
    assert_eq!(contaazul.get(other).await.text(), other_before);

    // It is still its own, another account's, and free once its customer is deleted.
    assert_eq!(contaazul.put(EXAMPLE, &body).await.status, 200);
    let second = sandbox.contaazul_second_account().await;
    assert_eq!(second.post("/v1/customers", &body).await.status, 201);
    assert_eq!(contaazul.delete(EXAMPLE).await.status, 204);
    assert_eq!(contaazul.post("/v1/customers", &body).await.status, 201);
}

#[tokio::test]
async fn contacts_are_listed_beside_the_customer_in_pages_from_0() {
    let contaazul = Sandbox::new("customer-contacts").await.contaazul();
    let contacts = json!([
        {"name": "Rita", "business_phone": "71 3333-1201", "email": "rita@example.com", "job_title": "Compras"},
        {"name": "Otávio", "business_phone": 7133331202_i64, "email": "", "extra": 1},
        {},
    ]);
    let body = json!({"name": "Café", "person_type": "LEGAL", "contacts": contacts});
    let id = create(&contaazul, "/v1/customers", body).await;
    let path = format!("/v1/customers/{id}/contacts");
    assert_snapshot!(contaazul.get(&path).await, @r#"
    200
    content-type: application/json;charset=UTF-8

    [
      {
        "name": "Rita",
        "business_phone": "71 3333-1201",
        "email": "rita@example.com",
        "job_title": "Compras"
      },
      {"name": "Otávio", "business_phone": "7133331202", "email": null, "job_title": null},
      {"name": null, "business_phone": null, "email": null, "job_title": null}
    ]
    "#);
    assert_eq!(names(&contaazul.get(&format!("{path}?page=0&size=1")).await), "Rita");
    assert_eq!(names(&contaazul.get(&format!("{path}?page=1&size=1")).await), "Otávio");
    assert_eq!(contaazul.get(&format!("{path}?page=1")).await.text(), "[]");
    assert_snapshot!(contaazul.get(&format!("{path}?size=many")).await, @r#"
    400
    content-type: application/json;charset=UTF-8

    {"code": "INTEGRATION_ERROR", "message": "A invalid search parameter was provided"}
    "#);

    // A change without contacts keeps them, one with contacts replaces them.
    let path_of = format!("/v1/customers/{id}");
    assert_eq!(contaazul.put(&path_of, &json!({"name": "Bar"})).await.status, 200);
    assert_eq!(names(&contaazul.get(&path).await), "Rita | Otávio | null");
    assert_eq!(contaazul.put(&path_of, &json!({"contacts": []})).await.status, 200);
    assert_eq!(contaazul.get(&path).await.text(), "[]");
}

#[tokio::test]
async fn an_address_is_completed_by_its_postal_code_alone() {
    let contaazul = Sandbox::new("customer-address").await.contaazul();
    let place = |answer: Value| {
        format!(
            "{}, {}",
            answer["address"]["city"]["name"], answer["address"]["state"]["name"]
        )
    };
    for (address, shown) in [
        (json!({"zip_code": "01310-100"}), r#""São Paulo", "SP""#),
        (json!({"zip_code": 50030000}), r#""Recife", "PE""#),
        (json!({"zip_code": "01310-100", "city": "Osasco"}), r#""Osasco", "SP""#),
        (json!({"zip_code": "01310-100", "state": null}), r#""São Paulo", null"#),
        (json!({"zip_code": "1310"}), "null, null"),
        (
            json!({"city": {"name": "Lençóis"}, "state": {"name": ""}}),
            r#""Lençóis", null"#,
        ),
        (json!(null), "null, null"),
    ] {
        let body = json!({"name": "Ana", "person_type": "NATURAL", "address": address});
        let created = contaazul.post("/v1/customers", &body).await;
        assert_eq!(
            (created.status, place(created.json()).as_str()),
            (201, shown),
            "{address}"
        );
    }
    // Another street keeps the city, another postal code moves it.
    let street = json!({"address": {"street": "Rua Turim"}});
    assert_eq!(
        place(contaazul.put(EXAMPLE, &street).await.json()),
        r#""Campo Grande", "MS""#
    );
    let moved = json!({"address": {"zip_code": "80010-000"}});
    assert_eq!(
        place(contaazul.put(EXAMPLE, &moved).await.json()),
        r#""Curitiba", "PR""#
    );
}

#[tokio::test]
async fn an_unknown_customer_is_not_found() {
    let sandbox = Sandbox::new("customer-unknown").await;
    let contaazul = sandbox.contaazul();
    for id in ["11111111-2222-4333-8444-555555555555", "1"] {
        assert_nothing_at(&contaazul, &format!("/v1/customers/{id}"), &["GET", "PUT", "DELETE"]).await;
        assert_nothing_at(&contaazul, &format!("/v1/customers/inactivate/{id}"), &["DELETE"]).await;
        assert_nothing_at(&contaazul, &format!("/v1/customers/{id}/contacts"), &["GET"]).await;
    }
    assert_snapshot!(contaazul.get("/v1/customers/1").await, @r#"
    404
    content-type: application/json;charset=UTF-8

    {"code": "NOT_FOUND", "message": "Resource not found"}
    "#);
    assert_snapshot!(contaazul.send(Method::PATCH, EXAMPLE, None, Vec::new()).await, @r#"
    405
    allow: GET,HEAD,PUT,DELETE
    content-type: application/json;charset=UTF-8

    {"code": "METHOD_NOT_ALLOWED", "message": "Request method 'PATCH' not supported"}
    "#);
}

#[tokio::test]
async fn an_account_does_not_see_another_ones_customers() {
    let sandbox = Sandbox::new("customer-isolation").await;
    let (first, second) = (sandbox.contaazul(), sandbox.contaazul_second_account().await);
    let before = first.get(EXAMPLE).await.text();
    assert_nothing_at(&second, EXAMPLE, &["GET", "PUT", "DELETE"]).await;
    assert_nothing_at(
        &second,
        &EXAMPLE.replace("customers/", "customers/inactivate/"),
        &["DELETE"],
    )
    .await;
    assert_nothing_at(&second, &format!("{EXAMPLE}/contacts"), &["GET"]).await;
    assert_eq!(first.get(EXAMPLE).await.text(), before);
    assert_snapshot!(names(&second.get("/v1/customers").await), @"Táxi Litoral | Márcia Hoffmann | Renato Bittencourt | Autoescola Ilha");
    assert_snapshot!(names(&second.get("/v1/customers?search=maria").await), @"");
}
