//! What is written as XML reads back as the same record in JSON, and the reverse.

use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;
use reqwest::Method;
use serde_json::{Value, json};

use crate::support::Sandbox;

/// Texts with everything that a format has to escape.
fn text() -> impl Strategy<Value = Option<String>> {
    prop_oneof![
        Just(None),
        Just(Some(String::new())),
        "[ -~áéíõçÃ€&<>\"']{1,12}".prop_map(Some)
    ]
}

#[tokio::test]
async fn a_record_is_the_same_in_both_formats_and_both_ways() {
    let sandbox = Sandbox::new("round-trip").await;
    let limit = json!({"requests_per_minute": 100_000});
    sandbox
        .control()
        .put("/financeiro/accounts/2", &limit)
        .await;
    let json_client = sandbox.financeiro(&[2]).await;
    let xml_client = json_client.clone().with("accept", "application/xml");
    let mut runner = TestRunner::deterministic();
    let record = (
        text(),
        text(),
        any::<bool>(),
        0_i64..99_999_999,
        0_u32..28,
        text(),
    );
    let path = "/entities/3798/receivable_accounts";
    for _ in 0..60 {
        let tree = record.new_tree(&mut runner).unwrap();
        let (description, document, remind, cents, day, observation) = tree.current();
        let fields = json!({
            "description": description, "document": document, "observation": observation, "remind": remind,
            "amount": format!("{}.{:02}", cents / 100, cents % 100), "due_date": format!("2024-02-{:02}", day + 1),
        });
        let created = json_client
            .post(path, &json!({"receivable_account": fields}))
            .await
            .json();
        let one = format!("{path}/{}", created["receivable_account"]["id"]);
        let shown = xml_client.get(&one).await.text();
        // Sent back as it was read, under a new number.
        let again = json_client
            .send(
                Method::POST,
                path,
                Some("application/xml"),
                shown.clone().into(),
            )
            .await
            .json();
        for name in [
            "description",
            "document",
            "observation",
            "remind",
            "amount",
            "due_date",
            "competency_month",
        ] {
            let (one, other) = (
                &created["receivable_account"][name],
                &again["receivable_account"][name],
            );
            // An empty element is nothing to Rails, so that an empty text does not survive XML.
            let other = if *one == json!("") && *other == Value::Null {
                one
            } else {
                other
            };
            assert_eq!(one, other, "{name} of {shown}");
        }
    }
}
