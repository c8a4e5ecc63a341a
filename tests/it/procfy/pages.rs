//! Pages, exactly as the documentation and its library have them.

use insta::assert_snapshot;
use serde_json::json;

use super::{BANK_ACCOUNTS, CATEGORIES, CONTACTS, COST_CENTERS, TRANSACTIONS, USERS, ids, refusal};
use crate::support::{Sandbox, pretty};

#[tokio::test]
async fn every_list_says_which_page_there_is_not() {
    let procfy = Sandbox::new("procfy-pages-refused").await.procfy();
    let attachments = format!("{TRANSACTIONS}/1/attachments");
    let lists = [
        BANK_ACCOUNTS,
        CATEGORIES,
        CONTACTS,
        COST_CENTERS,
        USERS,
        &attachments,
        TRANSACTIONS,
    ];
    for list in lists {
        for (query, message) in [
            ("page=0", "expected :page >= 1; got 0"),
            ("page=-1", "expected :page >= 1; got -1"),
            ("page=abc", "expected :page >= 1; got 0"),
            ("page=", "expected :page >= 1; got 0"),
            ("items=0", "expected :items >= 1; got 0"),
            ("items=-1", "expected :items >= 1; got -1"),
            ("items=abc", "expected :items >= 1; got 0"),
            ("items=", "expected :items >= 1; got 0"),
            ("items=0&page=0", "expected :page >= 1; got 0"),
            ("items=0&page=99", "expected :items >= 1; got 0"),
            ("items=1000&page=99", "expected :page in 1..1; got 99"),
        ] {
            let answer = procfy.get(&format!("{list}?{query}")).await;
            assert_eq!(refusal(&answer), format!("400 {message}"), "{list}?{query}");
        }
    }
    assert_snapshot!(procfy.get("/api/v1/transactions?page=99").await, @r#"
    400
    content-type: application/json; charset=utf-8

    {"error": "Pagination error", "description": "expected :page in 1..2; got 99"}
    "#);
}

#[tokio::test]
async fn a_page_is_the_number_that_the_parameter_begins_with() {
    let procfy = Sandbox::new("procfy-pages-numbers").await.procfy();
    let page = async |query: &str| {
        let answer = procfy.get(&format!("{TRANSACTIONS}?{query}")).await.json();
        answer["page"].to_string()
    };
    assert_eq!(page("page=1.9").await, page("page=1").await);
    assert_eq!(page("page=2abc").await, page("page=2").await);
    assert_eq!(page("items=2.5").await, page("items=2").await);
    assert_snapshot!(pretty(page("page=20&items=2&other=1").await), @r#"
    {
      "page": 20,
      "items": 2,
      "pages": 20,
      "last": 20,
      "next": null,
      "prev": 19,
      "count": 39,
      "from": 39,
      "to": 39
    }
    "#);
    assert_snapshot!(pretty(page("items=1000000000000000000").await), @r#"
    {
      "page": 1,
      "items": 1000000000000000000,
      "pages": 1,
      "last": 1,
      "next": null,
      "prev": null,
      "count": 39,
      "from": 1,
      "to": 39
    }
    "#);
    let second = procfy.get(&format!("{TRANSACTIONS}?page=2&items=3")).await;
    assert_eq!(ids(&second), [4, 5, 6]);
}

#[tokio::test]
async fn a_list_of_nothing_has_one_page() {
    let procfy = Sandbox::new("procfy-pages-empty").await.procfy();
    assert_snapshot!(procfy.get("/api/v1/transactions?category_ids[]=999").await, @r#"
    200
    content-type: application/json; charset=utf-8

    {
      "page": {
        "page": 1,
        "items": 25,
        "pages": 1,
        "last": 1,
        "next": null,
        "prev": null,
        "count": 0,
        "from": 0,
        "to": 0
      },
      "data": []
    }
    "#);
    let second = procfy.get("/api/v1/transactions?category_ids[]=999&page=2").await;
    assert_eq!(refusal(&second), "400 expected :page in 1..1; got 2");
    assert_eq!(second.json()["error"], json!("Pagination error"));
}
