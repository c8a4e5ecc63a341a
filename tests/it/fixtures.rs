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
    let Ended { code, stdout, stderr } = run(&mut areia(&arguments));
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
    let contaazul = Client::new(areia.base_url("contaazul")).with("authorization", &format!("Bearer {token}"));
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
            let client = Client::new(areia.base_url("contaazul")).with("authorization", &format!("Bearer {token}"));
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
        !sales.text().contains("19b2b240-0000-4e6e-b1b6-d44d1b206e1d"),
        "{sales}"
    );
    let log = server.stop().await;
    assert_eq!(
        // Behind the time.
        log.lines()
            .next()
            .and_then(|line| line.split_once(' '))
            .map(|(_, line)| line),
        Some(
            "areia: left out: contaazul/sales.json: [\"b7a1c0de-0001-4c0a-8a55-0c6c0c1b2d3e\"][0]: \
             The account has no customer 19b2b240-0000-4e6e-b1b6-d44d1b206e1d."
        )
    );
}

#[tokio::test]
async fn a_provider_without_a_credential_is_announced_with_the_way_to_one() {
    let own = directory(&[("contaazul/applications.json", "[]"), ("procfy/tokens.json", "[]")]);
    let server = Process::start(&["--fixtures", own.path().to_str().unwrap()]);
    assert!(!server.banner.contains("null"), "{}", server.banner);
    for slug in ["contaazul", "procfy"] {
        let line = format!("curl -d '{{}}' {}/_areia/credentials/{slug}", server.url());
        let shown = server.banner.lines().filter(|shown| shown.trim() == line);
        assert_eq!(shown.count(), 1, "{}", server.banner);
        let command = format!("{line} --silent --max-time 20 --write-out '%{{http_code}}' --output /dev/null");
        let output = std::process::Command::new("sh").args(["-c", &command]).output();
        assert_eq!(String::from_utf8_lossy(&output.unwrap().stdout), "201");
    }
    assert_eq!(
        server
            .contaazul(&server.announced("access_token").await)
            .get("/v1/sales")
            .await
            .status,
        200
    );
}

#[tokio::test]
async fn the_built_in_files_hold_as_one_s_own() {
    let built_in = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures");
    let settings = Settings {
        fixtures: Some(built_in.into()),
        ..Settings::default()
    };
    Areia::start_with(settings).await.unwrap().stop().await.unwrap();
}

#[test]
fn a_member_that_no_document_has_is_refused_wherever_it_stands() {
    let own = directory(&[
        (
            "contaazul/sales.json",
            r#"[{"emision": "2025-03-10", "payment": {"instalments": []}, "products": [{"valor": 1}]}]"#,
        ),
        (
            "contaazul/accounts.json",
            r#"[{"id": "1", "name": "Um", "plano": "x"}]"#,
        ),
        (
            "contaazul/sellers.json",
            r#"[{"id": "f38da1e5-0000-45d0-b108-d7f22d0eaac7", "nome": "Um"}]"#,
        ),
        ("financeiro/people.json", r#"[{"id": 1, "nome": "Um"}]"#),
        (
            "financeiro/tokens.json",
            r#"[{"token": "x", "user_id": 1, "accounts": [], "conta": 1}]"#,
        ),
        (
            "totvs/cashaccounts.json",
            r#"[{"company": 1, "code": "1", "descricao": "Um"}]"#,
        ),
        ("totvs/databases.json", r#"[{"id": "CorporeRM", "post": 200}]"#),
        (
            "docsales/registration_data.json",
            r#"[{"sellers": [{"id": 1, "name": "Um", "email": "a@b", "ativo": true}]}]"#,
        ),
        (
            "docsales/proposals.json",
            r#"[{"id": 1, "actions": [{"action": "send", "when": 1}], "customer": {"nome": "Um"}}]"#,
        ),
        (
            "procfy/contacts.json",
            r#"[{"id": 1, "addresses_attributes": [{"cidade": "x"}]}]"#,
        ),
        ("procfy/attachments.json", r#"[{"transaction_id": 1, "file": "x"}]"#),
    ]);
    insta::assert_snapshot!(refused(own.path()), @"
    areia: DIR/contaazul/accounts.json: [0]: `plano`: unknown field `plano`, expected one of `name`, `trial_ends_at`, `stock_check`, `default_financial_account`, `emission_format`, `plan`
    areia: DIR/contaazul/sellers.json: [0].nome: this member is unknown here; the nearest is `name`
    areia: DIR/contaazul/sales.json: [0].emision: this member is unknown here; the nearest is `emission`
    areia: DIR/contaazul/sales.json: [0].payment.instalments: this member is unknown here; the nearest is `installments`
    areia: DIR/contaazul/sales.json: [0].products[0].valor: this member is unknown here; the nearest is `value`
    areia: DIR/financeiro/tokens.json: [0].conta: this member is unknown here; the nearest is `accounts`
    areia: DIR/financeiro/people.json: [0]: `nome` is no column of people
    areia: DIR/totvs/databases.json: [0]: `post`: unknown field `post`, expected `accent_insensitive` or `post_status`
    areia: DIR/totvs/cashaccounts.json: [0].descricao: this member is unknown here; the nearest is `description`
    areia: DIR/docsales/registration_data.json: [0].sellers[0].ativo: this member is unknown here; the nearest is `active`
    areia: DIR/docsales/proposals.json: [0].actions[0].when: this member is unknown here; the nearest is `reason`
    areia: DIR/docsales/proposals.json: [0].customer.nome: this member is unknown here; the nearest is `name`
    areia: DIR/procfy/contacts.json: [0].addresses_attributes[0].cidade: this member is unknown here; the nearest is `id`
    areia: DIR/procfy/attachments.json: [0].file: this member is unknown here; the nearest is `filename`
    ");
}

#[test]
fn what_two_documents_may_not_share_is_said_in_words_of_ours() {
    let sale =
        r#"{"emission": "2025-03-10", "status": "PENDING", "ca_id": 7, "services": [{"quantity": 1, "value": 5}]}"#;
    let own = directory(&[
        ("contaazul/sales.json", &format!("[{sale}, {sale}]")),
        (
            "contaazul/banks.json",
            r#"[{"uuid": "x", "name": "Um", "accountType": "CASH", "billetConfigured": false},
                {"uuid": "x", "name": "Dois", "accountType": "CASH", "billetConfigured": false}]"#,
        ),
        (
            "contaazul/categories.json",
            r#"[{"id": "5d3c9a77-0000-4d63-9ad1-7a0d1c2b3e4f", "name": "Um"},
                {"id": "5d3c9a77-0000-4d63-9ad1-7a0d1c2b3e4f", "name": "Dois"}]"#,
        ),
        (
            "financeiro/accounts.json",
            r#"[{"id": "1", "name": "Um"}, {"id": "1", "name": "Dois"}]"#,
        ),
        (
            "financeiro/people.json",
            r#"[{"id": 1, "name": "Um"}, {"id": 1, "name": "Dois"}, {"id": 2, "name": "um"}]"#,
        ),
        (
            "docsales/customers.json",
            r#"[{"id": 1, "code": "A", "name": "Um", "document": "11222333000181"},
                {"id": 2, "code": "A", "name": "Dois", "document": "12345678000195"},
                {"id": 3, "code": "B", "name": "Três", "document": "11.222.333/0001-81"}]"#,
        ),
        (
            "procfy/users.json",
            r#"[{"id": 1, "email": "a@b.example"}, {"id": 1, "email": "c@d.example"}]"#,
        ),
        (
            "procfy/attachments.json",
            r#"[{"id": 1, "created_at": "2024-11-04T14:17:15.799-03:00", "transaction_id": 1, "filename": "a", "text": "a"},
                {"id": 1, "created_at": "2024-11-04T14:17:15.799-03:00", "transaction_id": 1, "filename": "b", "text": "b"}]"#,
        ),
        (
            "totvs/users.json",
            r#"[{"user": "um", "password": "x"}, {"user": "um", "password": "x"}]"#,
        ),
    ]);
    insta::assert_snapshot!(refused(own.path()), @r#"
    areia: DIR/contaazul/banks.json: [1]: another document has the same `uuid`
    areia: DIR/contaazul/categories.json: [1]: the id 5d3c9a77-0000-4d63-9ad1-7a0d1c2b3e4f is taken
    areia: DIR/contaazul/sales.json: [1]: another document has the same `ca_id`
    areia: DIR/financeiro/accounts.json: [1]: another account has the id "1"
    areia: DIR/financeiro/people.json: [1]: another document has the same `id`
    areia: DIR/financeiro/people.json: [2]: another document has the same `name`
    areia: DIR/totvs/users.json: [1]: "um" is taken
    areia: DIR/docsales/customers.json: [1]: another document has the same `code`
    areia: DIR/docsales/customers.json: [2]: another customer has the same `document`
    areia: DIR/procfy/users.json: [1]: another document has the same `id`
    areia: DIR/procfy/attachments.json: [1]: another document has the same `id`
    "#);
}
