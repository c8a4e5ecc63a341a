//! Payable and receivable accounts, and reconciling them.

use insta::assert_snapshot;
use serde_json::{Value, json};

use crate::support::Sandbox;

#[tokio::test]
async fn a_payable_account_is_created_paid_and_taken_back() {
    let sandbox = Sandbox::new("payable-lifecycle").await;
    let wire = sandbox.financeiro(&[2]).await;
    let many = "/entities/3798/payable_accounts";
    let body = json!({"payable_account": {"due_date": "2026-04-01", "amount": "0.15099E3", "description": "Óleo"}});
    let created = wire.post(many, &body).await;
    assert_snapshot!(created, @r#"
    201
    cache-control: max-age=0, private, must-revalidate
    content-type: application/json; charset=utf-8
    location: http://areia/financeiro/entities/3798/payable_accounts/649
    x-ratelimit-limit: 100
    x-ratelimit-remaining: (one less with each call)
    x-ratelimit-reset: 2026-03-16T12:01:00Z

    {
      "payable_account": {
        "id": 649,
        "entity_id": 3798,
        "status": 1,
        "status_name": "unpaid",
        "due_date": "2026-04-01",
        "occurred_at": null,
        "amount": "150.99",
        "ticket_amount": null,
        "interest_amount": null,
        "discount_amount": null,
        "nominal_amount": "150.99",
        "total_amount": null,
        "description": "Óleo",
        "document": null,
        "document_emission_date": null,
        "observation": null,
        "remind": false,
        "reminded_at": null,
        "category_id": null,
        "classification_center_id": null,
        "expected_deposit_account_id": null,
        "recurrence_id": null,
        "person_id": null,
        "created_at": "2026-03-16T09:00:00-03:00",
        "updated_at": "2026-03-16T09:00:00-03:00",
        "competency_month": "2026-04",
        "recurrent": false,
        "parcelled": false,
        "recurrence_period": null,
        "number_of_parcels": null,
        "current_parcel": null,
        "attachment_id_list": [],
        "financial_account_taxes_attributes": [],
        "reconciliations": {"financial_transactions": [], "financial_accounts": []},
        "links": [
          {
            "rel": "self",
            "href": "http://areia/financeiro/entities/3798/payable_accounts/649",
            "method": "get"
          },
          {
            "rel": "destroy",
            "href": "http://areia/financeiro/entities/3798/payable_accounts/649",
            "method": "delete"
          },
          {
            "rel": "pay",
            "href": "http://areia/financeiro/entities/3798/payable_accounts/649/pay",
            "method": "put"
          }
        ]
      }
    }
    "#);
    let id = created.json()["payable_account"]["id"].clone();
    let one = format!("{many}/{id}");
    let pay = json!({"payable_account": {"total_amount": 150.99, "occurred_at": "2026-04-02"}});
    assert_snapshot!(wire.put(&format!("{one}/pay"), &pay).await, @r#"
    200
    cache-control: max-age=0, private, must-revalidate
    content-type: application/json; charset=utf-8
    x-ratelimit-limit: 100
    x-ratelimit-remaining: (one less with each call)
    x-ratelimit-reset: 2026-03-16T12:01:00Z

    {
      "payable_account": {
        "id": 649,
        "entity_id": 3798,
        "status": 2,
        "status_name": "paid",
        "due_date": "2026-04-01",
        "occurred_at": "2026-04-02",
        "amount": "150.99",
        "ticket_amount": null,
        "interest_amount": null,
        "discount_amount": null,
        "nominal_amount": "150.99",
        "total_amount": "150.99",
        "description": "Óleo",
        "document": null,
        "document_emission_date": null,
        "observation": null,
        "remind": false,
        "reminded_at": null,
        "category_id": null,
        "classification_center_id": null,
        "expected_deposit_account_id": null,
        "recurrence_id": null,
        "person_id": null,
        "created_at": "2026-03-16T09:00:00-03:00",
        "updated_at": "2026-03-16T09:00:00-03:00",
        "competency_month": "2026-04",
        "recurrent": false,
        "parcelled": false,
        "recurrence_period": null,
        "number_of_parcels": null,
        "current_parcel": null,
        "attachment_id_list": [],
        "financial_account_taxes_attributes": [],
        "reconciliations": {"financial_transactions": [], "financial_accounts": []},
        "links": [
          {
            "rel": "self",
            "href": "http://areia/financeiro/entities/3798/payable_accounts/649",
            "method": "get"
          },
          {
            "rel": "destroy",
            "href": "http://areia/financeiro/entities/3798/payable_accounts/649",
            "method": "delete"
          },
          {
            "rel": "undo_payment",
            "href": "http://areia/financeiro/entities/3798/payable_accounts/649/undo_payment",
            "method": "put"
          }
        ]
      }
    }
    "#);
    let nothing = json!({"payable_account": {"total_amount": null}});
    assert_snapshot!(wire.put(&format!("{one}/pay"), &nothing).await, @r#"
    422
    cache-control: no-cache
    content-type: application/json; charset=utf-8
    x-ratelimit-limit: 100
    x-ratelimit-remaining: (one less with each call)
    x-ratelimit-reset: 2026-03-16T12:01:00Z

    {"total_amount": ["n\u00e3o pode ser vazio"]}
    "#);
    assert_snapshot!(wire.put(&format!("{one}/pay"), &json!({"receivable_account": {}})).await, @r#"
    422
    cache-control: no-cache
    content-type: application/json; charset=utf-8
    x-ratelimit-limit: 100
    x-ratelimit-remaining: (one less with each call)
    x-ratelimit-reset: 2026-03-16T12:01:00Z

    {"error": "Sua solicitação não é válida. Por favor, verifique os dados enviados."}
    "#);
    let undone = wire.put(&format!("{one}/undo_payment"), &json!({})).await.json();
    assert_eq!(undone["payable_account"]["status"], 1);
    assert_eq!(undone["payable_account"]["total_amount"], Value::Null);
    assert_eq!(wire.delete(&one).await.text(), " ");
    assert_snapshot!(wire.get(&one).await, @r#"
    404
    cache-control: no-cache
    content-type: application/json; charset=utf-8
    x-ratelimit-limit: 100
    x-ratelimit-remaining: (one less with each call)
    x-ratelimit-reset: 2026-03-16T12:01:00Z

    {"error": "Não foi possível localizar a Conta a pagar solicitada."}
    "#);
    assert_snapshot!(wire.delete(&one).await, @r#"
    404
    cache-control: no-cache
    content-type: application/json; charset=utf-8
    x-ratelimit-limit: 100
    x-ratelimit-remaining: (one less with each call)
    x-ratelimit-reset: 2026-03-16T12:01:00Z

    {
      "error": "Não foi possível localizar a {:one=>\"Conta a Pagar\", :other=>\"Contas a Pagar\"} com o ID 649"
    }
    "#);
}

#[tokio::test]
async fn an_account_of_a_foreign_entity_is_forbidden_to_write_and_not_there_to_read() {
    let sandbox = Sandbox::new("payable-foreign").await;
    let docs = sandbox.financeiro(&[1]).await;
    let foreign = "/entities/3798/payable_accounts";
    assert_snapshot!(docs.post(foreign, &json!({"payable_account": {}})).await, @r#"
    403
    cache-control: no-cache
    content-type: application/json; charset=utf-8
    x-ratelimit-limit: 100
    x-ratelimit-remaining: (one less with each call)
    x-ratelimit-reset: Mon, 16 Mar 2026 12:01:00 GMT

    {"error": "Voc\u00ea n\u00e3o tem permiss\u00e3o para acessar este recurso."}
    "#);
    assert_snapshot!(docs.get(foreign).await, @r#"
    404
    cache-control: no-cache
    content-type: application/json; charset=utf-8
    x-ratelimit-limit: 100
    x-ratelimit-remaining: (one less with each call)
    x-ratelimit-reset: Mon, 16 Mar 2026 12:01:00 GMT

    {
      "error": "Couldn't find Entity with id=3798 [WHERE `entity_users`.`user_id` = 1 AND `entities`.`account_id` = 1]"
    }
    "#);
}

#[tokio::test]
async fn what_is_wrong_with_an_account_is_said_by_attribute() {
    let sandbox = Sandbox::new("payable-invalid").await;
    let docs = sandbox.financeiro(&[1]).await;
    let many = "/entities/2593/payable_accounts";
    assert_snapshot!(docs.post(many, &json!({"payable_account": {"amount": 1, "due_date": "ontem"}})).await, @r#"
    422
    cache-control: no-cache
    content-type: application/json; charset=utf-8
    x-ratelimit-limit: 100
    x-ratelimit-remaining: (one less with each call)
    x-ratelimit-reset: Mon, 16 Mar 2026 12:01:00 GMT

    {
      "competency_month": ["n\u00e3o pode ser vazio"],
      "due_date": ["n\u00e3o \u00e9 uma data v\u00e1lida"]
    }
    "#);
    let body = json!({"payable_account": {"amount": 1, "due_date": "2026-01-01", "create_as_recurrent": "x"}});
    assert_snapshot!(docs.post(&format!("{many}.xml"), &body).await, @r#"
    422
    cache-control: no-cache
    content-type: application/xml; charset=utf-8
    x-ratelimit-limit: 100
    x-ratelimit-remaining: (one less with each call)
    x-ratelimit-reset: Mon, 16 Mar 2026 12:01:00 GMT

    <?xml version="1.0" encoding="UTF-8"?>
    <errors>
      <error>Recorrência não está incluso na lista</error>
    </errors>
    "#);
}

#[tokio::test]
async fn parcels_are_one_recurrence_and_are_deleted_together() {
    let sandbox = Sandbox::new("receivable-parcels").await;
    let wire = sandbox.financeiro(&[2]).await;
    let many = "/entities/3798/receivable_accounts";
    let body = json!({"receivable_account": {
        "due_date": "2026-01-31", "amount": 100, "create_as_recurrent": "monthly", "number_of_parcels": 3,
    }});
    let created = wire.post(many, &body).await.json();
    let id = created["receivable_account"]["id"].clone();
    let found = wire
        .get(&format!("{many}?search[due_date_gte]=01/01/2026"))
        .await
        .json();
    let shown: Vec<String> = found
        .as_array()
        .unwrap()
        .iter()
        .map(|one| {
            let one = &one["receivable_account"];
            let relations: Vec<&str> = one["links"]
                .as_array()
                .unwrap()
                .iter()
                .map(|link| link["rel"].as_str().unwrap())
                .collect();
            format!("{} {} {}", one["due_date"], one["current_parcel"], relations.join(" "))
        })
        .collect();
    assert_snapshot!(shown.join("\n"), @r#"
    "2026-01-31" 1 self destroy receive next destroy_recurrence
    "2026-02-28" 2 self destroy receive next previous destroy_recurrence
    "2026-03-31" 3 self destroy receive previous destroy_recurrence
    "#);
    assert_eq!(wire.delete(&format!("{many}/{id}/recurrence")).await.status, 200);
    let left = wire.get(&format!("{many}?search[due_date_gte]=2026-01-01")).await;
    assert_eq!(left.text(), "[]");
}

#[tokio::test]
async fn selected_accounts_are_deleted_by_query_or_body() {
    let sandbox = Sandbox::new("payable-selected").await;
    let docs = sandbox.financeiro(&[1]).await;
    let many = "/entities/2593/payable_accounts";
    assert_eq!(docs.delete(&format!("{many}?selected_ids=601,602")).await.status, 200);
    let body = json!({"selected_ids": [603]}).to_string();
    let deleted = docs
        .send(reqwest::Method::DELETE, many, Some("application/json"), body.into())
        .await;
    assert_eq!(deleted.text(), " ");
    assert_eq!(docs.get(many).await.json().as_array().unwrap().len(), 9);
}

#[tokio::test]
async fn reconciling_ties_a_transaction_to_an_account() {
    let sandbox = Sandbox::new("reconcile").await;
    let docs = sandbox.financeiro(&[1]).await;
    let body = json!({"selected_financial_account_ids": [608], "selected_financial_transaction_ids": [502]});
    let reconciled = docs.post("/entities/2593/reconciles", &body).await;
    assert_eq!(reconciled.status, 200, "{reconciled}");
    let reconciled = reconciled.json();
    assert_eq!(reconciled["financial_transactions"][0]["reconciled"], true);
    let account = &reconciled["financial_accounts"][0];
    assert_eq!(account["status"], 3);
    assert_eq!(account["expected_deposit_account_id"], 402);
    assert_snapshot!(account["reconciliations"]["financial_transactions"][0]["id"], @"502");
    let relations: Vec<&Value> = account["links"]
        .as_array()
        .unwrap()
        .iter()
        .map(|link| &link["rel"])
        .collect();
    assert_eq!(relations, ["self", "destroy"]);
    let again = docs.get("/entities/2593/payable_accounts/608").await.json();
    assert_eq!(again["payable_account"]["status_name"], "reconciled");
}

#[tokio::test]
async fn a_long_list_has_links_to_its_other_pages() {
    let sandbox = Sandbox::new("payable-pages").await;
    let docs = sandbox.financeiro(&[1]).await;
    let page = docs.get("/entities/2593/payable_accounts?per_page=5&page=2").await;
    assert_eq!(page.json().as_array().unwrap().len(), 5);
    assert_snapshot!(page.header("link").replace(&crate::support::server().url(), "http://areia"), @r#"<http://areia/financeiro/entities/2593/payable_accounts?page=1&per_page=5>; rel="first", <http://areia/financeiro/entities/2593/payable_accounts?page=3&per_page=5>; rel="last", <http://areia/financeiro/entities/2593/payable_accounts?page=3&per_page=5>; rel="next", <http://areia/financeiro/entities/2593/payable_accounts?page=1&per_page=5>; rel="prev""#);
    let beyond = docs.get("/entities/2593/payable_accounts?page=42424242").await;
    assert_eq!(beyond.text(), "[]");
    assert!(
        beyond.header("link").contains("page=42424241>; rel=\"prev\""),
        "{beyond}"
    );
}
