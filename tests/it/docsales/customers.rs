//! The documents of a customer.

use insta::assert_snapshot;

use crate::support::Sandbox;

#[tokio::test]
async fn a_customer_is_found_by_code_id_or_cnpj() {
    let docsales = Sandbox::new("docsales-customer").await.docsales();
    let list = async |key: &str| docsales.get(&format!("/api/v1/customers/{key}/proposals")).await;
    let by_code = list("CLI-00113").await;
    assert_snapshot!(by_code, @r#"
    200
    content-type: application/json; charset=utf-8

    [
      {
        "id": 44066,
        "external_uuid": "0b1d8a4e-6f0c-4b55-8a43-2f6a4c1e7d01",
        "code": "DOC-0064",
        "title": "Proposta enviada",
        "status": "sent",
        "status_name": "Enviado",
        "total": "320.0",
        "expiration_date": "2099-12-31",
        "template": {"id": 32, "name": "Proposta comercial", "kind": "proposal"},
        "seller": {"id": 9, "name": "Maria Vendedora", "email": "maria@empresa.com.br"},
        "created_at": "2019-10-01T09:00:00.000-03:00",
        "updated_at": "2019-10-02T10:00:00.000-03:00"
      },
      {
        "id": 44067,
        "external_uuid": null,
        "code": "DOC-0065",
        "title": "Proposta lida",
        "status": "read",
        "status_name": "Lido",
        "total": "320.0",
        "expiration_date": "2099-12-31",
        "template": {"id": 32, "name": "Proposta comercial", "kind": "proposal"},
        "seller": {"id": 9, "name": "Maria Vendedora", "email": "maria@empresa.com.br"},
        "created_at": "2019-10-01T09:00:00.000-03:00",
        "updated_at": "2019-10-03T10:00:00.000-03:00"
      },
      {
        "id": 44068,
        "external_uuid": null,
        "code": "DOC-0066",
        "title": "Proposta assinada pelo primeiro",
        "status": "partially_signed",
        "status_name": "Aguardando assinatura",
        "total": "320.0",
        "expiration_date": "2099-12-31",
        "template": {"id": 32, "name": "Proposta comercial", "kind": "proposal"},
        "seller": {"id": 9, "name": "Maria Vendedora", "email": "maria@empresa.com.br"},
        "created_at": "2019-10-01T09:00:00.000-03:00",
        "updated_at": "2019-10-04T10:00:00.000-03:00"
      },
      {
        "id": 44073,
        "external_uuid": "6f1c1f0e-5d0b-4c5e-9b1e-0d6f0a5f7c11",
        "code": "DOC-0071",
        "title": "Contrato de consultoria",
        "status": "active",
        "status_name": "Em preparação",
        "total": "3000.0",
        "expiration_date": "2019-11-05",
        "template": {"id": 31, "name": "Contrato de prestação de serviços", "kind": "contract"},
        "seller": {"id": 9, "name": "Maria Vendedora", "email": "maria@empresa.com.br"},
        "created_at": "2019-10-21T10:15:30.000-03:00",
        "updated_at": "2019-10-21T10:15:30.000-03:00"
      }
    ]
    "#);
    for key in ["48011", "12345678000195", "12.345.678%2F0001-95"] {
        assert_eq!(list(key).await.text(), by_code.text(), "{key}");
    }
    let by_letters = list("12.ABC.345%2F01DE-35").await;
    assert_eq!(by_letters.status, 200);
    assert_eq!(list("12abc34501de35").await.text(), by_letters.text());
    assert_eq!(list("48010").await.text(), by_letters.text());
}

#[tokio::test]
async fn a_customer_without_documents_has_an_empty_list() {
    let docsales = Sandbox::new("docsales-customer-empty").await.docsales();
    assert_snapshot!(docsales.get("/api/v1/customers/CLI-00111/proposals").await, @"
    200
    content-type: application/json; charset=utf-8

    []
    ");
}

#[tokio::test]
async fn a_customer_that_is_not_the_accounts_is_not_found() {
    let sandbox = Sandbox::new("docsales-customer-unknown").await;
    let docsales = sandbox.docsales();
    assert_snapshot!(docsales.get("/api/v1/customers/48001/proposals").await, @r#"
    404
    content-type: application/json; charset=utf-8

    {"error": "Cliente não encontrado"}
    "#);
    assert_snapshot!(sandbox.last_explanation().await, @r#"The account has no customer whose code, id or CNPJ is "48001"."#);
    for key in ["CLI-00001", "cli-00113", "0", "52998224725", "%2F"] {
        assert_eq!(
            docsales.get(&format!("/api/v1/customers/{key}/proposals")).await.status,
            404,
            "{key}"
        );
    }
}
