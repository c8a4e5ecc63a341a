//! A snapshot restored is the world as it was.

use std::cell::Cell;

use areia::providers;
use areia::world::resident::{Counting, QuotaRule};
use proptest::prelude::*;
use serde_json::json;

use super::{restore, save};
use crate::support::everyone::{listing, record, slugs};
use crate::support::{Client, Sandbox, basic_of, server};

/// All that can be seen of a world without changing it, but its journal.
async fn seen(sandbox: &Sandbox) -> String {
    let control = sandbox.control();
    let mut seen = Vec::new();
    let mut paths = ["/clock", "/credentials?reveal=true", "/info"]
        .map(str::to_owned)
        .to_vec();
    let limited = providers::ALL
        .iter()
        .filter(|provider| provider.resident.quota.is_some());
    paths.extend(limited.map(|provider| format!("/quotas/{}", provider.slug())));
    for path in paths {
        let mut shown = control.get(&path).await.json();
        shown["offset"].take();
        if let Some(clock) = shown.get_mut("clock") {
            clock["offset"].take();
        }
        seen.push(shown.to_string());
    }
    for provider in providers::ALL {
        let slug = provider.slug();
        // Where calls are counted, looking is a call.
        let counts_calls = |quota: &QuotaRule| matches!(quota.counting, Counting::Calls);
        if provider.resident.quota.as_ref().is_some_and(counts_calls) {
            continue;
        }
        seen.push(sandbox.client_of(slug).get(listing(slug)).await.text());
    }
    without_request_numbers(&seen.join("\n"))
}

/// The text without the journal's numbers: that goes on, whatever is restored.
fn without_request_numbers(text: &str) -> String {
    let mut parts = text.split("\"request\":");
    let mut kept = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        kept += part.trim_start_matches(|digit: char| digit.is_ascii_digit());
    }
    kept
}

#[derive(Debug, Clone)]
enum Step {
    Create(usize, u16),
    Advance(u32),
    Issue(usize),
    Refresh,
    Exhaust(u32),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => (0..slugs().len(), any::<u16>()).prop_map(|(slug, name)| Step::Create(slug, name)),
        2 => (1..220_u32).prop_map(Step::Advance),
        2 => (0..slugs().len()).prop_map(Step::Issue),
        1 => Just(Step::Refresh),
        1 => (0..100_u32).prop_map(Step::Exhaust),
    ]
}

/// Takes a step; what it is answered is part of what two worlds must have alike.
async fn take(sandbox: &Sandbox, step: &Step) -> String {
    let control = sandbox.control();
    match step {
        Step::Create(slug, name) => {
            let (path, body) = record(slugs()[*slug], &format!("N{name}"));
            sandbox.client_of(slugs()[*slug]).post(path, &body).await.to_string()
        }
        Step::Advance(by_s) => {
            let mut clock = sandbox.advance(&format!("PT{by_s}S")).await;
            clock["offset"].take();
            clock.to_string()
        }
        Step::Issue(slug) => {
            let path = format!("/credentials/{}", slugs()[*slug]);
            control.post(&path, &json!({})).await.text()
        }
        Step::Refresh => {
            let credential = |name| sandbox.credential("contaazul", name);
            let basic = basic_of(&format!("{}:{}", credential("client_id"), credential("client_secret")));
            let info = control.get("/info").await.json();
            let token = info["providers"][0]["credentials"]["refresh_token"]
                .as_str()
                .unwrap_or("none")
                .to_owned();
            let contaazul = Client::new(server().base_url("contaazul")).with("authorization", &basic);
            let pairs = [("grant_type", "refresh_token"), ("refresh_token", token.as_str())];
            contaazul.post_form("/oauth2/token", &pairs).await.text()
        }
        Step::Exhaust(leave) => {
            let token = sandbox.credential("financeiro", "token");
            let body = json!({"credential": token, "leave": leave});
            control.post("/quotas/financeiro/exhaust", &body).await.text()
        }
    }
}

#[test]
fn a_snapshot_restored_is_the_world_as_it_was_and_goes_on_as_it_did() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let config = ProptestConfig {
        cases: 8,
        failure_persistence: None,
        ..ProptestConfig::default()
    };
    let mut runner = proptest::test_runner::TestRunner::new(config);
    let case = Cell::new(0);
    let steps = || prop::collection::vec(step(), 1..8);
    let ran = runner.run(&(steps(), steps()), |(before, after)| {
        case.set(case.get() + 1);
        runtime.block_on(async {
            let name = format!("snapshots-identity-{}", case.get());
            let sandbox = Sandbox::new(&name).await;
            for step in &before {
                take(&sandbox, step).await;
            }
            save(&sandbox.control(), &name).await;
            let was = seen(&sandbox).await;
            let mut went = Vec::new();
            for step in &after {
                went.push(without_request_numbers(&take(&sandbox, step).await));
            }
            let became = seen(&sandbox).await;
            restore(&sandbox.control(), &name).await;
            prop_assert_eq!(seen(&sandbox).await, was);
            let mut goes = Vec::new();
            for step in &after {
                goes.push(without_request_numbers(&take(&sandbox, step).await));
            }
            prop_assert_eq!(goes, went);
            prop_assert_eq!(seen(&sandbox).await, became);
            Ok(())
        })
    });
    if let Err(error) = ran {
        panic!("{error}");
    }
}
