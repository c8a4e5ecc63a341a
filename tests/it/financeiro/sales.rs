//! Sales: what a confirmed one becomes.

use insta::assert_snapshot;
use reqwest::Method;
use serde_json::json;

use super::attachments::send;
use crate::support::{Answer, Sandbox, pretty, server};

/// An answer's text with the test server's own address taken out.
fn anywhere(answer: &Answer) -> String {
    answer.text().replace(&server().url(), "http://areia")
}

#[tokio::test]
async fn a_confirmed_sale_becomes_a_receivable_account_once() {
    let sandbox = Sandbox::new("sale-receivable").await;
    let docs = sandbox.financeiro(&[1]).await;
    let rule = json!({"sale_rule": {"payment_method": "credit", "fee_percentage": "2.5", "fixed_fee_amount": "0.5", "days_to_liquidation": 30}});
    assert_eq!(docs.post("/sale_accounts/7/rules", &rule).await.status, 201);
    let many = "/entities/2593/sales";
    let sale = json!({"sale": {
        "nominal_amount": 100, "occurred_at": "2026-01-31", "sale_account_id": 7, "payment_method": "credit",
        "description": "Bolo", "category_id": 103, "person_id": 816,
    }});
    let created = docs.post(many, &sale).await;
    assert_snapshot!(created.pretty(), @r#"
    {
      "sale": {
        "id": 1,
        "nominal_amount": "100.0",
        "receivable_amount": "97.0",
        "fixed_fee_amount": "0.5",
        "fee_percentage": "2.5",
        "fee_percentage_amount": "2.5",
        "issuer": null,
        "payment_method": "credit",
        "status": 0,
        "summary": false,
        "description": "Bolo",
        "observation": null,
        "category_id": 103,
        "classification_center_id": null,
        "person_id": 816,
        "days_to_liquidation": 30,
        "sale_account_id": 7,
        "financial_account_id": null,
        "liquidation_week_day": null,
        "estimated_liquidated_at": "2026-03-02",
        "liquidated_at": null,
        "occurred_at": "2026-01-31",
        "created_at": "2026-03-16T09:00:00-03:00",
        "updated_at": "2026-03-16T09:00:00-03:00",
        "custom_classifications": [],
        "amount_difference": null,
        "attachments": [],
        "attachments_count": 0,
        "classification_center_classifications": [],
        "competency_month": null,
        "discount_amount": null,
        "document": null,
        "document_emission_date": null,
        "installment_count": null,
        "installment_number": null,
        "installments": [],
        "interest_amount": null,
        "links": [],
        "liquidation_weekday": null,
        "net_amount": null,
        "original_sale_id": null,
        "provider_code": null,
        "receivable_account_total_amount": null,
        "tax_charges": [],
        "ticket_amount": null,
        "total_amount": null
      }
    }
    "#);
    let receivables = "/entities/2593/receivable_accounts";
    let search = format!("{receivables}?search[due_date_gte]=2026-01-01");
    assert_eq!(docs.get(&search).await.text(), "[]");
    let one = format!("{many}/1");
    let confirm = json!({"sale": {"confirmed_at": "2026-02-01T10:00:00-03:00"}});
    let confirmed = docs.put(&one, &confirm).await;
    assert_snapshot!(confirmed.pretty(), @r#"
    {
      "sale": {
        "category_id": 103,
        "classification_center_id": null,
        "confirmed_at": "2026-02-01T10:00:00-03:00",
        "created_at": "2026-03-16T09:00:00-03:00",
        "days_to_liquidation": 30,
        "description": "Bolo",
        "estimated_liquidated_at": "2026-03-02",
        "fee_percentage": "2.5",
        "fee_percentage_amount": "2.5",
        "financial_account_id": 649,
        "fixed_fee_amount": "0.5",
        "id": 1,
        "issuer": null,
        "liquidated_at": null,
        "liquidation_week_day": null,
        "nominal_amount": "100.0",
        "observation": null,
        "occurred_at": "2026-01-31",
        "payment_method": "credit",
        "person_id": 816,
        "receivable_amount": "97.0",
        "sale_account_id": 7,
        "status": 1,
        "summary": false,
        "updated_at": "2026-03-16T09:00:00-03:00"
      }
    }
    "#);
    assert_snapshot!(pretty(anywhere(&docs.get(&search).await)), @r#"
    [
      {
        "receivable_account": {
          "id": 649,
          "entity_id": 2593,
          "status": 1,
          "status_name": "unreceived",
          "due_date": "2026-03-02",
          "occurred_at": null,
          "amount": "97.0",
          "ticket_amount": null,
          "interest_amount": null,
          "discount_amount": null,
          "nominal_amount": "97.0",
          "total_amount": null,
          "description": "Bolo",
          "document": null,
          "document_emission_date": null,
          "observation": null,
          "remind": false,
          "reminded_at": null,
          "category_id": 103,
          "classification_center_id": null,
          "expected_deposit_account_id": null,
          "recurrence_id": null,
          "person_id": 816,
          "created_at": "2026-03-16T09:00:00-03:00",
          "updated_at": "2026-03-16T09:00:00-03:00",
          "competency_month": "2026-03",
          "recurrent": false,
          "parcelled": false,
          "recurrence_period": null,
          "number_of_parcels": null,
          "current_parcel": null,
          "attachment_id_list": [],
          "financial_account_taxes_attributes": [],
          "tax_charges": [],
          "sale_account_id": 7,
          "sale_ids": [1],
          "custom_classifications": [],
          "classification_center_classifications": [],
          "income_tax_relevant": null,
          "eletronic_invoices": [],
          "reconciliations": {"financial_transactions": [], "financial_accounts": []},
          "links": [
            {
              "rel": "self",
              "href": "http://areia/financeiro/entities/2593/receivable_accounts/649",
              "method": "get"
            },
            {
              "rel": "destroy",
              "href": "http://areia/financeiro/entities/2593/receivable_accounts/649",
              "method": "delete"
            },
            {
              "rel": "receive",
              "href": "http://areia/financeiro/entities/2593/receivable_accounts/649/receive",
              "method": "put"
            }
          ]
        }
      }
    ]
    "#);
    // However often it is confirmed, and by how many at once.
    let again = (0..8).map(|_| docs.put(&one, &confirm));
    futures_util::future::join_all(again).await;
    let found = docs.get(&search).await.json();
    assert_eq!(found.as_array().unwrap().len(), 1);
    // The sale shows what is attached to its account.
    let account = found[0]["receivable_account"]["id"].to_string();
    let parts = [
        ("attachment[attachment]", Some("nota.txt"), "x"),
        ("attachment[associated_financial_account_ids][]", None, account.as_str()),
    ];
    let attached = send(&docs, Method::POST, "/entities/2593/attachments", &parts).await;
    assert_eq!(attached.status, 201, "{attached}");
    let shown = docs.get(&one).await.json()["sale"].clone();
    let attachments = shown["attachments"].to_string();
    let attachments = attachments.replace(&server().url(), "http://areia");
    assert_snapshot!(format!("{} {attachments}", shown["attachments_count"]), @r#"1 [{"id":1,"links":[{"rel":"self","href":"http://areia/financeiro/entities/2593/attachments/1","method":"get"}]}]"#);
    assert_eq!(docs.get(many).await.json()[0]["sale"], shown);
    let xml = docs.get(&format!("{one}.xml")).await.text();
    assert!(
        xml.contains("<attachments-count type=\"integer\">1</attachments-count>"),
        "{xml}"
    );
    docs.delete("/entities/2593/attachments/1").await;
    let shown = docs.get(&one).await.json()["sale"].clone();
    assert_eq!(
        (&shown["attachments_count"], &shown["attachments"]),
        (&json!(0), &json!([]))
    );
}

#[tokio::test]
async fn a_sale_that_is_confirmed_at_once_is_received_at_once() {
    let sandbox = Sandbox::new("sale-confirmed").await;
    let docs = sandbox.financeiro(&[1]).await;
    let body = "<sale><nominal-amount type=\"decimal\">80.0</nominal-amount><occurred-at type=\"date\">2026-03-01</occurred-at>\
        <sale-account-id type=\"integer\">7</sale-account-id><payment-method>pix</payment-method>\
        <confirmed-at type=\"dateTime\">2026-03-01T10:00:00-03:00</confirmed-at></sale>";
    let made = docs
        .send(
            Method::POST,
            "/entities/2593/sales.xml",
            Some("application/xml"),
            body.into(),
        )
        .await;
    assert_eq!(made.status, 201, "{made}");
    let sale = docs.get("/entities/2593/sales/1").await.json()["sale"].clone();
    assert_eq!(sale["status"], 1);
    let account = format!("/entities/2593/receivable_accounts/{}", sale["financial_account_id"]);
    let account = docs.get(&account).await.json()["receivable_account"].clone();
    assert_eq!(
        ["due_date", "amount", "sale_account_id", "sale_ids", "status"].map(|name| account[name].clone()),
        [json!("2026-03-01"), json!("80.0"), json!(7), json!([1]), json!(1)]
    );
}
