//! `$filter` and `$orderby` through the front door.

use insta::assert_snapshot;

use super::{ALL, ids, query};
use crate::support::Sandbox;

#[tokio::test]
async fn filters_find_what_they_say() {
    let client = Sandbox::new("totvs-filters-found").await.totvs();
    for (filter, expected) in [
        ("code eq '0001'", &["1|0001"][..]),
        ("bankNumber eq '005' or agencyNumber eq '1456'", &["0|0006", "1|0003"]),
        ("not (company le 1)", &["14|00002"]),
        ("company gt 1 and active eq 1", &["14|00002"]),
        ("startswith(description,'banco do')", &["1|0008"]),
        (
            "contains(tolower(description), 'citi') and allowOpenning eq 0",
            &["1|0003"],
        ),
        ("instantBalance lt -5000.5", &["1|0102"]),
        ("instantBalance add 5421.34 eq 0", &["1|0102"]),
        (
            "cashAccountDatabase ge 2015-01-14T00:00:00-03:00 and company eq 1",
            &["1|033-1"],
        ),
        ("cashAccountDatabase eq '2015-01-14'", &["1|033-1"]),
        ("cashAccountDatabase eq 2015-01-14", &["1|033-1"]),
        (
            "year(cashAccountDatabase) eq 2004 and month(cashAccountDatabase) eq 11",
            &["1|0009"],
        ),
        ("branchCode eq 2", &["1|0102"]),
        ("branchCode ne null and bankNumber eq null", &["1|0066"]),
        ("code in ('0001','0003')", &["1|0001", "1|0003"]),
        ("code in [\"0001\"]", &["1|0001"]),
        ("company eq '14'", &["14|00002"]),
        ("COMPANY EQ 14", &["14|00002"]),
        ("substring(code, 0, 3) eq '033' and length(code) eq 5", &["1|033-1"]),
        ("id eq '1|033_jarag'", &["1|033_JARAG"]),
        ("case(company eq 14 : true, active eq 1 : false)", &["14|00002"]),
        ("round(instantBalance) eq 1094", &["1|033_JARAG"]),
        (" true and company eq 14", &["14|00002"]),
        ("false", &[]),
    ] {
        let answer = client.get(&query("$filter", filter)).await;
        assert_eq!(answer.status, 200, "{filter}: {answer}");
        assert_eq!(ids(&answer.json()), expected, "{filter}");
    }
}

#[tokio::test]
async fn a_wrong_filter_gets_the_databases_words_and_a_reason() {
    let sandbox = Sandbox::new("totvs-filters-wrong").await;
    let mut seen = String::new();
    for filter in [
        "banknumer eq '5'",
        "code = '0001'",
        "code eq '0001",
        "code eq 6",
        "company eq 'x'",
        "active",
        "substringof('x', code)",
        "matchesPattern(code, 'x')",
        "company div 0 eq 1",
        "not a eq 1",
        "cashAccountDatabase gt 2014-07-07T18:32:15",
        "cashAccountDatabase gt datetime'2014-07-07'",
        "contains(code)",
        "(active eq 1",
        "active eq 1 adn code eq '1'",
        "meta.created eq 1",
    ] {
        let answer = sandbox.totvs().get(&query("$filter", filter)).await;
        assert_eq!(
            (answer.status, answer.member("/Code").as_str()),
            (400, "FE018"),
            "{filter}"
        );
        let (message, reason) = (answer.member("/Message"), sandbox.last_explanation().await);
        seen += &format!("{filter}\n  {message}\n  {reason}\n");
    }
    assert_snapshot!(seen);
}

#[tokio::test]
async fn an_expression_orders_too() {
    let client = Sandbox::new("totvs-filters-orderby").await.totvs();
    let list = client
        .get(&query("$orderby", "length(description) desc, code"))
        .await
        .json();
    assert_eq!(ids(&list)[0], "1|0012");
    let list = client
        .get(&query("$orderby", "company DESC,description asc"))
        .await
        .json();
    assert_eq!(ids(&list)[..2], ["14|00002", "1|0005"]);
    // What is the same of every record is no number of a column.
    for constant in [
        "1",
        "true desc",
        "isof(code, Edm.Guid)",
        "code in ()",
        "NaN lt company",
        "null",
    ] {
        let order = format!("{constant}, company desc, description");
        let list = client.get(&query("$orderby", &order)).await.json();
        assert_eq!(ids(&list)[..2], ["14|00002", "1|0005"], "{constant}");
    }
    let answer = client.get(&query("$orderby", "company desk")).await;
    assert_eq!((answer.status, answer.member("/Code").as_str()), (400, "FE018"));
}

#[tokio::test]
async fn a_filter_is_bounded_in_length_depth_and_parts() {
    let sandbox = Sandbox::new("totvs-filters-bounds").await;
    let deep = |depth: usize| format!("{}company eq 1{}", "(".repeat(depth), ")".repeat(depth));
    let list = |count: usize| format!("company in ({})", vec!["1"; count].join(","));
    let calls = |depth: usize| format!("{}instantBalance{} eq 1.5", "round(".repeat(depth), ")".repeat(depth));
    for (filter, status) in [
        (deep(47), 200),
        (deep(48), 400),
        (list(990), 200),
        (list(1_000), 400),
        (calls(40), 200),
        (vec!["company eq 1"; 300].join(" and "), 200),
        (format!("{}company eq 1", "not ".repeat(60)), 400),
        // Wide, and deep at the same time where it begins.
        (format!("year(cashAccountDatabase) eq 1{}", " or true".repeat(993)), 200),
        (format!("code eq '{}'", "x".repeat(8_200)), 400),
    ] {
        let answer = sandbox.totvs().get(&query("$filter", &filter)).await;
        assert_eq!(answer.status, status, "{}: {answer}", &filter[..40]);
    }
    let answer = sandbox.totvs().get(ALL).await;
    assert_eq!(answer.status, 200);
}

#[tokio::test]
async fn an_order_is_bounded_and_names_that_come_again_order_nothing() {
    let client = Sandbox::new("totvs-filters-order-bounds").await.totvs();
    let ordered = client.get(&query("order", "-description")).await.text();
    for parameter in ["order", "$orderby"] {
        let again = match parameter {
            "order" => vec!["-description"; 3_000].join(","),
            _ => vec!["description desc"; 400].join(","),
        };
        let answer = client.get(&query(parameter, &again)).await;
        assert_eq!(answer.text(), ordered, "{parameter}");
    }
    let item = |number: u8| {
        let rounded = "round(floor(".repeat(3) + "instantBalance" + &") mod 7e0)".repeat(3);
        format!("{rounded} add {number}")
    };
    let items: Vec<String> = (0..30).map(item).collect();
    let answer = client.get(&query("$orderby", &items[0])).await;
    assert_eq!(answer.status, 200, "{answer}");
    let answer = client.get(&query("$orderby", &items.join(","))).await;
    assert_eq!((answer.status, answer.member("/Code").as_str()), (400, "FE018"));
}
