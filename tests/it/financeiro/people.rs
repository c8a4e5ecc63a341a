//! People.

use futures_util::future::join_all;
use insta::assert_snapshot;
use serde_json::json;

use crate::support::Sandbox;

#[tokio::test]
async fn a_person_is_created_shown_changed_and_deleted() {
    let sandbox = Sandbox::new("people-lifecycle").await;
    let wire = sandbox.financeiro(&[2]).await;
    let body =
        json!({"person": {"name": "Jo\u{e3}o", "federation_subscription_number": "42.308.611/0001-41", "unknown": 1}});
    let created = wire.post("/people", &body).await;
    assert_snapshot!(created, @r#"
    201
    cache-control: max-age=0, private, must-revalidate
    content-type: application/json; charset=utf-8
    etag: "8ac7bc7b898a0d30ae2d3a50bcc5d389"
    location: http://areia/financeiro/people/9003
    x-ratelimit-limit: 100
    x-ratelimit-remaining: (one less with each call)
    x-ratelimit-reset: 2026-03-16T12:01:00Z

    {
      "person": {
        "address": null,
        "address_number": null,
        "city": null,
        "complement": null,
        "country": null,
        "created_at": "2026-03-16T09:00:00-03:00",
        "customer": true,
        "email": null,
        "excel_import_id": null,
        "febraban_favored_code": null,
        "febraban_name": null,
        "federation_subscription_number": "42.308.611/0001-41",
        "federation_subscription_number_only_numbers": "42308611000141",
        "federation_subscription_type_id": null,
        "force_destroy": false,
        "id": 9003,
        "imported_from_sync": false,
        "interested_users_ids": [1],
        "modified_by_sync": false,
        "name": "Jo\u00e3o",
        "neighborhood": null,
        "note": null,
        "person_type": null,
        "phone": null,
        "pix_key": null,
        "pix_key_type": null,
        "site": null,
        "state": null,
        "supplier": true,
        "updated_at": "2026-03-16T09:00:00-03:00",
        "use_count": 0,
        "zip_code": null
      }
    }
    "#);
    let path = "/people/9003";
    let changed = wire.put(path, &json!({"person": {"city": "Recife"}})).await;
    assert_snapshot!(changed, @r#"
    200
    cache-control: max-age=0, private, must-revalidate
    content-type: application/json; charset=utf-8
    etag: "7215ee9c7d9dc229d2921a40e899ec5f"
    x-ratelimit-limit: 100
    x-ratelimit-remaining: (one less with each call)
    x-ratelimit-reset: 2026-03-16T12:01:00Z
    "#);
    assert_snapshot!(wire.clone().with("accept", "application/xml").get(path).await, @r#"
    200
    cache-control: max-age=0, private, must-revalidate
    content-type: application/xml; charset=utf-8
    etag: "1f863304de680a858faf11a9e83d0c10"
    x-ratelimit-limit: 100
    x-ratelimit-remaining: (one less with each call)
    x-ratelimit-reset: 2026-03-16T12:01:00Z

    <?xml version="1.0" encoding="UTF-8"?>
    <person>
      <address nil="true"/>
      <address-number nil="true"/>
      <city>Recife</city>
      <complement nil="true"/>
      <country nil="true"/>
      <created-at type="dateTime">2026-03-16T09:00:00-03:00</created-at>
      <customer type="boolean">true</customer>
      <email nil="true"/>
      <excel-import-id type="integer" nil="true"/>
      <febraban-favored-code nil="true"/>
      <febraban-name nil="true"/>
      <federation-subscription-number>42.308.611/0001-41</federation-subscription-number>
      <federation-subscription-number-only-numbers>42308611000141</federation-subscription-number-only-numbers>
      <federation-subscription-type-id type="integer" nil="true"/>
      <force-destroy type="boolean">false</force-destroy>
      <id type="integer">9003</id>
      <imported-from-sync type="boolean">false</imported-from-sync>
      <interested-users-ids type="array">
        <interested-users-id type="integer">1</interested-users-id>
      </interested-users-ids>
      <modified-by-sync type="boolean">false</modified-by-sync>
      <name>João</name>
      <neighborhood nil="true"/>
      <note nil="true"/>
      <person-type nil="true"/>
      <phone nil="true"/>
      <pix-key nil="true"/>
      <pix-key-type nil="true"/>
      <site nil="true"/>
      <state nil="true"/>
      <supplier type="boolean">true</supplier>
      <updated-at type="dateTime">2026-03-16T09:00:00-03:00</updated-at>
      <use-count type="integer">0</use-count>
      <zip-code nil="true"/>
    </person>
    "#);
    assert_snapshot!(wire.delete(path).await, @r#"
    200
    cache-control: max-age=0, private, must-revalidate
    content-type: application/json; charset=utf-8
    etag: "7215ee9c7d9dc229d2921a40e899ec5f"
    x-ratelimit-limit: 100
    x-ratelimit-remaining: (one less with each call)
    x-ratelimit-reset: 2026-03-16T12:01:00Z
    "#);
    assert_snapshot!(wire.get(path).await, @r#"
    404
    cache-control: no-cache
    content-type: application/json; charset=utf-8
    x-ratelimit-limit: 100
    x-ratelimit-remaining: (one less with each call)
    x-ratelimit-reset: 2026-03-16T12:01:00Z

    {"error": "Couldn't find Person with id=9003 [WHERE `people`.`account_id` = 2]"}
    "#);
}

#[tokio::test]
async fn a_person_needs_a_name_of_its_own() {
    let sandbox = Sandbox::new("people-invalid").await;
    let docs = sandbox.financeiro(&[1]).await;
    assert_snapshot!(docs.post("/people", &json!({"person": {"name": " "}})).await, @r#"
    422
    cache-control: no-cache
    content-type: application/json; charset=utf-8
    x-ratelimit-limit: 100
    x-ratelimit-remaining: (one less with each call)
    x-ratelimit-reset: Mon, 16 Mar 2026 12:01:00 GMT

    {"name": ["n\u00e3o pode ser vazio"]}
    "#);
    assert_snapshot!(docs.post("/people.xml", &json!({"person": {"name": "FULANO"}})).await, @r#"
    422
    cache-control: no-cache
    content-type: application/xml; charset=utf-8
    x-ratelimit-limit: 100
    x-ratelimit-remaining: (one less with each call)
    x-ratelimit-reset: Mon, 16 Mar 2026 12:01:00 GMT

    <?xml version="1.0" encoding="UTF-8"?>
    <errors>
      <error>Nome já está em uso</error>
    </errors>
    "#);
    assert_snapshot!(docs.post("/people", &json!({"pessoa": {}})).await, @r#"
    422
    cache-control: no-cache
    content-type: application/json; charset=utf-8
    x-ratelimit-limit: 100
    x-ratelimit-remaining: (one less with each call)
    x-ratelimit-reset: Mon, 16 Mar 2026 12:01:00 GMT

    {"error": "Sua solicitação não é válida. Por favor, verifique os dados enviados."}
    "#);
}

#[tokio::test]
async fn people_are_found_by_search_and_listed_by_name() {
    let sandbox = Sandbox::new("people-search").await;
    let docs = sandbox.financeiro(&[1]).await;
    let names = |answer: crate::support::Answer| {
        let people = answer.json();
        let names: Vec<String> = people
            .as_array()
            .unwrap()
            .iter()
            .map(|one| one["person"]["name"].as_str().unwrap().to_owned())
            .collect();
        names.join(", ")
    };
    for (query, expected) in [
        ("", "Água Mineral da Serra Ltda., Fulano, Moinho Alimentação & Cia"),
        ("?search[name_contains]=agua", "Água Mineral da Serra Ltda."),
        ("?search%5Bname_equals%5D=FULANO", "Fulano"),
        ("?search[name]=fulano", "Fulano"),
        (
            "?search[name_starts_with_any][]=mo&search[name_starts_with_any][]=fu",
            "Fulano, Moinho Alimentação & Cia",
        ),
        (
            "?search[customer_is_false]=1&search[meta_sort]=name.desc",
            "Moinho Alimentação & Cia, Água Mineral da Serra Ltda.",
        ),
        (
            "?search[person_type_in][]=JuridicalPerson",
            "Água Mineral da Serra Ltda., Moinho Alimentação & Cia",
        ),
        (
            "?search[nobody_knows]=1",
            "Água Mineral da Serra Ltda., Fulano, Moinho Alimentação & Cia",
        ),
        ("?search[name_contains]=ninguem", ""),
        ("?page=2", ""),
    ] {
        assert_eq!(names(docs.get(&format!("/people{query}")).await), expected, "{query}");
    }
    let page = docs.get("/people.xml?page=2&per_page=1&search[name_contains]=a").await;
    let links = page
        .header("link")
        .replace(&crate::support::server().url(), "http://areia");
    assert_snapshot!(links, @r#"<http://areia/financeiro/people.xml?page=1&per_page=1&search%5Bname_contains%5D=a>; rel="first", <http://areia/financeiro/people.xml?page=3&per_page=1&search%5Bname_contains%5D=a>; rel="last", <http://areia/financeiro/people.xml?page=3&per_page=1&search%5Bname_contains%5D=a>; rel="next", <http://areia/financeiro/people.xml?page=1&per_page=1&search%5Bname_contains%5D=a>; rel="prev""#);
}

#[tokio::test]
async fn many_who_ask_at_once_are_each_shown_their_own() {
    let sandbox = Sandbox::new("people-at-once").await;
    let limit = json!({"requests_per_minute": 1_000});
    sandbox.control().put("/financeiro/accounts/1", &limit).await;
    let docs = sandbox.financeiro(&[1]).await;
    let moved = "/entities/2593/deposit_accounts/402/financial_transactions";
    let mut asked: Vec<(String, &str, i64)> = Vec::new();
    for (many, root, ids) in [
        ("/people", "person", 816..819),
        ("/categories", "category", 101..104),
        ("/entities/2593/payable_accounts", "payable_account", 601..613),
        (moved, "financial_transaction", 501..503),
    ] {
        asked.extend(ids.map(|id| (format!("{many}/{id}"), root, id)));
    }
    // What is another's, or is looked for below what is another's, is nobody's.
    let lost = [
        "/people/9001",
        "/entities/2593/payable_accounts/613",
        "/entities/3798/payable_accounts/613",
        "/entities/2594/payable_accounts/601",
        "/entities/2593/deposit_accounts/401/financial_transactions/501",
        "/entities/2594/deposit_accounts/402/financial_transactions/501",
    ];
    for _ in 0..3 {
        let shown = join_all(asked.iter().map(|(path, ..)| docs.get(path)));
        let missed = join_all(lost.iter().map(|path| docs.get(path)));
        let (shown, missed) = futures_util::future::join(shown, missed).await;
        for (answer, (path, root, id)) in shown.iter().zip(&asked) {
            let body = answer.json();
            let one = body.get(0).unwrap_or(&body);
            assert_eq!(one[root]["id"], *id, "{path}: {answer}");
        }
        assert!(missed.iter().all(|answer| answer.status == 404));
    }
}
