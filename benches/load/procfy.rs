//! Procfy under load: a transaction, a filtered list of very many, and files.

use std::sync::{Arc, Mutex};

use serde_json::Value;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions as _, Connection as _};
use tempfile::TempDir;

use crate::Result;
use crate::client::{Client, text};
use crate::conversation::Conversation;
use crate::process::Process;
use crate::request::Request;
use crate::scenario::{Plan, Scenario, Target};

/// A transaction by its id, with the records that it shows of others.
const FIND_TRANSACTION: Scenario = Scenario {
    slug: "procfy",
    operation: "findTransaction",
    prepare: |client, _| Box::pin(find_transaction(client)),
    expected_status: 200,
    target: Target::OfTheFloor(0.18),
};

/// The first page of what three filters keep of a million transactions, which stand in a file: created one by one they
/// would take minutes. Each request asks for another year, bank account and category than the one before.
const LIST_TRANSACTIONS: Scenario = Scenario {
    slug: "procfy",
    operation: "listTransactions",
    prepare: |client, _| Box::pin(list_transactions(client)),
    expected_status: 200,
    target: Target::P99(15_000),
};

/// 200 MB a second of files that come and go: each is deleted before the next, so half of the requests are uploads, and
/// the latencies are those of both.
const CREATE_ATTACHMENT: Scenario = Scenario {
    slug: "procfy",
    operation: "createAttachment",
    prepare: |client, _| Box::pin(create_attachment(client)),
    expected_status: 201,
    target: Target::PerSecond(40.0),
};

/// 200 MB a second of one file.
const DOWNLOAD_ATTACHMENT: Scenario = Scenario {
    slug: "procfy",
    operation: "downloadAttachment",
    prepare: |client, _| Box::pin(download_attachment(client)),
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

/// A million transactions over twenty years, three bank accounts and six categories, put where Areia keeps them.
const INSERT: &str = "
    with recursive n(n) as (select 0 union all select n + 1 from n where n < 999999)
    insert into procfy_transaction (id, front, back, bank_account_id, category_id)
    select n + 100,
        json_object('id', n + 100, 'name', 'Venda', 'amount_cents', n, 'amount_currency', 'BRL',
            'transaction_type', 'revenue', 'payment_method', 'no_payment_method', 'payment_type', 'on_cash',
            'due_date', format('20%02d-%02d-%02d', n / 7 % 20, 1 + n % 12, 1 + n % 28), 'paid', json('false')),
        json_object('description', null, 'paid_at', null, 'competency_date', null, 'document_number', null,
            'installment_number', null, 'installment_total', null, 'exchanged_amount_cents', n,
            'exchanged_amount_currency', 'BRL', 'transfer_to_id', null,
            'created_at', '2026-01-01T00:00:00.000-03:00'),
        1 + n % 3, 1 + n / 3 % 6
    from n";

async fn find_transaction(client: Client) -> Result<Plan> {
    let token = token(&client).await?;
    let request = Request::get(&format!("{TRANSACTIONS}/39")).bearer(&token);
    Ok(Plan::repeat(&request))
}

async fn list_transactions(_: Client) -> Result<Plan> {
    let server = Process::areia_in(TempDir::new()?)?;
    let client = Client::new(server.address);
    let token = token(&client).await?;
    // The world's file is made when it is first asked for something.
    client.json(&Request::get(TRANSACTIONS).bearer(&token)).await?;
    let directory = server.stop().ok_or("the server had no directory")?;
    let file = directory.path().join("default.sqlite");
    let options = SqliteConnectOptions::new().filename(file);
    let mut world = options.connect().await?;
    sqlx::query(INSERT).execute(&mut world).await?;
    world.close().await?;
    Ok(Plan {
        conversation: Box::new(move |position| filtered(token.clone(), position as u64)),
        verify: None,
        server: Some(Process::areia_in(directory)?),
    })
}

/// Lists with three filters, other ones each time.
fn filtered(token: String, position: u64) -> Conversation {
    Conversation {
        ask: Box::new(move |turn, output| {
            let turn = turn + position;
            let (year, account, category) = (turn % 20, 1 + turn % 3, 1 + turn / 3 % 6);
            let query = format!(
                "start_date=20{year:02}-01-01&end_date=20{year:02}-12-31\
                 &bank_account_ids[]={account}&category_ids[]={category}"
            );
            let request = Request::get(&format!("{TRANSACTIONS}?{query}"));
            request.bearer(&token).write(output);
        }),
        any_success: false,
        hear: Box::new(|_| ()),
    }
}

async fn create_attachment(client: Client) -> Result<Plan> {
    let token = token(&client).await?;
    let request = Request::post(ATTACHMENTS).bearer(&token).file("filename", FILE_BYTES);
    let request: Arc<[u8]> = request.bytes().into();
    Ok(Plan {
        conversation: Box::new(move |_position| come_and_go(token.clone(), Arc::clone(&request))),
        verify: None,
        server: None,
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
    let request = Request::post(ATTACHMENTS).bearer(&token).file("filename", FILE_BYTES);
    let created = client.json(&request).await?;
    let request = Request::get(&format!("{ATTACHMENTS}/{}/download", created["id"])).bearer(&token);
    Ok(Plan::repeat(&request))
}

async fn token(client: &Client) -> Result<String> {
    let credentials = client.credentials("procfy").await?;
    Ok(text(&credentials, "/token")?.to_owned())
}
