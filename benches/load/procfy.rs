//! Procfy under load: a transaction, a filtered list of very many, and files.

use std::sync::{Arc, Mutex};

use serde_json::{Value, json};

use crate::Result;
use crate::client::{Client, text};
use crate::conversation::Conversation;
use crate::request::Request;
use crate::scenario::{Plan, Scenario, Target};

/// A transaction by its id, with the records that it shows of others.
const FIND_TRANSACTION: Scenario = Scenario {
    name: "procfy findTransaction",
    prepare: |client| Box::pin(find_transaction(client)),
    expected_status: 200,
    target: Target::OfTheFloor(0.18),
};

/// The first page of what three filters keep of `AREIA_BENCH_TRANSACTIONS` transactions. The target is one for a
/// million; creating them one by one takes minutes.
const LIST_TRANSACTIONS: Scenario = Scenario {
    name: "procfy listTransactions",
    prepare: |client| Box::pin(list_transactions(client)),
    expected_status: 200,
    target: Target::P99(15_000),
};

/// 200 MB a second of files that come and go: each is deleted before the next, so half of the requests are uploads, and
/// the latencies are those of both.
const CREATE_ATTACHMENT: Scenario = Scenario {
    name: "procfy createAttachment",
    prepare: |client| Box::pin(create_attachment(client)),
    expected_status: 201,
    target: Target::PerSecond(40.0),
};

/// 200 MB a second of one file.
const DOWNLOAD_ATTACHMENT: Scenario = Scenario {
    name: "procfy downloadAttachment",
    prepare: |client| Box::pin(download_attachment(client)),
    expected_status: 200,
    target: Target::PerSecond(20.0),
};

pub(crate) const SCENARIOS: &[Scenario] = &[
    FIND_TRANSACTION,
    LIST_TRANSACTIONS,
    CREATE_ATTACHMENT,
    DOWNLOAD_ATTACHMENT,
];

const TRANSACTIONS: &str = "/procfy/api/v1/transactions";
const ATTACHMENTS: &str = "/procfy/api/v1/transactions/1/attachments";

/// How large a file is.
const FILE_BYTES: usize = 10 * 1000 * 1000;

/// How many transactions the target of the list is for.
const JUDGED_TRANSACTIONS: u32 = 1_000_000;

/// How many transactions a list has where the environment does not say.
const USUAL_TRANSACTIONS: u32 = 5_000;

async fn find_transaction(client: Client) -> Result<Plan> {
    let token = token(&client).await?;
    let request = Request::get(&format!("{TRANSACTIONS}/39")).bearer(&token);
    Ok(repeat(&request))
}

async fn list_transactions(client: Client) -> Result<Plan> {
    let token = token(&client).await?;
    let count = match std::env::var("AREIA_BENCH_TRANSACTIONS") {
        Ok(text) => text.parse()?,
        Err(_) => USUAL_TRANSACTIONS,
    };
    if count < JUDGED_TRANSACTIONS {
        println!(
            "  over {count} transactions, which says nothing of the target: that is for {JUDGED_TRANSACTIONS}"
        );
    }
    for number in 0..count {
        let body = json!({
            "name": "Venda", "amount_cents": number, "bank_account_id": 1 + number % 3, "category_id": 1 + number % 6,
            "due_date": format!("20{:02}-{:02}-{:02}", number % 20, 1 + number % 12, 1 + number % 28),
        });
        client
            .json(&Request::post(TRANSACTIONS).bearer(&token).json(&body))
            .await?;
    }
    let query = "start_date=2010-01-01&end_date=2010-12-31&bank_account_ids[]=1&category_ids[]=1";
    let request = Request::get(&format!("{TRANSACTIONS}?{query}")).bearer(&token);
    Ok(repeat(&request))
}

async fn create_attachment(client: Client) -> Result<Plan> {
    let token = token(&client).await?;
    let request = Request::post(ATTACHMENTS)
        .bearer(&token)
        .file("filename", FILE_BYTES);
    let request: Arc<[u8]> = request.bytes().into();
    Ok(Plan {
        conversation: Box::new(move |_position| come_and_go(token.clone(), Arc::clone(&request))),
        verify: None,
    })
}

/// A file is attached, and at the next turn deleted: a server in memory would be full of them soon.
fn come_and_go(token: String, request: Arc<[u8]>) -> Conversation {
    let state = Arc::new(Mutex::new(ComeAndGo::default()));
    let asking = Arc::clone(&state);
    Conversation {
        ask: Box::new(move |_turn, output| {
            let Ok(mut state) = asking.lock() else { return };
            match state.attached.take() {
                Some(id) => {
                    let request = Request::delete(&format!("{ATTACHMENTS}/{id}"));
                    request.bearer(&token).write(output);
                    state.is_deleting = true;
                }
                None => {
                    output.extend_from_slice(&request);
                    state.is_deleting = false;
                }
            }
        }),
        any_success: true,
        hear: Box::new(move |body| {
            let Ok(mut state) = state.lock() else { return };
            let answer: Option<Value> = serde_json::from_slice(body).ok();
            // A deletion answers with what is deleted, whose id is of no use.
            let id = answer.and_then(|answer| answer["id"].as_i64());
            state.attached = id.filter(|_| !state.is_deleting);
        }),
    }
}

/// Where a connection stands with its one file.
#[derive(Default)]
struct ComeAndGo {
    attached: Option<i64>,
    is_deleting: bool,
}

async fn download_attachment(client: Client) -> Result<Plan> {
    let token = token(&client).await?;
    let request = Request::post(ATTACHMENTS)
        .bearer(&token)
        .file("filename", FILE_BYTES);
    let created = client.json(&request).await?;
    let request = Request::get(&format!("{ATTACHMENTS}/{}/download", created["id"])).bearer(&token);
    Ok(repeat(&request))
}

/// Every connection asks the same, for ever.
fn repeat(request: &Request) -> Plan {
    let request: Arc<[u8]> = request.bytes().into();
    Plan {
        conversation: Box::new(move |_position| Conversation::repeat(Arc::clone(&request))),
        verify: None,
    }
}

async fn token(client: &Client) -> Result<String> {
    let credentials = client.credentials("procfy").await?;
    Ok(text(&credentials, "/token")?.to_owned())
}
