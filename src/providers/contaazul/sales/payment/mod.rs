//! How a sale is paid: its installments, its bank.

mod bank;
mod installment;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::providers::contaazul::answers::Handled;
use crate::providers::contaazul::errors::Error;
use crate::providers::contaazul::wire::{Amount, Day, Member, Text};

pub(super) use bank::{Bank, check_acquittable};
pub(super) use installment::{Installment, InstallmentBody, InstallmentStatus};

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
    fn is_own_charge(self) -> bool {
        matches!(self, Self::PaymentLink | Self::PixCharge)
    }
}

/// A payment as it is sent. The bank's id has three names, which different examples of the vendor's show.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
pub(in crate::providers::contaazul) struct PaymentBody {
    #[serde(default, rename = "type")]
    payment_type: Member<PaymentType>,
    #[serde(default)]
    method: Member<Method>,
    #[serde(default)]
    installments: Member<Vec<InstallmentBody>>,
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
        let plain = self.financial_account_id.text();
        let camel_case = || self.financial_account_id_in_camel_case.text();
        let nested = || self.financial_account.clone().given().and_then(|bank| bank.uuid.text());
        plain.or_else(camel_case).or_else(nested)
    }

    /// The installments that are sent.
    pub(super) fn installments(&self) -> Vec<InstallmentBody> {
        self.installments.clone().given().unwrap_or_default()
    }

    /// Conta Azul's own charges are not sent (FAQ 35), unless a sale that has one is sent back as it was read.
    pub(super) fn check_method(&self, before: Option<Method>) -> Handled<()> {
        match self.method.given() {
            Some(method) if method.is_own_charge() && before != Some(method) => Err(Error::BodyUnreadable {
                reason: format!("The payment method {method:?} is Conta Azul's own and cannot be sent."),
            }),
            _ => Ok(()),
        }
    }
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

impl Payment {
    /// A new sale's payment.
    pub(super) fn create(sent: &PaymentBody, bank: Option<Bank>, total: Amount, emission: Day) -> Handled<Self> {
        let payment_type = sent.payment_type.given().unwrap_or_default();
        let method = sent.method.given();
        let mut installments = Installment::all(&sent.installments(), &[])?;
        if method == Some(Method::WithoutPayment) {
            installments.clear();
        } else if installments.is_empty() && payment_type == PaymentType::Cash {
            installments.push(Installment::single(total, emission));
        }
        installment::check_sum(&installments, total)?;
        Ok(Self {
            payment_type,
            method,
            installments,
            financial_account_id: bank.as_ref().map(|bank| bank.uuid.clone()),
            financial_account: bank,
        })
    }

    /// The payment after a change of the sale. The method and the installments may change (FAQ 40), the bank may not
    /// (FAQ 39).
    pub(super) fn update(self, sent: &PaymentBody, total: Amount) -> Handled<Self> {
        let payment_type = sent.payment_type.given().unwrap_or(self.payment_type);
        let method = sent.method.or_keep(self.method);
        let bodies = sent.installments();
        let mut installments = match bodies.is_empty() {
            true => self.installments.clone(),
            false => Installment::all(&bodies, &self.installments)?,
        };
        for (installment, body) in installments.iter_mut().zip(&bodies) {
            let acquitted = installment.status == InstallmentStatus::Acquitted;
            match body.status.text().as_deref() {
                Some("ACQUITTED") if !acquitted => {
                    check_acquittable(self.financial_account.as_ref())?;
                    installment.status = InstallmentStatus::Acquitted;
                }
                Some("PENDING") => installment.status = InstallmentStatus::Pending,
                // Clients send words of their own, which are ignored.
                _ => {}
            }
        }
        match &mut installments[..] {
            _ if method == Some(Method::WithoutPayment) => installments.clear(),
            // What is paid at once is one installment of the whole total, as where a creation names no installment.
            [only]
                if bodies.is_empty()
                    && payment_type == PaymentType::Cash
                    && only.status == InstallmentStatus::Pending =>
            {
                only.value = total;
            }
            _ => {}
        }
        installment::check_sum(&installments, total)?;
        Ok(Self {
            payment_type,
            method,
            installments,
            ..self
        })
    }
}
