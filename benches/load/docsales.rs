//! DocSales under load: a document by its id, and a creation with all that is checked, numbered and counted for one.

use serde_json::json;

use crate::Result;
use crate::client::{Client, text};
use crate::request::Request;
use crate::scenario::{Plan, Scenario, Target};

/// A document by its id: the document is the row. The call is written to the account's log.
const GET_PROPOSAL: Scenario = Scenario {
    slug: "docsales",
    operation: "getProposal",
    prepare: |client, _| Box::pin(get_proposal(client)),
    expected_status: 200,
    target: Target::OfTheFloor(0.18),
};

/// A new document for a customer that exists.
const CREATE_PROPOSAL: Scenario = Scenario {
    slug: "docsales",
    operation: "createProposal",
    prepare: |client, _| Box::pin(create_proposal(client)),
    expected_status: 201,
    target: Target::OfTheFloor(0.03),
};

pub(crate) const SCENARIOS: &[Scenario] = &[GET_PROPOSAL, CREATE_PROPOSAL];

async fn get_proposal(client: Client) -> Result<Plan> {
    let token = token(&client).await?;
    Ok(Plan::repeat(
        &Request::get("/docsales/api/v1/proposals/44073").bearer(&token),
    ))
}

async fn create_proposal(client: Client) -> Result<Plan> {
    let token = token(&client).await?;
    let limit = json!({"monthly_limit": u32::MAX});
    client
        .json(&Request::put("/_areia/docsales/accounts/1").json(&limit))
        .await?;
    let document = json!({"proposal": {
        "signature_type_id": 1,
        "payment_method_id": 101,
        "template_id": 31,
        "seller_id": 9,
        "customer": {"id": 48011},
        "items": [{"product_id": 501, "quantity": 2, "unit_price": 1500}],
        "signers": [{"name": "João Cliente", "email": "joao@exemplo.com.br", "role": "part"}],
    }});
    let request = Request::post("/docsales/api/v1/proposals").bearer(&token);
    Ok(Plan::repeat(&request.json(&document)))
}

async fn token(client: &Client) -> Result<String> {
    let credentials = client.credentials("docsales").await?;
    Ok(text(&credentials, "/token")?.to_owned())
}
