//! How a sale is paid: its installments, its bank.

use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::providers::contaazul::errors::Error;
use crate::providers::contaazul::wire::{Amount, Day, Member, Moment, Text};

/// At once, or in parts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "UPPERCASE")]
pub(in crate::providers::contaazul) enum PaymentType {
    /// At once.
    #[default]
    Cash,
    /// In parts.
    Times,
}

/// The means of payment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub(in crate::providers::contaazul) enum Method {
    BankingBillet,
    PaymentLink,
    CreditCard,
    DebitCard,
    Cash,
    InstantPayment,
    PixCharge,
    WithoutPayment,
    BankingTransfer,
    Other,
    AutomaticDebit,
    FidelityProgram,
    DigitalWallet,
    Cashback,
    Check,
    StoreCredit,
    VirtualCredit,
    BankingDeposit,
    FoodVoucher,
    FuelVoucher,
    GiftVoucher,
    MealVoucher,
}

impl Method {
    /// Conta Azul's own charges cannot be sent, only read (FAQ 35).
    pub(super) fn is_own_charge(self) -> bool {
        matches!(self, Self::PaymentLink | Self::PixCharge)
    }
}

/// Where an installment stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "UPPERCASE")]
pub(in crate::providers::contaazul) enum InstallmentStatus {
    /// To be paid.
    Pending,
    /// Paid.
    Acquitted,
}

/// A payment as it is sent. The bank's id has three names, which different examples of the vendor's show.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
pub(in crate::providers::contaazul) struct PaymentBody {
    #[serde(default, rename = "type")]
    pub(super) payment_type: Member<PaymentType>,
    #[serde(default)]
    pub(super) method: Member<Method>,
    #[serde(default)]
    pub(super) installments: Member<Vec<InstallmentBody>>,
    #[serde(default)]
    financial_account_id: Member<Text>,
    #[serde(default, rename = "financialAccountId")]
    financial_account_id_in_camel_case: Member<Text>,
    #[serde(default, rename = "financialAccount")]
    financial_account: Member<BankReference>,
}

/// A bank that is referred to by an object.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
struct BankReference {
    #[serde(default)]
    uuid: Member<Text>,
}

impl PaymentBody {
    /// The id of the bank that is named.
    pub(super) fn bank(&self) -> Option<String> {
        let plain = self.financial_account_id.clone().given();
        let camel_case = || self.financial_account_id_in_camel_case.clone().given();
        let nested = || {
            self.financial_account
                .clone()
                .given()
                .and_then(|bank| bank.uuid.given())
        };
        plain.or_else(camel_case).or_else(nested).map(|text| text.0)
    }
}

/// An installment as it is sent.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub(in crate::providers::contaazul) struct InstallmentBody {
    /// Its place, from 1, where it is not sent.
    #[serde(default)]
    pub(super) number: Member<i64>,
    #[serde(default)]
    pub(super) value: Member<Amount>,
    #[serde(default)]
    pub(super) due_date: Member<Moment>,
    /// A sale is never created received (FAQ 34): only an update may say `ACQUITTED`.
    #[serde(default)]
    pub(super) status: Member<Text>,
    #[serde(default)]
    note: Member<Text>,
    #[serde(default, rename = "hasBillet")]
    has_billet: Member<bool>,
}

/// How a sale is paid.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub(in crate::providers::contaazul) struct Payment {
    #[serde(rename = "type")]
    pub(super) payment_type: PaymentType,
    pub(super) method: Option<Method>,
    pub(super) installments: Vec<Installment>,
    pub(super) financial_account_id: Option<String>,
    pub(super) financial_account: Option<Bank>,
}

/// One part of a payment.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub(in crate::providers::contaazul) struct Installment {
    pub(super) number: i64,
    pub(super) value: Amount,
    pub(super) due_date: Day,
    pub(super) status: InstallmentStatus,
    pub(super) note: Option<String>,
    #[serde(rename = "hasBillet")]
    pub(super) has_billet: bool,
}

/// A bank account of the company.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub(in crate::providers::contaazul) struct Bank {
    pub(super) uuid: String,
    pub(super) name: String,
    #[serde(rename = "accountType")]
    pub(super) account_type: String,
    #[serde(rename = "billetConfigured")]
    pub(super) billet_configured: bool,
}

impl Bank {
    /// Native accounts acquit what they charge by themselves, and nobody does it for them (FAQ 23).
    pub(super) fn is_native(&self) -> bool {
        ["Receba Fácil", "Conta PJ"]
            .iter()
            .any(|native| self.name.starts_with(native))
    }
}

impl Installment {
    /// The installments that are sent; `before` are those that the sale has, whose states they keep unless they say so.
    pub(super) fn all(sent: &[InstallmentBody], before: &[Self]) -> Result<Vec<Self>, Error> {
        sent.iter()
            .zip(1..)
            .map(|(body, place)| Self::of(body, place, before))
            .collect()
    }

    fn of(body: &InstallmentBody, place: i64, before: &[Self]) -> Result<Self, Error> {
        let missing = |member| Error::MemberMissing {
            entity: "sale installment",
            member,
        };
        let number = body.number.given().unwrap_or(place);
        let kept = before.iter().find(|other| other.number == number);
        Ok(Self {
            number,
            value: body.value.given().ok_or_else(|| missing("value"))?,
            due_date: body.due_date.given().ok_or_else(|| missing("due_date"))?.day,
            status: kept.map_or(InstallmentStatus::Pending, |kept| kept.status),
            note: body
                .note
                .clone()
                .map(|text| text.0)
                .or_keep(kept.and_then(|kept| kept.note.clone())),
            has_billet: body
                .has_billet
                .given()
                .unwrap_or(kept.is_some_and(|kept| kept.has_billet)),
        })
    }

    /// A sale paid at once that says nothing of installments has one.
    pub(super) fn single(total: Amount, due_date: Day) -> Self {
        Self {
            number: 1,
            value: total,
            due_date,
            status: InstallmentStatus::Pending,
            note: None,
            has_billet: false,
        }
    }
}

/// Installments, where there are any, must add up to the total (FAQ 44); half a cent is forgiven.
pub(super) fn check_sum(installments: &[Installment], total: Amount) -> Result<(), Error> {
    let sum = installments
        .iter()
        .try_fold(Decimal::ZERO, |sum, installment| sum.checked_add(installment.value.0));
    let sum = sum.ok_or_else(|| Error::BodyUnreadable {
        reason: "The installments are too large.".to_owned(),
    })?;
    let is_off = (sum - total.0).abs() >= Decimal::new(5, 3);
    if is_off && !installments.is_empty() {
        return Err(Error::InstallmentsDiffer { sum, total: total.0 });
    }
    Ok(())
}

/// An installment is acquitted by hand only where a bank is named, and not a native one (FAQ 23, 34).
pub(super) fn check_acquittable(bank: Option<&Bank>) -> Result<(), Error> {
    let reason = match bank {
        None => "The sale has no financial_account_id, and no installment is acquitted without one".to_owned(),
        Some(bank) if bank.is_native() => {
            format!(
                "{:?} is native to the ERP and acquits its installments by itself",
                bank.name
            )
        }
        Some(_) => return Ok(()),
    };
    Err(Error::InstallmentNotAcquittable { reason })
}
