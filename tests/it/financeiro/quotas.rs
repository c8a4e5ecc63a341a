//! The quota: a hundred calls in a minute of the world's clock.

use futures_util::future::join_all;

use crate::support::Sandbox;

#[tokio::test]
async fn of_many_calls_at_once_exactly_a_hundred_pass_and_another_token_has_its_own() {
    let sandbox = Sandbox::new("quota-load").await;
    let one = sandbox.financeiro(&[1]).await;
    let other = sandbox.financeiro(&[1]).await;
    let asked = (0..130).map(|_| one.get("/people/816")).collect::<Vec<_>>();
    let answers = join_all(asked).await;
    assert_eq!(answers.iter().filter(|answer| answer.status == 200).count(), 100);
    assert_eq!(answers.iter().filter(|answer| answer.status == 429).count(), 30);
    assert_eq!(other.get("/people/816").await.header("x-ratelimit-remaining"), "99");
}

#[tokio::test]
async fn the_next_minute_begins_on_the_minute() {
    let sandbox = Sandbox::at("quota-edge", "2026-03-16T17:43:53Z").await;
    let one = sandbox.financeiro(&[1]).await;
    let first = one.get("/taxes").await;
    assert_eq!(first.header("x-ratelimit-reset"), "Mon, 16 Mar 2026 17:44:00 GMT");
    sandbox.advance("PT6.999S").await;
    assert_eq!(one.get("/taxes").await.header("x-ratelimit-remaining"), "98");
    sandbox.advance("PT0.001S").await;
    let next = one.get("/taxes").await;
    assert_eq!(next.header("x-ratelimit-remaining"), "99");
    assert_eq!(next.header("x-ratelimit-reset"), "Mon, 16 Mar 2026 17:45:00 GMT");
}

#[tokio::test]
async fn refused_calls_count_and_lost_addresses_do_not() {
    let sandbox = Sandbox::new("quota-counted").await;
    let one = sandbox.financeiro(&[1]).await;
    assert_eq!(one.get("/people/1").await.header("x-ratelimit-remaining"), "99");
    assert!(!one.get("/nowhere").await.headers.contains_key("x-ratelimit-remaining"));
    assert_eq!(one.get("/people/1").await.header("x-ratelimit-remaining"), "98");
}

#[tokio::test]
async fn two_tokens_at_once_pass_a_hundred_times_each_in_every_minute() {
    let sandbox = Sandbox::at("quota-two", "2026-03-16T17:43:59.999Z").await;
    let (one, other) = (
        sandbox.financeiro(&[1]).await,
        sandbox.financeiro(&[1, 2]).await.with("account_id", "2"),
    );
    // The last millisecond of a minute, and the first one of the next.
    for _ in 0..2 {
        let both = (0..120).flat_map(|_| [one.get("/taxes/1"), other.get("/taxes/1")]);
        let answers = join_all(both.collect::<Vec<_>>()).await;
        for (place, name) in ["one", "other"].into_iter().enumerate() {
            let own = answers.iter().skip(place).step_by(2);
            let mut left: Vec<i64> = own
                .clone()
                .map(|answer| answer.header("x-ratelimit-remaining").parse().unwrap())
                .collect();
            left.sort_unstable();
            assert_eq!(left, (-20..100).collect::<Vec<_>>(), "{name}");
            assert_eq!(own.filter(|answer| answer.status == 200).count(), 100);
        }
        sandbox.advance("PT0.001S").await;
    }
    // The second minute has all but two milliseconds left, and then is over.
    sandbox.advance("PT59.998S").await;
    assert_eq!(one.get("/taxes/1").await.status, 429);
    sandbox.advance("PT0.001S").await;
    let next = one.get("/taxes/1").await;
    assert_eq!(next.header("x-ratelimit-remaining"), "99");
}
