//! TOTVS RM under load: a record by its key, and a page of a filtered and ordered list over a million records.

use std::sync::Arc;

use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions as _, Connection as _};
use tempfile::TempDir;

use crate::Result;
use crate::client::{Client, text};
use crate::conversation::Conversation;
use crate::process::Process;
use crate::request::Request;
use crate::scenario::{Plan, Scenario, Target};

/// A record by its key: the document is handed on.
const GET_ONE: Scenario = Scenario {
    slug: "totvs",
    operation: "getCashAccount",
    prepare: |client, _| Box::pin(get_one(client)),
    expected_status: 200,
    target: Target::OfTheFloor(0.18),
};

/// A page of twenty with a filter on an indexed field and an order, where a thousand of a million records pass. Each
/// request asks for another bank than the one before.
const LIST: Scenario = Scenario {
    slug: "totvs",
    operation: "getCashAccounts",
    prepare: |_, _| Box::pin(list()),
    expected_status: 200,
    target: Target::P99(15_000),
};

pub(crate) const SCENARIOS: &[Scenario] = &[GET_ONE, LIST];

const ALL: &str = "/totvs/api/financial/v1/cashaccounts";

/// How many banks they are of.
const BANKS: usize = 997;

/// A million records, as the API would have written them.
const MILLION: &str = include_str!("totvs_million.sql");

async fn get_one(client: Client) -> Result<Plan> {
    let request = as_user(&client, Request::get(&format!("{ALL}/1%7C0001"))).await?;
    Ok(Plan::repeat(&request))
}

async fn list() -> Result<Plan> {
    let server = Process::areia_in(TempDir::new()?)?;
    // The world's file is made when it is first asked for something.
    let first = as_user(&Client::new(server.address), Request::get(ALL)).await?;
    Client::new(server.address).json(&first).await?;
    let directory = server.stop().ok_or("the server had no directory")?;
    let file = directory.path().join("default.sqlite");
    let mut world = SqliteConnectOptions::new().filename(file).connect().await?;
    sqlx::query(MILLION).execute(&mut world).await?;
    world.close().await?;
    let server = Process::areia_in(directory)?;
    let client = Client::new(server.address);
    let credentials = client.credentials("totvs").await?;
    let (user, password) = (text(&credentials, "/user")?, text(&credentials, "/password")?);
    let request = |bank: usize| {
        let query = format!("%24filter=bankNumber%20eq%20%27{bank:03}%27&order=description");
        Request::get(&format!("{ALL}?{query}")).basic(user, password)
    };
    let answer = client.json(&request(341)).await?;
    let items = answer["items"].as_array().map_or(0, Vec::len);
    if items != 20 || answer["hasNext"] != true {
        return Err(format!("this is no page of a long list: {answer}").into());
    }
    let requests: Vec<Arc<[u8]>> = (0..BANKS).map(|bank| request(bank).bytes().into()).collect();
    Ok(Plan {
        conversation: Box::new(move |position| in_turn(requests.clone(), position)),
        verify: None,
        server: Some(server),
    })
}

/// One request after the other, and all again.
fn in_turn(requests: Vec<Arc<[u8]>>, position: usize) -> Conversation {
    Conversation {
        ask: Box::new(move |turn, output| {
            // Far apart, so that connections do not follow one another.
            let place = (turn as usize + position * 61) % requests.len();
            output.extend_from_slice(&requests[place]);
        }),
        any_success: false,
        hear: Box::new(|_| ()),
    }
}

async fn as_user(client: &Client, request: Request) -> Result<Request> {
    let credentials = client.credentials("totvs").await?;
    let (user, password) = (text(&credentials, "/user")?, text(&credentials, "/password")?);
    Ok(request.basic(user, password))
}
