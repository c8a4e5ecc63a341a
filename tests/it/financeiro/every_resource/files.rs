//! Attachments and bank statements, which come with a file: what another account is told, and what is refused.

use insta::assert_snapshot;
use reqwest::Method;
use serde_json::json;

use super::super::attachments::send;
use super::{NOBODY, head};
use crate::support::{Answer, Client, Sandbox};

/// Answers to requests for one record and what belongs to it, one line each.
async fn asked(client: &Client, paths: &[String]) -> String {
    let mut transcript = String::new();
    for path in paths {
        let answer = client.get(path).await;
        transcript += &line(&format!("GET {path}"), &answer);
    }
    transcript
}

fn line(what: &str, answer: &Answer) -> String {
    let body = match answer.header("content-type") {
        "text/html; charset=utf-8" => "a page".to_owned(),
        _ => answer.text(),
    };
    format!("{what}: {} {body}\n", head(answer).trim_end())
}

#[tokio::test]
async fn an_attachment_is_the_account_s_own() {
    let sandbox = Sandbox::new("every-attachment").await;
    let (owner, stranger) = (sandbox.financeiro(&[1]).await, sandbox.financeiro(&[2]).await);
    let many = "/entities/2593/attachments";
    let file = [
        ("attachment[title]", None, "Nota"),
        ("attachment[areia_unknown]", None, "x"),
        ("attachment[associated_financial_account_ids][]", None, "999999"),
        ("attachment[attachment]", Some("nota.txt"), "n"),
    ];
    assert_eq!(send(&owner, Method::POST, many, &file).await.status, 201);
    let one = format!("{many}/1");
    let (shown, list) = (owner.get(&one).await.text(), owner.get(many).await.text());
    assert!(!shown.contains("areia_unknown"), "{shown}");
    assert!(shown.contains("\"attachables\":[]"), "{shown}");
    let paths = ["", "/download", "/content"].map(|rest| format!("{one}{rest}"));
    let mut transcript = asked(&stranger, &paths).await;
    transcript += &asked(&stranger, &paths.map(|path| path.replace("2593", "3798"))).await;
    transcript += &asked(&owner, &[format!("{many}/{NOBODY}")]).await;
    let title = json!({"attachment": {"title": "Areia"}});
    for path in [one.clone(), one.replace("2593", "3798"), format!("{many}/{NOBODY}")] {
        transcript += &line(&format!("PUT {path}"), &stranger.put(&path, &title).await);
        transcript += &line(&format!("DELETE {path}"), &stranger.delete(&path).await);
    }
    transcript += &line("POST without a file", &owner.post(many, &title).await);
    transcript += &line("POST of a stranger", &send(&stranger, Method::POST, many, &file).await);
    assert_snapshot!(transcript, @r#"
    GET /entities/2593/attachments/1: 404 {"error":"Couldn't find Entity with id=2593 [WHERE `entity_users`.`user_id` = 1 AND `entities`.`account_id` = 2]"}
    GET /entities/2593/attachments/1/download: 404 {"error":"Couldn't find Entity with id=2593 [WHERE `entity_users`.`user_id` = 1 AND `entities`.`account_id` = 2]"}
    GET /entities/2593/attachments/1/content: 404 {"error":"Couldn't find Entity with id=2593 [WHERE `entity_users`.`user_id` = 1 AND `entities`.`account_id` = 2]"}
    GET /entities/3798/attachments/1: 404 {"error":"Couldn't find Attachment with id=1 [WHERE `attachments`.`entity_id` = 3798]"}
    GET /entities/3798/attachments/1/download: 404 {"error":"Couldn't find Attachment with id=1 [WHERE `attachments`.`entity_id` = 3798]"}
    GET /entities/3798/attachments/1/content: 404 {"error":"Couldn't find Attachment with id=1 [WHERE `attachments`.`entity_id` = 3798]"}
    GET /entities/2593/attachments/999999: 404 {"error":"Couldn't find Attachment with id=999999 [WHERE `attachments`.`entity_id` = 2593]"}
    PUT /entities/2593/attachments/1: 403 {"error":"Voc\u00ea n\u00e3o tem permiss\u00e3o para acessar este recurso."}
    DELETE /entities/2593/attachments/1: 403 {"error":"Voc\u00ea n\u00e3o tem permiss\u00e3o para acessar este recurso."}
    PUT /entities/3798/attachments/1: 404 {"error":"Couldn't find Attachment with id=1 [WHERE `attachments`.`entity_id` = 3798]"}
    DELETE /entities/3798/attachments/1: 404 a page
    PUT /entities/2593/attachments/999999: 403 {"error":"Voc\u00ea n\u00e3o tem permiss\u00e3o para acessar este recurso."}
    DELETE /entities/2593/attachments/999999: 403 {"error":"Voc\u00ea n\u00e3o tem permiss\u00e3o para acessar este recurso."}
    POST without a file: 422 {"attachment":["n\u00e3o pode ser vazio."]}
    POST of a stranger: 403 {"error":"Voc\u00ea n\u00e3o tem permiss\u00e3o para acessar este recurso."}
    "#);
    assert_eq!(owner.get(&one).await.text(), shown);
    assert_eq!(owner.get(many).await.text(), list);
    assert_eq!(owner.get(&format!("{one}/content")).await.text(), "n");
}

#[tokio::test]
async fn a_bank_statement_is_the_account_s_own() {
    let sandbox = Sandbox::new("every-statement").await;
    let (owner, stranger) = (sandbox.financeiro(&[1]).await, sandbox.financeiro(&[2]).await);
    let deposit_account = "/entities/2593/deposit_accounts/402";
    let many = format!("{deposit_account}/bank_statements");
    let item = "<STMTTRN><DTPOSTED>20150810<TRNAMT>-68.50<FITID>a1<MEMO>Luz</STMTTRN>";
    let file = [("bank_statement[file]", Some("extrato.ofx"), item)];
    let created = send(&owner, Method::POST, &many, &file).await;
    let mut transcript = line("POST", &created);
    let one = format!("{many}/1");
    let transactions = format!("{deposit_account}/financial_transactions");
    let before = (owner.get(&one).await.text(), owner.get(&transactions).await.text());
    let foreign = one.replace("2593", "3798");
    let of_nobody = one.replace("402", "999999");
    transcript += &asked(&stranger, &[one.clone(), foreign, of_nobody.clone()]).await;
    transcript += &asked(&owner, &[format!("{many}/{NOBODY}"), of_nobody]).await;
    let nothing = json!({"bank_statement": {}});
    transcript += &line("POST without a file", &owner.post(&many, &nothing).await);
    let empty = [("bank_statement[file]", Some("vazio.ofx"), "nada")];
    transcript += &line("POST of no items", &send(&owner, Method::POST, &many, &empty).await);
    transcript += &line("POST of a stranger", &send(&stranger, Method::POST, &many, &file).await);
    assert_snapshot!(transcript, @r#"
    POST: 201
    location: /financeiro/entities/2593/deposit_accounts/402/bank_statements/1 {"bank_statement":{"id":1,"created_at":"2026-03-16T09:00:00-03:00","updated_at":"2026-03-16T09:00:00-03:00","file_file_name":"extrato.ofx","file_content_type":"text/plain","file_file_size":69,"file_updated_at":"2026-03-16T09:00:00-03:00","deposit_account_id":402,"future_items_ignored_count":0,"amount_zero_items_ignored_count":0,"invalid_date_items_ignored_count":0,"event":{"id":1,"status":"success","output":"Foram importadas 1 transações.","created_at":"2026-03-16T09:00:00-03:00","finished_at":"2026-03-16T09:00:00-03:00"}}}
    GET /entities/2593/deposit_accounts/402/bank_statements/1: 404 {"error":"Couldn't find Entity with id=2593 [WHERE `entity_users`.`user_id` = 1 AND `entities`.`account_id` = 2]"}
    GET /entities/3798/deposit_accounts/402/bank_statements/1: 404 {"error":"Couldn't find DepositAccount with id=402 [WHERE `deposit_accounts`.`entity_id` = 3798]"}
    GET /entities/2593/deposit_accounts/999999/bank_statements/1: 404 {"error":"Couldn't find Entity with id=2593 [WHERE `entity_users`.`user_id` = 1 AND `entities`.`account_id` = 2]"}
    GET /entities/2593/deposit_accounts/402/bank_statements/999999: 404 {"error":"Couldn't find BankStatement with id=999999 [WHERE `bank_statements`.`deposit_account_id` = 402]"}
    GET /entities/2593/deposit_accounts/999999/bank_statements/1: 404 {"error":"Couldn't find DepositAccount with id=999999 [WHERE `deposit_accounts`.`entity_id` = 2593]"}
    POST without a file: 422 {"file":["n\u00e3o pode ser vazio"]}
    POST of no items: 422 {"file":["n\u00e3o \u00e9 v\u00e1lido"]}
    POST of a stranger: 404 {"error":"Couldn't find Entity with id=2593 [WHERE `entity_users`.`user_id` = 1 AND `entities`.`account_id` = 2]"}
    "#);
    let after = (owner.get(&one).await.text(), owner.get(&transactions).await.text());
    assert_eq!(after, before);
}
