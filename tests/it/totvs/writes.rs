//! Writing cash accounts.

use insta::assert_snapshot;
use serde_json::json;

use super::ALL;
use crate::support::Sandbox;

#[tokio::test]
async fn amounts_keep_their_text_in_the_answer_and_four_places_in_the_database() {
    let client = Sandbox::new("totvs-writes-amounts").await.totvs();
    let body = r#"{"company":1,"code":"A","description":"x","cashAccountDatabase":"2024-01-31T23:00:00Z",
        "instantBalance":12.50,"databaseBalance":"7","unpaidBalance":0.00005,"lowerLimit":-0.0}"#;
    let created = client.send(reqwest::Method::POST, ALL, None, body.into()).await;
    assert_snapshot!(created, @r#"
    201
    content-type: application/json; charset=utf-8

    {
      "id": "1|A",
      "company": 1,
      "code": "A",
      "description": "x",
      "instantBalance": 12.50,
      "databaseBalance": 7.0,
      "cashAccountDatabase": "2024-01-31T20:00:00-03:00",
      "lastNumberCheckBank": "0",
      "proprietaryCompany": 1,
      "unpaidBalance": 0.00005,
      "currencyCode": "R$",
      "userLowerLimit": 0,
      "lowerLimit": 0.0,
      "allowOpenning": 0,
      "active": 1,
      "cpmfAutomatic": 0
    }
    "#);
    let shown = client
        .get(&format!(
            "{ALL}/1|a?fields=instantBalance,databaseBalance,unpaidBalance,lowerLimit"
        ))
        .await;
    assert_eq!(
        shown.text(),
        r#"{"id":"1|A","instantBalance":12.5000,"databaseBalance":7.0000,"unpaidBalance":0.0001,"lowerLimit":0.0000}"#
    );
}

#[tokio::test]
async fn a_key_is_taken_in_any_case() {
    let sandbox = Sandbox::new("totvs-writes-taken").await;
    let body = json!({"company": 1, "code": "033_jarag", "description": "x", "cashAccountDatabase": "2024-01-31"});
    let answer = sandbox.totvs().post(ALL, &body).await;
    assert_eq!((answer.status, answer.member("/Code").as_str()), (400, "FE006"));
    let shown = sandbox
        .totvs()
        .get(&format!("{ALL}/1|033_JARAG?fields=description"))
        .await;
    assert_eq!(shown.text(), r#"{"id":"1|033_JARAG","description":"JARAGUAENSE"}"#);
}

#[tokio::test]
async fn a_body_that_does_not_fit_is_refused_and_changes_nothing() {
    let sandbox = Sandbox::new("totvs-writes-refused").await;
    let client = sandbox.totvs();
    let before = client.get(&format!("{ALL}/1|0001")).await.text();
    for body in [
        "",
        "[]",
        "{",
        "null",
        r#"{"company":2}"#,
        r#"{"code":"0002"}"#,
        r#"{"description":null}"#,
        r#"{"active":1.5}"#,
        r#"{"active":true}"#,
        r#"{"active":40000}"#,
        r#"{"lowerLimit":"1,5"}"#,
        r#"{"cashAccountDatabase":"31/10/2023"}"#,
        r#"{"bankNumber":"0001"}"#,
        r#"{"description":[]}"#,
        r#"{"instantBalance":1e15}"#,
    ] {
        let answer = client
            .send(reqwest::Method::PATCH, &format!("{ALL}/1|0001"), None, body.into())
            .await;
        assert_eq!(
            (answer.status, answer.member("/Code").as_str()),
            (400, "FE016"),
            "{body}"
        );
    }
    assert_eq!(client.get(&format!("{ALL}/1|0001")).await.text(), before);
    assert_snapshot!(sandbox.last_explanation().await, @"The member `instantBalance` is 1e+15: this is more than the database holds.");
}

#[tokio::test]
async fn a_record_that_is_not_there_is_neither_changed_nor_made() {
    let sandbox = Sandbox::new("totvs-writes-missing").await;
    let client = sandbox.totvs();
    let body = json!({"description": "x", "cashAccountDatabase": "2024-01-31"});
    for id in ["1|nada", "x|0001", "0001", "99999999999999999999|1"] {
        let one = format!("{ALL}/{id}");
        for answer in [
            client.get(&one).await,
            client.patch(&one, &body).await,
            client.put(&one, &body).await,
            client.delete(&one).await,
        ] {
            assert_eq!((answer.status, answer.member("/Code").as_str()), (404, "FE011"), "{id}");
        }
    }
    let missing = json!({"company": 1, "code": "B", "descricao": "x", "cashAccountDatabase": "2024-01-31"});
    assert_eq!(client.post(ALL, &missing).await.status, 400);
    assert_snapshot!(sandbox.last_explanation().await, @r#"The member `description` is missing or null. Is "descricao" meant to be it?"#);
}

#[tokio::test]
async fn a_patch_clears_what_is_null_and_keeps_the_rest() {
    let client = Sandbox::new("totvs-writes-patch").await.totvs();
    let one = format!("{ALL}/1|0001");
    let answer = client
        .patch(&one, &json!({"bankNumber": null, "lastNumberCheckBank": null}))
        .await
        .json();
    assert_eq!(
        (answer.get("bankNumber"), &answer["lastNumberCheckBank"]),
        (None, &json!("0"))
    );
    assert_eq!(answer["agencyNumber"], "002233");
    assert_eq!(client.get(&one).await.json(), answer);
}

#[tokio::test]
async fn the_status_of_a_post_is_a_setting() {
    let sandbox = Sandbox::new("totvs-writes-status").await;
    sandbox
        .control()
        .put("/totvs/settings", &json!({"post_status": 200}))
        .await;
    let body = json!({"company": 1, "code": "B", "description": "x", "cashAccountDatabase": "2024-01-31"});
    assert_eq!(sandbox.totvs().post(ALL, &body).await.status, 200);
}

#[tokio::test]
async fn of_many_posts_of_one_key_one_is_taken_and_no_patch_undoes_another() {
    let client = Sandbox::new("totvs-writes-at-once").await.totvs();
    let body = json!({"company": 7, "code": "B", "description": "x", "cashAccountDatabase": "2024-01-31"});
    let posts = futures_util::future::join_all((0..20).map(|_| client.post(ALL, &body))).await;
    let created = posts.iter().filter(|answer| answer.status == 201).count();
    let refused = posts.iter().filter(|answer| answer.status == 400).count();
    assert_eq!((created, refused), (1, 19));

    let one = format!("{ALL}/7|B");
    let changes: Vec<_> = [
        "bankNumber",
        "agencyNumber",
        "accountNumber",
        "lastCashNumber",
        "cashBookCode",
    ]
    .map(|name| json!({name: "1"}))
    .into();
    let patches = changes.iter().map(|change| client.patch(&one, change));
    futures_util::future::join_all(patches).await;
    let shown = client.get(&one).await.json();
    for change in changes {
        for (name, value) in change.as_object().unwrap() {
            assert_eq!(&shown[name], value, "{shown}");
        }
    }
}
