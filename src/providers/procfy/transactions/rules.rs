//! A transaction's rules, in the order in which their messages stand, and what it means for balances.

use std::collections::BTreeMap;

use super::money::{Cents, currency};
use super::wire::{Back, Front, References, TransactionBody};
use crate::providers::procfy::attributes::Sent;
use crate::providers::procfy::bank_accounts::CENTS_MAX;
use crate::providers::procfy::enums::{PaymentMethod, PaymentType, TransactionType};
use crate::providers::procfy::errors::{Error, Handled};
use crate::providers::procfy::validation::{Faults, needs_value};

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
    /// What was sent of the exchanged amount; what was not follows the amount.
    pub(super) sent_exchanged_cents: Option<i64>,
    pub(super) sent_exchanged_currency: Option<String>,
}

/// What a body was found to say.
struct Checked {
    due_date: String,
    bank_account_id: Option<i64>,
    amount_cents: Sent<i64>,
    amount_currency: Sent<String>,
    exchanged_cents: Sent<i64>,
    exchanged_currency: Sent<String>,
    category_id: Option<i64>,
    contact_id: Option<i64>,
    cost_center_id: Option<i64>,
    transfer_to_id: Option<i64>,
    transaction_type: TransactionType,
}

impl Transaction {
    /// A new transaction. `known` is what there is of what the body refers to.
    pub(super) fn create(id: i64, created_at: String, body: TransactionBody, known: &References) -> Handled<Self> {
        let front = Front {
            id,
            name: None,
            amount_cents: 0,
            amount_currency: "BRL".to_owned(),
            transaction_type: TransactionType::default(),
            payment_method: PaymentMethod::default(),
            payment_type: PaymentType::default(),
            due_date: String::new(),
            paid: false,
        };
        let back = Back {
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
        };
        let blank = Self {
            front,
            back,
            bank_account_id: None,
            category_id: None,
            contact_id: None,
            cost_center_id: None,
            sent_exchanged_cents: None,
            sent_exchanged_currency: None,
        };
        blank.update(body, known)
    }

    /// The transaction after a change: what is not sent stays.
    pub(super) fn update(self, body: TransactionBody, known: &References) -> Handled<Self> {
        let checked = self.check(&body, known)?;
        let amount_cents = checked.amount_cents.or_keep(None).unwrap_or(self.front.amount_cents);
        let amount_currency = checked.amount_currency.or_keep(None);
        let amount_currency = amount_currency.unwrap_or(self.front.amount_currency);
        let sent_exchanged_cents = checked.exchanged_cents.or_keep(self.sent_exchanged_cents);
        let sent_exchanged_currency = checked.exchanged_currency.or_keep(self.sent_exchanged_currency);
        let exchanged_currency = sent_exchanged_currency.as_ref().unwrap_or(&amount_currency);
        Ok(Self {
            back: Back {
                description: body.description.or_keep(self.back.description),
                paid_at: body.paid_at.or_keep(self.back.paid_at),
                competency_date: body.competency_date.or_keep(self.back.competency_date),
                document_number: body.document_number.or_keep(self.back.document_number),
                installment_number: body.installment_number.or_keep(self.back.installment_number),
                installment_total: body.installment_total.or_keep(self.back.installment_total),
                exchanged_amount_cents: sent_exchanged_cents.unwrap_or(amount_cents),
                exchanged_amount_currency: exchanged_currency.clone(),
                transfer_to_id: checked.transfer_to_id,
                created_at: self.back.created_at,
            },
            front: Front {
                id: self.front.id,
                name: body.name.or_keep(self.front.name),
                amount_cents,
                amount_currency,
                transaction_type: checked.transaction_type,
                payment_method: body.payment_method.or_keep(None).unwrap_or(self.front.payment_method),
                payment_type: body.payment_type.or_keep(None).unwrap_or(self.front.payment_type),
                due_date: checked.due_date,
                paid: body.paid.or_keep(None).unwrap_or(self.front.paid),
            },
            bank_account_id: checked.bank_account_id,
            category_id: checked.category_id,
            contact_id: checked.contact_id,
            cost_center_id: checked.cost_center_id,
            sent_exchanged_cents,
            sent_exchanged_currency,
        })
    }

    /// Holds a body to the rules, whose messages stand in this order.
    fn check(&self, body: &TransactionBody, known: &References) -> Handled<Checked> {
        let mut faults = Faults::default();
        let due_date = body.due_date.clone().or_keep(Some(self.front.due_date.clone()));
        let due_date = due_date.unwrap_or_default();
        if due_date.is_empty() {
            let reason = "`due_date` is missing, or no day written as YYYY-MM-DD or DD/MM/YYYY";
            faults.add("Data não pode ficar em branco", reason);
        }
        let bank_account_id = self.bank_account(body, known, &mut faults);
        needs_value(&mut faults, &body.paid, "paid", "Paid");
        needs_value(&mut faults, &body.amount_cents, "amount_cents", "Valor");
        let amount_cents = amount(&mut faults, &body.amount_cents, "Valor");
        needs_value(&mut faults, &body.amount_currency, "amount_currency", "Amount currency");
        let amount_currency = code(&mut faults, &body.amount_currency, "Amount currency");
        let exchanged_cents = amount(&mut faults, &body.exchanged_amount_cents, "Exchanged amount");
        let sent = &body.exchanged_amount_currency;
        let exchanged_currency = code(&mut faults, sent, "Exchanged amount currency");
        let category = (self.category_id, &body.category_id, known.category_id);
        let category_id = refer(&mut faults, category, "category_id", "Category");
        let contact = (self.contact_id, &body.contact_id, known.contact_id);
        let contact_id = refer(&mut faults, contact, "contact_id", "Contact");
        let cost_center = (self.cost_center_id, &body.cost_center_id, known.cost_center_id);
        let cost_center_id = refer(&mut faults, cost_center, "cost_center_id", "Cost center");
        let transfer_to = (self.back.transfer_to_id, &body.transfer_to_id, known.transfer_to_id);
        let transfer_to_id = refer(&mut faults, transfer_to, "transfer_to_id", "Transfer to");
        let transaction_type = body.transaction_type.clone().or_keep(None);
        let transaction_type = transaction_type.unwrap_or(self.front.transaction_type);
        if transaction_type == TransactionType::Transfer {
            let ends = (bank_account_id, transfer_to_id);
            check_transfer(&mut faults, ends, body.transfer_to_id.clone().or_keep(None));
        }
        match faults.found() {
            Some(faults) => Err(Error::TransactionInvalid(faults)),
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

    fn bank_account(&self, body: &TransactionBody, known: &References, faults: &mut Faults) -> Option<i64> {
        let id = match body.bank_account_id {
            Sent::Not => self.bank_account_id,
            Sent::Blank => None,
            // The one that it is in already may have been deleted meanwhile.
            Sent::As(id) => known
                .bank_account_id
                .or_else(|| self.bank_account_id.filter(|own| *own == id)),
        };
        if id.is_none() {
            let reason = match body.bank_account_id {
                Sent::As(id) => {
                    format!("there is no bank account {id}, which `bank_account_id` names")
                }
                Sent::Not | Sent::Blank => "`bank_account_id` is missing".to_owned(),
            };
            faults.add("Bank account não pode ficar em branco", reason);
            faults.add_message("Bank account é obrigatório(a)");
        }
        id
    }

    /// What it moves, account by account, once it is paid.
    fn moved_cents(&self) -> Vec<(i64, i64)> {
        let cents = self.back.exchanged_amount_cents;
        let Some(account) = self.bank_account_id.filter(|_| self.front.paid) else {
            return Vec::new();
        };
        match self.front.transaction_type {
            TransactionType::Revenue => vec![(account, cents)],
            TransactionType::FixedExpense
            | TransactionType::VariableExpense
            | TransactionType::Payroll
            | TransactionType::Tax => vec![(account, -cents)],
            TransactionType::Transfer => {
                let into = self.back.transfer_to_id.map(|other| (other, cents));
                std::iter::once((account, -cents)).chain(into).collect()
            }
        }
    }
}

/// What balances change by, account by account, when one transaction takes the place of another.
pub(super) fn balance_changes(before: Option<&Transaction>, after: Option<&Transaction>) -> BTreeMap<i64, i64> {
    let mut changes = BTreeMap::new();
    for (account, cents) in before.map(Transaction::moved_cents).unwrap_or_default() {
        *changes.entry(account).or_insert(0) -= cents;
    }
    for (account, cents) in after.map(Transaction::moved_cents).unwrap_or_default() {
        *changes.entry(account).or_insert(0) += cents;
    }
    changes
}

fn amount(faults: &mut Faults, sent: &Sent<Cents>, label: &str) -> Sent<i64> {
    match sent {
        Sent::Not => Sent::Not,
        Sent::Blank => Sent::Blank,
        Sent::As(Cents::Number(cents)) => {
            if *cents < 0 {
                let message = format!("{label} deve ser maior ou igual a 0");
                faults.add(message, format!("an amount is {cents} cents; send it without a sign"));
            } else if *cents > CENTS_MAX {
                let message = format!("{label} deve ser menor ou igual a {CENTS_MAX}");
                faults.add(message, format!("an amount is {cents} cents"));
            }
            Sent::As(*cents)
        }
        Sent::As(Cents::Other(text)) => {
            let reason = format!("{text:?} is no number of cents; send a whole number");
            faults.add(format!("{label} não é um número"), reason);
            Sent::Not
        }
    }
}

fn code(faults: &mut Faults, sent: &Sent<String>, label: &str) -> Sent<String> {
    let Sent::As(text) = sent else {
        return sent.clone();
    };
    match currency(text) {
        Some(code) => Sent::As(code),
        None => {
            let reason = format!("{text:?} is no currency of ISO 4217, as BRL is");
            faults.add(format!("{label} não está incluído na lista"), reason);
            Sent::Not
        }
    }
}

/// What a transaction refers to after a change: what it referred to before, what is sent, and which of that there is.
fn refer(
    faults: &mut Faults,
    (before, sent, known): (Option<i64>, &Sent<i64>, Option<i64>),
    name: &str,
    label: &str,
) -> Option<i64> {
    match sent {
        Sent::Not => before,
        Sent::Blank => None,
        Sent::As(id) if known.is_some() || before == Some(*id) => Some(*id),
        Sent::As(id) => {
            let reason = format!("`{name}` names {id}, and there is no such record");
            faults.add(format!("{label} é obrigatório(a)"), reason);
            None
        }
    }
}

/// A transfer goes to an account, and to another one than it comes from. One to an unknown account has been noted.
fn check_transfer(faults: &mut Faults, (from, to): (Option<i64>, Option<i64>), sent: Option<i64>) {
    if to.is_none() && sent.is_none() {
        let reason = "a transfer needs `transfer_to_id`, the bank account that it goes to";
        faults.add("Transfer to não pode ficar em branco", reason);
    } else if to.is_some() && to == from {
        let reason = "`transfer_to_id` is the bank account that the transfer comes from";
        faults.add("Transfer to não é válido", reason);
    }
}
