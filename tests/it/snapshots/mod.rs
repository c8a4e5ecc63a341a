//! Snapshots: saved and restored to the identity, forked, downloaded and uploaded, and bounded.

mod identity;

use areia::{Areia, Settings};
use insta::assert_snapshot;
use reqwest::Method;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::support::everyone::{listing, opened, record, slugs};
use crate::support::process::Process;
use crate::support::{Answer, Client, Sandbox, server};

async fn save(control: &Client, name: &str) -> Value {
    let saved = control.post("/snapshots", &json!({"name": name})).await;
    assert_eq!(saved.status, 201, "{saved}");
    saved.json()
}

async fn restore(control: &Client, name: &str) -> Answer {
    let restored = control.post(&format!("/snapshots/{name}/restore"), &json!({})).await;
    assert_eq!(restored.status, 200, "{restored}");
    restored
}

async fn upload(control: &Client, name: &str, file: Vec<u8>) -> Answer {
    control
        .send(Method::PUT, &format!("/snapshots/{name}"), None, file)
        .await
}

#[tokio::test]
async fn a_forked_world_has_the_records_and_credentials_of_its_own() {
    let sandbox = Sandbox::new("snapshots-forked").await;
    for slug in slugs() {
        let (path, body) = record(slug, "Antes");
        let written = sandbox.client_of(slug).post(path, &body).await;
        assert!((200..300).contains(&written.status), "{slug}: {written}");
    }
    save(&sandbox.control(), "forked").await;
    let control = Client::new(format!("{}/_areia", server().url()));
    let body = json!({"name": "snapshots-fork", "from": "snapshot:forked"});
    let fork = control.post("/worlds", &body).await.json();
    assert_eq!((&fork["seed"], &fork["from"]), (&json!(42), &json!("snapshot:forked")));
    assert_eq!(
        (&fork["clock"]["now"], &fork["clock"]["mode"]),
        (&json!("2026-03-16T12:00:00Z"), &json!("frozen"))
    );
    for shown in fork["providers"].as_array().unwrap() {
        let slug = shown["slug"].as_str().unwrap();
        let own = opened(shown, &server().base_url(slug));
        let parent = sandbox.client_of(slug);
        assert!(own.get(listing(slug)).await.text().contains("Antes"), "{slug}");
        let (path, body) = record(slug, "Depois");
        // The generators went on from the same place: both number what comes next alike.
        let (in_fork, in_parent) = (own.post(path, &body).await, parent.post(path, &body).await);
        assert_eq!(
            in_fork.text().replace("/~snapshots-fork", ""),
            in_parent.text(),
            "{slug}"
        );
    }
    for shown in fork["providers"].as_array().unwrap() {
        let slug = shown["slug"].as_str().unwrap();
        let (path, body) = record(slug, "Nunca");
        opened(shown, &server().base_url(slug)).post(path, &body).await;
        let in_parent = sandbox.client_of(slug).get(listing(slug)).await.text();
        assert!(!in_parent.contains("Nunca"), "{slug}");
    }
    // A reset leads back to the fork's own beginning, with the same credentials.
    let own = control.clone().in_query("world", "snapshots-fork");
    own.post("/reset", &json!({})).await;
    let again = control.get("/worlds/snapshots-fork").await.json();
    assert_eq!(again["providers"], fork["providers"]);
    let customers = opened(&fork["providers"][0], &server().base_url("contaazul"));
    let customers = customers.get(listing("contaazul")).await.text();
    assert!(
        customers.contains("Antes") && !customers.contains("Depois"),
        "{customers}"
    );
}

#[tokio::test]
async fn another_world_s_snapshot_leaves_a_world_its_own_credentials() {
    let (one, other) = (Sandbox::new("snapshots-from").await, Sandbox::new("snapshots-to").await);
    let (path, body) = record("procfy", "Antes");
    one.procfy().post(path, &body).await;
    save(&one.control(), "of-another").await;
    let own = other.procfy();
    restore(&other.control(), "of-another").await;
    assert!(own.get(listing("procfy")).await.text().contains("Antes"));
    assert!(other.contaazul().get("/v1/customers").await.status == 200);
    one.control().post("/reset", &json!({})).await;
    assert!(!one.procfy().get(listing("procfy")).await.text().contains("Antes"));
    assert!(own.get(listing("procfy")).await.text().contains("Antes"));
}

#[tokio::test]
async fn a_snapshot_is_one_file_that_another_server_takes() {
    let sandbox = Sandbox::new("snapshots-file").await;
    let (path, body) = record("contaazul", "Levada");
    sandbox.contaazul().post(path, &body).await;
    save(&sandbox.control(), "carried").await;
    let file = sandbox.control().get("/snapshots/carried").await;
    assert_eq!(
        (
            file.status,
            file.header("content-type"),
            file.header("content-disposition")
        ),
        (
            200,
            "application/octet-stream",
            "attachment; filename=\"carried.areia\"; filename*=UTF-8''carried.areia"
        )
    );
    assert!(file.body.starts_with(b"areia snapshot 1\n"));
    let other = Areia::start().await.unwrap();
    let control = Client::new(format!("{}/_areia", other.url()));
    let taken = upload(&control, "there", file.body.clone()).await;
    assert_eq!((taken.status, taken.member("/world").as_str()), (201, "snapshots-file"));
    let again = control.get("/snapshots/there").await;
    assert_eq!(again.body, file.body);
    let world = control.post("/worlds", &json!({"from": "snapshot:there"})).await.json();
    let contaazul = opened(&world["providers"][0], &other.base_url("contaazul"));
    assert!(contaazul.get(listing("contaazul")).await.text().contains("Levada"));
    restore(&control, "there").await;
    let token = other.credential("contaazul", "access_token").unwrap();
    let default = Client::new(other.base_url("contaazul")).with("authorization", &format!("Bearer {token}"));
    assert!(default.get(listing("contaazul")).await.text().contains("Levada"));
    assert_eq!(
        other.credential("contaazul", "client_id").unwrap(),
        "areiaContaAzulClientId0000000001"
    );
}

/// A file with `change`d content and a checksum that agrees.
fn forged(file: &[u8], change: impl FnOnce(Vec<u8>) -> Vec<u8>) -> Vec<u8> {
    let mut content = change(file[..file.len() - 32].to_vec());
    let checksum = Sha256::digest(&content);
    content.extend_from_slice(&checksum);
    content
}

#[tokio::test]
async fn a_newer_or_damaged_file_is_refused_before_anything_changes() {
    let sandbox = Sandbox::new("snapshots-damaged").await;
    let control = sandbox.control();
    save(&control, "whole").await;
    let file = control.get("/snapshots/whole").await.body;
    let changed = |at: usize| {
        let mut changed = file.clone();
        changed[at] ^= 1;
        changed
    };
    // Everywhere, with the same length or in the first two lines.
    let text = |from: &str, to: &str| {
        let (from, to) = (from.to_owned(), to.to_owned());
        forged(&file, move |mut content| {
            let found = |content: &[u8]| content.windows(from.len()).position(|part| part == from.as_bytes());
            while let Some(at) = found(&content) {
                content.splice(at..at + from.len(), to.bytes());
                if from.len() != to.len() {
                    break;
                }
            }
            content
        })
    };
    let files = [
        ("nothing", Vec::new()),
        ("another file", b"SQLite format 3\0".to_vec()),
        ("cut short", file[..file.len() / 2].to_vec()),
        ("one bit of the checksum", changed(file.len() - 1)),
        ("one bit of the database", changed(file.len() / 2)),
        ("one bit of the second line", changed(40)),
        ("a newer format", text("areia snapshot 1", "areia snapshot 2")),
        ("no format", text("areia snapshot 1", "areia snapshot x")),
        ("no JSON", text("{\"areia\"", "[\"areia\"")),
        ("another length", text("\"image_bytes\":", "\"image_bytes\":1")),
        ("no database", text("SQLite format 3", "SQLite format 4")),
        ("other tables", text("contaazul_customer", "contaazul_custom3r")),
    ];
    let (mut refused, mut accepted) = (String::new(), Vec::new());
    for (what, file) in files {
        let answer = upload(&control, "whole", file).await;
        if answer.status == 201 {
            accepted.push(what);
            continue;
        }
        let detail = answer.member("/detail").replace(|c: char| c.is_ascii_digit(), "9");
        refused += &format!("{what}: {} {detail}\n", answer.status);
    }
    assert_snapshot!(refused, @"
    nothing: 400 the file is no snapshot, or a damaged one: it does not begin as one
    another file: 400 the file is no snapshot, or a damaged one: it does not begin as one
    cut short: 400 the file is no snapshot, or a damaged one: its checksum does not agree
    one bit of the checksum: 400 the file is no snapshot, or a damaged one: its checksum does not agree
    one bit of the database: 400 the file is no snapshot, or a damaged one: its checksum does not agree
    one bit of the second line: 400 the file is no snapshot, or a damaged one: its checksum does not agree
    a newer format: 400 the snapshot was made by a newer Areia: its format is 9, and this program reads up to 9
    no format: 400 the file is no snapshot, or a damaged one: it does not begin as one
    no JSON: 400 the file is no snapshot, or a damaged one: its second line: expected `,` or `]` at line 9 column 9
    another length: 400 the file is no snapshot, or a damaged one: its database is not as long as it says
    no database: 400 the file is no snapshot, or a damaged one: while executing migrations: error returned from database: (code: 99) file is not a database
    other tables: 400 the file is no snapshot, or a damaged one: its tables are others than this program's
    ");
    assert_eq!(accepted, Vec::<&str>::new());
    assert_eq!(control.get("/snapshots/whole").await.body, file);
}

#[tokio::test]
async fn an_older_database_is_migrated_forward() {
    let sandbox = Sandbox::new("snapshots-older").await;
    save(&sandbox.control(), "newest").await;
    let file = sandbox.control().get("/snapshots/newest").await.body;
    // As it was before the last migration.
    let lines: usize = file
        .split_inclusive(|byte| *byte == b'\n')
        .take(2)
        .map(<[u8]>::len)
        .sum();
    let image = &file[lines..file.len() - 32];
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("older.sqlite");
    std::fs::write(&path, image).unwrap();
    let older = older(&path).await;
    let about = String::from_utf8(file[..lines].to_vec()).unwrap();
    let about = about.replace(
        &format!("\"image_bytes\":{}", image.len()),
        &format!("\"image_bytes\":{}", older.len()),
    );
    let file = forged(&[about.as_bytes(), &older, &[0; 32]].concat(), |content| content);
    let taken = upload(&sandbox.control(), "older", file).await;
    assert_eq!(taken.status, 201, "{taken}");
    restore(&sandbox.control(), "older").await;
    assert_eq!(sandbox.contaazul().get("/v1/customers").await.status, 200);
}

async fn older(path: &std::path::Path) -> Vec<u8> {
    use sqlx::{Connection, Executor};
    let url = format!("sqlite://{}", path.display());
    let mut connection = sqlx::SqliteConnection::connect(&url).await.unwrap();
    connection
        .execute(
            "drop table docsales_registration; drop table docsales_proposal; drop table docsales_customer;
             drop table docsales_numbering; drop table docsales_creations; drop table docsales_call;
             delete from _sqlx_migrations where version = 50",
        )
        .await
        .unwrap();
    connection.close().await.unwrap();
    std::fs::read(path).unwrap()
}

#[tokio::test]
async fn snapshots_are_bounded_listed_and_removed() {
    let settings = Settings {
        max_snapshots: 2,
        snapshot_mib: 1,
        ..Settings::default()
    };
    let areia = Areia::start_with(settings).await.unwrap();
    let control = Client::new(format!("{}/_areia", areia.url()));
    for name in ["one", "two"] {
        assert_eq!(save(&control, name).await["name"], json!(name));
    }
    let mut refused = String::new();
    for body in [
        json!({}),
        json!({"name": "-"}),
        json!({"nome": "x"}),
        json!({"name": "one"}),
        json!({"name": "three"}),
    ] {
        let answer = control.post("/snapshots", &body).await;
        let problem = answer.json();
        refused += &format!("{body} {} {} {}\n", answer.status, problem["detail"], problem["hint"]);
    }
    for (method, path) in [
        (Method::GET, "/snapshots/on"),
        (Method::DELETE, "/snapshots/on"),
        (Method::POST, "/snapshots/on/restore"),
    ] {
        let answer = control.send(method.clone(), path, None, Vec::new()).await;
        let problem = answer.json();
        refused += &format!(
            "{method} {path} {} {} {}\n",
            answer.status, problem["detail"], problem["hint"]
        );
    }
    assert_snapshot!(refused, @r#"
    {} 400 "the member `name` is missing" "`GET /_areia/openapi.json` says what every address takes"
    {"name":"-"} 400 "`-` cannot name a snapshot: 1 to 63 of `A-Za-z0-9._-`, a letter or digit first" "for example `before-checkout`"
    {"nome":"x"} 400 "the member `nome` is unknown here" "the nearest is `name`"
    {"name":"one"} 409 "there is a snapshot called `one` already" "`DELETE /_areia/snapshots/one` removes it"
    {"name":"three"} 409 "there are 2 snapshots, and no more are held" "remove snapshots, or start the server with a larger AREIA_MAX_SNAPSHOTS or AREIA_SNAPSHOT_MIB"
    GET /snapshots/on 404 "there is no snapshot `on`" "the nearest is `one`"
    DELETE /snapshots/on 404 "there is no snapshot `on`" "the nearest is `one`"
    POST /snapshots/on/restore 404 "there is no snapshot `on`" "the nearest is `one`"
    "#);
    assert_eq!(control.delete("/snapshots/one").await.status, 204);
    let listed = control.get("/snapshots").await.json();
    let listed = listed["snapshots"].as_array().unwrap();
    assert_eq!(listed.len(), 1);
    assert_eq!(
        listed[0].as_object().unwrap().keys().collect::<Vec<_>>(),
        ["name", "world", "saved_at", "now", "bytes"]
    );
    // A megabyte is soon full where each of many records is a long one.
    let token = areia.credential("contaazul", "access_token").unwrap();
    let contaazul = Client::new(areia.base_url("contaazul")).with("authorization", &format!("Bearer {token}"));
    for _ in 0..40 {
        let body = json!({"name": "x".repeat(60), "person_type": "NATURAL", "notes": "y".repeat(40_000)});
        assert_eq!(contaazul.post("/v1/customers", &body).await.status, 201);
    }
    assert_snapshot!(control.post("/snapshots", &json!({"name": "large"})).await, @r#"
    409
    content-type: application/problem+json

    {
      "title": "Conflict",
      "status": 409,
      "detail": "the snapshots would take more than 1048576 bytes together",
      "hint": "remove snapshots, or start the server with a larger AREIA_MAX_SNAPSHOTS or AREIA_SNAPSHOT_MIB"
    }
    "#);
}

#[tokio::test]
async fn snapshots_on_disk_and_their_forks_survive_a_kill() {
    let directory = tempfile::tempdir().unwrap();
    let start = || Process::start(&["--log", "off", "--data", directory.path().to_str().unwrap()]);
    let mut first = start();
    let control = first.control();
    let world = control
        .post("/worlds", &json!({"name": "parent", "now": "2026-03-16T12:00:00Z"}))
        .await
        .json();
    let parent = |url: String| opened(&world["providers"][0], &format!("{url}/contaazul"));
    let (path, body) = record("contaazul", "Antes");
    parent(first.url()).post(path, &body).await;
    save(&control.clone().in_query("world", "parent"), "kept").await;
    let (path, body) = record("contaazul", "Depois");
    parent(first.url()).post(path, &body).await;
    let fork = control
        .post("/worlds", &json!({"name": "fork", "from": "snapshot:kept"}))
        .await
        .json();
    let own = |url: String| opened(&fork["providers"][0], &format!("{url}/contaazul"));
    own(first.url()).post(path, &body).await;
    first.kill();
    let mut second = start();
    restore(&second.control().in_query("world", "parent"), "kept").await;
    let customers = parent(second.url()).get(listing("contaazul")).await.text();
    assert!(
        customers.contains("Antes") && !customers.contains("Depois"),
        "{customers}"
    );
    // A fork outlives the snapshot that it was made from.
    assert_eq!(second.control().delete("/snapshots/kept").await.status, 204);
    second.kill();
    let folder = directory.path().join("snapshots");
    std::fs::write(folder.join("notes.areia"), "no snapshot").unwrap();
    let third = start();
    assert_eq!(third.control().get("/snapshots").await.text(), r#"{"snapshots":[]}"#);
    let customers = own(third.url()).get(listing("contaazul")).await.text();
    assert!(
        customers.contains("Antes") && customers.contains("Depois"),
        "{customers}"
    );
    assert_eq!(
        third
            .control()
            .in_query("world", "fork")
            .post("/reset", &json!({}))
            .await
            .status,
        204
    );
    let customers = own(third.url()).get(listing("contaazul")).await.text();
    assert!(
        customers.contains("Antes") && !customers.contains("Depois"),
        "{customers}"
    );
}
