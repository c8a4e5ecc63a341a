//! All five providers at once: a client of each from what the control plane shows of a world, and one record of each.

use serde_json::{Value, json};

use super::{Client, basic_of};

/// A client of a provider from what the control plane shows of it, at `url`: its own base URL, or another one.
pub(crate) fn opened(shown: &Value, url: &str) -> Client {
    let text = |name: &str| shown["credentials"][name].as_str().unwrap();
    let client = Client::new(url);
    let header = match shown["slug"].as_str().unwrap() {
        "contaazul" => format!("Bearer {}", text("access_token")),
        "financeiro" => basic_of(&format!("{}:X", text("token"))),
        "totvs" => basic_of(&format!("{}:{}", text("user"), text("password"))),
        "docsales" | "procfy" => format!("Bearer {}", text("token")),
        slug => panic!("say here how a client of {slug} shows its credential"),
    };
    client.with("authorization", &header).with("accept", "application/json")
}

/// A record of a provider that bears `name`: where it is created, and how.
pub(crate) fn record(slug: &str, name: &str) -> (&'static str, Value) {
    match slug {
        "contaazul" => ("/v1/customers", json!({"name": name, "person_type": "NATURAL"})),
        "financeiro" => ("/people", json!({"person": {"name": name}})),
        "totvs" => (
            "/api/financial/v1/cashaccounts",
            json!({"company": 1, "code": name, "description": name, "cashAccountDatabase": "2024-01-31"}),
        ),
        "docsales" => ("/api/v1/proposals", crate::docsales::body_titled(name)),
        "procfy" => ("/api/v1/contacts", json!({"name": name})),
        slug => panic!("say here what is created at {slug}"),
    }
}

/// Where a provider lists what [`record`] creates.
pub(crate) fn listing(slug: &str) -> &'static str {
    match slug {
        "contaazul" => "/v1/customers?size=1000",
        "financeiro" => "/people?per_page=1000",
        "totvs" => "/api/financial/v1/cashaccounts?pageSize=1000",
        "docsales" => "/api/v1/customers/45723174000110/proposals",
        "procfy" => "/api/v1/contacts?items=1000",
        slug => panic!("say here what {slug} lists"),
    }
}
