//! Who signs a document: "name, e-mail and role are mandatory for each".

use super::Violations;
use crate::providers::docsales::proposals::body::{Sent, SignerBody, Text, Whole};
use crate::providers::docsales::tax_number;
use crate::providers::docsales::violations::Violation;
use crate::providers::docsales::wire::{RegistrationData, Signer, SignerRole, SignerStatus};

/// Reads the signers; at least one.
pub(super) fn signers(
    sent: &Sent<Vec<SignerBody>>,
    registered: &RegistrationData,
    violations: &mut Violations,
) -> Option<Vec<Signer>> {
    match sent {
        Sent::Misfit => violations.note(Violation::invalid("signers", "Signatários")),
        Sent::Given(signers) if !signers.is_empty() => {
            let read = signers
                .iter()
                .enumerate()
                .map(|(at, body)| signer(at, body, registered, violations));
            // All of them are read, so that all that is wrong is told.
            let read: Vec<Option<Signer>> = read.collect();
            read.into_iter().collect()
        }
        Sent::Absent | Sent::Given(_) => violations.note(Violation::missing("signers", "Signatários")),
    }
}

fn signer(at: usize, body: &SignerBody, registered: &RegistrationData, violations: &mut Violations) -> Option<Signer> {
    let place = |member: &str| format!("signers[{at}].{member}");
    let label = |member: &str| format!("Signatário {}: {member}", at + 1);
    let name = violations.required(&body.name, place("name"), label("Nome"));
    let email = match violations.required(&body.email, place("email"), label("E-mail")) {
        Some(email) if !is_email(&email) => violations.note(Violation::invalid(place("email"), label("E-mail"))),
        email => email,
    };
    let role = role(body, registered, (place("role"), label("Papel")), violations);
    let document = match violations.text(&body.document, place("document"), label("CPF")) {
        Some(document) if !tax_number::is_cpf(&tax_number::bare(&document)) => {
            violations.note(Violation::invalid(place("document"), label("CPF")))
        }
        document => document,
    };
    let phone = violations.text(&body.phone, place("phone"), label("Telefone"));
    let position = i64::try_from(at + 1).unwrap_or_default();
    let signing_order = match &body.signing_order {
        Sent::Absent => Some(position),
        Sent::Given(Whole(order)) if *order > 0 => Some(*order),
        Sent::Given(_) => violations.note(Violation::not_positive(place("signing_order"), label("Ordem"))),
        Sent::Misfit => violations.note(Violation::not_a_number(place("signing_order"), label("Ordem"))),
    };
    let role = role?;
    Some(Signer {
        id: at + 1,
        name: name?,
        email: email?,
        document: document.map(|document| tax_number::bare(&document)),
        phone,
        role: role.code,
        role_name: role.name,
        signing_order: signing_order?,
        status: SignerStatus::Pending,
        signed_at: None,
        url_to_sign: None,
    })
}

fn role(
    body: &SignerBody,
    registered: &RegistrationData,
    (place, label): (String, String),
    violations: &mut Violations,
) -> Option<SignerRole> {
    let mut roles = registered.signer_roles.iter();
    let found = match (&body.role, &body.role_id) {
        (Sent::Absent, Sent::Absent) => return violations.note(Violation::blank(place, label)),
        (Sent::Given(Text(code)), _) => roles.find(|role| role.code == *code),
        (Sent::Absent, Sent::Given(Whole(id))) => roles.find(|role| role.id == *id),
        (Sent::Misfit, _) | (Sent::Absent, Sent::Misfit) => None,
    };
    match found {
        Some(role) => Some(role.clone()),
        None => violations.note(Violation::unlisted(place, label)),
    }
}

/// Something at a host with a dot in its name, and no blank anywhere.
fn is_email(text: &str) -> bool {
    let Some((name, host)) = text.rsplit_once('@') else {
        return false;
    };
    let labels: Vec<&str> = host.split('.').collect();
    let is_clean = !text.chars().any(|letter| letter.is_whitespace() || letter.is_control());
    is_clean
        && !name.is_empty()
        && !name.contains('@')
        && labels.len() > 1
        && labels.iter().all(|label| !label.is_empty())
}
