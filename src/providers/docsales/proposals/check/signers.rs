//! Who signs a document: "name, e-mail and role are mandatory for each".

use super::checker::Checker;
use crate::providers::docsales::proposals::body::{Sent, SignerBody, Text, Whole};
use crate::providers::docsales::tax_number;
use crate::providers::docsales::violations::{Member, Violation};
use crate::providers::docsales::wire::{RegistrationData, Signer, SignerRole, SignerStatus};

/// Reads the signers; at least one.
pub(super) fn signers(
    sent: &Sent<Vec<SignerBody>>,
    registered: &RegistrationData,
    checker: &mut Checker,
) -> Option<Vec<Signer>> {
    checker.list(sent, ("signers", "Signatários"), |at, body, checker| {
        signer(at, body, registered, checker)
    })
}

fn signer(at: usize, body: &SignerBody, registered: &RegistrationData, checker: &mut Checker) -> Option<Signer> {
    let member = |name: &str, label: &str| Member {
        path: format!("signers[{at}].{name}"),
        label: format!("Signatário {}: {label}", at + 1),
    };
    let name = checker.required_text(&body.name, member("name", "Nome"));
    let email = match checker.required_text(&body.email, member("email", "E-mail")) {
        Some(email) if !is_email(&email) => checker.reject(Violation::invalid(member("email", "E-mail"))),
        email => email,
    };
    let role = role(body, registered, member("role", "Papel"), checker);
    let document = checker.text(&body.document, member("document", "CPF"));
    let document = document.map(|document| tax_number::bare(&document));
    let document = match document {
        Some(bare) if !tax_number::is_cpf(&bare) => checker.reject(Violation::invalid(member("document", "CPF"))),
        document => document,
    };
    let phone = checker.text(&body.phone, member("phone", "Telefone"));
    let signing_order = match &body.signing_order {
        Sent::Absent => i64::try_from(at + 1).ok(),
        sent => checker.positive(sent, member("signing_order", "Ordem")),
    };
    let role = role?;
    Some(Signer {
        id: at + 1,
        name: name?,
        email: email?,
        document,
        phone,
        role: role.code,
        role_name: role.name,
        signing_order: signing_order?,
        status: SignerStatus::Pending,
        signed_at: None,
        url_to_sign: None,
    })
}

/// By its code, or without one by its id.
fn role(body: &SignerBody, registered: &RegistrationData, member: Member, checker: &mut Checker) -> Option<SignerRole> {
    let mut roles = registered.signer_roles.iter();
    let found = match (&body.role, &body.role_id) {
        (Sent::Absent, Sent::Absent) => return checker.reject(Violation::blank(member)),
        (Sent::Given(Text(code)), _) => roles.find(|role| role.code == *code),
        (Sent::Absent, Sent::Given(Whole(id))) => roles.find(|role| role.id == *id),
        (Sent::Misfit, _) | (Sent::Absent, Sent::Misfit) => None,
    };
    checker.found(found, member).cloned()
}

/// A name, `@` and a host with a dot in it, without blanks.
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
