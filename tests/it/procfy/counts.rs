//! Lists say how many there are without counting them: what they say is held against the transactions one by one.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::{TRANSACTIONS, ids};
use crate::support::{Client, Sandbox};

/// What may happen to transactions. Places are those among the ones that there are.
#[derive(Debug, Clone)]
enum Step {
    Create(Value),
    Update(usize, Value),
    Delete(usize),
}

/// A body in which few values stand for each attribute, and sometimes none.
fn body() -> impl Strategy<Value = Value> {
    let days = prop::sample::select(vec!["2025-02-10", "2025-03-01", "2026-01-31"]);
    let of = |ids: &[i64]| {
        let ids = ids.iter().map(|id| json!(id)).chain([Value::Null]);
        prop::sample::select(ids.collect::<Vec<Value>>())
    };
    let ids = (1_i64..4, of(&[1, 3, 57]), of(&[48, 49]), of(&[58, 59]));
    (days, ids).prop_map(|(due_date, (account, category, contact, center))| {
        json!({
            "due_date": due_date, "bank_account_id": account, "category_id": category,
            "contact_id": contact, "cost_center_id": center,
        })
    })
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        body().prop_map(Step::Create),
        (0_usize..60, body()).prop_map(|(place, body)| Step::Update(place, body)),
        (0_usize..60).prop_map(Step::Delete),
    ]
}

/// Query parameters and whether a transaction is kept by them.
type Narrowed = (&'static str, fn(&Value) -> bool);

const FILTERS: &[Narrowed] = &[
    ("", |_| true),
    ("start_date=2025-03-01", |one| {
        one["due_date"].as_str() >= Some("2025-03-01")
    }),
    ("end_date=2025-03-01&bank_account_ids[]=2", |one| {
        one["due_date"].as_str() <= Some("2025-03-01") && one["bank_account_id"] == 2
    }),
    ("category_ids[]=1&category_ids[]=57&cost_center_ids=58", |one| {
        (one["category_id"] == 1 || one["category_id"] == 57) && one["cost_center_id"] == 58
    }),
    ("contact_ids[]=48&bank_account_ids[]=1&bank_account_ids[]=3", |one| {
        one["contact_id"] == 48 && one["bank_account_id"] != 2
    }),
    // What has none is kept by no id.
    ("category_ids[]=0&category_ids[]=-1", |_| false),
    ("cost_center_ids[]=x", |_| false),
];

async fn all(procfy: &Client) -> Vec<Value> {
    let list = procfy.get(&format!("{TRANSACTIONS}?items=10000")).await;
    list.json()["data"].as_array().unwrap().clone()
}

async fn take(procfy: &Client, step: Step) {
    let there = ids(&procfy.get(&format!("{TRANSACTIONS}?items=10000")).await);
    let path = |place: usize| format!("{TRANSACTIONS}/{}", there[place % there.len()]);
    let answer = match step {
        Step::Create(body) => procfy.post(TRANSACTIONS, &body).await,
        Step::Update(place, body) => procfy.put(&path(place), &body).await,
        Step::Delete(place) => procfy.delete(&path(place)).await,
    };
    // A transfer stays out of the account that it goes to.
    assert!([200, 201, 422].contains(&answer.status), "{answer}");
}

#[test]
fn a_list_counts_what_a_filter_keeps_whatever_was_done() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig {
        cases: 8,
        failure_persistence: None,
        ..ProptestConfig::default()
    });
    let case = std::cell::Cell::new(0);
    let ran = runner.run(&prop::collection::vec(step(), 1..30), |steps| {
        case.set(case.get() + 1);
        runtime.block_on(async {
            let sandbox = Sandbox::new(&format!("procfy-counts-{}", case.get())).await;
            let procfy = sandbox.procfy();
            for step in steps {
                take(&procfy, step).await;
            }
            let all = all(&procfy).await;
            for (query, keeps) in FILTERS {
                let kept: Vec<i64> = all
                    .iter()
                    .filter(|one| keeps(one))
                    .map(|one| one["id"].as_i64().unwrap())
                    .collect();
                let path = format!("{TRANSACTIONS}?items=7&{query}");
                let mut paged = Vec::new();
                for page in 1..=kept.len().div_ceil(7).max(1) {
                    let list = procfy.get(&format!("{path}&page={page}")).await;
                    prop_assert_eq!(&list.json()["page"]["count"], kept.len(), "{}", query);
                    paged.extend(ids(&list));
                }
                prop_assert_eq!(paged, kept, "{}", query);
            }
            Ok(())
        })
    });
    if let Err(error) = ran {
        panic!("{error}");
    }
}

/// 20,000 transactions: of category 1 the first one and all behind the 5,000th, of category 3 every 999th of the others.
async fn many(sandbox: &Sandbox) {
    let mut connection = sandbox.world.store.connection().await.unwrap();
    let insert = "with recursive n(n) as (select 100 union all select n + 1 from n where n < 20099)
        insert into procfy_transaction (id, front, back, bank_account_id, category_id)
        select n, json_object('id', n, 'due_date', '2026-02-0' || (1 + n % 9)), '{\"description\":null}', 1 + n % 3,
               case when n = 100 or n > 5099 then 1 when n % 999 = 0 then 3 end
        from n";
    sqlx::query(insert).execute(&mut *connection).await.unwrap();
}

#[tokio::test]
async fn a_page_of_many_begins_with_the_least_id_however_they_are_spread() {
    let sandbox = Sandbox::new("procfy-counts-many").await;
    let procfy = sandbox.procfy();
    many(&sandbox).await;
    let since = "start_date=2026-02-01&items=4";
    for (query, count, first) in [
        ("", 20_000, vec![100, 101, 102, 103]),
        // Few of all that are walked by.
        ("&category_ids[]=3", 5, vec![999, 1998, 2997, 3996]),
        ("&category_ids[]=3&page=2", 5, vec![4995]),
        // One early, and all others late: farther than they are walked to.
        ("&category_ids[]=1", 15_001, vec![100, 5100, 5101, 5102]),
        (
            "&category_ids[]=1&bank_account_ids[]=2&page=2",
            5_001,
            vec![5110, 5113, 5116, 5119],
        ),
        // So are those of one account and one category.
        (
            "&category_ids[]=3&bank_account_ids[]=1&items=3",
            5,
            vec![999, 1998, 2997],
        ),
        ("&page=5000", 20_000, vec![20_096, 20_097, 20_098, 20_099]),
    ] {
        let list = procfy.get(&format!("{TRANSACTIONS}?{since}{query}")).await;
        assert_eq!(
            (&list.json()["page"]["count"], ids(&list)),
            (&json!(count), first),
            "{query}"
        );
    }
}
