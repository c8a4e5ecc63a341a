//! A document is created.

use insta::assert_snapshot;
use serde_json::{Value, json};

use super::{body, body_with};
use crate::support::{Sandbox, pretty};

const PROPOSALS: &str = "/api/v1/proposals";

#[tokio::test]
async fn a_created_document_is_answered_whole() {
    let docsales = Sandbox::new("docsales-create").await.docsales();
    let created = docsales.post(PROPOSALS, &body()).await;
    assert_snapshot!(created, @r#"
    201
    content-type: application/json; charset=utf-8

    {
      "id": 44074,
      "external_uuid": "d005bd8b-f962-455a-9f54-1d65e8a5e19b",
      "code": "DOC-0072",
      "title": "Contrato de consultoria",
      "status": "active",
      "status_name": "Em preparação",
      "signature_type": {"id": 1, "code": "digital", "name": "Digital"},
      "payment_method": {"id": 101, "name": "Boleto bancário", "kind": "bank_slip"},
      "template": {"id": 31, "name": "Contrato de prestação de serviços", "kind": "contract"},
      "seller": {"id": 9, "name": "Maria Vendedora", "email": "maria@empresa.com.br"},
      "customer": {
        "id": 48012,
        "code": "CLI-00114",
        "name": "Empresa Nova Ltda",
        "trade_name": null,
        "document": "45723174000110",
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
      "installments": [{"number": 1, "due_date": "2026-04-10", "amount": "3000.0"}],
      "contract_start_date": null,
      "contract_months": null,
      "due_day": 10,
      "expiration_date": "2026-03-31",
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
      "created_at": "2026-03-16T09:00:00.000-03:00",
      "updated_at": "2026-03-16T09:00:00.000-03:00"
    }
    "#);
    let uuid = created.member("/external_uuid");
    assert_eq!(
        docsales.get(&format!("{PROPOSALS}/{uuid}")).await.text(),
        created.text()
    );
    let listed = docsales.get("/api/v1/customers/45723174000110/proposals").await;
    assert_eq!(listed.json()[0]["external_uuid"], json!(uuid));
}

#[tokio::test]
async fn a_document_may_be_the_body_itself_and_say_little() {
    let docsales = Sandbox::new("docsales-create-little").await.docsales();
    let little = json!({
        "signature_type": "paper", "payment_method_id": "103", "template_id": 32,
        "customer": {"code": "CLI-00113"},
        "items": [{"product_id": 501, "payment_frequency": "monthly"}, {"product_id": 502, "quantity": "1.5", "discount": "0.01"}],
        "signers": [{"name": "João", "email": "joao@exemplo.com.br", "role_id": 3, "document": "529.982.247-25"}],
        "installments": 3,
        "additional_fields": [{"name": "Origem", "value": "CRM"}],
    });
    let created = docsales
        .post("/api/v1/proposals?user_email=MARIA@empresa.com.br", &little)
        .await;
    assert_snapshot!(created, @r#"
    201
    content-type: application/json; charset=utf-8

    {
      "id": 44074,
      "external_uuid": "d005bd8b-f962-455a-9f54-1d65e8a5e19b",
      "code": "DOC-0072",
      "title": "Proposta comercial",
      "status": "active",
      "status_name": "Em preparação",
      "signature_type": {"id": 2, "code": "paper", "name": "Papel"},
      "payment_method": {"id": 103, "name": "Transferência", "kind": "wire_transfer"},
      "template": {"id": 32, "name": "Proposta comercial", "kind": "proposal"},
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
          "quantity": "1.0",
          "unit_price": "250.0",
          "discount": "0.0",
          "payment_frequency": "monthly",
          "total": "250.0"
        },
        {
          "id": 2,
          "product_id": 502,
          "code": "PRD-01",
          "kind": "product",
          "name": "Leitor",
          "description": null,
          "quantity": "1.5",
          "unit_price": "320.0",
          "discount": "0.01",
          "payment_frequency": "one_time",
          "total": "479.99"
        }
      ],
      "total": "729.99",
      "installments": [
        {"number": 1, "due_date": "2026-03-31", "amount": "243.33"},
        {"number": 2, "due_date": "2026-04-30", "amount": "243.33"},
        {"number": 3, "due_date": "2026-05-31", "amount": "243.33"}
      ],
      "contract_start_date": null,
      "contract_months": null,
      "due_day": null,
      "expiration_date": "2026-03-31",
      "signers": [
        {
          "id": 1,
          "name": "João",
          "email": "joao@exemplo.com.br",
          "document": "52998224725",
          "phone": null,
          "role": "guarantor",
          "role_name": "Fiador",
          "signing_order": 1,
          "status": "pending",
          "signed_at": null,
          "url_to_sign": null
        }
      ],
      "additional_fields": [{"name": "Origem", "value": "CRM"}],
      "notes": null,
      "pdf_url": null,
      "approval": null,
      "sent_at": null,
      "read_at": null,
      "signed_at": null,
      "rejected_at": null,
      "cancelled_at": null,
      "rejection_reason": null,
      "created_at": "2026-03-16T09:00:00.000-03:00",
      "updated_at": "2026-03-16T09:00:00.000-03:00"
    }
    "#);
}

#[tokio::test]
async fn a_known_cnpj_is_the_same_customer_with_newer_data() {
    let docsales = Sandbox::new("docsales-create-known").await.docsales();
    let customer = json!({"name": "Empresa Exemplo S.A.", "document": "12345678000195", "trade_name": "Exemplo"});
    let created = docsales.post(PROPOSALS, &body_with("/customer", customer)).await;
    let shown = &created.json()["customer"];
    assert_snapshot!(pretty(shown), @r#"
    {
      "id": 48011,
      "code": "CLI-00113",
      "name": "Empresa Exemplo S.A.",
      "trade_name": "Exemplo",
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
    }
    "#);
    let earlier = docsales.get("/api/v1/proposals/44073").await;
    assert_eq!(earlier.member("/customer/name"), "Empresa Exemplo Ltda");
    let again = docsales
        .post(PROPOSALS, &body_with("/customer", json!({"id": "48011"})))
        .await;
    assert_eq!(&again.json()["customer"], shown);
}

#[tokio::test]
async fn numbers_go_on_and_pass_over_what_is_taken() {
    let docsales = Sandbox::new("docsales-create-numbers").await.docsales();
    let code = async |body: Value| docsales.post(PROPOSALS, &body).await.member("/code");
    assert_eq!(code(body_with("/code", json!("DOC-0073"))).await, "DOC-0073");
    assert_eq!(code(body()).await, "DOC-0072");
    assert_eq!(code(body()).await, "DOC-0074");
    assert_eq!(code(body_with("/code", json!("CRM/7"))).await, "CRM/7");
    assert_eq!(code(body()).await, "DOC-0075");
}

#[tokio::test]
async fn a_cnpj_with_letters_is_taken() {
    let docsales = Sandbox::new("docsales-create-letters").await.docsales();
    let customer = json!({"name": "Nova Era", "document": "12.abc.345/01de-35"});
    let created = docsales.post(PROPOSALS, &body_with("/customer", customer)).await;
    assert_eq!(
        (created.status, created.member("/customer/code").as_str()),
        (201, "CLI-00112"),
        "{created}"
    );
    let customer = json!({"name": "Pessoa", "document": "529.982.247-25"});
    let created = docsales.post(PROPOSALS, &body_with("/customer", customer)).await;
    assert_eq!(created.member("/customer/document"), "52998224725");
}

#[tokio::test]
async fn a_document_without_a_date_is_valid_for_the_accounts_days() {
    let sandbox = Sandbox::new("docsales-create-validity").await;
    let body = body_with("/expiration_date", Value::Null);
    let created = sandbox.docsales().post(PROPOSALS, &body).await;
    assert_eq!(created.member("/expiration_date"), "2026-03-31");
    sandbox
        .control()
        .put("/docsales/accounts/1", &json!({"validity_days": 30}))
        .await;
    let created = sandbox.docsales().post(PROPOSALS, &body).await;
    assert_eq!(created.member("/expiration_date"), "2026-04-15");
    let today = body_with("/expiration_date", json!("2026-03-16"));
    assert_eq!(sandbox.docsales().post(PROPOSALS, &today).await.status, 201);
}
