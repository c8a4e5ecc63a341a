//! Transactions as they are sent and shown.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::money::{self, Cents};
use crate::providers::procfy::attributes::{Attributes, Sent};
use crate::providers::procfy::bank_accounts::NestedBankAccount;
use crate::providers::procfy::enums::{self, PaymentMethod, PaymentType, TransactionType};
use crate::providers::procfy::errors::{Error, Handled};
use crate::web::rails::Members;

/// What creates or changes a transaction. Only `due_date` and `bank_account_id` are enforced.
#[derive(Debug, JsonSchema)]
pub(super) struct TransactionBody {
    pub(super) name: Sent<String>,
    /// Needed to create one.
    pub(super) bank_account_id: Sent<i64>,
    /// Needed to create one.
    pub(super) due_date: Sent<String>,
    pub(super) paid: Sent<bool>,
    pub(super) paid_at: Sent<String>,
    pub(super) competency_date: Sent<String>,
    pub(super) document_number: Sent<String>,
    pub(super) installment_number: Sent<i64>,
    pub(super) installment_total: Sent<i64>,
    pub(super) amount_cents: Sent<Cents>,
    pub(super) amount_currency: Sent<String>,
    pub(super) description: Sent<String>,
    /// The amount, where it is not given.
    pub(super) exchanged_amount_cents: Sent<Cents>,
    pub(super) exchanged_amount_currency: Sent<String>,
    pub(super) transaction_type: Sent<TransactionType>,
    pub(super) payment_method: Sent<PaymentMethod>,
    pub(super) payment_type: Sent<PaymentType>,
    pub(super) contact_id: Sent<i64>,
    pub(super) category_id: Sent<i64>,
    pub(super) cost_center_id: Sent<i64>,
    /// The account that a transfer goes to.
    pub(super) transfer_to_id: Sent<i64>,
}

/// What a body refers to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct References {
    pub(super) bank_account_id: Option<i64>,
    pub(super) category_id: Option<i64>,
    pub(super) contact_id: Option<i64>,
    pub(super) cost_center_id: Option<i64>,
    pub(super) transfer_to_id: Option<i64>,
}

/// A transaction's own attributes up to the bank account, which stands among them in the answer. They are stored in two
/// parts, so that the database can put the bank account's document between the two.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Front {
    pub(super) id: i64,
    pub(super) name: Option<String>,
    pub(super) amount_cents: i64,
    pub(super) amount_currency: String,
    pub(super) transaction_type: TransactionType,
    pub(super) payment_method: PaymentMethod,
    pub(super) payment_type: PaymentType,
    pub(super) due_date: String,
    pub(super) paid: bool,
}

/// A transaction's own attributes between the bank account and the category; see [`Front`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Back {
    pub(super) description: Option<String>,
    pub(super) paid_at: Option<String>,
    pub(super) competency_date: Option<String>,
    pub(super) document_number: Option<String>,
    pub(super) installment_number: Option<i64>,
    pub(super) installment_total: Option<i64>,
    pub(super) exchanged_amount_cents: i64,
    pub(super) exchanged_amount_currency: String,
    pub(super) transfer_to_id: Option<i64>,
    pub(super) created_at: String,
}

/// A transaction.
#[derive(Debug, JsonSchema)]
#[expect(
    dead_code,
    reason = "It describes the answer, which is put together by the database."
)]
pub(super) struct TransactionShown {
    id: i64,
    name: Option<String>,
    amount_cents: i64,
    amount_currency: String,
    transaction_type: TransactionType,
    payment_method: PaymentMethod,
    payment_type: PaymentType,
    due_date: String,
    paid: bool,
    bank_account: NestedBankAccount,
    description: Option<String>,
    paid_at: Option<String>,
    competency_date: Option<String>,
    document_number: Option<String>,
    installment_number: Option<i64>,
    installment_total: Option<i64>,
    exchanged_amount_cents: i64,
    exchanged_amount_currency: String,
    transfer_to_id: Option<i64>,
    created_at: String,
    category: Option<Described>,
    cost_center: Option<Described>,
    contact: Option<Named>,
    bank_account_id: i64,
    category_id: Option<i64>,
    contact_id: Option<i64>,
    cost_center_id: Option<i64>,
}

/// A category or a cost center inside a transaction.
#[derive(Debug, JsonSchema)]
#[expect(
    dead_code,
    reason = "It describes the answer, which is put together by the database."
)]
struct Described {
    id: i64,
    name: String,
    description: Option<String>,
}

/// A contact inside a transaction.
#[derive(Debug, JsonSchema)]
#[expect(
    dead_code,
    reason = "It describes the answer, which is put together by the database."
)]
struct Named {
    id: i64,
    name: String,
}

impl TransactionBody {
    /// Reads a body. Of several wrong enums the first in this order is named.
    pub(super) fn of(parameters: Members) -> Handled<Self> {
        let attributes = Attributes::of(parameters, "transaction");
        let transaction_type = enums::key(&attributes, "transaction_type");
        let transaction_type = transaction_type.map_err(Error::TransactionTypeInvalid)?;
        let payment_method = enums::key(&attributes, "payment_method");
        let payment_method = payment_method.map_err(Error::PaymentMethodInvalid)?;
        let payment_type = enums::key(&attributes, "payment_type");
        let payment_type = payment_type.map_err(Error::PaymentTypeInvalid)?;
        Ok(Self {
            name: attributes.text("name"),
            bank_account_id: attributes.integer("bank_account_id"),
            due_date: attributes.date("due_date"),
            paid: attributes.boolean("paid"),
            paid_at: attributes.date("paid_at"),
            competency_date: attributes.date("competency_date"),
            document_number: attributes.text("document_number"),
            installment_number: attributes.integer("installment_number"),
            installment_total: attributes.integer("installment_total"),
            amount_cents: money::cents(&attributes, "amount_cents"),
            amount_currency: attributes.text("amount_currency"),
            description: attributes.text("description"),
            exchanged_amount_cents: money::cents(&attributes, "exchanged_amount_cents"),
            exchanged_amount_currency: attributes.text_unless_empty("exchanged_amount_currency"),
            transaction_type,
            payment_method,
            payment_type,
            contact_id: attributes.integer("contact_id"),
            category_id: attributes.integer("category_id"),
            cost_center_id: attributes.integer("cost_center_id"),
            transfer_to_id: attributes.integer("transfer_to_id"),
        })
    }

    /// What it refers to.
    pub(super) fn references(&self) -> References {
        let sent = |sent: &Sent<i64>| sent.clone().or_keep(None);
        References {
            bank_account_id: sent(&self.bank_account_id),
            category_id: sent(&self.category_id),
            contact_id: sent(&self.contact_id),
            cost_center_id: sent(&self.cost_center_id),
            transfer_to_id: sent(&self.transfer_to_id),
        }
    }
}
