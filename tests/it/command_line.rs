//! The command line, as a person at a terminal has it: every operation of the control plane, asked of a running server.

use areia::{control, providers};
use insta::assert_snapshot;
use serde_json::{Value, json};

use crate::support::process::{Ended, Process, areia, run};

/// Runs a subcommand against `server`.
fn ask(server: &Process, arguments: &[&str]) -> Ended {
    run(areia(arguments).env("AREIA_SERVER", server.url()))
}

/// The same, which succeeds: the JSON that it prints.
fn answer(server: &Process, arguments: &[&str]) -> Value {
    let ended = ask(server, arguments);
    assert_eq!((ended.code, ended.stderr.as_str()), (0, ""), "{arguments:?}");
    serde_json::from_str(&ended.stdout).unwrap()
}

#[test]
fn every_operation_is_a_subcommand() {
    for operation in control::operations(providers::ALL).list {
        let help = run(areia(&operation.words).arg("--help"));
        assert_eq!(help.code, 0, "{operation:?}: {}", help.stderr);
        let own = ["health", "openapi"].contains(&operation.words[0]);
        assert!(own || help.stdout.starts_with(operation.summary), "{}", help.stdout);
    }
}

#[test]
fn a_subcommand_says_what_it_takes() {
    assert_snapshot!(run(&mut areia(&["clock", "advance", "--help"])).stdout, @"
    Moves the clock forward by a span

    Usage: areia clock advance [OPTIONS] <BY>

    Arguments:
      <BY>  How far it is to go

    Options:
          --json <JSON>          The whole body, or what the other options leave out of it
          --world <WORLD>        The world; the default one where none is named
          --server <URL>         The server that is asked [env: AREIA_SERVER=] [default: http://127.0.0.1:27342]
          --admin-token <TOKEN>  The token that the server asks for [env: AREIA_ADMIN_TOKEN]
      -o, --output <FILE>        Where the answer goes instead of standard output
      -h, --help                 Print help
    ");
    assert_snapshot!(run(&mut areia(&["journal", "list", "--help"])).stdout, @"
    Lists what was asked

    Usage: areia journal list [OPTIONS]

    Options:
          --provider <PROVIDER>      Of this provider
          --operation <OPERATION>    Of this operation
          --status <STATUS>          Answered with this status
          --credential <CREDENTIAL>  Let in by this credential: its secret, or its listed id
          --text <TEXT>              Whose address, bodies or explanation holds this
          --after <AFTER>            Later than the entry of this number
          --before <BEFORE>          Earlier than the entry of this number
          --order <ORDER>            Which come first: the oldest where nothing is said
          --limit <LIMIT>            At most so many: 100 where nothing is said, 1,000 at most
          --world <WORLD>            The world; the default one where none is named
          --server <URL>             The server that is asked [env: AREIA_SERVER=] [default: http://127.0.0.1:27342]
          --admin-token <TOKEN>      The token that the server asks for [env: AREIA_ADMIN_TOKEN]
      -o, --output <FILE>            Where the answer goes instead of standard output
      -h, --help                     Print help
    ");
}

#[test]
fn the_clock_is_moved_and_shown() {
    let server = Process::start(&[]);
    let frozen = answer(&server, &["clock", "freeze", "2099-01-01T00:00:00Z"]);
    assert_eq!(frozen["mode"], "frozen");
    assert!(!frozen["due"].as_array().unwrap().is_empty());
    let advanced = answer(&server, &["clock", "advance", "PT1H5M"]);
    assert_eq!(advanced["now"], "2099-01-01T01:05:00Z");
    let shown = ask(&server, &["clock", "show"]);
    assert!(
        shown.stdout.starts_with("{\n  \"now\": \"2099-01-01T01:05:00Z\",\n"),
        "{}",
        shown.stdout
    );
    let reset = ask(&server, &["reset"]);
    assert_eq!((reset.code, reset.stdout.as_str()), (0, ""));
    assert_eq!(answer(&server, &["clock", "show"])["mode"], "running");
}

#[test]
fn bodies_are_given_by_member_or_as_json() {
    let server = Process::start(&[]);
    let issue = ["credentials", "issue", "contaazul", "--json", "{\"auto_approve\":true}"];
    let issued = answer(&server, &issue);
    assert!(issued["client_id"].is_string(), "{issued}");
    let id = issued["id"].to_string();
    let revoked = answer(&server, &["credentials", "revoke", "contaazul", &id]);
    assert_eq!(revoked["state"], "ended");
    let account = "b7a1c0de-0001-4c0a-8a55-0c6c0c1b2d3e";
    let change = ["contaazul", "accounts", "change", account, "--json"];
    let changed = answer(&server, &[&change[..], &["{\"stock_check\":true}"]].concat());
    assert_eq!(changed["stock_check"], true);
    let email = "maria@padaria.example";
    assert_eq!(ask(&server, &["contaazul", "users", "edit", email]).code, 0);
}

#[test]
fn queries_and_worlds_are_options() {
    let server = Process::start(&[]);
    let masked = answer(&server, &["credentials", "list", "--provider", "procfy"]);
    assert!(masked.to_string().contains("****"), "{masked}");
    for reveal in ["--reveal", "--reveal=true"] {
        let revealed = answer(&server, &["credentials", "list", "--provider", "procfy", reveal]);
        assert!(revealed.to_string().contains("areiaProcfyToken0"), "{revealed}");
    }
    assert_eq!(
        answer(&server, &["journal", "list", "--limit", "5"])["entries"],
        json!([])
    );
    let elsewhere = ask(&server, &["clock", "show", "--world", "elsewhere"]);
    assert_eq!((elsewhere.code, elsewhere.stdout.as_str()), (1, ""));
    assert_snapshot!(elsewhere.stderr, @r#"
    {
      "title": "Not Found",
      "status": 404,
      "detail": "there is no world `elsewhere`",
      "hint": "the nearest is `default`"
    }
    "#);
}

#[test]
fn a_problem_is_told_on_standard_error() {
    let server = Process::start(&[]);
    let refused = ask(&server, &["clock", "advance", "1 hour"]);
    assert_eq!((refused.code, refused.stdout.as_str()), (1, ""));
    assert_snapshot!(refused.stderr, @r#"
    {
      "title": "Bad Request",
      "status": 400,
      "detail": "`by` must be an ISO 8601 duration of a fixed length",
      "hint": "an hour and five minutes is `PT1H5M`, two weeks are `P14D`"
    }
    "#);
    let unknown = ask(&server, &["journal", "show", "a/b?c"]);
    assert_eq!(unknown.code, 1);
    assert!(unknown.stderr.contains("a/b?c"), "{}", unknown.stderr);
    let no_json = ask(&server, &["credentials", "issue", "contaazul", "--json", "{"]);
    assert_eq!(no_json.code, 2, "{}", no_json.stderr);
    assert_eq!(ask(&server, &["clock", "advance"]).code, 2);
    assert_eq!(ask(&server, &["clock", "rewind"]).code, 2);
}

#[test]
fn a_server_that_is_not_there_is_named() {
    let clock = run(&mut areia(&["clock", "show", "--server", "http://127.0.0.1:1"]));
    assert_eq!((clock.code, clock.stdout.as_str()), (1, ""));
    assert!(
        clock.stderr.starts_with("areia: http://127.0.0.1:1: "),
        "{}",
        clock.stderr
    );
    let wrong = run(&mut areia(&["clock", "show", "--server", "nowhere"]));
    assert_eq!(wrong.code, 2, "{}", wrong.stderr);
}

#[test]
fn the_admin_token_is_shown_to_the_server() {
    let mut command = areia(&["--listen", "127.0.0.1:0"]);
    let server = Process::of(command.env("AREIA_ADMIN_TOKEN", "admin-token"));
    let ask = |token: &str| {
        let mut command = areia(&["clock", "show"]);
        let command = command.env("AREIA_SERVER", server.url());
        run(command.env("AREIA_ADMIN_TOKEN", token)).code
    };
    assert_eq!([ask("admin-token"), ask("wrong"), ask("")], [0, 1, 1]);
}

#[test]
fn an_answer_goes_to_a_file() {
    let server = Process::start(&[]);
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("clock.json");
    let ended = ask(&server, &["clock", "show", "--output", file.to_str().unwrap()]);
    assert_eq!((ended.code, ended.stdout.as_str()), (0, ""), "{}", ended.stderr);
    assert!(std::fs::read_to_string(file).unwrap().contains("\"now\""));
}
