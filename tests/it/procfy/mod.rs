//! Procfy, file by file as in `src/providers/procfy`.

mod attachments;
mod balances;
mod bank_accounts;
mod bodies;
mod catalogue;
mod contacts;
mod counts;
mod documents;
mod downloads;
mod errors;
mod filters;
mod pages;
mod seed;
mod tokens;
mod transactions;
mod uploads;

use serde_json::{Value, json};

use crate::support::{Answer, Client, Sandbox, server};

/// The addresses.
const TRANSACTIONS: &str = "/api/v1/transactions";
const BANK_ACCOUNTS: &str = "/api/v1/bank_accounts";
const CONTACTS: &str = "/api/v1/contacts";
const CATEGORIES: &str = "/api/v1/categories";
const COST_CENTERS: &str = "/api/v1/cost_centers";
const USERS: &str = "/api/v1/users";

/// Creates something and answers with its id.
async fn create(client: &Client, path: &str, body: &Value) -> i64 {
    let created = client.post(path, body).await;
    assert_eq!(created.status, 201, "{created}");
    created.json()["id"].as_i64().unwrap()
}

/// The ids of a list, in its order.
fn ids(list: &Answer) -> Vec<i64> {
    assert_eq!(list.status, 200, "{list}");
    let list = list.json();
    let data = list["data"].as_array().unwrap();
    data.iter().map(|one| one["id"].as_i64().unwrap()).collect()
}

/// The status and the description of a refusal.
fn refusal(answer: &Answer) -> String {
    format!("{} {}", answer.status, answer.member("/description"))
}

/// Asserts that an answer has the members of the documentation's example, each with its value.
fn assert_shows(answer: &Value, example: &Value) {
    match (answer, example) {
        (Value::Object(shown), Value::Object(members)) => {
            for (name, value) in members {
                assert_shows(
                    shown.get(name).unwrap_or_else(|| panic!("no {name} in {answer}")),
                    value,
                );
            }
        }
        (Value::Array(shown), Value::Array(items)) => {
            for (shown, item) in shown.iter().zip(items) {
                assert_shows(shown, item);
            }
            assert!(shown.len() >= items.len(), "{answer} beside {example}");
        }
        _ => assert_eq!(answer, example),
    }
}

/// What creates a paid transaction of 1,000.00 in bank account 1.
fn paid(transaction_type: &str) -> Value {
    json!({
        "name": "Pagamento", "amount_cents": 100_000, "transaction_type": transaction_type,
        "bank_account_id": 1, "due_date": "2026-03-16", "paid": true,
    })
}

impl Sandbox {
    /// Procfy, opened by a token that may do everything.
    pub(crate) fn procfy(&self) -> Client {
        let token = self.credential("procfy", "token");
        Client::new(server().base_url("procfy")).with("authorization", &format!("Bearer {token}"))
    }
}
