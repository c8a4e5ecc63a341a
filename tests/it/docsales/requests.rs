//! "Nessa área o DocSales registra todas as chamadas que foram realizadas na API".

use insta::assert_snapshot;
use serde_json::{Value, json};

use super::body;
use crate::support::process::Process;
use crate::support::{Client, Sandbox, pretty};

#[tokio::test]
async fn every_call_is_in_the_log_without_the_token() {
    let sandbox = Sandbox::new("docsales-log").await;
    let (docsales, control) = (sandbox.docsales(), sandbox.control());
    let token = sandbox.credential("docsales", "token");
    docsales
        .get(&format!("/api/v1/registration-data?token={token}&x=1"))
        .await;
    let encoded: String = token.bytes().map(|byte| format!("%{byte:02x}")).collect();
    docsales.get(&format!("/api/v1/proposals/{encoded}?a={encoded}")).await;
    docsales
        .post("/api/v1/proposals", &json!({"proposal": {"notes": token}}))
        .await;
    control.put("/docsales/accounts/1", &json!({"monthly_limit": 0})).await;
    docsales.post("/api/v1/proposals", &body()).await;
    docsales.get("/api/v1/nothing").await;
    docsales.get("/api-docs/index.html").await;
    control
        .post("/credentials/docsales/revoke", &json!({"credential": token}))
        .await;
    docsales.get("/api/v1/proposals/44073").await;
    docsales.without("authorization").get("/api/v1/proposals/44073").await;
    let log = control.get("/docsales/requests").await;
    assert!(!log.text().contains(&token), "{log}");
    let log = log.json();
    let lines = log["requests"].as_array().unwrap().iter().map(|call| {
        [
            "id",
            "created_at",
            "method",
            "path",
            "query",
            "status",
            "duration_ms",
            "ip",
        ]
        .map(|name| call[name].to_string())
        .join(" ")
    });
    assert_snapshot!(lines.collect::<Vec<_>>().join("\n"), @r#"
    1 "2026-03-16T12:00:00Z" "GET" "/api/v1/registration-data" "token=********&x=1" 200 0 "127.0.0.1"
    2 "2026-03-16T12:00:00Z" "GET" "********" "********" 404 0 "127.0.0.1"
    3 "2026-03-16T12:00:00Z" "POST" "/api/v1/proposals" null 422 0 "127.0.0.1"
    4 "2026-03-16T12:00:00Z" "POST" "/api/v1/proposals" null 429 0 "127.0.0.1"
    5 "2026-03-16T12:00:00Z" "GET" "/api/v1/nothing" null 404 0 "127.0.0.1"
    6 "2026-03-16T12:00:00Z" "GET" "/api/v1/proposals/44073" null 401 0 "127.0.0.1"
    "#);
    assert_snapshot!(pretty(&log["requests"][2]), @r#"
    {
      "id": 3,
      "created_at": "2026-03-16T12:00:00Z",
      "method": "POST",
      "path": "/api/v1/proposals",
      "query": null,
      "request_body": "{\"proposal\":{\"notes\":\"********\"}}",
      "status": 422,
      "response_body": "{\"error\":\"A validação falhou: Tipo de assinatura é obrigatório(a), Forma de pagamento é obrigatório(a), Modelo é obrigatório(a), Vendedor é obrigatório(a), Cliente é obrigatório(a), Itens é obrigatório(a), Signatários é obrigatório(a)\",\"errors\":{\"signature_type_id\":[\"é obrigatório(a)\"],\"payment_method_id\":[\"é obrigatório(a)\"],\"template_id\":[\"é obrigatório(a)\"],\"seller_id\":[\"é obrigatório(a)\"],\"customer\":[\"é obrigatório(a)\"],\"items\":[\"é obrigatório(a)\"],\"signers\":[\"é obrigatório(a)\"]}}",
      "duration_ms": 0,
      "ip": "127.0.0.1"
    }
    "#);
}

#[tokio::test]
async fn an_accounts_log_is_its_own() {
    let sandbox = Sandbox::new("docsales-log-accounts").await;
    let control = sandbox.control();
    let issued = control.post("/credentials/docsales", &json!({"account": 3})).await;
    sandbox
        .docsales_with(&issued.member("/token"))
        .get("/api/v1/registration-data")
        .await;
    sandbox.docsales().get("/api/v1/proposals/1").await;
    let statuses = async |query: &str| -> Vec<Value> {
        let log = control.get(&format!("/docsales/requests{query}")).await.json();
        log["requests"]
            .as_array()
            .unwrap()
            .iter()
            .map(|call| call["status"].clone())
            .collect()
    };
    assert_eq!(statuses("?account=3").await, [json!(200)]);
    assert_eq!(statuses("?account=1").await, [json!(404)]);
    assert_eq!(statuses("").await, [json!(200), json!(404)]);
    assert_snapshot!(control.get("/docsales/requests?acount=1").await.pretty(), @r#"
    {
      "title": "Bad Request",
      "status": 400,
      "detail": "the parameter `acount` is unknown here",
      "hint": "the nearest is `account`"
    }
    "#);
    control.post("/reset", &json!({})).await;
    assert_eq!(statuses("").await, [json!(null); 0]);
}

#[tokio::test]
async fn the_log_and_the_months_count_survive_a_kill() {
    let directory = tempfile::tempdir().unwrap();
    let arguments = ["--log", "off", "--data", directory.path().to_str().unwrap()];
    let token = "areiaDocSalesToken00000000000001";
    let docsales = |server: &Process| {
        Client::new(format!("{}/docsales", server.url())).with("authorization", &format!("Bearer {token}"))
    };
    let control = |server: &Process| Client::new(format!("{}/_areia", server.url()));
    let mut body = body();
    body["proposal"]["expiration_date"] = json!("2099-12-31");
    let server = Process::start(&arguments);
    control(&server)
        .put("/docsales/accounts/1", &json!({"monthly_limit": 1}))
        .await;
    let created = docsales(&server).post("/api/v1/proposals", &body).await;
    assert_eq!(created.status, 201, "{created}");
    drop(server);
    let server = Process::start(&arguments);
    assert_eq!(docsales(&server).post("/api/v1/proposals", &body).await.status, 429);
    let path = format!("/api/v1/proposals/{}", created.member("/external_uuid"));
    assert_eq!(docsales(&server).get(&path).await.text(), created.text());
    let log = control(&server).get("/docsales/requests").await.json();
    let calls = log["requests"].as_array().unwrap().iter();
    let statuses: Vec<Value> = calls.map(|call| call["status"].clone()).collect();
    assert_eq!(statuses, [201, 429, 200]);
}

#[tokio::test]
async fn the_last_ten_thousand_calls_of_an_account_are_kept() {
    let sandbox = Sandbox::new("docsales-log-bound").await;
    let (docsales, control) = (sandbox.docsales(), sandbox.control());
    let count = async |account: &str| -> i64 {
        let mut connection = sandbox.world.store.connection().await.unwrap();
        sqlx::query_scalar("select count(*) from docsales_call where account = ?")
            .bind(account)
            .fetch_one(&mut *connection)
            .await
            .unwrap()
    };
    let mut connection = sandbox.world.store.connection().await.unwrap();
    let insert = "with recursive n(n) as (select 1 union all select n + 1 from n where n < 10490)
        insert into docsales_call (account, created_at, method, path, status, duration_ms)
        select case when n % 5000 = 1 then '3' else '1' end, '', 'GET', '/', 200, 0 from n";
    sqlx::query(insert).execute(&mut *connection).await.unwrap();
    drop(connection);
    for _ in 0..12 {
        docsales.get("/api/v1/proposals/1").await;
    }
    let log = control.get("/docsales/requests?account=1").await.json();
    let calls = log["requests"].as_array().unwrap();
    assert_eq!(calls.len(), 10_000);
    let ids = [&calls[0]["id"], &calls[9_999]["id"]];
    assert_eq!(ids, [&json!(501), &json!(10_502)]);
    // What is not listed any more is gone, and another account's calls are its own.
    assert_eq!((count("1").await, count("3").await), (10_000, 3));
}

#[tokio::test]
async fn calls_that_came_at_once_are_all_in_the_log_and_in_a_copy_of_the_world() {
    let sandbox = Sandbox::new("docsales-log-many").await;
    let docsales = sandbox.docsales();
    let calls = (0..300).map(|_| docsales.get("/api/v1/proposals/44073"));
    futures_util::future::join_all(calls).await;
    let mut connection = sandbox.world.store.connection().await.unwrap();
    let image = areia::store::image_of(&mut connection).await.unwrap();
    drop(connection);
    let mut copy = areia::store::open_image(&image).await.unwrap();
    let count: i64 = sqlx::query_scalar("select count(*) from docsales_call")
        .fetch_one(&mut copy)
        .await
        .unwrap();
    assert_eq!(count, 300);
    let log = sandbox.control().get("/docsales/requests").await.json();
    assert_eq!(log["requests"].as_array().unwrap().len(), 300);
}
