//! Whom a document is for.

use super::Faults;
use crate::providers::docsales::proposals::Fault;
use crate::providers::docsales::proposals::body::{CustomerBody, Sent, Text};
use crate::providers::docsales::tax_number;
use crate::providers::docsales::wire::{AdditionalField, Address, Customer};

/// Whom a document is for, as the body says it.
#[derive(Debug, Clone)]
pub(in crate::providers::docsales::proposals) enum Who {
    /// A customer that exists, by its id or code.
    Known(Box<Customer>),
    /// A customer by its data, whether it exists or not.
    Data(Box<CustomerData>),
}

/// The data of a customer; of one that exists, what is not given stays.
#[derive(Debug, Clone)]
pub(in crate::providers::docsales::proposals) struct CustomerData {
    pub(in crate::providers::docsales::proposals) document: String,
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
    pub(in crate::providers::docsales::proposals) fn applied_to(
        self,
        before: Customer,
    ) -> Customer {
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
pub(super) fn who(
    sent: &Sent<CustomerBody>,
    known: Option<&Customer>,
    faults: &mut Faults,
) -> Option<Who> {
    let body = match sent {
        Sent::Absent => return faults.note(Fault::missing("customer", "Cliente")),
        Sent::Misfit => return faults.note(Fault::invalid("customer", "Cliente")),
        Sent::Given(body) => body,
    };
    let unknown = match (&body.id, &body.code) {
        (Sent::Absent, Sent::Absent) => return data(body, faults).map(Box::new).map(Who::Data),
        (Sent::Absent, _) => Fault::unlisted("customer.code", "Cliente: Código"),
        (_, _) => Fault::unlisted("customer.id", "Cliente: ID"),
    };
    match known {
        Some(customer) => Some(Who::Known(Box::new(customer.clone()))),
        None => faults.note(unknown),
    }
}

fn data(body: &CustomerBody, faults: &mut Faults) -> Option<CustomerData> {
    let name = faults.required(
        &body.name,
        "customer.name".to_owned(),
        "Cliente: Razão social".to_owned(),
    );
    let document = document(&body.document, faults);
    let trade_name = faults.text(
        &body.trade_name,
        "customer.trade_name",
        "Cliente: Nome fantasia",
    );
    let state_registration = faults.text(
        &body.state_registration,
        "customer.state_registration",
        "Cliente: Inscrição estadual",
    );
    let email = faults.text(&body.email, "customer.email", "Cliente: E-mail");
    let phone = faults.text(&body.phone, "customer.phone", "Cliente: Telefone");
    let address = match &body.address {
        Sent::Misfit => faults.note(Fault::invalid("customer.address", "Cliente: Endereço")),
        sent => sent.given().map(|address| address.address()),
    };
    let additional_fields = faults.fields(
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

fn document(sent: &Sent<Text>, faults: &mut Faults) -> Option<String> {
    let (place, label) = ("customer.document", "Cliente: CNPJ/CPF");
    let text = faults.required(sent, place.to_owned(), label.to_owned())?;
    let bare = tax_number::bare(&text);
    match tax_number::is_valid(&bare) {
        true => Some(bare),
        false => faults.note(Fault::invalid(place, label)),
    }
}
