//! Financeiro under load: a person in both formats, a page of receivables, and a search of very many transactions.

use std::fmt::Write as _;
use std::sync::Arc;

use serde_json::json;

use crate::Result;
use crate::client::{Client, text};
use crate::conversation::Conversation;
use crate::request::Request;
use crate::scenario::{Plan, Scenario, Target};

/// A person as JSON.
const SHOW_PERSON: Scenario = Scenario {
    slug: "financeiro",
    operation: "showPerson",
    prepare: |client, _| Box::pin(show_person(client, "/financeiro/people/816.json")),
    expected_status: 200,
    target: Target::OfTheFloor(0.18),
};

/// The same person as XML.
const SHOW_PERSON_XML: Scenario = Scenario {
    slug: "financeiro",
    operation: "showPerson.xml",
    prepare: |client, _| Box::pin(show_person(client, "/financeiro/people/816.xml")),
    expected_status: 200,
    target: Target::OfTheFloor(0.15),
};

/// A page of fifty receivables.
const LIST_RECEIVABLES: Scenario = Scenario {
    slug: "financeiro",
    operation: "listReceivableAccounts",
    prepare: |client, _| Box::pin(list_receivables(client)),
    expected_status: 200,
    target: Target::OfTheFloor(0.05),
};

/// Pages and searches of `AREIA_BENCH_TRANSACTIONS` transactions, in turn: the first page, deep ones, the last one, and
/// what each kind of indexed predicate finds.
const SEARCH_TRANSACTIONS: Scenario = Scenario {
    slug: "financeiro",
    operation: "listFinancialTransactions",
    prepare: |client, _| Box::pin(search_transactions(client)),
    expected_status: 200,
    target: Target::P99(10_000),
};

pub(crate) const SCENARIOS: &[Scenario] = &[SHOW_PERSON, SHOW_PERSON_XML, LIST_RECEIVABLES, SEARCH_TRANSACTIONS];

/// How many transactions the target of the search is for.
const JUDGED_TRANSACTIONS: u32 = 1_000_000;

/// How many there are where the environment does not say.
const USUAL_TRANSACTIONS: u32 = 40_000;

/// As many as one statement may have.
const STATEMENT_ITEMS: u32 = 20_000;

const DEPOSIT_ACCOUNT: &str = "/financeiro/entities/2593/deposit_accounts/402";

async fn show_person(client: Client, path: &str) -> Result<Plan> {
    let token = unlimited(&client).await?;
    Ok(in_turn(&[Request::get(path).basic(&token, "")]))
}

async fn list_receivables(client: Client) -> Result<Plan> {
    let token = unlimited(&client).await?;
    let path = "/financeiro/entities/2593/receivable_accounts";
    for number in 0..50 {
        let account = json!({"receivable_account": {
            "due_date": format!("2014-{:02}-{:02}", 1 + number % 12, 1 + number % 28),
            "amount": format!("{number}.5"),
            "description": "Encomenda de pães",
            "person_id": 816,
        }});
        let request = Request::post(path).basic(&token, "").json(&account);
        client.json(&request).await?;
    }
    Ok(in_turn(&[Request::get(path).basic(&token, "")]))
}

async fn search_transactions(client: Client) -> Result<Plan> {
    let token = unlimited(&client).await?;
    let count = match std::env::var("AREIA_BENCH_TRANSACTIONS") {
        Ok(text) => text.parse()?,
        Err(_) => USUAL_TRANSACTIONS,
    };
    if count < JUDGED_TRANSACTIONS {
        println!("  over {count} transactions, which says nothing of the target: that is for {JUDGED_TRANSACTIONS}");
    }
    let path = format!("{DEPOSIT_ACCOUNT}/bank_statements");
    for first in (0..count).step_by(STATEMENT_ITEMS as usize) {
        let statement = statement(first, STATEMENT_ITEMS.min(count - first));
        let part = Request::post(&path).basic(&token, "");
        client
            .json(&part.content("bank_statement[file]", "extrato.ofx", statement.as_bytes()))
            .await?;
    }
    let queries = [
        String::new(),
        "?page=2&per_page=50".to_owned(),
        format!("?page={}", count / 40),
        format!("?page={}", count / 20),
        "?search[occurred_at_gte]=01/03/2015&search[occurred_at_lte]=31/03/2015".to_owned(),
        "?search[occurred_at_lt]=2016-01-01&page=100".to_owned(),
        "?search[type_equals]=Debit".to_owned(),
        format!("?search[type]=Credit&page={}", count / 80),
        "?search[type_eq]=Credit&search[occurred_at_gte]=2015-06-01".to_owned(),
        "?search[amount_equals]=-77.5".to_owned(),
        "?search[amount_gt]=900&search[meta_sort]=amount.asc".to_owned(),
        "?search[bank_statement_id_equals]=1&page=3".to_owned(),
        "?search[meta_sort]=amount.desc&page=2".to_owned(),
        "?search[id_equals]=600".to_owned(),
        "?search[person_id_equals]=817".to_owned(),
        "?search[document_equals]=000777".to_owned(),
    ];
    let path = format!("{DEPOSIT_ACCOUNT}/financial_transactions");
    let requests = queries.map(|query| Request::get(&format!("{path}{}", brackets(&query))).basic(&token, ""));
    Ok(in_turn(&requests))
}

/// Brackets as clients send them.
fn brackets(query: &str) -> String {
    query.replace('[', "%5B").replace(']', "%5D")
}

/// An OFX statement of `count` items, the first of which is the `first` of all.
fn statement(first: u32, count: u32) -> String {
    let mut statement = String::from("OFXHEADER:100\n\n<OFX><BANKTRANLIST>\n");
    for number in first..first + count {
        let sign = if number % 3 == 0 { "-" } else { "" };
        // Writing to a text cannot fail.
        let _ = writeln!(
            statement,
            "<STMTTRN><DTPOSTED>{}{:02}{:02}<TRNAMT>{sign}{}.5<FITID>{number}<CHECKNUM>{number:06}<MEMO>Venda {number}</STMTTRN>",
            2010 + number % 10,
            1 + number / 10 % 12,
            1 + number / 120 % 28,
            1 + number % 1_000,
        );
    }
    statement + "</BANKTRANLIST></OFX>\n"
}

/// Every connection asks these in turn, for ever.
fn in_turn(requests: &[Request]) -> Plan {
    let requests: Arc<[Vec<u8>]> = requests.iter().map(Request::bytes).collect();
    Plan {
        conversation: Box::new(move |position| {
            let requests = Arc::clone(&requests);
            Conversation {
                ask: Box::new(move |turn, output| {
                    let place = (position + turn as usize) % requests.len();
                    output.extend_from_slice(&requests[place]);
                }),
                any_success: false,
                hear: Box::new(|_| {}),
            }
        }),
        verify: None,
        server: None,
    }
}

/// The first token, whose account may call as often as it likes.
async fn unlimited(client: &Client) -> Result<String> {
    let settings = json!({"requests_per_minute": u32::MAX});
    client
        .json(&Request::put("/_areia/financeiro/accounts/1").json(&settings))
        .await?;
    let credentials = client.credentials("financeiro").await?;
    Ok(text(&credentials, "/token")?.to_owned())
}
