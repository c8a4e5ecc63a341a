//! A document is refused, and nothing has changed.

use insta::assert_snapshot;
use reqwest::Method;
use serde_json::{Value, json};

use super::{body, body_with};
use crate::support::{Client, Sandbox};

const PROPOSALS: &str = "/api/v1/proposals";

/// What is wrong with a body that has one other member.
async fn faults(docsales: &Client, pointer: &str, value: Value) -> String {
    let answer = docsales.post(PROPOSALS, &body_with(pointer, value)).await;
    assert_eq!(answer.status, 422, "{answer}");
    answer.text()
}

#[tokio::test]
async fn a_body_that_is_no_document_is_invalid() {
    let sandbox = Sandbox::new("docsales-refused-body").await;
    let docsales = sandbox.docsales();
    assert_snapshot!(docsales.post(PROPOSALS, &json!({})).await, @r#"
    400
    content-type: application/json; charset=utf-8

    {"error": "Requisição inválida"}
    "#);
    assert_snapshot!(sandbox.last_explanation().await, @"The body is an empty object; send the document under `proposal`.");
    for body in [
        "",
        "{",
        "[]",
        "1",
        "null",
        "{\"proposal\":1}",
        "{\"proposal\":[]}",
        "{\"proposal\":null}",
    ] {
        let answer = docsales
            .send(Method::POST, PROPOSALS, Some("application/json"), body.into())
            .await;
        assert_eq!(
            (answer.status, answer.text().as_str()),
            (400, r#"{"error":"Requisição inválida"}"#),
            "{body}"
        );
    }
    let answer = docsales
        .send(Method::POST, PROPOSALS, Some("text/plain"), body().to_string().into())
        .await;
    assert_eq!(answer.status, 400);
    assert_snapshot!(sandbox.last_explanation().await, @r#"The operation does not read bodies of type "text/plain". Rails reads JSON only where `Content-Type: application/json` says so."#);
}

#[tokio::test]
async fn an_empty_document_is_told_all_that_it_needs() {
    let sandbox = Sandbox::new("docsales-refused-empty").await;
    let answer = sandbox.docsales().post(PROPOSALS, &json!({"proposal": {}})).await;
    assert_snapshot!(answer, @r#"
    422
    content-type: application/json; charset=utf-8

    {
      "error": "A validação falhou: Tipo de assinatura é obrigatório(a), Forma de pagamento é obrigatório(a), Modelo é obrigatório(a), Vendedor é obrigatório(a), Cliente é obrigatório(a), Itens é obrigatório(a), Signatários é obrigatório(a)",
      "errors": {
        "signature_type_id": ["é obrigatório(a)"],
        "payment_method_id": ["é obrigatório(a)"],
        "template_id": ["é obrigatório(a)"],
        "seller_id": ["é obrigatório(a)"],
        "customer": ["é obrigatório(a)"],
        "items": ["é obrigatório(a)"],
        "signers": ["é obrigatório(a)"]
      }
    }
    "#);
    assert_snapshot!(sandbox.last_explanation().await, @"The document breaks rules: `signature_type_id` is missing; `payment_method_id` is missing; `template_id` is missing; `seller_id` is missing; `customer` is missing; `items` is missing; `signers` is missing.");
}

#[tokio::test]
async fn what_is_none_of_those_that_there_are_is_refused() {
    let docsales = Sandbox::new("docsales-refused-unlisted").await.docsales();
    let mut told = Vec::new();
    for (pointer, value) in [
        ("/signature_type_id", json!(3)),
        ("/payment_method_id", json!(104)),
        ("/template_id", json!("x")),
        ("/seller_id", json!(38)),
        ("/customer", json!({"id": 48001})),
        ("/customer", json!({"code": "CLI-99999"})),
        ("/items/0/product_id", json!(700)),
        ("/items/0/payment_frequency", json!("weekly")),
        ("/signers/1/role", json!("friend")),
        ("/installments", json!(121)),
        ("/installments", json!(0)),
        ("/due_day", json!(32)),
    ] {
        told.push(faults(&docsales, pointer, value).await);
    }
    assert_snapshot!(told.join("\n"), @r#"
    {"error":"A validação falhou: Tipo de assinatura não está incluído na lista","errors":{"signature_type_id":["não está incluído na lista"]}}
    {"error":"A validação falhou: Forma de pagamento não está incluído na lista","errors":{"payment_method_id":["não está incluído na lista"]}}
    {"error":"A validação falhou: Modelo não está incluído na lista","errors":{"template_id":["não está incluído na lista"]}}
    {"error":"A validação falhou: Vendedor não está incluído na lista","errors":{"seller_id":["não está incluído na lista"]}}
    {"error":"A validação falhou: Cliente: ID não está incluído na lista","errors":{"customer.id":["não está incluído na lista"]}}
    {"error":"A validação falhou: Cliente: Código não está incluído na lista","errors":{"customer.code":["não está incluído na lista"]}}
    {"error":"A validação falhou: Item 1: Produto não está incluído na lista","errors":{"items[0].product_id":["não está incluído na lista"]}}
    {"error":"A validação falhou: Item 1: Periodicidade não está incluído na lista","errors":{"items[0].payment_frequency":["não está incluído na lista"]}}
    {"error":"A validação falhou: Signatário 2: Papel não está incluído na lista","errors":{"signers[1].role":["não está incluído na lista"]}}
    {"error":"A validação falhou: Parcelas não está incluído na lista","errors":{"installments":["não está incluído na lista"]}}
    {"error":"A validação falhou: Parcelas não está incluído na lista","errors":{"installments":["não está incluído na lista"]}}
    {"error":"A validação falhou: Dia de vencimento não está incluído na lista","errors":{"due_day":["não está incluído na lista"]}}
    "#);
}

#[tokio::test]
async fn what_is_blank_or_wrong_is_refused() {
    let docsales = Sandbox::new("docsales-refused-wrong").await.docsales();
    let mut told = Vec::new();
    for (pointer, value) in [
        ("/customer/name", json!(" ")),
        ("/customer/document", json!("")),
        ("/customer/document", json!("45.723.174/0001-11")),
        ("/customer/document", json!("11111111111111")),
        ("/customer", json!("CLI-00113")),
        ("/items", json!([])),
        ("/items", json!({"0": {}})),
        ("/items/0/product_id", Value::Null),
        ("/items/0/quantity", json!(0)),
        ("/items/0/quantity", json!("two")),
        ("/items/0/discount", json!(3000.01)),
        ("/items/0/unit_price", json!(-1)),
        ("/signers/0/name", Value::Null),
        ("/signers/0/email", json!("joao@exemplo")),
        ("/signers/1/email", json!("")),
        ("/signers/1/role", json!("")),
        ("/signers/0/document", json!("529.982.247-26")),
        // A CNPJ is no person's.
        ("/signers/0/document", json!("12.345.678/0001-95")),
        ("/signers/0/document", json!(["529.982.247-25"])),
        ("/expiration_date", json!("2026-03-15")),
        ("/expiration_date", json!("31/03/2026")),
        ("/contract_months", json!(0)),
        ("/code", json!("DOC-0071")),
    ] {
        told.push(faults(&docsales, pointer, value).await);
    }
    assert_snapshot!(told.join("\n"), @r#"
    {"error":"A validação falhou: Cliente: Razão social não pode ficar em branco","errors":{"customer.name":["não pode ficar em branco"]}}
    {"error":"A validação falhou: Cliente: CNPJ/CPF não pode ficar em branco","errors":{"customer.document":["não pode ficar em branco"]}}
    {"error":"A validação falhou: Cliente: CNPJ/CPF não é válido","errors":{"customer.document":["não é válido"]}}
    {"error":"A validação falhou: Cliente: CNPJ/CPF não é válido","errors":{"customer.document":["não é válido"]}}
    {"error":"A validação falhou: Cliente não é válido","errors":{"customer":["não é válido"]}}
    {"error":"A validação falhou: Itens é obrigatório(a)","errors":{"items":["é obrigatório(a)"]}}
    {"error":"A validação falhou: Itens não é válido","errors":{"items":["não é válido"]}}
    {"error":"A validação falhou: Item 1: Produto é obrigatório(a)","errors":{"items[0].product_id":["é obrigatório(a)"]}}
    {"error":"A validação falhou: Item 1: Quantidade deve ser maior que 0","errors":{"items[0].quantity":["deve ser maior que 0"]}}
    {"error":"A validação falhou: Item 1: Quantidade não é um número","errors":{"items[0].quantity":["não é um número"]}}
    {"error":"A validação falhou: Item 1: Desconto não é válido","errors":{"items[0].discount":["não é válido"]}}
    {"error":"A validação falhou: Item 1: Preço unitário não é válido","errors":{"items[0].unit_price":["não é válido"]}}
    {"error":"A validação falhou: Signatário 1: Nome não pode ficar em branco","errors":{"signers[0].name":["não pode ficar em branco"]}}
    {"error":"A validação falhou: Signatário 1: E-mail não é válido","errors":{"signers[0].email":["não é válido"]}}
    {"error":"A validação falhou: Signatário 2: E-mail não pode ficar em branco","errors":{"signers[1].email":["não pode ficar em branco"]}}
    {"error":"A validação falhou: Signatário 2: Papel não pode ficar em branco","errors":{"signers[1].role":["não pode ficar em branco"]}}
    {"error":"A validação falhou: Signatário 1: CPF não é válido","errors":{"signers[0].document":["não é válido"]}}
    {"error":"A validação falhou: Signatário 1: CPF não é válido","errors":{"signers[0].document":["não é válido"]}}
    {"error":"A validação falhou: Signatário 1: CPF não é válido","errors":{"signers[0].document":["não é válido"]}}
    {"error":"A validação falhou: Validade não é válido","errors":{"expiration_date":["não é válido"]}}
    {"error":"A validação falhou: Validade não é válido","errors":{"expiration_date":["não é válido"]}}
    {"error":"A validação falhou: Meses de contrato deve ser maior que 0","errors":{"contract_months":["deve ser maior que 0"]}}
    {"error":"A validação falhou: Código já está em uso","errors":{"code":["já está em uso"]}}
    "#);
}

#[tokio::test]
async fn a_misspelt_member_is_told_the_nearest_one() {
    let sandbox = Sandbox::new("docsales-refused-misspelt").await;
    let mut body = body();
    body["proposal"].as_object_mut().unwrap().remove("template_id");
    body["proposal"]["template"] = json!(31);
    body["proposal"]["signers"][1]["mail"] = json!("x");
    assert_eq!(sandbox.docsales().post(PROPOSALS, &body).await.status, 422);
    assert_snapshot!(sandbox.last_explanation().await, @"The document breaks rules: `template_id` is missing. `template` is unknown here; the nearest is `template_id`. `signers[1].mail` is unknown here; the nearest is `email`.");
}

#[tokio::test]
async fn a_refused_document_leaves_nothing_behind() {
    let sandbox = Sandbox::new("docsales-refused-nothing").await;
    let docsales = sandbox.docsales();
    let refused = docsales
        .post(PROPOSALS, &body_with("/signers/1/email", json!("x")))
        .await;
    assert_eq!(refused.status, 422);
    // A new customer is made before the document: a code that is taken is found out together with all else.
    let refused = docsales.post(PROPOSALS, &body_with("/code", json!("DOC-0064"))).await;
    assert_eq!(refused.status, 422);
    assert_eq!(
        docsales.get("/api/v1/customers/45723174000110/proposals").await.status,
        404
    );
    let account = sandbox.control().get("/docsales/accounts/1").await.json();
    assert_eq!(account["created_this_month"], json!(0));
    let created = docsales.post(PROPOSALS, &body()).await.json();
    assert_eq!((&created["id"], &created["code"]), (&json!(44074), &json!("DOC-0072")));
    assert_eq!(
        (&created["customer"]["id"], &created["customer"]["code"]),
        (&json!(48012), &json!("CLI-00114"))
    );
}
