//! What customers and suppliers are, as people and companies.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Whether somebody is a person or a company.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "UPPERCASE")]
pub(in crate::providers::contaazul) enum PersonType {
    /// A person, with a CPF.
    Natural,
    /// A company, with a CNPJ.
    Legal,
}

/// How somebody stands to the state's sales tax.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub(in crate::providers::contaazul) enum StateRegistrationType {
    /// Pays none.
    NoContributor,
    /// Pays it.
    Contributor,
    /// Is immune.
    ImmuneContributor,
}
