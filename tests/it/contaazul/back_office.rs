//! What people do by hand in the ERP, from the control plane.

use insta::assert_snapshot;
use serde_json::json;

use super::sales::{NOTHING, created, pending_sale, sale};
use crate::support::Sandbox;

const ACCOUNT: &str = "/contaazul/accounts/b7a1c0de-0001-4c0a-8a55-0c6c0c1b2d3e";

#[tokio::test]
async fn the_settings_of_an_account_are_shown_and_changed_one_by_one() {
    let sandbox = Sandbox::new("by-hand-account").await;
    let control = sandbox.control();
    assert_snapshot!(control.get(ACCOUNT).await, @r#"
    200
    content-type: application/json

    {
      "name": "Padaria Areia Branca",
      "trial_ends_at": null,
      "stock_check": false,
      "default_financial_account": null,
      "emission_format": "z",
      "plan": "Essencial"
    }
    "#);
    let changed = control
        .put(ACCOUNT, &json!({"stock_check": true, "name": "Outra"}))
        .await;
    assert_snapshot!(changed, @r#"
    200
    content-type: application/json

    {
      "name": "Outra",
      "trial_ends_at": null,
      "stock_check": true,
      "default_financial_account": null,
      "emission_format": "z",
      "plan": "Essencial"
    }
    "#);
    assert_eq!(control.get(ACCOUNT).await.text(), changed.text());
    for body in [
        json!({"stock": true}),
        json!({"stock_check": "perhaps"}),
        json!({"emission_format": "roman"}),
        json!([]),
    ] {
        let answer = control.put(ACCOUNT, &body).await;
        assert_eq!(answer.status, 400, "{answer}");
        assert_eq!(answer.header("content-type"), "application/problem+json");
    }
    assert_eq!(control.get(ACCOUNT).await.text(), changed.text());
    assert_eq!(control.get("/contaazul/accounts/nobody").await.status, 404);
}

#[tokio::test]
async fn a_usual_bank_set_by_hand_is_what_later_sales_get() {
    let sandbox = Sandbox::new("by-hand-bank").await;
    let contaazul = sandbox.contaazul();
    let bank = json!("7a1d0b52-0003-4a0e-8a55-0c6c0c1b2d3e");
    sandbox
        .control()
        .put(ACCOUNT, &json!({"default_financial_account": bank}))
        .await;
    let later = created(&contaazul, &pending_sale()).await;
    assert_eq!(later["payment"]["financial_account_id"], bank);
    assert_eq!(later["payment"]["financial_account"]["name"], "Caixa da loja");
    // A sale that names one has that one.
    let named = created(&contaazul, &sale()).await;
    assert_eq!(named["payment"]["financial_account_id"], super::sales::BANK);
}

#[tokio::test]
async fn editing_or_deleting_a_user_ends_what_the_user_consented_to() {
    for action in ["edit", "delete"] {
        let sandbox = Sandbox::new(&format!("by-hand-user-{action}")).await;
        let contaazul = sandbox.contaazul();
        assert_eq!(contaazul.get("/v1/sales").await.status, 200);
        let path = format!("/contaazul/users/maria@padaria.example/{action}");
        let answer = sandbox.control().post(&path, &json!({})).await;
        assert_eq!((answer.status, answer.text().as_str()), (204, ""));
        let refusal = contaazul.get("/v1/sales").await;
        assert_eq!(
            (refusal.status, refusal.member("/error").as_str()),
            (401, "invalid_token")
        );
    }
}

#[tokio::test]
async fn a_sale_is_cancelled_in_whichever_account_it_is() {
    let sandbox = Sandbox::new("by-hand-cancel").await;
    let second = sandbox.contaazul_second_account().await;
    let latest = json!({"emission": "2027-01-01"});
    let sale = created(&second, &super::sales::with(pending_sale(), latest)).await;
    let path = format!("/contaazul/sales/{}/cancel", sale["id"].as_str().unwrap());
    let answer = sandbox.control().post(&path, &json!({})).await;
    assert_eq!((answer.status, answer.json()), (200, sale.clone()));
    assert_eq!(second.get("/v1/sales?size=1").await.json()[0], sale);
    for id in [NOTHING, "12"] {
        let path = format!("/contaazul/sales/{id}/cancel");
        let answer = sandbox.control().post(&path, &json!({})).await;
        assert_eq!(answer.status, 404, "{answer}");
        assert_eq!(answer.header("content-type"), "application/problem+json");
    }
}

#[tokio::test]
async fn nothing_but_the_sandbox_cancels_a_sale() {
    let sandbox = Sandbox::new("by-hand-not-real").await;
    let contaazul = sandbox.contaazul();
    let sale = created(&contaazul, &pending_sale()).await;
    let path = format!("{}/cancel", super::sales::address(&sale));
    assert_eq!(contaazul.post(&path, &json!({})).await.status, 404);
    assert_eq!(contaazul.get("/v1/financial-entries").await.status, 404);
}
