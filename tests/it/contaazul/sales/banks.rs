//! Banks and sellers: listed, never created (FAQ 41, 42).

use insta::assert_snapshot;
use reqwest::Method;
use serde_json::json;

use crate::support::Sandbox;

#[tokio::test]
async fn an_account_lists_its_banks_native_ones_too() {
    let sandbox = Sandbox::new("banks").await;
    let contaazul = sandbox.contaazul();
    assert_snapshot!(contaazul.get("/v1/sales/banks").await, @r#"
    200
    content-type: application/json;charset=UTF-8

    [
      {
        "uuid": "7a1d0b52-0000-4a0e-8a55-0c6c0c1b2d3e",
        "name": "Conta corrente",
        "accountType": "CHECKINGACCOUNT",
        "billetConfigured": false
      },
      {
        "uuid": "7a1d0b52-0001-4a0e-8a55-0c6c0c1b2d3e",
        "name": "Receba Fácil",
        "accountType": "RECEBA_FACIL",
        "billetConfigured": true
      },
      {
        "uuid": "7a1d0b52-0002-4a0e-8a55-0c6c0c1b2d3e",
        "name": "Conta PJ",
        "accountType": "CONTA_PJ",
        "billetConfigured": true
      },
      {
        "uuid": "7a1d0b52-0003-4a0e-8a55-0c6c0c1b2d3e",
        "name": "Caixa da loja",
        "accountType": "CASH",
        "billetConfigured": false
      }
    ]
    "#);
    for (search, count) in [("", 4), ("receba+f%C3%81cil", 1), ("CONTA", 2), ("nothing", 0)] {
        let banks = contaazul.get(&format!("/v1/sales/banks?search={search}")).await.json();
        assert_eq!(banks.as_array().unwrap().len(), count, "{search}");
    }
    let second = sandbox.contaazul_second_account().await;
    let banks = second.get("/v1/sales/banks").await;
    assert_eq!(banks.member("/1/name"), "Banco da oficina");
    assert_eq!(banks.json().as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn an_account_lists_its_sellers() {
    let sandbox = Sandbox::new("sellers").await;
    assert_snapshot!(sandbox.contaazul().get("/v1/sales/sellers").await, @r#"
    200
    content-type: application/json;charset=UTF-8

    [
      {"id": "f38da1e5-0000-45d0-b108-d7f22d0eaac7", "name": "Vendedor Um"},
      {"id": "f38da1e5-0001-45d0-b108-d7f22d0eaac7", "name": "Maria da Padaria"}
    ]
    "#);
    let second = sandbox.contaazul_second_account().await;
    assert_eq!(
        second.get("/v1/sales/sellers").await.text(),
        r#"[{"id":"f38da1e5-0010-45d0-b108-d7f22d0eaac7","name":"Mecânico Chefe"}]"#
    );
}

#[tokio::test]
async fn banks_sellers_and_totals_are_only_read() {
    let sandbox = Sandbox::new("banks-methods").await;
    let contaazul = sandbox.contaazul();
    for name in ["banks", "sellers", "totals"] {
        let path = format!("/v1/sales/{name}");
        let before = contaazul.get(&path).await;
        assert_eq!(before.status, 200);
        for method in [Method::POST, Method::PUT, Method::DELETE] {
            let body = json!({"name": "Novo"}).to_string().into_bytes();
            let json = Some("application/json");
            let answer = contaazul.send(method.clone(), &path, json, body).await;
            let message = format!("Request method '{method}' not supported");
            let expected = json!({"code": "METHOD_NOT_ALLOWED", "message": message});
            assert_eq!((answer.status, answer.json()), (405, expected), "{path}");
        }
        assert_eq!(contaazul.get(&path).await.text(), before.text());
    }
}
