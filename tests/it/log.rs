//! The log on standard error: what a line looks like, and that a reader who does not read stops nobody.

use std::io::Read as _;

use insta::assert_snapshot;
use serde_json::Value;

use crate::support::Client;
use crate::support::process::Process;

/// A path that makes its line of the log long.
fn long_path() -> String {
    format!("/{}", "long/".repeat(1_600))
}

#[tokio::test]
async fn an_unread_standard_error_stops_nobody_and_is_told_when_it_is_read() {
    let mut server = Process::start(&[]);
    let client = Client::new(format!("{}/contaazul", server.url()));
    // Some two megabytes: more than a pipe and the queue hold together.
    for _ in 0..250 {
        assert_eq!(client.get(&long_path()).await.status, 404);
    }
    assert_eq!(server.control().get("/health").await.status, 200);
    let metrics = server.control().get("/metrics").await.text();
    let dropped = metrics
        .lines()
        .find_map(|line| line.strip_prefix("areia_log_dropped_lines "));
    let dropped: u64 = dropped.unwrap().parse().unwrap();
    assert!((1..250).contains(&dropped), "{dropped}");

    let mut stderr = server.stderr();
    let reading = std::thread::spawn(move || {
        let mut log = String::new();
        stderr.read_to_string(&mut log).unwrap();
        log
    });
    server.signal("TERM");
    assert_eq!(server.end().await.code(), Some(0));
    let log = reading.join().unwrap();
    let told = format!("areia: {dropped} lines of the log were dropped, since nobody read standard error");
    assert!(log.contains(&told), "{log}");
    let kept = log.lines().filter(|line| line.contains(" contaazul GET /")).count() as u64;
    assert_eq!(kept, 250 - dropped);
}

#[tokio::test]
async fn an_unread_standard_error_does_not_outlast_the_signal_to_end() {
    let mut server = Process::start(&[]);
    let client = Client::new(format!("{}/contaazul", server.url()));
    for _ in 0..30 {
        client.get(&long_path()).await;
    }
    server.signal("TERM");
    assert_eq!(server.end().await.code(), Some(0));
}

#[tokio::test]
async fn a_line_is_a_json_object_where_that_is_asked_for() {
    let server = Process::start(&["--log-format", "json"]);
    let client = Client::new(format!("{}/contaazul", server.url()));
    client.get("/v1/sales").await;
    let log = server.stop().await;
    let mut line: Value = serde_json::from_str(log.trim_end()).unwrap();
    assert!(line["time"].as_str().unwrap().ends_with('Z'));
    assert!(line["duration_ms"].as_f64().unwrap() >= 0.0);
    line["time"] = "when".into();
    line["duration_ms"] = 0.into();
    assert_snapshot!(
        line,
        @r#"{"time":"when","provider":"contaazul","operation":"listSales","status":401,"duration_ms":0,"world":"default","explanation":"The request carries no access token: neither a Bearer header nor an access_token parameter."}"#
    );
}
