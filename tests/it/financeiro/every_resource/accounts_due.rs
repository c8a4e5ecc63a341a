//! Payable and receivable accounts.

use insta::assert_snapshot;
use serde_json::json;

use super::{Case, foreign_ids, missing_ids};

#[tokio::test]
async fn payable_accounts() {
    let case = Case {
        path: "/entities/2593/payable_accounts",
        root: "payable_account",
        attributes: json!({"due_date": "2026-03-31", "amount": "10.5", "description": "Areia", "person_id": 817}),
        missing_ids: missing_ids(),
        foreign_ids: foreign_ids(),
        change: json!({"amount": 20, "occurred_at": "2026-03-16", "total_amount": 21}),
        search: "search[description]=areia",
    };
    assert_snapshot!(case.run().await, @r#"
    create: 201
    location: http://areia/financeiro/entities/2593/payable_accounts/649
    {
      "payable_account": {
        "id": 649,
        "entity_id": 2593,
        "status": 1,
        "status_name": "unpaid",
        "due_date": "2026-03-31",
        "occurred_at": null,
        "amount": "10.5",
        "ticket_amount": null,
        "interest_amount": null,
        "discount_amount": null,
        "nominal_amount": "10.5",
        "total_amount": null,
        "description": "Areia",
        "document": null,
        "document_emission_date": null,
        "observation": null,
        "remind": false,
        "reminded_at": null,
        "category_id": null,
        "classification_center_id": null,
        "expected_deposit_account_id": null,
        "recurrence_id": null,
        "person_id": 817,
        "created_at": "2026-03-16T09:00:00-03:00",
        "updated_at": "2026-03-16T09:00:00-03:00",
        "competency_month": "2026-03",
        "recurrent": false,
        "parcelled": false,
        "recurrence_period": null,
        "number_of_parcels": null,
        "current_parcel": null,
        "attachment_id_list": [],
        "financial_account_taxes_attributes": [],
        "tax_charges": [],
        "sale_account_id": null,
        "sale_ids": [],
        "custom_classifications": [],
        "classification_center_classifications": [],
        "income_tax_relevant": null,
        "reconciliations": {
          "financial_transactions": [],
          "financial_accounts": []
        },
        "links": [
          {
            "rel": "self",
            "href": "http://areia/financeiro/entities/2593/payable_accounts/649",
            "method": "get"
          },
          {
            "rel": "destroy",
            "href": "http://areia/financeiro/entities/2593/payable_accounts/649",
            "method": "delete"
          },
          {
            "rel": "pay",
            "href": "http://areia/financeiro/entities/2593/payable_accounts/649/pay",
            "method": "put"
          }
        ]
      }
    }
    show: 200
      the same
    show as XML: 200
    <?xml version="1.0" encoding="UTF-8"?>
    <payable-account>
      <id type="integer">649</id>
      <entity-id type="integer">2593</entity-id>
      <status type="integer">1</status>
      <status-name>unpaid</status-name>
      <due-date type="date">2026-03-31</due-date>
      <occurred-at nil="true"/>
      <amount type="decimal">10.5</amount>
      <ticket-amount nil="true"/>
      <interest-amount nil="true"/>
      <discount-amount nil="true"/>
      <nominal-amount type="decimal">10.5</nominal-amount>
      <total-amount nil="true"/>
      <description>Areia</description>
      <document nil="true"/>
      <document-emission-date nil="true"/>
      <observation nil="true"/>
      <remind type="boolean">false</remind>
      <reminded-at nil="true"/>
      <category-id nil="true"/>
      <classification-center-id nil="true"/>
      <expected-deposit-account-id nil="true"/>
      <recurrence-id nil="true"/>
      <person-id type="integer">817</person-id>
      <created-at type="dateTime">2026-03-16T09:00:00-03:00</created-at>
      <updated-at type="dateTime">2026-03-16T09:00:00-03:00</updated-at>
      <competency-month>2026-03</competency-month>
      <recurrent type="boolean">false</recurrent>
      <parcelled type="boolean">false</parcelled>
      <recurrence-period nil="true"/>
      <number-of-parcels nil="true"/>
      <current-parcel nil="true"/>
      <attachment-id-list type="array"/>
      <financial-account-taxes-attributes type="array"/>
      <tax-charges type="array"/>
      <sale-account-id nil="true"/>
      <sale-ids type="array"/>
      <custom-classifications type="array"/>
      <classification-center-classifications type="array"/>
      <income-tax-relevant nil="true"/>
      <reconciliations>
        <financial-transactions type="array"/>
        <financial-accounts type="array"/>
      </reconciliations>
      <links type="array">
        <link>
          <rel>self</rel>
          <href>http://areia/financeiro/entities/2593/payable_accounts/649</href>
          <method>get</method>
        </link>
        <link>
          <rel>destroy</rel>
          <href>http://areia/financeiro/entities/2593/payable_accounts/649</href>
          <method>delete</method>
        </link>
        <link>
          <rel>pay</rel>
          <href>http://areia/financeiro/entities/2593/payable_accounts/649/pay</href>
          <method>put</method>
        </link>
      </links>
    </payable-account>
    create without attributes: 422
    {"competency_month":["n\u00e3o pode ser vazio"],"due_date":["n\u00e3o \u00e9 uma data v\u00e1lida"],"amount":["n\u00e3o pode ser vazio"]}
      The record is invalid: `competency_month` (não pode ser vazio); `due_date` (não é uma data válida); `amount` (não pode ser vazio).
    the same as XML: 422
    <?xml version="1.0" encoding="UTF-8"?>
    <errors>
      <error>Mês de competência não pode ser vazio</error>
      <error>Data de vencimento não é uma data válida</error>
      <error>Valor não pode ser vazio</error>
    </errors>
    create with ids that nobody has: 201
      /payable_account/id: 649 -> 650
      /payable_account/category_id: null -> 999999
      /payable_account/classification_center_id: null -> 999999
      /payable_account/person_id: 817 -> 999999
      /payable_account/links/0/href: "http://areia/financeiro/entities/2593/payable_accounts/649" -> "http://areia/financeiro/entities/2593/payable_accounts/650"
      /payable_account/links/1/href: "http://areia/financeiro/entities/2593/payable_accounts/649" -> "http://areia/financeiro/entities/2593/payable_accounts/650"
      /payable_account/links/2/href: "http://areia/financeiro/entities/2593/payable_accounts/649/pay" -> "http://areia/financeiro/entities/2593/payable_accounts/650/pay"
    create with ids of another account: 201
      /payable_account/id: 649 -> 651
      /payable_account/category_id: null -> 202
      /payable_account/classification_center_id: null -> 302
      /payable_account/person_id: 817 -> 9001
      /payable_account/links/0/href: "http://areia/financeiro/entities/2593/payable_accounts/649" -> "http://areia/financeiro/entities/2593/payable_accounts/651"
      /payable_account/links/1/href: "http://areia/financeiro/entities/2593/payable_accounts/649" -> "http://areia/financeiro/entities/2593/payable_accounts/651"
      /payable_account/links/2/href: "http://areia/financeiro/entities/2593/payable_accounts/649/pay" -> "http://areia/financeiro/entities/2593/payable_accounts/651/pay"
    another account shows it: 404
    {"error":"Couldn't find Entity with id=2593 [WHERE `entity_users`.`user_id` = 1 AND `entities`.`account_id` = 2]"}
      There is no entity 2593 where the path looks for it.
    another account changes it: 403
    {"error":"Voc\u00ea n\u00e3o tem permiss\u00e3o para acessar este recurso."}
    another account deletes it: 403
    {"error":"Voc\u00ea n\u00e3o tem permiss\u00e3o para acessar este recurso."}
    another account looks for it in an entity of its own: 404
    {"error":"Não foi possível localizar a Conta a pagar solicitada."}
    show nobody: 404
    {"error":"Não foi possível localizar a Conta a pagar solicitada."}
    change nobody: 404
    {"error":"Não foi possível localizar a {:one=>\"Conta a Pagar\", :other=>\"Contas a Pagar\"} com o ID 999999"}
    delete nobody: 404
    {"error":"Não foi possível localizar a {:one=>\"Conta a Pagar\", :other=>\"Contas a Pagar\"} com o ID 999999"}
    change: 200
      /payable_account/status: 1 -> 2
      /payable_account/status_name: "unpaid" -> "paid"
      /payable_account/occurred_at: null -> "2026-03-16"
      /payable_account/amount: "10.5" -> "20.0"
      /payable_account/total_amount: null -> "21.0"
      /payable_account/updated_at: "2026-03-16T09:00:00-03:00" -> "2026-03-16T09:01:00-03:00"
      /payable_account/links/2/rel: "pay" -> "undo_payment"
      /payable_account/links/2/href: "http://areia/financeiro/entities/2593/payable_accounts/649/pay" -> "http://areia/financeiro/entities/2593/payable_accounts/649/undo_payment"
    show what was changed:
      /payable_account/status: 1 -> 2
      /payable_account/status_name: "unpaid" -> "paid"
      /payable_account/occurred_at: null -> "2026-03-16"
      /payable_account/amount: "10.5" -> "20.0"
      /payable_account/total_amount: null -> "21.0"
      /payable_account/updated_at: "2026-03-16T09:00:00-03:00" -> "2026-03-16T09:01:00-03:00"
      /payable_account/links/2/rel: "pay" -> "undo_payment"
      /payable_account/links/2/href: "http://areia/financeiro/entities/2593/payable_accounts/649/pay" -> "http://areia/financeiro/entities/2593/payable_accounts/649/undo_payment"
    search: 200
      the same
    delete: 200

    show what was deleted: 404
    {"error":"Não foi possível localizar a Conta a pagar solicitada."}
    "#);
}

#[tokio::test]
async fn receivable_accounts() {
    let case = Case {
        path: "/entities/2593/receivable_accounts",
        root: "receivable_account",
        attributes: json!({"due_date": "2026-03-31", "amount": "10.5", "description": "Areia", "person_id": 816}),
        missing_ids: missing_ids(),
        foreign_ids: foreign_ids(),
        change: json!({"amount": 20, "occurred_at": "2026-03-16", "total_amount": 21}),
        search: "search[description]=areia",
    };
    assert_snapshot!(case.run().await, @r#"
    create: 201
    location: http://areia/financeiro/entities/2593/receivable_accounts/649
    {
      "receivable_account": {
        "id": 649,
        "entity_id": 2593,
        "status": 1,
        "status_name": "unreceived",
        "due_date": "2026-03-31",
        "occurred_at": null,
        "amount": "10.5",
        "ticket_amount": null,
        "interest_amount": null,
        "discount_amount": null,
        "nominal_amount": "10.5",
        "total_amount": null,
        "description": "Areia",
        "document": null,
        "document_emission_date": null,
        "observation": null,
        "remind": false,
        "reminded_at": null,
        "category_id": null,
        "classification_center_id": null,
        "expected_deposit_account_id": null,
        "recurrence_id": null,
        "person_id": 816,
        "created_at": "2026-03-16T09:00:00-03:00",
        "updated_at": "2026-03-16T09:00:00-03:00",
        "competency_month": "2026-03",
        "recurrent": false,
        "parcelled": false,
        "recurrence_period": null,
        "number_of_parcels": null,
        "current_parcel": null,
        "attachment_id_list": [],
        "financial_account_taxes_attributes": [],
        "tax_charges": [],
        "sale_account_id": null,
        "sale_ids": [],
        "custom_classifications": [],
        "classification_center_classifications": [],
        "income_tax_relevant": null,
        "eletronic_invoices": [],
        "reconciliations": {
          "financial_transactions": [],
          "financial_accounts": []
        },
        "links": [
          {
            "rel": "self",
            "href": "http://areia/financeiro/entities/2593/receivable_accounts/649",
            "method": "get"
          },
          {
            "rel": "destroy",
            "href": "http://areia/financeiro/entities/2593/receivable_accounts/649",
            "method": "delete"
          },
          {
            "rel": "receive",
            "href": "http://areia/financeiro/entities/2593/receivable_accounts/649/receive",
            "method": "put"
          }
        ]
      }
    }
    show: 200
      the same
    show as XML: 200
    <?xml version="1.0" encoding="UTF-8"?>
    <receivable-account>
      <id type="integer">649</id>
      <entity-id type="integer">2593</entity-id>
      <status type="integer">1</status>
      <status-name>unreceived</status-name>
      <due-date type="date">2026-03-31</due-date>
      <occurred-at nil="true"/>
      <amount type="decimal">10.5</amount>
      <ticket-amount nil="true"/>
      <interest-amount nil="true"/>
      <discount-amount nil="true"/>
      <nominal-amount type="decimal">10.5</nominal-amount>
      <total-amount nil="true"/>
      <description>Areia</description>
      <document nil="true"/>
      <document-emission-date nil="true"/>
      <observation nil="true"/>
      <remind type="boolean">false</remind>
      <reminded-at nil="true"/>
      <category-id nil="true"/>
      <classification-center-id nil="true"/>
      <expected-deposit-account-id nil="true"/>
      <recurrence-id nil="true"/>
      <person-id type="integer">816</person-id>
      <created-at type="dateTime">2026-03-16T09:00:00-03:00</created-at>
      <updated-at type="dateTime">2026-03-16T09:00:00-03:00</updated-at>
      <competency-month>2026-03</competency-month>
      <recurrent type="boolean">false</recurrent>
      <parcelled type="boolean">false</parcelled>
      <recurrence-period nil="true"/>
      <number-of-parcels nil="true"/>
      <current-parcel nil="true"/>
      <attachment-id-list type="array"/>
      <financial-account-taxes-attributes type="array"/>
      <tax-charges type="array"/>
      <sale-account-id nil="true"/>
      <sale-ids type="array"/>
      <custom-classifications type="array"/>
      <classification-center-classifications type="array"/>
      <income-tax-relevant nil="true"/>
      <eletronic-invoices type="array"/>
      <reconciliations>
        <financial-transactions type="array"/>
        <financial-accounts type="array"/>
      </reconciliations>
      <links type="array">
        <link>
          <rel>self</rel>
          <href>http://areia/financeiro/entities/2593/receivable_accounts/649</href>
          <method>get</method>
        </link>
        <link>
          <rel>destroy</rel>
          <href>http://areia/financeiro/entities/2593/receivable_accounts/649</href>
          <method>delete</method>
        </link>
        <link>
          <rel>receive</rel>
          <href>http://areia/financeiro/entities/2593/receivable_accounts/649/receive</href>
          <method>put</method>
        </link>
      </links>
    </receivable-account>
    create without attributes: 422
    {"competency_month":["n\u00e3o pode ser vazio"],"due_date":["n\u00e3o \u00e9 uma data v\u00e1lida"],"amount":["n\u00e3o pode ser vazio"]}
      The record is invalid: `competency_month` (não pode ser vazio); `due_date` (não é uma data válida); `amount` (não pode ser vazio).
    the same as XML: 422
    <?xml version="1.0" encoding="UTF-8"?>
    <errors>
      <error>Mês de competência não pode ser vazio</error>
      <error>Data de vencimento não é uma data válida</error>
      <error>Valor não pode ser vazio</error>
    </errors>
    create with ids that nobody has: 201
      /receivable_account/id: 649 -> 650
      /receivable_account/category_id: null -> 999999
      /receivable_account/classification_center_id: null -> 999999
      /receivable_account/person_id: 816 -> 999999
      /receivable_account/links/0/href: "http://areia/financeiro/entities/2593/receivable_accounts/649" -> "http://areia/financeiro/entities/2593/receivable_accounts/650"
      /receivable_account/links/1/href: "http://areia/financeiro/entities/2593/receivable_accounts/649" -> "http://areia/financeiro/entities/2593/receivable_accounts/650"
      /receivable_account/links/2/href: "http://areia/financeiro/entities/2593/receivable_accounts/649/receive" -> "http://areia/financeiro/entities/2593/receivable_accounts/650/receive"
    create with ids of another account: 201
      /receivable_account/id: 649 -> 651
      /receivable_account/category_id: null -> 202
      /receivable_account/classification_center_id: null -> 302
      /receivable_account/person_id: 816 -> 9001
      /receivable_account/links/0/href: "http://areia/financeiro/entities/2593/receivable_accounts/649" -> "http://areia/financeiro/entities/2593/receivable_accounts/651"
      /receivable_account/links/1/href: "http://areia/financeiro/entities/2593/receivable_accounts/649" -> "http://areia/financeiro/entities/2593/receivable_accounts/651"
      /receivable_account/links/2/href: "http://areia/financeiro/entities/2593/receivable_accounts/649/receive" -> "http://areia/financeiro/entities/2593/receivable_accounts/651/receive"
    another account shows it: 404
    {"error":"Couldn't find Entity with id=2593 [WHERE `entity_users`.`user_id` = 1 AND `entities`.`account_id` = 2]"}
      There is no entity 2593 where the path looks for it.
    another account changes it: 403
    {"error":"Voc\u00ea n\u00e3o tem permiss\u00e3o para acessar este recurso."}
    another account deletes it: 403
    {"error":"Voc\u00ea n\u00e3o tem permiss\u00e3o para acessar este recurso."}
    another account looks for it in an entity of its own: 404
    {"error":"Não foi possível localizar a Conta a receber solicitada."}
    show nobody: 404
    {"error":"Não foi possível localizar a Conta a receber solicitada."}
    change nobody: 404
    {"error":"Não foi possível localizar a {:one=>\"Conta a Receber\", :other=>\"Contas a Receber\"} com o ID 999999"}
    delete nobody: 404
    {"error":"Não foi possível localizar a {:one=>\"Conta a Receber\", :other=>\"Contas a Receber\"} com o ID 999999"}
    change: 200
      /receivable_account/status: 1 -> 2
      /receivable_account/status_name: "unreceived" -> "received"
      /receivable_account/occurred_at: null -> "2026-03-16"
      /receivable_account/amount: "10.5" -> "20.0"
      /receivable_account/total_amount: null -> "21.0"
      /receivable_account/updated_at: "2026-03-16T09:00:00-03:00" -> "2026-03-16T09:01:00-03:00"
      /receivable_account/links/2/rel: "receive" -> "undo_receivement"
      /receivable_account/links/2/href: "http://areia/financeiro/entities/2593/receivable_accounts/649/receive" -> "http://areia/financeiro/entities/2593/receivable_accounts/649/undo_receivement"
    show what was changed:
      /receivable_account/status: 1 -> 2
      /receivable_account/status_name: "unreceived" -> "received"
      /receivable_account/occurred_at: null -> "2026-03-16"
      /receivable_account/amount: "10.5" -> "20.0"
      /receivable_account/total_amount: null -> "21.0"
      /receivable_account/updated_at: "2026-03-16T09:00:00-03:00" -> "2026-03-16T09:01:00-03:00"
      /receivable_account/links/2/rel: "receive" -> "undo_receivement"
      /receivable_account/links/2/href: "http://areia/financeiro/entities/2593/receivable_accounts/649/receive" -> "http://areia/financeiro/entities/2593/receivable_accounts/649/undo_receivement"
    search: 200
      the same
    delete: 200

    show what was deleted: 404
    {"error":"Não foi possível localizar a Conta a receber solicitada."}
    "#);
}
