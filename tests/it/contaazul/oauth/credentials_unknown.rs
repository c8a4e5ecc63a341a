//! What the control plane does not know of Conta Azul's credentials, users and settings, and says so.

use insta::assert_snapshot;
use serde_json::json;

use super::{Answers, Application, FIRST_ACCOUNT, opens};
use crate::support::Sandbox;

#[tokio::test]
async fn whatever_is_unknown_is_named_with_the_nearest() {
    let sandbox = Sandbox::new("hand-unknown").await;
    let control = sandbox.control();
    let mut answers = Answers::default();
    answers.add(
        "member to issue",
        &control
            .post("/credentials/contaazul", &json!({"redirect_uri": "x"}))
            .await,
    );
    answers.add(
        "account",
        &control.post("/credentials/contaazul", &json!({"account": "x"})).await,
    );
    answers.add(
        "type of a member",
        &control
            .post("/credentials/contaazul", &json!({"auto_approve": "yes"}))
            .await,
    );
    answers.add(
        "no array",
        &control
            .post("/credentials/contaazul", &json!({"redirect_uris": []}))
            .await,
    );
    answers.add("provider", &control.post("/credentials/contazul", &json!({})).await);
    answers.add("parameter", &control.get("/credentials?revael=true").await);
    answers.add("value of a parameter", &control.get("/credentials?reveal=yes").await);
    answers.add(
        "change",
        &control
            .post("/credentials/contaazul/rotat", &json!({"credential": 1}))
            .await,
    );
    answers.add(
        "member to change",
        &control
            .post("/credentials/contaazul/expire", &json!({"credentials": 1}))
            .await,
    );
    answers.add(
        "no credential",
        &control.post("/credentials/contaazul/expire", &json!({})).await,
    );
    answers.add(
        "credential",
        &control
            .post("/credentials/contaazul/expire", &json!({"credential": 999}))
            .await,
    );
    answers.add(
        "action of a user",
        &control
            .post("/contaazul/users/maria@padaria.example/remove", &json!({}))
            .await,
    );
    answers.add(
        "user",
        &control
            .post("/contaazul/users/nobody@padaria.example/edit", &json!({}))
            .await,
    );
    answers.add(
        "setting",
        &control
            .put(
                &format!("/contaazul/accounts/{FIRST_ACCOUNT}"),
                &json!({"trial_end_at": null}),
            )
            .await,
    );
    answers.add(
        "value of a setting",
        &control
            .put(
                &format!("/contaazul/accounts/{FIRST_ACCOUNT}"),
                &json!({"trial_ends_at": "soon"}),
            )
            .await,
    );
    assert_snapshot!(answers, @r#"
    # member to issue
    400
    content-type: application/problem+json

    {
      "title": "Bad Request",
      "status": 400,
      "detail": "the member `redirect_uri` is unknown here",
      "hint": "the nearest is `redirect_uris`"
    }
    # account
    400
    content-type: application/problem+json

    {
      "title": "Bad Request",
      "status": 400,
      "detail": "`account` is not the id of an account of this world",
      "hint": "`/_areia/info` lists them"
    }
    # type of a member
    400
    content-type: application/problem+json

    {
      "title": "Bad Request",
      "status": 400,
      "detail": "`auto_approve` must be true or false",
      "hint": "for example `{\"name\": \"Loja\", \"redirect_uris\": [\"https://loja.example/\"], \"auto_approve\": true}`"
    }
    # no array
    400
    content-type: application/problem+json

    {
      "title": "Bad Request",
      "status": 400,
      "detail": "`redirect_uris` must be an array of texts, at least one",
      "hint": "for example `{\"name\": \"Loja\", \"redirect_uris\": [\"https://loja.example/\"], \"auto_approve\": true}`"
    }
    # provider
    404
    content-type: application/problem+json

    {
      "title": "Not Found",
      "status": 404,
      "detail": "there is no provider `contazul`",
      "hint": "the nearest is `contaazul`"
    }
    # parameter
    400
    content-type: application/problem+json

    {
      "title": "Bad Request",
      "status": 400,
      "detail": "the parameter `revael` is unknown here",
      "hint": "the nearest is `reveal`"
    }
    # value of a parameter
    400
    content-type: application/problem+json

    {
      "title": "Bad Request",
      "status": 400,
      "detail": "`reveal` must be true or false, not \"yes\"",
      "hint": "`GET /_areia/openapi.json` says what every address takes"
    }
    # change
    404
    content-type: application/problem+json

    {
      "title": "Not Found",
      "status": 404,
      "detail": "there is no address /_areia/credentials/contaazul/rotat",
      "hint": "the nearest is `/_areia/credentials/{slug}/rotate`"
    }
    # member to change
    400
    content-type: application/problem+json

    {
      "title": "Bad Request",
      "status": 400,
      "detail": "the member `credentials` is unknown here",
      "hint": "the nearest is `credential`"
    }
    # no credential
    400
    content-type: application/problem+json

    {
      "title": "Bad Request",
      "status": 400,
      "detail": "the member `credential` is missing",
      "hint": "`GET /_areia/openapi.json` says what every address takes"
    }
    # credential
    404
    content-type: application/problem+json

    {
      "title": "Not Found",
      "status": 404,
      "detail": "this world has no such credential of contaazul",
      "hint": "`GET /_areia/credentials` lists them with their ids"
    }
    # action of a user
    404
    content-type: application/problem+json

    {
      "title": "Not Found",
      "status": 404,
      "detail": "there is no address /_areia/contaazul/users/maria@padaria.example/remove",
      "hint": "the nearest is `/_areia/contaazul/users/{email}/delete`"
    }
    # user
    404
    content-type: application/problem+json

    {
      "title": "Not Found",
      "status": 404,
      "detail": "there is no user \"nobody@padaria.example\"",
      "hint": "`GET /_areia/credentials?provider=contaazul` lists them"
    }
    # setting
    400
    content-type: application/problem+json

    {
      "title": "Bad Request",
      "status": 400,
      "detail": "the member `trial_end_at` is unknown here",
      "hint": "the nearest is `trial_ends_at`"
    }
    # value of a setting
    400
    content-type: application/problem+json

    {
      "title": "Bad Request",
      "status": 400,
      "detail": "`trial_ends_at`: input contains invalid characters",
      "hint": "`GET /_areia/openapi.json` says what every address takes"
    }
    "#);
    assert!(opens(&Application::of(&sandbox).access_token).await);
}
