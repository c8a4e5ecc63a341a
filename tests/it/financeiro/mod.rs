//! Financeiro, file by file as in `src/providers/financeiro`.

mod attachments;
mod bodies;
mod cards;
mod every_resource;
mod financial_accounts;
mod people;
mod put_back;
mod quotas;
mod resources;
mod round_trip;
mod sales;
mod samples;
mod search;
mod settling;
mod transport;
mod uploads;
mod uses;
mod webhooks;

use crate::support::{Client, Sandbox, basic_of, server};

impl Sandbox {
    /// Financeiro with a token that sees the accounts `ids`, asking for JSON.
    pub(crate) async fn financeiro(&self, ids: &[i64]) -> Client {
        let body = serde_json::json!({"accounts": ids});
        let issued = self.control().post("/credentials/financeiro", &body).await;
        let basic = basic_of(&format!("{}:X", issued.member("/token")));
        Client::new(server().base_url("financeiro"))
            .with("authorization", &basic)
            .with("accept", "application/json")
    }
}
