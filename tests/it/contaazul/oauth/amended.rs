//! Applications that a hand changes after they were issued, as their owners do in the portal.

use insta::assert_snapshot;
use serde_json::{Value, json};

use super::{Application, CALLBACK, nobody};
use crate::support::Sandbox;

#[tokio::test]
async fn an_application_is_marked_as_auto_approving_and_unmarked() {
    let sandbox = Sandbox::new("amended-auto").await;
    let (application, control) = (Application::of(&sandbox), sandbox.control());
    let location = async || {
        let path = application.authorize(&[("redirect_uri", CALLBACK)]);
        nobody().get(&path).await.header("location").to_owned()
    };
    let amend = async |body: Value| control.post("/credentials/contaazul/amend", &body).await;
    assert!(location().await.contains("/auth/login?"));
    let marked = amend(json!({"credential": application.client_id, "auto_approve": true})).await;
    assert_eq!(
        (marked.status, &marked.json()["opens"]["auto_approve"]),
        (200, &json!(true))
    );
    assert!(location().await.starts_with(&format!("{CALLBACK}?code=")));
    // Its other members stay, and so do its tokens and what happened to it.
    let shown = marked.json();
    assert_eq!(shown["opens"]["redirect_uris"], json!(["https://www.google.com/"]));
    assert_eq!(shown["history"][1]["what"], "amended by hand");
    assert_eq!(sandbox.contaazul().get("/v1/customers").await.status, 200);
    amend(json!({"credential": application.client_id, "auto_approve": false})).await;
    assert!(location().await.contains("/auth/login?"));
}

#[tokio::test]
async fn what_cannot_be_changed_of_a_credential_is_refused_and_named() {
    let sandbox = Sandbox::new("amended-refused").await;
    let (application, control) = (Application::of(&sandbox), sandbox.control());
    let mut refused = String::new();
    for (slug, body) in [
        ("contaazul", json!({})),
        (
            "contaazul",
            json!({"credential": application.client_id, "auto_aprove": true}),
        ),
        (
            "contaazul",
            json!({"credential": application.client_id, "auto_approve": "yes"}),
        ),
        (
            "contaazul",
            json!({"credential": application.client_id, "redirect_uris": []}),
        ),
        (
            "contaazul",
            json!({"credential": application.access_token, "auto_approve": true}),
        ),
        (
            "procfy",
            json!({"credential": sandbox.credential("procfy", "token"), "permissions": {}}),
        ),
    ] {
        let answer = control.post(&format!("/credentials/{slug}/amend"), &body).await;
        let problem = answer.json();
        refused += &format!("{} {} {}\n", answer.status, problem["detail"], problem["hint"]);
    }
    assert_snapshot!(refused, @r#"
    400 "`credential` must be a secret or a listed id" "`GET /_areia/credentials` lists them with their ids"
    400 "the member `auto_aprove` is unknown here" "the nearest is `auto_approve`"
    400 "`auto_approve` must be true or false" "`GET /_areia/openapi.json` says what every address takes"
    400 "`redirect_uris` must be an array of texts, at least one" "`GET /_areia/openapi.json` says what every address takes"
    400 "nothing of this access token can be changed by hand" "issue another one"
    400 "nothing of this token can be changed by hand" "issue another one"
    "#);
}
