//! What sales come to, by status.

use insta::assert_snapshot;
use serde_json::json;

use super::{created, pending_sale, sale, with};
use crate::support::Sandbox;

#[tokio::test]
async fn the_totals_have_five_keys_and_a_decimal_each() {
    let sandbox = Sandbox::new("totals").await;
    let contaazul = sandbox.contaazul();
    let day = "emission_start=2025-03-10&emission_end=2025-03-10";
    assert_snapshot!(contaazul.get(&format!("/v1/sales/totals?{day}")).await, @r#"
    200
    content-type: application/json;charset=UTF-8

    {
      "PENDING": {"total": 0.0},
      "COMMITTED": {"total": 305.0},
      "PROPOSAL": {"total": 0.0},
      "PROPOSAL_ACCEPTED": {"total": 0.0},
      "TOTAL": {"total": 305.0}
    }
    "#);
    let nothing = "emission_start=1999-01-01&emission_end=1999-01-01";
    assert_snapshot!(contaazul.get(&format!("/v1/sales/totals?{nothing}")).await, @r#"
    200
    content-type: application/json;charset=UTF-8

    {
      "PENDING": {"total": 0.0},
      "COMMITTED": {"total": 0.0},
      "PROPOSAL": {"total": 0.0},
      "PROPOSAL_ACCEPTED": {"total": 0.0},
      "TOTAL": {"total": 0.0}
    }
    "#);
}

#[tokio::test]
async fn the_totals_are_narrowed_as_the_list_is() {
    let sandbox = Sandbox::new("totals-filter").await;
    let contaazul = sandbox.contaazul();
    let emission = json!({"emission": "2024-01-01"});
    created(&contaazul, &with(sale(), emission.clone())).await;
    for quantity in [0.1, 0.2, 2.126] {
        let mut body = with(pending_sale(), emission.clone());
        body["products"][0] = json!({"quantity": quantity, "value": 1});
        created(&contaazul, &body).await;
    }
    let day = "emission_start=2024-01-01&emission_end=2024-01-01";
    for (filter, pending, committed, total) in [
        ("", "2.43", "305.0", "307.43"),
        ("&status=PENDING", "2.43", "0.0", "2.43"),
        ("&status=COMMITTED", "0.0", "305.0", "305.0"),
        (
            "&customer_id=19b2b240-0000-4e6e-b1b6-d44d1b206e1d",
            "0.0",
            "305.0",
            "305.0",
        ),
        // Pages are the list's.
        ("&page=7&size=1", "2.43", "305.0", "307.43"),
    ] {
        let expected = format!(
            r#"{{"PENDING":{{"total":{pending}}},"COMMITTED":{{"total":{committed}}},"PROPOSAL":{{"total":0.0}},"PROPOSAL_ACCEPTED":{{"total":0.0}},"TOTAL":{{"total":{total}}}}}"#
        );
        let answer = contaazul.get(&format!("/v1/sales/totals?{day}{filter}")).await;
        assert_eq!(answer.text(), expected, "{filter}");
    }
    for query in ["status=X", "emission_start=soon", "emission_end=2024-01-01"] {
        let answer = contaazul.get(&format!("/v1/sales/totals?{query}")).await;
        assert_eq!(answer.status, 400, "{query}");
    }
}
