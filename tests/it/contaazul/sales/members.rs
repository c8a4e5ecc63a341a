//! What a new sale says of its bank, seller, discount, payment and customer.

use insta::assert_snapshot;
use serde_json::{Value, json};

use super::{BANK, CUSTOMER, SERVICE, created, listed, pending_sale, sale, with};
use crate::support::Sandbox;

#[tokio::test]
async fn the_bank_may_be_named_in_each_of_its_three_ways() {
    let sandbox = Sandbox::new("sale-bank-names").await;
    let contaazul = sandbox.contaazul();
    for named in [
        json!({"financial_account_id": BANK}),
        json!({"financial_account_id": BANK.to_uppercase()}),
        json!({"financialAccountId": BANK}),
        json!({"financialAccount": {"uuid": BANK, "name": "ignored"}}),
        json!({"financial_account_id": "", "financialAccountId": null, "financialAccount": {"uuid": BANK}}),
    ] {
        let payment = with(json!({"type": "CASH"}), named.clone());
        let sale = created(&contaazul, &with(pending_sale(), json!({"payment": payment}))).await;
        assert_eq!(sale["payment"]["financial_account_id"], BANK, "{named}");
        let bank = json!({
            "uuid": BANK, "name": "Conta corrente", "accountType": "CHECKINGACCOUNT",
            "billetConfigured": false
        });
        assert_eq!(sale["payment"]["financial_account"], bank, "{named}");
    }
}

#[tokio::test]
async fn a_sale_that_names_no_bank_has_none_unless_its_account_has_a_usual_one() {
    let sandbox = Sandbox::new("sale-usual-bank").await;
    let sale = created(&sandbox.contaazul(), &pending_sale()).await;
    assert_eq!(sale["payment"]["financial_account_id"], Value::Null);
    assert_eq!(sale["payment"]["financial_account"], Value::Null);
    let second = sandbox.contaazul_second_account().await;
    assert_snapshot!(second.post("/v1/sales", &pending_sale()).await, @r#"
    201
    content-type: application/json;charset=UTF-8

    {
      "id": "40e4ac66-1f88-4733-be6b-cb74034cfe03",
      "ca_id": 123456821,
      "number": 2,
      "emission": "2025-03-10T03:00:00.000Z",
      "status": "PENDING",
      "scheduled": false,
      "customer_id": null,
      "customer": {"id": null, "name": null, "company_name": null, "email": null, "person_type": null},
      "discount": null,
      "product_discount": null,
      "service_discount": null,
      "payment": {
        "type": "CASH",
        "method": null,
        "installments": [
          {
            "number": 1,
            "value": 50,
            "due_date": "2025-03-10T03:00:00.000Z",
            "status": "PENDING",
            "note": null,
            "hasBillet": false
          }
        ],
        "financial_account_id": "7a1d0b52-0011-4a0e-8a55-0c6c0c1b2d3e",
        "financial_account": {
          "uuid": "7a1d0b52-0011-4a0e-8a55-0c6c0c1b2d3e",
          "name": "Banco da oficina",
          "accountType": "CHECKINGACCOUNT",
          "billetConfigured": true
        }
      },
      "payment_terms": null,
      "notes": "",
      "shipping_cost": 0,
      "total": 50,
      "seller": {"id": "f38da1e5-0010-45d0-b108-d7f22d0eaac7", "name": "Mecânico Chefe"},
      "category_id": "5d3c9a77-0010-4d63-9ad1-7a0d1c2b3e4f",
      "shipping_forecast": null,
      "proposal_date": null,
      "expiration": null,
      "introduction": null
    }
    "#);
}

#[tokio::test]
async fn the_seller_is_the_one_that_is_named_or_the_consenting_user() {
    let sandbox = Sandbox::new("sale-seller").await;
    let contaazul = sandbox.contaazul();
    let usual = created(&contaazul, &pending_sale()).await;
    assert_eq!(usual["seller"]["name"], "Maria da Padaria");
    let seller = json!({"id": "f38da1e5-0000-45d0-b108-d7f22d0eaac7", "name": "Vendedor Um"});
    let named = with(pending_sale(), json!({"seller_id": seller["id"]}));
    assert_eq!(created(&contaazul, &named).await["seller"], seller);
}

#[tokio::test]
async fn a_discount_belongs_to_the_products_where_there_are_any() {
    let sandbox = Sandbox::new("sale-discount").await;
    let contaazul = sandbox.contaazul();
    let discount = json!({"measure_unit": "PERCENT", "rate": 12.5});
    let services = with(
        pending_sale(),
        json!({
            "products": null, "discount": discount,
            "services": [{"quantity": 1, "value": 200, "service_id": SERVICE}],
        }),
    );
    for (body, of_products, of_services, total) in [
        (
            with(pending_sale(), json!({"discount": discount})),
            &discount,
            &Value::Null,
            json!(43.75),
        ),
        (services, &Value::Null, &discount, json!(175)),
        (pending_sale(), &Value::Null, &Value::Null, json!(50)),
    ] {
        let sale = created(&contaazul, &body).await;
        assert_eq!(sale["product_discount"], *of_products);
        assert_eq!(sale["service_discount"], *of_services);
        assert_eq!(sale["total"], total);
    }
}

#[tokio::test]
async fn an_installment_keeps_its_note_and_its_billet() {
    let sandbox = Sandbox::new("sale-note").await;
    let mut body = sale();
    body["payment"]["installments"][0]["note"] = "Na entrega".into();
    body["payment"]["installments"][0]["hasBillet"] = true.into();
    body["payment"]["installments"][0]
        .as_object_mut()
        .unwrap()
        .remove("number");
    let sale = created(&sandbox.contaazul(), &body).await;
    assert_eq!(
        sale["payment"]["installments"][0].to_string(),
        r#"{"number":1,"value":305,"due_date":"2025-03-10T03:00:00.000Z","status":"PENDING","note":"Na entrega","hasBillet":true}"#
    );
}

#[tokio::test]
async fn every_method_can_be_sent_but_the_charges_of_conta_azul() {
    let sandbox = Sandbox::new("sale-methods").await;
    let contaazul = sandbox.contaazul();
    let methods = "BANKING_BILLET CREDIT_CARD DEBIT_CARD CASH INSTANT_PAYMENT WITHOUT_PAYMENT \
        BANKING_TRANSFER OTHER AUTOMATIC_DEBIT FIDELITY_PROGRAM DIGITAL_WALLET CASHBACK CHECK \
        STORE_CREDIT VIRTUAL_CREDIT BANKING_DEPOSIT FOOD_VOUCHER FUEL_VOUCHER GIFT_VOUCHER \
        MEAL_VOUCHER";
    for method in methods.split_whitespace() {
        let payment = json!({"type": "CASH", "method": method});
        let sale = created(&contaazul, &with(pending_sale(), json!({"payment": payment}))).await;
        assert_eq!(sale["payment"]["method"], method);
    }
    for method in ["PAYMENT_LINK", "PIX_CHARGE", "PERCENTAGE", "cash"] {
        let payment = json!({"type": "CASH", "method": method});
        let body = with(pending_sale(), json!({"payment": payment}));
        let answer = super::refused(&contaazul, &body).await;
        assert_eq!(
            (answer.status, answer.member("/code").as_str()),
            (400, "INTEGRATION_ERROR")
        );
    }
}

#[tokio::test]
async fn a_sale_shows_its_customer_as_the_customer_is_now() {
    let sandbox = Sandbox::new("sale-renamed-customer").await;
    let contaazul = sandbox.contaazul();
    let sale = created(&contaazul, &sale()).await;
    assert_eq!(sale["customer"]["name"], "Maria Teste");
    let renamed = json!({"name": "Maria Renomeada", "email": "nova@example.com"});
    let answer = contaazul.put(&format!("/v1/customers/{CUSTOMER}"), &renamed).await;
    assert_eq!(answer.status, 200, "{answer}");
    let customer = super::read(&contaazul, sale["id"].as_str().unwrap()).await["customer"].clone();
    assert_eq!(
        customer.to_string(),
        r#"{"id":"19b2b240-0000-4e6e-b1b6-d44d1b206e1d","name":"Maria Renomeada","company_name":null,"email":"nova@example.com","person_type":"NATURAL"}"#
    );
    let names = listed(&contaazul, &format!("size=1000&customer_id={CUSTOMER}"), "customer").await;
    assert!(
        names.iter().all(|customer| customer["name"] == "Maria Renomeada"),
        "{names:?}"
    );
}
