//! Bodies of every kind, and those that mean harm.

use insta::assert_snapshot;
use reqwest::Method;

use crate::support::{Answer, Client, Sandbox};

async fn post(client: &Client, media_type: &str, body: &str) -> Answer {
    client
        .send(Method::POST, "/people", Some(media_type), body.to_owned().into())
        .await
}

#[tokio::test]
async fn a_person_can_be_written_in_every_kind_of_body() {
    let sandbox = Sandbox::new("bodies").await;
    let client = sandbox.financeiro(&[2]).await;
    for (media_type, body) in [
        ("application/json", r#"{"person":{"name":"Um","customer":false}}"#),
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
    let names = client.get("/people?search[customer_is_false]=true").await.json();
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
    x-ratelimit-remaining: (one less with each call)
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
    x-ratelimit-remaining: (one less with each call)
    x-ratelimit-reset: Mon, 16 Mar 2026 12:01:00 GMT

    {"error": "Não foi possível interpretar o corpo da requisição."}
    "#);
}

/// Status, size and words of an answer, and what is explained of it.
async fn told(sandbox: &Sandbox, answer: &Answer) -> String {
    let words = match answer.status {
        201 => format!("{} bytes", answer.body.len()),
        _ => format!("{} {}", answer.text(), sandbox.last_explanation().await),
    };
    format!("{} {words}\n", answer.status)
}

#[tokio::test]
async fn a_megabyte_of_text_is_kept_as_it_is() {
    let sandbox = Sandbox::new("bodies-megabyte").await;
    let client = sandbox.financeiro(&[1]).await;
    let note = "çã<&>\"'\\".repeat(100_000);
    let named = serde_json::json!({"person": {"name": "Longo", "note": note}});
    let created = client.post("/people", &named).await;
    assert_eq!(created.status, 201, "{}", created.body.len());
    assert_eq!(created.json()["person"]["note"], note);
    let one = format!("/people/{}", created.json()["person"]["id"]);
    let xml = client.get(&format!("{one}.xml")).await.text();
    // What is read as XML is written back as XML; its root is that of a list of one.
    let from = xml.find("<person>").unwrap();
    let until = xml.rfind("</person>").unwrap() + "</person>".len();
    let written = client
        .send(
            Method::PUT,
            &one,
            Some("application/xml"),
            xml[from..until].to_owned().into(),
        )
        .await;
    assert_eq!(written.status, 200, "{written}");
    assert_eq!(client.get(&one).await.json()[0]["person"]["note"], note);
    let listed = client.get("/people?search[name]=longo").await.json();
    assert_eq!(listed[0]["person"]["note"], note);
    let huge = serde_json::json!({"person": {"name": "Demais", "note": "x".repeat(4 * 1024 * 1024)}});
    let refused = client.post("/people", &huge).await;
    assert_snapshot!(told(&sandbox, &refused).await, @r#"413 {"error":"O corpo da requisição é grande demais."} The body is larger than 4194304 bytes."#);
}

#[tokio::test]
async fn what_is_far_too_much_is_refused_and_what_is_unknown_is_ignored() {
    let sandbox = Sandbox::new("bodies-many").await;
    let client = sandbox.financeiro(&[1]).await;
    let numbers = 0..10_000;
    let mut answers = String::new();
    let (json, xml, form) = (
        "application/json",
        "application/xml",
        "application/x-www-form-urlencoded",
    );
    let many_json: Vec<String> = numbers.clone().map(|n| format!("\"m{n}\":{n}")).collect();
    let many_xml: String = numbers.clone().map(|n| format!("<m{n}>{n}</m{n}>")).collect();
    let many_form: String = numbers.map(|n| format!("&person[m{n}]={n}")).collect();
    let nested = |open: &str, close: &str| format!("{}{}", open.repeat(500), close.repeat(500));
    let brackets = format!("person[name]=Nove&person{}=1", "[a]".repeat(500));
    let lists = format!("person[name]=Dez&person{}=1", "[]".repeat(500));
    for (what, media_type, body) in [
        (
            "10,000 members",
            json,
            format!("{{\"person\":{{\"name\":\"Um\",{}}}}}", many_json.join(",")),
        ),
        (
            "10,000 elements",
            xml,
            format!("<person><name>Dois</name>{many_xml}</person>"),
        ),
        ("10,000 fields", form, format!("person[name]=Tres{many_form}")),
        (
            "500 objects",
            json,
            format!(
                "{{\"person\":{{\"name\":\"Quatro\",\"note\":{}1{}}}}}",
                "{\"a\":".repeat(500),
                "}".repeat(500)
            ),
        ),
        (
            "500 lists",
            json,
            format!("{{\"person\":{{\"name\":\"Cinco\",\"note\":{}}}}}", nested("[", "]")),
        ),
        (
            "500 elements",
            xml,
            format!("<person><name>Seis</name>{}</person>", nested("<a>", "</a>")),
        ),
        (
            "500 arrays",
            xml,
            format!(
                "<person><name>Sete</name>{}</person>",
                nested("<a type=\"array\">", "</a>")
            ),
        ),
        ("500 brackets", form, brackets),
        ("500 empty brackets", form, lists),
        (
            "65 attributes",
            xml,
            format!(
                "<person {}><name>Oito</name></person>",
                (0..65).map(|n| format!("a{n}=\"1\" ")).collect::<String>()
            ),
        ),
        (
            "a list for a text",
            json,
            "{\"person\":{\"name\":[\"a\",\"b\"]}}".to_owned(),
        ),
        (
            "an object for a text",
            json,
            "{\"person\":{\"name\":{\"a\":1}}}".to_owned(),
        ),
    ] {
        let answer = post(&client, media_type, &body).await;
        answers += &format!("{what}: {}", told(&sandbox, &answer).await);
    }
    assert_snapshot!(answers, @r#"
    10,000 members: 201 373 bytes
    10,000 elements: 201 375 bytes
    10,000 fields: 400 {"error":"Não foi possível interpretar o corpo da requisição."} The body or the query cannot be read: too many parameters.
    500 objects: 400 {"error":"Não foi possível interpretar o corpo da requisição."} The body or the query cannot be read: recursion limit exceeded at line 1 column 660.
    500 lists: 400 {"error":"Não foi possível interpretar o corpo da requisição."} The body or the query cannot be read: recursion limit exceeded at line 1 column 159.
    500 elements: 400 {"error":"Não foi possível interpretar o corpo da requisição."} The body or the query cannot be read: elements are nested more than 64 deep.
    500 arrays: 400 {"error":"Não foi possível interpretar o corpo da requisição."} The body or the query cannot be read: elements are nested more than 64 deep.
    500 brackets: 400 {"error":"Não foi possível interpretar o corpo da requisição."} The body or the query cannot be read: the parameter "person" is nested too deep.
    500 empty brackets: 400 {"error":"Não foi possível interpretar o corpo da requisição."} The body or the query cannot be read: the parameter "person" is nested too deep.
    65 attributes: 400 {"error":"Não foi possível interpretar o corpo da requisição."} The body or the query cannot be read: an element has more than 64 attributes.
    a list for a text: 422 {"name":["n\u00e3o \u00e9 v\u00e1lido","n\u00e3o pode ser vazio"]} The record is invalid: `name` (não é válido, não pode ser vazio).
    an object for a text: 422 {"name":["n\u00e3o \u00e9 v\u00e1lido","n\u00e3o pode ser vazio"]} The record is invalid: `name` (não é válido, não pode ser vazio).
    "#);
    // In the query as in a body.
    let deep = format!("/people?search{}=1", "[a]".repeat(500));
    let refused = client.get(&deep).await;
    assert_snapshot!(told(&sandbox, &refused).await, @r#"400 {"error":"Não foi possível interpretar o corpo da requisição."} The body or the query cannot be read: the parameter "search" is nested too deep."#);
    assert_eq!(client.get("/people").await.status, 200);
}
