//! Product categories.

use insta::assert_snapshot;
use serde_json::json;

use super::{assert_nothing_at, names};
use crate::support::Sandbox;

const OUTROS: &str = "/v1/product-categories/c7288c09-0000-48b9-aee2-4f744e380587";

#[tokio::test]
async fn a_product_category_is_an_id_and_a_name() {
    let contaazul = Sandbox::new("category-show").await.contaazul();
    assert_snapshot!(contaazul.get(OUTROS).await, @r#"
    200
    content-type: application/json;charset=UTF-8

    {"id": "c7288c09-0000-48b9-aee2-4f744e380587", "name": "Outros"}
    "#);
    assert_snapshot!(contaazul.get("/v1/product-categories").await, @r#"
    200
    content-type: application/json;charset=UTF-8

    [
      {"id": "c7288c09-0000-48b9-aee2-4f744e380587", "name": "Outros"},
      {"id": "b15a0eb0-25ed-44ab-b6bc-0b4ffce76fd6", "name": "Pães"},
      {"id": "b404bca9-f924-4224-901f-dfff4e4afa4a", "name": "Confeitaria"},
      {"id": "2ac8ee1c-8608-48f2-8739-554a7412f0f9", "name": "Salgados"},
      {"id": "f90f3f70-0063-4d60-8c47-e3c74047adb7", "name": "Bebidas"}
    ]
    "#);
}

#[tokio::test]
async fn product_categories_are_found_by_a_part_of_their_name_in_pages_from_0() {
    let contaazul = Sandbox::new("category-list").await.contaazul();
    for (query, found) in [
        ("?name=P%C3%83ES", "Pães"),
        ("?name=bid", "Bebidas"),
        ("?name=zzz", ""),
        ("?name=&search=zzz", "Outros | Pães | Confeitaria | Salgados | Bebidas"),
        ("?size=2", "Outros | Pães"),
        ("?size=2&page=0", "Outros | Pães"),
        ("/?size=2&page=2", "Bebidas"),
        ("?size=2&page=3", ""),
    ] {
        let listed = contaazul.get(&format!("/v1/product-categories{query}")).await;
        assert_eq!(names(&listed), found, "{query}");
    }
    assert_snapshot!(contaazul.get("/v1/product-categories?size=-1").await, @r#"
    400
    content-type: application/json;charset=UTF-8

    {"code": "INTEGRATION_ERROR", "message": "A invalid search parameter was provided"}
    "#);
}

#[tokio::test]
async fn product_categories_are_read_only() {
    let contaazul = Sandbox::new("category-read-only").await.contaazul();
    assert_snapshot!(contaazul.post("/v1/product-categories", &json!({"name": "X"})).await, @r#"
    405
    allow: GET,HEAD
    content-type: application/json;charset=UTF-8

    {"code": "METHOD_NOT_ALLOWED", "message": "Request method 'POST' not supported"}
    "#);
    assert_snapshot!(contaazul.delete(OUTROS).await, @r#"
    405
    allow: GET,HEAD
    content-type: application/json;charset=UTF-8

    {"code": "METHOD_NOT_ALLOWED", "message": "Request method 'DELETE' not supported"}
    "#);
    assert_eq!(contaazul.put(OUTROS, &json!({"name": "X"})).await.status, 405);
    assert_eq!(contaazul.get(OUTROS).await.member("/name"), "Outros");
}

#[tokio::test]
async fn an_account_does_not_see_another_ones_product_categories() {
    let sandbox = Sandbox::new("category-isolation").await;
    let second = sandbox.contaazul_second_account().await;
    assert_nothing_at(&second, OUTROS, &["GET"]).await;
    assert_snapshot!(names(&second.get("/v1/product-categories").await), @"Outros | Peças");
    assert_nothing_at(&sandbox.contaazul(), "/v1/product-categories/1", &["GET"]).await;
    assert_snapshot!(sandbox.last_explanation().await, @r#""1" has not the form of an identifier."#);
}
