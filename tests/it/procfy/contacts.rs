//! Contacts and their addresses.

use insta::assert_snapshot;
use serde_json::json;

use super::{CONTACTS, create, refusal};
use crate::support::Sandbox;

#[tokio::test]
async fn a_contact_needs_a_name_of_two_characters() {
    let procfy = Sandbox::new("procfy-contact-invalid").await.procfy();
    assert_snapshot!(procfy.post(CONTACTS, &json!({})).await, @r#"
    422
    content-type: application/json; charset=utf-8

    {
      "error": "Registro inválido",
      "description": "A validação falhou: Nome não pode ficar em branco, Nome é muito curto (mínimo: 2 caracteres)"
    }
    "#);
    let mut answers = String::new();
    for body in [
        json!({"name": "A"}),
        json!({"name": "Ana", "email": "ana"}),
        json!({"name": "", "email": "a@b"}),
        json!({"name": "Ana", "contact_type": "client"}),
        json!({"name": "Ana", "person_type": ""}),
    ] {
        let answer = procfy.post(CONTACTS, &body).await;
        answers += &format!("{body}: {}\n", refusal(&answer));
    }
    assert_snapshot!(answers, @r#"
    {"name":"A"}: 422 A validação falhou: Nome é muito curto (mínimo: 2 caracteres)
    {"name":"Ana","email":"ana"}: 422 A validação falhou: Email não é válido
    {"name":"","email":"a@b"}: 422 A validação falhou: Nome não pode ficar em branco, Nome é muito curto (mínimo: 2 caracteres), Email não é válido
    {"name":"Ana","contact_type":"client"}: 422 Tipo de contato inválido
    {"name":"Ana","person_type":""}: 422 Tipo de pessoa inválido
    "#);
    assert_eq!(procfy.get(CONTACTS).await.json()["page"]["count"], json!(2));
}

#[tokio::test]
async fn a_contact_shows_every_attribute_in_its_order() {
    let procfy = Sandbox::new("procfy-contact-shown").await.procfy();
    let body =
        json!({"name": "Ana", "sector_activity_id": "7", "addresses_attributes": [{"city": "Natal"}, {"state": ""}]});
    assert_snapshot!(procfy.post(CONTACTS, &body).await, @r#"
    201
    content-type: application/json; charset=utf-8

    {
      "id": 50,
      "name": "Ana",
      "document_1": null,
      "document_2": null,
      "sector_activity_id": 7,
      "email": null,
      "phone_number": null,
      "cell_phone_number": null,
      "birth_date": null,
      "description": null,
      "contact_type": "undefined_contact",
      "person_type": "undefined_person",
      "addresses": [
        {
          "id": 11,
          "country": "Brasil",
          "state": null,
          "city": "Natal",
          "address_line1": null,
          "address_line2": null,
          "district": null,
          "postcode": null,
          "address_number": null
        }
      ]
    }
    "#);
}

#[tokio::test]
async fn addresses_are_changed_by_id_or_by_place_and_stay_where_none_are_sent() {
    let procfy = Sandbox::new("procfy-contact-addresses").await.procfy();
    let ten: Vec<_> = (0..11)
        .map(|number| (number.to_string(), json!({"city": format!("C{number}")})))
        .collect();
    let body = json!({"name": "Ana", "addresses_attributes": serde_json::Map::from_iter(ten)});
    let path = format!("{CONTACTS}/{}", create(&procfy, CONTACTS, &body).await);
    let cities = async |addresses: serde_json::Value| {
        let changed = procfy
            .put(&path, &json!({"addresses_attributes": addresses}))
            .await
            .json();
        let addresses = changed["addresses"].as_array().unwrap().clone();
        let cities = addresses
            .iter()
            .map(|one| format!("{}={}", one["id"], one["city"].as_str().unwrap()));
        cities.collect::<Vec<_>>().join(" ")
    };
    assert_snapshot!(cities(json!(null)).await, @"11=C0 12=C1 13=C2 14=C3 15=C4 16=C5 17=C6 18=C7 19=C8 20=C9 21=C10");
    assert_snapshot!(cities(json!({"0": {"city": "A"}, "1": {"id": 13, "city": "B"}})).await, @"11=A 12=C1 13=B 14=C3 15=C4 16=C5 17=C6 18=C7 19=C8 20=C9 21=C10");
    let unknown = procfy
        .put(&path, &json!({"addresses_attributes": [{"id": 9, "city": "X"}]}))
        .await;
    assert_eq!(unknown.status, 404, "{unknown}");
    assert_snapshot!(cities(json!([])).await, @"11=A 12=C1 13=B 14=C3 15=C4 16=C5 17=C6 18=C7 19=C8 20=C9 21=C10");
}
