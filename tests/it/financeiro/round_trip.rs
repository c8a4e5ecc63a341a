//! What is written as XML reads back as the same record in JSON, and the reverse: every resource that can be written,
//! over generated records.

use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;
use reqwest::Method;
use serde_json::{Map, Value, json};

use crate::support::{Client, Sandbox};

/// A column of a type, or with one of some values.
#[derive(Clone, Copy)]
enum Column {
    Text,
    Integer,
    Decimal,
    Boolean,
    Date,
    OneOf(&'static [&'static str]),
}

use Column::{Boolean, Date, Decimal, Integer, OneOf, Text};

impl Column {
    /// Its values, nothing among them, and texts with everything that a format has to escape.
    fn values(self) -> BoxedStrategy<Value> {
        match self {
            Text => prop_oneof![
                Just(Value::Null),
                Just(json!("")),
                "[ -~áéíõçÃ€&<>\"'\\\\\t\n]{0,12}[!-~çÃ€&<>\"']".prop_map(Value::from),
            ]
            .boxed(),
            Integer => prop_oneof![Just(Value::Null), (-9_999_i64..9_999).prop_map(Value::from)].boxed(),
            Decimal => (0_i64..9_999_999)
                .prop_map(|cents| json!(format!("{}.{:02}", cents / 100, cents % 100)))
                .boxed(),
            Boolean => any::<bool>().prop_map(Value::from).boxed(),
            Date => (1_u32..29).prop_map(|day| json!(format!("2016-02-{day:02}"))).boxed(),
            OneOf(texts) => prop::sample::select(texts).prop_map(Value::from).boxed(),
        }
    }
}

/// Path, root, columns, and what every record has beside them.
type Written = (&'static str, &'static str, Vec<(&'static str, Column)>, Value);

fn accounts() -> Vec<(&'static str, Column)> {
    vec![
        ("due_date", Date),
        ("amount", Decimal),
        ("ticket_amount", Decimal),
        ("interest_amount", Decimal),
        ("description", Text),
        ("document", Text),
        ("document_emission_date", Date),
        ("observation", Text),
        ("remind", Boolean),
        ("category_id", Integer),
        ("person_id", Integer),
    ]
}

fn resources() -> Vec<Written> {
    let methods = OneOf(&["billet", "credit", "pix"]);
    vec![
        (
            "/entities",
            "entity",
            vec![("federation_subscription_number", Text)],
            json!({"name": "Õ & <Cia>"}),
        ),
        (
            "/people",
            "person",
            vec![
                ("address", Text),
                ("city", Text),
                ("note", Text),
                ("customer", Boolean),
                ("supplier", Boolean),
                ("person_type", OneOf(&["NaturalPerson", "JuridicalPerson"])),
            ],
            json!({"name": "\"João\" & 'Cia' <Ltda.>"}),
        ),
        (
            "/categories",
            "category",
            vec![("cost", Boolean), ("revenue", Boolean)],
            json!({"name": "<Água> & 'luz'"}),
        ),
        (
            "/classification_centers",
            "classification_center",
            vec![("cost_center", Boolean), ("revenue_center", Boolean)],
            json!({"name": "&amp;", "entity_id": 3798}),
        ),
        (
            "/entities/3798/deposit_accounts",
            "deposit_account",
            vec![
                ("description", Text),
                ("bank_account_id", Integer),
                ("initial_balance", Decimal),
            ],
            json!({"name": "]]>", "deposit_account_type_id": 1}),
        ),
        (
            "/entities/3798/deposit_accounts/403/financial_transactions",
            "financial_transaction",
            vec![
                ("type", OneOf(&["Credit", "Debit"])),
                ("amount", Decimal),
                ("occurred_at", Date),
                ("document", Text),
                ("user_description", Text),
                ("observation", Text),
                ("category_id", Integer),
            ],
            json!({}),
        ),
        (
            "/entities/3798/payable_accounts",
            "payable_account",
            accounts(),
            json!({}),
        ),
        (
            "/entities/3798/receivable_accounts",
            "receivable_account",
            accounts(),
            json!({}),
        ),
        (
            "/entities/3798/credit_cards",
            "credit_card",
            vec![
                ("flag", OneOf(&["Visa", "Elo"])),
                ("observation", Text),
                ("category_id", Integer),
            ],
            json!({"name": "<>&", "closing_day": 21, "expiration_day": 1}),
        ),
        (
            "/entities/3798/credit_cards/1/transactions",
            "credit_card_transaction",
            vec![
                ("amount", Decimal),
                ("occurred_at", Date),
                ("description", Text),
                ("document", Text),
                ("person_id", Integer),
            ],
            json!({}),
        ),
        (
            "/sale_accounts",
            "sale_account",
            vec![("description", Text), ("provider", OneOf(&["cielo", "other"]))],
            json!({"name": "é", "entity_id": 3798}),
        ),
        (
            "/sale_accounts/1/rules",
            "sale_rule",
            vec![
                ("issuer", Text),
                ("payment_method", methods),
                ("fee_percentage", Decimal),
                ("week_day", Integer),
            ],
            json!({}),
        ),
        (
            "/entities/3798/sales",
            "sale",
            vec![
                ("nominal_amount", Decimal),
                ("occurred_at", Date),
                ("payment_method", methods),
                ("issuer", Text),
                ("description", Text),
                ("summary", Boolean),
                ("person_id", Integer),
            ],
            json!({"sale_account_id": 1}),
        ),
        (
            "/custom_classifiers",
            "custom_classifier",
            vec![],
            json!({"name": "'\"<&>\"'"}),
        ),
        (
            "/custom_classifiers/1/values",
            "custom_classifier_value",
            vec![],
            json!({"value": "linha\nç < > & \" '"}),
        ),
        (
            "/integrations/webhooks",
            "webhook",
            vec![("description", Text), ("format", OneOf(&["json", "xml"]))],
            json!({"entity_id": 3798, "url": "https://a.example/?a=1&b=<2>"}),
        ),
    ]
}

/// Creates a record and reads it back.
async fn created(client: &Client, path: &str, root: &str, media_type: &str, body: String) -> Value {
    let made = client
        .send(Method::POST, path, Some(media_type), body.clone().into())
        .await;
    assert_eq!(made.status, 201, "{made}\n{body}");
    let one = format!("{path}/{}", made.json()[root]["id"]);
    client.get(&one).await.json()[root].clone()
}

/// What a column holds; to Rails an empty element is nothing, so that an empty text does not survive XML.
fn held(record: &Value, name: &str) -> Value {
    match &record[name] {
        Value::String(text) if text.is_empty() => Value::Null,
        other => other.clone(),
    }
}

#[tokio::test]
async fn a_record_is_the_same_in_both_formats_and_both_ways() {
    let sandbox = Sandbox::new("round-trip").await;
    let limit = json!({"requests_per_minute": 1_000_000});
    sandbox.control().put("/financeiro/accounts/2", &limit).await;
    let client = sandbox.financeiro(&[2]).await;
    let as_xml = client.clone().with("accept", "application/xml");
    // What the nested ones stand under.
    let mut above = Map::new();
    for (path, root, body) in [
        (
            "/entities/3798/credit_cards",
            "credit_card",
            json!({"name": "C", "flag": "Visa", "closing_day": 21, "expiration_day": 1}),
        ),
        (
            "/sale_accounts",
            "sale_account",
            json!({"name": "S", "provider": "cielo", "entity_id": 3798}),
        ),
        ("/custom_classifiers", "custom_classifier", json!({"name": "K"})),
    ] {
        let made = client.post(path, &json!({root: body})).await.json();
        above.insert(root.to_owned(), made[root]["id"].clone());
    }
    let mut runner = TestRunner::deterministic();
    for (path, root, columns, fixed) in resources() {
        let path = path
            .replace("credit_cards/1/", &format!("credit_cards/{}/", above["credit_card"]))
            .replace("sale_accounts/1/", &format!("sale_accounts/{}/", above["sale_account"]))
            .replace(
                "custom_classifiers/1/",
                &format!("custom_classifiers/{}/", above["custom_classifier"]),
            );
        for _ in 0..12 {
            let mut fields = fixed.as_object().unwrap().clone();
            if root == "sale" {
                fields.insert("sale_account_id".to_owned(), above["sale_account"].clone());
            }
            for (name, column) in &columns {
                let value = column.values().new_tree(&mut runner).unwrap().current();
                fields.insert((*name).to_owned(), value);
            }
            let sent = json!({root: fields});
            let first = created(&client, &path, root, "application/json", sent.to_string()).await;
            let one = format!("{path}/{}", first["id"]);
            let xml = as_xml.get(&one).await.text();
            // A person's name may not be there twice.
            if root == "person" {
                client.delete(&one).await;
            }
            // Sent back as it was read, under a new number.
            let second = created(&client, &path, root, "application/xml", xml.clone()).await;
            let one = format!("{path}/{}", second["id"]);
            let json = client.get(&one).await.text();
            if root == "person" {
                client.delete(&one).await;
            }
            let third = created(&client, &path, root, "application/json", json.clone()).await;
            if root == "person" {
                client.delete(&format!("{path}/{}", third["id"])).await;
            }
            for name in fields.keys() {
                assert_eq!(held(&first, name), held(&second, name), "{name} of {xml}");
                assert_eq!(second[name], third[name], "{name} of {json}");
                let (was_sent, is_there) = (held(&sent[root], name), held(&first, name));
                // Decimals lose needless zeros, and debits show their sign.
                let is_number = columns
                    .iter()
                    .any(|(other, column)| other == name && matches!(column, Decimal));
                if !is_number {
                    assert_eq!(was_sent, is_there, "{name} of {sent}");
                }
            }
        }
    }
}
