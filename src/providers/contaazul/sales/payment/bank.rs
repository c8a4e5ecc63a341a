//! The bank that a sale is paid into.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::providers::contaazul::answers::Handled;
use crate::providers::contaazul::errors::Error;

/// A bank account of the company.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub(in crate::providers::contaazul) struct Bank {
    pub(in crate::providers::contaazul::sales) uuid: String,
    pub(in crate::providers::contaazul::sales) name: String,
    #[serde(rename = "accountType")]
    pub(in crate::providers::contaazul::sales) account_type: String,
    #[serde(rename = "billetConfigured")]
    pub(in crate::providers::contaazul::sales) billet_configured: bool,
}

impl Bank {
    /// Native accounts acquit what they charge by themselves, and nobody does it for them (FAQ 23).
    pub(in crate::providers::contaazul::sales) fn is_native(&self) -> bool {
        ["Receba Fácil", "Conta PJ"]
            .iter()
            .any(|native| self.name.starts_with(native))
    }
}

/// An installment is acquitted by hand only where a bank is named, and not a native one (FAQ 23, 34).
pub(in crate::providers::contaazul::sales) fn check_acquittable(bank: Option<&Bank>) -> Handled<()> {
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
