//! The OpenAPI document, the ledger and the printed command line.

use insta::assert_snapshot;
use serde_json::Value;

use crate::support::{Client, server};

/// What the documentation's tables of routes name, in their order, without the PATCH that Rails adds.
const ROUTES: [&str; 33] = [
    "GET /api/v1/transactions",
    "POST /api/v1/transactions",
    "GET /api/v1/transactions/{id}",
    "PUT /api/v1/transactions/{id}",
    "DELETE /api/v1/transactions/{id}",
    "GET /api/v1/transactions/{id}/attachments",
    "POST /api/v1/transactions/{id}/attachments",
    "GET /api/v1/transactions/{id}/attachments/{attachment_id}",
    "DELETE /api/v1/transactions/{id}/attachments/{attachment_id}",
    "GET /api/v1/transactions/{id}/attachments/{attachment_id}/download",
    "GET /api/v1/bank_accounts",
    "POST /api/v1/bank_accounts",
    "GET /api/v1/bank_accounts/{id}",
    "PUT /api/v1/bank_accounts/{id}",
    "DELETE /api/v1/bank_accounts/{id}",
    "GET /api/v1/contacts",
    "POST /api/v1/contacts",
    "GET /api/v1/contacts/{id}",
    "PUT /api/v1/contacts/{id}",
    "DELETE /api/v1/contacts/{id}",
    "GET /api/v1/cost_centers",
    "POST /api/v1/cost_centers",
    "GET /api/v1/cost_centers/{id}",
    "PUT /api/v1/cost_centers/{id}",
    "DELETE /api/v1/cost_centers/{id}",
    "GET /api/v1/categories",
    "POST /api/v1/categories",
    "GET /api/v1/categories/{id}",
    "PUT /api/v1/categories/{id}",
    "DELETE /api/v1/categories/{id}",
    "GET /api/v1/users",
    "GET /api/v1/users/{id}",
    "PUT /api/v1/users/{id}",
];

async fn control(path: &str) -> Value {
    Client::new(format!("{}/_areia", server().url())).get(path).await.json()
}

#[tokio::test]
async fn the_openapi_document_has_every_documented_route() {
    let document = control("/openapi/procfy.json").await;
    let paths = document["paths"].as_object().unwrap();
    let has = |route: &&str| {
        let (method, path) = route.split_once(' ').unwrap();
        paths
            .get(path)
            .is_some_and(|path| path.get(method.to_lowercase()).is_some())
    };
    let missing: Vec<_> = ROUTES.into_iter().filter(|route| !has(route)).collect();
    assert!(missing.is_empty(), "{missing:?}");
    // Rails takes PATCH wherever it takes PUT.
    for path in paths.values() {
        assert_eq!(path.get("put").is_some(), path.get("patch").is_some(), "{path}");
    }
    let parameters = &document["paths"]["/api/v1/transactions"]["get"]["parameters"];
    let names: Vec<_> = parameters
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["name"].as_str().unwrap())
        .collect();
    assert_snapshot!(names.join(" "), @"page items start_date end_date bank_account_ids[] category_ids[] contact_ids[] cost_center_ids[]");
}

#[tokio::test]
async fn the_ledger_says_how_much_is_known_of_every_operation() {
    let ledger = control("/fidelity?provider=procfy").await;
    let entries = ledger["operations"].as_array().unwrap().iter();
    let entries = entries.map(|one| {
        format!(
            "{} {}\n",
            one["id"].as_str().unwrap(),
            one["fidelity"].as_str().unwrap()
        )
    });
    assert_snapshot!(entries.collect::<String>(), @"
    listTransactions documented
    findTransaction documented
    createTransaction documented
    updateTransaction documented
    patchTransaction inferred
    deleteTransaction documented
    listAttachments documented
    findAttachment documented
    createAttachment documented
    deleteAttachment documented
    downloadAttachment documented
    listBankAccounts documented
    findBankAccount documented
    createBankAccount documented
    updateBankAccount documented
    patchBankAccount inferred
    deleteBankAccount documented
    listContacts documented
    findContact documented
    createContact documented
    updateContact documented
    patchContact inferred
    deleteContact documented
    listCostCenters documented
    findCostCenter documented
    createCostCenter documented
    updateCostCenter documented
    patchCostCenter inferred
    deleteCostCenter documented
    listCategories documented
    findCategory documented
    createCategory documented
    updateCategory documented
    patchCategory inferred
    deleteCategory documented
    listUsers documented
    findUser documented
    updateUser documented
    patchUser inferred
    ");
}

#[tokio::test]
async fn the_default_world_knows_the_announced_tokens() {
    let procfy = Client::new(server().base_url("procfy"));
    for (name, status) in [
        ("areiaProcfyToken", 200),
        ("areiaProcfyExpirado", 403),
        ("areiaProcfyLeitura", 200),
    ] {
        let token = format!("{name:0<64}");
        let client = procfy.clone().with("authorization", &format!("Bearer {token}"));
        assert_eq!(client.get("/api/v1/users").await.status, status, "{name}");
    }
}
