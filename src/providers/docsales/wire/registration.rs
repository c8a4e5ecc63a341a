//! The reference tables that documents are made from.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{AdditionalField, Amount};

/// What `/api/v1/registration-data` shows: the six groups, in the order of the vendor's article.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RegistrationData {
    pub(crate) signature_types: Vec<SignatureType>,
    pub(crate) payment_methods: Vec<PaymentMethod>,
    pub(crate) products: Vec<Product>,
    pub(crate) templates: Vec<Template>,
    pub(crate) signer_roles: Vec<SignerRole>,
    pub(crate) sellers: Vec<Seller>,
}

/// Paper or digital.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
pub(crate) struct SignatureType {
    pub(crate) id: i64,
    /// `digital` or `paper`.
    pub(crate) code: String,
    pub(crate) name: String,
    pub(crate) favorite: bool,
}

/// How the customer pays. Purely informative.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
pub(crate) struct PaymentMethod {
    pub(crate) id: i64,
    pub(crate) name: String,
    pub(crate) kind: String,
    pub(crate) favorite: bool,
}

/// A product or service.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
pub(crate) struct Product {
    pub(crate) id: i64,
    pub(crate) code: String,
    /// `product` or `service`.
    pub(crate) kind: String,
    pub(crate) name: String,
    pub(crate) description: Option<String>,
    pub(crate) unit: Option<String>,
    pub(crate) prices: Vec<Price>,
    #[serde(default)]
    pub(crate) additional_fields: Vec<AdditionalField>,
}

/// A price for each frequency of payment.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
pub(crate) struct Price {
    pub(crate) payment_frequency: PaymentFrequency,
    pub(crate) price: Amount,
}

/// How often a line is paid.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum PaymentFrequency {
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
pub(crate) struct Template {
    pub(crate) id: i64,
    pub(crate) name: String,
    /// `proposal`, `contract` or `quotation`.
    pub(crate) kind: String,
}

/// What a signer signs as.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
pub(crate) struct SignerRole {
    pub(crate) id: i64,
    pub(crate) code: String,
    pub(crate) name: String,
}

/// A user of the account who sells.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
pub(crate) struct Seller {
    pub(crate) id: i64,
    pub(crate) name: String,
    pub(crate) email: String,
}
