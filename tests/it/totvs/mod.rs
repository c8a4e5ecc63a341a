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
