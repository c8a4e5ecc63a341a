//! Credit cards, and what is bought with them.

use insta::assert_snapshot;
use serde_json::json;

use super::{BY_NAME, Case, foreign_ids, missing_ids};

#[tokio::test]
async fn credit_cards() {
    let case = Case {
        path: "/entities/2593/credit_cards",
        root: "credit_card",
        attributes: json!({"name": "Areia", "flag": "American Express", "closing_day": 21, "expiration_day": 1}),
        missing_ids: missing_ids(),
        foreign_ids: foreign_ids(),
        change: json!({"flag": "Visa", "closing_day": 31}),
        search: BY_NAME,
    };
    assert_snapshot!(case.run().await, @r#"
    create: 201
    {
      "credit_card": {
        "id": 702,
        "name": "Areia",
        "flag": "American Express",
        "closing_day": 21,
        "expiration_day": 1,
        "balance": "0.0",
        "entity_id": 2593,
        "category_id": null,
        "person_id": null,
        "classification_center_id": null,
        "observation": null,
        "archived_at": null,
        "flag_image_url": "credit_cards/american-express.png",
        "links": [
          {
            "rel": "self",
            "href": "http://areia/financeiro/entities/2593/credit_cards/702",
            "method": "get"
          }
        ]
      }
    }
    show: 200
      the same
    show as XML: 200
    <?xml version="1.0" encoding="UTF-8"?>
    <credit-card>
      <id type="integer">702</id>
      <name>Areia</name>
      <flag>American Express</flag>
      <closing-day type="integer">21</closing-day>
      <expiration-day type="integer">1</expiration-day>
      <balance type="decimal">0.0</balance>
      <entity-id type="integer">2593</entity-id>
      <category-id nil="true"/>
      <person-id nil="true"/>
      <classification-center-id nil="true"/>
      <observation nil="true"/>
      <archived-at nil="true"/>
      <flag-image-url>credit_cards/american-express.png</flag-image-url>
      <links type="array">
        <link>
          <rel>self</rel>
          <href>http://areia/financeiro/entities/2593/credit_cards/702</href>
          <method>get</method>
        </link>
      </links>
    </credit-card>
    create without attributes: 422
    {"name":["n\u00e3o pode ser vazio"],"flag":["n\u00e3o est\u00e1 incluso na lista"],"closing_day":["n\u00e3o est\u00e1 incluso na lista"],"expiration_day":["n\u00e3o est\u00e1 incluso na lista"]}
      The record is invalid: `name` (não pode ser vazio); `flag` (não está incluso na lista); `closing_day` (não está incluso na lista); `expiration_day` (não está incluso na lista).
    the same as XML: 422
    <?xml version="1.0" encoding="UTF-8"?>
    <errors>
      <error>Nome não pode ser vazio</error>
      <error>Bandeira não está incluso na lista</error>
      <error>Closing day não está incluso na lista</error>
      <error>Expiration day não está incluso na lista</error>
    </errors>
    create with ids that nobody has: 201
      /credit_card/id: 702 -> 703
      /credit_card/name: "Areia" -> "Outro nome"
      /credit_card/category_id: null -> 999999
      /credit_card/person_id: null -> 999999
      /credit_card/classification_center_id: null -> 999999
      /credit_card/links/0/href: "http://areia/financeiro/entities/2593/credit_cards/702" -> "http://areia/financeiro/entities/2593/credit_cards/703"
    create with ids of another account: 201
      /credit_card/id: 702 -> 704
      /credit_card/name: "Areia" -> "Outro nome"
      /credit_card/category_id: null -> 202
      /credit_card/person_id: null -> 9001
      /credit_card/classification_center_id: null -> 302
      /credit_card/links/0/href: "http://areia/financeiro/entities/2593/credit_cards/702" -> "http://areia/financeiro/entities/2593/credit_cards/704"
    another account shows it: 404
    {"error":"Couldn't find Entity with id=2593 [WHERE `entity_users`.`user_id` = 1 AND `entities`.`account_id` = 2]"}
      There is no entity 2593 where the path looks for it.
    another account changes it: 404
    {"error":"Couldn't find Entity with id=2593 [WHERE `entity_users`.`user_id` = 1 AND `entities`.`account_id` = 2]"}
    another account deletes it: 404
    {"error":"Couldn't find Entity with id=2593 [WHERE `entity_users`.`user_id` = 1 AND `entities`.`account_id` = 2]"}
    another account looks for it in an entity of its own: 404
    {"error":"Couldn't find CreditCard with id=702 [WHERE `credit_cards`.`entity_id` = 3798]"}
    show nobody: 404
    {"error":"Couldn't find CreditCard with id=999999 [WHERE `credit_cards`.`entity_id` = 2593]"}
    change nobody: 404
    {"error":"Couldn't find CreditCard with id=999999 [WHERE `credit_cards`.`entity_id` = 2593]"}
    delete nobody: 404
    {"error":"Couldn't find CreditCard with id=999999 [WHERE `credit_cards`.`entity_id` = 2593]"}
    change: 200
      /credit_card/flag: "American Express" -> "Visa"
      /credit_card/closing_day: 21 -> 31
      /credit_card/flag_image_url: "credit_cards/american-express.png" -> "credit_cards/visa.png"
    show what was changed:
      /credit_card/flag: "American Express" -> "Visa"
      /credit_card/closing_day: 21 -> 31
      /credit_card/flag_image_url: "credit_cards/american-express.png" -> "credit_cards/visa.png"
    search: 200
      the same
    delete: 200

    show what was deleted: 404
    {"error":"Couldn't find CreditCard with id=702 [WHERE `credit_cards`.`entity_id` = 2593]"}
    "#);
}

#[tokio::test]
async fn credit_card_transactions() {
    let case = Case {
        path: "/entities/2593/credit_cards/701/transactions",
        root: "credit_card_transaction",
        attributes: json!({"amount": "9.99", "occurred_at": "2026-03-10", "description": "Areia"}),
        missing_ids: missing_ids(),
        foreign_ids: foreign_ids(),
        change: json!({"amount": 5, "occurred_at": "2026-03-22"}),
        search: "search[description]=areia",
    };
    assert_snapshot!(case.run().await, @r#"
    create: 201
    {
      "credit_card_transaction": {
        "id": 1,
        "amount": "9.99",
        "occurred_at": "2026-03-10",
        "document": null,
        "observation": null,
        "description": "Areia",
        "classification_center_id": null,
        "category_id": null,
        "person_id": null,
        "credit_card_id": 701,
        "credit_card_invoice": {
          "id": 701202604,
          "start_date": "2026-02-22",
          "end_date": "2026-03-21",
          "due_date": "2026-04-01",
          "balance": "9.99"
        },
        "parcels": null,
        "parcel": null,
        "links": [
          {
            "rel": "self",
            "href": "http://areia/financeiro/entities/2593/credit_cards/701/transactions/1",
            "method": "get"
          }
        ]
      }
    }
    show: 200
      the same
    show as XML: 200
    <?xml version="1.0" encoding="UTF-8"?>
    <credit-card-transaction>
      <id type="integer">1</id>
      <amount type="decimal">9.99</amount>
      <occurred-at type="date">2026-03-10</occurred-at>
      <document nil="true"/>
      <observation nil="true"/>
      <description>Areia</description>
      <classification-center-id nil="true"/>
      <category-id nil="true"/>
      <person-id nil="true"/>
      <credit-card-id type="integer">701</credit-card-id>
      <credit-card-invoice>
        <id type="integer">701202604</id>
        <start-date type="date">2026-02-22</start-date>
        <end-date type="date">2026-03-21</end-date>
        <due-date type="date">2026-04-01</due-date>
        <balance type="decimal">9.99</balance>
      </credit-card-invoice>
      <parcels nil="true"/>
      <parcel nil="true"/>
      <links type="array">
        <link>
          <rel>self</rel>
          <href>http://areia/financeiro/entities/2593/credit_cards/701/transactions/1</href>
          <method>get</method>
        </link>
      </links>
    </credit-card-transaction>
    create without attributes: 422
    {"amount":["n\u00e3o pode ser vazio"],"occurred_at":["n\u00e3o pode ser vazio"]}
      The record is invalid: `amount` (não pode ser vazio); `occurred_at` (não pode ser vazio).
    the same as XML: 422
    <?xml version="1.0" encoding="UTF-8"?>
    <errors>
      <error>Valor não pode ser vazio</error>
      <error>Data de ocorrência não pode ser vazio</error>
    </errors>
    create with ids that nobody has: 201
      /credit_card_transaction/id: 1 -> 2
      /credit_card_transaction/classification_center_id: null -> 999999
      /credit_card_transaction/category_id: null -> 999999
      /credit_card_transaction/person_id: null -> 999999
      /credit_card_transaction/credit_card_invoice/balance: "9.99" -> "19.98"
      /credit_card_transaction/links/0/href: "http://areia/financeiro/entities/2593/credit_cards/701/transactions/1" -> "http://areia/financeiro/entities/2593/credit_cards/701/transactions/2"
    create with ids of another account: 201
      /credit_card_transaction/id: 1 -> 3
      /credit_card_transaction/classification_center_id: null -> 302
      /credit_card_transaction/category_id: null -> 202
      /credit_card_transaction/person_id: null -> 9001
      /credit_card_transaction/credit_card_invoice/balance: "9.99" -> "19.98"
      /credit_card_transaction/links/0/href: "http://areia/financeiro/entities/2593/credit_cards/701/transactions/1" -> "http://areia/financeiro/entities/2593/credit_cards/701/transactions/3"
    another account shows it: 404
    {"error":"Couldn't find Entity with id=2593 [WHERE `entity_users`.`user_id` = 1 AND `entities`.`account_id` = 2]"}
      There is no entity 2593 where the path looks for it.
    another account changes it: 404
    {"error":"Couldn't find Entity with id=2593 [WHERE `entity_users`.`user_id` = 1 AND `entities`.`account_id` = 2]"}
    another account deletes it: 404
    {"error":"Couldn't find Entity with id=2593 [WHERE `entity_users`.`user_id` = 1 AND `entities`.`account_id` = 2]"}
    another account looks for it in an entity of its own: 404
    {"error":"Couldn't find CreditCard with id=701 [WHERE `credit_cards`.`entity_id` = 3798]"}
    show nobody: 404
    {"error":"Não foi possível localizar a transação com o ID 999999"}
    change nobody: 404
    {"error":"Não foi possível localizar a transação com o ID 999999"}
    delete nobody: 404
    {"error":"Não foi possível localizar a transação com o ID 999999"}
    change: 200
      /credit_card_transaction/amount: "9.99" -> "5.0"
      /credit_card_transaction/occurred_at: "2026-03-10" -> "2026-03-22"
      /credit_card_transaction/credit_card_invoice/id: 701202604 -> 701202605
      /credit_card_transaction/credit_card_invoice/start_date: "2026-02-22" -> "2026-03-22"
      /credit_card_transaction/credit_card_invoice/end_date: "2026-03-21" -> "2026-04-21"
      /credit_card_transaction/credit_card_invoice/due_date: "2026-04-01" -> "2026-05-01"
      /credit_card_transaction/credit_card_invoice/balance: "9.99" -> "5.0"
    show what was changed:
      /credit_card_transaction/amount: "9.99" -> "5.0"
      /credit_card_transaction/occurred_at: "2026-03-10" -> "2026-03-22"
      /credit_card_transaction/credit_card_invoice/id: 701202604 -> 701202605
      /credit_card_transaction/credit_card_invoice/start_date: "2026-02-22" -> "2026-03-22"
      /credit_card_transaction/credit_card_invoice/end_date: "2026-03-21" -> "2026-04-21"
      /credit_card_transaction/credit_card_invoice/due_date: "2026-04-01" -> "2026-05-01"
      /credit_card_transaction/credit_card_invoice/balance: "9.99" -> "5.0"
    search: 200
      the same
    delete: 200

    show what was deleted: 404
    {"error":"Não foi possível localizar a transação com o ID 1"}
    "#);
}
