//! Sales as JSON: what clients send, and what they get.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::payment::{Payment, PaymentBody};
use crate::providers::contaazul::wire::{Amount, Day, Member, Moment, Text};

/// Where a sale stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "UPPERCASE")]
pub(in crate::providers::contaazul) enum Status {
    /// Waits for somebody to review it in the ERP.
    Pending,
    /// Approved.
    Committed,
    /// To be issued by a contract; never sent by a client.
    Scheduled,
}

/// What creates or changes a sale. Members that are not here (`category_id`, `customer`, `total`, `seller`, …) are ignored.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub(in crate::providers::contaazul) struct SaleBody {
    /// The next one of the account where it is not sent.
    #[serde(default)]
    pub(super) number: Member<i64>,
    #[serde(default)]
    pub(super) emission: Member<Moment>,
    /// `PENDING` or `COMMITTED`; never changed afterwards.
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
    #[serde(default)]
    pub(super) payment: Member<PaymentBody>,
    #[serde(default)]
    pub(super) notes: Member<Text>,
    #[serde(default)]
    pub(super) shipping_cost: Member<Amount>,
}

/// A product that is sold.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub(in crate::providers::contaazul) struct ProductLine {
    #[serde(default)]
    pub(super) description: Member<Text>,
    #[serde(default)]
    pub(super) quantity: Member<Amount>,
    #[serde(default)]
    pub(super) product_id: Member<Text>,
    /// The price of one.
    #[serde(default)]
    pub(super) value: Member<Amount>,
}

/// A service that is sold.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub(in crate::providers::contaazul) struct ServiceLine {
    #[serde(default)]
    pub(super) description: Member<Text>,
    #[serde(default)]
    pub(super) quantity: Member<Amount>,
    #[serde(default)]
    pub(super) service_id: Member<Text>,
    /// The price of one.
    #[serde(default)]
    pub(super) value: Member<Amount>,
}

/// What a discount is measured in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "UPPERCASE")]
pub(in crate::providers::contaazul) enum MeasureUnit {
    /// Money.
    #[default]
    Value,
    /// Hundredths of what the items cost together.
    Percent,
}

/// A discount as it is sent.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
pub(in crate::providers::contaazul) struct DiscountBody {
    #[serde(default)]
    measure_unit: Member<MeasureUnit>,
    #[serde(default)]
    rate: Member<Amount>,
}

/// A discount.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub(in crate::providers::contaazul) struct Discount {
    pub(super) measure_unit: MeasureUnit,
    pub(super) rate: Amount,
}

impl DiscountBody {
    /// The discount; a rate that is not given is 0.
    pub(in crate::providers::contaazul) fn discount(self) -> Discount {
        Discount {
            measure_unit: self.measure_unit.given().unwrap_or_default(),
            rate: self.rate.given().unwrap_or_default(),
        }
    }
}

/// A sale's customer as the sale shows it; every member is null where the sale has no customer.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub(in crate::providers::contaazul) struct SaleCustomer {
    id: Option<Uuid>,
    name: Option<String>,
    company_name: Option<String>,
    email: Option<String>,
    person_type: Option<String>,
}

impl SaleCustomer {
    /// The name, where there is a customer.
    pub(super) fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }
}

/// A sale's seller as the sale shows it; both members are null where the sale has no seller.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub(in crate::providers::contaazul) struct SaleSeller {
    pub(super) id: Option<Uuid>,
    pub(super) name: Option<String>,
}

/// A sale.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub(in crate::providers::contaazul) struct Sale {
    pub(super) id: Uuid,
    /// The ERP's own number of the sale.
    pub(super) ca_id: i64,
    /// The account's sequence of sales (FAQ 36); `null` until a scheduled sale is issued.
    pub(super) number: Option<i64>,
    pub(super) emission: Day,
    pub(super) status: Status,
    /// Whether a contract scheduled it.
    pub(super) scheduled: bool,
    pub(super) customer_id: Option<Uuid>,
    pub(super) customer: SaleCustomer,
    pub(super) discount: Option<Discount>,
    pub(super) product_discount: Option<Discount>,
    pub(super) service_discount: Option<Discount>,
    pub(super) payment: Payment,
    pub(super) payment_terms: Option<String>,
    /// Empty, and never `null`, where the sale has no notes.
    pub(super) notes: String,
    pub(super) shipping_cost: Amount,
    pub(super) total: Amount,
    pub(super) seller: SaleSeller,
    /// The first of the account's plan of categories (FAQ 31).
    pub(super) category_id: Option<String>,
    pub(super) shipping_forecast: Option<Day>,
    pub(super) proposal_date: Option<Day>,
    pub(super) expiration: Option<Day>,
    pub(super) introduction: Option<String>,
}

/// One item of a sale.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub(in crate::providers::contaazul) struct SaleItem {
    pub(super) description: Option<String>,
    pub(super) quantity: Amount,
    pub(super) item: CatalogueEntry,
    #[serde(rename = "itemType")]
    pub(super) item_type: ItemType,
    /// The price of one, as it was sent.
    pub(super) value: Amount,
}

/// What is sold, as the catalogue has it now; every member is null where the item names no product or service.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub(in crate::providers::contaazul) struct CatalogueEntry {
    id: Option<Uuid>,
    name: Option<String>,
    value: Option<Amount>,
    cost: Option<Amount>,
}

/// Whether a product or a service is sold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "UPPERCASE")]
pub(in crate::providers::contaazul) enum ItemType {
    Product,
    Service,
}

impl ItemType {
    /// How it is stored.
    pub(super) fn text(self) -> &'static str {
        match self {
            Self::Product => "PRODUCT",
            Self::Service => "SERVICE",
        }
    }

    /// From how it is stored; the table holds no third text.
    pub(super) fn of_text(text: &str) -> Self {
        match text {
            "PRODUCT" => Self::Product,
            _ => Self::Service,
        }
    }
}
