//! Customers as JSON: what clients send, and what they get.

use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize};
use uuid::Uuid;

use crate::providers::contaazul::errors::Error;
use crate::providers::contaazul::wire::{
    Address, AddressBody, Day, Member, Moment, PersonType, StateRegistrationType, Text,
};

/// What creates or changes a customer.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub(super) struct CustomerBody {
    #[serde(default)]
    name: Member<Text>,
    /// Needed to create one.
    #[serde(default)]
    person_type: Member<PersonType>,
    /// Dropped for a person.
    #[serde(default)]
    company_name: Member<Text>,
    #[serde(default)]
    email: Member<Text>,
    #[serde(default)]
    business_phone: Member<Text>,
    #[serde(default)]
    mobile_phone: Member<Text>,
    /// CPF or CNPJ.
    #[serde(default)]
    document: Member<Text>,
    #[serde(default)]
    identity_document: Member<Text>,
    #[serde(default)]
    state_registration_number: Member<Text>,
    #[serde(default)]
    state_registration_type: Member<StateRegistrationType>,
    /// Dropped for a person.
    #[serde(default)]
    city_registration_number: Member<Text>,
    #[serde(default)]
    pub(super) date_of_birth: Member<Moment>,
    #[serde(default)]
    notes: Member<Text>,
    #[serde(default)]
    pub(super) contacts: Member<Vec<Contact>>,
    #[serde(default)]
    address: Member<AddressBody>,
    /// Changes only: whether the customer is active.
    #[serde(default)]
    pub(super) enabled: Member<bool>,
}

/// Somebody who works for a customer.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub(super) struct Contact {
    #[serde(default, deserialize_with = "text")]
    name: Option<String>,
    #[serde(default, deserialize_with = "text")]
    business_phone: Option<String>,
    #[serde(default, deserialize_with = "text")]
    email: Option<String>,
    #[serde(default, deserialize_with = "text")]
    job_title: Option<String>,
}

/// A contact's text: as elsewhere a number will do, and an empty text is none.
fn text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    let member = Member::<Text>::deserialize(deserializer)?;
    Ok(member.given().map(|text| text.0))
}

/// A customer.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub(super) struct Customer {
    pub(super) id: Uuid,
    pub(super) name: String,
    pub(super) company_name: Option<String>,
    pub(super) email: Option<String>,
    pub(super) business_phone: Option<String>,
    pub(super) mobile_phone: Option<String>,
    pub(super) person_type: PersonType,
    pub(super) document: Option<String>,
    pub(super) identity_document: Option<String>,
    pub(super) state_registration_number: Option<String>,
    pub(super) state_registration_type: Option<StateRegistrationType>,
    pub(super) city_registration_number: Option<String>,
    pub(super) date_of_birth: Option<Day>,
    pub(super) notes: Option<String>,
    pub(super) created_at: Day,
    pub(super) address: Address,
}

impl CustomerBody {
    /// The contacts that are sent.
    pub(super) fn contacts(&self) -> Vec<Contact> {
        self.contacts.clone().given().unwrap_or_default()
    }
}

impl Customer {
    /// A new customer.
    pub(super) fn create(id: Uuid, body: CustomerBody, created_at: Day) -> Result<Self, Error> {
        let missing = |member| Error::MemberMissing {
            entity: "customer",
            member,
        };
        let Member::Given(name) = &body.name else {
            return Err(missing("name"));
        };
        let Member::Given(person_type) = body.person_type else {
            return Err(missing("person_type"));
        };
        let blank = Self {
            id,
            name: name.0.clone(),
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
            created_at,
            address: Address::default(),
        };
        blank.update(body)
    }

    /// The customer after a change: what the body does not hold stays.
    pub(super) fn update(self, body: CustomerBody) -> Result<Self, Error> {
        if body.name == Member::Null {
            return Err(Error::MemberMissing {
                entity: "customer",
                member: "name",
            });
        }
        let text = |member: Member<Text>, before| member.map(|text| text.0).or_keep(before);
        let person_type = body.person_type.given().unwrap_or(self.person_type);
        let of_companies = |value: Option<String>| value.filter(|_| person_type == PersonType::Legal);
        Ok(Self {
            id: self.id,
            name: text(body.name, None).unwrap_or(self.name),
            company_name: of_companies(text(body.company_name, self.company_name)),
            email: text(body.email, self.email),
            business_phone: text(body.business_phone, self.business_phone),
            mobile_phone: text(body.mobile_phone, self.mobile_phone),
            person_type,
            document: text(body.document, self.document),
            identity_document: text(body.identity_document, self.identity_document),
            state_registration_number: text(body.state_registration_number, self.state_registration_number),
            state_registration_type: body.state_registration_type.or_keep(self.state_registration_type),
            city_registration_number: of_companies(text(body.city_registration_number, self.city_registration_number)),
            date_of_birth: body.date_of_birth.map(|moment| moment.day).or_keep(self.date_of_birth),
            notes: text(body.notes, self.notes),
            created_at: self.created_at,
            address: self.address.update(body.address),
        })
    }
}
