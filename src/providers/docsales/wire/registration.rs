//! The reference tables that documents are made from.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{AdditionalField, Amount};

/// What `/api/v1/registration-data` shows: the six groups, in the order of the vendor's article.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::providers::docsales) struct RegistrationData {
    pub(in crate::providers::docsales) signature_types: Vec<SignatureType>,
    pub(in crate::providers::docsales) payment_methods: Vec<PaymentMethod>,
    pub(in crate::providers::docsales) products: Vec<Product>,
    pub(in crate::providers::docsales) templates: Vec<Template>,
    pub(in crate::providers::docsales) signer_roles: Vec<SignerRole>,
    pub(in crate::providers::docsales) sellers: Vec<Seller>,
}

/// Paper or digital.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
pub(in crate::providers::docsales) struct SignatureType {
    pub(in crate::providers::docsales) id: i64,
    /// `digital` or `paper`.
    pub(in crate::providers::docsales) code: String,
    pub(in crate::providers::docsales) name: String,
    pub(in crate::providers::docsales) favorite: bool,
}

/// How the customer pays. Purely informative.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
pub(in crate::providers::docsales) struct PaymentMethod {
    pub(in crate::providers::docsales) id: i64,
    pub(in crate::providers::docsales) name: String,
    pub(in crate::providers::docsales) kind: String,
    pub(in crate::providers::docsales) favorite: bool,
}

/// A product or service.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
pub(in crate::providers::docsales) struct Product {
    pub(in crate::providers::docsales) id: i64,
    pub(in crate::providers::docsales) code: String,
    /// `product` or `service`.
    pub(in crate::providers::docsales) kind: String,
    pub(in crate::providers::docsales) name: String,
    pub(in crate::providers::docsales) description: Option<String>,
    pub(in crate::providers::docsales) unit: Option<String>,
    pub(in crate::providers::docsales) prices: Vec<Price>,
    #[serde(default)]
    pub(in crate::providers::docsales) additional_fields: Vec<AdditionalField>,
}

/// A price for each frequency of payment.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
pub(in crate::providers::docsales) struct Price {
    pub(in crate::providers::docsales) payment_frequency: PaymentFrequency,
    pub(in crate::providers::docsales) price: Amount,
}

/// How often a line is paid.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(in crate::providers::docsales) enum PaymentFrequency {
    #[default]
    OneTime,
    Monthly,
    Bimonthly,
    Quarterly,
    Semiannual,
    Annual,
}

/// What a document's text is made from.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
pub(in crate::providers::docsales) struct Template {
    pub(in crate::providers::docsales) id: i64,
    pub(in crate::providers::docsales) name: String,
    /// `proposal`, `contract` or `quotation`.
    pub(in crate::providers::docsales) kind: String,
}

/// What a signer signs as.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
pub(in crate::providers::docsales) struct SignerRole {
    pub(in crate::providers::docsales) id: i64,
    pub(in crate::providers::docsales) code: String,
    pub(in crate::providers::docsales) name: String,
}

/// A user of the account who sells.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
pub(in crate::providers::docsales) struct Seller {
    pub(in crate::providers::docsales) id: i64,
    pub(in crate::providers::docsales) name: String,
    pub(in crate::providers::docsales) email: String,
}
