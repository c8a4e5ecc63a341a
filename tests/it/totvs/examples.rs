//! Every example of the documentation (API Conta/Caixa), request and answer, byte for byte.
//!
//! Its lists are excerpts: `samples/` has them as they are, without the blanks.

use reqwest::Method;

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
    assert_eq!(answer.header("content-type"), "application/json; charset=utf-8");
    let beginning = sample.trim_end_matches("]}");
    let text = answer.text();
    assert!(text.starts_with(beginning), "{text}\ndoes not begin with\n{beginning}");
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
    assert!(answer.starts_with(r#"{"hasNext":true,"items":["#), "{answer}");
    for row in rows(PAGE) {
        assert!(answer.contains(&row), "{row} in {answer}");
    }
    // As documented, with the complete list's second row in the second place.
    let (first, second) = (&rows(PAGE)[0], &rows(GET_ALL)[1]);
    let answer = client.get(&format!("{ALL}?page=1&pageSize=2")).await;
    let expected = format!(r#"{{"hasNext":true,"items":[{first},{second}]}}"#);
    assert_eq!(answer.text(), expected);
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

/// The bar of an address comes raw or encoded, and both lead through the whole life of an account.
#[tokio::test]
async fn an_account_is_created_changed_replaced_and_deleted_as_documented() {
    // The moment that the documentation's failed INSERT bears.
    let sandbox = Sandbox::at("totvs-examples-writes", "2023-11-08T14:21:37-03:00").await;
    let mestre = serde_json::json!({"user": "mestre", "password": "totvs"});
    sandbox.control().post("/credentials/totvs", &mestre).await;
    let client = sandbox.totvs_as("mestre", "totvs");
    for id in ["1|TesteAPI", "1%7CTesteAPI"] {
        let one = format!("{ALL}/{id}");
        let without_date = r#"{"description":"sem data"}"#;
        for (method, address, body, status, expected) in [
            (Method::POST, ALL, POST_IN, 201, POST_OUT),
            (Method::POST, ALL, POST_IN, 400, POST_ERROR),
            (Method::PATCH, one.as_str(), PATCH_IN, 200, PATCH_OUT),
            (
                Method::PATCH,
                one.as_str(),
                r#"{"lowerLimit":"muito"}"#,
                400,
                PATCH_ERROR,
            ),
            (Method::PUT, one.as_str(), PUT_IN, 200, PUT_OUT),
            (Method::PUT, one.as_str(), without_date, 400, PUT_ERROR),
            (Method::DELETE, one.as_str(), "", 204, ""),
            (Method::DELETE, one.as_str(), "", 404, DELETE_ERROR),
        ] {
            let said = format!("{method} {address} {body}");
            let answer = client.send(method, address, None, body.into()).await;
            let answered = (answer.status, answer.text());
            assert_eq!(answered, (status, expected.to_owned()), "{said}");
        }
    }
}
