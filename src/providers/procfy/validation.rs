//! The rules that a record breaks, in the order in which Rails says them.

use super::attributes::Sent;

/// What is wrong with one record, message by message.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Violations {
    /// The messages, as the answer joins them.
    pub(super) messages: Vec<String>,
    /// Why, in English, for the journal.
    pub(super) reasons: Vec<String>,
}

impl Violations {
    /// Notes a message and its reason.
    pub(super) fn add(&mut self, message: impl Into<String>, reason: impl Into<String>) {
        self.messages.push(message.into());
        self.reasons.push(reason.into());
    }

    /// Notes one more message for the reason that was noted last.
    pub(super) fn add_message(&mut self, message: impl Into<String>) {
        self.messages.push(message.into());
    }

    /// The violations, if there are any.
    pub(super) fn found(self) -> Option<Self> {
        (!self.messages.is_empty()).then_some(self)
    }
}

/// Notes that an attribute which cannot be null was sent as null.
pub(super) fn check_not_blank<T>(violations: &mut Violations, sent: &Sent<T>, name: &str, label: &str) {
    if sent.is_blank() {
        violations.add(
            format!("{label} não pode ficar em branco"),
            format!("`{name}` cannot be null"),
        );
    }
}

/// Notes that a name is missing, or has fewer characters than it must have.
pub(super) fn check_name(violations: &mut Violations, name: Option<&str>, characters_min: usize) {
    let name = name.unwrap_or_default();
    let is_blank = name.trim().is_empty();
    if is_blank {
        violations.add("Nome não pode ficar em branco", "`name` is missing or blank");
    }
    if name.chars().count() < characters_min {
        let message = format!("Nome é muito curto (mínimo: {characters_min} caracteres)");
        if is_blank {
            violations.add_message(message);
        } else {
            violations.add(
                message,
                format!("`name` is {name:?}, shorter than {characters_min} characters"),
            );
        }
    }
}

/// Whether a text looks like an e-mail address: something, `@`, and a host with a dot.
pub(super) fn is_email(text: &str) -> bool {
    let Some((local, domain)) = text.split_once('@') else {
        return false;
    };
    let is_plain = |part: &str| {
        !part.is_empty()
            && !part.contains(|letter: char| letter.is_whitespace() || letter.is_control() || letter == '@')
    };
    is_plain(local) && is_plain(domain) && domain.contains('.') && domain.split('.').all(|label| !label.is_empty())
}
