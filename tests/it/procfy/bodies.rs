//! Bodies in every format that Rails reads.

use insta::assert_snapshot;
use reqwest::Method;
use serde_json::{Value, json};

use super::{CONTACTS, COST_CENTERS, TRANSACTIONS, create, refusal};
use crate::support::{Client, Sandbox};

async fn contact(procfy: &Client, media_type: &str, body: &str) -> Value {
    let created = procfy
        .send(Method::POST, CONTACTS, Some(media_type), body.as_bytes().to_vec())
        .await;
    assert_eq!(created.status, 201, "{created}");
    let mut contact = created.json();
    contact["id"] = json!(0);
    contact["addresses"][0]["id"] = json!(0);
    contact
}

#[tokio::test]
async fn a_form_and_a_multipart_body_say_what_json_says() {
    let procfy = Sandbox::new("procfy-bodies").await.procfy();
    let body = json!({
        "name": "Ana & Cia", "contact_type": "customer", "sector_activity_id": "",
        "addresses_attributes": {"0": {"country": "BR", "city": "Natal"}},
    });
    let from_json = contact(&procfy, "application/json", &body.to_string()).await;
    let form = "name=Ana+%26+Cia&contact_type=customer&sector_activity_id=\
                &addresses_attributes[0][country]=BR&addresses_attributes%5B0%5D%5Bcity%5D=Natal";
    assert_eq!(
        contact(&procfy, "application/x-www-form-urlencoded", form).await,
        from_json
    );
    let rooted = "contact[name]=Ana+%26+Cia&contact[contact_type]=customer\
                  &contact[addresses_attributes][0][country]=BR&contact[addresses_attributes][0][city]=Natal";
    assert_eq!(
        contact(&procfy, "application/x-www-form-urlencoded", rooted).await,
        from_json
    );
    let part =
        |name: &str, value: &str| format!("--x\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
    let parts = [
        part("name", "Ana & Cia"),
        part("contact_type", "customer"),
        part("addresses_attributes[0][country]", "BR"),
        part("addresses_attributes[0][city]", "Natal"),
    ];
    let multipart = format!("{}--x--\r\n", parts.concat());
    assert_eq!(
        contact(&procfy, "multipart/form-data; boundary=x", &multipart).await,
        from_json
    );
}

#[tokio::test]
async fn attributes_stand_flat_or_under_the_resource_and_flat_ones_win() {
    let procfy = Sandbox::new("procfy-bodies-rooted").await.procfy();
    let body = json!({"cost_center": {"name": "Rooted", "description": "D"}, "name": "Flat"});
    let id = create(&procfy, COST_CENTERS, &body).await;
    let shown = procfy.get(&format!("{COST_CENTERS}/{id}")).await.json();
    assert_eq!(shown, json!({"id": id, "name": "Flat", "description": "D"}));
}

#[tokio::test]
async fn values_are_cast_as_rails_does() {
    let procfy = Sandbox::new("procfy-bodies-casts").await.procfy();
    let form = "bank_account_id=1&due_date=2026-03-16&paid=off&amount_cents=10.9&installment_number=2x&name=";
    let created = procfy
        .send(
            Method::POST,
            TRANSACTIONS,
            Some("application/x-www-form-urlencoded"),
            form.into(),
        )
        .await;
    let shown = created.json();
    let cast = [
        &shown["paid"],
        &shown["amount_cents"],
        &shown["installment_number"],
        &shown["name"],
    ];
    assert_eq!(cast, [&json!(false), &json!(10), &json!(2), &json!("")]);
    let body = json!({"paid": "yes", "name": 7, "description": ["ignored"], "paid_at": "16/03/2026"});
    let path = format!("{TRANSACTIONS}/{}", shown["id"]);
    let shown = procfy.put(&path, &body).await.json();
    let cast = [&shown["paid"], &shown["name"], &shown["description"], &shown["paid_at"]];
    assert_eq!(cast, [&json!(true), &json!("7"), &Value::Null, &json!("2026-03-16")]);
}

#[tokio::test]
async fn a_body_that_cannot_be_read_is_a_bad_request() {
    let sandbox = Sandbox::new("procfy-bodies-malformed").await;
    let procfy = sandbox.procfy();
    let send = async |media_type: &str, body: &str| {
        procfy
            .send(Method::POST, COST_CENTERS, Some(media_type), body.as_bytes().to_vec())
            .await
    };
    assert_snapshot!(send("application/json", "{\"name\":").await, @r#"
    400
    content-type: application/json; charset=utf-8

    {"error": "Bad Request", "description": "EOF while parsing a value at line 1 column 8"}
    "#);
    assert_snapshot!(sandbox.last_explanation().await, @"The request cannot be read: EOF while parsing a value at line 1 column 8.");
    for (media_type, body) in [
        ("application/x-www-form-urlencoded", "name=%zz"),
        ("application/x-www-form-urlencoded", "a[b]=1&a[]=2"),
        ("multipart/form-data", "--x--"),
        ("multipart/form-data; boundary=x", "--x\r\nhalf"),
    ] {
        let answer = send(media_type, body).await;
        assert!(refusal(&answer).starts_with("400 "), "{media_type} {body}: {answer}");
    }
    // What Rails cannot read at all says nothing.
    assert!(refusal(&send("text/plain", "name=A").await).contains("não pode ficar em branco"));
}
