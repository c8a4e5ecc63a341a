//! What the server tells Prometheus.

use std::collections::{BTreeMap, BTreeSet};

use areia::{Areia, providers};
use serde_json::json;

use crate::support::Client;

/// What was scraped: every sample, by its name and labels.
type Samples = BTreeMap<String, f64>;

async fn scrape(areia: &Areia) -> Samples {
    let answer = Client::new(areia.url()).get("/_areia/metrics").await;
    assert_eq!(answer.status, 200, "{answer}");
    let media_type = answer.header("content-type");
    assert_eq!(media_type, "text/plain; version=0.0.4; charset=utf-8");
    parse(&answer.text())
}

/// Reads the text format strictly (prometheus.io/docs/instrumenting/exposition_formats): every sample belongs to a family
/// that was described before it, and none stands twice.
fn parse(text: &str) -> Samples {
    let (mut samples, mut families) = (Samples::new(), BTreeMap::new());
    let mut helped = BTreeSet::new();
    assert!(text.ends_with('\n'));
    for line in text.lines() {
        if let Some(rest) = line.strip_prefix("# HELP ") {
            let (name, help) = rest.split_once(' ').unwrap();
            assert!(!help.is_empty() && helped.insert(name), "{line}");
            continue;
        }
        if let Some(rest) = line.strip_prefix("# TYPE ") {
            let (name, kind) = rest.split_once(' ').unwrap();
            assert!(["counter", "gauge", "histogram"].contains(&kind), "{line}");
            assert!(helped.contains(name), "{line}");
            assert!(families.insert(name, kind).is_none(), "{line}");
            continue;
        }
        let (key, value) = line.rsplit_once(' ').unwrap();
        let name = key.split('{').next().unwrap();
        assert!(is_name(name), "{line}");
        if let Some(labels) = key.strip_prefix(name).and_then(|rest| rest.strip_prefix('{')) {
            for label in labels.strip_suffix('}').unwrap().split(',') {
                let (label, value) = label.split_once('=').unwrap();
                assert!(is_name(label), "{line}");
                let value = value.strip_prefix('"').and_then(|v| v.strip_suffix('"'));
                assert!(!value.unwrap().contains(['"', '\\']), "{line}");
            }
        }
        let part = ["_bucket", "_sum", "_count"]
            .iter()
            .find_map(|end| name.strip_suffix(end));
        let family = part.filter(|part| families.get(part) == Some(&"histogram"));
        assert!(families.contains_key(family.unwrap_or(name)), "{line}");
        let value: f64 = value.parse().unwrap();
        assert!(samples.insert(key.to_owned(), value).is_none(), "{line}");
    }
    samples
}

fn is_name(name: &str) -> bool {
    let mut letters = name.chars();
    let first = letters
        .next()
        .is_some_and(|letter| letter.is_ascii_alphabetic() || letter == '_');
    first && letters.all(|letter| letter.is_ascii_alphanumeric() || letter == '_')
}

#[tokio::test]
async fn requests_are_counted_by_provider_operation_and_class_of_status() {
    let areia = Areia::start().await.unwrap();
    let token = areia.credential("contaazul", "access_token").unwrap();
    let contaazul = Client::new(areia.base_url("contaazul")).with("authorization", &format!("Bearer {token}"));
    contaazul.get("/v1/customers").await;
    contaazul.get("/v1/customers").await;
    contaazul.get("/v1/customers?page=x").await;
    contaazul.get("/v1/nowhere").await;
    let fault = json!({"provider": "contaazul", "status": 503, "times": 1});
    let control = Client::new(format!("{}/_areia", areia.url()));
    control.post("/faults", &fault).await;
    contaazul.get("/v1/customers").await;
    let samples = scrape(&areia).await;
    let requests = |operation: &str, status: &str| {
        let labels = format!("operation=\"{operation}\",provider=\"contaazul\",status=\"{status}\"");
        samples[&format!("areia_requests_total{{{labels}}}")]
    };
    assert_eq!(requests("listCustomers", "2xx"), 2.0);
    assert_eq!(requests("listCustomers", "5xx"), 1.0);
    assert_eq!(requests("none", "4xx"), 1.0);
    assert_eq!(requests("createSale", "2xx"), 0.0);
    let of = |name: &str| samples[name];
    assert_eq!(of("areia_faults_injected_total{provider=\"contaazul\"}"), 1.0);
    assert_eq!(of("areia_faults"), 1.0);
    assert_eq!(of("areia_worlds"), 1.0);
    assert_eq!(of("areia_journal_entries"), 5.0);
    assert!(of("areia_journal_bytes") > 500.0);
    assert_eq!(of("areia_journal_dropped_entries"), 0.0);
    let durations = "areia_request_duration_seconds";
    assert_eq!(of(&format!("{durations}_count{{provider=\"contaazul\"}}")), 5.0);
    assert_eq!(
        of(&format!("{durations}_bucket{{provider=\"contaazul\",le=\"+Inf\"}}")),
        5.0
    );
    assert!(of(&format!("{durations}_sum{{provider=\"contaazul\"}}")) > 0.0);
    let version = env!("CARGO_PKG_VERSION");
    assert_eq!(of(&format!("areia_build_info{{version=\"{version}\"}}")), 1.0);
    assert!(samples.contains_key("areia_uptime_seconds"));
}

#[tokio::test]
async fn no_request_adds_a_series() {
    let areia = Areia::start().await.unwrap();
    let before: Vec<String> = scrape(&areia).await.into_keys().collect();
    for provider in providers::ALL {
        let client = Client::new(areia.base_url(provider.slug()));
        for number in 0..20 {
            client.get(&format!("/nowhere/{number}")).await;
        }
    }
    areia.create_world("another").await.unwrap();
    let after: Vec<String> = scrape(&areia).await.into_keys().collect();
    assert_eq!(before, after);
}
