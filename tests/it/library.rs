//! Areia as a library that Rust tests embed.

use std::sync::Arc;

use areia::world::Source;
use areia::world::worlds::NewWorld;
use areia::{Areia, Settings, StartError};
use chrono::TimeDelta;
use reqwest::StatusCode;
use serde_json::{Map, json};

use crate::support::Client;

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
    assert_eq!(
        areia.base_url("contaazul"),
        format!("{}/contaazul", areia.url())
    );
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
    assert_eq!(
        areia.credential("contaazul", "user").unwrap(),
        "maria@padaria.example"
    );
    assert_eq!(areia.credential("contaazul", "password").unwrap(), "areia");
    assert_eq!(areia.credential("contaazul", "accounts"), None);
    assert_eq!(areia.credential("contaazul", "nothing"), None);
    assert!(areia.credentials("nobody").is_empty());
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
    assert_eq!(
        &*areia.create_world(&longest).await.unwrap().name,
        longest.as_str()
    );
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
    let issued = areia
        .issue(&world, "financeiro", &Map::new())
        .await
        .unwrap();
    let token = issued["token"].as_str().unwrap();
    let credential = world.directory.find("financeiro", token).unwrap();
    areia.exhaust(&world, &credential, 1).await.unwrap();
    let left = async || {
        let allowances = areia.allowances(&world, "financeiro").await.unwrap();
        let own = allowances
            .iter()
            .find(|one| one.credential.id == credential.id);
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
