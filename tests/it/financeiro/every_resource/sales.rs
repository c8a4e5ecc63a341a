//! Sales, and what keeps a part of them.

use insta::assert_snapshot;
use serde_json::json;

use super::{BY_NAME, Case, NOBODY};

#[tokio::test]
async fn sale_accounts() {
    let case = Case {
        path: "/sale_accounts",
        root: "sale_account",
        attributes: json!({"name": "Areia", "provider": "stone", "entity_id": 2593}),
        missing_ids: json!({"entity_id": NOBODY, "person_id": NOBODY}),
        foreign_ids: json!({"entity_id": 3798, "person_id": 9001}),
        change: json!({"provider": "getnet", "consolidate": true}),
        search: BY_NAME,
    };
    assert_snapshot!(case.run().await, @r#"
    create: 201
    location: http://areia/financeiro/sale_accounts/8
    {
      "sale_account": {
        "category_id": null,
        "classification_center_id": null,
        "classification_center_classifications": [],
        "consolidate": false,
        "created_at": "2026-03-16T09:00:00-03:00",
        "custom_classifications": [],
        "description": null,
        "entity_id": 2593,
        "expected_deposit_account_id": null,
        "id": 8,
        "name": "Areia",
        "payment_methods": null,
        "person_id": null,
        "provider": "stone",
        "updated_at": "2026-03-16T09:00:00-03:00"
      }
    }
    show: 200
      the same
    show as XML: 200
    <?xml version="1.0" encoding="UTF-8"?>
    <sale-account>
      <category-id type="integer" nil="true"/>
      <classification-center-id type="integer" nil="true"/>
      <classification-center-classifications type="array"/>
      <consolidate type="boolean">false</consolidate>
      <created-at type="dateTime">2026-03-16T09:00:00-03:00</created-at>
      <custom-classifications type="array"/>
      <description nil="true"/>
      <entity-id type="integer">2593</entity-id>
      <expected-deposit-account-id type="integer" nil="true"/>
      <id type="integer">8</id>
      <name>Areia</name>
      <payment-methods nil="true"/>
      <person-id type="integer" nil="true"/>
      <provider>stone</provider>
      <updated-at type="dateTime">2026-03-16T09:00:00-03:00</updated-at>
    </sale-account>
    create without attributes: 422
    {"name":["n\u00e3o pode ser vazio"],"provider":["n\u00e3o est\u00e1 incluso na lista"]}
      The record is invalid: `name` (não pode ser vazio); `provider` (não está incluso na lista).
    the same as XML: 422
    <?xml version="1.0" encoding="UTF-8"?>
    <errors>
      <error>Nome não pode ser vazio</error>
      <error>Operadora não está incluso na lista</error>
    </errors>
    create with ids that nobody has: 201
      /sale_account/entity_id: 2593 -> 999999
      /sale_account/id: 8 -> 9
      /sale_account/name: "Areia" -> "Outro nome"
      /sale_account/person_id: null -> 999999
    create with ids of another account: 201
      /sale_account/entity_id: 2593 -> 3798
      /sale_account/id: 8 -> 10
      /sale_account/name: "Areia" -> "Outro nome"
      /sale_account/person_id: null -> 9001
    another account shows it: 404
    {"error":"Couldn't find SaleAccount with id=8 [WHERE `entities`.`account_id` = 2]"}
      There is no sale account 8 where the path looks for it.
    another account changes it: 404
    {"error":"Couldn't find SaleAccount with id=8 [WHERE `entities`.`account_id` = 2]"}
    another account deletes it: 404
    {"error":"Couldn't find SaleAccount with id=8 [WHERE `entities`.`account_id` = 2]"}
    show nobody: 404
    {"error":"Couldn't find SaleAccount with id=999999 [WHERE `entities`.`account_id` = 1]"}
    change nobody: 404
    {"error":"Couldn't find SaleAccount with id=999999 [WHERE `entities`.`account_id` = 1]"}
    delete nobody: 404
    {"error":"Couldn't find SaleAccount with id=999999 [WHERE `entities`.`account_id` = 1]"}
    change: 200
    location: http://areia/financeiro/sale_accounts/8
      /sale_account/consolidate: false -> true
      /sale_account/provider: "stone" -> "getnet"
      /sale_account/updated_at: "2026-03-16T09:00:00-03:00" -> "2026-03-16T09:01:00-03:00"
    show what was changed:
      /sale_account/consolidate: false -> true
      /sale_account/provider: "stone" -> "getnet"
      /sale_account/updated_at: "2026-03-16T09:00:00-03:00" -> "2026-03-16T09:01:00-03:00"
    search: 200
      the same
    delete: 204

    show what was deleted: 404
    {"error":"Couldn't find SaleAccount with id=8 [WHERE `entities`.`account_id` = 1]"}
    "#);
}

#[tokio::test]
async fn rules_of_a_sale_account() {
    let case = Case {
        path: "/sale_accounts/7/rules",
        root: "sale_rule",
        attributes: json!({"payment_method": "credit", "fee_percentage": "2.5", "days_to_liquidation": 30}),
        missing_ids: json!({"sale_account_id": NOBODY}),
        foreign_ids: json!({}),
        change: json!({"payment_method": "debit", "fixed_fee_amount": 1}),
        search: "search[fee_percentage_gte]=2.5",
    };
    assert_snapshot!(case.run().await, @r#"
    create: 201
    location: http://areia/financeiro/sale_accounts/7/rules/1
    {
      "sale_rule": {
        "created_at": "2026-03-16T09:00:00-03:00",
        "days_to_liquidation": 30,
        "fee_percentage": "2.5",
        "fixed_fee_amount": null,
        "id": 1,
        "issuer": null,
        "payment_method": "credit",
        "sale_account_id": 7,
        "updated_at": "2026-03-16T09:00:00-03:00",
        "week_day": null,
        "weekdays": null
      }
    }
    show: 200
      the same
    show as XML: 200
    <?xml version="1.0" encoding="UTF-8"?>
    <sale-rule>
      <created-at type="dateTime">2026-03-16T09:00:00-03:00</created-at>
      <days-to-liquidation type="integer">30</days-to-liquidation>
      <fee-percentage type="decimal">2.5</fee-percentage>
      <fixed-fee-amount type="decimal" nil="true"/>
      <id type="integer">1</id>
      <issuer nil="true"/>
      <payment-method>credit</payment-method>
      <sale-account-id type="integer">7</sale-account-id>
      <updated-at type="dateTime">2026-03-16T09:00:00-03:00</updated-at>
      <week-day type="integer" nil="true"/>
      <weekdays nil="true"/>
    </sale-rule>
    create without attributes: 422
    {"payment_method":["n\u00e3o pode ser vazio"],"base":["Precisa ter pelo menos taxa percentual ou taxa fixa"]}
      The record is invalid: `payment_method` (não pode ser vazio); `base` (Precisa ter pelo menos taxa percentual ou taxa fixa).
    the same as XML: 422
    <?xml version="1.0" encoding="UTF-8"?>
    <errors>
      <error>Forma de pagamento não pode ser vazio</error>
      <error>Precisa ter pelo menos taxa percentual ou taxa fixa</error>
    </errors>
    create with ids that nobody has: 201
      /sale_rule/id: 1 -> 2
    another account shows it: 404
    {"error":"Couldn't find SaleAccount with id=7 [WHERE `entities`.`account_id` = 2]"}
      There is no sale account 7 where the path looks for it.
    another account changes it: 404
    {"error":"Couldn't find SaleAccount with id=7 [WHERE `entities`.`account_id` = 2]"}
    another account deletes it: 404
    {"error":"Couldn't find SaleAccount with id=7 [WHERE `entities`.`account_id` = 2]"}
    show nobody: 404
    {"error":"Couldn't find SaleRule with id=999999 [WHERE `sale_rules`.`sale_account_id` = 7]"}
    change nobody: 404
    {"error":"Couldn't find SaleRule with id=999999 [WHERE `sale_rules`.`sale_account_id` = 7]"}
    delete nobody: 404
    {"error":"Couldn't find SaleRule with id=999999 [WHERE `sale_rules`.`sale_account_id` = 7]"}
    change: 200
    location: http://areia/financeiro/sale_accounts/7/rules/1
      /sale_rule/fixed_fee_amount: null -> "1.0"
      /sale_rule/payment_method: "credit" -> "debit"
      /sale_rule/updated_at: "2026-03-16T09:00:00-03:00" -> "2026-03-16T09:01:00-03:00"
    show what was changed:
      /sale_rule/fixed_fee_amount: null -> "1.0"
      /sale_rule/payment_method: "credit" -> "debit"
      /sale_rule/updated_at: "2026-03-16T09:00:00-03:00" -> "2026-03-16T09:01:00-03:00"
    search: 200
      the same
    delete: 204

    show what was deleted: 404
    {"error":"Couldn't find SaleRule with id=1 [WHERE `sale_rules`.`sale_account_id` = 7]"}
    "#);
}

#[tokio::test]
async fn sales() {
    let case = Case {
        path: "/entities/2593/sales",
        root: "sale",
        attributes: json!({"nominal_amount": 100, "occurred_at": "2026-03-10", "sale_account_id": 7,
            "payment_method": "credit", "description": "Areia"}),
        missing_ids: json!({"sale_account_id": NOBODY}),
        foreign_ids: json!({"person_id": 9001, "category_id": 202}),
        change: json!({"nominal_amount": 50, "confirmed_at": "2026-03-11T10:00:00-03:00"}),
        search: "search[description]=areia",
    };
    assert_snapshot!(case.run().await, @r#"
    create: 201
    location: http://areia/financeiro/entities/2593/sales/1
    {
      "sale": {
        "id": 1,
        "nominal_amount": "100.0",
        "receivable_amount": "100.0",
        "fixed_fee_amount": "0.0",
        "fee_percentage": "0.0",
        "fee_percentage_amount": "0.0",
        "issuer": null,
        "payment_method": "credit",
        "status": 0,
        "summary": false,
        "description": "Areia",
        "observation": null,
        "category_id": null,
        "classification_center_id": null,
        "person_id": null,
        "days_to_liquidation": 0,
        "sale_account_id": 7,
        "financial_account_id": null,
        "liquidation_week_day": null,
        "estimated_liquidated_at": "2026-03-10",
        "liquidated_at": null,
        "occurred_at": "2026-03-10",
        "created_at": "2026-03-16T09:00:00-03:00",
        "updated_at": "2026-03-16T09:00:00-03:00",
        "custom_classifications": [],
        "amount_difference": null,
        "attachments": [],
        "attachments_count": 0,
        "classification_center_classifications": [],
        "competency_month": null,
        "discount_amount": null,
        "document": null,
        "document_emission_date": null,
        "installment_count": null,
        "installment_number": null,
        "installments": [],
        "interest_amount": null,
        "links": [],
        "liquidation_weekday": null,
        "net_amount": null,
        "original_sale_id": null,
        "provider_code": null,
        "receivable_account_total_amount": null,
        "tax_charges": [],
        "ticket_amount": null,
        "total_amount": null
      }
    }
    show: 200
      the same
    show as XML: 200
    <?xml version="1.0" encoding="UTF-8"?>
    <sale>
      <id type="integer">1</id>
      <nominal-amount type="decimal">100.0</nominal-amount>
      <receivable-amount type="decimal">100.0</receivable-amount>
      <fixed-fee-amount type="decimal">0.0</fixed-fee-amount>
      <fee-percentage type="decimal">0.0</fee-percentage>
      <fee-percentage-amount type="decimal">0.0</fee-percentage-amount>
      <issuer nil="true"/>
      <payment-method>credit</payment-method>
      <status type="integer">0</status>
      <summary type="boolean">false</summary>
      <description>Areia</description>
      <observation nil="true"/>
      <category-id nil="true"/>
      <classification-center-id nil="true"/>
      <person-id nil="true"/>
      <days-to-liquidation type="integer">0</days-to-liquidation>
      <sale-account-id type="integer">7</sale-account-id>
      <financial-account-id nil="true"/>
      <liquidation-week-day nil="true"/>
      <estimated-liquidated-at type="date">2026-03-10</estimated-liquidated-at>
      <liquidated-at nil="true"/>
      <occurred-at type="date">2026-03-10</occurred-at>
      <created-at type="dateTime">2026-03-16T09:00:00-03:00</created-at>
      <updated-at type="dateTime">2026-03-16T09:00:00-03:00</updated-at>
      <custom-classifications type="array"/>
      <amount-difference nil="true"/>
      <attachments type="array"/>
      <attachments-count type="integer">0</attachments-count>
      <classification-center-classifications type="array"/>
      <competency-month nil="true"/>
      <discount-amount nil="true"/>
      <document nil="true"/>
      <document-emission-date nil="true"/>
      <installment-count nil="true"/>
      <installment-number nil="true"/>
      <installments type="array"/>
      <interest-amount nil="true"/>
      <links type="array"/>
      <liquidation-weekday nil="true"/>
      <net-amount nil="true"/>
      <original-sale-id nil="true"/>
      <provider-code nil="true"/>
      <receivable-account-total-amount nil="true"/>
      <tax-charges type="array"/>
      <ticket-amount nil="true"/>
      <total-amount nil="true"/>
    </sale>
    create without attributes: 422
    {"nominal_amount":["n\u00e3o pode ser vazio"],"occurred_at":["n\u00e3o pode ser vazio"],"sale_account":["n\u00e3o pode ser vazio"],"payment_method":["n\u00e3o pode ser vazio","n\u00e3o est\u00e1 incluso na lista"]}
      The record is invalid: `nominal_amount` (não pode ser vazio); `occurred_at` (não pode ser vazio); `sale_account` (não pode ser vazio); `payment_method` (não pode ser vazio, não está incluso na lista).
    the same as XML: 422
    <?xml version="1.0" encoding="UTF-8"?>
    <errors>
      <error>Valor nominal não pode ser vazio</error>
      <error>Data de ocorrência não pode ser vazio</error>
      <error>Conta de venda não pode ser vazio</error>
      <error>Forma de pagamento não pode ser vazio</error>
      <error>Forma de pagamento não está incluso na lista</error>
    </errors>
    create with ids that nobody has: 422
    {"sale_account":["n\u00e3o pode ser vazio"]}
    create with ids of another account: 201
      /sale/id: 1 -> 2
      /sale/category_id: null -> 202
      /sale/person_id: null -> 9001
    another account shows it: 404
    {"error":"Couldn't find Entity with id=2593 [WHERE `entity_users`.`user_id` = 1 AND `entities`.`account_id` = 2]"}
      There is no entity 2593 where the path looks for it.
    another account changes it: 404
    {"error":"Couldn't find Entity with id=2593 [WHERE `entity_users`.`user_id` = 1 AND `entities`.`account_id` = 2]"}
    another account deletes it: 404
    {"error":"Couldn't find Entity with id=2593 [WHERE `entity_users`.`user_id` = 1 AND `entities`.`account_id` = 2]"}
    another account looks for it in an entity of its own: 404
    {"error":"Couldn't find Sale with id=1 [WHERE `sale_accounts`.`entity_id` = 3798]"}
    show nobody: 404
    {"error":"Couldn't find Sale with id=999999 [WHERE `sale_accounts`.`entity_id` = 2593]"}
    change nobody: 404
    {"error":"Couldn't find Sale with id=999999 [WHERE `sale_accounts`.`entity_id` = 2593]"}
    delete nobody: 404
    {"error":"Couldn't find Sale with id=999999 [WHERE `sale_accounts`.`entity_id` = 2593]"}
    change: 200
    location: http://areia/financeiro/entities/2593/sales/1
      /sale/nominal_amount: "100.0" -> "50.0"
      /sale/receivable_amount: "100.0" -> "50.0"
      /sale/status: 0 -> 1
      /sale/financial_account_id: null -> 649
      /sale/updated_at: "2026-03-16T09:00:00-03:00" -> "2026-03-16T09:01:00-03:00"
      /sale/custom_classifications is not there
      /sale/amount_difference is not there
      /sale/attachments is not there
      /sale/attachments_count is not there
      /sale/classification_center_classifications is not there
      /sale/competency_month is not there
      /sale/discount_amount is not there
      /sale/document is not there
      /sale/document_emission_date is not there
      /sale/installment_count is not there
      /sale/installment_number is not there
      /sale/installments is not there
      /sale/interest_amount is not there
      /sale/links is not there
      /sale/liquidation_weekday is not there
      /sale/net_amount is not there
      /sale/original_sale_id is not there
      /sale/provider_code is not there
      /sale/receivable_account_total_amount is not there
      /sale/tax_charges is not there
      /sale/ticket_amount is not there
      /sale/total_amount is not there
      /sale/confirmed_at is there: "2026-03-11T10:00:00-03:00"
    show what was changed:
      /sale/nominal_amount: "100.0" -> "50.0"
      /sale/receivable_amount: "100.0" -> "50.0"
      /sale/status: 0 -> 1
      /sale/financial_account_id: null -> 649
      /sale/updated_at: "2026-03-16T09:00:00-03:00" -> "2026-03-16T09:01:00-03:00"
    search: 200
      the same
    delete: 204

    show what was deleted: 404
    {"error":"Couldn't find Sale with id=1 [WHERE `sale_accounts`.`entity_id` = 2593]"}
    "#);
}
