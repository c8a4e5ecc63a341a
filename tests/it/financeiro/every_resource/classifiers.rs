//! Custom classifiers and their values.

use insta::assert_snapshot;
use serde_json::json;

use super::{BY_NAME, Case};

#[tokio::test]
async fn custom_classifiers() {
    let case = Case {
        path: "/custom_classifiers",
        root: "custom_classifier",
        attributes: json!({"name": "Areia"}),
        missing_ids: json!({}),
        foreign_ids: json!({}),
        change: json!({"name": "Areia"}),
        search: BY_NAME,
    };
    assert_snapshot!(case.run().await, @r#"
    create: 201
    location: http://areia/financeiro/custom_classifiers/21
    {
      "custom_classifier": {
        "account_id": 1,
        "created_at": "2026-03-16T09:00:00-03:00",
        "id": 21,
        "name": "Areia",
        "updated_at": "2026-03-16T09:00:00-03:00"
      }
    }
    show: 200
      the same
    show as XML: 200
    <?xml version="1.0" encoding="UTF-8"?>
    <custom-classifier>
      <account-id type="integer">1</account-id>
      <created-at type="dateTime">2026-03-16T09:00:00-03:00</created-at>
      <id type="integer">21</id>
      <name>Areia</name>
      <updated-at type="dateTime">2026-03-16T09:00:00-03:00</updated-at>
    </custom-classifier>
    create without attributes: 422
    {"name":["n\u00e3o pode ser vazio"]}
      The record is invalid: `name` (não pode ser vazio).
    the same as XML: 422
    <?xml version="1.0" encoding="UTF-8"?>
    <errors>
      <error>Nome não pode ser vazio</error>
    </errors>
    another account shows it: 404
    {"error":"Couldn't find CustomClassifier with id=21 [WHERE `custom_classifiers`.`account_id` = 2]"}
      There is no custom classifier 21 where the path looks for it.
    another account changes it: 404
    {"error":"Couldn't find CustomClassifier with id=21 [WHERE `custom_classifiers`.`account_id` = 2]"}
    another account deletes it: 404
    {"error":"Couldn't find CustomClassifier with id=21 [WHERE `custom_classifiers`.`account_id` = 2]"}
    show nobody: 404
    {"error":"Couldn't find CustomClassifier with id=999999 [WHERE `custom_classifiers`.`account_id` = 1]"}
    change nobody: 404
    {"error":"Couldn't find CustomClassifier with id=999999 [WHERE `custom_classifiers`.`account_id` = 1]"}
    delete nobody: 404
    {"error":"Couldn't find CustomClassifier with id=999999 [WHERE `custom_classifiers`.`account_id` = 1]"}
    change: 200
    location: http://areia/financeiro/custom_classifiers/21
      the same
    show what was changed:
      the same
    search: 200
      the same
    delete: 204

    show what was deleted: 404
    {"error":"Couldn't find CustomClassifier with id=21 [WHERE `custom_classifiers`.`account_id` = 1]"}
    "#);
}

#[tokio::test]
async fn values_of_a_classifier() {
    let case = Case {
        path: "/custom_classifiers/20/values",
        root: "custom_classifier_value",
        attributes: json!({"value": "Areia"}),
        missing_ids: json!({"custom_classifier_id": 999_999}),
        foreign_ids: json!({}),
        change: json!({"value": "Areia fina"}),
        search: "search[value_starts_with]=areia",
    };
    assert_snapshot!(case.run().await, @r#"
    create: 201
    location: /financeiro/custom_classifiers/20/values/1
    {
      "custom_classifier_value": {
        "created_at": "2026-03-16T09:00:00-03:00",
        "custom_classifier_id": 20,
        "id": 1,
        "updated_at": "2026-03-16T09:00:00-03:00",
        "value": "Areia"
      }
    }
    show: 200
      the same
    show as XML: 200
    <?xml version="1.0" encoding="UTF-8"?>
    <custom-classifier-value>
      <created-at type="dateTime">2026-03-16T09:00:00-03:00</created-at>
      <custom-classifier-id type="integer">20</custom-classifier-id>
      <id type="integer">1</id>
      <updated-at type="dateTime">2026-03-16T09:00:00-03:00</updated-at>
      <value>Areia</value>
    </custom-classifier-value>
    create without attributes: 422
    {"value":["n\u00e3o pode ser vazio"]}
      The record is invalid: `value` (não pode ser vazio).
    the same as XML: 422
    <?xml version="1.0" encoding="UTF-8"?>
    <errors>
      <error>Valor não pode ser vazio</error>
    </errors>
    create with ids that nobody has: 201
      /custom_classifier_value/id: 1 -> 2
    another account shows it: 404
    {"error":"Couldn't find CustomClassifier with id=20 [WHERE `custom_classifiers`.`account_id` = 2]"}
      There is no custom classifier 20 where the path looks for it.
    another account changes it: 404
    {"error":"Couldn't find CustomClassifier with id=20 [WHERE `custom_classifiers`.`account_id` = 2]"}
    another account deletes it: 404
    {"error":"Couldn't find CustomClassifier with id=20 [WHERE `custom_classifiers`.`account_id` = 2]"}
    show nobody: 404
    {"error":"Couldn't find CustomClassifierValue with id=999999 [WHERE `custom_classifier_values`.`custom_classifier_id` = 20]"}
    change nobody: 404
    {"error":"Couldn't find CustomClassifierValue with id=999999 [WHERE `custom_classifier_values`.`custom_classifier_id` = 20]"}
    delete nobody: 404
    {"error":"Couldn't find CustomClassifierValue with id=999999 [WHERE `custom_classifier_values`.`custom_classifier_id` = 20]"}
    change: 200
    location: http://areia/financeiro/custom_classifiers/20.1
      /custom_classifier_value/updated_at: "2026-03-16T09:00:00-03:00" -> "2026-03-16T09:01:00-03:00"
      /custom_classifier_value/value: "Areia" -> "Areia fina"
    show what was changed:
      /custom_classifier_value/updated_at: "2026-03-16T09:00:00-03:00" -> "2026-03-16T09:01:00-03:00"
      /custom_classifier_value/value: "Areia" -> "Areia fina"
    search: 200
      the same
    delete: 204

    show what was deleted: 404
    {"error":"Couldn't find CustomClassifierValue with id=1 [WHERE `custom_classifier_values`.`custom_classifier_id` = 20]"}
    "#);
}
