//! What a client sends never becomes SQL.

use super::{ALL, ids, query};
use crate::support::Sandbox;

/// None of these is a field, an order or a condition; each is tried in every place that a list has for a client's words.
const PAYLOADS: [&str; 72] = [
    // Ends the statement, and begins another.
    "'; drop table totvs_cash_account; --",
    "1; delete from totvs_cash_account",
    "company; drop table totvs_cash_account",
    "company desc; update totvs_cash_account set code = 'x'",
    "'; insert into totvs_cash_account default values; --",
    "null; pragma writable_schema=1",
    "1; attach database '/tmp/x' as x",
    "1; vacuum into '/tmp/x'",
    "); delete from totvs_cash_account; --",
    "company; begin; commit",
    // Is true of everything.
    "1 or 1=1",
    "' or '1'='1",
    "'' or 1=1 --",
    "\" or \"\"=\"",
    "company) or (1=1",
    "1=1",
    "company = company",
    "') or ('a'='a",
    "1' or 1=1#",
    "active or 1",
    "x' or 1 is 1 or 'x'='y",
    "true--",
    "1)) or ((1",
    "code like '%'",
    "code glob '*'",
    "not exists (select 1)",
    // Reads what is not asked for.
    "company/**/union/**/select/**/1",
    "code union select password from areia_credential",
    "code union all select document from areia_credential --",
    "(select document from areia_credential limit 1)",
    "1 in (select id from areia_credential)",
    "code || (select name from sqlite_master)",
    "case when (select 1) then 1 else 0 end",
    "(select case when 1 then company else code end)",
    "company, (select 1)",
    "company desc, (select 1)",
    "exists(select 1 from sqlite_master)",
    "code except select 1",
    "company limit 1",
    "company limit 1 offset 0 --",
    "company from areia_account --",
    "item from totvs_cash_account --",
    // Columns and names of the database's own.
    "sequence",
    "record",
    "item",
    "rowid",
    "_rowid_",
    "oid",
    "totvs_cash_account.company",
    "main.totvs_cash_account.company",
    "bank_number",
    "instant_balance",
    "sqlite_master",
    "*",
    // Functions of the database's own.
    "sqlite_version()",
    "load_extension('x')",
    "readfile('/etc/passwd')",
    "hex(randomblob(1000000000))",
    "zeroblob(1000000000)",
    "printf('%s', code)",
    "json_extract(record, '$')",
    "random()",
    "likelihood(company, 0.5)",
    // Other ways to write a name, a value or the end.
    "[company]",
    "`company`",
    "\"company\"",
    "code collate nocase",
    "company nulls last",
    "?1",
    ":company",
    "@company",
    "company\u{0}; drop table totvs_cash_account",
];

#[tokio::test]
async fn no_payload_reaches_the_database() {
    let sandbox = Sandbox::new("totvs-injection").await;
    let client = sandbox.totvs();
    let before = client.get(&format!("{ALL}?pageSize=1000")).await.text();
    for payload in PAYLOADS {
        for (parameter, code) in [("order", "FE016"), ("$filter", "FE018"), ("$orderby", "FE018")] {
            let answer = client.get(&query(parameter, payload)).await;
            assert_eq!(answer.status, 400, "{parameter}={payload}: {answer}");
            assert_eq!(answer.member("/Code"), code, "{parameter}={payload}");
        }
        // Names that there are not choose no field, and filter nothing.
        let answer = client.get(&query("fields", payload)).await.json();
        let items = answer["items"].as_array().unwrap();
        assert!(items.len() == 16, "{payload}: {answer}");
        for item in items {
            let members = item.as_object().unwrap().keys();
            let members: Vec<_> = members.filter(|name| *name != "id").collect();
            // A list may hold a name that there is.
            assert!(members.is_empty() || members == ["company"], "{payload}: {item}");
        }
        let answer = client.get(&query(payload, "1")).await.json();
        assert_eq!(ids(&answer).len(), 16, "{payload}");
        // A text is compared as it is, and in a number's place it is none.
        let answer = client.get(&query("description", payload)).await.json();
        assert_eq!(ids(&answer).len(), 0, "{payload}");
        let answer = client.get(&query("company", payload)).await;
        assert_eq!(answer.member("/Code"), "FE018", "{payload}");
        let quoted = format!("code eq '{}'", payload.replace('\'', "''"));
        let answer = client.get(&query("$filter", &quoted)).await.json();
        assert_eq!(ids(&answer).len(), 0, "{payload}");
    }
    assert_eq!(client.get(&format!("{ALL}?pageSize=1000")).await.text(), before);
}
