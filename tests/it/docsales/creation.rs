//! A document is created.

use insta::assert_snapshot;
use serde_json::{Value, json};

use super::{body, body_with};
use crate::support::Sandbox;

const PROPOSALS: &str = "/api/v1/proposals";

#[tokio::test]
async fn a_created_document_is_answered_whole() {
    let docsales = Sandbox::new("docsales-create").await.docsales();
    let created = docsales.post(PROPOSALS, &body()).await;
    assert_snapshot!(created, @"");
    let uuid = created.member("/external_uuid");
    assert_eq!(
        docsales.get(&format!("{PROPOSALS}/{uuid}")).await.text(),
        created.text()
    );
    let listed = docsales
        .get("/api/v1/customers/45723174000110/proposals")
        .await;
    assert_eq!(listed.json()[0]["external_uuid"], json!(uuid));
}

#[tokio::test]
async fn a_document_may_be_the_body_itself_and_say_little() {
    let docsales = Sandbox::new("docsales-create-little").await.docsales();
    let little = json!({
        "signature_type": "paper", "payment_method_id": "103", "template_id": 32,
        "customer": {"code": "CLI-00113"},
        "items": [{"product_id": 501, "payment_frequency": "monthly"}, {"product_id": 502, "quantity": "1.5", "discount": "0.01"}],
        "signers": [{"name": "João", "email": "joao@exemplo.com.br", "role_id": 3, "document": "529.982.247-25"}],
        "installments": 3,
        "additional_fields": [{"name": "Origem", "value": "CRM"}],
    });
    let created = docsales
        .post("/api/v1/proposals?user_email=MARIA@empresa.com.br", &little)
        .await;
    assert_snapshot!(created, @"");
}

#[tokio::test]
async fn a_known_cnpj_is_the_same_customer_with_newer_data() {
    let docsales = Sandbox::new("docsales-create-known").await.docsales();
    let customer = json!({"name": "Empresa Exemplo S.A.", "document": "12345678000195", "trade_name": "Exemplo"});
    let created = docsales
        .post(PROPOSALS, &body_with("/customer", customer))
        .await;
    let shown = &created.json()["customer"];
    assert_snapshot!(shown, @"");
    let earlier = docsales.get("/api/v1/proposals/44073").await;
    assert_eq!(earlier.member("/customer/name"), "Empresa Exemplo Ltda");
    let again = docsales
        .post(PROPOSALS, &body_with("/customer", json!({"id": "48011"})))
        .await;
    assert_eq!(&again.json()["customer"], shown);
}

#[tokio::test]
async fn numbers_go_on_and_pass_over_what_is_taken() {
    let docsales = Sandbox::new("docsales-create-numbers").await.docsales();
    let code = async |body: Value| docsales.post(PROPOSALS, &body).await.member("/code");
    assert_eq!(
        code(body_with("/code", json!("DOC-0073"))).await,
        "DOC-0073"
    );
    assert_eq!(code(body()).await, "DOC-0072");
    assert_eq!(code(body()).await, "DOC-0074");
    assert_eq!(code(body_with("/code", json!("CRM/7"))).await, "CRM/7");
    assert_eq!(code(body()).await, "DOC-0075");
}

#[tokio::test]
async fn a_cnpj_with_letters_is_taken() {
    let docsales = Sandbox::new("docsales-create-letters").await.docsales();
    let customer = json!({"name": "Nova Era", "document": "12.abc.345/01de-35"});
    let created = docsales
        .post(PROPOSALS, &body_with("/customer", customer))
        .await;
    assert_eq!(
        (created.status, created.member("/customer/code").as_str()),
        (201, "CLI-00112"),
        "{created}"
    );
    let customer = json!({"name": "Pessoa", "document": "529.982.247-25"});
    let created = docsales
        .post(PROPOSALS, &body_with("/customer", customer))
        .await;
    assert_eq!(created.member("/customer/document"), "52998224725");
}

#[tokio::test]
async fn a_document_without_a_date_is_valid_for_the_accounts_days() {
    let sandbox = Sandbox::new("docsales-create-validity").await;
    let body = body_with("/expiration_date", Value::Null);
    let created = sandbox.docsales().post(PROPOSALS, &body).await;
    assert_eq!(created.member("/expiration_date"), "2026-03-31");
    sandbox
        .control()
        .put("/docsales/accounts/1", &json!({"validity_days": 30}))
        .await;
    let created = sandbox.docsales().post(PROPOSALS, &body).await;
    assert_eq!(created.member("/expiration_date"), "2026-04-15");
    let today = body_with("/expiration_date", json!("2026-03-16"));
    assert_eq!(sandbox.docsales().post(PROPOSALS, &today).await.status, 201);
}
