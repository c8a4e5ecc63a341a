//! Bank accounts.

use insta::assert_snapshot;
use serde_json::json;

use super::{BANK_ACCOUNTS, TRANSACTIONS, create, paid, refusal};
use crate::support::{Client, Sandbox};

async fn balance(procfy: &Client, id: i64) -> i64 {
    let shown = procfy.get(&format!("{BANK_ACCOUNTS}/{id}")).await.json();
    shown["balance_cents"].as_i64().unwrap()
}

#[tokio::test]
async fn a_new_account_begins_with_its_initial_balance() {
    let procfy = Sandbox::new("procfy-account-create").await.procfy();
    let body = json!({"name": "Cofre", "initial_balance_cents": "1500", "default": true, "balance_cents": 7});
    assert_snapshot!(procfy.post(BANK_ACCOUNTS, &body).await, @r#"
    201
    content-type: application/json; charset=utf-8

    {
      "id": 4,
      "name": "Cofre",
      "default": false,
      "balance_cents": 1500,
      "balance_currency": "BRL",
      "agency": null,
      "initial_balance_cents": 1500
    }
    "#);
    assert_snapshot!(procfy.post(BANK_ACCOUNTS, &json!({})).await, @r#"
    422
    content-type: application/json; charset=utf-8

    {"error": "Registro inválido", "description": "A validação falhou: Nome não pode ficar em branco"}
    "#);
    let refused = procfy
        .put(&format!("{BANK_ACCOUNTS}/1"), &json!({"name": " ", "default": null}))
        .await;
    assert_snapshot!(refusal(&refused), @"422 A validação falhou: Nome não pode ficar em branco, Default não pode ficar em branco");
}

#[tokio::test]
async fn one_account_is_the_default_one() {
    let procfy = Sandbox::new("procfy-account-default").await.procfy();
    let changed = procfy
        .put(&format!("{BANK_ACCOUNTS}/2"), &json!({"default": true}))
        .await;
    assert_eq!(changed.json()["default"], json!(true));
    let list = procfy.get(BANK_ACCOUNTS).await.json();
    let defaults: Vec<_> = list["data"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| &one["default"])
        .collect();
    assert_eq!(defaults, [&json!(false), &json!(true), &json!(false)]);
}

#[tokio::test]
async fn a_balance_set_by_hand_stands_until_a_transaction_changes_it() {
    let procfy = Sandbox::new("procfy-account-by-hand").await.procfy();
    let path = format!("{BANK_ACCOUNTS}/1");
    procfy.put(&path, &json!({"balance_cents": 1000})).await;
    let mut unpaid = paid("revenue");
    unpaid["paid"] = json!(false);
    let id = create(&procfy, TRANSACTIONS, &unpaid).await;
    assert_eq!(balance(&procfy, 1).await, 1000);
    procfy
        .put(&format!("{TRANSACTIONS}/{id}"), &json!({"paid": true}))
        .await;
    assert_eq!(balance(&procfy, 1).await, 100_000);
    procfy.put(&path, &json!({"initial_balance_cents": 50})).await;
    assert_eq!(balance(&procfy, 1).await, 100_050);
}

#[tokio::test]
async fn a_transfer_moves_money_from_one_account_to_the_other() {
    let procfy = Sandbox::new("procfy-account-transfer").await.procfy();
    let mut transfer = paid("transfer");
    transfer["transfer_to_id"] = json!(2);
    let path = format!("{TRANSACTIONS}/{}", create(&procfy, TRANSACTIONS, &transfer).await);
    assert_eq!(
        (balance(&procfy, 1).await, balance(&procfy, 2).await),
        (-100_000, 100_000)
    );
    procfy
        .put(
            &path,
            &json!({"transfer_to_id": 1, "bank_account_id": 2, "amount_cents": 30}),
        )
        .await;
    assert_eq!((balance(&procfy, 1).await, balance(&procfy, 2).await), (30, -30));
    procfy.delete(&path).await;
    assert_eq!((balance(&procfy, 1).await, balance(&procfy, 2).await), (0, 0));
}

#[tokio::test]
async fn an_account_that_nothing_refers_to_is_deleted() {
    let procfy = Sandbox::new("procfy-account-delete").await.procfy();
    let id = create(&procfy, BANK_ACCOUNTS, &json!({"name": "Cofre"})).await;
    let path = format!("{BANK_ACCOUNTS}/{id}");
    assert_eq!(procfy.delete(&path).await.status, 200);
    assert_snapshot!(procfy.get(&path).await, @r#"
    404
    content-type: application/json; charset=utf-8

    {
      "error": "Registro não encontrado",
      "description": "Não foi possível encontrar o registro com o id 4"
    }
    "#);
    assert_eq!(create(&procfy, BANK_ACCOUNTS, &json!({"name": "Cofre"})).await, id + 1);
}

#[tokio::test]
async fn transfers_at_once_leave_no_cent_behind() {
    let procfy = Sandbox::new("procfy-transfers-at-once").await.procfy();
    let balances = async || -> Vec<i64> {
        let list = procfy.get(BANK_ACCOUNTS).await.json();
        let accounts = list["data"].as_array().unwrap().iter();
        accounts
            .map(|account| account["balance_cents"].as_i64().unwrap())
            .collect()
    };
    let before = balances().await;
    let transfer = |from: i64, to: i64, cents: i64| {
        let mut body = paid("transfer");
        body["bank_account_id"] = json!(from);
        body["transfer_to_id"] = json!(to);
        body["amount_cents"] = json!(cents);
        let procfy = procfy.clone();
        async move { procfy.post(TRANSACTIONS, &body).await.status }
    };
    let calls = (0..90).map(|n| transfer(1 + n % 3, 1 + (n + 1) % 3, 100 + n));
    let statuses = futures_util::future::join_all(calls).await;
    assert!(statuses.iter().all(|status| *status == 201), "{statuses:?}");
    // From each account to the next 30 times, the nth by n cents more than 100; 30 times n are 1,305, 1,335 and 1,365.
    let moved = [3_000 + 1_305, 3_000 + 1_335, 3_000 + 1_365];
    let after = [
        before[0] - moved[0] + moved[2],
        before[1] - moved[1] + moved[0],
        before[2] - moved[2] + moved[1],
    ];
    assert_eq!(balances().await, after);
}
