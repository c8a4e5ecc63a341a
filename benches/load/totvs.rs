//! TOTVS RM under load: a record by its key, and a page of a filtered and ordered list over many records.

use std::sync::Arc;

use serde_json::json;

use crate::Result;
use crate::client::{Client, text};
use crate::conversation::Conversation;
use crate::request::Request;
use crate::scenario::{Plan, Scenario, Target};

/// A record by its key: the document is handed on.
const GET_ONE: Scenario = Scenario {
    name: "totvs getCashAccount",
    prepare: |client| Box::pin(get_one(client)),
    expected_status: 200,
    target: Target::OfTheFloor(0.18),
};

/// A page of twenty with a filter on an indexed field and an order.
const LIST: Scenario = Scenario {
    name: "totvs getCashAccounts",
    prepare: |client| Box::pin(list(client)),
    expected_status: 200,
    target: Target::PerSecond(500.0),
};

pub(crate) const SCENARIOS: &[Scenario] = &[GET_ONE, LIST];

const ALL: &str = "/totvs/api/financial/v1/cashaccounts";

/// How many records the list stands over: `AREIA_BENCH_RECORDS`, and a million is what it should bear.
fn records() -> Result<u32> {
    match std::env::var("AREIA_BENCH_RECORDS") {
        Ok(text) => text
            .parse()
            .map_err(|_| format!("`AREIA_BENCH_RECORDS` is not a number: `{text}`").into()),
        Err(_) => Ok(20_000),
    }
}

async fn get_one(client: Client) -> Result<Plan> {
    let request = as_user(&client, Request::get(&format!("{ALL}/1%7C0001"))).await?;
    Ok(repeat(&request))
}

async fn list(client: Client) -> Result<Plan> {
    let credentials = client.credentials("totvs").await?;
    let (user, password) = (
        text(&credentials, "/user")?,
        text(&credentials, "/password")?,
    );
    for number in 0..records()? {
        let account = json!({
            "company": number / 10_000 + 100,
            "code": format!("{:05}", number % 10_000),
            "description": format!("Conta {number}"),
            "bankNumber": format!("{:03}", number % 997),
            "cashAccountDatabase": "2024-01-31",
        });
        let request = Request::post(ALL).basic(user, password).json(&account);
        client.send(&request.bytes()).await?;
    }
    let query = "%24filter=bankNumber%20eq%20%27341%27&order=description";
    let request = as_user(&client, Request::get(&format!("{ALL}?{query}"))).await?;
    Ok(repeat(&request))
}

async fn as_user(client: &Client, request: Request) -> Result<Request> {
    let credentials = client.credentials("totvs").await?;
    let (user, password) = (
        text(&credentials, "/user")?,
        text(&credentials, "/password")?,
    );
    Ok(request.basic(user, password))
}

/// Every connection asks the same, for ever.
fn repeat(request: &Request) -> Plan {
    let request: Arc<[u8]> = request.bytes().into();
    Plan {
        conversation: Box::new(move |_position| Conversation::repeat(Arc::clone(&request))),
        verify: None,
        server: None,
    }
}
