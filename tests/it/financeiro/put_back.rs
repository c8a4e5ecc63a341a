//! What is shown can be sent back, in both formats, and nothing changes: of every resource that has a `PUT`. Bank
//! statements have none, nor is one known: a statement is imported once and then shown.

use reqwest::Method;
use serde_json::{Value, json};

use super::attachments::send;
use crate::support::{Client, Sandbox};

/// Creates a record, and answers with its address.
async fn made(client: &Client, path: &str, root: &str, fields: Value) -> String {
    let made = client.post(path, &json!({root: fields})).await;
    assert_eq!(made.status, 201, "{made}");
    format!("{path}/{}", made.json()[root]["id"])
}

/// One of each, with more in them than they must have: addresses and roots.
async fn records(client: &Client, entity: i64, deposit_account: i64) -> Vec<(String, &'static str)> {
    let of = |path: &str| format!("/entities/{entity}/{path}");
    let deposits = of("deposit_accounts");
    let moved = format!("{deposits}/{deposit_account}/financial_transactions");
    let (payables, receivables) = (of("payable_accounts"), of("receivable_accounts"));
    let person = json!({"name": "Õ & <Cia>", "city": "São Paulo", "customer": false, "person_type": "JuridicalPerson",
        "federation_subscription_number": "42.308.611/0001-41"});
    let person = made(client, "/people", "person", person).await;
    let person_id: i64 = person.rsplit('/').next().unwrap().parse().unwrap();
    let taxes = json!([{"tax_id": 3, "amount": "1.5"}, {"tax_id": 9, "amount": "2.25"}]);
    let bill = json!({"due_date": "2026-01-31", "amount": "10.5", "description": "<&>\"'", "person_id": person_id,
        "remind": true, "interest_amount": "0.5", "financial_account_taxes_attributes": taxes});
    let parcels =
        json!({"due_date": "2026-01-31", "amount": 1, "create_as_recurrent": "monthly", "number_of_parcels": 2});
    let settled = json!({"due_date": "2026-01-31", "amount": 1, "occurred_at": "2026-02-01", "total_amount": "1.1"});
    let debit = json!({"type": "Debit", "amount": "68.5", "occurred_at": "2026-01-31", "observation": "a\nb"});
    let card = json!({"name": "C", "flag": "Visa", "closing_day": 21, "expiration_day": 1});
    let card = made(client, &of("credit_cards"), "credit_card", card).await;
    let bought = json!({"amount": "9.99", "occurred_at": "2026-01-31", "description": "Café"});
    let seller = json!({"name": "S", "provider": "cielo", "entity_id": entity});
    let seller = made(client, "/sale_accounts", "sale_account", seller).await;
    let seller_id: i64 = seller.rsplit('/').next().unwrap().parse().unwrap();
    let rule = json!({"payment_method": "credit", "fee_percentage": "2.5", "days_to_liquidation": 30});
    let rule = made(client, &format!("{seller}/rules"), "sale_rule", rule).await;
    let sale = json!({"nominal_amount": "100.0", "occurred_at": "2026-01-31", "sale_account_id": seller_id,
        "payment_method": "credit", "confirmed_at": "2026-02-01T10:00:00-03:00"});
    let classifier = made(client, "/custom_classifiers", "custom_classifier", json!({"name": "K"})).await;
    let parent = made(client, "/categories", "category", json!({"name": "Pai"})).await;
    let child = client
        .post(
            &format!("{parent}/create_subcategory"),
            &json!({"category": {"name": "Filha"}}),
        )
        .await;
    let child = format!("/categories/{}", child.json()["category"]["id"]);
    let file = [
        ("attachment[title]", None, "Nota"),
        ("attachment[attachment]", Some("n.txt"), "n"),
    ];
    assert_eq!(send(client, Method::POST, &of("attachments"), &file).await.status, 201);
    vec![
        (format!("/entities/{entity}"), "entity"),
        (person, "person"),
        (parent, "category"),
        (child, "category"),
        (
            made(
                client,
                "/classification_centers",
                "classification_center",
                json!({"name": "Z", "entity_id": entity}),
            )
            .await,
            "classification_center",
        ),
        (format!("{deposits}/{deposit_account}"), "deposit_account"),
        (
            made(client, &moved, "financial_transaction", debit).await,
            "financial_transaction",
        ),
        (
            made(client, &payables, "payable_account", bill.clone()).await,
            "payable_account",
        ),
        (
            made(client, &payables, "payable_account", settled).await,
            "payable_account",
        ),
        (
            made(client, &receivables, "receivable_account", bill).await,
            "receivable_account",
        ),
        (
            made(client, &receivables, "receivable_account", parcels).await,
            "receivable_account",
        ),
        (
            made(
                client,
                &format!("{card}/transactions"),
                "credit_card_transaction",
                bought,
            )
            .await,
            "credit_card_transaction",
        ),
        (card, "credit_card"),
        (rule, "sale_rule"),
        (seller, "sale_account"),
        (made(client, &of("sales"), "sale", sale).await, "sale"),
        (
            made(
                client,
                &format!("{classifier}/values"),
                "custom_classifier_value",
                json!({"value": "v"}),
            )
            .await,
            "custom_classifier_value",
        ),
        (classifier, "custom_classifier"),
        (
            made(
                client,
                "/integrations/webhooks",
                "webhook",
                json!({"entity_id": entity, "format": "json", "url": "https://a.example/?a=1&b=2"}),
            )
            .await,
            "webhook",
        ),
        (of("attachments/1"), "attachment"),
    ]
}

/// The one record of a list of one, which is how the documentation's profile shows a person, as it was shown alone.
fn alone(text: &str, root: &str) -> String {
    if let Some(inner) = text.strip_prefix('[') {
        return inner.strip_suffix(']').unwrap().to_owned();
    }
    let (open, close) = (format!("<{root}>"), format!("</{root}>"));
    match (text.contains("<people "), text.find(&open), text.rfind(&close)) {
        (true, Some(from), Some(until)) => text[from..until + close.len()].to_owned(),
        _ => text.to_owned(),
    }
}

async fn sent_back_changes_nothing(world: &str, account: i64, entity: i64, deposit_account: i64) {
    let sandbox = Sandbox::new(world).await;
    let limit = json!({"requests_per_minute": 10_000});
    let settings = format!("/financeiro/accounts/{account}");
    sandbox.control().put(&settings, &limit).await;
    let client = sandbox.financeiro(&[account]).await;
    // To Rails an empty element is nothing, so that an empty text would not survive XML: it gets a number.
    let numbered = json!({"entity": {"federation_subscription_number": "42.308.611/0001-41"}});
    client.put(&format!("/entities/{entity}"), &numbered).await;
    for (one, root) in records(&client, entity, deposit_account).await {
        let (json, xml) = (client.get(&one).await, client.get(&format!("{one}.xml")).await);
        for (media_type, shown) in [("application/json", &json), ("application/xml", &xml)] {
            let body = alone(&shown.text(), &root.replace('_', "-"));
            let put = client
                .send(Method::PUT, &one, Some(media_type), body.clone().into())
                .await;
            assert_eq!(put.status, 200, "{put}\n{body}");
            let (after, after_xml) = (client.get(&one).await, client.get(&format!("{one}.xml")).await);
            assert_eq!(after.text(), json.text(), "{media_type}");
            assert_eq!(after_xml.text(), xml.text(), "{media_type}");
        }
    }
    let file = client.get(&format!("/entities/{entity}/attachments/1/content")).await;
    assert_eq!(file.text(), "n");
}

#[tokio::test]
async fn what_is_shown_can_be_sent_back() {
    sent_back_changes_nothing("put-back-docs", 1, 2593, 402).await;
    sent_back_changes_nothing("put-back-wire", 2, 3798, 403).await;
}

#[tokio::test]
async fn a_reconciled_account_and_its_transaction_can_be_sent_back() {
    let sandbox = Sandbox::new("put-back-reconciled").await;
    let docs = sandbox.financeiro(&[1]).await;
    let body = json!({"selected_financial_account_ids": [608], "selected_financial_transaction_ids": [502]});
    assert_eq!(docs.post("/entities/2593/reconciles", &body).await.status, 200);
    for one in [
        "/entities/2593/payable_accounts/608",
        "/entities/2593/deposit_accounts/402/financial_transactions/502",
    ] {
        let shown = docs.get(one).await;
        let xml = docs.get(&format!("{one}.xml")).await;
        for (media_type, body) in [("application/json", &shown), ("application/xml", &xml)] {
            let put = docs.send(Method::PUT, one, Some(media_type), body.text().into()).await;
            assert_eq!(put.status, 200, "{put}");
            assert_eq!(docs.get(one).await.text(), shown.text());
        }
    }
}

#[tokio::test]
async fn a_bank_statement_is_shown_and_never_changed() {
    let sandbox = Sandbox::new("put-back-statement").await;
    let docs = sandbox.financeiro(&[1]).await;
    let many = "/entities/2593/deposit_accounts/402/bank_statements";
    let item = "<STMTTRN><DTPOSTED>20150810<TRNAMT>-68.50<FITID>a1<MEMO>Luz</STMTTRN>";
    let file = [("bank_statement[file]", Some("extrato.ofx"), item)];
    assert_eq!(send(&docs, Method::POST, many, &file).await.status, 201);
    let one = format!("{many}/1");
    let (json, xml) = (docs.get(&one).await, docs.get(&format!("{one}.xml")).await);
    for (media_type, shown) in [("application/json", &json), ("application/xml", &xml)] {
        assert_eq!(shown.status, 200, "{shown}");
        let put = docs
            .send(Method::PUT, &one, Some(media_type), shown.text().into())
            .await;
        assert_eq!(
            (put.status, put.header("content-type")),
            (404, "text/html; charset=utf-8")
        );
        assert_eq!(docs.get(&one).await.text(), json.text());
    }
}
