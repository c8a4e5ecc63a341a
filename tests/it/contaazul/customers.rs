//! Customers and their contacts.

use insta::assert_snapshot;
use serde_json::json;

use crate::support::Sandbox;

#[tokio::test]
async fn a_created_customer_is_answered_with_the_time_that_was_sent_and_read_with_the_day() {
    let sandbox = Sandbox::new("customer-create").await;
    let contaazul = sandbox.contaazul();
    let body = json!({
        "name": "José da Silva", "person_type": "NATURAL", "company_name": "dropped",
        "date_of_birth": "1988-12-23T08:32:10.118-05", "address": {"zip_code": "79106-330", "number": 224},
    });
    let created = contaazul.post("/v1/customers", &body).await;
    assert_snapshot!(created, @"");
    let id = created.member("/id");
    assert_snapshot!(contaazul.get(&format!("/v1/customers/{id}")).await, @"");
}
