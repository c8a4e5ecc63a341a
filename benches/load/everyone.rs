//! Every provider's scenarios.
//!
//! A provider with something of its own to measure has a file beside this one, and a line in [`OWN`]. Any other one is
//! measured by what its tests' folder says of it, and is named nowhere.

use areia::providers;
use serde_json::Value;

use crate::client::Client;
use crate::request::Request;
use crate::scenario::{Plan, Scenario, Target};
use crate::usage::Usage;
use crate::{Result, contaazul, docsales, financeiro, procfy, totvs};

/// What the providers have of their own.
const OWN: [&[Scenario]; 5] = [
    contaazul::SCENARIOS,
    docsales::SCENARIOS,
    financeiro::SCENARIOS,
    procfy::SCENARIOS,
    totvs::SCENARIOS,
];

/// Every scenario, in the order in which they run: a provider's own ones, or those that any provider has.
pub(crate) fn scenarios() -> Vec<Scenario> {
    let of = |slug: &'static str| {
        let own = OWN.concat().into_iter().filter(|scenario| scenario.slug == slug);
        let own: Vec<Scenario> = own.collect();
        if own.is_empty() { usual(slug).to_vec() } else { own }
    };
    providers::ALL.iter().flat_map(|provider| of(provider.slug())).collect()
}

/// A page of a list, and a record created.
fn usual(slug: &'static str) -> [Scenario; 2] {
    let page = Scenario {
        slug,
        operation: "page",
        prepare: |client, slug| {
            Box::pin(async move { Ok(Plan::repeat(&page(slug, &client.credentials(slug).await?))) })
        },
        expected_status: 200,
        target: Target::OfTheFloor(0.05),
    };
    let create = Scenario {
        operation: "create",
        prepare: |client, slug| Box::pin(create(client, slug)),
        expected_status: 201,
        target: Target::OfTheFloor(0.03),
        ..page
    };
    [page, create]
}

/// A page of a provider's records, asked for with these credentials.
pub(crate) fn page(slug: &str, credentials: &Value) -> Request {
    let usage = Usage::of(slug);
    Request::get(&format!("/{slug}{}", usage.page)).authorization(&usage.authorization(credentials))
}

/// A record of a provider created with these credentials.
pub(crate) fn record(slug: &str, credentials: &Value, name: &str) -> Request {
    let usage = Usage::of(slug);
    let (path, body) = usage.record(name);
    let request = Request::post(&format!("/{slug}{path}"));
    request.authorization(&usage.authorization(credentials)).json(&body)
}

async fn create(client: Client, slug: &'static str) -> Result<Plan> {
    let credentials = client.credentials(slug).await?;
    let usage = Usage::of(slug);
    let list = Request::get(&format!("/{slug}{}", usage.list)).authorization(&usage.authorization(&credentials));
    Ok(Plan {
        verify: Some(Box::pin(async move {
            let listed = client.json(&list).await?.to_string();
            let is_there = listed.contains("Maria");
            is_there
                .then_some(())
                .ok_or_else(|| "what was created is not listed".into())
        })),
        ..Plan::repeat(&record(slug, &credentials, "Maria"))
    })
}
