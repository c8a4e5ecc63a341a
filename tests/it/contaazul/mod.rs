//! Conta Azul, file by file as in `src/providers/contaazul`.

mod back_office;
mod contracts;
mod customers;
mod customers_changed;
mod customers_found;
mod fixtures;
mod oauth;
mod plans;
mod product_categories;
mod products;
mod sales;
mod services;
mod suppliers;

use serde_json::Value;

use crate::support::{Answer, Client, Sandbox, server};

/// The names in a list, for tests of what is in it and in which order.
fn names(list: &Answer) -> String {
    texts(list, "name")
}

/// One member of every document of a list.
fn texts(list: &Answer, member: &str) -> String {
    assert_eq!(list.status, 200, "{list}");
    let list = list.json();
    let text = |document: &Value| match &document[member] {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    let texts: Vec<String> = list.as_array().unwrap().iter().map(text).collect();
    texts.join(" | ")
}

/// Creates something and answers with its id.
async fn create(client: &Client, path: &str, body: Value) -> String {
    let created = client.post(path, &body).await;
    assert_eq!(created.status, 201, "{created}");
    created.member("/id")
}

/// Asserts that `path` answers that there is nothing, for each way to ask it.
async fn assert_nothing_at(client: &Client, path: &str, methods: &[&str]) {
    let nothing = r#"{"code":"NOT_FOUND","message":"Resource not found"}"#;
    for method in methods {
        let answer = match *method {
            "GET" => client.get(path).await,
            "PUT" => client.put(path, &serde_json::json!({"name": "X"})).await,
            _ => client.delete(path).await,
        };
        assert_eq!(
            (answer.status, answer.text().as_str()),
            (404, nothing),
            "{method} {path}"
        );
    }
}

impl Sandbox {
    /// Conta Azul's first account ("Padaria Areia Branca"), opened by the announced access token.
    pub(crate) fn contaazul(&self) -> Client {
        let token = self.credential("contaazul", "access_token");
        Client::new(server().base_url("contaazul")).with("authorization", &format!("Bearer {token}"))
    }

    /// The same account, opened anew: once the clock has moved by an hour, the announced access token is dead.
    pub(crate) async fn contaazul_anew(&self) -> Client {
        self.contaazul_account(0).await
    }

    /// Conta Azul's second account ("Oficina Areia Fina": stock check, default bank), opened by an application of its own.
    pub(crate) async fn contaazul_second_account(&self) -> Client {
        self.contaazul_account(1).await
    }

    async fn contaazul_account(&self, place: usize) -> Client {
        let accounts = server().credentials_in(&self.world, "contaazul")["accounts"].clone();
        let body = serde_json::json!({"account": accounts[place]["id"]});
        let issued = self.control().post("/credentials/contaazul", &body).await;
        let token = issued.member("/access_token");
        Client::new(server().base_url("contaazul")).with("authorization", &format!("Bearer {token}"))
    }
}
