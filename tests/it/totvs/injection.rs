//! What a client sends never becomes SQL.

use super::{ALL, ids, query};
use crate::support::Sandbox;

const PAYLOADS: [&str; 24] = [
    "'; drop table totvs_cash_account; --",
    "1; delete from totvs_cash_account",
    "company; drop table totvs_cash_account",
    "company) or (1=1",
    "1 or 1=1",
    "' or '1'='1",
    "'' or 1=1 --",
    "\" or \"\"=\"",
    "company/**/union/**/select/**/1",
    "code union select password from areia_credential",
    "(select document from areia_credential limit 1)",
    "case when (select 1) then 1 else 0 end",
    "sequence",
    "record",
    "rowid",
    "sqlite_version()",
    "load_extension('x')",
    "code collate nocase",
    "company desc, (select 1)",
    "1=1",
    "null; pragma writable_schema=1",
    "[company]",
    "`company`",
    "code || (select name from sqlite_master)",
];

#[tokio::test]
async fn no_payload_reaches_the_database() {
    let sandbox = Sandbox::new("totvs-injection").await;
    let client = sandbox.totvs();
    let before = client.get(&format!("{ALL}?pageSize=1000")).await.text();
    let mut tried = 0;
    for payload in PAYLOADS {
        for (parameter, code) in [
            ("order", "FE016"),
            ("$filter", "FE018"),
            ("$orderby", "FE018"),
        ] {
            let answer = client.get(&query(parameter, payload)).await;
            assert_eq!(answer.status, 400, "{parameter}={payload}: {answer}");
            assert_eq!(answer.member("/Code"), code, "{parameter}={payload}");
            tried += 1;
        }
        // Names that there are not choose no field, and filter nothing.
        let answer = client.get(&query("fields", payload)).await.json();
        assert!(
            answer["items"]
                .as_array()
                .unwrap()
                .iter()
                .all(|item| item.as_object().unwrap().len() == 1)
        );
        let answer = client.get(&query(payload, "1")).await.json();
        assert_eq!(ids(&answer).len(), 16, "{payload}");
        let answer = client.get(&query("description", payload)).await.json();
        assert_eq!(ids(&answer).len(), 0, "{payload}");
        tried += 3;
    }
    assert!(tried >= 60);
    assert_eq!(
        client.get(&format!("{ALL}?pageSize=1000")).await.text(),
        before
    );
}
