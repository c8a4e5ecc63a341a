//! Credit cards, their transactions and invoices.

use insta::assert_snapshot;
use serde_json::json;

use crate::support::Sandbox;

#[tokio::test]
async fn a_purchase_in_parcels_is_on_the_invoices_of_its_months() {
    let sandbox = Sandbox::new("cards").await;
    let docs = sandbox.financeiro(&[1]).await;
    let card = "/entities/2593/credit_cards/701";
    let body =
        json!({"credit_card_transaction": {"amount": "10.50", "occurred_at": "2017-01-22", "number_of_parcels": 2}});
    assert_snapshot!(docs.post(&format!("{card}/transactions"), &body).await, @r#"
    201
    cache-control: max-age=0, private, must-revalidate
    content-type: application/json; charset=utf-8
    x-ratelimit-limit: 100
    x-ratelimit-remaining: (one less with each call)
    x-ratelimit-reset: Mon, 16 Mar 2026 12:01:00 GMT

    {
      "credit_card_transaction": {
        "id": 1,
        "amount": "10.5",
        "occurred_at": "2017-01-22",
        "document": null,
        "observation": null,
        "description": null,
        "classification_center_id": null,
        "category_id": null,
        "person_id": null,
        "credit_card_id": 701,
        "credit_card_invoice": {
          "id": 701201703,
          "start_date": "2017-01-22",
          "end_date": "2017-02-21",
          "due_date": "2017-03-01",
          "balance": "10.5"
        },
        "parcels": 2,
        "parcel": 1,
        "links": [
          {
            "rel": "self",
            "href": "http://areia/financeiro/entities/2593/credit_cards/701/transactions/1",
            "method": "get"
          },
          {
            "rel": "next",
            "href": "http://areia/financeiro/entities/2593/credit_cards/701/transactions/2",
            "method": "get"
          }
        ]
      }
    }
    "#);
    let march = docs.get(&format!("{card}/invoices/2017-03")).await.json();
    assert_eq!(march.as_array().unwrap().len(), 1);
    assert_eq!(docs.get(&format!("{card}/invoices/2017-02")).await.text(), "[]");
    assert_snapshot!(docs.get(card).await, @r#"
    200
    cache-control: max-age=0, private, must-revalidate
    content-type: application/json; charset=utf-8
    x-ratelimit-limit: 100
    x-ratelimit-remaining: (one less with each call)
    x-ratelimit-reset: Mon, 16 Mar 2026 12:01:00 GMT

    {
      "credit_card": {
        "id": 701,
        "name": "Cartão da padaria",
        "flag": "Visa",
        "closing_day": 21,
        "expiration_day": 1,
        "balance": "21.0",
        "entity_id": 2593,
        "category_id": null,
        "person_id": null,
        "classification_center_id": null,
        "observation": null,
        "archived_at": null,
        "flag_image_url": "credit_cards/visa.png",
        "links": [
          {
            "rel": "self",
            "href": "http://areia/financeiro/entities/2593/credit_cards/701",
            "method": "get"
          }
        ]
      }
    }
    "#);
    assert_eq!(
        docs.delete(&format!("{card}/transactions/1/recurrence")).await.status,
        204
    );
    assert_snapshot!(docs.get(&format!("{card}/transactions/2")).await, @r#"
    404
    cache-control: no-cache
    content-type: application/json; charset=utf-8
    x-ratelimit-limit: 100
    x-ratelimit-remaining: (one less with each call)
    x-ratelimit-reset: Mon, 16 Mar 2026 12:01:00 GMT

    {"error": "Não foi possível localizar a transação com o ID 2"}
    "#);
    assert_snapshot!(docs.post("/entities/2593/credit_cards", &json!({"credit_card": {"name": "x", "flag": "y", "closing_day": 1, "expiration_day": 1}})).await, @r#"
    422
    cache-control: no-cache
    content-type: application/json; charset=utf-8
    x-ratelimit-limit: 100
    x-ratelimit-remaining: (one less with each call)
    x-ratelimit-reset: Mon, 16 Mar 2026 12:01:00 GMT

    {"flag": ["n\u00e3o est\u00e1 incluso na lista"]}
    "#);
}
