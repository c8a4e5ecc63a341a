//! Pages, orders, fields and simple filters.

use insta::assert_snapshot;
use serde_json::json;

use super::{ALL, ids, query};
use crate::support::Sandbox;

#[tokio::test]
async fn pages_hold_every_record_once_and_say_whether_another_follows() {
    let client = Sandbox::new("totvs-lists-pages").await.totvs();
    let whole = client.get(ALL).await.json();
    assert_eq!((ids(&whole).len(), &whole["hasNext"]), (16, &json!(false)));
    let mut seen = Vec::new();
    for page in 1..=4 {
        let list = client.get(&format!("{ALL}?PAGE={page}&pagesize=5")).await.json();
        assert_eq!(list["hasNext"], json!(page < 4));
        seen.extend(ids(&list).into_iter().map(str::to_owned));
    }
    assert_eq!(seen, ids(&whole));
    let past = client.get(&format!("{ALL}?page=9&pageSize=5")).await;
    assert_eq!(past.text(), r#"{"hasNext":false,"items":[]}"#);
    let huge = client
        .get(&format!(
            "{ALL}?page=18446744073709551615&pageSize=18446744073709551615"
        ))
        .await;
    assert_eq!(huge.text(), r#"{"hasNext":false,"items":[]}"#);
}

#[tokio::test]
async fn a_page_below_one_is_refused() {
    let sandbox = Sandbox::new("totvs-lists-bad-page").await;
    for parameters in ["page=0", "pageSize=0", "page=-1", "page=x", "pageSize=1.5"] {
        let answer = sandbox.totvs().get(&format!("{ALL}?{parameters}")).await;
        assert_eq!(
            (answer.status, answer.member("/Code").as_str()),
            (400, "FE016"),
            "{parameters}"
        );
    }
    assert_snapshot!(sandbox.last_explanation().await, @r#"The parameter `pageSize`: "1.5" is no whole number above 0."#);
}

#[tokio::test]
async fn several_fields_order_with_nothing_first_and_ties_by_key() {
    let client = Sandbox::new("totvs-lists-order").await.totvs();
    let list = client.get(&query("order", "-branchCode, description")).await.json();
    assert_eq!(ids(&list)[..3], ["1|0102", "1|0066", "1|0001"]);
    let list = client.get(&query("order", "branchCode,-company, +code")).await.json();
    assert_eq!(ids(&list)[0], "14|00002");
    assert_eq!(ids(&list)[15], "1|0102");
}

#[tokio::test]
async fn an_unknown_field_in_an_order_is_refused_with_the_nearest() {
    let sandbox = Sandbox::new("totvs-lists-bad-order").await;
    let answer = sandbox.totvs().get(&query("order", "descripton")).await;
    assert_eq!((answer.status, answer.member("/Code").as_str()), (400, "FE016"));
    assert_snapshot!(sandbox.last_explanation().await, @r#"The parameter `order`: there is no field "descripton"; the nearest is `description`."#);
}

#[tokio::test]
async fn simple_filters_join_and_compare_without_case() {
    let client = Sandbox::new("totvs-lists-simple").await.totvs();
    for (parameters, expected) in [
        ("bankNumber=033&branchCode=1", &["1|033_JARAG"][..]),
        ("description=citibank", &["1|0003"]),
        ("DESCRIPTION=CitiBank&company=1", &["1|0003"]),
        ("bankNumber=5", &[]),
        ("instantBalance=1000", &["0|0014"]),
        ("cashAccountDatabase=2004-09-14", &["1|0008"]),
        ("id=1%7c033_jarag", &["1|033_JARAG"]),
    ] {
        let list = client.get(&format!("{ALL}?{parameters}")).await.json();
        assert_eq!(ids(&list), expected, "{parameters}");
    }
}

#[tokio::test]
async fn what_is_no_parameter_does_nothing_and_the_journal_says_so() {
    let sandbox = Sandbox::new("totvs-lists-ignored").await;
    let list = sandbox
        .totvs()
        .get(&format!("{ALL}?bankNumer=005&$top=1&expand=x"))
        .await
        .json();
    assert_eq!(ids(&list).len(), 16);
    assert_snapshot!(sandbox.last_explanation().await, @"`bankNumer` did nothing: it is no field and no parameter (the nearest field is `bankNumber`). `$top` did nothing: RM's parameter for it is `pageSize`.");
}

#[tokio::test]
async fn accents_count_until_a_hand_says_they_do_not() {
    let sandbox = Sandbox::new("totvs-lists-accents").await;
    let filter = query("$filter", "contains(description,'rapida')");
    assert_eq!(ids(&sandbox.totvs().get(&filter).await.json()).len(), 0);
    let changed = sandbox
        .control()
        .put("/totvs/settings", &json!({"accent_insensitive": true}))
        .await;
    assert_eq!(changed.status, 200, "{changed}");
    assert_eq!(ids(&sandbox.totvs().get(&filter).await.json()), ["1|0012"]);
    let upper = query("$filter", "endswith(description,'RÁPIDA')");
    assert_eq!(ids(&sandbox.totvs().get(&upper).await.json()), ["1|0012"]);
}

#[tokio::test]
async fn without_accents_texts_sort_by_their_letters_and_no_two_keys_become_one() {
    let sandbox = Sandbox::new("totvs-lists-accents-sorted").await;
    let client = sandbox.totvs();
    let account =
        |code: &str| json!({"company": 1, "code": code, "description": "ÁGUA", "cashAccountDatabase": "2024-01-31"});
    client.post(ALL, &account("agua")).await;
    let ends = async || {
        let list = client.get(&query("order", "description")).await.json();
        let list = ids(&list).into_iter().map(str::to_owned);
        let list: Vec<_> = list.collect();
        (list[1].clone(), list[list.len() - 1].clone())
    };
    assert_eq!(ends().await, ("1|0005".to_owned(), "1|agua".to_owned()));
    let without = json!({"accent_insensitive": true});
    let settings = sandbox.control().put("/totvs/settings", &without).await;
    assert_eq!(settings.status, 200, "{settings}");
    assert_eq!(ends().await, ("1|agua".to_owned(), "0|0006".to_owned()));
    let answer = client.post(ALL, &account("água")).await;
    assert_eq!(answer.member("/Code"), "FE006");

    let with = json!({"accent_insensitive": false});
    sandbox.control().put("/totvs/settings", &with).await;
    assert_eq!(client.post(ALL, &account("água")).await.status, 201);
    let refused = sandbox.control().put("/totvs/settings", &without).await;
    assert_eq!(refused.status, 400, "{refused}");
    assert_eq!(client.get(&format!("{ALL}/1|água")).await.status, 200);
    assert_eq!(ends().await, ("1|0005".to_owned(), "1|água".to_owned()));
}
