//! The other resources: what a write of each answers, in both formats.

use insta::assert_snapshot;
use serde_json::{Value, json};

use crate::support::{Answer, Client, Sandbox};

/// Creates, shows, changes and deletes: the statuses, and whether there was a body and a `Location`.
async fn walk(client: &Client, path: &str, root: &str, fields: Value) -> String {
    let told = |answer: &Answer| {
        let body = match answer.text().as_str() {
            "" => "nothing",
            " " => "a blank",
            _ => "an object",
        };
        let location = answer
            .header("location")
            .rsplit('/')
            .next()
            .unwrap_or_default()
            .to_owned();
        format!("{} {body} {location}", answer.status).trim().to_owned()
    };
    let created = client.post(path, &json!({root: fields})).await;
    assert_eq!(created.status, 201, "{created}");
    let id = created.json()[root]["id"].clone();
    let one = format!("{path}/{id}");
    let shown = client.get(&one).await;
    assert_eq!(shown.json()[root]["id"], id, "{shown}");
    let xml = client.clone().with("accept", "application/xml").get(&one).await.text();
    assert!(xml.contains(&format!("<{}>", root.replace('_', "-"))), "{xml}");
    let changed = client.put(&one, &json!({root: {"description": "outra"}})).await;
    let deleted = client.delete(&one).await;
    let gone = client.get(&one).await;
    let words = [told(&created), told(&changed), told(&deleted), gone.text()];
    let named = words.join(" | ").replace(&format!("id={id} "), "id=ID ");
    named
        .replace(&format!("object {id} "), "object ID ")
        .replace(&format!("20.{id} "), "20.ID ")
}

#[tokio::test]
async fn writes_answer_as_the_matrix_says() {
    let sandbox = Sandbox::new("matrix").await;
    let wire = sandbox.financeiro(&[2]).await;
    let docs = sandbox.financeiro(&[1]).await;
    assert_snapshot!(walk(&wire, "/people", "person", json!({"name": "x"})).await, @r#"201 an object ID | 200 a blank | 200 a blank | {"error":"Couldn't find Person with id=ID [WHERE `people`.`account_id` = 2]"}"#);
    assert_snapshot!(walk(&wire, "/categories", "category", json!({"name": "x"})).await, @r#"201 an object ID | 200 a blank | 200 a blank | {"error":"Couldn't find Category with id=ID [WHERE `categories`.`account_id` = 2]"}"#);
    assert_snapshot!(walk(&wire, "/classification_centers", "classification_center", json!({"name": "x", "entity_id": 3798})).await, @r#"201 an object ID | 200 a blank | 200 a blank | {"error":"Couldn't find ClassificationCenter with id=ID [WHERE (classification_centers.entity_id in (3798))]"}"#);
    assert_snapshot!(walk(&wire, "/entities/3798/deposit_accounts", "deposit_account", json!({"name": "x", "deposit_account_type_id": 1})).await, @r#"201 an object ID | 200 a blank | 200 a blank | {"error":"Couldn't find DepositAccount with id=ID [WHERE `deposit_accounts`.`entity_id` = 3798]"}"#);
    assert_snapshot!(walk(&wire, "/entities/3798/deposit_accounts/403/financial_transactions", "financial_transaction", json!({"type": "Debit", "amount": 1, "occurred_at": "2017-01-01"})).await, @r#"201 an object ID | 200 an object | 200 a blank | {"error":"Não foi possível exibir a transação selecionada."}"#);
    assert_snapshot!(walk(&wire, "/entities/3798/receivable_accounts", "receivable_account", json!({"amount": 1, "due_date": "2017-01-01"})).await, @r#"201 an object ID | 200 an object | 200 a blank | {"error":"Não foi possível localizar a Conta a receber solicitada."}"#);
    assert_snapshot!(walk(&wire, "/entities/3798/credit_cards", "credit_card", json!({"name": "x", "flag": "Visa", "closing_day": 1, "expiration_day": 10})).await, @r#"201 an object | 200 an object | 200 a blank | {"error":"Couldn't find CreditCard with id=ID [WHERE `credit_cards`.`entity_id` = 3798]"}"#);
    assert_snapshot!(walk(&wire, "/integrations/webhooks", "webhook", json!({"entity_id": 3798, "format": "json", "url": "https://a.example/"})).await, @r#"201 an object ID | 200 an object | 204 nothing | {"error":"Couldn't find Webhook with id=ID [WHERE `webhooks`.`account_id` = 2]"}"#);
    assert_snapshot!(walk(&wire, "/sale_accounts", "sale_account", json!({"name": "x", "provider": "cielo"})).await, @r#"201 an object ID | 200 an object ID | 204 nothing | {"error":"Couldn't find SaleAccount with id=ID [WHERE `entities`.`account_id` = 2]"}"#);
    assert_snapshot!(walk(&docs, "/sale_accounts/7/rules", "sale_rule", json!({"payment_method": "debit", "fee_percentage": "1.5"})).await, @r#"201 an object ID | 200 an object ID | 204 nothing | {"error":"Couldn't find SaleRule with id=ID [WHERE `sale_rules`.`sale_account_id` = 7]"}"#);
    assert_snapshot!(walk(&docs, "/entities/2593/sales", "sale", json!({"nominal_amount": 100, "occurred_at": "2017-01-01", "sale_account_id": 7, "payment_method": "debit"})).await, @r#"201 an object ID | 200 an object ID | 204 nothing | {"error":"Couldn't find Sale with id=ID [WHERE `sale_accounts`.`entity_id` = 2593]"}"#);
    assert_snapshot!(walk(&wire, "/custom_classifiers", "custom_classifier", json!({"name": "x"})).await, @r#"201 an object ID | 200 an object ID | 204 nothing | {"error":"Couldn't find CustomClassifier with id=ID [WHERE `custom_classifiers`.`account_id` = 2]"}"#);
    assert_snapshot!(walk(&docs, "/custom_classifiers/20/values", "custom_classifier_value", json!({"value": "x"})).await, @r#"201 an object ID | 200 an object 20.ID | 204 nothing | {"error":"Couldn't find CustomClassifierValue with id=ID [WHERE `custom_classifier_values`.`custom_classifier_id` = 20]"}"#);
}

#[tokio::test]
async fn empty_creations_are_told_what_is_missing() {
    let sandbox = Sandbox::new("empty").await;
    let docs = sandbox.financeiro(&[1]).await;
    let mut told = Vec::new();
    for (path, root) in [
        ("/entities", "entity"),
        ("/categories", "category"),
        ("/classification_centers", "classification_center"),
        ("/entities/2593/deposit_accounts", "deposit_account"),
        ("/entities/2593/payable_accounts", "payable_account"),
        (
            "/entities/2593/credit_cards/701/transactions",
            "credit_card_transaction",
        ),
        ("/integrations/webhooks", "webhook"),
        ("/entities/2593/sales", "sale"),
        ("/sale_accounts", "sale_account"),
        ("/sale_accounts/7/rules", "sale_rule"),
        ("/custom_classifiers", "custom_classifier"),
        ("/custom_classifiers/20/values", "custom_classifier_value"),
    ] {
        let answer = docs.post(path, &json!({root: {}})).await;
        assert_eq!(answer.status, 422, "{answer}");
        told.push(format!("{root} {}", answer.json()));
    }
    assert_snapshot!(told.join("\n"), @r#"
    entity {"name":["não pode ser vazio"]}
    category {"name":["não pode ser vazio"],"full_name":["não pode ser vazio"]}
    classification_center {"entity":["não pode ser vazio"],"name":["não pode ser vazio"]}
    deposit_account {"deposit_account_type":["não pode ser vazio"],"name":["não pode ser vazio"]}
    payable_account {"competency_month":["não pode ser vazio"],"due_date":["não é uma data válida"],"amount":["não pode ser vazio"]}
    credit_card_transaction {"amount":["não pode ser vazio"],"occurred_at":["não pode ser vazio"]}
    webhook {"entity":["não pode ser vazio"],"format":["não pode ser vazio","não está incluso na lista"],"url":["não pode ser vazio","não é válido"]}
    sale {"nominal_amount":["não pode ser vazio"],"occurred_at":["não pode ser vazio"],"sale_account":["não pode ser vazio"],"payment_method":["não pode ser vazio","não está incluso na lista"]}
    sale_account {"name":["não pode ser vazio"],"provider":["não está incluso na lista"]}
    sale_rule {"payment_method":["não pode ser vazio"],"base":["Precisa ter pelo menos taxa percentual ou taxa fixa"]}
    custom_classifier {"name":["não pode ser vazio"]}
    custom_classifier_value {"value":["não pode ser vazio"]}
    "#);
}

#[tokio::test]
async fn accounts_need_no_account_id_and_lists_are_in_order() {
    let sandbox = Sandbox::new("lists").await;
    let both = sandbox.financeiro(&[1, 2]).await;
    assert_snapshot!(both.get("/accounts").await, @r#"
    200
    cache-control: max-age=0, private, must-revalidate
    content-type: application/json; charset=utf-8
    etag: "12b7290e25167cc3b3fab1a9b4c06050"
    x-ratelimit-limit: 100
    x-ratelimit-remaining: (one less with each call)
    x-ratelimit-reset: Mon, 16 Mar 2026 12:01:00 GMT

    [
      {
        "account": {
          "beta": false,
          "billimatic_subscription_token": null,
          "cache_version": 1,
          "canceled_at": null,
          "cancellation_reason": null,
          "cobrato_free": false,
          "created_at": "2011-01-03T09:00:00-02:00",
          "default_currency_id": 1,
          "ecommerce_response": null,
          "expires_on": null,
          "id": 1,
          "invite": null,
          "is_trial": false,
          "name": "Conta Um",
          "owner_id": 1,
          "payment_method": null,
          "phone": null,
          "plan_slug": "max",
          "promo": null,
          "referral_code": "AREIA00001",
          "referrer_id": null,
          "updated_at": "2011-01-03T09:00:00-02:00",
          "uuid": "00000000-0000-4000-8000-000000000001",
          "waiting_payment": false
        }
      },
      {
        "account": {
          "beta": false,
          "billimatic_subscription_token": null,
          "cache_version": 1,
          "canceled_at": null,
          "cancellation_reason": null,
          "cobrato_free": false,
          "created_at": "2011-01-03T09:00:00-02:00",
          "default_currency_id": 1,
          "ecommerce_response": null,
          "expires_on": null,
          "id": 2,
          "invite": null,
          "is_trial": false,
          "name": "Conta Dois",
          "owner_id": 1,
          "payment_method": null,
          "phone": null,
          "plan_slug": "max",
          "promo": null,
          "referral_code": "AREIA00002",
          "referrer_id": null,
          "updated_at": "2011-01-03T09:00:00-02:00",
          "uuid": "00000000-0000-4000-8000-000000000002",
          "waiting_payment": false
        }
      }
    ]
    "#);
    let docs = sandbox.financeiro(&[1]).await;
    assert_snapshot!(docs.get("/categories.xml?per_page=1").await, @r#"
    200
    cache-control: max-age=0, private, must-revalidate
    content-type: application/xml; charset=utf-8
    etag: "d16e7e7f32e806a232567ecc48b1a881"
    link: <http://areia/financeiro/categories.xml?page=3&per_page=1>; rel="last", <http://areia/financeiro/categories.xml?page=2&per_page=1>; rel="next"
    x-ratelimit-limit: 100
    x-ratelimit-remaining: (one less with each call)
    x-ratelimit-reset: Mon, 16 Mar 2026 12:01:00 GMT

    <?xml version="1.0" encoding="UTF-8"?>
    <categories type="array">
      <category>
        <account-id type="integer">1</account-id>
        <cost type="boolean">true</cost>
        <created-at type="dateTime">2015-01-05T09:00:00-02:00</created-at>
        <excel-import-id type="integer" nil="true"/>
        <force-destroy type="boolean">false</force-destroy>
        <full-name>Despesas</full-name>
        <guid nil="true"/>
        <id type="integer">101</id>
        <imported-from-sync type="boolean">false</imported-from-sync>
        <interested-users-ids type="array">
          <interested-users-id type="integer">1</interested-users-id>
        </interested-users-ids>
        <modified-by-sync type="boolean">false</modified-by-sync>
        <name>Despesas</name>
        <parent-id type="integer" nil="true"/>
        <revenue type="boolean">false</revenue>
        <updated-at type="dateTime">2015-01-05T09:00:00-02:00</updated-at>
        <use-count type="integer">0</use-count>
      </category>
    </categories>
    "#);
    assert_snapshot!(docs.get("/people.xml?search[name]=ninguem").await, @r#"
    200
    cache-control: max-age=0, private, must-revalidate
    content-type: application/xml; charset=utf-8
    etag: "d167ce916d2f363168721b4eb70802f9"
    x-ratelimit-limit: 100
    x-ratelimit-remaining: (one less with each call)
    x-ratelimit-reset: Mon, 16 Mar 2026 12:01:00 GMT

    <?xml version="1.0" encoding="UTF-8"?>
    <people type="array"/>
    "#);
    assert_snapshot!(docs.get("/entities/2593/deposit_accounts/402/financial_transactions.xml?per_page=1").await, @r#"
    200
    cache-control: max-age=0, private, must-revalidate
    content-type: application/xml; charset=utf-8
    link: <http://areia/financeiro/entities/2593/deposit_accounts/402/financial_transactions.xml?page=2&per_page=1>; rel="last", <http://areia/financeiro/entities/2593/deposit_accounts/402/financial_transactions.xml?page=2&per_page=1>; rel="next"
    x-ratelimit-limit: 100
    x-ratelimit-remaining: (one less with each call)
    x-ratelimit-reset: Mon, 16 Mar 2026 12:01:00 GMT

    <?xml version="1.0" encoding="UTF-8"?>
    <financial-transactions type="array">
      <financial-transaction>
        <id type="integer">502</id>
        <guid nil="true"/>
        <type>Debit</type>
        <absolute-amount type="decimal">68.5</absolute-amount>
        <amount type="decimal">-68.5</amount>
        <occurred-at type="date">2015-08-06</occurred-at>
        <document nil="true"/>
        <original-description nil="true"/>
        <user-description>Conta de água</user-description>
        <bank-statement-id nil="true"/>
        <classification-center-id nil="true"/>
        <deposit-account-id type="integer">402</deposit-account-id>
        <person-id type="integer">817</person-id>
        <parent-id nil="true"/>
        <currency-id type="integer">1</currency-id>
        <category-id type="integer">102</category-id>
        <transfer-id nil="true"/>
        <created-at type="dateTime">2015-08-06T10:00:00-03:00</created-at>
        <updated-at type="dateTime">2015-08-06T10:00:00-03:00</updated-at>
        <imported-from-sync type="boolean">false</imported-from-sync>
        <balance-difference type="boolean">false</balance-difference>
        <divided type="boolean">false</divided>
        <attachments-count type="integer">0</attachments-count>
        <observation nil="true"/>
        <reconciled type="boolean">false</reconciled>
        <transfer-deposit-account-id nil="true"/>
        <attachment-id-list type="array"/>
        <custom-classifications type="array"/>
        <classification-center-classifications type="array"/>
        <reconciliations>
          <financial-accounts type="array"/>
          <financial-transactions type="array"/>
        </reconciliations>
        <links type="array">
          <link>
            <rel>self</rel>
            <href>http://areia/financeiro/entities/2593/deposit_accounts/402/financial_transactions/502</href>
            <method>get</method>
          </link>
          <link>
            <rel>destroy</rel>
            <href>http://areia/financeiro/entities/2593/deposit_accounts/402/financial_transactions/502</href>
            <method>delete</method>
          </link>
        </links>
      </financial-transaction>
    </financial-transactions>
    "#);
    assert_snapshot!(docs.get("/taxes/42424242").await, @r#"
    404
    cache-control: no-cache
    content-type: application/json; charset=utf-8
    x-ratelimit-limit: 100
    x-ratelimit-remaining: (one less with each call)
    x-ratelimit-reset: Mon, 16 Mar 2026 12:01:00 GMT

    {"error": "Couldn't find Tax with id=42424242"}
    "#);
    assert_snapshot!(docs.get("/entities//payable_accounts").await, @r#"
    404
    cache-control: no-cache
    content-type: application/json; charset=utf-8
    x-ratelimit-limit: 100
    x-ratelimit-remaining: (one less with each call)
    x-ratelimit-reset: Mon, 16 Mar 2026 12:01:00 GMT

    {
      "error": "Couldn't find Entity with id=payable_accounts [WHERE `entity_users`.`user_id` = 1 AND `entities`.`account_id` = 1]"
    }
    "#);
}

#[tokio::test]
async fn a_subcategory_bears_its_parent_s_name() {
    let sandbox = Sandbox::new("subcategory").await;
    let docs = sandbox.financeiro(&[1]).await;
    let created = docs
        .post(
            "/categories/101/create_subcategory",
            &json!({"category": {"name": "Aluguel"}}),
        )
        .await;
    assert_eq!(created.json()["category"]["full_name"], "Despesas / Aluguel");
    docs.put("/categories/101", &json!({"category": {"name": "Gastos"}}))
        .await;
    let renamed = docs.get("/categories/102").await.json();
    assert_eq!(renamed["category"]["full_name"], "Gastos / Água e luz");
}

#[tokio::test]
async fn a_deleted_entity_stays_for_a_minute() {
    let sandbox = Sandbox::new("entity-deleted").await;
    let docs = sandbox.financeiro(&[1]).await;
    assert_snapshot!(docs.delete("/entities/2593").await, @r#"
    422
    cache-control: no-cache
    content-type: application/json; charset=utf-8
    x-ratelimit-limit: 100
    x-ratelimit-remaining: (one less with each call)
    x-ratelimit-reset: Mon, 16 Mar 2026 12:01:00 GMT

    {
      "base": [
        "Existem Contas que precisam ser apagadas",
        "Existem Contas a Pagar/Contas a Receber que precisam ser apagadas",
        "Existem Centro de Custo/Receita que precisam ser apagados"
      ]
    }
    "#);
    assert_snapshot!(docs.delete("/entities/2593?force_destroy=true").await, @"
    202
    cache-control: no-cache
    content-type: application/json; charset=utf-8
    x-ratelimit-limit: 100
    x-ratelimit-remaining: (one less with each call)
    x-ratelimit-reset: Mon, 16 Mar 2026 12:01:00 GMT
    ");
    assert_snapshot!(docs.delete("/entities/2594").await, @r#"
    422
    cache-control: no-cache
    content-type: application/json; charset=utf-8
    x-ratelimit-limit: 100
    x-ratelimit-remaining: (one less with each call)
    x-ratelimit-reset: Mon, 16 Mar 2026 12:01:00 GMT

    {"base": ["S\u00f3 existe uma entidade.", "N\u00e3o \u00e9 poss\u00edvel apagar esta entidade."]}
    "#);
    let still = docs.get("/entities/2593/payable_accounts/601").await;
    assert_eq!(still.status, 200, "{still}");
    sandbox.advance("PT1M").await;
    assert_eq!(docs.get("/entities/2593").await.status, 404);
    assert_eq!(docs.get("/entities").await.json().as_array().unwrap().len(), 1);
}
