//! What is wrong with a document that was sent: where, what the answer says of it, and why.

/// A member of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Member {
    /// Where it stands: `signers[0].email`.
    pub(super) path: String,
    /// What people call it: `Signatário 1: E-mail`.
    pub(super) label: String,
}

impl From<(&str, &str)> for Member {
    fn from((path, label): (&str, &str)) -> Self {
        Self {
            path: path.to_owned(),
            label: label.to_owned(),
        }
    }
}

/// One rule that a document breaks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Violation {
    pub(super) member: Member,
    /// What the answer says, as rails-i18n words it.
    pub(super) message: &'static str,
    /// The same for the journal, in English.
    pub(super) reason: &'static str,
}

impl Violation {
    fn new(member: impl Into<Member>, message: &'static str, reason: &'static str) -> Self {
        Self {
            member: member.into(),
            message,
            reason,
        }
    }

    /// The member, a reference or a list, is not there.
    pub(super) fn missing(member: impl Into<Member>) -> Self {
        Self::new(member, "é obrigatório(a)", "is missing")
    }

    /// The text is not there, or has no letter.
    pub(super) fn blank(member: impl Into<Member>) -> Self {
        Self::new(member, "não pode ficar em branco", "is missing or blank")
    }

    /// The value does not have the form that it must have.
    pub(super) fn invalid(member: impl Into<Member>) -> Self {
        Self::new(member, "não é válido", "has not a form or a value that it can have")
    }

    /// The value is not among the allowed ones.
    pub(super) fn unlisted(member: impl Into<Member>) -> Self {
        let reason = "is none of those that the account has, or that are allowed (see /api/v1/registration-data)";
        Self::new(member, "não está incluído na lista", reason)
    }

    /// The value is not a number.
    pub(super) fn not_a_number(member: impl Into<Member>) -> Self {
        Self::new(member, "não é um número", "is no number, or beyond what one can be")
    }

    /// The number is 0 or less.
    pub(super) fn not_positive(member: impl Into<Member>) -> Self {
        Self::new(member, "deve ser maior que 0", "must be greater than 0")
    }

    /// Another document has the value.
    pub(super) fn taken(member: impl Into<Member>) -> Self {
        Self::new(member, "já está em uso", "is that of another document of the account")
    }
}
