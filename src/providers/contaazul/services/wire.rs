//! Services as JSON: what clients send, and what they get.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::providers::contaazul::errors::Error;
use crate::providers::contaazul::wire::{Amount, Member, Text};

/// Who renders a service.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "UPPERCASE")]
pub(super) enum ServiceType {
    /// The account does.
    #[default]
    Provided,
    /// Others do, for the account.
    Taken,
    /// Either.
    Both,
}

/// What creates or changes a service.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub(super) struct ServiceBody {
    /// Needed to create one.
    name: Member<Text>,
    value: Member<Amount>,
    cost: Member<Amount>,
    /// A text; a number will do, and what is neither is ignored.
    #[serde(deserialize_with = "Member::if_it_fits")]
    code: Member<Text>,
    /// `PROVIDED` where it is not given.
    #[serde(rename = "type")]
    service_type: Member<ServiceType>,
}

/// A service.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub(super) struct Service {
    pub(super) id: Uuid,
    pub(super) name: String,
    pub(super) value: Option<Amount>,
    pub(super) cost: Option<Amount>,
    pub(super) code: Option<String>,
    /// Not in the answer recorded in 2020; later clients know of it.
    #[serde(rename = "type")]
    pub(super) service_type: ServiceType,
}

impl Service {
    /// A new service.
    pub(super) fn create(id: Uuid, body: ServiceBody) -> Result<Self, Error> {
        let Member::Given(Text(name)) = &body.name else {
            return Err(NAME_MISSING);
        };
        let blank = Self {
            id,
            name: name.clone(),
            value: None,
            cost: None,
            code: None,
            service_type: ServiceType::default(),
        };
        blank.update(body)
    }

    /// The service after a change: what the body does not hold stays.
    pub(super) fn update(self, body: ServiceBody) -> Result<Self, Error> {
        let name = match body.name {
            Member::Absent => self.name,
            Member::Null => return Err(NAME_MISSING),
            Member::Given(Text(name)) => name,
        };
        Ok(Self {
            id: self.id,
            name,
            value: body.value.or_keep(self.value),
            cost: body.cost.or_keep(self.cost),
            code: body.code.map(|code| code.0).or_keep(self.code),
            service_type: body.service_type.or_keep(Some(self.service_type)).unwrap_or_default(),
        })
    }
}

const NAME_MISSING: Error = Error::MemberMissing {
    entity: "service",
    member: "name",
};
