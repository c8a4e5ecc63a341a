//! Sales documents ("proposals").

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use strum::IntoStaticStr;
use uuid::Uuid;

use super::{AdditionalField, Amount, Customer, PaymentFrequency, Seller, Template};

/// A sales document, whole.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
pub(in crate::providers::docsales) struct Proposal {
    pub(in crate::providers::docsales) id: i64,
    /// Generated where a document is created through the API; null for one made on the vendor's screens.
    pub(in crate::providers::docsales) external_uuid: Option<Uuid>,
    pub(in crate::providers::docsales) code: String,
    pub(in crate::providers::docsales) title: String,
    pub(in crate::providers::docsales) status: Status,
    pub(in crate::providers::docsales) status_name: String,
    pub(in crate::providers::docsales) signature_type: SignatureTypeShown,
    pub(in crate::providers::docsales) payment_method: PaymentMethodShown,
    pub(in crate::providers::docsales) template: Template,
    pub(in crate::providers::docsales) seller: Seller,
    pub(in crate::providers::docsales) customer: Customer,
    pub(in crate::providers::docsales) items: Vec<Item>,
    pub(in crate::providers::docsales) total: Amount,
    pub(in crate::providers::docsales) installments: Vec<Installment>,
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub(in crate::providers::docsales) contract_start_date: Option<NaiveDate>,
    pub(in crate::providers::docsales) contract_months: Option<i64>,
    pub(in crate::providers::docsales) due_day: Option<i64>,
    #[schemars(with = "String", extend("format" = "date"))]
    pub(in crate::providers::docsales) expiration_date: NaiveDate,
    pub(in crate::providers::docsales) signers: Vec<Signer>,
    pub(in crate::providers::docsales) additional_fields: Vec<AdditionalField>,
    pub(in crate::providers::docsales) notes: Option<String>,
    pub(in crate::providers::docsales) pdf_url: Option<String>,
    pub(in crate::providers::docsales) approval: Option<Approval>,
    pub(in crate::providers::docsales) sent_at: Option<String>,
    pub(in crate::providers::docsales) read_at: Option<String>,
    pub(in crate::providers::docsales) signed_at: Option<String>,
    pub(in crate::providers::docsales) rejected_at: Option<String>,
    pub(in crate::providers::docsales) cancelled_at: Option<String>,
    pub(in crate::providers::docsales) rejection_reason: Option<String>,
    pub(in crate::providers::docsales) created_at: String,
    pub(in crate::providers::docsales) updated_at: String,
}

/// A sales document in the list of a customer's. The store makes it from the whole one.
#[derive(JsonSchema)]
#[expect(dead_code, reason = "it describes what the store's statement makes")]
pub(in crate::providers::docsales) struct ProposalSummary {
    id: i64,
    external_uuid: Option<Uuid>,
    code: String,
    title: String,
    status: Status,
    status_name: String,
    total: Amount,
    #[schemars(with = "String", extend("format" = "date"))]
    expiration_date: NaiveDate,
    template: Template,
    seller: Seller,
    created_at: String,
    updated_at: String,
}

/// Where a document stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema, IntoStaticStr)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub(in crate::providers::docsales) enum Status {
    Active,
    Sent,
    Read,
    PartiallySigned,
    Approved,
    Rejected,
    Cancelled,
    Expired,
}

impl Status {
    /// Its name on the vendor's screens.
    pub(in crate::providers::docsales) fn name(self) -> &'static str {
        match self {
            Self::Active => "Em preparação",
            Self::Sent => "Enviado",
            Self::Read => "Lido",
            Self::PartiallySigned => "Aguardando assinatura",
            Self::Approved => "Assinado",
            Self::Rejected => "Rejeitado",
            Self::Cancelled => "Cancelado",
            Self::Expired => "Expirado",
        }
    }

    /// Whether the customer has it and has not decided: it can still be signed, rejected, cancelled or expire.
    pub(in crate::providers::docsales) fn is_open(self) -> bool {
        matches!(self, Self::Sent | Self::Read | Self::PartiallySigned)
    }
}

#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
pub(in crate::providers::docsales) struct SignatureTypeShown {
    pub(in crate::providers::docsales) id: i64,
    pub(in crate::providers::docsales) code: String,
    pub(in crate::providers::docsales) name: String,
}

#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
pub(in crate::providers::docsales) struct PaymentMethodShown {
    pub(in crate::providers::docsales) id: i64,
    pub(in crate::providers::docsales) name: String,
    pub(in crate::providers::docsales) kind: String,
}

/// A line of a document.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
pub(in crate::providers::docsales) struct Item {
    /// From 1 in each document.
    pub(in crate::providers::docsales) id: usize,
    pub(in crate::providers::docsales) product_id: i64,
    pub(in crate::providers::docsales) code: String,
    pub(in crate::providers::docsales) kind: String,
    pub(in crate::providers::docsales) name: String,
    pub(in crate::providers::docsales) description: Option<String>,
    pub(in crate::providers::docsales) quantity: Amount,
    pub(in crate::providers::docsales) unit_price: Amount,
    pub(in crate::providers::docsales) discount: Amount,
    pub(in crate::providers::docsales) payment_frequency: PaymentFrequency,
    /// Quantity times price, less the discount.
    pub(in crate::providers::docsales) total: Amount,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
pub(in crate::providers::docsales) struct Installment {
    pub(in crate::providers::docsales) number: u32,
    #[schemars(with = "String", extend("format" = "date"))]
    pub(in crate::providers::docsales) due_date: NaiveDate,
    pub(in crate::providers::docsales) amount: Amount,
}

/// Who signs.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
pub(in crate::providers::docsales) struct Signer {
    /// From 1 in each document.
    pub(in crate::providers::docsales) id: usize,
    pub(in crate::providers::docsales) name: String,
    pub(in crate::providers::docsales) email: String,
    pub(in crate::providers::docsales) document: Option<String>,
    pub(in crate::providers::docsales) phone: Option<String>,
    pub(in crate::providers::docsales) role: String,
    pub(in crate::providers::docsales) role_name: String,
    pub(in crate::providers::docsales) signing_order: i64,
    pub(in crate::providers::docsales) status: SignerStatus,
    pub(in crate::providers::docsales) signed_at: Option<String>,
    pub(in crate::providers::docsales) url_to_sign: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(in crate::providers::docsales) enum SignerStatus {
    Pending,
    Sent,
    Read,
    Approved,
    Rejected,
}

/// Where a signed document is to be had.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
pub(in crate::providers::docsales) struct Approval {
    pub(in crate::providers::docsales) pdf_url: String,
    pub(in crate::providers::docsales) url_to_view: String,
}
