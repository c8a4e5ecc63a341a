//! A sale's items (FAQ 43).

use insta::assert_snapshot;
use serde_json::{Value, json};

use super::{PRODUCT, SERVICE, address, created, pending_sale, with};
use crate::support::{Client, Sandbox};

async fn descriptions(contaazul: &Client, path: &str) -> Vec<Value> {
    let items = contaazul.get(path).await.json();
    items
        .as_array()
        .unwrap()
        .iter()
        .map(|item| item["description"].clone())
        .collect()
}

#[tokio::test]
async fn products_come_before_services_and_each_stands_beside_its_catalogue_entry() {
    let sandbox = Sandbox::new("items").await;
    let contaazul = sandbox.contaazul();
    let body = with(
        pending_sale(),
        json!({
            "services": [{"quantity": 0.5, "value": 180.25, "service_id": SERVICE, "description": "Meia hora"}],
            "products": [
                {"quantity": 3, "value": 49.9, "product_id": PRODUCT},
                {"quantity": 1, "value": 0, "description": "Brinde", "product_id": ""},
            ],
        }),
    );
    let sale = created(&contaazul, &body).await;
    let path = format!("{}/items", address(&sale));
    assert_snapshot!(contaazul.get(&path).await, @r#"
    200
    content-type: application/json;charset=UTF-8

    [
      {
        "description": null,
        "quantity": 3,
        "item": {
          "id": "4563c1a4-0000-4aa9-8401-5b176e6e155e",
          "name": "Produto X",
          "value": 100,
          "cost": 80
        },
        "itemType": "PRODUCT",
        "value": 49.9
      },
      {
        "description": "Brinde",
        "quantity": 1,
        "item": {"id": null, "name": null, "value": null, "cost": null},
        "itemType": "PRODUCT",
        "value": 0
      },
      {
        "description": "Meia hora",
        "quantity": 0.5,
        "item": {
          "id": "c64c78b4-0000-4c3c-8633-945d957de05c",
          "name": "Serviço Y",
          "value": 200,
          "cost": 100
        },
        "itemType": "SERVICE",
        "value": 180.25
      }
    ]
    "#);
    // The catalogue's price is the one of now; the sale's is the one of then.
    let price = json!({"value": 111.5, "name": "Produto X novo"});
    assert_eq!(
        contaazul.put(&format!("/v1/products/{PRODUCT}"), &price).await.status,
        200
    );
    let items = contaazul.get(&path).await.json();
    assert_eq!(
        items[0]["item"].to_string(),
        format!(r#"{{"id":"{PRODUCT}","name":"Produto X novo","value":111.5,"cost":80}}"#)
    );
    assert_eq!(items[0]["value"], 49.9);
}

#[tokio::test]
async fn items_are_narrowed_by_their_description_and_paged() {
    let sandbox = Sandbox::new("items-filter").await;
    let contaazul = sandbox.contaazul();
    let lines: Vec<_> = (0..25)
        .map(|number| json!({"quantity": 1, "value": 1, "description": format!("Pão Nº {number}")}))
        .collect();
    let sale = created(&contaazul, &with(pending_sale(), json!({"products": lines}))).await;
    let path = format!("{}/items", address(&sale));
    assert_eq!(descriptions(&contaazul, &path).await.len(), 20);
    assert_eq!(descriptions(&contaazul, &format!("{path}?size=1000")).await.len(), 25);
    let page = descriptions(&contaazul, &format!("{path}?page=1&size=2")).await;
    assert_eq!(page, ["Pão Nº 2", "Pão Nº 3"]);
    let found = descriptions(&contaazul, &format!("{path}?description=p%C3%83o+n%C2%BA+24")).await;
    assert_eq!(found, ["Pão Nº 24"]);
    let found = descriptions(&contaazul, &format!("{path}?description=2&size=3&page=1")).await;
    assert_eq!(found, ["Pão Nº 21", "Pão Nº 22", "Pão Nº 23"]);
    for query in ["description=nothing", "page=2"] {
        assert_eq!(contaazul.get(&format!("{path}?{query}")).await.text(), "[]", "{query}");
    }
    assert_eq!(contaazul.get(&format!("{path}?page=x")).await.status, 400);
}

#[tokio::test]
async fn neither_a_sale_nor_the_list_shows_items() {
    let sandbox = Sandbox::new("items-only-there").await;
    let contaazul = sandbox.contaazul();
    let sale = created(&contaazul, &super::sale()).await;
    for member in ["items", "products", "services"] {
        assert!(sale.get(member).is_none(), "{sale}");
    }
}
