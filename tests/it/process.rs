//! The real program: what it prints, how it is told, how it ends.

use std::time::Duration;

use areia::clock::Stopwatch;
use areia::settings::Patience;
use areia::{Areia, Settings, providers};
use insta::assert_snapshot;

use crate::support::process::{Process, areia, run};
use crate::support::{Client, raw};

/// However slow the machine is, this is no second.
const SOON: Duration = Duration::from_millis(900);

const FIRST_HALF: &str = r#"{"name":"Um","#;
const SECOND_HALF: &str = r#""person_type":"NATURAL"}"#;

/// A request whose second half is still to come.
fn first_half(token: &str) -> String {
    let length = FIRST_HALF.len() + SECOND_HALF.len();
    let head = "POST /contaazul/v1/customers HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n";
    let rest = format!("authorization: Bearer {token}\r\ncontent-length: {length}\r\n\r\n");
    format!("{head}{rest}{FIRST_HALF}")
}

#[tokio::test]
async fn the_ready_line_is_the_last_one_and_bears_the_bound_address() {
    let server = Process::start(&["--public-url", "https://sandbox.example", "--seed", "7"]);
    let last = server.banner.lines().last().unwrap();
    let count = providers::ALL.len();
    let (beginning, took) = last.rsplit_once(", ").unwrap();
    assert_eq!(
        beginning,
        format!("areia is ready on http://{} ({count} providers, seed 7", server.address)
    );
    let milliseconds: u32 = took.strip_suffix(" ms)").unwrap().parse().unwrap();
    assert!(milliseconds < 60_000);
    assert!(
        server.banner.contains("https://sandbox.example/contaazul"),
        "{}",
        server.banner
    );
    assert_eq!(server.stop().await, "");
}

#[tokio::test]
async fn the_curl_lines_of_the_banner_work_as_printed() {
    let server = Process::start(&[]);
    let lines: Vec<&str> = server
        .banner
        .lines()
        .map(str::trim)
        .filter(|line| line.starts_with("curl "))
        .collect();
    assert_eq!(lines.len(), providers::ALL.len(), "{}", server.banner);
    for line in lines {
        let command = format!("{line} --silent --max-time 20 --write-out '%{{http_code}}' --output /dev/null");
        let output = std::process::Command::new("sh")
            .args(["-c", &command])
            .output()
            .unwrap();
        assert_eq!(String::from_utf8_lossy(&output.stdout), "200", "{line}");
    }
}

#[tokio::test]
async fn a_signal_ends_an_idle_server_at_once_and_well() {
    for signal in ["TERM", "INT"] {
        let mut server = Process::start(&[]);
        // A connection that is kept alive is no request under way.
        let mut idle = raw::Raw::connect(server.address).await;
        idle.write("GET /_areia/health HTTP/1.1\r\nhost: localhost\r\n\r\n")
            .await;
        assert_eq!(idle.answer().await.unwrap().status, 200);
        let begun = Stopwatch::start();
        server.signal(signal);
        assert_eq!(server.end().await.code(), Some(0), "{signal}");
        assert!(begun.elapsed() < SOON, "{signal}: {:?}", begun.elapsed());
    }
}

#[tokio::test]
async fn a_request_under_way_is_answered_before_the_end() {
    let mut server = Process::start(&[]);
    let token = server.announced("access_token").await;
    let mut slow = raw::Raw::connect(server.address).await;
    slow.write(first_half(&token)).await;
    // An answer on another connection says that the first half has been read before.
    server.control().get("/health").await;
    server.signal("TERM");
    slow.write(SECOND_HALF).await;
    let answer = slow.answer().await.unwrap();
    assert_eq!(answer.status, 201, "{answer}");
    assert_eq!(server.end().await.code(), Some(0));
}

#[tokio::test]
async fn a_request_that_never_ends_holds_the_end_up_for_a_second() {
    let mut server = Process::start(&[]);
    let token = server.announced("access_token").await;
    let mut stuck = raw::Raw::connect(server.address).await;
    stuck.write(first_half(&token)).await;
    let mut without_end = raw::Raw::connect(server.address).await;
    without_end.write("GET /contaazul/ HTTP/1.1\r\nhost:").await;
    server.control().get("/health").await;
    let begun = Stopwatch::start();
    server.signal("TERM");
    assert_eq!(server.end().await.code(), Some(0));
    assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());
}

#[tokio::test]
async fn a_slow_client_holds_nobody_up() {
    let server = Process::start(&[]);
    let token = server.announced("access_token").await;
    let mut slow = Vec::new();
    for _ in 0..20 {
        let mut connection = raw::Raw::connect(server.address).await;
        connection.write("GET /contaazul/v1/customers HTTP/1.1\r\nhos").await;
        slow.push(connection);
        let mut connection = raw::Raw::connect(server.address).await;
        connection.write(first_half(&token)).await;
        slow.push(connection);
    }
    let contaazul = server.contaazul(&token);
    for _ in 0..10 {
        assert_eq!(contaazul.get("/v1/customers").await.status, 200);
    }
}

#[tokio::test]
async fn a_header_with_too_much_in_it_is_refused_and_the_server_goes_on() {
    let server = Process::start(&[]);
    let many: String = (0..200).map(|number| format!("x-{number}: y\r\n")).collect();
    let large = format!("x: {}\r\n", "y".repeat(200_000));
    for fields in [many, large] {
        let request = format!("GET /contaazul/ HTTP/1.1\r\nhost: x\r\n{fields}\r\n");
        let answer = raw::exchange(server.address, request).await.unwrap();
        assert_eq!(answer.status, 431, "{} bytes: {answer}", fields.len());
    }
    let long = format!("GET /contaazul/{} HTTP/1.1\r\nhost: x\r\n\r\n", "x".repeat(200_000));
    let answer = raw::exchange(server.address, long).await.unwrap();
    assert!([414, 431].contains(&answer.status), "{answer}");
    assert_eq!(server.control().get("/health").await.status, 200);
}

#[tokio::test]
async fn health_says_whether_a_server_is_ready() {
    let mut server = Process::start(&[]);
    let address = server.address.to_string();
    let port = server.address.port().to_string();
    let health = run(&mut areia(&["health", "--listen", &address]));
    assert_eq!(
        (health.code, health.stdout.as_str(), health.stderr.as_str()),
        (0, "", "")
    );
    assert_eq!(
        run(areia(&["health"]).env("AREIA_LISTEN", format!("0.0.0.0:{port}"))).code,
        0
    );
    assert_eq!(
        run(areia(&["health"])
            .env("PORT", &port)
            .env("HTTP_PROXY", "http://127.0.0.1:1"))
        .code,
        0
    );
    server.kill();
    let health = run(&mut areia(&["health", "--listen", &address]));
    assert_eq!(health.code, 1);
    assert!(
        health
            .stderr
            .starts_with(&format!("areia: http://{address}/_areia/ready: ")),
        "{}",
        health.stderr
    );
}

#[tokio::test]
async fn a_flag_wins_over_the_environment_and_that_over_the_default() {
    let seed = |banner: &str| {
        banner
            .rsplit_once("seed ")
            .unwrap()
            .1
            .split(',')
            .next()
            .unwrap()
            .to_owned()
    };
    assert_eq!(seed(&Process::start(&[]).banner), "42");
    let mut command = areia(&["serve"]);
    command
        .env("AREIA_SEED", "5")
        .env("AREIA_LISTEN", "127.0.0.1:0,contaazul=127.0.0.1:0");
    let server = Process::of(&mut command);
    assert_eq!(seed(&server.banner), "5");
    assert!(
        server.banner.contains("  own listener   http://127.0.0.1:"),
        "{}",
        server.banner
    );
    let mut command = areia(&["--listen", "127.0.0.1:0", "--seed", "6"]);
    command.env("AREIA_SEED", "5").env("AREIA_LISTEN", "127.0.0.1:1");
    assert_eq!(seed(&Process::of(&mut command).banner), "6");
    let mut command = areia(&["--listen", "contaazul=127.0.0.1:0"]);
    // The default listener stays beside a provider's own.
    let server = Process::of(command.env("PORT", "0"));
    assert_eq!(server.control().get("/ready").await.status, 200);
}

#[test]
fn an_invalid_value_refuses_to_start_and_is_named() {
    for (arguments, variable, named) in [
        (&["--seed", "x"][..], "", ["--seed", "'x'"]),
        (&["--listen", "nowhere"], "", ["--listen", "'nowhere'"]),
        (&["--listen", "nobody=127.0.0.1:0"], "", ["\"nobody\"", "contaazul"]),
        (&["--public-url", "ftp://x"], "", ["--public-url", "'ftp://x'"]),
        (
            &["--public-url", "https://x/?a=b"],
            "",
            ["--public-url", "https://x/?a=b"],
        ),
        (&["--log", "some"], "", ["--log", "refusals"]),
        (&["--data", ""], "", ["--data", "value"]),
        (&["--nothing"], "", ["--nothing", "unexpected"]),
        (&["nothing"], "", ["nothing", "unrecognized"]),
        (&["health", "--seed", "x"], "", ["--seed", "'x'"]),
        (&[], "AREIA_SEED", ["--seed", "'x'"]),
        (&[], "AREIA_LISTEN", ["--listen", "'x'"]),
        (&[], "PORT", ["--port", "'x'"]),
    ] {
        let mut command = areia(arguments);
        if !variable.is_empty() {
            command.env(variable, "x");
        }
        let ended = run(&mut command);
        assert_eq!(
            (ended.code, ended.stdout.as_str()),
            (2, ""),
            "{arguments:?} {variable}: {}",
            ended.stderr
        );
        for word in named {
            assert!(
                ended.stderr.contains(word),
                "{arguments:?} {variable}: {word} in {}",
                ended.stderr
            );
        }
    }
}

#[tokio::test]
async fn an_address_that_is_taken_ends_with_three() {
    let server = Process::start(&[]);
    let address = server.address.to_string();
    let ended = run(&mut areia(&["--listen", &address]));
    assert_eq!((ended.code, ended.stdout.as_str()), (3, ""));
    assert_eq!(
        ended.stderr,
        format!("areia: cannot listen on {address}: Address already in use (os error 98)\n")
    );
    assert_eq!(server.control().get("/ready").await.status, 200);
}

#[test]
fn a_world_that_cannot_be_opened_ends_with_one_and_names_its_file() {
    let directory = tempfile::tempdir().unwrap();
    std::fs::write(directory.path().join("default.sqlite"), "no database".repeat(100)).unwrap();
    let name = directory.path().to_str().unwrap();
    let ended = run(&mut areia(&["--listen", "127.0.0.1:0", "--data", name]));
    assert_eq!(ended.code, 1, "{}", ended.stderr);
    assert!(
        ended.stderr.contains(&format!("{name}/default.sqlite")),
        "{}",
        ended.stderr
    );
}

#[test]
fn help_shows_every_variable_beside_its_flag() {
    let help = run(&mut areia(&["--help"]));
    assert_eq!(help.code, 0);
    for (flag, variable) in [
        ("--listen", "AREIA_LISTEN"),
        ("--port", "PORT"),
        ("--seed", "AREIA_SEED"),
        ("--data", "AREIA_DATA"),
        ("--fixtures", "AREIA_FIXTURES"),
        ("--public-url", "AREIA_PUBLIC_URL"),
        ("--allowed-hosts", "AREIA_ALLOWED_HOSTS"),
        ("--webhook-hosts", "AREIA_WEBHOOK_HOSTS"),
        ("--admin-token", "AREIA_ADMIN_TOKEN"),
        ("--log", "AREIA_LOG"),
    ] {
        assert!(
            help.stdout.contains(flag) && help.stdout.contains(&format!("[env: {variable}")),
            "{flag}: {}",
            help.stdout
        );
    }
    let mut command = areia(&["--help"]);
    assert!(
        !run(command.env("AREIA_ADMIN_TOKEN", "a-secret"))
            .stdout
            .contains("a-secret")
    );
    let version = run(&mut areia(&["--version"]));
    assert_eq!(version.stdout, format!("areia {}\n", env!("CARGO_PKG_VERSION")));
}

#[tokio::test]
async fn listening_beyond_loopback_without_a_token_is_warned_of() {
    let server = Process::of(&mut areia(&["--listen", "0.0.0.0:0"]));
    assert_snapshot!(server.stop().await, @"areia: WARNING: listening beyond loopback without AREIA_ADMIN_TOKEN: whoever reaches this port controls the sandbox");
    for arguments in [
        &["--listen", "127.0.0.1:0"][..],
        &["--listen", "0.0.0.0:0", "--admin-token", "x"],
        &["--listen", "[::1]:0"],
    ] {
        assert_eq!(Process::of(&mut areia(arguments)).stop().await, "", "{arguments:?}");
    }
}

#[tokio::test]
async fn a_log_line_says_what_was_asked_and_why_it_was_refused_and_no_secret() {
    let server = Process::start(&[]);
    let token = server.announced("access_token").await;
    let contaazul = server.contaazul(&token);
    contaazul.get("/v1/customers").await;
    contaazul.get("/v1/nowhere\u{1b}%1b").await;
    contaazul.get("/q3ZkT0uYw8mJ2VhXrB6nLs9dAePf1CgK").await;
    contaazul.get("/v1/customers/x\"y").await;
    let unknown = Client::new(format!("{}/~nobody/contaazul", server.url()));
    unknown.delete("/v1/customers/x").await;
    let log = server.stop().await;
    let mut lines: Vec<String> = Vec::new();
    for line in log.lines() {
        let (before, rest) = line.split_once("ms ").unwrap();
        let (before, milliseconds) = before.rsplit_once(' ').unwrap();
        let (whole, tenth) = milliseconds.split_once('.').unwrap();
        assert!(whole.parse::<u32>().is_ok() && tenth.len() == 1, "{line}");
        let (at, before) = before.split_once(' ').unwrap();
        assert_eq!((at.len(), &at[10..11], &at[23..]), (24, "T", "Z"), "{line}");
        lines.push(format!("{before} TIME {rest}"));
    }
    assert_snapshot!(lines.join("\n"), @r#"
    contaazul listCustomers 200 TIME world=default
    contaazul GET /contaazul/v1/nowhere%1B%1b 404 TIME world=default "No operation of this provider has this address. It was /v1/nowhere%1B%1b; the nearest is /v1/contracts."
    contaazul GET /contaazul/q3Zk******** 404 TIME world=default "No operation of this provider has this address. It was /q3Zk********; the nearest is /v1/customers/{id}."
    contaazul findCustomerById 404 TIME world=default "\"x%22y\" has not the form of an identifier."
    contaazul deleteCustomer 404 TIME world=default "There is no world called \"nobody\"."
    "#);
}

#[tokio::test]
async fn the_log_says_as_much_as_it_is_told_to() {
    for (what, expected) in [("all", 2), ("refusals", 1), ("off", 0)] {
        let server = Process::start(&["--log", what]);
        let token = server.announced("access_token").await;
        server.contaazul(&token).get("/v1/customers").await;
        server.contaazul(&token).get("/v1/nowhere").await;
        assert_eq!(server.stop().await.lines().count(), expected, "{what}");
    }
}

#[tokio::test]
async fn an_empty_variable_counts_as_not_set() {
    let mut command = areia(&["serve", "--listen", "127.0.0.1:0"]);
    for name in [
        "AREIA_LISTEN",
        "PORT",
        "AREIA_SEED",
        "AREIA_DATA",
        "AREIA_FIXTURES",
        "AREIA_PUBLIC_URL",
        "AREIA_ALLOWED_HOSTS",
        "AREIA_ADMIN_TOKEN",
        "AREIA_LOG",
    ] {
        command.env(name, "");
    }
    let server = Process::of(&mut command);
    assert!(server.banner.contains("seed 42,"), "{}", server.banner);
    assert_eq!(server.control().get("/info").await.status, 200);
    let address = server.address.to_string();
    let health = run(areia(&["health", "--listen", &address]).env("AREIA_DATA", ""));
    assert_eq!(health.code, 0, "{}", health.stderr);
}

#[tokio::test]
async fn a_client_that_is_too_slow_is_not_waited_for() {
    let settings = Settings {
        patience: Patience {
            header: Duration::from_millis(50),
            body: Duration::from_millis(50),
        },
        ..Settings::default()
    };
    let areia = Areia::start_with(settings).await.unwrap();
    let token = areia.credential("contaazul", "access_token").unwrap();
    let mut slow = raw::Raw::connect(areia.address()).await;
    slow.write(first_half(&token)).await;
    assert_snapshot!(slow.answer().await.unwrap(), @r#"
    400
    content-type: application/json;charset=UTF-8

    {"code": "INTEGRATION_ERROR", "message": "The request body could not be read"}
    "#);
    let mut slow = raw::Raw::connect(areia.address()).await;
    slow.write("GET /contaazul/ HTTP/1.1\r\nhost:").await;
    assert!(slow.answer().await.is_none_or(|answer| answer.status == 408));
    let journal = Client::new(areia.url()).get("/_areia/journal").await;
    assert_eq!(
        journal.member("/entries/0/explanation"),
        "The body broke off or did not arrive in time."
    );
    areia.stop().await.unwrap();
}
