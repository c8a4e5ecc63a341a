//! What a transaction means for the balances of bank accounts.

use std::collections::BTreeMap;

use super::transaction::Transaction;
use crate::providers::procfy::enums::TransactionType;

/// How the balance of each account changes, in cents by the account's id, when the transaction `after` takes the place of
/// `before`.
pub(super) fn balance_changes(before: Option<&Transaction>, after: Option<&Transaction>) -> BTreeMap<i64, i64> {
    let mut changes = BTreeMap::new();
    for (account, cents) in before.map(moved_cents).unwrap_or_default() {
        *changes.entry(account).or_insert(0) -= cents;
    }
    for (account, cents) in after.map(moved_cents).unwrap_or_default() {
        *changes.entry(account).or_insert(0) += cents;
    }
    changes
}

/// The cents that a transaction moves into each account. One that is not paid moves none.
fn moved_cents(transaction: &Transaction) -> Vec<(i64, i64)> {
    let cents = transaction.back.exchanged_amount_cents;
    let Some(account) = transaction.bank_account_id.filter(|_| transaction.front.paid) else {
        return Vec::new();
    };
    match transaction.front.transaction_type {
        TransactionType::Revenue => vec![(account, cents)],
        TransactionType::FixedExpense
        | TransactionType::VariableExpense
        | TransactionType::Payroll
        | TransactionType::Tax => vec![(account, -cents)],
        TransactionType::Transfer => {
            let into = transaction.back.transfer_to_id.map(|other| (other, cents));
            std::iter::once((account, -cents)).chain(into).collect()
        }
    }
}
