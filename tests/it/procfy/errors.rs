//! What the mechanisms refuse, in Procfy's words.

use insta::assert_snapshot;
use reqwest::Method;
use serde_json::Value;

use super::{COST_CENTERS, TRANSACTIONS, refusal};
use crate::support::{Client, Sandbox, server};

#[tokio::test]
async fn an_address_that_there_is_not_is_no_route() {
    let procfy = Sandbox::new("procfy-routes").await.procfy();
    assert_snapshot!(procfy.get("/api/v1/transacoes").await, @"");
    // Nor is one with another method, which says nothing of those that there are.
    assert_snapshot!(procfy.send(Method::DELETE, TRANSACTIONS, None, Vec::new()).await, @"");
    assert_snapshot!(refusal(&procfy.get("/").await), @"");
}

#[tokio::test]
async fn an_id_that_is_no_number_belongs_to_no_record() {
    let procfy = Sandbox::new("procfy-ids").await.procfy();
    for id in ["abc", "1.5", "99999999999999999999", "%C3%A9"] {
        let answer = procfy.get(&format!("{COST_CENTERS}/{id}")).await;
        assert_eq!(answer.status, 404, "{answer}");
    }
    assert_snapshot!(procfy.get(&format!("{COST_CENTERS}/abc")).await, @"");
}

#[tokio::test]
async fn what_cannot_be_read_is_a_bad_request_and_what_is_too_large_says_so() {
    let procfy = Sandbox::new("procfy-unreadable").await.procfy();
    assert_eq!(procfy.get("/api/v1/transactions/%zz").await.status, 400);
    assert_eq!(procfy.get("/api/v1/transactions?a=%zz").await.status, 400);
    let media_type = Some("application/json");
    let large = procfy
        .send(
            Method::POST,
            COST_CENTERS,
            media_type,
            vec![b' '; 1_100_000],
        )
        .await;
    assert_snapshot!(large, @"");
}

#[tokio::test]
async fn every_error_of_the_catalogue_can_be_asked_for() {
    let sandbox = Sandbox::new("procfy-catalogue-of-errors").await;
    let answer = Client::new(format!("{}/_areia", server().url()))
        .get("/errors?provider=procfy")
        .await
        .json();
    let mut answers = String::new();
    for error in answer["errors"].as_array().unwrap() {
        let id = error["id"].as_str().unwrap();
        let procfy = sandbox
            .procfy()
            .with("prefer", &format!("areia-error={id}"));
        let answer = procfy.get(TRANSACTIONS).await;
        assert_eq!(
            answer.header("content-type"),
            "application/json; charset=utf-8"
        );
        let body: Value = answer.json();
        let names: Vec<&String> = body.as_object().unwrap().keys().collect();
        assert_eq!(names, ["error", "description"], "{id}");
        answers += &format!("{id}: {} {}\n", answer.status, answer.text());
    }
    assert_snapshot!(answers, @"");
}
