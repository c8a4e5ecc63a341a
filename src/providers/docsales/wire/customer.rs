//! Customers.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A customer, as a document shows it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
pub(in crate::providers::docsales) struct Customer {
    pub(in crate::providers::docsales) id: i64,
    pub(in crate::providers::docsales) code: String,
    /// Razão Social.
    pub(in crate::providers::docsales) name: String,
    #[serde(default)]
    pub(in crate::providers::docsales) trade_name: Option<String>,
    /// CNPJ or CPF, letters and digits alone.
    pub(in crate::providers::docsales) document: String,
    #[serde(default)]
    pub(in crate::providers::docsales) state_registration: Option<String>,
    #[serde(default)]
    pub(in crate::providers::docsales) email: Option<String>,
    #[serde(default)]
    pub(in crate::providers::docsales) phone: Option<String>,
    #[serde(default)]
    pub(in crate::providers::docsales) address: Option<Address>,
    #[serde(default)]
    pub(in crate::providers::docsales) additional_fields: Vec<AdditionalField>,
}

/// Where a customer is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(default)]
pub(in crate::providers::docsales) struct Address {
    pub(in crate::providers::docsales) street: Option<String>,
    pub(in crate::providers::docsales) number: Option<String>,
    pub(in crate::providers::docsales) complement: Option<String>,
    pub(in crate::providers::docsales) district: Option<String>,
    pub(in crate::providers::docsales) city: Option<String>,
    pub(in crate::providers::docsales) state: Option<String>,
    pub(in crate::providers::docsales) zip_code: Option<String>,
    pub(in crate::providers::docsales) country: Option<String>,
}

/// A field of the account's own.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
pub(in crate::providers::docsales) struct AdditionalField {
    pub(in crate::providers::docsales) name: String,
    pub(in crate::providers::docsales) value: Option<String>,
}
