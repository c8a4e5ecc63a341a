//! No world reads another, whatever is shown and whatever is named, many requests at once.

use std::cell::Cell;

use futures_util::future::join_all;
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::support::everyone::{listing, opened, record, slugs};
use crate::support::{Client, server};

/// A request: the world whose credentials it shows, the one that it names (0 for none), how, the provider, and whether it
/// writes.
type Call = (usize, usize, bool, usize, bool);

async fn world(name: &str) -> Value {
    let control = Client::new(format!("{}/_areia", server().url()));
    let body = json!({"name": name, "now": "2026-03-16T12:00:00Z"});
    let created = control.post("/worlds", &body).await;
    assert_eq!(created.status, 201, "{created}");
    created.json()
}

/// Makes a call; answers with the provider, the status and the text.
async fn call(worlds: &[Value], (shown, named, by_header, place, writes): Call) -> (usize, u16, String) {
    let slug = slugs()[place];
    let own = worlds[shown]["providers"].as_array().unwrap();
    let own = own.iter().find(|provider| provider["slug"] == slug).unwrap();
    let name = |at: usize| worlds[at]["name"].as_str().unwrap();
    let client = match named.checked_sub(1) {
        None => opened(own, &server().base_url(slug)),
        Some(at) if by_header => opened(own, &server().base_url(slug)).with("x-areia-world", name(at)),
        Some(at) => opened(own, &format!("{}/~{}/{slug}", server().url(), name(at))),
    };
    let answer = match writes {
        true => {
            let (path, body) = record(slug, &format!("marca{shown}"));
            client.post(path, &body).await
        }
        false => client.get(listing(slug)).await,
    };
    (shown, answer.status, answer.text())
}

#[test]
fn no_world_reads_another_under_concurrent_calls() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let config = ProptestConfig {
        cases: 6,
        failure_persistence: None,
        ..ProptestConfig::default()
    };
    let mut runner = proptest::test_runner::TestRunner::new(config);
    let case = Cell::new(0);
    let one = (0..3_usize, 0..4_usize, any::<bool>(), 0..slugs().len(), any::<bool>());
    let ran = runner.run(&prop::collection::vec(one, 20..60), |calls| {
        case.set(case.get() + 1);
        runtime.block_on(async {
            let names = (0..3).map(|at| format!("isolation-{}-{at}", case.get()));
            let worlds = join_all(names.map(async |name| world(&name).await)).await;
            let answers = join_all(calls.iter().map(|made| call(&worlds, *made))).await;
            for (made, (shown, status, text)) in calls.iter().zip(answers) {
                let (_, named, ..) = *made;
                let is_at_home = named == 0 || named - 1 == shown;
                let others = (0..3).filter(|at| *at != shown).map(|at| format!("marca{at}"));
                for other in others {
                    prop_assert!(!text.contains(&other), "{made:?} {status} {text}");
                }
                if !is_at_home {
                    prop_assert_eq!(status, 401, "{:?} {}", made, text);
                }
            }
            Ok(())
        })
    });
    if let Err(error) = ran {
        panic!("{error}");
    }
}
