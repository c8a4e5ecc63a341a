//! Balances equal a recomputation from scratch, whatever was done.

use std::collections::BTreeMap;

use proptest::prelude::*;
use serde_json::{Value, json};

use super::{BANK_ACCOUNTS, TRANSACTIONS};
use crate::support::{Client, Sandbox};

/// One call that may move a balance.
#[derive(Debug, Clone)]
enum Step {
    Create(Value),
    Change(usize, Value),
    Delete(usize),
    Begin(i64, i64),
}

fn attributes() -> impl Strategy<Value = Value> {
    let types = [
        "revenue",
        "fixed_expense",
        "variable_expense",
        "payroll",
        "tax",
        "transfer",
    ];
    let exchanged = prop_oneof![Just(Value::Null), (0..5_000_i64).prop_map(|cents| json!(cents))];
    let ends = (1..4_i64, 1..4_i64);
    (
        0..10_000_i64,
        prop::sample::select(types.to_vec()),
        any::<bool>(),
        ends,
        exchanged,
    )
        .prop_map(|(amount, transaction_type, paid, (from, to), exchanged)| {
            json!({
                "amount_cents": amount, "transaction_type": transaction_type, "paid": paid, "due_date": "2026-03-16",
                "bank_account_id": from, "transfer_to_id": to, "exchanged_amount_cents": exchanged,
            })
        })
}

/// A change of some members alone.
fn change() -> impl Strategy<Value = Value> {
    (attributes(), any::<u8>()).prop_map(|(all, kept)| {
        let members = all.as_object().unwrap().clone().into_iter().enumerate();
        let some = members.filter(|(place, _)| kept & (1 << place) != 0);
        Value::Object(some.map(|(_, member)| member).collect())
    })
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => attributes().prop_map(Step::Create),
        4 => (any::<usize>(), change()).prop_map(|(which, body)| Step::Change(which, body)),
        2 => any::<usize>().prop_map(Step::Delete),
        1 => (1..4_i64, -9_000..9_000_i64).prop_map(|(account, cents)| Step::Begin(account, cents)),
    ]
}

async fn all(procfy: &Client, list: &str) -> Vec<Value> {
    let answer = procfy.get(&format!("{list}?items=1000")).await.json();
    answer["data"].as_array().unwrap().clone()
}

async fn take(procfy: &Client, step: Step) {
    let transactions = all(procfy, TRANSACTIONS).await;
    let which = |number: usize| format!("{TRANSACTIONS}/{}", transactions[number % transactions.len()]["id"]);
    let answer = match step {
        Step::Create(body) => procfy.post(TRANSACTIONS, &body).await,
        Step::Change(number, body) => procfy.put(&which(number), &body).await,
        Step::Delete(number) => procfy.delete(&which(number)).await,
        Step::Begin(account, cents) => {
            let body = json!({"initial_balance_cents": cents});
            procfy.put(&format!("{BANK_ACCOUNTS}/{account}"), &body).await
        }
    };
    // A transfer may have been to its own account.
    assert!([200, 201, 422].contains(&answer.status), "{answer}");
}

/// What the balances should be, from nothing but what is shown.
async fn recomputed(procfy: &Client) -> BTreeMap<i64, i64> {
    let number = |one: &Value, name: &str| one[name].as_i64().unwrap();
    let accounts = all(procfy, BANK_ACCOUNTS).await;
    let begun = accounts
        .iter()
        .map(|one| (number(one, "id"), number(one, "initial_balance_cents")));
    let mut balances: BTreeMap<i64, i64> = begun.collect();
    for one in all(procfy, TRANSACTIONS).await {
        if one["paid"] == json!(false) {
            continue;
        }
        let (account, cents) = (number(&one, "bank_account_id"), number(&one, "exchanged_amount_cents"));
        let sign = if one["transaction_type"] == "revenue" { 1 } else { -1 };
        *balances.get_mut(&account).unwrap() += sign * cents;
        if one["transaction_type"] == "transfer" {
            *balances.get_mut(&number(&one, "transfer_to_id")).unwrap() += cents;
        }
    }
    balances
}

#[test]
fn balances_equal_a_recomputation_whatever_was_done() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig {
        cases: 12,
        failure_persistence: None,
        ..ProptestConfig::default()
    });
    let case = std::cell::Cell::new(0);
    let ran = runner.run(&prop::collection::vec(step(), 1..25), |steps| {
        case.set(case.get() + 1);
        runtime.block_on(async {
            let procfy = Sandbox::new(&format!("procfy-balances-{}", case.get())).await.procfy();
            for step in steps {
                take(&procfy, step).await;
            }
            let shown = all(&procfy, BANK_ACCOUNTS).await;
            let shown = shown
                .iter()
                .map(|one| (one["id"].as_i64().unwrap(), one["balance_cents"].as_i64().unwrap()));
            prop_assert_eq!(shown.collect::<BTreeMap<_, _>>(), recomputed(&procfy).await);
            Ok(())
        })
    });
    if let Err(error) = ran {
        panic!("{error}");
    }
}
