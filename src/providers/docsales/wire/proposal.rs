//! Sales documents ("proposals").

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use strum::IntoStaticStr;
use uuid::Uuid;

use super::{AdditionalField, Amount, Customer, PaymentFrequency, Seller, Template};

/// A sales document, whole.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
pub(crate) struct Proposal {
    pub(crate) id: i64,
    /// Generated where a document is created through the API; null for one made on the vendor's screens.
    pub(crate) external_uuid: Option<Uuid>,
    pub(crate) code: String,
    pub(crate) title: String,
    pub(crate) status: Status,
    pub(crate) status_name: String,
    pub(crate) signature_type: SignatureTypeShown,
    pub(crate) payment_method: PaymentMethodShown,
    pub(crate) template: Template,
    pub(crate) seller: Seller,
    pub(crate) customer: Customer,
    pub(crate) items: Vec<Item>,
    pub(crate) total: Amount,
    pub(crate) installments: Vec<Installment>,
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub(crate) contract_start_date: Option<NaiveDate>,
    pub(crate) contract_months: Option<i64>,
    pub(crate) due_day: Option<i64>,
    #[schemars(with = "String", extend("format" = "date"))]
    pub(crate) expiration_date: NaiveDate,
    pub(crate) signers: Vec<Signer>,
    pub(crate) additional_fields: Vec<AdditionalField>,
    pub(crate) notes: Option<String>,
    pub(crate) pdf_url: Option<String>,
    pub(crate) approval: Option<Approval>,
    pub(crate) sent_at: Option<String>,
    pub(crate) read_at: Option<String>,
    pub(crate) signed_at: Option<String>,
    pub(crate) rejected_at: Option<String>,
    pub(crate) cancelled_at: Option<String>,
    pub(crate) rejection_reason: Option<String>,
    pub(crate) created_at: String,
    pub(crate) updated_at: String,
}

/// A sales document in the list of a customer's. The store makes it from the whole one.
#[derive(JsonSchema)]
#[expect(dead_code, reason = "it describes what the store's statement makes")]
pub(crate) struct ProposalSummary {
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
pub(crate) enum Status {
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
    pub(crate) fn name(self) -> &'static str {
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
    pub(crate) fn is_open(self) -> bool {
        matches!(self, Self::Sent | Self::Read | Self::PartiallySigned)
    }
}

#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
pub(crate) struct SignatureTypeShown {
    pub(crate) id: i64,
    pub(crate) code: String,
    pub(crate) name: String,
}

#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
pub(crate) struct PaymentMethodShown {
    pub(crate) id: i64,
    pub(crate) name: String,
    pub(crate) kind: String,
}

/// A line of a document.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
pub(crate) struct Item {
    /// From 1 in each document.
    pub(crate) id: usize,
    pub(crate) product_id: i64,
    pub(crate) code: String,
    pub(crate) kind: String,
    pub(crate) name: String,
    pub(crate) description: Option<String>,
    pub(crate) quantity: Amount,
    pub(crate) unit_price: Amount,
    pub(crate) discount: Amount,
    pub(crate) payment_frequency: PaymentFrequency,
    /// Quantity times price, less the discount.
    pub(crate) total: Amount,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
pub(crate) struct Installment {
    pub(crate) number: u32,
    #[schemars(with = "String", extend("format" = "date"))]
    pub(crate) due_date: NaiveDate,
    pub(crate) amount: Amount,
}

/// Who signs.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
pub(crate) struct Signer {
    /// From 1 in each document.
    pub(crate) id: usize,
    pub(crate) name: String,
    pub(crate) email: String,
    pub(crate) document: Option<String>,
    pub(crate) phone: Option<String>,
    pub(crate) role: String,
    pub(crate) role_name: String,
    pub(crate) signing_order: i64,
    pub(crate) status: SignerStatus,
    pub(crate) signed_at: Option<String>,
    pub(crate) url_to_sign: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum SignerStatus {
    Pending,
    Sent,
    Read,
    Approved,
    Rejected,
}

/// Where a signed document is to be had.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
pub(crate) struct Approval {
    pub(crate) pdf_url: String,
    pub(crate) url_to_view: String,
}
