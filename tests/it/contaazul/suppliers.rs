//! Suppliers.

use insta::assert_snapshot;
use reqwest::Method;
use serde_json::json;

use super::{assert_nothing_at, create, names};
use crate::support::{Client, Sandbox};

async fn found(contaazul: &Client, query: &str) -> String {
    names(&contaazul.get(&format!("/v1/suppliers?{query}")).await)
}

#[tokio::test]
async fn a_supplier_that_is_a_person_keeps_a_companys_members_and_has_no_time_of_creation() {
    let contaazul = Sandbox::new("supplier-create").await.contaazul();
    let body = json!({
        "name": "Fornecedor Um", "company_name": "Fornecedor Um ME", "email": "um@example.com",
        "business_phone": "11 99999-0000", "mobile_phone": "11 99999-0000", "person_type": "NATURAL",
        "document": "00011122233", "identity_document": "00011122233", "state_registration_number": "00011122233",
        "state_registration_type": "NO_CONTRIBUTOR", "city_registration_number": "00011122233",
        "date_of_birth": "1988-12-23T08:32:10.118-05", "notes": "text", "foreignId": "F-1", "contactName": "Rita",
        "address": {
            "zip_code": "79106-330", "street": "Rua Parma", "number": "224", "complement": "Apto 1",
            "neighborhood": "Jardim Itália",
        },
    });
    let created = contaazul.post("/v1/suppliers", &body).await;
    assert_snapshot!(created, @r#"
    201
    content-type: application/json;charset=UTF-8

    {
      "id": "d005bd8b-f962-455a-9f54-1d65e8a5e19b",
      "name": "Fornecedor Um",
      "company_name": "Fornecedor Um ME",
      "email": "um@example.com",
      "business_phone": "11 99999-0000",
      "mobile_phone": "11 99999-0000",
      "person_type": "NATURAL",
      "document": "00011122233",
      "identity_document": "00011122233",
      "state_registration_number": "00011122233",
      "state_registration_type": "NO_CONTRIBUTOR",
      "city_registration_number": "00011122233",
      "date_of_birth": "1988-12-23T13:32:10.118Z",
      "notes": "text",
      "foreign_id": null,
      "contact_name": null,
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
    let id = created.member("/id");
    assert_snapshot!(contaazul.get(&format!("/v1/suppliers/{id}")).await, @r#"
    200
    content-type: application/json;charset=UTF-8

    {
      "id": "d005bd8b-f962-455a-9f54-1d65e8a5e19b",
      "name": "Fornecedor Um",
      "company_name": "Fornecedor Um ME",
      "email": "um@example.com",
      "business_phone": "11 99999-0000",
      "mobile_phone": "11 99999-0000",
      "person_type": "NATURAL",
      "document": "00011122233",
      "identity_document": "00011122233",
      "state_registration_number": "00011122233",
      "state_registration_type": "NO_CONTRIBUTOR",
      "city_registration_number": "00011122233",
      "date_of_birth": "1988-12-23T03:00:00.000Z",
      "notes": "text",
      "foreign_id": null,
      "contact_name": null,
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
async fn a_suppliers_foreign_id_and_contact_are_read_in_snake_case() {
    let contaazul = Sandbox::new("supplier-snake-case").await.contaazul();
    let body = json!({"name": "Dois", "person_type": "LEGAL", "foreign_id": 17, "contact_name": "Rita", "document": "", "address": ""});
    assert_snapshot!(contaazul.post("/v1/suppliers", &body).await, @r#"
    201
    content-type: application/json;charset=UTF-8

    {
      "id": "d005bd8b-f962-455a-9f54-1d65e8a5e19b",
      "name": "Dois",
      "company_name": null,
      "email": null,
      "business_phone": null,
      "mobile_phone": null,
      "person_type": "LEGAL",
      "document": null,
      "identity_document": null,
      "state_registration_number": null,
      "state_registration_type": null,
      "city_registration_number": null,
      "date_of_birth": null,
      "notes": null,
      "foreign_id": "17",
      "contact_name": "Rita",
      "address": {
        "street": null,
        "number": null,
        "complement": null,
        "zip_code": null,
        "neighborhood": null,
        "city": {"name": null},
        "state": {"name": null}
      }
    }
    "#);
}

#[tokio::test]
async fn a_supplier_needs_a_name_and_a_person_type() {
    let contaazul = Sandbox::new("supplier-needs").await.contaazul();
    let before = found(&contaazul, "").await;
    assert_snapshot!(contaazul.post("/v1/suppliers", &json!({"person_type": "LEGAL"})).await, @r#"
    400
    content-type: application/json;charset=UTF-8

    {"code": "INTEGRATION_ERROR", "message": "The supplier's name cannot be null"}
    "#);
    assert_snapshot!(contaazul.post("/v1/suppliers", &json!({"name": "Dois"})).await, @r#"
    400
    content-type: application/json;charset=UTF-8

    {"code": "INTEGRATION_ERROR", "message": "The supplier's person_type cannot be null"}
    "#);
    assert_snapshot!(contaazul.post("/v1/suppliers", &json!({"name": "Dois", "person_type": 1})).await, @r#"
    400
    content-type: application/json;charset=UTF-8

    {"code": "INTEGRATION_ERROR", "message": "The request body could not be read"}
    "#);
    assert_eq!(found(&contaazul, "").await, before);
}

#[tokio::test]
async fn a_change_of_a_supplier_keeps_what_it_does_not_speak_of() {
    let sandbox = Sandbox::new("supplier-update").await;
    let contaazul = sandbox.contaazul();
    let body = json!({"name": "Dois", "person_type": "LEGAL", "company_name": "Dois Ltda", "notes": "text", "foreign_id": "F-2"});
    let id = create(&contaazul, "/v1/suppliers", body).await;
    let path = format!("/v1/suppliers/{id}");
    let changed = json!({"notes": null, "email": "dois@example.com", "date_of_birth": "2001-02-03T12:00:00Z"});
    assert_snapshot!(contaazul.put(&path, &changed).await, @r#"
    200
    content-type: application/json;charset=UTF-8

    {
      "id": "d005bd8b-f962-455a-9f54-1d65e8a5e19b",
      "name": "Dois",
      "company_name": "Dois Ltda",
      "email": "dois@example.com",
      "business_phone": null,
      "mobile_phone": null,
      "person_type": "LEGAL",
      "document": null,
      "identity_document": null,
      "state_registration_number": null,
      "state_registration_type": null,
      "city_registration_number": null,
      "date_of_birth": "2001-02-03T12:00:00.000Z",
      "notes": null,
      "foreign_id": "F-2",
      "contact_name": null,
      "address": {
        "street": null,
        "number": null,
        "complement": null,
        "zip_code": null,
        "neighborhood": null,
        "city": {"name": null},
        "state": {"name": null}
      }
    }
    "#);
    let read = contaazul.get(&path).await;
    assert_snapshot!(read, @r#"
    200
    content-type: application/json;charset=UTF-8

    {
      "id": "d005bd8b-f962-455a-9f54-1d65e8a5e19b",
      "name": "Dois",
      "company_name": "Dois Ltda",
      "email": "dois@example.com",
      "business_phone": null,
      "mobile_phone": null,
      "person_type": "LEGAL",
      "document": null,
      "identity_document": null,
      "state_registration_number": null,
      "state_registration_type": null,
      "city_registration_number": null,
      "date_of_birth": "2001-02-03T03:00:00.000Z",
      "notes": null,
      "foreign_id": "F-2",
      "contact_name": null,
      "address": {
        "street": null,
        "number": null,
        "complement": null,
        "zip_code": null,
        "neighborhood": null,
        "city": {"name": null},
        "state": {"name": null}
      }
    }
    "#);
    assert_snapshot!(contaazul.put(&path, &json!({"name": ""})).await, @r#"
    400
    content-type: application/json;charset=UTF-8

    {"code": "INTEGRATION_ERROR", "message": "The supplier's name cannot be null"}
    "#);
    assert_snapshot!(contaazul.put(&path, &json!({"person_type": "X"})).await, @r#"
    400
    content-type: application/json;charset=UTF-8

    {"code": "INTEGRATION_ERROR", "message": "The request body could not be read"}
    "#);
    assert_snapshot!(sandbox.last_explanation().await, @"The body's member `person_type` has not its type: unknown variant `X`, expected `NATURAL` or `LEGAL`.");
    assert_eq!(contaazul.put(&path, &read.json()).await.text(), read.text());
    assert_eq!(contaazul.get(&path).await.text(), read.text());
}

#[tokio::test]
async fn a_second_supplier_may_have_the_same_document() {
    let contaazul = Sandbox::new("supplier-document").await.contaazul();
    for name in ["Dois", "Três"] {
        let body = json!({"name": name, "person_type": "LEGAL", "document": "11.222.333/0001-81"});
        create(&contaazul, "/v1/suppliers", body).await;
    }
    assert_eq!(found(&contaazul, "document=11222333000181").await, "Dois | Três");
}

#[tokio::test]
async fn suppliers_are_found_by_each_filter() {
    let contaazul = Sandbox::new("supplier-filters").await.contaazul();
    assert_snapshot!(found(&contaazul, "").await, @"Moinho Recôncavo | Laticínios Serra Azul | Embalagens Bahia | Zé das Frutas");
    assert_snapshot!(found(&contaazul, "company_name=banca").await, @"Zé das Frutas");
    assert_snapshot!(found(&contaazul, "name=RECÔNCAVO").await, @"Moinho Recôncavo");
    assert_snapshot!(found(&contaazul, "search=comercial@serraazul").await, @"Laticínios Serra Azul");
    assert_snapshot!(found(&contaazul, "search=comercial@serraazul&name=zzz&document=1").await, @"Laticínios Serra Azul");
    assert_snapshot!(found(&contaazul, "name=zzz").await, @"");
    assert_snapshot!(found(&contaazul, "status=DISABLED&foreign_id=zzz&name=").await, @"Moinho Recôncavo | Laticínios Serra Azul | Embalagens Bahia | Zé das Frutas");
    assert_snapshot!(found(&contaazul, "size=2").await, @"Moinho Recôncavo | Laticínios Serra Azul");
    assert_snapshot!(found(&contaazul, "size=2&page=1").await, @"Embalagens Bahia | Zé das Frutas");
    assert_eq!(contaazul.get("/v1/suppliers/?size=2&page=2").await.text(), "[]");
    assert_snapshot!(contaazul.get("/v1/suppliers?page=two").await, @r#"
    400
    content-type: application/json;charset=UTF-8

    {"code": "INTEGRATION_ERROR", "message": "A invalid search parameter was provided"}
    "#);
    let listed = contaazul.get("/v1/suppliers?company_name=banca").await;
    let id = listed.member("/0/id");
    let by_id = contaazul.get(&format!("/v1/suppliers/{id}/")).await;
    assert_eq!(listed.text(), format!("[{}]", by_id.text()));
}

#[tokio::test]
async fn a_deleted_supplier_is_gone_also_from_its_products() {
    let contaazul = Sandbox::new("supplier-delete").await.contaazul();
    let mut paths = Vec::new();
    for name in ["Dois", "Três"] {
        let id = create(
            &contaazul,
            "/v1/suppliers",
            json!({"name": name, "person_type": "LEGAL"}),
        )
        .await;
        paths.push(format!("/v1/suppliers/{id}"));
    }
    let ids: Vec<&str> = paths.iter().map(|path| path.rsplit('/').next().unwrap()).collect();
    let product = create(&contaazul, "/v1/products", json!({"name": "Sal", "suppliers_id": ids})).await;
    let suppliers = async || names_of_suppliers(&contaazul, &product).await;
    assert_eq!(suppliers().await, ["Dois", "Três"]);

    assert_eq!(contaazul.put(&paths[0], &json!({"name": "Doze"})).await.status, 200);
    assert_eq!(suppliers().await, ["Doze", "Três"]);
    assert_snapshot!(contaazul.delete(&paths[0]).await, @"204");
    assert_eq!(suppliers().await, ["Três"]);
    assert_nothing_at(&contaazul, &paths[0], &["GET", "PUT", "DELETE"]).await;
    assert_eq!(found(&contaazul, "name=doze").await, "");
    assert_eq!(found(&contaazul, "name=tr%C3%AAs").await, "Três");
}

async fn names_of_suppliers(contaazul: &Client, product: &str) -> Vec<String> {
    let product = contaazul.get(&format!("/v1/products/{product}")).await.json();
    let suppliers = product["suppliers"].as_array().unwrap();
    suppliers
        .iter()
        .map(|supplier| supplier["name"].as_str().unwrap().to_owned())
        .collect()
}

#[tokio::test]
async fn an_account_does_not_see_another_ones_suppliers() {
    let sandbox = Sandbox::new("supplier-isolation").await;
    let (first, second) = (sandbox.contaazul(), sandbox.contaazul_second_account().await);
    let before = first.get("/v1/suppliers").await;
    let path = format!("/v1/suppliers/{}", before.member("/0/id"));
    assert_nothing_at(&second, &path, &["GET", "PUT", "DELETE"]).await;
    assert_eq!(first.get("/v1/suppliers").await.text(), before.text());
    assert_snapshot!(found(&second, "").await, @"Autopeças Continente");
    assert_nothing_at(&first, "/v1/suppliers/1", &["GET", "PUT", "DELETE"]).await;
    assert_snapshot!(first.send(Method::PATCH, &path, None, Vec::new()).await, @r#"
    405
    allow: GET,HEAD,PUT,DELETE
    content-type: application/json;charset=UTF-8

    {"code": "METHOD_NOT_ALLOWED", "message": "Request method 'PATCH' not supported"}
    "#);
}
