//! What the mechanisms refuse, in Procfy's words.

use insta::assert_snapshot;
use reqwest::Method;
use serde_json::Value;

use super::{COST_CENTERS, TRANSACTIONS, refusal};
use crate::support::{Client, Sandbox, server};

#[tokio::test]
async fn an_address_that_there_is_not_is_no_route() {
    let procfy = Sandbox::new("procfy-routes").await.procfy();
    assert_snapshot!(procfy.get("/api/v1/transacoes").await, @r#"
    404
    content-type: application/json; charset=utf-8

    {"error": "Not Found", "description": "No route matches [GET] \"/api/v1/transacoes\""}
    "#);
    // Nor is one with another method, and Rails does not name the others.
    assert_snapshot!(procfy.send(Method::DELETE, TRANSACTIONS, None, Vec::new()).await, @r#"
    404
    content-type: application/json; charset=utf-8

    {"error": "Not Found", "description": "No route matches [DELETE] \"/api/v1/transactions\""}
    "#);
    assert_snapshot!(refusal(&procfy.get("/").await), @r#"404 No route matches [GET] "/""#);
}

#[tokio::test]
async fn an_id_that_is_no_number_belongs_to_no_record() {
    let procfy = Sandbox::new("procfy-ids").await.procfy();
    for id in ["abc", "1.5", "99999999999999999999", "%C3%A9"] {
        let answer = procfy.get(&format!("{COST_CENTERS}/{id}")).await;
        assert_eq!(answer.status, 404, "{answer}");
    }
    assert_snapshot!(procfy.get(&format!("{COST_CENTERS}/abc")).await, @r#"
    404
    content-type: application/json; charset=utf-8

    {
      "error": "Registro não encontrado",
      "description": "Não foi possível encontrar o registro com o id abc"
    }
    "#);
}

#[tokio::test]
async fn what_cannot_be_read_is_a_bad_request_and_what_is_too_large_says_so() {
    let procfy = Sandbox::new("procfy-unreadable").await.procfy();
    assert_eq!(procfy.get("/api/v1/transactions/%zz").await.status, 400);
    assert_eq!(procfy.get("/api/v1/transactions?a=%zz").await.status, 400);
    let media_type = Some("application/json");
    let large = procfy
        .send(Method::POST, COST_CENTERS, media_type, vec![b' '; 1_100_000])
        .await;
    assert_snapshot!(large, @r#"
    413
    content-type: application/json; charset=utf-8

    {"error": "Payload Too Large", "description": "The request body must have at most 1048576 bytes"}
    "#);
}

#[tokio::test]
async fn every_error_of_the_catalogue_can_be_asked_for() {
    let sandbox = Sandbox::new("procfy-catalogue-of-errors").await;
    let answer = Client::new(format!("{}/_areia", server().url()))
        .get("/errors?provider=procfy")
        .await
        .json();
    let mut answers = String::new();
    for error in answer["errors"].as_array().unwrap() {
        let id = error["id"].as_str().unwrap();
        let procfy = sandbox.procfy().with("prefer", &format!("areia-error={id}"));
        let answer = procfy.get(TRANSACTIONS).await;
        assert_eq!(answer.header("content-type"), "application/json; charset=utf-8");
        let body: Value = answer.json();
        let names: Vec<&String> = body.as_object().unwrap().keys().collect();
        assert_eq!(names, ["error", "description"], "{id}");
        answers += &format!("{id}: {} {}\n", answer.status, answer.text());
    }
    assert_snapshot!(answers, @r#"
    token_blank: 400 {"error":"Token not found","description":"Token not found, please check your request"}
    token_invalid: 401 {"error":"Invalid token","description":"Invalid token, certify that you are using the correct token"}
    token_expired: 403 {"error":"Token expired","description":"Token expired, please create a new token"}
    permission_denied: 403 {"error":"Permission denied","description":"Permission denied, you do not have access to this resource"}
    bad_request: 400 {"error":"Bad Request","description":"The query cannot be read: malformed percent-encoding."}
    pagination: 400 {"error":"Pagination error","description":"expected :page in 1..2; got 99"}
    date_invalid: 400 {"error":"Bad Request","description":"invalid date: start_date"}
    record_unknown: 404 {"error":"Registro não encontrado","description":"Não foi possível encontrar o registro com o id 99"}
    transaction_type_invalid: 422 {"error":"Enum inválido","description":"Tipo de transação inválido"}
    payment_method_invalid: 422 {"error":"Enum inválido","description":"Método de pagamento inválido"}
    payment_type_invalid: 422 {"error":"Enum inválido","description":"Tipo de pagamento inválido"}
    contact_type_invalid: 422 {"error":"Enum inválido","description":"Tipo de contato inválido"}
    person_type_invalid: 422 {"error":"Enum inválido","description":"Tipo de pessoa inválido"}
    transaction_invalid: 422 {"error":"Registro inválido","description":"A validação falhou: Data não pode ficar em branco, Bank account não pode ficar em branco, Bank account é obrigatório(a)"}
    bank_account_invalid: 422 {"error":"Registro inválido","description":"A validação falhou: Nome não pode ficar em branco"}
    contact_invalid: 422 {"error":"Registro inválido","description":"A validação falhou: Nome não pode ficar em branco, Nome é muito curto (mínimo: 2 caracteres)"}
    cost_center_invalid: 422 {"error":"Registro inválido","description":"A validação falhou: Nome não pode ficar em branco, Nome é muito curto (mínimo: 2 caracteres)"}
    category_invalid: 422 {"error":"Registro inválido","description":"A validação falhou: Nome não pode ficar em branco"}
    user_invalid: 422 {"error":"Registro inválido","description":"A validação falhou: E-mail não pode ficar em branco, E-mail não é válido"}
    file_missing: 400 {"error":"Bad Request","description":"param is missing or the value is empty: filename"}
    file_too_large: 413 {"error":"Arquivo muito grande","description":"O arquivo deve ter no máximo 25 MB"}
    route_unknown: 404 {"error":"Not Found","description":"No route matches [POST] \"/api/v1/users\""}
    body_too_large: 413 {"error":"Payload Too Large","description":"The request body must have at most 1048576 bytes"}
    internal: 500 {"error":"Internal Server Error","description":"Internal Server Error"}
    "#);
}
