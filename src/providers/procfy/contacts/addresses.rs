//! Addresses inside a contact, and `addresses_attributes`, an object by position or a list.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::providers::procfy::attributes::{Attributes, Sent};
use crate::web::rails::Parameter;

/// An address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub(super) struct Address {
    pub(super) id: i64,
    country: Option<String>,
    state: Option<String>,
    city: Option<String>,
    address_line1: Option<String>,
    address_line2: Option<String>,
    district: Option<String>,
    postcode: Option<String>,
    address_number: Option<String>,
}

/// What creates or changes an address.
#[derive(Debug, JsonSchema)]
pub(super) struct AddressChange {
    /// The address that it changes; without, that in its place.
    pub(super) id: Option<i64>,
    /// `Brasil` where a new address names none.
    country: Sent<String>,
    state: Sent<String>,
    city: Sent<String>,
    address_line1: Sent<String>,
    address_line2: Sent<String>,
    district: Sent<String>,
    postcode: Sent<String>,
    address_number: Sent<String>,
}

impl AddressChange {
    /// The addresses of a body in their order. One that says nothing is skipped.
    pub(super) fn all(attributes: &Attributes) -> Vec<Self> {
        let mut numbered: Vec<(u64, &Parameter)> = match attributes.get("addresses_attributes") {
            Some(Parameter::Hash(members)) => members
                .iter()
                .map(|(key, value)| (key.parse().unwrap_or(u64::MAX), value))
                .collect(),
            Some(Parameter::List(list)) => (0..).zip(list).collect(),
            _ => Vec::new(),
        };
        numbered.sort_by_key(|(number, _)| *number);
        let hashes = numbered.into_iter().filter_map(|(_, value)| value.as_hash());
        let changes = hashes.map(|members| Self::of(&Attributes::of(members.clone(), "")));
        changes.filter(|change| !change.says_nothing()).collect()
    }

    fn of(attributes: &Attributes) -> Self {
        Self {
            id: attributes.integer("id").or_keep(None),
            country: attributes.text("country"),
            state: attributes.text("state"),
            city: attributes.text("city"),
            address_line1: attributes.text("address_line1"),
            address_line2: attributes.text("address_line2"),
            district: attributes.text("district"),
            postcode: attributes.text("postcode"),
            address_number: attributes.text("address_number"),
        }
    }

    fn says_nothing(&self) -> bool {
        let members = [
            &self.country,
            &self.state,
            &self.city,
            &self.address_line1,
            &self.address_line2,
            &self.district,
            &self.postcode,
            &self.address_number,
        ];
        let is_empty = |sent: &Sent<String>| match sent {
            Sent::As(text) => text.is_empty(),
            Sent::Not | Sent::Blank => true,
        };
        self.id.is_none() && members.into_iter().all(is_empty)
    }

    /// A new address.
    pub(super) fn made(self, id: i64) -> Address {
        let mut address = Address {
            id,
            country: Some("Brasil".to_owned()),
            state: None,
            city: None,
            address_line1: None,
            address_line2: None,
            district: None,
            postcode: None,
            address_number: None,
        };
        self.apply_to(&mut address);
        address
    }

    /// Changes what is sent; what is not stays.
    pub(super) fn apply_to(self, address: &mut Address) {
        let before = address.clone();
        *address = Address {
            id: before.id,
            country: self.country.or_keep(before.country),
            state: self.state.or_keep(before.state),
            city: self.city.or_keep(before.city),
            address_line1: self.address_line1.or_keep(before.address_line1),
            address_line2: self.address_line2.or_keep(before.address_line2),
            district: self.district.or_keep(before.district),
            postcode: self.postcode.or_keep(before.postcode),
            address_number: self.address_number.or_keep(before.address_number),
        };
    }
}
