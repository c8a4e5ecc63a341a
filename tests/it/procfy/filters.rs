//! What a list of transactions is narrowed by.

use insta::assert_snapshot;

use super::{TRANSACTIONS, ids, refusal};
use crate::support::{Client, Sandbox};

async fn found(procfy: &Client, query: &str) -> Vec<i64> {
    ids(&procfy.get(&format!("{TRANSACTIONS}?items=100&{query}")).await)
}

/// What a list should have kept, found one by one in the whole list.
async fn kept(procfy: &Client, keeps: impl Fn(&serde_json::Value) -> bool) -> Vec<i64> {
    let all = procfy.get(&format!("{TRANSACTIONS}?items=100")).await.json();
    let all = all["data"].as_array().unwrap().iter();
    all.filter(|one| keeps(one))
        .map(|one| one["id"].as_i64().unwrap())
        .collect()
}

#[tokio::test]
async fn days_are_those_of_due_dates_both_included() {
    let procfy = Sandbox::new("procfy-filter-days").await.procfy();
    assert_eq!(found(&procfy, "start_date=2025-08-20").await, [38, 39]);
    assert_eq!(found(&procfy, "end_date=2019-01-01").await, [1, 2]);
    assert_eq!(found(&procfy, "start_date=20/08/2025&end_date=20/08/2025").await, [38]);
    assert_eq!(found(&procfy, "start_date=&end_date=2019-01-01").await, [1, 2]);
    assert!(
        found(&procfy, "start_date=2026-01-01&end_date=2025-01-01")
            .await
            .is_empty()
    );
    assert_snapshot!(procfy.get(&format!("{TRANSACTIONS}?end_date=tomorrow")).await, @r#"
    400
    content-type: application/json; charset=utf-8

    {"error": "Bad Request", "description": "invalid date: end_date"}
    "#);
    let answer = procfy.get(&format!("{TRANSACTIONS}?start_date=2025-02-30")).await;
    assert_snapshot!(refusal(&answer), @"400 invalid date: start_date");
}

#[tokio::test]
async fn ids_are_arrays_as_rails_writes_them_or_a_single_one() {
    let procfy = Sandbox::new("procfy-filter-ids").await.procfy();
    let in_two = kept(&procfy, |one| {
        one["bank_account_id"] == 2 || one["bank_account_id"] == 3
    })
    .await;
    assert!(in_two.len() > 10);
    for query in [
        "bank_account_ids[]=2&bank_account_ids[]=3",
        "bank_account_ids%5B%5D=3&bank_account_ids%5B%5D=2&bank_account_ids%5B%5D=",
        "bank_account_ids[0]=2&bank_account_ids[1]=3",
    ] {
        assert_eq!(found(&procfy, query).await, in_two, "{query}");
    }
    let all = kept(&procfy, |_| true).await;
    for query in ["bank_account_ids[]=", "bank_account_ids=", "category_ids"] {
        assert_eq!(found(&procfy, query).await, all, "{query}");
    }
    assert_eq!(
        found(&procfy, "contact_ids=49").await,
        kept(&procfy, |one| one["contact_id"] == 49).await
    );
    assert!(found(&procfy, "cost_center_ids[]=1").await.is_empty());
    assert!(found(&procfy, "category_ids[]=abc").await.is_empty());
    // The account that a transfer goes to does not count: 38 goes to 2.
    assert!(!found(&procfy, "bank_account_ids[]=2").await.contains(&38));
}

#[tokio::test]
async fn a_list_keeps_what_every_filter_keeps() {
    let procfy = Sandbox::new("procfy-filter-all").await.procfy();
    let expected = kept(&procfy, |one| {
        one["due_date"].as_str().unwrap() >= "2025-02-01"
            && one["bank_account_id"] == 1
            && (one["category_id"] == 3 || one["category_id"] == 5)
            && one["cost_center_id"] == 58
    })
    .await;
    assert!(!expected.is_empty());
    let query = "start_date=2025-02-01&bank_account_ids[]=1&category_ids[]=3&category_ids[]=5&cost_center_ids[]=58";
    assert_eq!(found(&procfy, query).await, expected);
    let query = "start_date=2025-02-01&bank_account_ids[]=1";
    let all = found(&procfy, query).await;
    let second = procfy.get(&format!("{TRANSACTIONS}?items=1&page=2&{query}")).await;
    assert_eq!(ids(&second), all[1..2]);
}
