//! Contracts as JSON: what clients send, and what they get.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::providers::contaazul::sales::{Discount, DiscountBody, ProductLine, ServiceLine, Status};
use crate::providers::contaazul::wire::{Amount, Day, Member, Moment, Text};

/// What creates a contract. There is no payment in it, and its number is the account's own sequence, whatever is sent.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub(super) struct ContractBody {
    #[serde(default)]
    pub(super) emission: Member<Moment>,
    /// `PENDING` or `COMMITTED`; the latter where it is not sent.
    #[serde(default)]
    pub(super) status: Member<Text>,
    #[serde(default)]
    pub(super) customer_id: Member<Text>,
    #[serde(default)]
    pub(super) seller_id: Member<Text>,
    #[serde(default)]
    pub(super) products: Member<Vec<ProductLine>>,
    #[serde(default)]
    pub(super) services: Member<Vec<ServiceLine>>,
    #[serde(default)]
    pub(super) discount: Member<DiscountBody>,
    /// The day of the month on which a sale falls due, from 1 to 31.
    #[serde(default)]
    pub(super) due_day: Member<u32>,
    /// How many months it lasts.
    #[serde(default)]
    pub(super) duration: Member<u32>,
    #[serde(default)]
    pub(super) notes: Member<Text>,
    #[serde(default)]
    pub(super) shipping_cost: Member<Amount>,
}

/// A contract.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub(super) struct Contract {
    pub(super) id: Uuid,
    /// The account's own sequence of contracts.
    pub(super) number: i64,
    pub(super) emission: Day,
    pub(super) status: Status,
    pub(super) customer_id: Option<Uuid>,
    pub(super) discount: Option<Discount>,
    pub(super) product_discount: Option<Discount>,
    pub(super) service_discount: Option<Discount>,
    pub(super) due_day: u32,
    pub(super) duration: u32,
    pub(super) payment_terms: Option<String>,
    pub(super) notes: String,
    pub(super) shipping_cost: Amount,
}
