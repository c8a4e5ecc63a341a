//! What customers and suppliers are found by: columns that both their tables have.

use super::wire::{digits, folded};
use crate::store::listing::Listing;

/// What a list of people and companies is narrowed by, folded.
#[derive(Debug, Default)]
pub(super) struct Search {
    text: Option<String>,
    name: Option<String>,
    company_name: Option<String>,
    document_digits: Option<String>,
}

impl Search {
    /// In everything that is searched.
    pub(super) fn everywhere(text: &str) -> Self {
        Self {
            text: Some(folded(text)),
            ..Self::default()
        }
    }

    /// In single members, where they are given.
    pub(super) fn by_member(name: Option<String>, company_name: Option<String>, document: Option<String>) -> Self {
        Self {
            text: None,
            name: name.map(|text| folded(&text)),
            company_name: company_name.map(|text| folded(&text)),
            document_digits: document.map(|document| digits(&document)),
        }
    }

    /// The rows of `listing` that are searched for.
    pub(super) fn narrow(self, listing: Listing) -> Listing {
        listing
            .containing("search_folded", self.text)
            .containing("name_folded", self.name)
            .containing("company_name_folded", self.company_name)
            .equal("document_digits", self.document_digits)
    }
}

/// What searches compare of a row.
pub(super) struct Searched {
    pub(super) name_folded: String,
    pub(super) company_name_folded: String,
    pub(super) search_folded: String,
    pub(super) document_digits: Option<String>,
}

impl Searched {
    pub(super) fn of(name: &str, company_name: Option<&str>, email: Option<&str>, document: Option<&str>) -> Self {
        let fold = |member: Option<&str>| folded(member.unwrap_or_default());
        let (name_folded, company_name_folded) = (folded(name), fold(company_name));
        let search_folded = [
            company_name_folded.clone(),
            name_folded.clone(),
            fold(email),
            fold(document),
        ]
        .join("\n");
        Self {
            name_folded,
            company_name_folded,
            search_folded,
            document_digits: document.map(digits).filter(|digits| !digits.is_empty()),
        }
    }
}
