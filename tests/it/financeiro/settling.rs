//! Many at once pay, receive and undo, and move money: what is there at last is what one of them said.

use futures_util::future::{BoxFuture, FutureExt as _, join_all};
use serde_json::{Value, json};

use crate::support::{Answer, Client, Sandbox};

async fn unlimited(name: &str) -> (Sandbox, Client) {
    let sandbox = Sandbox::new(name).await;
    let limit = json!({"requests_per_minute": 10_000});
    sandbox.control().put("/financeiro/accounts/2", &limit).await;
    let wire = sandbox.financeiro(&[2]).await;
    (sandbox, wire)
}

/// What a settlement says: the total and the day go together.
fn settlement(root: &str, place: u32) -> Value {
    json!({root: {"total_amount": format!("{place}.25"), "occurred_at": format!("2026-01-{place:02}")}})
}

/// Status, total and day of an account.
fn state(account: &Value) -> (i64, Value, Value) {
    let status = account["status"].as_i64().unwrap();
    (status, account["total_amount"].clone(), account["occurred_at"].clone())
}

#[tokio::test]
async fn of_many_who_pay_at_once_one_is_the_last_and_none_is_mixed() {
    let (_sandbox, wire) = unlimited("settling").await;
    for (many, root, settle, undo) in [
        (
            "/entities/3798/payable_accounts",
            "payable_account",
            "pay",
            "undo_payment",
        ),
        (
            "/entities/3798/receivable_accounts",
            "receivable_account",
            "receive",
            "undo_receivement",
        ),
    ] {
        let made = json!({root: {"due_date": "2026-01-01", "amount": 10, "description": "Uma vez"}});
        let made = wire.post(many, &made).await.json();
        let one = format!("{many}/{}", made[root]["id"]);
        let places = 1..=12;
        let bodies: Vec<Value> = places.clone().map(|place| settlement(root, place)).collect();
        let (paid, undone) = (format!("{one}/{settle}"), format!("{one}/{undo}"));
        let answers = join_all(bodies.iter().map(|body| wire.put(&paid, body))).await;
        let said: Vec<_> = answers
            .iter()
            .map(|answer| {
                assert_eq!(answer.status, 200, "{answer}");
                state(&answer.json()[root])
            })
            .collect();
        for (place, said) in places.clone().zip(&said) {
            let own = (2, json!(format!("{place}.25")), json!(format!("2026-01-{place:02}")));
            assert_eq!(*said, own);
        }
        let last = state(&wire.get(&one).await.json()[root]);
        assert!(said.contains(&last), "{last:?}");
        // Some pay, some take it back.
        let empty = json!({});
        let mixed: Vec<BoxFuture<'_, Answer>> = bodies
            .iter()
            .flat_map(|body| [wire.put(&paid, body).boxed(), wire.put(&undone, &empty).boxed()])
            .collect();
        let answers = join_all(mixed).await;
        assert!(answers.iter().all(|answer| answer.status == 200));
        let last = wire.get(&one).await.json()[root].clone();
        let taken_back = (1, Value::Null, Value::Null);
        let state = state(&last);
        assert!(state == taken_back || said.contains(&state), "{state:?}");
        let relations: Vec<&Value> = last["links"]
            .as_array()
            .unwrap()
            .iter()
            .map(|link| &link["rel"])
            .collect();
        let next = if state == taken_back { settle } else { undo };
        assert_eq!(relations, ["self", "destroy", next]);
        assert_eq!(
            (&last["description"], &last["amount"]),
            (&json!("Uma vez"), &json!("10.0"))
        );
    }
}

/// A deposit account's balance, and what its transactions add up to from the first one on, in hundredths.
async fn balances(wire: &Client, account: &str) -> (i64, i64) {
    let hundredths = |text: &Value| {
        let number: f64 = text.as_str().unwrap().parse().unwrap();
        (number * 100.0).round() as i64
    };
    let shown = wire.get(account).await.json()["deposit_account"].clone();
    let all = wire
        .get(&format!("{account}/financial_transactions?per_page=500"))
        .await
        .json();
    let sum: i64 = all
        .as_array()
        .unwrap()
        .iter()
        .map(|one| hundredths(&one["financial_transaction"]["amount"]))
        .sum();
    (
        hundredths(&shown["calculated_balance"]),
        hundredths(&shown["initial_balance"]) + sum,
    )
}

#[tokio::test]
async fn a_balance_is_what_the_transactions_add_up_to_however_many_move_at_once() {
    let (_sandbox, wire) = unlimited("settling-balance").await;
    let account = "/entities/3798/deposit_accounts/403";
    let many = format!("{account}/financial_transactions");
    let body = |place: i64| {
        json!({"financial_transaction": {
            "type": if place % 3 == 0 { "Debit" } else { "Credit" },
            "amount": format!("{place}.{:02}", place % 100), "occurred_at": format!("2026-01-{:02}", place % 28 + 1),
        }})
    };
    let bodies: Vec<Value> = (1..=24).map(body).collect();
    let made = join_all(bodies.iter().map(|body| wire.post(&many, body))).await;
    let ones: Vec<String> = made
        .iter()
        .map(|answer| format!("{many}/{}", answer.json()["financial_transaction"]["id"]))
        .collect();
    let (shown, added) = balances(&wire, account).await;
    assert_eq!(shown, added);
    let flip = json!({"financial_transaction": {"type": "Debit", "amount": "7.5", "occurred_at": "2025-12-31"}});
    let mixed: Vec<BoxFuture<'_, Answer>> = ones
        .iter()
        .enumerate()
        .flat_map(|(place, one)| match place % 2 {
            0 => [wire.put(one, &flip).boxed(), wire.delete(one).boxed()],
            _ => [wire.put(one, &flip).boxed(), wire.put(one, &bodies[place]).boxed()],
        })
        .collect();
    let answers = join_all(mixed).await;
    // A transaction is changed before it is deleted, or is not there any more.
    assert!(answers.iter().all(|answer| matches!(answer.status, 200 | 404)));
    let (shown, added) = balances(&wire, account).await;
    assert_eq!(shown, added);
    let left = wire.get(&format!("{many}?per_page=500")).await.json();
    assert_eq!(left.as_array().unwrap().len(), 12 + 1);
}
