//! The control plane's hand on Conta Azul's credentials.

use areia::world::credential::{Grant, Issue};
use insta::assert_snapshot;
use serde_json::{Value, json};

use super::{Application, FIRST_ACCOUNT, SECOND_ACCOUNT, call, opens};
use crate::support::{Answer, Sandbox};

fn pretty(answer: &Answer) -> String {
    serde_json::to_string_pretty(&answer.json()).unwrap()
}

/// The listed credential of a kind, the first one.
async fn listed(sandbox: &Sandbox, kind: &str) -> Value {
    let list = sandbox.control().get("/credentials?reveal=true").await.json();
    let credentials = list["credentials"].as_array().unwrap();
    credentials.iter().find(|c| c["kind"] == kind).unwrap().clone()
}

#[tokio::test]
async fn credentials_are_listed_masked() {
    let sandbox = Sandbox::new("hand-list").await;
    assert_snapshot!(pretty(&sandbox.control().get("/credentials?provider=contaazul").await), @r#"
    {
      "credentials": [
        {
          "id": 1,
          "provider": "contaazul",
          "kind": "user",
          "credential": "maria@padaria.example",
          "secret": "********",
          "opens": {
            "name": "Maria da Padaria",
            "accounts": [
              "b7a1c0de-0001-4c0a-8a55-0c6c0c1b2d3e",
              "b7a1c0de-0002-4c0a-8a55-0c6c0c1b2d3e"
            ],
            "user": "maria@padaria.example"
          },
          "state": "working",
          "issued_at": "2026-03-16T12:00:00Z",
          "expires_at": null,
          "history": [
            {
              "at": "2026-03-16T12:00:00Z",
              "what": "issued"
            }
          ]
        },
        {
          "id": 2,
          "provider": "contaazul",
          "kind": "application",
          "credential": "J3aunakZbzMzfyGIJVXv9tEmY7k95q5y",
          "secret": "arH9********",
          "opens": {
            "name": "Aplicação Areia",
            "redirect_uris": [
              "https://www.google.com/"
            ],
            "any_loopback_redirect_uri": true,
            "auto_approve": false,
            "account": null
          },
          "state": "working",
          "issued_at": "2026-03-16T12:00:00Z",
          "expires_at": null,
          "history": [
            {
              "at": "2026-03-16T12:00:00Z",
              "what": "issued"
            }
          ]
        },
        {
          "id": 14,
          "provider": "contaazul",
          "kind": "access_token",
          "credential": "4PgE********",
          "secret": null,
          "opens": {
            "application": "J3aunakZbzMzfyGIJVXv9tEmY7k95q5y",
            "account": "b7a1c0de-0001-4c0a-8a55-0c6c0c1b2d3e",
            "user": "maria@padaria.example"
          },
          "state": "working",
          "issued_at": "2026-03-16T12:00:00Z",
          "expires_at": "2026-03-16T13:00:00Z",
          "history": [
            {
              "at": "2026-03-16T12:00:00Z",
              "what": "issued"
            }
          ]
        },
        {
          "id": 15,
          "provider": "contaazul",
          "kind": "refresh_token",
          "credential": "4Wpv********",
          "secret": null,
          "opens": {
            "application": "J3aunakZbzMzfyGIJVXv9tEmY7k95q5y",
            "account": "b7a1c0de-0001-4c0a-8a55-0c6c0c1b2d3e",
            "user": "maria@padaria.example"
          },
          "state": "working",
          "issued_at": "2026-03-16T12:00:00Z",
          "expires_at": "2026-03-30T12:00:00Z",
          "history": [
            {
              "at": "2026-03-16T12:00:00Z",
              "what": "issued"
            }
          ]
        }
      ]
    }
    "#);
}

#[tokio::test]
async fn secrets_are_revealed_when_that_is_asked_for() {
    let sandbox = Sandbox::new("hand-reveal").await;
    let application = Application::of(&sandbox);
    let list = async |query: &str| sandbox.control().get(&format!("/credentials{query}")).await.text();
    let secrets = [
        &application.client_secret,
        &application.access_token,
        &application.refresh_token,
    ];
    for (query, is_revealed) in [("", false), ("?reveal=false", false), ("?reveal=true", true)] {
        let text = list(query).await;
        assert!(
            secrets.iter().all(|secret| text.contains(*secret) == is_revealed),
            "{query}: {text}"
        );
        assert!(text.contains(&application.client_id));
    }
}

#[tokio::test]
async fn an_application_is_issued_with_a_pair_of_tokens() {
    let sandbox = Sandbox::new("hand-issue").await;
    let issued = sandbox.control().post("/credentials/contaazul", &json!({})).await;
    assert_eq!(issued.status, 201);
    assert_snapshot!(pretty(&issued), @r#"
    {
      "id": 16,
      "provider": "contaazul",
      "kind": "application",
      "client_id": "1qm1CyFSjhTNtBZuwVRImuAwBxOp8OmG",
      "client_secret": "IyJYvRB4q2AhjGfVSZBJZdAZFgqg2UFX",
      "name": "Aplicação de teste",
      "redirect_uris": [
        "https://www.google.com/"
      ],
      "auto_approve": false,
      "account": "b7a1c0de-0001-4c0a-8a55-0c6c0c1b2d3e",
      "access_token": "BfspJQ2tSIlCEZ3eZkFHaPACQNbfYjIu",
      "refresh_token": "Xif8dnXdWsHJir7BDVgx6FpruLF2lasJ",
      "expires_at": "2026-03-16T13:00:00Z",
      "history": [
        {
          "at": "2026-03-16T12:00:00Z",
          "what": "issued"
        }
      ]
    }
    "#);
    assert!(opens(&issued.member("/access_token")).await);
    let asked = json!({"name": "Loja", "redirect_uris": ["https://loja.example/"], "auto_approve": true, "account": SECOND_ACCOUNT});
    let issued = sandbox.control().post("/credentials/contaazul", &asked).await.json();
    for member in ["name", "redirect_uris", "auto_approve", "account"] {
        assert_eq!(issued[member], asked[member], "{member}");
    }
}

#[tokio::test]
async fn an_expired_credential_no_longer_works() {
    let sandbox = Sandbox::new("hand-expire").await;
    let application = Application::of(&sandbox);
    let body = json!({"credential": application.access_token});
    let changed = sandbox.control().post("/credentials/contaazul/expire", &body).await;
    assert_snapshot!(pretty(&changed), @r#"
    {
      "id": 14,
      "provider": "contaazul",
      "kind": "access_token",
      "credential": "7c9UsoEEGLM2UKxgvsMOo89gChewO53G",
      "secret": null,
      "opens": {
        "application": "YCRHJ1lFYBirHJGmlQTDGr6oMjhY8B2x",
        "account": "b7a1c0de-0001-4c0a-8a55-0c6c0c1b2d3e",
        "user": "maria@padaria.example"
      },
      "state": "expired",
      "issued_at": "2026-03-16T12:00:00Z",
      "expires_at": "2026-03-16T12:00:00Z",
      "history": [
        {
          "at": "2026-03-16T12:00:00Z",
          "what": "issued"
        },
        {
          "at": "2026-03-16T12:00:00Z",
          "what": "expired by hand"
        }
      ]
    }
    "#);
    assert!(!opens(&application.access_token).await);
    assert_snapshot!(sandbox.last_explanation().await, @"This access token expired at 2026-03-16T12:00:00Z.");
    assert_eq!(application.refresh(&application.refresh_token).await.status, 200);
}

#[tokio::test]
async fn a_revoked_credential_no_longer_works() {
    let sandbox = Sandbox::new("hand-revoke").await;
    let application = Application::of(&sandbox);
    let body = json!({"credential": application.client_id});
    let changed = sandbox.control().post("/credentials/contaazul/revoke", &body).await;
    assert_eq!(
        (changed.status, changed.member("/state").as_str()),
        (200, "ended"),
        "{changed}"
    );
    assert_eq!(application.refresh(&application.refresh_token).await.status, 401);
    assert_snapshot!(sandbox.last_explanation().await, @"The client is not authenticated: this application was revoked at 2026-03-16T12:00:00Z by hand.");
    assert!(opens(&application.access_token).await);
}

#[tokio::test]
async fn a_token_rotated_by_its_secret_is_replaced() {
    let sandbox = Sandbox::new("hand-rotate-token").await;
    let application = Application::of(&sandbox);
    let body = json!({"credential": application.refresh_token});
    let changed = sandbox.control().post("/credentials/contaazul/rotate", &body).await;
    let rotated = changed.member("/credential");
    assert_eq!(rotated.len(), 32);
    assert_eq!(application.refresh(&application.refresh_token).await.status, 400);
    let granted = application.refresh(&rotated).await;
    assert_eq!(granted.status, 200, "{granted}");
    // It stayed in its pair.
    assert!(!opens(&application.access_token).await);
}

#[tokio::test]
async fn an_application_rotated_by_its_id_keeps_its_client_id() {
    let sandbox = Sandbox::new("hand-rotate-application").await;
    let application = Application::of(&sandbox);
    let id = listed(&sandbox, "application").await["id"].clone();
    for credential in [id.clone(), json!(id.to_string())] {
        let before = listed(&sandbox, "application").await["secret"].clone();
        let changed = sandbox
            .control()
            .post("/credentials/contaazul/rotate", &json!({"credential": credential}))
            .await;
        assert_eq!(changed.member("/credential"), application.client_id);
        assert_ne!(changed.json()["secret"], before);
        assert_eq!(application.refresh(&application.refresh_token).await.status, 401);
        let renewed = Application {
            client_secret: changed.member("/secret"),
            ..application.clone()
        };
        assert_eq!(renewed.exchange(&renewed.code(FIRST_ACCOUNT).await).await.status, 200);
    }
}

#[tokio::test]
async fn credentials_under_a_clock_that_stands_still_are_bounded() {
    let sandbox = Sandbox::new("hand-bounded").await;
    let application = Application::of(&sandbox);
    let directory = &sandbox.world.directory;
    let now = sandbox.world.clock.now();
    let issue = |number: usize| Issue {
        provider: "contaazul",
        kind: "code",
        key: format!("code-{number}"),
        secret: None,
        holder: json!({}),
        lifetime: Some(chrono::TimeDelta::seconds(300)),
        grant: Grant::Alone,
    };
    let issued = sandbox.world.change_directory(|directory| {
        for number in 0..60_000 {
            directory.issue(vec![issue(number)], now, None);
        }
    });
    issued.await.unwrap();
    let held = directory.credentials(None).len();
    assert!((50_000..52_000).contains(&held), "{held}");
    assert!(directory.find("contaazul", "code-0").is_none());
    assert!(directory.find("contaazul", "code-59999").is_some());
    // What never expires stays: the application can still let somebody in.
    let granted = application.exchange(&application.code(FIRST_ACCOUNT).await).await;
    assert_eq!(call(&granted.member("/access_token")).await.status, 200);
}

#[tokio::test]
async fn who_shows_what_was_rotated_by_hand_is_told_so() {
    let sandbox = Sandbox::new("hand-rotate-told").await;
    let application = Application::of(&sandbox);
    let rotate = async |credential: &str| {
        let body = json!({"credential": credential});
        let control = sandbox.control();
        let rotated = control.post("/credentials/contaazul/rotate", &body).await;
        assert_eq!(rotated.status, 200, "{rotated}");
    };
    rotate(&application.access_token).await;
    let stale = sandbox
        .contaazul()
        .with("authorization", &format!("Bearer {}", application.access_token))
        .get("/v1/customers")
        .await;
    assert_eq!(stale.status, 401, "{stale}");
    assert_snapshot!(sandbox.last_explanation().await, @"This access token was rotated at 2026-03-16T12:00:00Z by hand.");
    rotate(&application.client_id).await;
    assert_eq!(application.refresh(&application.refresh_token).await.status, 401);
    assert_snapshot!(sandbox.last_explanation().await, @"The client is not authenticated: this application was shown with a wrong secret; its secret was rotated by hand at 2026-03-16T12:00:00Z.");
}

#[tokio::test]
async fn what_the_fixtures_hand_out_was_issued_when_the_world_was_created() {
    let sandbox = Sandbox::new("hand-issued-at").await;
    let credentials = sandbox.control().get("/credentials").await.json();
    for credential in credentials["credentials"].as_array().unwrap() {
        let at = match credential["state"].as_str() {
            // Its time was over before the world began.
            Some("expired") => &credential["expires_at"],
            _ => &json!("2026-03-16T12:00:00Z"),
        };
        assert_eq!(&credential["issued_at"], at, "{credential}");
        assert_eq!(&credential["history"][0]["at"], at, "{credential}");
    }
    sandbox.advance("PT1H").await;
    let reset = sandbox.control().post("/reset", &json!({})).await;
    assert_eq!(reset.status, 204);
    let again = sandbox.control().get("/credentials").await.json();
    assert_eq!(again, credentials);
}
