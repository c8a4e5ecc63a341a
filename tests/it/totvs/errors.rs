//! What never reaches a cash account.

use insta::assert_snapshot;
use serde_json::json;

use super::ALL;
use crate::support::{Sandbox, server};

#[tokio::test]
async fn an_unknown_address_and_method_get_the_servers_own_words() {
    let sandbox = Sandbox::new("totvs-errors-routes").await;
    assert_snapshot!(sandbox.totvs().get("/api/financial/v1/nada").await, @r#"
    404
    content-type: application/json; charset=utf-8

    {"Message": "No HTTP resource was found that matches the request URI."}
    "#);
    assert_snapshot!(sandbox.totvs().put(ALL, &json!({})).await, @r#"
    405
    allow: GET,HEAD,POST
    content-type: application/json; charset=utf-8

    {"Message": "The requested resource does not support http method 'PUT'."}
    "#);
}

#[tokio::test]
async fn every_error_can_be_asked_for() {
    let sandbox = Sandbox::new("totvs-errors-all").await;
    let path = format!("{}/_areia/errors?provider=totvs", server().url());
    let _ = path;
    let errors = sandbox.control().get("/errors?provider=totvs").await.json();
    let errors = errors["errors"].as_array().unwrap();
    assert!(errors.len() >= 20);
    for error in errors {
        let id = error["id"].as_str().unwrap();
        let client = sandbox.totvs().with("prefer", &format!("areia-error={id}"));
        assert_eq!(
            client.get(ALL).await.status,
            error["status"].as_u64().unwrap() as u16,
            "{id}"
        );
    }
}
