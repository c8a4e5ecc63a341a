//! One document.

use insta::assert_snapshot;
use serde_json::json;

use crate::support::Sandbox;

#[tokio::test]
async fn a_document_is_shown_whole() {
    let docsales = Sandbox::new("docsales-document").await.docsales();
    let by_id = docsales.get("/api/v1/proposals/44073").await;
    assert_snapshot!(by_id, @r#"
    200
    content-type: application/json; charset=utf-8

    {
      "id": 44073,
      "external_uuid": "6f1c1f0e-5d0b-4c5e-9b1e-0d6f0a5f7c11",
      "code": "DOC-0071",
      "title": "Contrato de consultoria",
      "status": "active",
      "status_name": "Em preparação",
      "signature_type": {"id": 1, "code": "digital", "name": "Digital"},
      "payment_method": {"id": 101, "name": "Boleto bancário", "kind": "bank_slip"},
      "template": {"id": 31, "name": "Contrato de prestação de serviços", "kind": "contract"},
      "seller": {"id": 9, "name": "Maria Vendedora", "email": "maria@empresa.com.br"},
      "customer": {
        "id": 48011,
        "code": "CLI-00113",
        "name": "Empresa Exemplo Ltda",
        "trade_name": null,
        "document": "12345678000195",
        "state_registration": "ISENTO",
        "email": "contato@exemplo.com.br",
        "phone": "(11) 4000-0000",
        "address": {
          "street": "Rua A",
          "number": "100",
          "complement": null,
          "district": "Centro",
          "city": "São Paulo",
          "state": "SP",
          "zip_code": "01000-000",
          "country": "Brasil"
        },
        "additional_fields": []
      },
      "items": [
        {
          "id": 1,
          "product_id": 501,
          "code": "SRV-01",
          "kind": "service",
          "name": "Consultoria",
          "description": null,
          "quantity": "2.0",
          "unit_price": "1500.0",
          "discount": "0.0",
          "payment_frequency": "one_time",
          "total": "3000.0"
        }
      ],
      "total": "3000.0",
      "installments": [{"number": 1, "due_date": "2019-11-10", "amount": "3000.0"}],
      "contract_start_date": null,
      "contract_months": null,
      "due_day": 10,
      "expiration_date": "2019-11-05",
      "signers": [
        {
          "id": 1,
          "name": "João Cliente",
          "email": "joao@exemplo.com.br",
          "document": null,
          "phone": null,
          "role": "part",
          "role_name": "Parte",
          "signing_order": 1,
          "status": "pending",
          "signed_at": null,
          "url_to_sign": null
        },
        {
          "id": 2,
          "name": "Ana Testemunha",
          "email": "ana@exemplo.com.br",
          "document": null,
          "phone": null,
          "role": "witness",
          "role_name": "Testemunha",
          "signing_order": 2,
          "status": "pending",
          "signed_at": null,
          "url_to_sign": null
        }
      ],
      "additional_fields": [],
      "notes": null,
      "pdf_url": null,
      "approval": null,
      "sent_at": null,
      "read_at": null,
      "signed_at": null,
      "rejected_at": null,
      "cancelled_at": null,
      "rejection_reason": null,
      "created_at": "2019-10-21T10:15:30.000-03:00",
      "updated_at": "2019-10-21T10:15:30.000-03:00"
    }
    "#);
    for uuid in [
        "6f1c1f0e-5d0b-4c5e-9b1e-0d6f0a5f7c11",
        "6F1C1F0E-5D0B-4C5E-9B1E-0D6F0A5F7C11",
    ] {
        let answer = docsales.get(&format!("/api/v1/proposals/{uuid}")).await;
        assert_eq!(answer.text(), by_id.text());
    }
}

#[tokio::test]
async fn a_document_that_is_not_the_accounts_is_not_found() {
    let sandbox = Sandbox::new("docsales-document-unknown").await;
    let docsales = sandbox.docsales();
    assert_snapshot!(docsales.get("/api/v1/proposals/44999").await, @r#"
    404
    content-type: application/json; charset=utf-8

    {"error": "Documento não encontrado"}
    "#);
    for id in [
        "44001",
        "DOC-0071",
        "6f1c1f0e5d0b4c5e9b1e0d6f0a5f7c11",
        "0",
        "99999999999999999999",
        "-1",
        "%C3%A7",
    ] {
        assert_eq!(
            docsales.get(&format!("/api/v1/proposals/{id}")).await.status,
            404,
            "{id}"
        );
    }
    docsales.get("/api/v1/proposals/DOC-0071").await;
    assert_snapshot!(sandbox.last_explanation().await, @r#"The account has no document "DOC-0071"; documents are found by their internal id (digits) or external_uuid, not by their code."#);
    let issued = sandbox
        .control()
        .post("/credentials/docsales", &json!({"account": 3}))
        .await;
    let other = sandbox.docsales_with(&issued.member("/token"));
    assert_eq!(other.get("/api/v1/proposals/44001").await.status, 200);
    assert_eq!(other.get("/api/v1/proposals/44073").await.status, 404);
}

#[tokio::test]
async fn every_status_is_among_the_fixtures() {
    let docsales = Sandbox::new("docsales-document-statuses").await.docsales();
    let mut statuses = Vec::new();
    for id in 44066..=44073 {
        let document = docsales.get(&format!("/api/v1/proposals/{id}")).await;
        statuses.push(format!(
            "{} {}",
            document.member("/status"),
            document.member("/status_name")
        ));
    }
    assert_snapshot!(statuses.join("\n"), @"
    sent Enviado
    read Lido
    partially_signed Aguardando assinatura
    approved Assinado
    rejected Rejeitado
    cancelled Cancelado
    expired Expirado
    active Em preparação
    ");
}

#[tokio::test]
async fn every_error_can_be_asked_for() {
    let sandbox = Sandbox::new("docsales-errors").await;
    let errors = sandbox.control().get("/errors?provider=docsales").await.json();
    let mut given = Vec::new();
    for error in errors["errors"].as_array().unwrap() {
        let id = error["id"].as_str().unwrap();
        let prefer = sandbox.docsales().with("prefer", &format!("areia-error={id}"));
        let answer = prefer.post("/api/v1/proposals", &json!({})).await;
        given.push(format!("{id} {} {}", answer.status, answer.text()));
    }
    assert_snapshot!(given.join("\n"), @r#"
    token_invalid 401 {"error":"Token inválido ou não informado"}
    plan_without_api 403 {"error":"API não disponível para o plano contratado"}
    document_not_found 404 {"error":"Documento não encontrado"}
    customer_not_found 404 {"error":"Cliente não encontrado"}
    request_invalid 400 {"error":"Requisição inválida"}
    monthly_limit_reached 429 {"error":"Limite mensal de 200 requisições de criação de documentos atingido"}
    validation_failed 422 {"error":"A validação falhou: Modelo é obrigatório(a), Signatário 1: E-mail não é válido","errors":{"template_id":["é obrigatório(a)"],"signers[0].email":["não é válido"]}}
    route_unknown 404 {"status":404,"error":"Not Found"}
    body_too_large 413 {"status":413,"error":"Payload Too Large"}
    internal 500 {"status":500,"error":"Internal Server Error"}
    "#);
}
