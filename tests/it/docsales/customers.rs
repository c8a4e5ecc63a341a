//! The documents of a customer.

use insta::assert_snapshot;

use crate::support::Sandbox;

#[tokio::test]
async fn a_customer_is_found_by_code_id_or_cnpj() {
    let docsales = Sandbox::new("docsales-customer").await.docsales();
    let list = async |key: &str| {
        docsales
            .get(&format!("/api/v1/customers/{key}/proposals"))
            .await
    };
    let by_code = list("CLI-00113").await;
    assert_snapshot!(by_code, @"");
    for key in ["48011", "12345678000195", "12.345.678%2F0001-95"] {
        assert_eq!(list(key).await.text(), by_code.text(), "{key}");
    }
    let by_letters = list("12.ABC.345%2F01DE-35").await;
    assert_eq!(by_letters.status, 200);
    assert_eq!(list("12abc34501de35").await.text(), by_letters.text());
    assert_eq!(list("48010").await.text(), by_letters.text());
}

#[tokio::test]
async fn a_customer_without_documents_has_an_empty_list() {
    let docsales = Sandbox::new("docsales-customer-empty").await.docsales();
    assert_snapshot!(docsales.get("/api/v1/customers/CLI-00111/proposals").await, @"");
}

#[tokio::test]
async fn a_customer_that_is_not_the_accounts_is_not_found() {
    let sandbox = Sandbox::new("docsales-customer-unknown").await;
    let docsales = sandbox.docsales();
    assert_snapshot!(docsales.get("/api/v1/customers/48001/proposals").await, @"");
    assert_snapshot!(sandbox.last_explanation().await, @"");
    for key in ["CLI-00001", "cli-00113", "0", "52998224725", "%2F"] {
        assert_eq!(
            docsales
                .get(&format!("/api/v1/customers/{key}/proposals"))
                .await
                .status,
            404,
            "{key}"
        );
    }
}
