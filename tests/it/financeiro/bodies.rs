//! Bodies of every kind, and those that mean harm.

use insta::assert_snapshot;
use reqwest::Method;

use crate::support::{Answer, Client, Sandbox};

async fn post(client: &Client, media_type: &str, body: &str) -> Answer {
    client
        .send(
            Method::POST,
            "/people",
            Some(media_type),
            body.to_owned().into(),
        )
        .await
}

#[tokio::test]
async fn a_person_can_be_written_in_every_kind_of_body() {
    let sandbox = Sandbox::new("bodies").await;
    let client = sandbox.financeiro(&[2]).await;
    for (media_type, body) in [
        (
            "application/json",
            r#"{"person":{"name":"Um","customer":false}}"#,
        ),
        (
            "application/xml",
            "<person><name>Dois</name><customer type=\"boolean\">false</customer></person>",
        ),
        (
            "text/xml; charset=utf-8",
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<person>\n  <name>Tr\u{ea}s</name>\n  <customer>0</customer>\n</person>",
        ),
        (
            "application/x-www-form-urlencoded",
            "person[name]=Quatro&person%5Bcustomer%5D=false",
        ),
        (
            "multipart/form-data; boundary=b",
            "--b\r\nContent-Disposition: form-data; name=\"person[name]\"\r\n\r\nCinco\r\n--b\r\nContent-Disposition: form-data; name=\"person[customer]\"\r\n\r\nfalse\r\n--b--\r\n",
        ),
    ] {
        let created = post(&client, media_type, body).await;
        assert_eq!(created.status, 201, "{media_type}: {created}");
        assert_eq!(created.json()["person"]["customer"], false, "{media_type}");
    }
    let names = client
        .get("/people?search[customer_is_false]=true")
        .await
        .json();
    let names: Vec<&str> = names
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["person"]["name"].as_str().unwrap())
        .collect();
    assert_eq!(names, ["Cinco", "Dois", "Quatro", "Três", "Um"]);
}

#[tokio::test]
async fn a_bomb_is_refused_in_the_provider_s_words() {
    let sandbox = Sandbox::new("bombs").await;
    let client = sandbox.financeiro(&[1]).await;
    let bomb = "<!DOCTYPE p [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]><person><name>&b;</name></person>";
    assert_snapshot!(post(&client.clone().with("accept", "application/xml"), "application/xml", bomb).await, @r#"
    400
    cache-control: no-cache
    content-type: application/xml; charset=utf-8
    x-ratelimit-limit: 100
    x-ratelimit-remaining: 99
    x-ratelimit-reset: Mon, 16 Mar 2026 12:01:00 GMT

    <?xml version="1.0" encoding="UTF-8"?>
    <errors>
      <error>Não foi possível interpretar o corpo da requisição.</error>
    </errors>
    "#);
    assert_snapshot!(sandbox.last_explanation().await, @"The body or the query cannot be read: document type declarations are not taken.");
    let deep = format!("{}{}", "<a>".repeat(5_000), "</a>".repeat(5_000));
    let yaml = "<person type=\"yaml\">--- !ruby/object:X</person>".to_owned();
    let many = format!("<person>{}</person>", "<a/>".repeat(30_000));
    let broken = "<person><name>".to_owned();
    for body in [deep, yaml, many, broken] {
        let refused = post(&client, "application/xml", &body).await;
        assert_eq!(refused.status, 400, "{refused}");
    }
    let deep = format!("{}1{}", "[".repeat(5_000), "]".repeat(5_000));
    assert_snapshot!(post(&client, "application/json", &deep).await, @r#"
    400
    cache-control: no-cache
    content-type: application/json; charset=utf-8
    x-ratelimit-limit: 100
    x-ratelimit-remaining: 94
    x-ratelimit-reset: Mon, 16 Mar 2026 12:01:00 GMT

    {"error":"Não foi possível interpretar o corpo da requisição."}
    "#);
}
