//! Deposit accounts, and what moves in them.

use insta::assert_snapshot;
use serde_json::json;

use super::{BY_NAME, Case, NOBODY, foreign_ids, missing_ids};

#[tokio::test]
async fn deposit_accounts() {
    let case = Case {
        path: "/entities/2593/deposit_accounts",
        root: "deposit_account",
        attributes: json!({"name": "Areia", "deposit_account_type_id": 1, "initial_balance": "10.5"}),
        missing_ids: json!({"bank_account_id": NOBODY, "entity_id": NOBODY}),
        foreign_ids: json!({"entity_id": 3798}),
        change: json!({"initial_balance": 20, "description": "Cofre"}),
        search: BY_NAME,
    };
    assert_snapshot!(case.run().await, @r#"
    create: 201
    location: http://areia/financeiro/entities/2593/deposit_accounts/404
    {
      "deposit_account": {
        "archived_at": null,
        "bank_account_id": null,
        "created_at": "2026-03-16T09:00:00-03:00",
        "currency_id": 1,
        "deposit_account_type_id": 1,
        "description": null,
        "entity_id": 2593,
        "force_destroy": false,
        "id": 404,
        "imported_from_sync": false,
        "initial_balance": "10.5",
        "last_transaction_date": null,
        "name": "Areia",
        "sync_response": {},
        "updated_at": "2026-03-16T09:00:00-03:00",
        "calculated_balance": "10.5"
      }
    }
    show: 200
      /deposit_account/created_at is not there
      /deposit_account/updated_at is not there
      /deposit_account/logo_image_url is there: "logos/logo-money-account.png"
      /deposit_account/links is there: [{"rel":"self","href":"http://areia/financeiro/entities/2593/deposit_accounts/404","method":"get"}]
    show as XML: 200
    <?xml version="1.0" encoding="UTF-8"?>
    <deposit-account>
      <id type="integer">404</id>
      <archived-at nil="true"/>
      <bank-account-id nil="true"/>
      <currency-id type="integer">1</currency-id>
      <deposit-account-type-id type="integer">1</deposit-account-type-id>
      <description nil="true"/>
      <entity-id type="integer">2593</entity-id>
      <force-destroy type="boolean">false</force-destroy>
      <imported-from-sync type="boolean">false</imported-from-sync>
      <initial-balance type="decimal">10.5</initial-balance>
      <last-transaction-date nil="true"/>
      <name>Areia</name>
      <sync-response>
      </sync-response>
      <calculated-balance>10.5</calculated-balance>
      <logo-image-url>logos/logo-money-account.png</logo-image-url>
      <links type="array">
        <link>
          <rel>self</rel>
          <href>http://areia/financeiro/entities/2593/deposit_accounts/404</href>
          <method>get</method>
        </link>
      </links>
    </deposit-account>
    create without attributes: 422
    {"deposit_account_type":["n\u00e3o pode ser vazio"],"name":["n\u00e3o pode ser vazio"]}
      The record is invalid: `deposit_account_type` (não pode ser vazio); `name` (não pode ser vazio).
    the same as XML: 422
    <?xml version="1.0" encoding="UTF-8"?>
    <errors>
      <error>Tipo de conta de depósito não pode ser vazio</error>
      <error>Nome não pode ser vazio</error>
    </errors>
    create with ids that nobody has: 201
      /deposit_account/bank_account_id: null -> 999999
      /deposit_account/id: 404 -> 405
      /deposit_account/name: "Areia" -> "Outro nome"
    create with ids of another account: 201
      /deposit_account/id: 404 -> 406
      /deposit_account/name: "Areia" -> "Outro nome"
    another account shows it: 404
    {"error":"Couldn't find Entity with id=2593 [WHERE `entity_users`.`user_id` = 1 AND `entities`.`account_id` = 2]"}
      There is no entity 2593 where the path looks for it.
    another account changes it: 404
    {"error":"Couldn't find Entity with id=2593 [WHERE `entity_users`.`user_id` = 1 AND `entities`.`account_id` = 2]"}
    another account deletes it: 404
    {"error":"Couldn't find Entity with id=2593 [WHERE `entity_users`.`user_id` = 1 AND `entities`.`account_id` = 2]"}
    another account looks for it in an entity of its own: 404
    {"error":"Couldn't find DepositAccount with id=404 [WHERE `deposit_accounts`.`entity_id` = 3798]"}
    show nobody: 404
    {"error":"Couldn't find DepositAccount with id=999999 [WHERE `deposit_accounts`.`entity_id` = 2593]"}
    change nobody: 404
    {"error":"Couldn't find DepositAccount with id=999999 [WHERE `deposit_accounts`.`entity_id` = 2593]"}
    delete nobody: 404
    {"error":"Couldn't find DepositAccount with id=999999 [WHERE `deposit_accounts`.`entity_id` = 2593]"}
    change: 200

    show what was changed:
      /deposit_account/description: null -> "Cofre"
      /deposit_account/initial_balance: "10.5" -> "20.0"
      /deposit_account/calculated_balance: "10.5" -> "20.0"
    search: 200
      the same
    delete: 200

    show what was deleted: 404
    {"error":"Couldn't find DepositAccount with id=404 [WHERE `deposit_accounts`.`entity_id` = 2593]"}
    "#);
}

#[tokio::test]
async fn financial_transactions() {
    let case = Case {
        path: "/entities/2593/deposit_accounts/402/financial_transactions",
        root: "financial_transaction",
        attributes: json!({"type": "Debit", "amount": "12.5", "occurred_at": "2026-03-10", "document": "areia"}),
        missing_ids: missing_ids(),
        foreign_ids: foreign_ids(),
        change: json!({"type": "Credit", "amount": 3, "person_id": 817}),
        search: "search[document]=areia",
    };
    assert_snapshot!(case.run().await, @r#"
    create: 201
    location: http://areia/financeiro/entities/2593/deposit_accounts/402/financial_transactions/504
    {
      "financial_transaction": {
        "id": 504,
        "guid": null,
        "type": "Debit",
        "absolute_amount": "12.5",
        "amount": "-12.5",
        "occurred_at": "2026-03-10",
        "document": "areia",
        "original_description": null,
        "user_description": null,
        "bank_statement_id": null,
        "classification_center_id": null,
        "deposit_account_id": 402,
        "person_id": null,
        "parent_id": null,
        "currency_id": 1,
        "category_id": null,
        "transfer_id": null,
        "created_at": "2026-03-16T09:00:00-03:00",
        "updated_at": "2026-03-16T09:00:00-03:00",
        "imported_from_sync": false,
        "balance_difference": false,
        "divided": false,
        "attachments_count": 0,
        "observation": null,
        "reconciled": false,
        "transfer_deposit_account_id": null,
        "attachment_id_list": [],
        "custom_classifications": [],
        "classification_center_classifications": [],
        "reconciliations": {
          "financial_accounts": [],
          "financial_transactions": []
        },
        "links": [
          {
            "rel": "self",
            "href": "http://areia/financeiro/entities/2593/deposit_accounts/402/financial_transactions/504",
            "method": "get"
          },
          {
            "rel": "destroy",
            "href": "http://areia/financeiro/entities/2593/deposit_accounts/402/financial_transactions/504",
            "method": "delete"
          }
        ]
      }
    }
    show: 200
      the same
    show as XML: 200
    <?xml version="1.0" encoding="UTF-8"?>
    <financial-transaction>
      <id type="integer">504</id>
      <guid nil="true"/>
      <type>Debit</type>
      <absolute-amount type="decimal">12.5</absolute-amount>
      <amount type="decimal">-12.5</amount>
      <occurred-at type="date">2026-03-10</occurred-at>
      <document>areia</document>
      <original-description nil="true"/>
      <user-description nil="true"/>
      <bank-statement-id nil="true"/>
      <classification-center-id nil="true"/>
      <deposit-account-id type="integer">402</deposit-account-id>
      <person-id nil="true"/>
      <parent-id nil="true"/>
      <currency-id type="integer">1</currency-id>
      <category-id nil="true"/>
      <transfer-id nil="true"/>
      <created-at type="dateTime">2026-03-16T09:00:00-03:00</created-at>
      <updated-at type="dateTime">2026-03-16T09:00:00-03:00</updated-at>
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
          <href>http://areia/financeiro/entities/2593/deposit_accounts/402/financial_transactions/504</href>
          <method>get</method>
        </link>
        <link>
          <rel>destroy</rel>
          <href>http://areia/financeiro/entities/2593/deposit_accounts/402/financial_transactions/504</href>
          <method>delete</method>
        </link>
      </links>
    </financial-transaction>
    create without attributes: 422
    {"type":["n\u00e3o pode ser vazio"],"amount":["n\u00e3o pode ser vazio"],"occurred_at":["n\u00e3o pode ser vazio"]}
      The record is invalid: `type` (não pode ser vazio); `amount` (não pode ser vazio); `occurred_at` (não pode ser vazio).
    the same as XML: 422
    <?xml version="1.0" encoding="UTF-8"?>
    <errors>
      <error>Tipo não pode ser vazio</error>
      <error>Valor não pode ser vazio</error>
      <error>Data de ocorrência não pode ser vazio</error>
    </errors>
    create with ids that nobody has: 201
      /financial_transaction/id: 504 -> 505
      /financial_transaction/classification_center_id: null -> 999999
      /financial_transaction/person_id: null -> 999999
      /financial_transaction/category_id: null -> 999999
      /financial_transaction/links/0/href: "http://areia/financeiro/entities/2593/deposit_accounts/402/financial_transactions/504" -> "http://areia/financeiro/entities/2593/deposit_accounts/402/financial_transactions/505"
      /financial_transaction/links/1/href: "http://areia/financeiro/entities/2593/deposit_accounts/402/financial_transactions/504" -> "http://areia/financeiro/entities/2593/deposit_accounts/402/financial_transactions/505"
    create with ids of another account: 201
      /financial_transaction/id: 504 -> 506
      /financial_transaction/classification_center_id: null -> 302
      /financial_transaction/person_id: null -> 9001
      /financial_transaction/category_id: null -> 202
      /financial_transaction/links/0/href: "http://areia/financeiro/entities/2593/deposit_accounts/402/financial_transactions/504" -> "http://areia/financeiro/entities/2593/deposit_accounts/402/financial_transactions/506"
      /financial_transaction/links/1/href: "http://areia/financeiro/entities/2593/deposit_accounts/402/financial_transactions/504" -> "http://areia/financeiro/entities/2593/deposit_accounts/402/financial_transactions/506"
    another account shows it: 404
    {"error":"Couldn't find Entity with id=2593 [WHERE `entity_users`.`user_id` = 1 AND `entities`.`account_id` = 2]"}
      There is no entity 2593 where the path looks for it.
    another account changes it: 404
    {"error":"Couldn't find Entity with id=2593 [WHERE `entity_users`.`user_id` = 1 AND `entities`.`account_id` = 2]"}
    another account deletes it: 404
    {"error":"Couldn't find Entity with id=2593 [WHERE `entity_users`.`user_id` = 1 AND `entities`.`account_id` = 2]"}
    another account looks for it in an entity of its own: 404
    {"error":"Couldn't find DepositAccount with id=402 [WHERE `deposit_accounts`.`entity_id` = 3798]"}
    show nobody: 404
    {"error":"Não foi possível exibir a transação selecionada."}
    change nobody: 404
    {"error":"Não foi possível exibir a transação selecionada."}
    delete nobody: 404
    {"error":"Não foi possível exibir a transação selecionada."}
    change: 200
      /financial_transaction/type: "Debit" -> "Credit"
      /financial_transaction/absolute_amount: "12.5" -> "3.0"
      /financial_transaction/amount: "-12.5" -> "3.0"
      /financial_transaction/person_id: null -> 817
      /financial_transaction/updated_at: "2026-03-16T09:00:00-03:00" -> "2026-03-16T09:01:00-03:00"
    show what was changed:
      /financial_transaction/type: "Debit" -> "Credit"
      /financial_transaction/absolute_amount: "12.5" -> "3.0"
      /financial_transaction/amount: "-12.5" -> "3.0"
      /financial_transaction/person_id: null -> 817
      /financial_transaction/updated_at: "2026-03-16T09:00:00-03:00" -> "2026-03-16T09:01:00-03:00"
    search: 200
      the same
    delete: 200

    show what was deleted: 404
    {"error":"Não foi possível exibir a transação selecionada."}
    "#);
}
