//! Searches and pages of many transactions, beside what a list in memory gives.

use std::fmt::Write as _;

use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{Client, Sandbox};

const ALL: &str = "/entities/3798/deposit_accounts/403/financial_transactions";

/// A deposit account with 2,500 transactions more.
async fn filled(world: &str) -> Client {
    let sandbox = Sandbox::new(world).await;
    let limit = json!({"requests_per_minute": 1_000_000});
    sandbox.control().put("/financeiro/accounts/2", &limit).await;
    let client = sandbox.financeiro(&[2]).await;
    let mut statement = String::from("<OFX>\n");
    for number in 0..2_500 {
        let sign = if number % 3 == 0 { "-" } else { "" };
        writeln!(
            statement,
            "<STMTTRN><DTPOSTED>2015{:02}{:02}<TRNAMT>{sign}{},5<FITID>F{number}<CHECKNUM>N{:04}<MEMO>Pão e Água {}</STMTTRN>",
            1 + number % 12, 1 + number / 12 % 28, 1 + number % 90, number % 700, number % 50,
        )
        .unwrap();
    }
    let body = format!(
        "--b\r\nContent-Disposition: form-data; name=\"bank_statement[file]\"; filename=\"a.ofx\"\r\n\r\n{statement}\r\n--b--\r\n"
    );
    let path = "/entities/3798/deposit_accounts/403/bank_statements";
    let form = Some("multipart/form-data; boundary=b");
    let sent = client.send(Method::POST, path, form, body.into()).await;
    assert_eq!(sent.status, 201, "{sent}");
    client
}

/// All that a search finds, page by page; the first page's `Link` tells how many pages there are.
async fn found(client: &Client, query: &str, per_page: usize) -> Vec<Value> {
    let mut all = Vec::new();
    let mut last = 1;
    for page in 1.. {
        let path = format!("{ALL}?page={page}&per_page={per_page}&{query}");
        let answer = client.get(&path).await;
        assert_eq!(answer.status, 200, "{path}: {answer}");
        if page == 1 {
            let link = answer.header("link").split(">; rel=\"last\"").next().unwrap();
            let number = link.split("page=").nth(1).map(|rest| rest.split('&').next().unwrap());
            last = number.map_or(1, |number| number.parse().unwrap());
        }
        let records = answer.json().as_array().unwrap().clone();
        if records.is_empty() {
            break;
        }
        assert!(page <= last, "{path} goes on after the last page, {last}");
        all.extend(records.into_iter().map(|one| one["financial_transaction"].clone()));
    }
    assert_eq!(last, all.len().div_ceil(per_page).max(1), "{query}");
    all
}

fn cents(record: &Value) -> i64 {
    let amount: f64 = record["amount"].as_str().unwrap().parse().unwrap();
    (amount * 100.0).round() as i64
}

#[tokio::test]
async fn a_search_finds_what_a_list_in_memory_does() {
    let client = filled("search-oracle").await;
    let all = found(&client, "", 500).await;
    assert_eq!(all.len(), 2_501);
    let mut sorted = all.clone();
    sorted.sort_by_key(|one| {
        let day = one["occurred_at"].as_str().unwrap().to_owned();
        std::cmp::Reverse((day, one["id"].as_i64().unwrap()))
    });
    assert_eq!(all, sorted);
    let text = |one: &Value, name: &str| one[name].as_str().unwrap_or_default().to_owned();
    type Holds = Box<dyn Fn(&Value) -> bool>;
    let cases: Vec<(&str, Holds)> = vec![
        (
            "search[type_equals]=Debit",
            Box::new(move |one| text(one, "type") == "Debit"),
        ),
        (
            "search[type]=credit",
            Box::new(move |one| text(one, "type") == "Credit"),
        ),
        (
            "search[type_ne]=Debit",
            Box::new(move |one| text(one, "type") != "Debit"),
        ),
        (
            "search[occurred_at_gte]=01/03/2015&search[occurred_at_lt]=2015-05-01",
            Box::new(move |one| ("2015-03-01".."2015-05-01").contains(&text(one, "occurred_at").as_str())),
        ),
        (
            "search[type_eq]=Credit&search[occurred_at_gt]=2015-06-10",
            Box::new(move |one| text(one, "type") == "Credit" && text(one, "occurred_at").as_str() > "2015-06-10"),
        ),
        (
            "search[occurred_at_equals]=2015-08-05",
            Box::new(move |one| text(one, "occurred_at") == "2015-08-05"),
        ),
        ("search[amount_equals]=-4.5", Box::new(|one| cents(one) == -450)),
        (
            "search[amount_gteq]=80.5&search[amount_lt]=0.855e2",
            Box::new(|one| (8_050..8_550).contains(&cents(one))),
        ),
        (
            "search[absolute_amount_in]=4.5,5.5,seis",
            Box::new(|one| matches!(cents(one).abs(), 450 | 550)),
        ),
        (
            "search[user_description_contains]=AGUA 7",
            Box::new(move |one| text(one, "user_description").contains("Água 7")),
        ),
        (
            "search[user_description_ends_with_any][]=49&search[user_description_ends_with_any][]=%C3%B3leo",
            Box::new(move |one| {
                let description = text(one, "user_description");
                description.ends_with("49") || description.ends_with("óleo")
            }),
        ),
        (
            "search[document_equals]=n0007",
            Box::new(move |one| text(one, "document") == "N0007"),
        ),
        ("search[document_is_null]=1", Box::new(|one| one["document"].is_null())),
        (
            "search[bank_statement_id_is_not_null]=1&search[reconciled_is_false]=1",
            Box::new(|one| !one["bank_statement_id"].is_null()),
        ),
        (
            "search[category_id_equals]=202",
            Box::new(|one| one["category_id"] == 202),
        ),
        (
            "search[category_id_not_eq]=1",
            Box::new(|one| one["category_id"] == 202),
        ),
        (
            "search[id_in][]=503&search[id_in][]=7",
            Box::new(|one| one["id"] == 503),
        ),
    ];
    for (query, holds) in cases {
        let expected: Vec<Value> = all.iter().filter(|one| holds(one)).cloned().collect();
        assert!(!expected.is_empty(), "{query} finds nothing");
        assert_eq!(found(&client, query, 100).await, expected, "{query}");
    }
    let by_amount = found(&client, "search[meta_sort]=amount.desc&search[type]=Debit", 200).await;
    assert!(by_amount.is_sorted_by_key(|one| std::cmp::Reverse(cents(one))));
    let by_day = found(&client, "search[meta_sort]=occurred_at.asc", 100).await;
    assert!(by_day.is_sorted_by_key(|one| (one["occurred_at"].as_str().unwrap().to_owned(), one["id"].as_i64())));
    assert_eq!(by_day.len(), all.len());
}

#[tokio::test]
async fn what_changes_is_counted_anew() {
    let client = filled("search-changes").await;
    let debits = found(&client, "search[type]=Debit", 100).await;
    let days = "search[occurred_at_lt]=2015-01-01";
    assert!(found(&client, days, 100).await.is_empty());
    let balance = async || {
        let shown = client.get("/entities/3798/deposit_accounts/403").await.json();
        let balance = shown["deposit_account"]["calculated_balance"].as_str().unwrap();
        balance.parse::<f64>().unwrap()
    };
    let before = balance().await;
    let moved: Vec<String> = debits[..3].iter().map(|one| one["id"].to_string()).collect();
    for id in &moved {
        let change = json!({"financial_transaction": {"type": "Credit", "occurred_at": "2014-12-31"}});
        assert_eq!(client.put(&format!("{ALL}/{id}"), &change).await.status, 200);
    }
    assert_eq!(found(&client, days, 2).await.len(), 3);
    assert_eq!(found(&client, "search[type]=Debit", 100).await.len(), debits.len() - 3);
    let turned: i64 = debits[..3].iter().map(cents).sum();
    let difference = balance().await - before;
    assert!((difference * 100.0 + 2.0 * turned as f64).abs() < 0.5, "{difference}");
    let gone = client
        .delete(&format!("{ALL}/destroy_many?selected_ids={}", moved.join(",")))
        .await;
    assert_eq!(gone.status, 200, "{gone}");
    assert!(found(&client, days, 2).await.is_empty());
    assert_eq!(found(&client, "", 500).await.len(), 2_498);
}

#[tokio::test]
async fn a_search_is_only_ever_a_search() {
    let sandbox = Sandbox::new("search-hostile").await;
    let client = sandbox.financeiro(&[1]).await;
    let count = async |query: &str| {
        let answer = client.get(&format!("/people?{query}")).await;
        assert_eq!(answer.status, 200, "{query}: {answer}");
        answer.json().as_array().unwrap().len()
    };
    for query in [
        "search[name_equals]=' or 1=1 --",
        "search[name_contains]=x') or ('1'='1",
        "search[name_in][]=\"]') union select 1,2,3 --",
        "search[name_starts_with]=%27%3B drop table financeiro_person%3B--",
        "search[id_equals]=816 or 1=1",
    ] {
        assert_eq!(count(query).await, 0, "{query}");
    }
    // Neither attributes nor orders are taken from outside the description.
    for query in [
        "search[meta_sort]=name; drop table financeiro_person.asc",
        "search[meta_sort]=(select 1).asc",
        "search[meta_sort]=document.desc",
        "search[name') or ('1'='1_equals]=x",
        "search[meta_sort][]=name.asc",
        "search=x",
        "search[]=x",
        "search[name_contains]=%25",
        "page=-1&per_page=0",
        "page=18446744073709551615&per_page=18446744073709551615&search[id_gt]=9",
    ] {
        let answer = client.get(&format!("/people?{query}")).await;
        assert_eq!(answer.status, 200, "{query}: {answer}");
    }
    let many: String = (0..60)
        .map(|number| format!("search[name_contains_any][]=a{number}&"))
        .collect();
    assert_eq!(count(&many).await, 0);
    let names = [
        "equals",
        "contains",
        "starts_with",
        "ends_with",
        "ne",
        "gt",
        "gte",
        "lt",
        "lte",
        "in",
        "not_in",
    ];
    let attributes = ["name", "city", "note", "phone", "site"];
    let mut query = String::new();
    for name in names {
        for attribute in attributes {
            write!(query, "search[{attribute}_{name}]=a&").unwrap();
        }
    }
    let refused = client.get(&format!("/people?{query}")).await;
    assert_eq!(refused.status, 422, "{refused}");
    assert_eq!(count("").await, 3);
}
