//! Suppliers as JSON: what clients send, and what they get.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::providers::contaazul::errors::Error;
use crate::providers::contaazul::wire::{
    Address, AddressBody, Day, Member, Moment, PersonType, StateRegistrationType, Text,
};

/// What creates or changes a supplier.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub(super) struct SupplierBody {
    /// Needed to create one.
    name: Member<Text>,
    /// Needed to create one.
    person_type: Member<PersonType>,
    company_name: Member<Text>,
    email: Member<Text>,
    business_phone: Member<Text>,
    mobile_phone: Member<Text>,
    /// CPF or CNPJ.
    document: Member<Text>,
    identity_document: Member<Text>,
    state_registration_number: Member<Text>,
    state_registration_type: Member<StateRegistrationType>,
    city_registration_number: Member<Text>,
    pub(super) date_of_birth: Member<Moment>,
    notes: Member<Text>,
    foreign_id: Member<Text>,
    contact_name: Member<Text>,
    address: Member<AddressBody>,
}

/// A supplier. Unlike a customer it shows no `created_at`, and keeps a company's members where it is a person.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub(super) struct Supplier {
    pub(super) id: Uuid,
    pub(super) name: String,
    pub(super) company_name: Option<String>,
    pub(super) email: Option<String>,
    business_phone: Option<String>,
    mobile_phone: Option<String>,
    person_type: PersonType,
    pub(super) document: Option<String>,
    identity_document: Option<String>,
    state_registration_number: Option<String>,
    state_registration_type: Option<StateRegistrationType>,
    city_registration_number: Option<String>,
    date_of_birth: Option<Day>,
    notes: Option<String>,
    foreign_id: Option<String>,
    contact_name: Option<String>,
    address: Address,
}

const fn missing(member: &'static str) -> Error {
    Error::MemberMissing {
        entity: "supplier",
        member,
    }
}

impl Supplier {
    /// A new supplier.
    pub(super) fn create(id: Uuid, body: SupplierBody) -> Result<Self, Error> {
        let Member::Given(Text(name)) = &body.name else {
            return Err(missing("name"));
        };
        let Member::Given(person_type) = body.person_type else {
            return Err(missing("person_type"));
        };
        let blank = Self {
            id,
            name: name.clone(),
            company_name: None,
            email: None,
            business_phone: None,
            mobile_phone: None,
            person_type,
            document: None,
            identity_document: None,
            state_registration_number: None,
            state_registration_type: None,
            city_registration_number: None,
            date_of_birth: None,
            notes: None,
            foreign_id: None,
            contact_name: None,
            address: Address::default(),
        };
        blank.update(body)
    }

    /// The supplier after a change: what the body does not hold stays.
    pub(super) fn update(self, body: SupplierBody) -> Result<Self, Error> {
        let name = match body.name {
            Member::Absent => self.name,
            Member::Null => return Err(missing("name")),
            Member::Given(Text(name)) => name,
        };
        let text = |member: Member<Text>, before| member.map(|text| text.0).or_keep(before);
        Ok(Self {
            id: self.id,
            name,
            company_name: text(body.company_name, self.company_name),
            email: text(body.email, self.email),
            business_phone: text(body.business_phone, self.business_phone),
            mobile_phone: text(body.mobile_phone, self.mobile_phone),
            person_type: body.person_type.given().unwrap_or(self.person_type),
            document: text(body.document, self.document),
            identity_document: text(body.identity_document, self.identity_document),
            state_registration_number: text(body.state_registration_number, self.state_registration_number),
            state_registration_type: body.state_registration_type.or_keep(self.state_registration_type),
            city_registration_number: text(body.city_registration_number, self.city_registration_number),
            date_of_birth: body.date_of_birth.map(|moment| moment.day).or_keep(self.date_of_birth),
            notes: text(body.notes, self.notes),
            foreign_id: text(body.foreign_id, self.foreign_id),
            contact_name: text(body.contact_name, self.contact_name),
            address: self.address.update(body.address),
        })
    }
}
