//! The customer of a document.

use super::checker::Checker;
use crate::providers::docsales::proposals::body::{CustomerBody, Sent, Text};
use crate::providers::docsales::tax_number;
use crate::providers::docsales::violations::Violation;
use crate::providers::docsales::wire::{AdditionalField, Address, Customer};

/// The customer of a document, as the body names it.
#[derive(Debug, Clone)]
pub(crate) enum DraftCustomer {
    /// A customer that exists, named by its id or code.
    Existing(Box<Customer>),
    /// The data of a customer, which may exist or not.
    Described(Box<CustomerData>),
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
    /// The customer `before`, new or known, with these data.
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

/// Reads the customer. `existing` is the one that the body's id or code names, where there is one.
pub(super) fn customer(
    sent: &Sent<CustomerBody>,
    existing: Option<&Customer>,
    checker: &mut Checker,
) -> Option<DraftCustomer> {
    let body = match sent {
        Sent::Absent => return checker.reject(Violation::missing(("customer", "Cliente"))),
        Sent::Misfit => return checker.reject(Violation::invalid(("customer", "Cliente"))),
        Sent::Given(body) => body,
    };
    let member = match (&body.id, &body.code) {
        (Sent::Absent, Sent::Absent) => return data(body, checker).map(Box::new).map(DraftCustomer::Described),
        (Sent::Absent, _) => ("customer.code", "Cliente: Código"),
        (_, _) => ("customer.id", "Cliente: ID"),
    };
    let existing = checker.found(existing, member)?;
    Some(DraftCustomer::Existing(Box::new(existing.clone())))
}

fn data(body: &CustomerBody, checker: &mut Checker) -> Option<CustomerData> {
    let name = checker.required_text(&body.name, ("customer.name", "Cliente: Razão social"));
    let document = document(&body.document, checker);
    let trade_name = checker.text(&body.trade_name, ("customer.trade_name", "Cliente: Nome fantasia"));
    let state_registration = checker.text(
        &body.state_registration,
        ("customer.state_registration", "Cliente: Inscrição estadual"),
    );
    let email = checker.text(&body.email, ("customer.email", "Cliente: E-mail"));
    let phone = checker.text(&body.phone, ("customer.phone", "Cliente: Telefone"));
    let address = match &body.address {
        Sent::Misfit => checker.reject(Violation::invalid(("customer.address", "Cliente: Endereço"))),
        sent => sent.given().map(|address| address.address()),
    };
    let additional_fields = checker.fields(
        &body.additional_fields,
        ("customer.additional_fields", "Cliente: Campos adicionais"),
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

fn document(sent: &Sent<Text>, checker: &mut Checker) -> Option<String> {
    let member = ("customer.document", "Cliente: CNPJ/CPF");
    let text = checker.required_text(sent, member)?;
    let bare = tax_number::bare(&text);
    match tax_number::is_valid(&bare) {
        true => Some(bare),
        false => checker.reject(Violation::invalid(member)),
    }
}
