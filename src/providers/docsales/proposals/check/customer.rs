//! Whom a document is for.

use super::Violations;
use crate::providers::docsales::proposals::body::{CustomerBody, Sent, Text};
use crate::providers::docsales::tax_number;
use crate::providers::docsales::violations::Violation;
use crate::providers::docsales::wire::{AdditionalField, Address, Customer};

/// Whom a document is for, as the body says it.
#[derive(Debug, Clone)]
pub(crate) enum Who {
    /// A customer that exists, by its id or code.
    Known(Box<Customer>),
    /// A customer by its data, whether it exists or not.
    Data(Box<CustomerData>),
}

/// The data of a customer; of one that exists, what is not given stays.
#[derive(Debug, Clone)]
pub(crate) struct CustomerData {
    pub(crate) document: String,
    name: String,
    trade_name: Option<String>,
    state_registration: Option<String>,
    email: Option<String>,
    phone: Option<String>,
    address: Option<Address>,
    additional_fields: Option<Vec<AdditionalField>>,
}

impl CustomerData {
    /// A customer after these data: a new one, or `before` changed.
    pub(crate) fn applied_to(self, before: Customer) -> Customer {
        Customer {
            id: before.id,
            code: before.code,
            name: self.name,
            trade_name: self.trade_name.or(before.trade_name),
            document: self.document,
            state_registration: self.state_registration.or(before.state_registration),
            email: self.email.or(before.email),
            phone: self.phone.or(before.phone),
            address: self.address.or(before.address),
            additional_fields: self.additional_fields.unwrap_or(before.additional_fields),
        }
    }
}

/// Reads whom a document is for.
pub(super) fn who(sent: &Sent<CustomerBody>, known: Option<&Customer>, violations: &mut Violations) -> Option<Who> {
    let body = match sent {
        Sent::Absent => return violations.note(Violation::missing("customer", "Cliente")),
        Sent::Misfit => return violations.note(Violation::invalid("customer", "Cliente")),
        Sent::Given(body) => body,
    };
    let unknown = match (&body.id, &body.code) {
        (Sent::Absent, Sent::Absent) => return data(body, violations).map(Box::new).map(Who::Data),
        (Sent::Absent, _) => Violation::unlisted("customer.code", "Cliente: Código"),
        (_, _) => Violation::unlisted("customer.id", "Cliente: ID"),
    };
    match known {
        Some(customer) => Some(Who::Known(Box::new(customer.clone()))),
        None => violations.note(unknown),
    }
}

fn data(body: &CustomerBody, violations: &mut Violations) -> Option<CustomerData> {
    let name = violations.required(
        &body.name,
        "customer.name".to_owned(),
        "Cliente: Razão social".to_owned(),
    );
    let document = document(&body.document, violations);
    let trade_name = violations.text(&body.trade_name, "customer.trade_name", "Cliente: Nome fantasia");
    let state_registration = violations.text(
        &body.state_registration,
        "customer.state_registration",
        "Cliente: Inscrição estadual",
    );
    let email = violations.text(&body.email, "customer.email", "Cliente: E-mail");
    let phone = violations.text(&body.phone, "customer.phone", "Cliente: Telefone");
    let address = match &body.address {
        Sent::Misfit => violations.note(Violation::invalid("customer.address", "Cliente: Endereço")),
        sent => sent.given().map(|address| address.address()),
    };
    let additional_fields = violations.fields(
        &body.additional_fields,
        "customer.additional_fields",
        "Cliente: Campos adicionais",
    );
    Some(CustomerData {
        document: document?,
        name: name?,
        trade_name,
        state_registration,
        email,
        phone,
        address,
        additional_fields,
    })
}

fn document(sent: &Sent<Text>, violations: &mut Violations) -> Option<String> {
    let (place, label) = ("customer.document", "Cliente: CNPJ/CPF");
    let text = violations.required(sent, place.to_owned(), label.to_owned())?;
    let bare = tax_number::bare(&text);
    match tax_number::is_valid(&bare) {
        true => Some(bare),
        false => violations.note(Violation::invalid(place, label)),
    }
}
