//! Every example of the documentation (API Conta/Caixa), request and answer, byte for byte.
//!
//! Its lists are excerpts: `samples/` has them as they are, without the blanks.

use serde_json::Value;

use super::ALL;
use crate::support::{Client, Sandbox};

const DELETE_ERROR: &str = include_str!("samples/delete_error.json").trim_ascii_end();
const FIELDS: &str = include_str!("samples/fields.json").trim_ascii_end();
const FILTER: &str = include_str!("samples/filter.json").trim_ascii_end();
const GET_ALL: &str = include_str!("samples/get_all.json").trim_ascii_end();
const GET_ONE: &str = include_str!("samples/get_one.json").trim_ascii_end();
const ORDER_ASC: &str = include_str!("samples/order_asc.json").trim_ascii_end();
const ORDER_DESC: &str = include_str!("samples/order_desc.json").trim_ascii_end();
const PAGE: &str = include_str!("samples/page.json").trim_ascii_end();
const PATCH_ERROR: &str = include_str!("samples/patch_error.json").trim_ascii_end();
const PATCH_IN: &str = include_str!("samples/patch_in.json").trim_ascii_end();
const PATCH_OUT: &str = include_str!("samples/patch_out.json").trim_ascii_end();
const POST_ERROR: &str = include_str!("samples/post_error.json").trim_ascii_end();
const POST_IN: &str = include_str!("samples/post_in.json").trim_ascii_end();
const POST_OUT: &str = include_str!("samples/post_out.json").trim_ascii_end();
const PUT_ERROR: &str = include_str!("samples/put_error.json").trim_ascii_end();
const PUT_IN: &str = include_str!("samples/put_in.json").trim_ascii_end();
const PUT_OUT: &str = include_str!("samples/put_out.json").trim_ascii_end();

/// The rows of a list, as text.
fn rows(list: &str) -> Vec<String> {
    let (_, rows) = list.split_once("\"items\":[{").unwrap();
    rows.trim_end_matches("}]}")
        .split("},{")
        .map(|row| format!("{{{row}}}"))
        .collect()
}

/// That an answer begins as an excerpt does.
async fn begins(client: &Client, address: &str, sample: &str) {
    let answer = client.get(&format!("{ALL}{address}")).await;
    assert_eq!(answer.status, 200, "{answer}");
    assert_eq!(
        answer.header("content-type"),
        "application/json; charset=utf-8"
    );
    let beginning = sample.trim_end_matches("]}");
    let text = answer.text();
    assert!(
        text.starts_with(beginning),
        "{text}\ndoes not begin with\n{beginning}"
    );
}

#[tokio::test]
async fn the_lists_of_the_documentation_are_the_beginnings_of_ours() {
    let client = Sandbox::new("totvs-examples-lists").await.totvs();
    begins(&client, "", GET_ALL).await;
    begins(&client, "?order=description", ORDER_ASC).await;
    begins(&client, "?order=-description", ORDER_DESC).await;
}

#[tokio::test]
async fn a_filter_by_bank_finds_the_one_account_of_the_documentation() {
    let client = Sandbox::new("totvs-examples-filter").await.totvs();
    let answer = client.get(&format!("{ALL}?bankNumber=005")).await;
    assert_eq!(answer.text(), FILTER);
}

/// The sample leaves out `0|0014`, which its own complete list has between the two.
#[tokio::test]
async fn a_page_holds_the_rows_of_the_documentation() {
    let client = Sandbox::new("totvs-examples-page").await.totvs();
    let answer = client.get(&format!("{ALL}?page=1&pageSize=3")).await.text();
    assert!(
        answer.starts_with(r#"{"hasNext":true,"items":["#),
        "{answer}"
    );
    for row in rows(PAGE) {
        assert!(answer.contains(&row), "{row} in {answer}");
    }
}

#[tokio::test]
async fn chosen_fields_come_with_the_id() {
    let client = Sandbox::new("totvs-examples-fields").await.totvs();
    let answer = client
        .get(&format!("{ALL}?fields=company,code,description"))
        .await
        .text();
    for row in rows(FIELDS) {
        assert!(answer.contains(&row), "{row} in {answer}");
    }
}

#[tokio::test]
async fn one_account_is_shown_as_documented_with_a_raw_and_an_encoded_bar() {
    let sandbox = Sandbox::new("totvs-examples-one").await;
    for id in ["1|0001", "1%7C0001", "1%7c0001"] {
        let answer = sandbox.totvs().get(&format!("{ALL}/{id}")).await;
        assert_eq!(answer.text(), GET_ONE, "{id}");
    }
}

#[tokio::test]
async fn an_account_is_created_changed_replaced_and_deleted_as_documented() {
    let sandbox = Sandbox::new("totvs-examples-writes").await;
    let mestre = serde_json::json!({"user": "mestre", "password": "totvs"});
    sandbox.control().post("/credentials/totvs", &mestre).await;
    // 2023-11-08 14:21:37 in Brasília is before the world's time, and a clock only goes forward.
    let client = sandbox.totvs_as("mestre", "totvs");
    let body = |text: &str| -> Value { serde_json::from_str(text).unwrap() };
    let one = format!("{ALL}/1|TesteAPI");

    let created = client.post(ALL, &body(POST_IN)).await;
    assert_eq!((created.status, created.text().as_str()), (201, POST_OUT));

    let refused = client.post(ALL, &body(POST_IN)).await;
    let expected = POST_ERROR.replace("08/11/2023 14:21:37", "16/03/2026 09:00:00");
    assert_eq!((refused.status, refused.text()), (400, expected));

    let changed = client.patch(&one, &body(PATCH_IN)).await;
    assert_eq!((changed.status, changed.text().as_str()), (200, PATCH_OUT));

    let refused = client
        .patch(&one, &serde_json::json!({"lowerLimit": "muito"}))
        .await;
    assert_eq!(
        (refused.status, refused.text().as_str()),
        (400, PATCH_ERROR)
    );

    let replaced = client.put(&one, &body(PUT_IN)).await;
    assert_eq!((replaced.status, replaced.text().as_str()), (200, PUT_OUT));

    let refused = client
        .put(&one, &serde_json::json!({"description": "sem data"}))
        .await;
    assert_eq!((refused.status, refused.text().as_str()), (400, PUT_ERROR));

    let deleted = client.delete(&one).await;
    assert_eq!((deleted.status, deleted.text().as_str()), (204, ""));

    let missing = client.delete(&one).await;
    assert_eq!(
        (missing.status, missing.text().as_str()),
        (404, DELETE_ERROR)
    );
}
