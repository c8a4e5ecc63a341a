//! What is wrong with a document that was sent: where, what it says there, and why.

/// One rule that a document breaks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Violation {
    /// The member: `signers[0].email`.
    pub(super) place: String,
    /// The member's name for people: `Signatário 1: E-mail`.
    pub(super) label: String,
    /// What is said, as rails-i18n words it.
    pub(super) message: &'static str,
    /// The same for the journal.
    pub(super) reason: &'static str,
}

impl Violation {
    fn new(place: impl Into<String>, label: impl Into<String>, message: &'static str, reason: &'static str) -> Self {
        Self {
            place: place.into(),
            label: label.into(),
            message,
            reason,
        }
    }

    /// It must be there.
    pub(super) fn missing(place: impl Into<String>, label: impl Into<String>) -> Self {
        Self::new(place, label, "é obrigatório(a)", "is missing")
    }

    /// It must hold something.
    pub(super) fn blank(place: impl Into<String>, label: impl Into<String>) -> Self {
        Self::new(place, label, "não pode ficar em branco", "is missing or blank")
    }

    /// It has not the form that it must have.
    pub(super) fn invalid(place: impl Into<String>, label: impl Into<String>) -> Self {
        Self::new(
            place,
            label,
            "não é válido",
            "has not a form or a value that it can have",
        )
    }

    /// It is none of those that there are.
    pub(super) fn unlisted(place: impl Into<String>, label: impl Into<String>) -> Self {
        let reason = "is none of those that the account has, or that are allowed (see /api/v1/registration-data)";
        Self::new(place, label, "não está incluído na lista", reason)
    }

    /// It is no number.
    pub(super) fn not_a_number(place: impl Into<String>, label: impl Into<String>) -> Self {
        Self::new(
            place,
            label,
            "não é um número",
            "is no number, or beyond what one can be",
        )
    }

    /// It is 0 or less.
    pub(super) fn not_positive(place: impl Into<String>, label: impl Into<String>) -> Self {
        Self::new(place, label, "deve ser maior que 0", "must be greater than 0")
    }

    /// Another document has it.
    pub(super) fn taken(place: impl Into<String>, label: impl Into<String>) -> Self {
        Self::new(
            place,
            label,
            "já está em uso",
            "is that of another document of the account",
        )
    }
}
