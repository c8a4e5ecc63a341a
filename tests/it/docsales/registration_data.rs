//! Registration data.

use insta::assert_snapshot;

use crate::support::Sandbox;

#[tokio::test]
async fn registration_data_are_six_groups_of_active_entries() {
    let docsales = Sandbox::new("docsales-registration").await.docsales();
    let shown = docsales.get("/api/v1/registration-data").await;
    assert_snapshot!(shown, @r#"
    200
    content-type: application/json; charset=utf-8

    {
      "signature_types": [
        {"id": 1, "code": "digital", "name": "Digital", "favorite": true},
        {"id": 2, "code": "paper", "name": "Papel", "favorite": false}
      ],
      "payment_methods": [
        {"id": 101, "name": "Boleto bancário", "kind": "bank_slip", "favorite": true},
        {"id": 102, "name": "Cartão de crédito", "kind": "credit_card", "favorite": false},
        {"id": 103, "name": "Transferência", "kind": "wire_transfer", "favorite": false}
      ],
      "products": [
        {
          "id": 501,
          "code": "SRV-01",
          "kind": "service",
          "name": "Consultoria",
          "description": null,
          "unit": null,
          "prices": [
            {"payment_frequency": "one_time", "price": "1500.0"},
            {"payment_frequency": "monthly", "price": "250.0"}
          ],
          "additional_fields": []
        },
        {
          "id": 502,
          "code": "PRD-01",
          "kind": "product",
          "name": "Leitor",
          "description": null,
          "unit": "un",
          "prices": [{"payment_frequency": "one_time", "price": "320.0"}],
          "additional_fields": []
        }
      ],
      "templates": [
        {"id": 31, "name": "Contrato de prestação de serviços", "kind": "contract"},
        {"id": 32, "name": "Proposta comercial", "kind": "proposal"}
      ],
      "signer_roles": [
        {"id": 1, "code": "part", "name": "Parte"},
        {"id": 2, "code": "witness", "name": "Testemunha"},
        {"id": 3, "code": "guarantor", "name": "Fiador"},
        {"id": 4, "code": "legal_representative", "name": "Representante legal"},
        {"id": 5, "code": "approver", "name": "Aprovador"}
      ],
      "sellers": [{"id": 9, "name": "Maria Vendedora", "email": "maria@empresa.com.br"}]
    }
    "#);
    assert!(!shown.text().contains("Cheque"), "an inactive entry is not shown");
}
