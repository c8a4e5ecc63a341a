//! How a transaction is created and changed by a body.

use super::rules::check;
use super::transaction::Transaction;
use super::wire::{Back, Front, References, TransactionBody};
use crate::providers::procfy::errors::Handled;

/// A new transaction. `existing` are those of the body's references that lead to a record.
pub(super) fn create(
    id: i64,
    created_at: String,
    body: TransactionBody,
    existing: &References,
) -> Handled<Transaction> {
    update(Transaction::blank(id, created_at), body, existing)
}

/// The transaction `before` after a change: what is not sent stays.
pub(super) fn update(before: Transaction, body: TransactionBody, existing: &References) -> Handled<Transaction> {
    let checked = check(&before, &body, existing)?;
    let amount_cents = checked.amount_cents.or_keep(None).unwrap_or(before.front.amount_cents);
    let amount_currency = checked.amount_currency.or_keep(None);
    let amount_currency = amount_currency.unwrap_or(before.front.amount_currency);
    let sent_exchanged_cents = checked.exchanged_cents.or_keep(before.sent_exchanged_cents);
    let sent_exchanged_currency = checked.exchanged_currency.or_keep(before.sent_exchanged_currency);
    let exchanged_currency = sent_exchanged_currency.as_ref().unwrap_or(&amount_currency);
    Ok(Transaction {
        back: Back {
            description: body.description.or_keep(before.back.description),
            paid_at: body.paid_at.or_keep(before.back.paid_at),
            competency_date: body.competency_date.or_keep(before.back.competency_date),
            document_number: body.document_number.or_keep(before.back.document_number),
            installment_number: body.installment_number.or_keep(before.back.installment_number),
            installment_total: body.installment_total.or_keep(before.back.installment_total),
            exchanged_amount_cents: sent_exchanged_cents.unwrap_or(amount_cents),
            exchanged_amount_currency: exchanged_currency.clone(),
            transfer_to_id: checked.transfer_to_id,
            created_at: before.back.created_at,
        },
        front: Front {
            id: before.front.id,
            name: body.name.or_keep(before.front.name),
            amount_cents,
            amount_currency,
            transaction_type: checked.transaction_type,
            payment_method: body.payment_method.or_keep(None).unwrap_or(before.front.payment_method),
            payment_type: body.payment_type.or_keep(None).unwrap_or(before.front.payment_type),
            due_date: checked.due_date,
            paid: body.paid.or_keep(None).unwrap_or(before.front.paid),
        },
        bank_account_id: checked.bank_account_id,
        category_id: checked.category_id,
        contact_id: checked.contact_id,
        cost_center_id: checked.cost_center_id,
        sent_exchanged_cents,
        sent_exchanged_currency,
    })
}
