//! The vendor's documentation addresses.

use insta::assert_snapshot;

use crate::support::Sandbox;

#[tokio::test]
async fn the_vendors_addresses_show_the_sandboxs_document() {
    let sandbox = Sandbox::new("docsales-docs").await;
    let docsales = sandbox.docsales().without("authorization");
    let page = docsales.get("/api-docs/index.html").await;
    assert_eq!(
        (page.status, page.header("content-type")),
        (200, "text/html; charset=utf-8")
    );
    assert!(page.text().contains("Areia sandbox"), "{page}");
    let led = docsales.get("/api-docs").await;
    assert_eq!(led.status, 301);
    assert!(
        led.header("location").ends_with("/docsales/api-docs/index.html"),
        "{led}"
    );
    let document = docsales.get("/api-docs/v1/docsales-swagger.yml").await;
    assert_eq!(
        (document.status, document.header("content-type")),
        (200, "application/yaml; charset=utf-8")
    );
    let document = document.json();
    assert_snapshot!(document["info"]["title"], @r#""DocSales (Areia sandbox)""#);
    let paths: Vec<&String> = document["paths"].as_object().unwrap().keys().collect();
    assert_snapshot!(format!("{paths:#?}"), @r#"
    [
        "/api/v1/customers/{customer_id}/proposals",
        "/api/v1/proposals/{id}",
        "/api/v1/proposals",
        "/api/v1/registration-data",
        "/api-docs/index.html",
        "/api-docs",
        "/api-docs/v1/docsales-swagger.yml",
    ]
    "#);
}
