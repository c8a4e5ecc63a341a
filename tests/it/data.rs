//! Worlds on disk: what was acknowledged survives a kill, and what was used stays used.

use std::collections::BTreeSet;
use std::path::Path;

use areia::{Areia, Settings};
use serde_json::{Value, json};
use sqlx::{Connection, SqliteConnection};

use crate::support::process::{Process, areia, run};
use crate::support::{Answer, Client};

const ROUNDS: u64 = 8;
const WRITERS: usize = 4;

fn start(directory: &Path) -> Process {
    Process::start(&["--log", "off", "--data", directory.to_str().unwrap()])
}

async fn integrity(directory: &Path) -> String {
    let url = format!("sqlite://{}", directory.join("default.sqlite").display());
    let mut connection = SqliteConnection::connect(&url).await.unwrap();
    let answer = sqlx::query_scalar("pragma integrity_check")
        .fetch_one(&mut connection)
        .await;
    connection.close().await.unwrap();
    answer.unwrap()
}

/// Creates customers until the server is gone. Answers with the ids that it acknowledged.
async fn write(url: String, token: String) -> Vec<String> {
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    let mut acknowledged = Vec::new();
    loop {
        let request = client.post(format!("{url}/contaazul/v1/customers")).bearer_auth(&token);
        let sent = request
            .json(&json!({"name": "Um", "person_type": "NATURAL"}))
            .send()
            .await;
        let Ok(answer) = sent else {
            return acknowledged;
        };
        let Ok(customer) = answer.json::<Value>().await else {
            return acknowledged;
        };
        acknowledged.push(customer["id"].as_str().unwrap().to_owned());
    }
}

async fn customers(client: &Client) -> Vec<String> {
    let answer = client.get("/v1/customers?size=1000000").await.json();
    let ids = answer.as_array().unwrap().iter();
    ids.map(|customer| customer["id"].as_str().unwrap().to_owned())
        .collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_acknowledged_write_is_lost_when_the_process_is_killed() {
    let directory = tempfile::tempdir().unwrap();
    let mut server = start(directory.path());
    let token = server.announced("access_token").await;
    let mut acknowledged: Vec<String> = Vec::new();
    for round in 0..ROUNDS {
        let writers: Vec<_> = (0..WRITERS)
            .map(|_| tokio::spawn(write(server.url(), token.clone())))
            .collect();
        // The moment differs from round to round, and is the same in every run: so many customers in.
        let enough = acknowledged.len() + 3 + usize::try_from((round * 37) % 53).unwrap();
        while customers(&server.contaazul(&token)).await.len() < enough {}
        server.kill();
        for writer in writers {
            acknowledged.extend(writer.await.unwrap());
        }
        assert_eq!(integrity(directory.path()).await, "ok", "round {round}");
        server = start(directory.path());
        let there = customers(&server.contaazul(&token)).await;
        let distinct: BTreeSet<&String> = there.iter().collect();
        assert_eq!(distinct.len(), there.len(), "round {round}: an id stands twice");
        for id in &acknowledged {
            assert!(distinct.contains(id), "round {round}: {id} is lost");
        }
    }
    let distinct: BTreeSet<&String> = acknowledged.iter().collect();
    assert_eq!(distinct.len(), acknowledged.len(), "an id was given twice");
    assert!(acknowledged.len() as u64 > ROUNDS);
}

async fn refresh(server: &Process, token: &str) -> Answer {
    refresh_at(&server.url(), token).await
}

async fn refresh_at(url: &str, token: &str) -> Answer {
    let (id, secret) = ("areiaContaAzulClientId0000000001", "areiaContaAzulSecret000000000001");
    let form = [
        ("client_id", id),
        ("client_secret", secret),
        ("grant_type", "refresh_token"),
        ("refresh_token", token),
    ];
    Client::new(format!("{url}/contaazul"))
        .post_form("/oauth2/token", &form)
        .await
}

#[tokio::test]
async fn a_refresh_token_that_was_used_stays_used_after_a_kill() {
    let directory = tempfile::tempdir().unwrap();
    let mut server = start(directory.path());
    let first = server.announced("refresh_token").await;
    let mut tokens = vec![first];
    for _ in 0..4 {
        let granted = refresh(&server, tokens.last().unwrap()).await;
        assert_eq!(granted.status, 200, "{granted}");
        let access_token = granted.member("/access_token");
        tokens.push(granted.member("/refresh_token"));
        server.kill();
        server = start(directory.path());
        assert_eq!(server.contaazul(&access_token).get("/v1/customers").await.status, 200);
    }
    let last = tokens.pop().unwrap();
    for used in tokens {
        assert_eq!(refresh(&server, &used).await.status, 400);
    }
    assert_eq!(refresh(&server, &last).await.status, 200);
}

#[tokio::test]
async fn a_clean_restart_keeps_the_clock_the_accounts_and_the_credentials() {
    let directory = tempfile::tempdir().unwrap();
    let server = start(directory.path());
    let control = server.control();
    control
        .post("/clock/freeze", &json!({"at": "2099-01-01T00:00:00Z"}))
        .await;
    let account = "/contaazul/accounts/b7a1c0de-0001-4c0a-8a55-0c6c0c1b2d3e";
    let changed = control
        .put(account, &json!({"stock_check": true, "name": "Outra"}))
        .await;
    let issued = control.post("/credentials/contaazul", &json!({"name": "Minha"})).await;
    let revoked = control
        .post("/credentials/contaazul", &json!({}))
        .await
        .member("/access_token");
    control
        .post("/credentials/contaazul/revoke", &json!({"credential": revoked}))
        .await;
    let credentials = control.get("/credentials?reveal=true").await.json();
    let created = server
        .contaazul(&issued.member("/access_token"))
        .post("/v1/customers", &json!({"name": "N", "person_type": "NATURAL"}))
        .await;
    assert_eq!(server.stop().await, "");
    assert_eq!(integrity(directory.path()).await, "ok");
    let server = start(directory.path());
    let control = server.control();
    let clock = control.get("/clock").await.json();
    assert_eq!(
        (&clock["now"], &clock["mode"]),
        (&json!("2099-01-01T00:00:00Z"), &json!("frozen"))
    );
    assert_eq!(control.get(account).await.text(), changed.text());
    let kept = credentials["credentials"].as_array().unwrap();
    let after = control.get("/credentials?reveal=true").await.json();
    assert_eq!(after["credentials"].as_array().unwrap()[..kept.len()], kept[..]);
    let contaazul = server.contaazul(&issued.member("/access_token"));
    assert_eq!(
        contaazul
            .get(&format!("/v1/customers/{}", created.member("/id")))
            .await
            .status,
        200
    );
    assert_eq!(server.contaazul(&revoked).get("/v1/customers").await.status, 401);
}

#[tokio::test]
async fn a_reset_on_disk_leads_back_to_the_beginning_and_survives_a_kill() {
    let directory = tempfile::tempdir().unwrap();
    let mut server = start(directory.path());
    let mut first = None;
    for round in 0..3 {
        let token = server.announced("access_token").await;
        let contaazul = server.contaazul(&token);
        let body = json!({"name": "N", "person_type": "NATURAL"});
        let id = contaazul.post("/v1/customers", &body).await.member("/id");
        let there = customers(&contaazul).await;
        let clock = server.control().get("/clock").await.member("/mode");
        let seen = (token, id, there, clock);
        assert_eq!(first.get_or_insert(seen.clone()), &seen, "round {round}");
        server
            .control()
            .post("/clock/freeze", &json!({"at": "2099-01-01T00:00:00Z"}))
            .await;
        // A restart in between takes nothing from what a reset leads back to.
        server.kill();
        server = start(directory.path());
        assert_eq!(server.control().post("/reset", &json!({})).await.status, 204);
        server.kill();
        assert_eq!(integrity(directory.path()).await, "ok");
        server = start(directory.path());
        assert_eq!(server.control().get("/clock").await.member("/mode"), "running");
        assert_eq!(server.control().post("/reset", &json!({})).await.status, 204);
    }
}

#[tokio::test]
async fn a_file_that_was_being_written_when_the_process_was_killed_is_nobody_s_world() {
    let directory = tempfile::tempdir().unwrap();
    let mut server = start(directory.path());
    server.kill();
    std::fs::write(directory.path().join("default.draft"), b"half of a").unwrap();
    std::fs::write(directory.path().join("other.draft"), b"half of a").unwrap();
    std::fs::write(directory.path().join("notes.txt"), b"whatever").unwrap();
    let server = start(directory.path());
    let token = server.announced("access_token").await;
    assert_eq!(server.contaazul(&token).get("/v1/customers").await.status, 200);
    assert_eq!(server.control().get("/clock?world=other").await.status, 404);
}

#[tokio::test]
async fn one_directory_serves_one_server() {
    let directory = tempfile::tempdir().unwrap();
    let name = directory.path().to_str().unwrap();
    let mut server = start(directory.path());
    let second = run(&mut areia(&["--listen", "127.0.0.1:0", "--data", name]));
    assert_eq!((second.code, second.stdout.as_str()), (2, ""));
    assert_eq!(
        second.stderr,
        format!("areia: the data directory {name} is in use by another server\n")
    );
    assert_eq!(server.control().get("/ready").await.status, 200);
    // The lock goes with the process, however that ends.
    server.kill();
    start(directory.path());
}

#[test]
fn a_directory_that_cannot_be_made_is_refused() {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("file");
    std::fs::write(&file, "").unwrap();
    let name = file.join("below");
    let ended = run(&mut areia(&[
        "--listen",
        "127.0.0.1:0",
        "--data",
        name.to_str().unwrap(),
    ]));
    assert_eq!(ended.code, 2, "{}", ended.stderr);
    assert!(
        ended
            .stderr
            .starts_with(&format!("areia: the data directory {}: ", name.display())),
        "{}",
        ended.stderr
    );
}

#[tokio::test]
async fn a_world_that_comes_back_after_its_announced_pair_expired_announces_another() {
    let directory = tempfile::tempdir().unwrap();
    let server = start(directory.path());
    let first = server.announced("access_token").await;
    let moved = server.control().post("/clock/advance", &json!({"by": "P30D"})).await;
    assert_eq!(moved.status, 200, "{moved}");
    assert_eq!(server.stop().await, "");
    let mut server = start(directory.path());
    let second = server.announced("access_token").await;
    assert_ne!(second, first);
    assert!(server.banner.contains(&second), "{}", server.banner);
    assert_eq!(server.contaazul(&second).get("/v1/sales").await.status, 200);
    let token = server.announced("refresh_token").await;
    // While one works, no other is issued, however often the world comes back.
    server.kill();
    let server = start(directory.path());
    assert_eq!(server.announced("access_token").await, second);
    assert_eq!(refresh(&server, &token).await.status, 200);
}

async fn change_schema(areia: &Areia, statement: &'static str) {
    let world = areia.worlds.get("default").unwrap();
    let mut connection = world.store.connection().await.unwrap();
    let changed = sqlx::query(statement).execute(&mut *connection).await;
    changed.unwrap();
}

#[tokio::test]
async fn what_the_disk_refuses_is_not_acknowledged_and_is_written_with_what_comes_next() {
    let directory = tempfile::tempdir().unwrap();
    let settings = Settings {
        data: Some(directory.path().to_owned()),
        ..Settings::default()
    };
    let areia = Areia::start_with(settings.clone()).await.unwrap();
    let token = areia.credential("contaazul", "refresh_token").unwrap();
    change_schema(&areia, "alter table areia_credential rename to elsewhere").await;
    let refused = refresh_at(&areia.url(), &token).await;
    assert_eq!(
        (refused.status, refused.text().as_str()),
        (
            500,
            r#"{"code":"INTERNAL_SERVER_ERROR","message":"500 Internal Server Error"}"#
        )
    );
    let control = Client::new(format!("{}/_areia", areia.url()));
    let issued = control.post("/credentials/contaazul", &json!({})).await;
    assert_eq!(
        (issued.status, issued.header("content-type")),
        (500, "application/problem+json"),
        "{issued}"
    );
    change_schema(&areia, "alter table elsewhere rename to areia_credential").await;
    // Half an exchange is none: the token is used up, as the memory has it, and so it is on disk from now on.
    assert_eq!(refresh_at(&areia.url(), &token).await.status, 400);
    let issued = control.post("/credentials/contaazul", &json!({})).await;
    assert_eq!(issued.status, 201, "{issued}");
    areia.stop().await.unwrap();
    let areia = Areia::start_with(settings).await.unwrap();
    assert_eq!(refresh_at(&areia.url(), &token).await.status, 400);
    let control = Client::new(format!("{}/_areia", areia.url()));
    let journal = control.get("/journal").await;
    let explanation = journal.member("/entries/0/explanation");
    assert!(explanation.contains("was used at"), "{explanation}");
    areia.stop().await.unwrap();
}
