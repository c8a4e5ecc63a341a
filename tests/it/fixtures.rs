//! The operator's own fixtures: one file replaces the built-in one of its name; what is wrong stops the start.

use std::path::Path;

use areia::{Areia, Settings};

use crate::support::Client;
use crate::support::process::{Ended, Process, areia, run};

/// A directory that holds `files`, each a path and its text.
fn directory(files: &[(&str, &str)]) -> tempfile::TempDir {
    let directory = tempfile::tempdir().unwrap();
    for (path, text) in files {
        let file = directory.path().join(path);
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(file, text).unwrap();
    }
    directory
}

/// What the program says of `directory`, without the directory's own name.
fn refused(directory: &Path) -> String {
    let name = directory.to_str().unwrap();
    let arguments = ["--listen", "127.0.0.1:0", "--fixtures", name];
    let Ended {
        code,
        stdout,
        stderr,
    } = run(&mut areia(&arguments));
    assert_eq!((code, stdout.as_str()), (2, ""), "{stderr}");
    stderr.replace(name, "DIR")
}

#[tokio::test]
async fn a_file_of_one_s_own_replaces_the_built_in_one_and_leaves_the_others() {
    let own = directory(&[(
        "contaazul/customers.json",
        r#"{
            "b7a1c0de-0001-4c0a-8a55-0c6c0c1b2d3e": [{"name": "Um", "person_type": "NATURAL", "created_at": "2025-01-06"}],
            "b7a1c0de-0002-4c0a-8a55-0c6c0c1b2d3e": [{"name": "Dois", "person_type": "LEGAL", "created_at": "2025-01-06"}]
        }"#,
    )]);
    let settings = Settings {
        fixtures: Some(own.path().to_owned()),
        ..Settings::default()
    };
    let areia = Areia::start_with(settings).await.unwrap();
    let token = areia.credential("contaazul", "access_token").unwrap();
    let contaazul =
        Client::new(areia.base_url("contaazul")).with("authorization", &format!("Bearer {token}"));
    let customers = contaazul.get("/v1/customers").await.json();
    let names: Vec<&str> = customers
        .as_array()
        .unwrap()
        .iter()
        .map(|customer| customer["name"].as_str().unwrap())
        .collect();
    assert_eq!(names, ["Um"]);
    assert_eq!(
        areia.credential("contaazul", "client_id").unwrap(),
        "areiaContaAzulClientId0000000001"
    );
    areia.stop().await.unwrap();
}

#[test]
fn a_record_without_an_id_gets_the_same_one_in_every_start() {
    let own = directory(&[(
        "contaazul/customers.json",
        r#"[{"name": "Um", "person_type": "NATURAL", "created_at": "2025-01-06"}]"#,
    )]);
    let id = || {
        let runtime = tokio::runtime::Runtime::new().unwrap();
        runtime.block_on(async {
            let settings = Settings {
                fixtures: Some(own.path().to_owned()),
                ..Settings::default()
            };
            let areia = Areia::start_with(settings).await.unwrap();
            let token = areia.credential("contaazul", "access_token").unwrap();
            let client = Client::new(areia.base_url("contaazul"))
                .with("authorization", &format!("Bearer {token}"));
            client.get("/v1/customers").await.member("/0/id")
        })
    };
    assert_eq!(id(), id());
}

#[test]
fn everything_that_is_wrong_is_said_in_one_line_each() {
    let own = directory(&[
        (
            "contaazul/customers.json",
            "[{\"name\": \"Um\",\n \"person_type\": \"NEITHER\"}, {\"person_type\": \"NATURAL\"}, 7]",
        ),
        ("contaazul/users.json", "[{\"email\": \"a@b\",\n \"passw"),
        ("contaazul/customer.json", "[]"),
        ("elsewhere/customers.json", "[]"),
        ("notes.txt", "hello"),
    ]);
    insta::assert_snapshot!(refused(own.path()), @"
    areia: DIR/contaazul/customer.json: contaazul has no such fixture; it has accounts.json, users.json, applications.json, customers.json, suppliers.json, product_categories.json, products.json, services.json, banks.json, sellers.json, categories.json, sales.json, contracts.json
    areia: DIR/elsewhere: no provider has this name; the folders are contaazul, financeiro, totvs, docsales, procfy
    areia: DIR/notes.txt: no provider has this name; the folders are contaazul, financeiro, totvs, docsales, procfy
    areia: DIR/contaazul/users.json: line 2 column 7: this is no JSON: EOF while parsing a string at line 2 column 7
    areia: DIR/contaazul/customers.json: [0].person_type: unknown variant `NEITHER`, expected `NATURAL` or `LEGAL`
    areia: DIR/contaazul/customers.json: [2]: invalid type: number, expected an object
    areia: DIR/contaazul/customers.json: [1]: The customer's created_at cannot be null
    ");
}

#[test]
fn a_document_that_breaks_a_rule_is_said_in_the_provider_s_words() {
    let own = directory(&[(
        "contaazul/customers.json",
        r#"[
            {"name": "Um", "person_type": "NATURAL", "created_at": "2025-01-06", "document": "00011122233"},
            {"name": "Dois", "person_type": "NATURAL", "created_at": "2025-01-06", "document": "000.111.222-33"}
        ]"#,
    )]);
    insta::assert_snapshot!(refused(own.path()), @"areia: DIR/contaazul/customers.json: [1]: CPF/CPNJ já utilizado por outro cliente.");
}

#[test]
fn a_file_that_is_no_list_or_names_no_account_is_refused() {
    for (text, expected) in [
        (
            "7",
            "areia: DIR/contaazul/customers.json: this must be an array, or an object from account ids to arrays\n",
        ),
        (
            r#"{"x": []}"#,
            "areia: DIR/contaazul/customers.json: [\"x\"]: no account has this id\n",
        ),
        (
            r#"{"b7a1c0de-0001-4c0a-8a55-0c6c0c1b2d3e": {}}"#,
            "areia: DIR/contaazul/customers.json: [\"b7a1c0de-0001-4c0a-8a55-0c6c0c1b2d3e\"]: this must be an array\n",
        ),
    ] {
        let own = directory(&[("contaazul/customers.json", text)]);
        assert_eq!(refused(own.path()), expected);
    }
}

#[test]
fn a_directory_that_is_not_there_or_no_directory_is_refused() {
    let own = directory(&[("file", "")]);
    let missing = own.path().join("missing");
    assert_eq!(
        refused(&missing),
        "areia: DIR: No such file or directory (os error 2)\n"
    );
    assert_eq!(
        refused(&own.path().join("file")),
        "areia: DIR: Not a directory (os error 20)\n"
    );
}

#[test]
fn a_file_that_is_no_text_is_refused() {
    let own = directory(&[]);
    std::fs::create_dir(own.path().join("contaazul")).unwrap();
    std::fs::write(own.path().join("contaazul/customers.json"), b"[\xff]").unwrap();
    assert_eq!(
        refused(own.path()),
        "areia: DIR/contaazul/customers.json: stream did not contain valid UTF-8\n"
    );
}

#[tokio::test]
async fn a_built_in_record_that_refers_to_what_was_replaced_is_left_out_and_named() {
    let own = directory(&[("contaazul/customers.json", "[]")]);
    let server = Process::start(&["--fixtures", own.path().to_str().unwrap()]);
    let token = server.announced("access_token").await;
    let sales = server.contaazul(&token).get("/v1/sales?size=1000").await;
    assert!(
        !sales
            .text()
            .contains("19b2b240-0000-4e6e-b1b6-d44d1b206e1d"),
        "{sales}"
    );
    let log = server.stop().await;
    assert_eq!(
        log.lines().next(),
        Some(
            "areia: left out: contaazul/sales.json: [\"b7a1c0de-0001-4c0a-8a55-0c6c0c1b2d3e\"][0]: \
             The account has no customer 19b2b240-0000-4e6e-b1b6-d44d1b206e1d."
        )
    );
}
