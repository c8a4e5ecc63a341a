//! Worlds over the control plane: created with credentials of their own, bounded, dropped, and cheap while nobody asks.

use std::collections::BTreeSet;

use areia::{Areia, Settings};
use insta::assert_snapshot;
use serde_json::{Value, json};

use crate::support::everyone::{listing, opened, record};
use crate::support::process::Process;
use crate::support::{Answer, Client, server};

fn control(url: &str) -> Client {
    Client::new(format!("{url}/_areia"))
}

async fn create(control: &Client, body: Value) -> Value {
    let created = control.post("/worlds", &body).await;
    assert_eq!(created.status, 201, "{created}");
    created.json()
}

/// Creates a world and writes one customer in it; answers with the customers' address.
async fn used(url: &str, name: &str) -> (Client, String) {
    let world = create(&control(url), json!({"name": name})).await;
    let client = opened(&world["providers"][0], &format!("{url}/contaazul"));
    let (path, body) = record("contaazul", name);
    let written = client.post(path, &body).await;
    assert_eq!(written.status, 201, "{written}");
    let path = format!("{path}/{}", written.member("/id"));
    (client, path)
}

#[tokio::test]
async fn whoever_uses_a_world_s_credentials_is_in_it_with_no_other_change() {
    let body = json!({"name": "worlds-own", "seed": 7, "now": "2026-03-16T12:00:00Z"});
    let world = create(&control(&server().url()), body).await;
    assert_eq!(
        world.as_object().unwrap().keys().collect::<Vec<_>>(),
        ["name", "seed", "from", "expires_at", "clock", "providers"]
    );
    assert_eq!((&world["seed"], &world["expires_at"]), (&json!(7), &Value::Null));
    let default = control(&server().url()).get("/info").await.json();
    for (own, well_known) in world["providers"]
        .as_array()
        .unwrap()
        .iter()
        .zip(default["providers"].as_array().unwrap())
    {
        let slug = own["slug"].as_str().unwrap();
        let names = |shown: &Value| {
            shown["credentials"]
                .as_object()
                .unwrap()
                .keys()
                .cloned()
                .collect::<Vec<_>>()
        };
        assert_eq!(names(own), names(well_known));
        let base_url = own["base_url"].as_str().unwrap();
        assert_eq!(base_url, format!("{}/~worlds-own/{slug}", server().url()));
        // The same address as everybody's, and the world's own: both are that world.
        let plain = opened(own, &server().base_url(slug));
        let (path, body) = record(slug, "Minha");
        let written = plain.post(path, &body).await;
        assert!((200..300).contains(&written.status), "{slug}: {written}");
        assert!(plain.get(listing(slug)).await.text().contains("Minha"), "{slug}");
        assert!(
            opened(own, base_url).get(listing(slug)).await.text().contains("Minha"),
            "{slug}"
        );
        let elsewhere = opened(well_known, &server().base_url(slug));
        assert!(!elsewhere.get(listing(slug)).await.text().contains("Minha"), "{slug}");
        // Nobody else's credentials open it.
        assert_eq!(
            opened(well_known, base_url).get(listing(slug)).await.status,
            401,
            "{slug}"
        );
    }
}

#[tokio::test]
async fn no_two_worlds_share_a_credential() {
    let mut seen = BTreeSet::new();
    for _ in 0..3 {
        let world = create(&control(&server().url()), json!({"seed": 42})).await;
        assert!(world["name"].as_str().unwrap().starts_with("world-"));
        let own = |slug: usize, name: &str| world["providers"][slug]["credentials"][name].to_string();
        for (slug, name) in [
            (0, "client_id"),
            (0, "client_secret"),
            (0, "access_token"),
            (0, "refresh_token"),
            (1, "token"),
            (2, "user"),
            (2, "password"),
            (3, "token"),
            (4, "token"),
        ] {
            assert!(seen.insert(own(slug, name)), "{name}");
        }
    }
}

#[tokio::test]
async fn an_empty_world_has_credentials_and_no_records() {
    let body = json!({"name": "worlds-empty", "from": "empty", "now": "2026-03-16T12:00:00Z"});
    let world = create(&control(&server().url()), body).await;
    assert_eq!(world["from"], "empty");
    for shown in world["providers"].as_array().unwrap() {
        let slug = shown["slug"].as_str().unwrap();
        let client = opened(shown, &server().base_url(slug));
        let (path, body) = record(slug, "Primeira");
        let before = client.get(listing(slug)).await.text();
        assert!(
            !before.contains("\"name\"") && !before.contains("\"title\"") && !before.contains("\"description\""),
            "{slug}: {before}"
        );
        let written = client.post(path, &body).await;
        assert!((200..300).contains(&written.status), "{slug}: {written}");
        assert!(client.get(listing(slug)).await.text().contains("Primeira"), "{slug}");
    }
    let reset = control(&server().url())
        .in_query("world", "worlds-empty")
        .post("/reset", &json!({}))
        .await;
    assert_eq!(reset.status, 204);
    let client = opened(&world["providers"][4], &server().base_url("procfy"));
    assert!(!client.get(listing("procfy")).await.text().contains("Primeira"));
}

#[tokio::test]
async fn a_world_stands_at_any_time_and_a_reset_leads_back_there() {
    let areia = Areia::start().await.unwrap();
    let control = control(&areia.url());
    for (name, now) in [
        ("past", "0001-01-01T00:00:00Z"),
        ("future", "2999-12-31T21:00:00-03:00"),
    ] {
        create(&control, json!({"name": name, "now": now})).await;
        let own = control.clone().in_query("world", name);
        let shows = async |own: &Client| {
            let now = own
                .get("/clock")
                .await
                .member("/now")
                .parse::<chrono::DateTime<chrono::Utc>>();
            now.unwrap()
                - chrono::DateTime::parse_from_rfc3339("1970-01-01T00:00:00Z")
                    .unwrap()
                    .to_utc()
        };
        let at = chrono::DateTime::parse_from_rfc3339(now).unwrap().to_utc() - chrono::DateTime::UNIX_EPOCH;
        own.post("/clock/advance", &json!({"by": "P3D"})).await;
        assert!((shows(&own).await - at).num_days() == 3, "{now}");
        own.post("/reset", &json!({})).await;
        let after = shows(&own).await - at;
        assert!(after.num_seconds() < 60 && after.num_seconds() >= 0, "{now}: {after}");
    }
}

#[tokio::test]
async fn what_cannot_be_a_world_is_refused_and_named() {
    let control = control(&server().url());
    create(&control, json!({"name": "worlds-taken"})).await;
    let mut refused = String::new();
    for body in [
        json!({"name": "a/b"}),
        json!({"name": "worlds-taken"}),
        json!({"name": "default"}),
        json!({"name": 1}),
        json!({"form": "empty"}),
        json!({"from": "nothing"}),
        json!({"seed": -1}),
        json!({"now": "yesterday"}),
        json!({"now": "9999-12-31T23:00:00-03:00"}),
        json!({"ttl": "PT0S"}),
        json!({"ttl": "1 hour"}),
    ] {
        let answer = control.post("/worlds", &body).await;
        assert_eq!(answer.header("content-type"), "application/problem+json");
        let problem = answer.json();
        refused += &format!("{body} {} {} {}\n", answer.status, problem["detail"], problem["hint"]);
    }
    assert_snapshot!(refused, @r#"
    {"name":"a/b"} 400 "`a/b` cannot name a world: 1 to 63 of `A-Za-z0-9._-`, a letter or digit first" "for example `checkout-7`"
    {"name":"worlds-taken"} 409 "there is a world called `worlds-taken` already" "leave `name` out to get one that is free, or drop that world first"
    {"name":"default"} 409 "there is a world called `default` already" "leave `name` out to get one that is free, or drop that world first"
    {"name":1} 400 "`name` must be a string, not number" "`GET /_areia/openapi.json` says what every address takes"
    {"form":"empty"} 400 "the member `form` is unknown here" "the nearest is `from`"
    {"from":"nothing"} 400 "`from` must be `fixtures`, `empty` or `snapshot:<name>`, not \"nothing\"" "`GET /_areia/openapi.json` says what every address takes"
    {"seed":-1} 400 "`seed` must be a whole number of its range" "`GET /_areia/openapi.json` says what every address takes"
    {"now":"yesterday"} 400 "`now` must be an RFC 3339 time" "for example `2026-01-31T12:00:00Z`"
    {"now":"9999-12-31T23:00:00-03:00"} 400 "`now` must be in the years 0 to 9999" "`GET /_areia/openapi.json` says what every address takes"
    {"ttl":"PT0S"} 400 "`ttl` must be longer than nothing" "it runs on real time, wherever the world's clock is"
    {"ttl":"1 hour"} 400 "`ttl` must be an ISO 8601 duration of a fixed length" "an hour and five minutes is `PT1H5M`, two weeks are `P14D`"
    "#);
    let fork = json!({"from": "snapshot:worlds-nowhere"});
    assert_eq!(control.post("/worlds", &fork).await.status, 404);
    assert_eq!(control.get("/worlds/worlds-nowhere").await.status, 404);
    assert_eq!(control.delete("/worlds/worlds-nowhere").await.status, 404);
    assert_eq!(control.delete("/worlds/default").await.status, 409);
}

#[tokio::test]
async fn there_are_no_more_worlds_than_there_may_be() {
    let settings = Settings {
        max_worlds: 3,
        ..Settings::default()
    };
    let areia = Areia::start_with(settings).await.unwrap();
    let control = control(&areia.url());
    let brief = create(&control, json!({"name": "brief", "ttl": "PT0.000001S"})).await;
    assert!(brief["expires_at"].is_string());
    create(&control, json!({"name": "one"})).await;
    // The brief one's time is over, so that there is room for another.
    create(&control, json!({"name": "other"})).await;
    assert_snapshot!(control.post("/worlds", &json!({})).await, @r#"
    409
    content-type: application/problem+json

    {
      "title": "Conflict",
      "status": 409,
      "detail": "there are 3 worlds, and no more are held",
      "hint": "drop worlds, give them a `ttl`, or start the server with a larger AREIA_MAX_WORLDS"
    }
    "#);
    assert_eq!(control.delete("/worlds/one").await.status, 204);
    create(&control, json!({"name": "one"})).await;
    let names = control.get("/worlds").await.json();
    let names: Vec<&Value> = names["worlds"]
        .as_array()
        .unwrap()
        .iter()
        .map(|world| &world["name"])
        .collect();
    assert_eq!(names, ["default", "one", "other"]);
}

#[tokio::test]
async fn a_world_lives_on_real_time_wherever_its_clock_is() {
    let areia = Areia::start().await.unwrap();
    let control = control(&areia.url());
    create(&control, json!({"name": "long", "ttl": "PT1H"})).await;
    let own = control.clone().in_query("world", "long");
    own.post("/clock/advance", &json!({"by": "P700D"})).await;
    assert_eq!(control.get("/worlds/long").await.status, 200);
    let (client, path) = used(&areia.url(), "kept").await;
    let brief = create(&control, json!({"name": "brief", "ttl": "PT0.000001S"})).await;
    assert_eq!(control.get("/worlds/brief").await.status, 404);
    let token = opened(&brief["providers"][0], &areia.base_url("contaazul"));
    assert_eq!(token.get("/v1/customers").await.status, 401);
    // It is dropped in the background, and nobody else with it.
    areia.worlds.maintain_once().await.unwrap();
    assert_eq!(client.get(&path).await.status, 200);
    create(&control, json!({"name": "brief"})).await;
}

#[tokio::test]
async fn a_dropped_world_is_gone_and_its_name_begins_anew() {
    let areia = Areia::start().await.unwrap();
    let (client, path) = used(&areia.url(), "fleeting").await;
    let control = control(&areia.url());
    assert_eq!(control.delete("/worlds/fleeting").await.to_string(), "204\n\n");
    assert_eq!(control.delete("/worlds/fleeting").await.status, 404);
    assert_eq!(client.get(&path).await.status, 401);
    // One seed and one name give the same credentials, and nothing of what was there.
    create(&control, json!({"name": "fleeting"})).await;
    assert_eq!(client.get(&path).await.status, 404);
    let customers = client.get("/v1/customers").await;
    assert!(!customers.text().contains("fleeting"), "{customers}");
}

#[tokio::test]
async fn a_world_that_was_laid_to_rest_comes_back_as_it_was() {
    let settings = Settings {
        open_worlds: 1,
        ..Settings::default()
    };
    let areia = Areia::start_with(settings).await.unwrap();
    let mut worlds = Vec::new();
    for number in 0..5 {
        worlds.push(used(&areia.url(), &format!("resting-{number}")).await);
    }
    for round in 0..3 {
        for (number, (client, path)) in worlds.iter().enumerate() {
            let shown = client.get(path).await;
            assert_eq!(shown.member("/name"), format!("resting-{number}"), "round {round}");
            let body =
                json!({"name": format!("resting-{number}"), "notes": round.to_string(), "person_type": "NATURAL"});
            assert_eq!(client.put(path, &body).await.status, 200);
        }
        areia.worlds.maintain_once().await.unwrap();
    }
    for (client, path) in &worlds {
        assert_eq!(client.get(path).await.json()["notes"], "2");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_world_may_be_laid_to_rest_at_any_moment() {
    let settings = Settings {
        open_worlds: 1,
        ..Settings::default()
    };
    let areia = Areia::start_with(settings).await.unwrap();
    let worlds = areia.worlds.clone();
    let resting = tokio::spawn(async move {
        loop {
            for world in worlds.all() {
                world.store.rest().await.unwrap();
            }
            tokio::task::yield_now().await;
        }
    });
    let writing = (0..4).map(async |number| {
        let (client, path) = used(&areia.url(), &format!("busy-{number}")).await;
        for round in 0..15 {
            let body = json!({"name": format!("{number} {round}"), "person_type": "NATURAL"});
            let written = client.put(&path, &body).await;
            assert_eq!(written.status, 200, "{written}");
            assert_eq!(client.get(&path).await.member("/name"), format!("{number} {round}"));
        }
    });
    futures_util::future::join_all(writing).await;
    resting.abort();
}

#[tokio::test]
async fn worlds_created_used_and_dropped_leave_nothing_behind() {
    let server = Process::start(&["--log", "off", "--open-worlds", "4"]);
    let round = async |round: usize| {
        for number in 0..30 {
            let name = format!("r{round}-{number}");
            used(&server.url(), &name).await;
        }
        let most = server.threads_and_files();
        for number in 0..30 {
            let dropped: Answer = server.control().delete(&format!("/worlds/r{round}-{number}")).await;
            assert_eq!(dropped.status, 204);
        }
        most
    };
    round(0).await;
    let (threads, files) = server.threads_and_files();
    let resident_kib = server.resident_kib();
    for number in 1..5 {
        let (most_threads, most_files) = round(number).await;
        assert!(
            most_threads < threads + 30 && most_files < files + 30,
            "{most_threads} {most_files}"
        );
    }
    // Threads end a moment after their database is closed.
    let is_as_before = || {
        let (threads_now, files_now) = server.threads_and_files();
        threads_now <= threads + 1 && files_now <= files + 2
    };
    let mut attempts = 0;
    while !is_as_before() {
        attempts += 1;
        assert!(attempts < 100_000, "{:?} {threads} {files}", server.threads_and_files());
        tokio::task::yield_now().await;
    }
    let grown_kib = server.resident_kib().saturating_sub(resident_kib);
    assert!(grown_kib < 16 * 1024, "{grown_kib} KiB more than after the first round");
}

#[tokio::test]
async fn worlds_on_disk_come_back_with_what_was_in_them_and_without_those_that_were_dropped() {
    let directory = tempfile::tempdir().unwrap();
    let start = || Process::start(&["--log", "off", "--data", directory.path().to_str().unwrap()]);
    let mut first = start();
    let (client, path) = used(&first.url(), "kept").await;
    used(&first.url(), "dropped").await;
    create(
        &first.control(),
        json!({"name": "bare", "from": "empty", "now": "2026-03-16T12:00:00Z", "ttl": "PT1H"}),
    )
    .await;
    let shown = first.control().get("/worlds/bare").await.json();
    assert_eq!(first.control().delete("/worlds/dropped").await.status, 204);
    first.kill();
    let second = start();
    let client = client.rebased(format!("{}/contaazul", second.url()));
    assert_eq!(client.get(&path).await.member("/name"), "kept");
    assert_eq!(second.control().get("/worlds/dropped").await.status, 404);
    let left: Vec<_> = std::fs::read_dir(directory.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    assert!(
        !left.iter().any(|name| name.to_string_lossy().starts_with("dropped")),
        "{left:?}"
    );
    let again = second.control().get("/worlds/bare").await.json();
    assert_eq!(
        (&again["expires_at"], &again["from"]),
        (&shown["expires_at"], &json!("empty"))
    );
    let bare = second.control().in_query("world", "bare");
    assert_eq!(bare.post("/reset", &json!({})).await.status, 204);
    assert!(bare.get("/clock").await.member("/now").starts_with("2026-03-16T12:0"));
    let procfy = opened(&again["providers"][4], &format!("{}/procfy", second.url()));
    assert!(!procfy.get(listing("procfy")).await.text().contains("\"name\""));
}
