//! Transactions.

use insta::assert_snapshot;
use reqwest::Method;
use serde_json::{Value, json};

use super::{BANK_ACCOUNTS, CATEGORIES, CONTACTS, COST_CENTERS, TRANSACTIONS, create, paid, refusal};
use crate::support::Sandbox;

#[tokio::test]
async fn a_transaction_shows_every_attribute_in_its_order() {
    let procfy = Sandbox::new("procfy-transaction-shown").await.procfy();
    assert_snapshot!(procfy.get("/api/v1/transactions/39").await, @r#"
    200
    content-type: application/json; charset=utf-8

    {
      "id": 39,
      "name": "Forno novo (1/10)",
      "amount_cents": 89990,
      "amount_currency": "BRL",
      "transaction_type": "variable_expense",
      "payment_method": "credit_card",
      "payment_type": "installment",
      "due_date": "2025-08-25",
      "paid": false,
      "bank_account": {
        "id": 1,
        "name": "Conta Corrente",
        "default": true,
        "balance_cents": 0,
        "balance_currency": "BRL",
        "agency": null
      },
      "description": null,
      "paid_at": null,
      "competency_date": "2025-08-01",
      "document_number": "NF 1020",
      "installment_number": 1,
      "installment_total": 10,
      "exchanged_amount_cents": 89990,
      "exchanged_amount_currency": "BRL",
      "transfer_to_id": null,
      "created_at": "2019-01-01T09:00:00.000-03:00",
      "category": {"id": 3, "name": "Insumos", "description": "Farinha, sal e fermento"},
      "cost_center": {"id": 58, "name": "Centro de custo 1", "description": "Descrição 1"},
      "contact": null,
      "bank_account_id": 1,
      "category_id": 3,
      "contact_id": null,
      "cost_center_id": 58
    }
    "#);
}

#[tokio::test]
async fn what_is_not_sent_has_its_documented_default() {
    let procfy = Sandbox::new("procfy-transaction-defaults").await.procfy();
    let body = json!({"due_date": "31/12/2026", "bank_account_id": "2", "unknown": 1, "frequency": "monthly"});
    assert_snapshot!(procfy.post(TRANSACTIONS, &body).await, @r#"
    201
    content-type: application/json; charset=utf-8

    {
      "id": 40,
      "name": null,
      "amount_cents": 0,
      "amount_currency": "BRL",
      "transaction_type": "revenue",
      "payment_method": "no_payment_method",
      "payment_type": "on_cash",
      "due_date": "2026-12-31",
      "paid": false,
      "bank_account": {
        "id": 2,
        "name": "Conta Poupança",
        "default": false,
        "balance_cents": 0,
        "balance_currency": "BRL",
        "agency": null
      },
      "description": null,
      "paid_at": null,
      "competency_date": null,
      "document_number": null,
      "installment_number": null,
      "installment_total": null,
      "exchanged_amount_cents": 0,
      "exchanged_amount_currency": "BRL",
      "transfer_to_id": null,
      "created_at": "2026-03-16T09:00:00.000-03:00",
      "category": null,
      "cost_center": null,
      "contact": null,
      "bank_account_id": 2,
      "category_id": null,
      "contact_id": null,
      "cost_center_id": null
    }
    "#);
}

#[tokio::test]
async fn what_a_change_does_not_speak_of_stays() {
    let procfy = Sandbox::new("procfy-transaction-change").await.procfy();
    let path = "/api/v1/transactions/39";
    let before = procfy.get(path).await.json();
    let changed = procfy
        .put(path, &json!({"name": "Forno", "transaction_type": null}))
        .await;
    let mut expected = before.clone();
    expected["name"] = json!("Forno");
    assert_eq!(changed.json(), expected);
    let media_type = Some("application/json");
    let body = json!({"name": null, "category_id": null}).to_string();
    let changed = procfy.send(Method::PATCH, path, media_type, body.into()).await.json();
    assert_eq!(
        (&changed["name"], &changed["category"], &changed["category_id"]),
        (&Value::Null, &Value::Null, &Value::Null)
    );
    assert_eq!(procfy.get(path).await.json(), changed);
    assert_eq!(procfy.put(path, &json!({})).await.json(), changed);
}

#[tokio::test]
async fn the_exchanged_amount_follows_the_amount_until_it_is_sent() {
    let procfy = Sandbox::new("procfy-transaction-exchanged").await.procfy();
    let path = format!(
        "{TRANSACTIONS}/{}",
        create(&procfy, TRANSACTIONS, &paid("revenue")).await
    );
    let exchanged = async |body: Value| {
        let shown = procfy.put(&path, &body).await.json();
        format!(
            "{} {}",
            shown["exchanged_amount_cents"], shown["exchanged_amount_currency"]
        )
    };
    assert_eq!(
        exchanged(json!({"amount_cents": 500, "amount_currency": "usd"})).await,
        "500 \"USD\""
    );
    let sent = json!({"exchanged_amount_cents": 2500, "exchanged_amount_currency": "BRL"});
    assert_eq!(exchanged(sent).await, "2500 \"BRL\"");
    assert_eq!(exchanged(json!({"amount_cents": 600})).await, "2500 \"BRL\"");
}

#[tokio::test]
async fn validation_names_what_is_wrong_in_one_order() {
    let sandbox = Sandbox::new("procfy-transaction-invalid").await;
    let procfy = sandbox.procfy();
    let before = procfy.get(TRANSACTIONS).await.text();
    assert_snapshot!(procfy.post(TRANSACTIONS, &json!({})).await, @r#"
    422
    content-type: application/json; charset=utf-8

    {
      "error": "Registro inválido",
      "description": "A validação falhou: Data não pode ficar em branco, Bank account não pode ficar em branco, Bank account é obrigatório(a)"
    }
    "#);
    assert_snapshot!(sandbox.last_explanation().await, @"The record was not saved: `due_date` is missing, or no day written as YYYY-MM-DD or DD/MM/YYYY; `bank_account_id` is missing.");
    let changed = |member: &str, value: Value| {
        let mut body = paid("revenue");
        body[member] = value;
        body
    };
    let mut answers = String::new();
    for (member, value) in [
        ("due_date", json!(null)),
        ("due_date", json!("soon")),
        ("bank_account_id", json!(999)),
        ("bank_account_id", json!(null)),
        ("paid", json!(null)),
        ("amount_cents", json!(-1)),
        ("amount_cents", json!("dez")),
        ("amount_cents", json!(null)),
        ("amount_cents", json!(1e17)),
        ("amount_currency", json!("REAL")),
        ("amount_currency", json!(null)),
        ("category_id", json!(999)),
        ("contact_id", json!("x")),
        ("cost_center_id", json!(999)),
        ("transaction_type", json!("transfer")),
        ("transaction_type", json!("income")),
        ("transaction_type", json!("")),
        ("transaction_type", json!(0)),
        ("payment_method", json!("gold")),
        ("payment_type", json!("never")),
    ] {
        let answer = procfy.post(TRANSACTIONS, &changed(member, value.clone())).await;
        answers += &format!("{member} {value}: {}\n", refusal(&answer));
    }
    for to in [999, 1] {
        let mut body = paid("transfer");
        body["transfer_to_id"] = json!(to);
        let answer = procfy.post(TRANSACTIONS, &body).await;
        answers += &format!("transfer to {to}: {}\n", refusal(&answer));
    }
    assert_snapshot!(answers, @r#"
    due_date null: 422 A validação falhou: Data não pode ficar em branco
    due_date "soon": 422 A validação falhou: Data não pode ficar em branco
    bank_account_id 999: 422 A validação falhou: Bank account não pode ficar em branco, Bank account é obrigatório(a)
    bank_account_id null: 422 A validação falhou: Bank account não pode ficar em branco, Bank account é obrigatório(a)
    paid null: 422 A validação falhou: Paid não pode ficar em branco
    amount_cents -1: 422 A validação falhou: Valor deve ser maior ou igual a 0
    amount_cents "dez": 422 A validação falhou: Valor não é um número
    amount_cents null: 422 A validação falhou: Valor não pode ficar em branco
    amount_cents 1e+17: 422 A validação falhou: Valor deve ser menor ou igual a 1000000000000000
    amount_currency "REAL": 422 A validação falhou: Amount currency não está incluído na lista
    amount_currency null: 422 A validação falhou: Amount currency não pode ficar em branco
    category_id 999: 422 A validação falhou: Category é obrigatório(a)
    contact_id "x": 422 A validação falhou: Contact é obrigatório(a)
    cost_center_id 999: 422 A validação falhou: Cost center é obrigatório(a)
    transaction_type "transfer": 422 A validação falhou: Transfer to não pode ficar em branco
    transaction_type "income": 422 Tipo de transação inválido
    transaction_type "": 422 Tipo de transação inválido
    transaction_type 0: 422 Tipo de transação inválido
    payment_method "gold": 422 Método de pagamento inválido
    payment_type "never": 422 Tipo de pagamento inválido
    transfer to 999: 422 A validação falhou: Transfer to é obrigatório(a)
    transfer to 1: 422 A validação falhou: Transfer to não é válido
    "#);
    assert_eq!(procfy.get(TRANSACTIONS).await.text(), before);
}

#[tokio::test]
async fn of_several_wrong_enums_the_first_is_named_and_the_nearest_key() {
    let sandbox = Sandbox::new("procfy-transaction-enums").await;
    let procfy = sandbox.procfy();
    let wrong = json!({"payment_type": "x", "payment_method": "creditcard"});
    assert_snapshot!(procfy.post(TRANSACTIONS, &wrong).await, @r#"
    422
    content-type: application/json; charset=utf-8

    {"error": "Enum inválido", "description": "Método de pagamento inválido"}
    "#);
    assert_snapshot!(sandbox.last_explanation().await, @r#"`payment_method`: "creditcard" is none of no_payment_method, credit_card, debit_card, bank_slip, check, cash, pix, bank_transfer, direct_debit, promissory; the nearest is "credit_card"."#);
    // The record is looked for first.
    let answer = procfy.put("/api/v1/transactions/999", &wrong).await;
    assert_eq!(answer.status, 404, "{answer}");
}

#[tokio::test]
async fn a_deleted_transaction_is_answered_once_more_and_then_gone() {
    let procfy = Sandbox::new("procfy-transaction-delete").await.procfy();
    let path = "/api/v1/transactions/39";
    let before = procfy.get(path).await;
    let deleted = procfy.delete(path).await;
    assert_eq!((deleted.status, deleted.text()), (200, before.text()));
    assert_snapshot!(procfy.get(path).await, @r#"
    404
    content-type: application/json; charset=utf-8

    {
      "error": "Registro não encontrado",
      "description": "Não foi possível encontrar o registro com o id 39"
    }
    "#);
    assert_eq!(procfy.put(path, &json!({})).await.status, 404);
    assert_eq!(procfy.delete(path).await.status, 404);
    // Its id is never given again.
    assert_eq!(create(&procfy, TRANSACTIONS, &paid("revenue")).await, 40);
    assert_eq!(procfy.delete(&format!("{TRANSACTIONS}/40")).await.status, 200);
    assert_eq!(create(&procfy, TRANSACTIONS, &paid("revenue")).await, 41);
}

#[tokio::test]
async fn what_a_transaction_refers_to_is_hidden_rather_than_deleted() {
    let procfy = Sandbox::new("procfy-hidden").await.procfy();
    let path = "/api/v1/transactions/39";
    procfy.put(path, &json!({"contact_id": 48})).await;
    let before = procfy.get(path).await.text();
    for used in [
        format!("{BANK_ACCOUNTS}/1"),
        format!("{CATEGORIES}/3"),
        format!("{CONTACTS}/48"),
        format!("{COST_CENTERS}/58"),
    ] {
        let shown = procfy.get(&used).await;
        let deleted = procfy.delete(&used).await;
        assert_eq!((deleted.status, deleted.text()), (200, shown.text()));
        for answer in [
            procfy.get(&used).await,
            procfy.put(&used, &json!({"name": "Outro"})).await,
            procfy.delete(&used).await,
        ] {
            assert_eq!(answer.status, 404, "{used}: {answer}");
        }
    }
    assert_eq!(procfy.get(path).await.text(), before);
    // What it is in already may be sent again; another transaction cannot take it.
    assert_eq!(procfy.put(path, &json!({"bank_account_id": 1})).await.status, 200);
    assert_eq!(procfy.post(TRANSACTIONS, &paid("revenue")).await.status, 422);
    let count = procfy.get(BANK_ACCOUNTS).await.json()["page"]["count"].clone();
    assert_eq!(count, json!(2));
}
