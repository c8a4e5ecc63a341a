//! A transaction as it is stored.

use super::wire::{Back, Front};
use crate::providers::procfy::enums::{PaymentMethod, PaymentType, TransactionType};

/// A transaction as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Transaction {
    pub(super) front: Front,
    pub(super) back: Back,
    /// None only in one that is being created.
    pub(super) bank_account_id: Option<i64>,
    pub(super) category_id: Option<i64>,
    pub(super) contact_id: Option<i64>,
    pub(super) cost_center_id: Option<i64>,
    /// The exchanged amount, where one was sent; without one it is the amount.
    pub(super) sent_exchanged_cents: Option<i64>,
    pub(super) sent_exchanged_currency: Option<String>,
}

impl Transaction {
    /// A transaction of which nothing has been said yet.
    pub(super) fn blank(id: i64, created_at: String) -> Self {
        Self {
            front: Front {
                id,
                name: None,
                amount_cents: 0,
                amount_currency: "BRL".to_owned(),
                transaction_type: TransactionType::default(),
                payment_method: PaymentMethod::default(),
                payment_type: PaymentType::default(),
                due_date: String::new(),
                paid: false,
            },
            back: Back {
                description: None,
                paid_at: None,
                competency_date: None,
                document_number: None,
                installment_number: None,
                installment_total: None,
                exchanged_amount_cents: 0,
                exchanged_amount_currency: "BRL".to_owned(),
                transfer_to_id: None,
                created_at,
            },
            bank_account_id: None,
            category_id: None,
            contact_id: None,
            cost_center_id: None,
            sent_exchanged_cents: None,
            sent_exchanged_currency: None,
        }
    }
}
