//! Cost centers, categories and users.

use insta::assert_snapshot;
use reqwest::Method;
use serde_json::json;

use super::{CATEGORIES, COST_CENTERS, USERS, create, refusal};
use crate::support::Sandbox;

#[tokio::test]
async fn an_empty_body_is_told_what_each_resource_needs() {
    let procfy = Sandbox::new("procfy-catalogue-empty").await.procfy();
    assert_snapshot!(procfy.post(COST_CENTERS, &json!({})).await, @r#"
    422
    content-type: application/json; charset=utf-8

    {
      "error": "Registro inválido",
      "description": "A validação falhou: Nome não pode ficar em branco, Nome é muito curto (mínimo: 2 caracteres)"
    }
    "#);
    assert_snapshot!(procfy.post(CATEGORIES, &json!({})).await, @r#"
    422
    content-type: application/json; charset=utf-8

    {"error": "Registro inválido", "description": "A validação falhou: Nome não pode ficar em branco"}
    "#);
    let one_letter = procfy.post(COST_CENTERS, &json!({"name": "A"})).await;
    assert_snapshot!(refusal(&one_letter), @"422 A validação falhou: Nome é muito curto (mínimo: 2 caracteres)");
    // Categories have no shortest name.
    let id = create(&procfy, CATEGORIES, &json!({"name": "A"})).await;
    assert_snapshot!(procfy.get(&format!("{CATEGORIES}/{id}")).await.pretty(), @r#"{"id": 58, "name": "A", "description": null, "transaction_type": null}"#);
    let path = format!("{COST_CENTERS}/58");
    assert_eq!(
        refusal(&procfy.put(&path, &json!({"name": null})).await),
        refusal(&procfy.post(COST_CENTERS, &json!({})).await)
    );
    assert_eq!(procfy.get(&path).await.json()["name"], json!("Centro de custo 1"));
}

#[tokio::test]
async fn a_category_is_of_a_known_type_or_of_none() {
    let procfy = Sandbox::new("procfy-category-type").await.procfy();
    assert_snapshot!(procfy.post(CATEGORIES, &json!({"name": "A", "transaction_type": "income"})).await, @r#"
    422
    content-type: application/json; charset=utf-8

    {"error": "Enum inválido", "description": "Tipo de transação inválido"}
    "#);
    let types = [
        "revenue",
        "fixed_expense",
        "variable_expense",
        "payroll",
        "tax",
        "transfer",
    ];
    for transaction_type in types {
        create(
            &procfy,
            CATEGORIES,
            &json!({"name": "A", "transaction_type": transaction_type}),
        )
        .await;
    }
}

#[tokio::test]
async fn a_user_is_changed_but_neither_created_nor_deleted() {
    let procfy = Sandbox::new("procfy-users").await.procfy();
    let path = format!("{USERS}/59");
    let before = procfy.get(&path).await.text();
    assert_snapshot!(procfy.put(&path, &json!({"email": ""})).await, @r#"
    422
    content-type: application/json; charset=utf-8

    {
      "error": "Registro inválido",
      "description": "A validação falhou: E-mail não pode ficar em branco, E-mail não é válido"
    }
    "#);
    assert_snapshot!(refusal(&procfy.put(&path, &json!({"email": "user"})).await), @"422 A validação falhou: E-mail não é válido");
    assert_eq!(procfy.put(&path, &json!({})).await.text(), before);
    assert_snapshot!(procfy.post(USERS, &json!({"name": "A", "email": "a@b.example"})).await, @r#"
    404
    content-type: application/json; charset=utf-8

    {"error": "Not Found", "description": "No route matches [POST] \"/api/v1/users\""}
    "#);
    assert_eq!(procfy.send(Method::DELETE, &path, None, Vec::new()).await.status, 404);
    assert_eq!(procfy.get(&path).await.text(), before);
}
