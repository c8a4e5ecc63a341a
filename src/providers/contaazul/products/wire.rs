//! Products as JSON: what clients send, and what they get.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::providers::contaazul::errors::Error;
use crate::providers::contaazul::product_categories::ProductCategory;
use crate::providers::contaazul::wire::{Amount, Member, Text};

/// What creates or changes a product. A text that is neither a text nor a number is ignored.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub(super) struct ProductBody {
    /// Needed to create one.
    name: Member<Text>,
    value: Member<Amount>,
    cost: Member<Amount>,
    #[serde(deserialize_with = "Member::if_it_fits")]
    code: Member<Text>,
    #[serde(deserialize_with = "Member::if_it_fits")]
    barcode: Member<Text>,
    available_stock: Member<Amount>,
    #[serde(deserialize_with = "Member::if_it_fits")]
    ncm_code: Member<Text>,
    #[serde(deserialize_with = "Member::if_it_fits")]
    cest_code: Member<Text>,
    net_weight: Member<Amount>,
    gross_weight: Member<Amount>,
    /// A product category; the account's first one where none is named.
    #[serde(deserialize_with = "Member::if_it_fits")]
    pub(super) category_id: Member<Text>,
    #[serde(deserialize_with = "Member::if_it_fits")]
    unit_measure: Member<Text>,
    #[serde(deserialize_with = "Member::if_it_fits")]
    pub(super) suppliers_id: Member<SupplierIds>,
}

/// The ids of suppliers: in a text, with commas between, or in an array.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(untagged)]
pub(super) enum SupplierIds {
    Text(String),
    List(Vec<String>),
}

impl SupplierIds {
    /// The ids as texts. The vendor's sample writes the brackets and quotes of a list into the text.
    pub(super) fn ids(&self) -> Vec<&str> {
        let texts: Vec<&str> = match self {
            Self::Text(text) => text.split(',').collect(),
            Self::List(list) => list.iter().map(String::as_str).collect(),
        };
        let is_around = |c: char| c.is_whitespace() || matches!(c, '[' | ']' | '"' | '\'');
        let bare = texts.into_iter().map(|text| text.trim_matches(is_around));
        bare.filter(|text| !text.is_empty()).collect()
    }
}

/// What a body names by id: `None` where it does not speak of it.
pub(super) struct References {
    pub(super) category: Option<ProductCategory>,
    pub(super) suppliers: Option<Vec<ProductSupplier>>,
}

/// A product.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub(super) struct Product {
    pub(super) id: Uuid,
    pub(super) name: String,
    pub(super) value: Option<Amount>,
    pub(super) cost: Option<Amount>,
    pub(super) code: Option<String>,
    pub(super) barcode: Option<String>,
    /// What committed sales take away from; a product without a number is not kept in stock.
    pub(super) available_stock: Option<Amount>,
    pub(super) ncm_code: Option<String>,
    pub(super) cest_code: Option<String>,
    pub(super) net_weight: Option<Amount>,
    pub(super) gross_weight: Option<Amount>,
    pub(super) category: ProductCategory,
    pub(super) unit_measure: Option<String>,
    pub(super) suppliers: Vec<ProductSupplier>,
}

/// Who delivers a product.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub(super) struct ProductSupplier {
    pub(super) id: Uuid,
    pub(super) name: String,
}

impl Product {
    /// A new product.
    pub(super) fn create(id: Uuid, body: ProductBody, references: References) -> Result<Self, Error> {
        let Member::Given(Text(name)) = &body.name else {
            return Err(NAME_MISSING);
        };
        let blank = Self {
            id,
            name: name.clone(),
            value: None,
            cost: None,
            code: None,
            barcode: None,
            available_stock: None,
            ncm_code: None,
            cest_code: None,
            net_weight: None,
            gross_weight: None,
            category: ProductCategory::default(),
            unit_measure: None,
            suppliers: Vec::new(),
        };
        blank.update(body, references)
    }

    /// The product after a change: what the body does not hold stays.
    pub(super) fn update(self, body: ProductBody, references: References) -> Result<Self, Error> {
        let name = match body.name {
            Member::Absent => self.name,
            Member::Null => return Err(NAME_MISSING),
            Member::Given(Text(name)) => name,
        };
        let text = |member: Member<Text>, before| member.map(|text| text.0).or_keep(before);
        Ok(Self {
            id: self.id,
            name,
            value: body.value.or_keep(self.value),
            cost: body.cost.or_keep(self.cost),
            code: text(body.code, self.code),
            barcode: text(body.barcode, self.barcode),
            available_stock: body.available_stock.or_keep(self.available_stock),
            ncm_code: text(body.ncm_code, self.ncm_code),
            cest_code: text(body.cest_code, self.cest_code),
            net_weight: body.net_weight.or_keep(self.net_weight),
            gross_weight: body.gross_weight.or_keep(self.gross_weight),
            category: references.category.unwrap_or(self.category),
            unit_measure: text(body.unit_measure, self.unit_measure),
            suppliers: references.suppliers.unwrap_or(self.suppliers),
        })
    }
}

const NAME_MISSING: Error = Error::MemberMissing {
    entity: "product",
    member: "name",
};
