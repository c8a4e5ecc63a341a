//! Entities, people, and what both are filed under.

use insta::assert_snapshot;
use serde_json::json;

use super::{BY_NAME, Case, NOBODY};

#[tokio::test]
async fn entities() {
    let case = Case {
        path: "/entities",
        root: "entity",
        attributes: json!({"name": "Areia", "federation_subscription_number": "42.308.611/0001-41"}),
        missing_ids: json!({}),
        foreign_ids: json!({}),
        change: json!({"name": "Areia", "federation_subscription_number": null}),
        search: BY_NAME,
    };
    assert_snapshot!(case.run().await, @r#"
    create: 201
    location: http://areia/financeiro/entities/3799
    {
      "entity": {
        "account_id": 1,
        "charging_uuid": null,
        "created_at": "2026-03-16T09:00:00-03:00",
        "default_in_menu": false,
        "deleted_at": null,
        "federation_subscription_number": "42.308.611/0001-41",
        "force_destroy": false,
        "id": 3799,
        "imported_from_sync_at": null,
        "name": "Areia",
        "updated_at": "2026-03-16T09:00:00-03:00"
      }
    }
    show: 200
      the same
    show as XML: 200
    <?xml version="1.0" encoding="UTF-8"?>
    <entity>
      <account-id type="integer">1</account-id>
      <charging-uuid nil="true"/>
      <created-at type="dateTime">2026-03-16T09:00:00-03:00</created-at>
      <default-in-menu type="boolean">false</default-in-menu>
      <deleted-at type="dateTime" nil="true"/>
      <federation-subscription-number>42.308.611/0001-41</federation-subscription-number>
      <force-destroy type="boolean">false</force-destroy>
      <id type="integer">3799</id>
      <imported-from-sync-at type="dateTime" nil="true"/>
      <name>Areia</name>
      <updated-at type="dateTime">2026-03-16T09:00:00-03:00</updated-at>
    </entity>
    create without attributes: 422
    {"name":["n\u00e3o pode ser vazio"]}
      The record is invalid: `name` (não pode ser vazio).
    the same as XML: 422
    <?xml version="1.0" encoding="UTF-8"?>
    <errors>
      <error>Nome não pode ser vazio</error>
    </errors>
    another account shows it: 404
    {"error":"Couldn't find Entity with id=3799 [WHERE `entity_users`.`user_id` = 1 AND `entities`.`account_id` = 2]"}
      There is no entity 3799 where the path looks for it.
    another account changes it: 404
    {"error":"Couldn't find Entity with id=3799 [WHERE `entity_users`.`user_id` = 1 AND `entities`.`account_id` = 2]"}
    another account deletes it: 404
    {"error":"Couldn't find Entity with id=3799 [WHERE `entity_users`.`user_id` = 1 AND `entities`.`account_id` = 2]"}
    show nobody: 404
    {"error":"Couldn't find Entity with id=999999 [WHERE `entity_users`.`user_id` = 1 AND `entities`.`account_id` = 1]"}
    change nobody: 404
    {"error":"Couldn't find Entity with id=999999 [WHERE `entity_users`.`user_id` = 1 AND `entities`.`account_id` = 1]"}
    delete nobody: 404
    {"error":"Couldn't find Entity with id=999999 [WHERE `entity_users`.`user_id` = 1 AND `entities`.`account_id` = 1]"}
    change: 200
      /entity/federation_subscription_number: "42.308.611/0001-41" -> null
      /entity/updated_at: "2026-03-16T09:00:00-03:00" -> "2026-03-16T09:01:00-03:00"
    show what was changed:
      /entity/federation_subscription_number: "42.308.611/0001-41" -> null
      /entity/updated_at: "2026-03-16T09:00:00-03:00" -> "2026-03-16T09:01:00-03:00"
    search: 200
      the same
    delete: 202

    show what was deleted: 404
    {"error":"Couldn't find Entity with id=3799 [WHERE `entity_users`.`user_id` = 1 AND `entities`.`account_id` = 1]"}
    "#);
}

#[tokio::test]
async fn people() {
    let case = Case {
        path: "/people",
        root: "person",
        attributes: json!({"name": "Areia", "city": "São Paulo", "federation_subscription_number": "42.308.611/0001-41"}),
        missing_ids: json!({}),
        foreign_ids: json!({}),
        change: json!({"customer": false, "pix_key": "a@b.example", "pix_key_type": "email"}),
        search: BY_NAME,
    };
    assert_snapshot!(case.run().await, @r#"
    create: 201
    location: http://areia/financeiro/people/9003
    {
      "person": {
        "city": "São Paulo",
        "created_at": "2026-03-16T09:00:00-03:00",
        "customer": true,
        "federation_subscription_number": "42.308.611/0001-41",
        "federation_subscription_number_only_numbers": "42308611000141",
        "federation_subscription_type_id": null,
        "force_destroy": false,
        "id": 9003,
        "imported_from_sync": false,
        "modified_by_sync": false,
        "name": "Areia",
        "supplier": true,
        "updated_at": "2026-03-16T09:00:00-03:00",
        "type": "NaturalPerson"
      }
    }
    show: 200
      the same
    show as XML: 200
    <?xml version="1.0" encoding="UTF-8"?>
    <people type="array">
      <person>
        <city>São Paulo</city>
        <created-at type="dateTime">2026-03-16T09:00:00-03:00</created-at>
        <customer type="boolean">true</customer>
        <federation-subscription-number>42.308.611/0001-41</federation-subscription-number>
        <federation-subscription-number-only-numbers>42308611000141</federation-subscription-number-only-numbers>
        <federation-subscription-type-id type="integer" nil="true"/>
        <force-destroy type="boolean">false</force-destroy>
        <id type="integer">9003</id>
        <imported-from-sync type="boolean">false</imported-from-sync>
        <modified-by-sync type="boolean">false</modified-by-sync>
        <name>Areia</name>
        <supplier type="boolean">true</supplier>
        <updated-at type="dateTime">2026-03-16T09:00:00-03:00</updated-at>
        <type>NaturalPerson</type>
      </person>
    </people>
    create without attributes: 422
    {"name":["n\u00e3o pode ser vazio"]}
      The record is invalid: `name` (não pode ser vazio).
    the same as XML: 422
    <?xml version="1.0" encoding="UTF-8"?>
    <errors>
      <error>Nome não pode ser vazio</error>
    </errors>
    another account shows it: 404
    {"error":"Couldn't find Person with id=9003 [WHERE `people`.`account_id` = 2]"}
      There is no person 9003 where the path looks for it.
    another account changes it: 404
    {"error":"Couldn't find Person with id=9003 [WHERE `people`.`account_id` = 2]"}
    another account deletes it: 404
    {"error":"Couldn't find Person with id=9003 [WHERE `people`.`account_id` = 2]"}
    show nobody: 404
    {"error":"Couldn't find Person with id=999999 [WHERE `people`.`account_id` = 1]"}
    change nobody: 404
    {"error":"Couldn't find Person with id=999999 [WHERE `people`.`account_id` = 1]"}
    delete nobody: 404
    {"error":"Couldn't find Person with id=999999 [WHERE `people`.`account_id` = 1]"}
    change: 200

    show what was changed:
      /person/customer: true -> false
      /person/updated_at: "2026-03-16T09:00:00-03:00" -> "2026-03-16T09:01:00-03:00"
      /person/pix_key is there: "a@b.example"
      /person/pix_key_type is there: "email"
    search: 200
      the same
    delete: 200

    show what was deleted: 404
    {"error":"Couldn't find Person with id=9003 [WHERE `people`.`account_id` = 1]"}
    "#);
}

#[tokio::test]
async fn categories() {
    let case = Case {
        path: "/categories",
        root: "category",
        attributes: json!({"name": "Areia", "parent_id": 101}),
        missing_ids: json!({"parent_id": NOBODY}),
        foreign_ids: json!({"parent_id": 202}),
        change: json!({"name": "Areia fina", "parent_id": null, "cost": false}),
        search: "search[full_name_contains]=areia",
    };
    assert_snapshot!(case.run().await, @r#"
    create: 201
    location: http://areia/financeiro/categories/203
    {
      "category": {
        "cost": true,
        "created_at": "2026-03-16T09:00:00-03:00",
        "excel_import_id": null,
        "force_destroy": false,
        "full_name": "Despesas / Areia",
        "id": 203,
        "imported_from_sync": false,
        "interested_users_ids": [
          1
        ],
        "modified_by_sync": false,
        "name": "Areia",
        "parent_id": 101,
        "revenue": true,
        "updated_at": "2026-03-16T09:00:00-03:00",
        "use_count": 0
      }
    }
    show: 200
      the same
    show as XML: 200
    <?xml version="1.0" encoding="UTF-8"?>
    <category>
      <cost type="boolean">true</cost>
      <created-at type="dateTime">2026-03-16T09:00:00-03:00</created-at>
      <excel-import-id type="integer" nil="true"/>
      <force-destroy type="boolean">false</force-destroy>
      <full-name>Despesas / Areia</full-name>
      <id type="integer">203</id>
      <imported-from-sync type="boolean">false</imported-from-sync>
      <interested-users-ids type="array">
        <interested-users-id type="integer">1</interested-users-id>
      </interested-users-ids>
      <modified-by-sync type="boolean">false</modified-by-sync>
      <name>Areia</name>
      <parent-id type="integer">101</parent-id>
      <revenue type="boolean">true</revenue>
      <updated-at type="dateTime">2026-03-16T09:00:00-03:00</updated-at>
      <use-count type="integer">0</use-count>
    </category>
    create without attributes: 422
    {"name":["n\u00e3o pode ser vazio"],"full_name":["n\u00e3o pode ser vazio"]}
      The record is invalid: `name` (não pode ser vazio); `full_name` (não pode ser vazio).
    the same as XML: 422
    <?xml version="1.0" encoding="UTF-8"?>
    <errors>
      <error>Nome não pode ser vazio</error>
      <error>Nome completo não pode ser vazio</error>
    </errors>
    create with ids that nobody has: 201
      /category/full_name: "Despesas / Areia" -> "Outro nome"
      /category/id: 203 -> 204
      /category/name: "Areia" -> "Outro nome"
      /category/parent_id: 101 -> 999999
    create with ids of another account: 201
      /category/full_name: "Despesas / Areia" -> "Outro nome"
      /category/id: 203 -> 205
      /category/name: "Areia" -> "Outro nome"
      /category/parent_id: 101 -> 202
    another account shows it: 404
    {"error":"Couldn't find Category with id=203 [WHERE `categories`.`account_id` = 2]"}
      There is no category 203 where the path looks for it.
    another account changes it: 404
    {"error":"Couldn't find Category with id=203 [WHERE `categories`.`account_id` = 2]"}
    another account deletes it: 404
    {"error":"Couldn't find Category with id=203 [WHERE `categories`.`account_id` = 2]"}
    show nobody: 404
    {"error":"Couldn't find Category with id=999999 [WHERE `categories`.`account_id` = 1]"}
    change nobody: 404
    {"error":"Couldn't find Category with id=999999 [WHERE `categories`.`account_id` = 1]"}
    delete nobody: 404
    {"error":"Couldn't find Category with id=999999 [WHERE `categories`.`account_id` = 1]"}
    change: 200

    show what was changed:
      /category/cost: true -> false
      /category/full_name: "Despesas / Areia" -> "Areia fina"
      /category/name: "Areia" -> "Areia fina"
      /category/parent_id: 101 -> null
      /category/updated_at: "2026-03-16T09:00:00-03:00" -> "2026-03-16T09:01:00-03:00"
    search: 200
      /category/account_id is there: 1
      /category/guid is there: null
    delete: 200

    show what was deleted: 404
    {"error":"Couldn't find Category with id=203 [WHERE `categories`.`account_id` = 1]"}
    "#);
}

#[tokio::test]
async fn classification_centers() {
    let case = Case {
        path: "/classification_centers",
        root: "classification_center",
        attributes: json!({"name": "Areia", "entity_id": 2593}),
        missing_ids: json!({"entity_id": NOBODY}),
        foreign_ids: json!({"entity_id": 3798}),
        change: json!({"revenue_center": false}),
        search: BY_NAME,
    };
    assert_snapshot!(case.run().await, @r#"
    create: 201
    location: http://areia/financeiro/classification_centers/303
    {
      "classification_center": {
        "cost_center": true,
        "created_at": "2026-03-16T09:00:00-03:00",
        "entity_id": 2593,
        "excel_import_id": null,
        "id": 303,
        "name": "Areia",
        "revenue_center": true,
        "updated_at": "2026-03-16T09:00:00-03:00",
        "use_count": 0
      }
    }
    show: 200
      the same
    show as XML: 200
    <?xml version="1.0" encoding="UTF-8"?>
    <classification-center>
      <cost-center type="boolean">true</cost-center>
      <created-at type="dateTime">2026-03-16T09:00:00-03:00</created-at>
      <entity-id type="integer">2593</entity-id>
      <excel-import-id type="integer" nil="true"/>
      <id type="integer">303</id>
      <name>Areia</name>
      <revenue-center type="boolean">true</revenue-center>
      <updated-at type="dateTime">2026-03-16T09:00:00-03:00</updated-at>
      <use-count type="integer">0</use-count>
    </classification-center>
    create without attributes: 422
    {"entity":["n\u00e3o pode ser vazio"],"name":["n\u00e3o pode ser vazio"]}
      The record is invalid: `entity` (não pode ser vazio); `name` (não pode ser vazio).
    the same as XML: 422
    <?xml version="1.0" encoding="UTF-8"?>
    <errors>
      <error>Entidade não pode ser vazio</error>
      <error>Nome não pode ser vazio</error>
    </errors>
    create with ids that nobody has: 422
    {"entity":["n\u00e3o pode ser vazio"]}
    create with ids of another account: 422
    {"entity":["n\u00e3o pode ser vazio"]}
    another account shows it: 404
    {"error":"Couldn't find ClassificationCenter with id=303 [WHERE (classification_centers.entity_id in (3798))]"}
      The account has no classification center 303.
    another account changes it: 404
    {"error":"Couldn't find ClassificationCenter with id=303 [WHERE (classification_centers.entity_id in (3798))]"}
    another account deletes it: 404
    {"error":"Couldn't find ClassificationCenter with id=303 [WHERE (classification_centers.entity_id in (3798))]"}
    show nobody: 404
    {"error":"Couldn't find ClassificationCenter with id=999999 [WHERE (classification_centers.entity_id in (2593,2594))]"}
    change nobody: 404
    {"error":"Couldn't find ClassificationCenter with id=999999 [WHERE (classification_centers.entity_id in (2593,2594))]"}
    delete nobody: 404
    {"error":"Couldn't find ClassificationCenter with id=999999 [WHERE (classification_centers.entity_id in (2593,2594))]"}
    change: 200

    show what was changed:
      /classification_center/revenue_center: true -> false
      /classification_center/updated_at: "2026-03-16T09:00:00-03:00" -> "2026-03-16T09:01:00-03:00"
    search: 200
      /classification_center/guid is there: null
      /classification_center/imported_from_sync is there: false
      /classification_center/modified_by_sync is there: false
    delete: 200

    show what was deleted: 404
    {"error":"Couldn't find ClassificationCenter with id=303 [WHERE (classification_centers.entity_id in (2593,2594))]"}
    "#);
}

#[tokio::test]
async fn webhooks() {
    let case = Case {
        path: "/integrations/webhooks",
        root: "webhook",
        attributes: json!({"entity_id": 2593, "format": "json", "url": "https://a.example/"}),
        missing_ids: json!({"entity_id": NOBODY}),
        foreign_ids: json!({"entity_id": 3798}),
        change: json!({"format": "xml", "description": "Areia"}),
        search: "search[url_contains]=a.example",
    };
    assert_snapshot!(case.run().await, @r#"
    create: 201
    location: http://areia/financeiro/integrations/webhooks/1
    {
      "webhook": {
        "account_id": 1,
        "created_at": "2026-03-16T09:00:00-03:00",
        "description": null,
        "entity_id": 2593,
        "format": "json",
        "healthy_check_code": 200,
        "id": 1,
        "secret": "6a756f6d6c656b6158397934",
        "updated_at": "2026-03-16T09:00:00-03:00",
        "url": "https://a.example/"
      }
    }
    show: 200
      /webhook/healthy_check_code: 200 -> "200"
    show as XML: 200
    <?xml version="1.0" encoding="UTF-8"?>
    <webhook>
      <account-id type="integer">1</account-id>
      <created-at type="dateTime">2026-03-16T09:00:00-03:00</created-at>
      <description nil="true"/>
      <entity-id type="integer">2593</entity-id>
      <format>json</format>
      <healthy-check-code>200</healthy-check-code>
      <id type="integer">1</id>
      <secret>6a756f6d6c656b6158397934</secret>
      <updated-at type="dateTime">2026-03-16T09:00:00-03:00</updated-at>
      <url>https://a.example/</url>
    </webhook>
    create without attributes: 422
    {"entity":["n\u00e3o pode ser vazio"],"format":["n\u00e3o pode ser vazio","n\u00e3o est\u00e1 incluso na lista"],"url":["n\u00e3o pode ser vazio","n\u00e3o \u00e9 v\u00e1lido"]}
      The record is invalid: `entity` (não pode ser vazio); `format` (não pode ser vazio, não está incluso na lista); `url` (não pode ser vazio, não é válido).
    the same as XML: 422
    <?xml version="1.0" encoding="UTF-8"?>
    <errors>
      <error>Entidade não pode ser vazio</error>
      <error>Formato não pode ser vazio</error>
      <error>Formato não está incluso na lista</error>
      <error>URL não pode ser vazio</error>
      <error>URL não é válido</error>
    </errors>
    create with ids that nobody has: 422
    {"entity":["n\u00e3o pode ser vazio"]}
    create with ids of another account: 422
    {"entity":["n\u00e3o pode ser vazio"]}
    another account shows it: 404
    {"error":"Couldn't find Webhook with id=1 [WHERE `webhooks`.`account_id` = 2]"}
      There is no webhook 1 where the path looks for it.
    another account changes it: 404
    {"error":"Couldn't find Webhook with id=1 [WHERE `webhooks`.`account_id` = 2]"}
    another account deletes it: 404
    {"error":"Couldn't find Webhook with id=1 [WHERE `webhooks`.`account_id` = 2]"}
    show nobody: 404
    {"error":"Couldn't find Webhook with id=999999 [WHERE `webhooks`.`account_id` = 1]"}
    change nobody: 404
    {"error":"Couldn't find Webhook with id=999999 [WHERE `webhooks`.`account_id` = 1]"}
    delete nobody: 404
    {"error":"Couldn't find Webhook with id=999999 [WHERE `webhooks`.`account_id` = 1]"}
    change: 200
      /webhook/description: null -> "Areia"
      /webhook/format: "json" -> "xml"
      /webhook/healthy_check_code: 200 -> "200"
      /webhook/updated_at: "2026-03-16T09:00:00-03:00" -> "2026-03-16T09:01:00-03:00"
    show what was changed:
      /webhook/description: null -> "Areia"
      /webhook/format: "json" -> "xml"
      /webhook/updated_at: "2026-03-16T09:00:00-03:00" -> "2026-03-16T09:01:00-03:00"
    search: 200
      the same
    delete: 204

    show what was deleted: 404
    {"error":"Couldn't find Webhook with id=1 [WHERE `webhooks`.`account_id` = 1]"}
    "#);
}
