//! Customers.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A customer, as a document shows it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
pub(crate) struct Customer {
    pub(crate) id: i64,
    pub(crate) code: String,
    /// Razão Social.
    pub(crate) name: String,
    #[serde(default)]
    pub(crate) trade_name: Option<String>,
    /// CNPJ or CPF, letters and digits alone.
    pub(crate) document: String,
    #[serde(default)]
    pub(crate) state_registration: Option<String>,
    #[serde(default)]
    pub(crate) email: Option<String>,
    #[serde(default)]
    pub(crate) phone: Option<String>,
    #[serde(default)]
    pub(crate) address: Option<Address>,
    #[serde(default)]
    pub(crate) additional_fields: Vec<AdditionalField>,
}

/// Where a customer is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(default)]
pub(crate) struct Address {
    pub(crate) street: Option<String>,
    pub(crate) number: Option<String>,
    pub(crate) complement: Option<String>,
    pub(crate) district: Option<String>,
    pub(crate) city: Option<String>,
    pub(crate) state: Option<String>,
    pub(crate) zip_code: Option<String>,
    pub(crate) country: Option<String>,
}

/// A field of the account's own.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
pub(crate) struct AdditionalField {
    pub(crate) name: String,
    pub(crate) value: Option<String>,
}
