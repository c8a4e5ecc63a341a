//! What creates a document, member by member. Every member is read by itself, so that one that does not fit is a violation
//! of its own among all the others. The names of members stand here alone.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer};
use serde_json::Value;

use crate::exact::Exact;
use crate::providers::docsales::wire::{Address, Amount, PaymentFrequency};

/// A member of a body.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) enum Sent<T> {
    /// It is not in the body, or it is null or an empty text.
    #[default]
    Absent,
    /// It has a value.
    Given(T),
    /// What was sent does not have the member's type.
    Misfit,
}

impl<T: Clone> Sent<T> {
    /// The value, where one is given.
    pub(super) fn given(&self) -> Option<T> {
        match self {
            Self::Given(value) => Some(value.clone()),
            Self::Absent | Self::Misfit => None,
        }
    }
}

impl<'de, T: DeserializeOwned> Deserialize<'de> for Sent<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(match Value::deserialize(deserializer)? {
            Value::Null => Self::Absent,
            Value::String(text) if text.trim().is_empty() => Self::Absent,
            value => T::deserialize(Exact(value)).map_or(Self::Misfit, Self::Given),
        })
    }
}

impl<T: JsonSchema> JsonSchema for Sent<T> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        Option::<T>::schema_name()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        Option::<T>::json_schema(generator)
    }
}

/// A text, or a number, which Rails casts to its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Text(pub(super) String);

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match Value::deserialize(deserializer)? {
            Value::String(text) => Ok(Self(text)),
            Value::Number(number) => Ok(Self(number.to_string())),
            other => Err(serde::de::Error::custom(format!("{other} is no text"))),
        }
    }
}

impl JsonSchema for Text {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Text".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": "string"})
    }
}

/// A whole number, or the text of one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Whole(pub(super) i64);

impl<'de> Deserialize<'de> for Whole {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Text(text) = Text::deserialize(deserializer)?;
        text.trim().parse().map(Self).map_err(serde::de::Error::custom)
    }
}

impl JsonSchema for Whole {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Whole".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": "integer"})
    }
}

/// The request's body: the document stands under `proposal`, or is the body itself.
#[derive(Debug, JsonSchema)]
#[expect(dead_code, reason = "it describes the usual form; both are read from the value")]
pub(super) struct ProposalRequest {
    proposal: ProposalBody,
}

/// What a document is created from.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub(crate) struct ProposalBody {
    /// The template's name where it is not given.
    pub(super) title: Sent<Text>,
    pub(super) signature_type_id: Sent<Whole>,
    /// Its code, instead of its id.
    pub(super) signature_type: Sent<Text>,
    pub(super) payment_method_id: Sent<Whole>,
    pub(super) template_id: Sent<Whole>,
    pub(super) seller_id: Sent<Whole>,
    /// The seller's e-mail address, instead of the id; `?user_email=` does it too.
    pub(super) seller_email: Sent<Text>,
    /// `YYYY-MM-DD`; today and the account's days of validity where it is not given.
    pub(super) expiration_date: Sent<Text>,
    pub(super) contract_start_date: Sent<Text>,
    pub(super) contract_months: Sent<Whole>,
    /// 1 to 120.
    pub(super) installments: Sent<Whole>,
    /// 1 to 31.
    pub(super) due_day: Sent<Whole>,
    pub(super) notes: Sent<Text>,
    /// The next number where it is not given.
    pub(super) code: Sent<Text>,
    pub(super) customer: Sent<CustomerBody>,
    pub(super) items: Sent<Vec<ItemBody>>,
    pub(super) signers: Sent<Vec<SignerBody>>,
    pub(super) additional_fields: Sent<Vec<FieldBody>>,
}

/// A customer that exists (`id` or `code`), or the data of one.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub(super) struct CustomerBody {
    pub(super) id: Sent<Whole>,
    pub(super) code: Sent<Text>,
    /// Razão Social.
    pub(super) name: Sent<Text>,
    pub(super) trade_name: Sent<Text>,
    /// CNPJ or CPF.
    pub(super) document: Sent<Text>,
    pub(super) state_registration: Sent<Text>,
    pub(super) email: Sent<Text>,
    pub(super) phone: Sent<Text>,
    pub(super) address: Sent<AddressBody>,
    pub(super) additional_fields: Sent<Vec<FieldBody>>,
}

#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub(super) struct AddressBody {
    street: Sent<Text>,
    number: Sent<Text>,
    complement: Sent<Text>,
    district: Sent<Text>,
    city: Sent<Text>,
    state: Sent<Text>,
    zip_code: Sent<Text>,
    country: Sent<Text>,
}

impl AddressBody {
    pub(super) fn address(&self) -> Address {
        let text = |member: &Sent<Text>| member.given().map(|Text(text)| text);
        Address {
            street: text(&self.street),
            number: text(&self.number),
            complement: text(&self.complement),
            district: text(&self.district),
            city: text(&self.city),
            state: text(&self.state),
            zip_code: text(&self.zip_code),
            country: text(&self.country),
        }
    }
}

#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub(super) struct ItemBody {
    pub(super) product_id: Sent<Whole>,
    /// 1 where it is not given.
    pub(super) quantity: Sent<Amount>,
    /// The catalogue's price of the frequency where it is not given.
    pub(super) unit_price: Sent<Amount>,
    /// `one_time` where it is not given.
    pub(super) payment_frequency: Sent<PaymentFrequency>,
    pub(super) discount: Sent<Amount>,
    pub(super) description: Sent<Text>,
}

#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub(super) struct SignerBody {
    pub(super) name: Sent<Text>,
    pub(super) email: Sent<Text>,
    /// The role's code.
    pub(super) role: Sent<Text>,
    /// The role's id, instead of its code.
    pub(super) role_id: Sent<Whole>,
    /// CPF.
    pub(super) document: Sent<Text>,
    pub(super) phone: Sent<Text>,
    /// The signer's position where it is not given.
    pub(super) signing_order: Sent<Whole>,
}

#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub(super) struct FieldBody {
    pub(super) name: Sent<Text>,
    pub(super) value: Sent<Text>,
}

/// A document that was sent, read member by member.
#[derive(Debug, Clone)]
pub(crate) struct ParsedProposal {
    pub(super) body: ProposalBody,
    /// A sentence for every member that is unknown.
    pub(super) hints: Vec<String>,
}

impl ParsedProposal {
    /// Reads a request's body; the error is a sentence.
    pub(super) fn of_request(request: Value) -> Result<Self, String> {
        let Value::Object(mut members) = request else {
            return Err("The body is no JSON object.".to_owned());
        };
        if members.is_empty() {
            return Err("The body is an empty object; send the document under `proposal`.".to_owned());
        }
        let document = members.remove("proposal").unwrap_or(Value::Object(members));
        if !document.is_object() {
            return Err("The body's `proposal` is no object.".to_owned());
        }
        Self::of_document(document)
    }

    /// Reads what stands under `proposal`.
    pub(crate) fn of_document(document: Value) -> Result<Self, String> {
        let mut hints = unknown_members::<ProposalBody>("", &document);
        hints.extend(unknown_members::<CustomerBody>("customer.", &document["customer"]));
        let list = |name: &str| document[name].as_array().cloned().unwrap_or_default();
        for (place, item) in list("items").iter().enumerate() {
            hints.extend(unknown_members::<ItemBody>(&format!("items[{place}]."), item));
        }
        for (place, signer) in list("signers").iter().enumerate() {
            hints.extend(unknown_members::<SignerBody>(&format!("signers[{place}]."), signer));
        }
        hints.truncate(10);
        let body = serde_json::from_value(document).map_err(|error| error.to_string())?;
        Ok(Self { body, hints })
    }
}

/// A sentence for each member of a value that `T` does not have, with the nearest one that it has.
fn unknown_members<T: JsonSchema>(prefix: &str, value: &Value) -> Vec<String> {
    let Some(members) = value.as_object() else {
        return Vec::new();
    };
    let known = member_names::<T>();
    let unknown = members.keys().filter(|name| !known.contains(*name));
    let hint = |name: &String| {
        let likeness = |other: &String| strsim::jaro_winkler(name, other);
        let nearest = known
            .iter()
            .max_by(|one, other| likeness(one).total_cmp(&likeness(other)));
        let nearest = nearest.map(String::as_str).unwrap_or_default();
        format!("`{prefix}{name}` is unknown here; the nearest is `{nearest}`.")
    };
    unknown.map(hint).collect()
}

/// The names of the members of `T`, from the schema that describes it.
fn member_names<T: JsonSchema>() -> Arc<BTreeSet<String>> {
    // Making a schema takes longer than all other work on a body, so the names are kept.
    static KNOWN: Mutex<BTreeMap<String, Arc<BTreeSet<String>>>> = Mutex::new(BTreeMap::new());
    let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    let names = known.entry(T::schema_id().into_owned()).or_insert_with(|| {
        let schema = T::json_schema(&mut SchemaGenerator::default());
        let properties = schema.get("properties").and_then(Value::as_object);
        let names = properties.map(|properties| properties.keys().cloned().collect());
        Arc::new(names.unwrap_or_default())
    });
    names.clone()
}
