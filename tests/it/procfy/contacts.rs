//! Contacts and their addresses.

use insta::assert_snapshot;
use serde_json::json;

use super::{CONTACTS, create, refusal};
use crate::support::Sandbox;

#[tokio::test]
async fn a_contact_needs_a_name_of_two_characters() {
    let procfy = Sandbox::new("procfy-contact-invalid").await.procfy();
    assert_snapshot!(procfy.post(CONTACTS, &json!({})).await, @"");
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
    assert_snapshot!(answers, @"");
    assert_eq!(procfy.get(CONTACTS).await.json()["page"]["count"], json!(2));
}

#[tokio::test]
async fn a_contact_shows_every_attribute_in_its_order() {
    let procfy = Sandbox::new("procfy-contact-shown").await.procfy();
    let body = json!({"name": "Ana", "sector_activity_id": "7", "addresses_attributes": [{"city": "Natal"}, {"state": ""}]});
    assert_snapshot!(procfy.post(CONTACTS, &body).await, @"");
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
    assert_snapshot!(cities(json!(null)).await, @"");
    assert_snapshot!(cities(json!({"0": {"city": "A"}, "1": {"id": 13, "city": "B"}})).await, @"");
    let unknown = procfy
        .put(
            &path,
            &json!({"addresses_attributes": [{"id": 9, "city": "X"}]}),
        )
        .await;
    assert_eq!(unknown.status, 404, "{unknown}");
    assert_snapshot!(cities(json!([])).await, @"");
}
