//! How much is known of a behaviour, and from where: the ledger's entries.

use schemars::JsonSchema;
use serde::Serialize;

/// How much is known of a behaviour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Fidelity {
    /// The vendor's documentation says so.
    Documented,
    /// Recorded from the real service, or relied on by several independent client programs.
    Observed,
    /// Follows from what is known; nobody recorded it.
    Inferred,
    /// Invented here, because nothing is known.
    Designed,
}

/// How much is known, and the source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Evidence {
    /// How much is known.
    pub fidelity: Fidelity,
    /// Where that can be looked up: the number of a documented answer, the name of a product whose source is public.
    pub source: &'static str,
}

/// What was taken where the documentation contradicts itself or leaves something open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Choice {
    /// The operations that show it; empty for all.
    pub operations: &'static [&'static str],
    /// What the documentation says, and what was taken.
    pub text: &'static str,
}

impl Choice {
    /// What of `choices` concerns `operation`.
    pub fn of(choices: &'static [Self], operation: &str) -> impl Iterator<Item = &'static str> + Clone {
        let concerned = move |choice: &&Self| choice.operations.is_empty() || choice.operations.contains(&operation);
        choices.iter().filter(concerned).map(|choice| choice.text)
    }
}

/// The vendor's documentation says so.
pub const fn documented(source: &'static str) -> Evidence {
    Evidence {
        fidelity: Fidelity::Documented,
        source,
    }
}

/// Recorded, or relied on by several independent clients.
pub const fn observed(source: &'static str) -> Evidence {
    Evidence {
        fidelity: Fidelity::Observed,
        source,
    }
}

/// Follows from what is known.
pub const fn inferred(source: &'static str) -> Evidence {
    Evidence {
        fidelity: Fidelity::Inferred,
        source,
    }
}

/// Invented here.
pub const fn designed(source: &'static str) -> Evidence {
    Evidence {
        fidelity: Fidelity::Designed,
        source,
    }
}
