//! Products.

use insta::assert_snapshot;
use reqwest::Method;
use serde_json::json;

use super::{assert_nothing_at, create, names, texts};
use crate::support::{Client, Sandbox, pretty};

/// The product of the documentation's example, a fixture.
const EXAMPLE: &str = "/v1/products/58a5471a-0000-4c0a-b2f4-1a22d9a34ef9";

async fn found(contaazul: &Client, query: &str) -> String {
    names(&contaazul.get(&format!("/v1/products?{query}")).await)
}

#[tokio::test]
async fn the_documented_product_is_shown_with_every_member_in_order() {
    let contaazul = Sandbox::new("product-example").await.contaazul();
    assert_snapshot!(contaazul.get(EXAMPLE).await, @r#"
    200
    content-type: application/json;charset=UTF-8

    {
      "id": "58a5471a-0000-4c0a-b2f4-1a22d9a34ef9",
      "name": "Produto X",
      "value": 100,
      "cost": 80,
      "code": "PX-1",
      "barcode": "501234567890",
      "available_stock": 1000,
      "ncm_code": "96140000",
      "cest_code": "0100300",
      "net_weight": 10,
      "gross_weight": 15,
      "category": {"id": "c7288c09-0000-48b9-aee2-4f744e380587", "name": "Outros"},
      "unit_measure": "KG",
      "suppliers": []
    }
    "#);
}

#[tokio::test]
async fn a_created_product_is_shown_as_it_was_answered() {
    let contaazul = Sandbox::new("product-create").await.contaazul();
    let supplier = create(
        &contaazul,
        "/v1/suppliers",
        json!({"name": "Moinho", "person_type": "LEGAL"}),
    )
    .await;
    let categories = contaazul.get("/v1/product-categories?name=bebidas").await;
    let body = json!({
        "name": "Chá", "value": 12.50, "cost": "4.20", "code": 77, "barcode": "501234567890", "available_stock": 10.125,
        "ncm_code": "09021000", "cest_code": "", "net_weight": 0.1, "gross_weight": 0.10, "unit_measure": "UN",
        "category_id": categories.member("/0/id"), "suppliers_id": format!("[\"{supplier}\"]"),
    });
    let created = contaazul.post("/v1/products", &body).await;
    let shown = created
        .text()
        .replace(&supplier, "<supplier>")
        .replace(&categories.member("/0/id"), "<category>");
    assert_snapshot!(pretty(shown), @r#"
    {
      "id": "40e4ac66-1f88-4733-be6b-cb74034cfe03",
      "name": "Chá",
      "value": 12.5,
      "cost": 4.2,
      "code": "77",
      "barcode": "501234567890",
      "available_stock": 10.125,
      "ncm_code": "09021000",
      "cest_code": null,
      "net_weight": 0.1,
      "gross_weight": 0.1,
      "category": {"id": "<category>", "name": "Bebidas"},
      "unit_measure": "UN",
      "suppliers": [{"id": "<supplier>", "name": "Moinho"}]
    }
    "#);
    assert_eq!(created.status, 201);
    let read = contaazul.get(&format!("/v1/products/{}", created.member("/id"))).await;
    assert_eq!((read.status, read.text()), (200, created.text()));
}

#[tokio::test]
async fn a_product_that_names_no_category_has_the_accounts_first_one() {
    let contaazul = Sandbox::new("product-usual-category").await.contaazul();
    let created = contaazul
        .post(
            "/v1/products",
            &json!({"name": "Sal", "value": 3, "cost": 1, "code": "S"}),
        )
        .await;
    assert_snapshot!(created, @r#"
    201
    content-type: application/json;charset=UTF-8

    {
      "id": "d005bd8b-f962-455a-9f54-1d65e8a5e19b",
      "name": "Sal",
      "value": 3,
      "cost": 1,
      "code": "S",
      "barcode": null,
      "available_stock": null,
      "ncm_code": null,
      "cest_code": null,
      "net_weight": null,
      "gross_weight": null,
      "category": {"id": "c7288c09-0000-48b9-aee2-4f744e380587", "name": "Outros"},
      "unit_measure": null,
      "suppliers": []
    }
    "#);
    let path = format!("/v1/products/{}", created.member("/id"));
    let paes = contaazul
        .get("/v1/product-categories?name=p%C3%A3es")
        .await
        .member("/0/id");
    let changed = contaazul.put(&path, &json!({"category_id": paes})).await;
    assert_eq!(changed.member("/category/name"), "Pães");
    let kept = contaazul.put(&path, &json!({"value": 4})).await;
    assert_eq!(kept.member("/category/name"), "Pães");
    let reset = contaazul.put(&path, &json!({"category_id": ""})).await;
    assert_eq!(reset.member("/category/name"), "Outros");
}

#[tokio::test]
async fn a_product_needs_a_name() {
    let contaazul = Sandbox::new("product-needs").await.contaazul();
    let before = found(&contaazul, "").await;
    assert_snapshot!(contaazul.post("/v1/products", &json!({"value": 1})).await, @r#"
    400
    content-type: application/json;charset=UTF-8

    {"code": "INTEGRATION_ERROR", "message": "The product's name cannot be null"}
    "#);
    assert_snapshot!(contaazul.put(EXAMPLE, &json!({"name": null})).await, @r#"
    400
    content-type: application/json;charset=UTF-8

    {"code": "INTEGRATION_ERROR", "message": "The product's name cannot be null"}
    "#);
    assert_eq!(found(&contaazul, "").await, before);
}

#[tokio::test]
async fn a_category_or_a_supplier_that_the_account_has_not_is_refused() {
    let sandbox = Sandbox::new("product-references").await;
    let contaazul = sandbox.contaazul();
    let before = contaazul.get(EXAMPLE).await.text();
    let second = sandbox.contaazul_second_account().await;
    let category = second.get("/v1/product-categories").await.member("/0/id");
    let supplier = second.get("/v1/suppliers").await.member("/0/id");
    for (member, value) in [
        ("category_id", json!("11111111-2222-4333-8444-555555555555")),
        ("category_id", json!("Outros")),
        ("category_id", json!(category)),
        ("suppliers_id", json!(supplier)),
        ("suppliers_id", json!(["11111111-2222-4333-8444-555555555555"])),
        ("suppliers_id", json!("[\"string\"]")),
    ] {
        let refused = r#"{"code":"INTEGRATION_ERROR","message":"Resource not found"}"#;
        let body = json!({"name": "Y", member: value});
        for answer in [
            contaazul.put(EXAMPLE, &body).await,
            contaazul.post("/v1/products", &body).await,
        ] {
            assert_eq!((answer.status, answer.text().as_str()), (400, refused), "{body}");
        }
    }
    assert_snapshot!(sandbox.last_explanation().await, @r#"The account has nothing with the id "string" that `suppliers_id` could name."#);
    assert_eq!(contaazul.get(EXAMPLE).await.text(), before);
    assert_eq!(found(&contaazul, "name=Y").await, "");
}

#[tokio::test]
async fn what_does_not_fit_an_optional_text_of_a_product_is_ignored() {
    let contaazul = Sandbox::new("product-lenient").await.contaazul();
    let before = contaazul.get(EXAMPLE).await.text();
    let body = json!({
        "barcode": false, "code": {"a": 1}, "ncm": "123", "ncm_code": [], "unit_measure": true, "category_id": false,
        "suppliers_id": false, "sku": "X", "category": {"id": "zzz"}, "suppliers": [{"id": "zzz"}], "id": "zzz",
    });
    let changed = contaazul.put(EXAMPLE, &body).await;
    assert_eq!((changed.status, changed.text()), (200, before.clone()));
    let back = contaazul.put(EXAMPLE, &changed.json()).await;
    assert_eq!((back.status, back.text()), (200, before.clone()));
    assert_eq!(contaazul.get(EXAMPLE).await.text(), before);
}

#[tokio::test]
async fn an_amount_that_is_no_number_is_refused() {
    let sandbox = Sandbox::new("product-amounts").await;
    let contaazul = sandbox.contaazul();
    let before = contaazul.get(EXAMPLE).await.text();
    for value in [json!("cheap"), json!([1]), json!(true), json!(1e13)] {
        for member in ["value", "cost", "available_stock", "net_weight", "gross_weight"] {
            let body = json!({"name": "Y", member: value});
            let answer = contaazul.put(EXAMPLE, &body).await;
            assert_eq!(answer.status, 400, "{body}: {answer}");
        }
    }
    assert_snapshot!(contaazul.post("/v1/products", &json!({"name": "Y", "value": "cheap"})).await, @r#"
    400
    content-type: application/json;charset=UTF-8

    {"code": "INTEGRATION_ERROR", "message": "The request body could not be read"}
    "#);
    assert_snapshot!(sandbox.last_explanation().await, @r#"The body's member `value` has not its type: "cheap" is no number."#);
    assert_eq!(contaazul.get(EXAMPLE).await.text(), before);
    assert_eq!(found(&contaazul, "name=Y").await, "");
}

#[tokio::test]
async fn a_change_of_a_product_keeps_what_it_does_not_speak_of() {
    let contaazul = Sandbox::new("product-update").await.contaazul();
    let changed = json!({"value": 99.90, "available_stock": null, "barcode": null, "code": 5});
    assert_snapshot!(contaazul.put(EXAMPLE, &changed).await, @r#"
    200
    content-type: application/json;charset=UTF-8

    {
      "id": "58a5471a-0000-4c0a-b2f4-1a22d9a34ef9",
      "name": "Produto X",
      "value": 99.9,
      "cost": 80,
      "code": "5",
      "barcode": null,
      "available_stock": null,
      "ncm_code": "96140000",
      "cest_code": "0100300",
      "net_weight": 10,
      "gross_weight": 15,
      "category": {"id": "c7288c09-0000-48b9-aee2-4f744e380587", "name": "Outros"},
      "unit_measure": "KG",
      "suppliers": []
    }
    "#);
    assert_snapshot!(contaazul.get(EXAMPLE).await, @r#"
    200
    content-type: application/json;charset=UTF-8

    {
      "id": "58a5471a-0000-4c0a-b2f4-1a22d9a34ef9",
      "name": "Produto X",
      "value": 99.9,
      "cost": 80,
      "code": "5",
      "barcode": null,
      "available_stock": null,
      "ncm_code": "96140000",
      "cest_code": "0100300",
      "net_weight": 10,
      "gross_weight": 15,
      "category": {"id": "c7288c09-0000-48b9-aee2-4f744e380587", "name": "Outros"},
      "unit_measure": "KG",
      "suppliers": []
    }
    "#);
}

#[tokio::test]
async fn products_are_found_by_each_filter_in_pages_from_0() {
    let contaazul = Sandbox::new("product-filters").await.contaazul();
    assert_snapshot!(found(&contaazul, "").await, @"Produto X | Produto X | Pão francês | Pão de forma integral | Pão de queijo | Broa de milho | Bolo de rolo | Torta de limão | Brigadeiro | Coxinha de frango | Empada de camarão | Café torrado e moído 500 g | Suco de laranja 300 ml | Água mineral 500 ml | Cesta de café da manhã");
    assert_snapshot!(found(&contaazul, "name=P%C3%83O").await, @"Pão francês | Pão de forma integral | Pão de queijo");
    assert_snapshot!(found(&contaazul, "code=PAO-01").await, @"Pão francês");
    assert_snapshot!(texts(&contaazul.get("/v1/products?barcode=501234567890").await, "id"), @"58a5471a-0000-4c0a-b2f4-1a22d9a34ef9");
    for none in [
        "code=PAO-0",
        "code=pao-01",
        "barcode=50123456789",
        "name=zzz",
        "name=p%C3%A3o&code=PX-1",
    ] {
        assert_eq!(found(&contaazul, none).await, "", "{none}");
    }
    assert_eq!(
        found(&contaazul, "name=&category_id=zzz&search=zzz").await,
        found(&contaazul, "").await
    );
    assert_snapshot!(found(&contaazul, "size=3").await, @"Produto X | Produto X | Pão francês");
    assert_snapshot!(found(&contaazul, "size=3&page=0").await, @"Produto X | Produto X | Pão francês");
    assert_snapshot!(found(&contaazul, "size=3&page=1").await, @"Pão de forma integral | Pão de queijo | Broa de milho");
    assert_eq!(contaazul.get("/v1/products/?size=3&page=5").await.text(), "[]");
    assert_snapshot!(contaazul.get("/v1/products?page=x").await, @r#"
    400
    content-type: application/json;charset=UTF-8

    {"code": "INTEGRATION_ERROR", "message": "A invalid search parameter was provided"}
    "#);
}

#[tokio::test]
async fn a_deleted_product_is_listed_no_more_and_still_read_by_its_id() {
    let contaazul = Sandbox::new("product-delete").await.contaazul();
    let before = contaazul.get(EXAMPLE).await.text();
    assert_snapshot!(contaazul.delete(EXAMPLE).await, @"204");
    assert_eq!(found(&contaazul, "code=PX-1").await, "");
    assert_eq!(contaazul.get(EXAMPLE).await.text(), before);
    assert_eq!(contaazul.delete(EXAMPLE).await.status, 204);
    // A change does not bring it back.
    assert_eq!(contaazul.put(EXAMPLE, &json!({"name": "Z"})).await.status, 200);
    assert_eq!(found(&contaazul, "code=PX-1").await, "");
    // Whoever deletes every listed product is left with an empty list.
    for id in texts(&contaazul.get("/v1/products").await, "id").split(" | ") {
        assert_eq!(contaazul.delete(&format!("/v1/products/{id}")).await.status, 204);
    }
    assert_eq!(contaazul.get("/v1/products").await.text(), "[]");
}

#[tokio::test]
async fn an_account_does_not_see_another_ones_products() {
    let sandbox = Sandbox::new("product-isolation").await;
    let (first, second) = (sandbox.contaazul(), sandbox.contaazul_second_account().await);
    let before = first.get("/v1/products").await.text();
    assert_nothing_at(&second, EXAMPLE, &["GET", "PUT", "DELETE"]).await;
    assert_eq!(first.get("/v1/products").await.text(), before);
    assert_snapshot!(found(&second, "").await, @r#"Óleo de motor 5W30 1 l | Filtro de óleo | Pastilha de freio dianteira | Palheta do limpador 24" | Bateria 60 Ah"#);
    assert_nothing_at(&first, "/v1/products/1", &["GET", "PUT", "DELETE"]).await;
    assert_nothing_at(
        &first,
        "/v1/products/11111111-2222-4333-8444-555555555555",
        &["GET", "PUT", "DELETE"],
    )
    .await;
    assert_snapshot!(first.send(Method::PATCH, EXAMPLE, None, Vec::new()).await, @r#"
    405
    allow: GET,HEAD,PUT,DELETE
    content-type: application/json;charset=UTF-8

    {"code": "METHOD_NOT_ALLOWED", "message": "Request method 'PATCH' not supported"}
    "#);
}
