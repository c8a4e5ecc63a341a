//! DocSales, file by file as in `src/providers/docsales`.

mod accounts;
mod actions;
mod api_docs;
mod creation;
mod creation_refused;
mod customers;
mod limit;
mod proposals;
mod registration_data;
mod requests;

use serde_json::{Value, json};

use crate::support::{Client, Sandbox, server};

/// A body that creates a document and keeps every rule.
fn body() -> Value {
    json!({"proposal": {
        "title": "Contrato de consultoria",
        "signature_type_id": 1, "payment_method_id": 101, "template_id": 31, "seller_id": 9,
        "expiration_date": "2026-03-31", "installments": 1, "due_day": 10,
        "customer": {
            "name": "Empresa Nova Ltda", "document": "45.723.174/0001-10", "email": "contato@exemplo.com.br",
            "state_registration": "ISENTO", "phone": "(11) 4000-0000",
            "address": {
                "street": "Rua A", "number": "100", "complement": null, "district": "Centro", "city": "São Paulo",
                "state": "SP", "zip_code": "01000-000", "country": "Brasil",
            },
        },
        "items": [
            {"product_id": 501, "quantity": 2, "payment_frequency": "one_time", "unit_price": 1500, "discount": 0},
        ],
        "signers": [
            {"name": "João Cliente", "email": "joao@exemplo.com.br", "role": "part", "signing_order": 1},
            {"name": "Ana Testemunha", "email": "ana@exemplo.com.br", "role": "witness", "signing_order": 2},
        ],
    }})
}

/// The same body with another title, for tests of every provider.
pub(crate) fn body_titled(title: &str) -> Value {
    body_with("/title", Value::from(title))
}

/// The same body with one member of the document changed; `null` takes it away.
fn body_with(pointer: &str, value: Value) -> Value {
    let mut body = body();
    let (parent, name) = pointer.rsplit_once('/').unwrap();
    body.pointer_mut(&format!("/proposal{parent}")).unwrap()[name] = value;
    body
}

impl Sandbox {
    /// DocSales' first account, opened by its token.
    pub(crate) fn docsales(&self) -> Client {
        self.docsales_with(&self.credential("docsales", "token"))
    }

    /// DocSales, shown `token`.
    pub(crate) fn docsales_with(&self, token: &str) -> Client {
        Client::new(server().base_url("docsales"))
            .with("authorization", &format!("Bearer {token}"))
            .with("x-areia-world", &self.world.name)
    }
}
