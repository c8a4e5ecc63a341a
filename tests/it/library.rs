//! Areia as a library that Rust tests embed.

use std::sync::Arc;

use areia::control::journal::export::Form;
use areia::world::Source;
use areia::world::quotas::QuotaSetting;
use areia::world::worlds::NewWorld;
use areia::{Areia, Settings, StartError};
use chrono::TimeDelta;
use reqwest::StatusCode;
use serde_json::{Map, json};

use crate::support::{Client, basic_of};

fn contaazul(areia: &Areia) -> Client {
    let token = areia.credential("contaazul", "access_token").unwrap();
    Client::new(areia.base_url("contaazul")).with("authorization", &format!("Bearer {token}"))
}

#[tokio::test]
async fn two_servers_at_once_share_nothing() {
    let (one, other) = (Areia::start().await.unwrap(), Areia::start().await.unwrap());
    assert_ne!(one.address(), other.address());
    let body = json!({"name": "Um", "person_type": "NATURAL", "document": "52998224725"});
    let created = contaazul(&one).post("/v1/customers", &body).await;
    assert_eq!(created.status, 201, "{created}");
    let path = format!("/v1/customers/{}", created.member("/id"));
    assert_eq!(contaazul(&one).get(&path).await.status, 200);
    assert_eq!(contaazul(&other).get(&path).await.status, 404);
    // One seed, one beginning: both number their records alike.
    let other_created = contaazul(&other).post("/v1/customers", &body).await;
    assert_eq!(other_created.member("/id"), created.member("/id"));
    one.stop().await.unwrap();
    assert_eq!(contaazul(&other).get("/v1/customers").await.status, 200);
}

#[tokio::test]
async fn getters_say_where_it_answers_and_what_opens_it() {
    let areia = Areia::start().await.unwrap();
    assert_eq!(areia.url(), format!("http://{}", areia.address()));
    assert_eq!(areia.base_url("contaazul"), format!("{}/contaazul", areia.url()));
    assert_eq!(areia.own_listener("contaazul"), None);
    let members = areia.credentials("contaazul");
    let names: Vec<&String> = members.keys().collect();
    assert_eq!(
        names,
        [
            "client_id",
            "client_secret",
            "redirect_uri",
            "user",
            "password",
            "accounts",
            "access_token",
            "refresh_token"
        ]
    );
    assert_eq!(
        areia.credential("contaazul", "client_id").unwrap(),
        "areiaContaAzulClientId0000000001"
    );
    assert_eq!(
        areia.credential("contaazul", "client_secret").unwrap(),
        "areiaContaAzulSecret000000000001"
    );
    assert_eq!(areia.credential("contaazul", "user").unwrap(), "maria@padaria.example");
    assert_eq!(areia.credential("contaazul", "password").unwrap(), "areia");
    assert_eq!(areia.credential("contaazul", "accounts"), None);
    assert_eq!(areia.credential("contaazul", "nothing"), None);
    assert!(areia.credentials("nobody").is_empty());
}

#[tokio::test]
async fn credentials_are_found_and_ended_and_the_journal_leaves_as_a_file() {
    let areia = Areia::start().await.unwrap();
    let world = areia.default_world().unwrap();
    let token = areia.credential("docsales", "token").unwrap();
    let client = Client::new(areia.base_url("docsales"));
    let statuses = async |token: &str| {
        let client = client.clone().with("authorization", &format!("Bearer {token}"));
        client.get("/api/v1/registration-data").await.status
    };
    let credential = areia.find_credential(&world, "docsales", &token).unwrap();
    let unused_before = areia.unused(&world).len();
    assert_eq!(statuses(&token).await, 200);
    assert_eq!(areia.unused(&world).len(), unused_before - 1);

    let rotated = areia.rotate(&world, &credential).await.unwrap();
    assert_eq!((statuses(&token).await, statuses(&rotated.key).await), (401, 200));
    let expired = areia.expire(&world, &rotated).await.unwrap();
    assert!(expired.expires_at.unwrap() <= world.clock.now());
    assert_eq!(statuses(&rotated.key).await, 401);
    let revoked = areia.revoke(&world, &rotated).await.unwrap();
    assert_eq!(revoked.end.as_ref().unwrap().what, "revoked");
    let whats: Vec<_> = revoked.history.iter().map(|event| event.what.as_str()).collect();
    assert!(
        whats.contains(&"rotated by hand") && whats.contains(&"expired by hand"),
        "{whats:?}"
    );
    let all = areia.all_credentials(&world, Some("docsales"));
    assert!(all.contains(&revoked));

    let application = areia.credential("contaazul", "client_id").unwrap();
    let application = areia.find_credential(&world, "contaazul", &application).unwrap();
    let asked = Map::from_iter([("auto_approve".to_owned(), json!(true))]);
    let amended = areia.amend(&world, &application, &asked).await.unwrap();
    assert_eq!(amended.holder["auto_approve"], true);

    let lines = areia.export(&world, Form::Curl);
    assert_eq!(
        lines.matches("/docsales/api/v1/registration-data").count(),
        4,
        "{lines}"
    );
    assert!(!lines.contains(&token));
}

#[tokio::test]
async fn snapshots_move_from_server_to_server_and_quotas_are_set() {
    let (one, other) = (Areia::start().await.unwrap(), Areia::start().await.unwrap());
    let world = one.default_world().unwrap();
    one.save(&world, "moved").await.unwrap();
    let file = one.download("moved").await.unwrap();
    let row = other.upload("arrived", &file).await.unwrap();
    assert_eq!(row.name, "arrived");
    assert!(other.upload("damaged", &file[..file.len() / 2]).await.is_err());
    other.remove_snapshot("arrived").await.unwrap();
    assert!(other.snapshots().is_empty());

    let only_one = QuotaSetting {
        limit: Some(1),
        is_off: false,
    };
    one.set_quota(&world, "financeiro", only_one).await.unwrap();
    assert!(one.set_quota(&world, "procfy", only_one).await.is_err());
    let token = one.credential("financeiro", "token").unwrap();
    let client = Client::new(one.base_url("financeiro")).with("authorization", &basic_of(&format!("{token}:X")));
    let statuses = [
        client.get("/accounts.json").await.status,
        client.get("/accounts.json").await.status,
    ];
    assert_eq!(statuses, [200, 429]);
}

#[tokio::test]
async fn a_world_of_its_own_has_its_own_credentials_and_the_same_ids() {
    let areia = Areia::start().await.unwrap();
    let world = areia.create_world("mine").await.unwrap();
    let own = areia.credentials_in(&world, "contaazul");
    let default = areia.credentials("contaazul");
    assert_ne!(own["access_token"], default["access_token"]);
    assert_ne!(own["client_id"], default["client_id"]);
    assert_eq!(own["accounts"], default["accounts"]);
    for name in ["mine", "default", "", "a/b", "-x", &"x".repeat(64), "ü"] {
        assert!(areia.create_world(name).await.is_err(), "{name}");
    }
    let longest = "x".repeat(63);
    assert_eq!(&*areia.create_world(&longest).await.unwrap().name, longest.as_str());
}

#[tokio::test]
async fn a_world_is_told_everything_without_http() {
    let areia = Areia::start().await.unwrap();
    let new = NewWorld {
        name: Some("told".to_owned()),
        from: Source::Empty,
        now: Some("2026-03-16T12:00:30Z".parse().unwrap()),
        is_frozen: true,
        ..NewWorld::default()
    };
    let world = areia.create_world_with(new).await.unwrap();
    assert!(Arc::ptr_eq(&world, &areia.world("told").unwrap()));
    let issued = areia.issue(&world, "financeiro", &Map::new()).await.unwrap();
    let token = issued["token"].as_str().unwrap();
    let credential = world.directory.find("financeiro", token).unwrap();
    areia.exhaust(&world, &credential, 1).await.unwrap();
    let left = async || {
        let allowances = areia.allowances(&world, "financeiro").await.unwrap();
        let own = allowances.iter().find(|one| one.credential.id == credential.id);
        own.map(|own| own.limit - own.used).unwrap()
    };
    assert_eq!(left().await, 1);
    areia.save(&world, "told").await.unwrap();
    let due = world.advance(TimeDelta::seconds(30)).await.unwrap();
    assert_eq!((due.len(), left().await), (0, 100));
    areia.restore(&world, "told").await.unwrap();
    assert_eq!(left().await, 1);
    let fork = NewWorld {
        from: Source::Snapshot("told".to_owned()),
        ..NewWorld::default()
    };
    let fork = areia.create_world_with(fork).await.unwrap();
    assert_eq!(fork.clock.now(), world.clock.now());
    assert_eq!(areia.snapshots().len(), 1);
    areia.drop_world("told").await.unwrap();
    assert!(areia.world("told").is_none() && areia.default_world().is_some());
    assert!(areia.drop_world("default").await.is_err());
    assert!(areia.exhaust(&fork, &credential, 101).await.is_err());
    assert!(areia.allowances(&fork, "nobody").await.is_err());
}

#[tokio::test]
async fn of_many_that_create_one_world_one_succeeds() {
    let areia = Areia::start().await.unwrap();
    let attempts = (0..20).map(|_| areia.create_world("wanted"));
    let outcomes = futures_util::future::join_all(attempts).await;
    assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1);
}

#[tokio::test]
async fn a_dropped_server_listens_no_more() {
    let areia = Areia::start().await.unwrap();
    let address = areia.address();
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    let ask = || client.get(format!("http://{address}/_areia/ready")).send();
    assert_eq!(ask().await.unwrap().status(), StatusCode::OK);
    drop(areia);
    let mut attempts = 0;
    while tokio::net::TcpStream::connect(address).await.is_ok() {
        attempts += 1;
        assert!(attempts < 10_000, "it still listens");
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn an_address_that_is_taken_is_an_error_that_says_so() {
    let areia = Areia::start().await.unwrap();
    let listen = vec![areia::settings::Listen {
        provider: None,
        address: areia.address(),
    }];
    let refused = Areia::start_with(Settings {
        listen,
        ..Settings::default()
    })
    .await;
    assert!(matches!(refused, Err(StartError::Bind { address, .. }) if address == areia.address()));
}
