//! The rules of a transaction, in the order in which their messages stand.

use super::money::{Cents, currency};
use super::transaction::Transaction;
use super::wire::{References, TransactionBody};
use crate::providers::procfy::attributes::Sent;
use crate::providers::procfy::bank_accounts::CENTS_MAX;
use crate::providers::procfy::enums::TransactionType;
use crate::providers::procfy::errors::{Error, Handled};
use crate::providers::procfy::validation::{Violations, check_not_blank};

/// What has been checked of a body.
pub(super) struct Checked {
    pub(super) due_date: String,
    pub(super) bank_account_id: Option<i64>,
    pub(super) amount_cents: Sent<i64>,
    pub(super) amount_currency: Sent<String>,
    pub(super) exchanged_cents: Sent<i64>,
    pub(super) exchanged_currency: Sent<String>,
    pub(super) category_id: Option<i64>,
    pub(super) contact_id: Option<i64>,
    pub(super) cost_center_id: Option<i64>,
    pub(super) transfer_to_id: Option<i64>,
    pub(super) transaction_type: TransactionType,
}

/// Checks what a body makes of the transaction `before`. `existing` are those of the body's references that lead to a
/// record.
pub(super) fn check(before: &Transaction, body: &TransactionBody, existing: &References) -> Handled<Checked> {
    let mut violations = Violations::default();
    let due_date = due_date(before, body, &mut violations);
    let bank_account_id = bank_account(before, body, existing, &mut violations);
    check_not_blank(&mut violations, &body.paid, "paid", "Paid");
    check_not_blank(&mut violations, &body.amount_cents, "amount_cents", "Valor");
    let amount_cents = amount(&mut violations, &body.amount_cents, "Valor");
    check_not_blank(
        &mut violations,
        &body.amount_currency,
        "amount_currency",
        "Amount currency",
    );
    let amount_currency = currency_code(&mut violations, &body.amount_currency, "Amount currency");
    let exchanged_cents = amount(&mut violations, &body.exchanged_amount_cents, "Exchanged amount");
    let exchanged_currency = &body.exchanged_amount_currency;
    let exchanged_currency = currency_code(&mut violations, exchanged_currency, "Exchanged amount currency");
    let mut refer =
        |before, sent: &Sent<i64>, existing, names| reference(&mut violations, (before, sent, existing), names);
    let category_id = refer(
        before.category_id,
        &body.category_id,
        existing.category_id,
        ("category_id", "Category"),
    );
    let contact_id = refer(
        before.contact_id,
        &body.contact_id,
        existing.contact_id,
        ("contact_id", "Contact"),
    );
    let cost_center_id = refer(
        before.cost_center_id,
        &body.cost_center_id,
        existing.cost_center_id,
        ("cost_center_id", "Cost center"),
    );
    let transfer_to_id = refer(
        before.back.transfer_to_id,
        &body.transfer_to_id,
        existing.transfer_to_id,
        ("transfer_to_id", "Transfer to"),
    );
    let transaction_type = body.transaction_type.clone().or_keep(None);
    let transaction_type = transaction_type.unwrap_or(before.front.transaction_type);
    if transaction_type == TransactionType::Transfer {
        let ends = (bank_account_id, transfer_to_id);
        check_transfer(&mut violations, ends, body.transfer_to_id.clone().or_keep(None));
    }
    match violations.found() {
        Some(violations) => Err(Error::TransactionInvalid(violations)),
        None => Ok(Checked {
            due_date,
            bank_account_id,
            amount_cents,
            amount_currency,
            exchanged_cents,
            exchanged_currency,
            category_id,
            contact_id,
            cost_center_id,
            transfer_to_id,
            transaction_type,
        }),
    }
}

/// The due date after a change; there must be one.
fn due_date(before: &Transaction, body: &TransactionBody, violations: &mut Violations) -> String {
    let due_date = body.due_date.clone().or_keep(Some(before.front.due_date.clone()));
    let due_date = due_date.unwrap_or_default();
    if due_date.is_empty() {
        let reason = "`due_date` is missing, or no day written as YYYY-MM-DD or DD/MM/YYYY";
        violations.add("Data não pode ficar em branco", reason);
    }
    due_date
}

/// The bank account after a change; there must be one.
fn bank_account(
    before: &Transaction,
    body: &TransactionBody,
    existing: &References,
    violations: &mut Violations,
) -> Option<i64> {
    let id = match body.bank_account_id {
        Sent::Not => before.bank_account_id,
        Sent::Blank => None,
        // A transaction stays in its bank account even where that one was deleted meanwhile.
        Sent::As(id) => existing
            .bank_account_id
            .or_else(|| before.bank_account_id.filter(|own| *own == id)),
    };
    if id.is_none() {
        let reason = match body.bank_account_id {
            Sent::As(id) => {
                format!("there is no bank account {id}, which `bank_account_id` names")
            }
            Sent::Not | Sent::Blank => "`bank_account_id` is missing".to_owned(),
        };
        violations.add("Bank account não pode ficar em branco", reason);
        violations.add_message("Bank account é obrigatório(a)");
    }
    id
}

fn amount(violations: &mut Violations, sent: &Sent<Cents>, label: &str) -> Sent<i64> {
    match sent {
        Sent::Not => Sent::Not,
        Sent::Blank => Sent::Blank,
        Sent::As(Cents::Number(cents)) => {
            if *cents < 0 {
                let message = format!("{label} deve ser maior ou igual a 0");
                violations.add(message, format!("an amount is {cents} cents; send it without a sign"));
            } else if *cents > CENTS_MAX {
                let message = format!("{label} deve ser menor ou igual a {CENTS_MAX}");
                violations.add(message, format!("an amount is {cents} cents"));
            }
            Sent::As(*cents)
        }
        Sent::As(Cents::Other(text)) => {
            let reason = format!("{text:?} is no number of cents; send a whole number");
            violations.add(format!("{label} não é um número"), reason);
            Sent::Not
        }
    }
}

fn currency_code(violations: &mut Violations, sent: &Sent<String>, label: &str) -> Sent<String> {
    let Sent::As(text) = sent else {
        return sent.clone();
    };
    match currency(text) {
        Some(code) => Sent::As(code),
        None => {
            let reason = format!("{text:?} is no currency of ISO 4217, as BRL is");
            violations.add(format!("{label} não está incluído na lista"), reason);
            Sent::Not
        }
    }
}

/// The record that a transaction refers to after a change. It keeps the one of `before` where nothing is sent, and even
/// where that one was deleted meanwhile.
fn reference(
    violations: &mut Violations,
    (before, sent, existing): (Option<i64>, &Sent<i64>, Option<i64>),
    (name, label): (&str, &str),
) -> Option<i64> {
    match sent {
        Sent::Not => before,
        Sent::Blank => None,
        Sent::As(id) if existing.is_some() || before == Some(*id) => Some(*id),
        Sent::As(id) => {
            let reason = format!("`{name}` names {id}, and there is no such record");
            violations.add(format!("{label} é obrigatório(a)"), reason);
            None
        }
    }
}

/// Notes that a transfer names no account to go to, or the one that it comes from. That the account which is named does
/// not exist has been noted before.
fn check_transfer(violations: &mut Violations, (from, to): (Option<i64>, Option<i64>), sent: Option<i64>) {
    if to.is_none() && sent.is_none() {
        let reason = "a transfer needs `transfer_to_id`, the bank account that it goes to";
        violations.add("Transfer to não pode ficar em branco", reason);
    } else if to.is_some() && to == from {
        let reason = "`transfer_to_id` is the bank account that the transfer comes from";
        violations.add("Transfer to não é válido", reason);
    }
}
