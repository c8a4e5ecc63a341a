//! Enums: <https://api.procfy.io>, "Enums" of transactions and of contacts. Only the key itself is taken, never its
//! position.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use strum::{EnumString, VariantNames};

use super::attributes::{Attributes, Sent};
use crate::web::rails::Parameter;

/// What a transaction is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, EnumString, VariantNames)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub(super) enum TransactionType {
    #[default]
    Revenue,
    FixedExpense,
    VariableExpense,
    Payroll,
    Tax,
    Transfer,
}

/// How often a transaction is paid.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, EnumString, VariantNames)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub(super) enum PaymentType {
    #[default]
    OnCash,
    Installment,
    Recurring,
}

/// By what a transaction is paid.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, EnumString, VariantNames)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
#[expect(clippy::enum_variant_names, reason = "`no_payment_method` is the vendor's key.")]
pub(super) enum PaymentMethod {
    #[default]
    NoPaymentMethod,
    CreditCard,
    DebitCard,
    BankSlip,
    Check,
    Cash,
    Pix,
    BankTransfer,
    DirectDebit,
    Promissory,
}

/// What kind of person a contact is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, EnumString, VariantNames)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub(super) enum PersonType {
    #[default]
    UndefinedPerson,
    Natural,
    Legal,
}

/// What a contact is to the company.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, EnumString, VariantNames)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub(super) enum ContactType {
    #[default]
    UndefinedContact,
    Customer,
    Employee,
    Supplier,
    Partner,
    Associate,
}

/// A text that is not a key of an enum.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct UnknownKey {
    /// What was sent.
    pub(super) given: String,
    /// The keys.
    pub(super) keys: &'static [&'static str],
}

impl UnknownKey {
    /// What is wrong, in half a sentence, with the key that was perhaps meant.
    pub(super) fn reason(&self) -> String {
        let nearest = self
            .keys
            .iter()
            .max_by(|a, b| strsim::jaro(a, &self.given).total_cmp(&strsim::jaro(b, &self.given)));
        format!(
            "{:?} is none of {}; the nearest is {:?}",
            self.given,
            self.keys.join(", "),
            nearest.unwrap_or(&"")
        )
    }
}

/// Reads an enum attribute. Null counts as not sent, an empty text and a number as a wrong key.
pub(super) fn key<T>(attributes: &Attributes, name: &str) -> Result<Sent<T>, UnknownKey>
where
    T: std::str::FromStr + VariantNames,
{
    let unknown_key = |given: String| UnknownKey {
        given,
        keys: T::VARIANTS,
    };
    match attributes.get(name) {
        None | Some(Parameter::Null) => Ok(Sent::Not),
        Some(Parameter::Text(text)) => match text.parse() {
            Ok(key) => Ok(Sent::As(key)),
            Err(_) => Err(unknown_key(text.clone())),
        },
        Some(other) => Err(unknown_key(other.as_text().unwrap_or("a list or an object").to_owned())),
    }
}
