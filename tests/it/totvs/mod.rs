//! TOTVS RM.

mod connect;
mod errors;
mod examples;
mod filters;
mod injection;
mod lists;
mod odata;
mod writes;

use serde_json::Value;

use crate::support::{Client, Sandbox, basic_of, server};

/// The address of the cash accounts.
const ALL: &str = "/api/financial/v1/cashaccounts";

/// The ids of a list's items.
fn ids(list: &Value) -> Vec<&str> {
    let items = list["items"].as_array().unwrap_or_else(|| panic!("no list: {list}"));
    items.iter().map(|item| item["id"].as_str().unwrap()).collect()
}

/// A query of one parameter.
fn query(name: &str, value: &str) -> String {
    let pair = form_urlencoded::Serializer::new(String::new())
        .append_pair(name, value)
        .finish();
    format!("{ALL}?{pair}")
}

impl Sandbox {
    /// TOTVS RM, called by the world's user.
    pub(crate) fn totvs(&self) -> Client {
        let (user, password) = (self.credential("totvs", "user"), self.credential("totvs", "password"));
        self.totvs_as(&user, &password)
    }

    /// TOTVS RM in this world, called by one of its users.
    pub(crate) fn totvs_as(&self, user: &str, password: &str) -> Client {
        Client::new(server().base_url("totvs"))
            .with("authorization", &basic_of(&format!("{user}:{password}")))
            .with("x-areia-world", &self.world.name)
    }
}
