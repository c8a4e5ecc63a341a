//! Contacts as they are sent and shown.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::addresses::{Address, AddressChange};
use crate::providers::procfy::attributes::{Attributes, Sent};
use crate::providers::procfy::enums::{self, ContactType, PersonType};
use crate::providers::procfy::errors::{Error, Handled};
use crate::providers::procfy::validation::{self, Violations, is_email};

/// What creates or changes a contact.
#[derive(Debug, JsonSchema)]
pub(super) struct ContactBody {
    /// Two characters at least.
    name: Sent<String>,
    /// Nobody checks it: the documentation's own sample is no CNPJ.
    document_1: Sent<String>,
    document_2: Sent<String>,
    /// An empty text stands for none.
    sector_activity_id: Sent<i64>,
    email: Sent<String>,
    phone_number: Sent<String>,
    cell_phone_number: Sent<String>,
    birth_date: Sent<String>,
    description: Sent<String>,
    contact_type: Sent<ContactType>,
    person_type: Sent<PersonType>,
    /// Read apart: an object by position (`"0"`, `"1"`), or a list.
    #[expect(dead_code, reason = "It describes the body.")]
    addresses_attributes: Option<Vec<AddressChange>>,
}

/// A contact.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub(super) struct Contact {
    id: i64,
    name: String,
    document_1: Option<String>,
    document_2: Option<String>,
    sector_activity_id: Option<i64>,
    email: Option<String>,
    phone_number: Option<String>,
    cell_phone_number: Option<String>,
    birth_date: Option<String>,
    description: Option<String>,
    contact_type: ContactType,
    person_type: PersonType,
    pub(super) addresses: Vec<Address>,
}

impl ContactBody {
    /// Reads a body, but for its addresses.
    pub(super) fn of(attributes: &Attributes) -> Handled<Self> {
        let contact_type = enums::key(attributes, "contact_type");
        let person_type = enums::key(attributes, "person_type");
        Ok(Self {
            name: attributes.text("name"),
            document_1: attributes.text("document_1"),
            document_2: attributes.text("document_2"),
            sector_activity_id: attributes.integer("sector_activity_id"),
            email: attributes.text("email"),
            phone_number: attributes.text("phone_number"),
            cell_phone_number: attributes.text("cell_phone_number"),
            birth_date: attributes.date("birth_date"),
            description: attributes.text("description"),
            contact_type: contact_type.map_err(Error::ContactTypeInvalid)?,
            person_type: person_type.map_err(Error::PersonTypeInvalid)?,
            addresses_attributes: None,
        })
    }
}

impl Contact {
    /// A new contact, without addresses.
    pub(super) fn create(id: i64, body: ContactBody) -> Handled<Self> {
        let blank = Self {
            id,
            name: String::new(),
            document_1: None,
            document_2: None,
            sector_activity_id: None,
            email: None,
            phone_number: None,
            cell_phone_number: None,
            birth_date: None,
            description: None,
            contact_type: ContactType::default(),
            person_type: PersonType::default(),
            addresses: Vec::new(),
        };
        blank.update(body)
    }

    /// The contact after a change: what is not sent stays.
    pub(super) fn update(self, body: ContactBody) -> Handled<Self> {
        let name = body.name.or_keep(Some(self.name)).unwrap_or_default();
        let email = body.email.or_keep(self.email);
        let mut violations = Violations::default();
        validation::check_name(&mut violations, Some(&name), 2);
        if let Some(email) = email.as_deref().filter(|text| !text.is_empty() && !is_email(text)) {
            violations.add("Email não é válido", format!("`email` is {email:?}"));
        }
        if let Some(violations) = violations.found() {
            return Err(Error::ContactInvalid(violations));
        }
        Ok(Self {
            id: self.id,
            name,
            document_1: body.document_1.or_keep(self.document_1),
            document_2: body.document_2.or_keep(self.document_2),
            sector_activity_id: body.sector_activity_id.or_keep(self.sector_activity_id),
            email,
            phone_number: body.phone_number.or_keep(self.phone_number),
            cell_phone_number: body.cell_phone_number.or_keep(self.cell_phone_number),
            birth_date: body.birth_date.or_keep(self.birth_date),
            description: body.description.or_keep(self.description),
            contact_type: body.contact_type.or_keep(None).unwrap_or(self.contact_type),
            person_type: body.person_type.or_keep(None).unwrap_or(self.person_type),
            addresses: self.addresses,
        })
    }
}
