//! What works once works once, however many ask at the same time: properties, not examples.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use areia::world::credential::{Credential, Rejected};
use proptest::prelude::*;
use reqwest::Method;
use serde_json::json;

use super::{Application, CALLBACK, FIRST_ACCOUNT, nobody, opens, parameter};
use crate::support::{Answer, Sandbox};

/// What is used by many at once.
#[derive(Debug, Clone, Copy)]
enum Grant {
    Code,
    RefreshToken,
}

/// Where a request carries its parameters and its client's credentials.
#[derive(Debug, Clone, Copy)]
enum Transport {
    Query,
    Form,
    Json,
    FormAlone,
    JsonAlone,
}

fn grants() -> impl Strategy<Value = Grant> {
    prop_oneof![Just(Grant::Code), Just(Grant::RefreshToken)]
}

fn transports() -> impl Strategy<Value = Vec<Transport>> {
    let one = prop_oneof![
        Just(Transport::Query),
        Just(Transport::Form),
        Just(Transport::Json),
        Just(Transport::FormAlone),
        Just(Transport::JsonAlone),
    ];
    let length = prop_oneof![Just(50_usize), 2..50_usize];
    length.prop_flat_map(move |length| prop::collection::vec(one.clone(), length))
}

fn config(cases: u32) -> ProptestConfig {
    ProptestConfig {
        cases,
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

/// A world that no other case has used.
async fn fresh() -> Sandbox {
    static CASES: AtomicUsize = AtomicUsize::new(0);
    Sandbox::new(&format!("concurrency-{}", CASES.fetch_add(1, Ordering::Relaxed))).await
}

fn run<T>(property: impl Future<Output = T>) -> T {
    tokio::runtime::Runtime::new().unwrap().block_on(property)
}

async fn ask(application: Application, grant: Grant, secret: String, transport: Transport) -> Answer {
    let (grant_type, name) = match grant {
        Grant::Code => ("authorization_code", "code"),
        Grant::RefreshToken => ("refresh_token", "refresh_token"),
    };
    let Application {
        client_id,
        client_secret,
        ..
    } = &application;
    let path = "/oauth2/token";
    let form = [
        ("grant_type", grant_type),
        (name, secret.as_str()),
        ("client_id", client_id),
        ("client_secret", client_secret),
    ];
    match transport {
        Transport::Query => {
            let path = format!("{path}?grant_type={grant_type}&{name}={secret}");
            application.basic().send(Method::POST, &path, None, Vec::new()).await
        }
        Transport::Form => application.basic().post_form(path, &form[..2]).await,
        Transport::Json => {
            application
                .basic()
                .post(path, &json!({"grant_type": grant_type, name: secret}))
                .await
        }
        Transport::FormAlone => nobody().post_form(path, &form).await,
        Transport::JsonAlone => {
            let body =
                json!({"grant_type": grant_type, name: secret, "client_id": client_id, "client_secret": client_secret});
            nobody().post(path, &body).await
        }
    }
}

/// How many credentials of a kind work in a world.
async fn working(sandbox: &Sandbox, kind: &str) -> usize {
    let listed = sandbox.control().get("/credentials?provider=contaazul").await.json();
    let credentials = listed["credentials"].as_array().unwrap();
    credentials
        .iter()
        .filter(|c| c["kind"] == kind && c["state"] == "working")
        .count()
}

async fn exactly_one_wins(grant: Grant, transports: Vec<Transport>) -> Result<(), TestCaseError> {
    let sandbox = fresh().await;
    let application = Application::of(&sandbox);
    let (secret, message, pairs) = match grant {
        Grant::Code => (application.code(FIRST_ACCOUNT).await, "Invalid code", 2),
        Grant::RefreshToken => (application.refresh_token.clone(), "Invalid refresh_token", 1),
    };
    let asking: Vec<_> = transports
        .into_iter()
        .map(|transport| tokio::spawn(ask(application.clone(), grant, secret.clone(), transport)))
        .collect();
    let mut granted = Vec::new();
    for asked in asking {
        let answer = asked.await.unwrap();
        if answer.status == 200 {
            granted.push(answer);
        } else {
            let expected = json!({"error": "invalid_request", "error_description": message});
            prop_assert_eq!((answer.status, answer.json()), (400, expected));
        }
    }
    prop_assert_eq!(granted.len(), 1);
    prop_assert_eq!(working(&sandbox, "access_token").await, pairs);
    prop_assert_eq!(working(&sandbox, "refresh_token").await, pairs);
    prop_assert_eq!(working(&sandbox, "code").await, 0);
    prop_assert!(opens(&granted[0].member("/access_token")).await);
    let next = application.refresh(&granted[0].member("/refresh_token")).await;
    prop_assert!(next.status == 200 && opens(&next.member("/access_token")).await);
    Ok(())
}

/// A refresh token of a world, as a request holds it that has looked it up.
fn looked_up(sandbox: &Sandbox) -> Arc<Credential> {
    let key = sandbox.credential("contaazul", "refresh_token");
    sandbox.world.directory.find("contaazul", &key).unwrap()
}

#[tokio::test]
async fn of_many_that_found_it_unused_all_but_the_first_are_told_that_it_was_used() {
    let sandbox = fresh().await;
    let (found, now) = (looked_up(&sandbox), sandbox.world.clock.now());
    let exchange = async |request| {
        let exchanged = sandbox
            .world
            .change_directory(|directory| directory.exchange(&found, Vec::new(), now, request));
        exchanged.await.unwrap()
    };
    assert!(exchange(7).await.is_ok());
    for request in 8..58 {
        let reason = exchange(request).await.unwrap_err().reason();
        assert_eq!(reason, "was used at 2026-03-16T12:00:00Z by request 7");
    }
}

#[tokio::test]
async fn a_hand_that_rotates_it_meanwhile_comes_first() {
    let sandbox = fresh().await;
    let (found, now) = (looked_up(&sandbox), sandbox.world.clock.now());
    let body = json!({"credential": found.key});
    let rotated = sandbox.control().post("/credentials/contaazul/rotate", &body).await;
    let exchanged = sandbox
        .world
        .change_directory(|directory| directory.exchange(&found, Vec::new(), now, 1));
    assert_eq!(exchanged.await.unwrap().unwrap_err(), Rejected::Unknown);
    let granted = Application::of(&sandbox).refresh(&rotated.member("/credential")).await;
    assert_eq!(granted.status, 200, "{granted}");
}

/// Whatever is granted while the consenting user is edited or deleted, nothing of it works afterwards.
async fn nothing_outlives_its_user(action: &'static str, transports: Vec<Transport>) -> Result<(), TestCaseError> {
    let sandbox = fresh().await;
    let application = Application::of(&sandbox);
    let password = sandbox.credential("contaazul", "password");
    let page = application.login(&[("redirect_uri", CALLBACK)]);
    let code = application.code(FIRST_ACCOUNT).await;
    let mut asking = Vec::new();
    for transport in transports {
        let token = application.refresh_token.clone();
        asking.push(tokio::spawn(ask(
            application.clone(),
            Grant::RefreshToken,
            token,
            transport,
        )));
        asking.push(tokio::spawn(ask(
            application.clone(),
            Grant::Code,
            code.clone(),
            transport,
        )));
        let (page, password) = (page.clone(), password.clone());
        asking.push(tokio::spawn(async move {
            let form = [
                ("email", "maria@padaria.example"),
                ("password", &password),
                ("account", FIRST_ACCOUNT),
                ("decision", "approve"),
            ];
            nobody().post_form(&page, &form).await
        }));
    }
    let address = format!("/contaazul/users/maria@padaria.example/{action}");
    let done = sandbox.control().post(&address, &json!({})).await;
    prop_assert_eq!(done.status, 204);
    for asked in asking {
        let answer = asked.await.unwrap();
        if answer.status == 200 {
            prop_assert!(!opens(&answer.member("/access_token")).await);
            prop_assert_eq!(application.refresh(&answer.member("/refresh_token")).await.status, 400);
        }
        // Who is edited may consent anew at once; who is deleted may not.
        if let Some(code) = parameter(answer.header("location"), "code").filter(|_| action == "delete") {
            prop_assert_eq!(application.exchange(&code).await.status, 400);
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(config(12))]

    #[test]
    fn of_many_requests_with_one_code_or_refresh_token_exactly_one_wins(grant in grants(), transports in transports()) {
        run(exactly_one_wins(grant, transports))?;
    }
}

proptest! {
    #![proptest_config(config(6))]

    #[test]
    fn nothing_granted_meanwhile_outlives_its_user(is_deleted: bool, transports in transports()) {
        let few: Vec<_> = transports.into_iter().take(8).collect();
        run(nothing_outlives_its_user(if is_deleted { "delete" } else { "edit" }, few))?;
    }
}

#[test]
fn fifty_requests_at_once_have_one_winner_of_every_kind() {
    for grant in [Grant::Code, Grant::RefreshToken] {
        run(exactly_one_wins(grant, vec![Transport::Form; 50])).unwrap();
    }
}
