//! The columns that searches compare, and the filters that compare them.

use serde::Serialize;

use crate::providers::contaazul::wire::{digits, folded};
use crate::store::listing::Listing;

/// What searches compare of a record; a table uses those that it has columns for.
#[derive(Debug, Default, Serialize)]
pub(in crate::providers::contaazul) struct Columns {
    name_folded: String,
    company_name_folded: String,
    search_folded: String,
    document_digits: Option<String>,
}

impl Columns {
    /// The columns of what is found by its name.
    pub(in crate::providers::contaazul) fn named(name: &str) -> Self {
        Self {
            name_folded: folded(name),
            ..Self::default()
        }
    }

    /// The columns of a person or company.
    pub(in crate::providers::contaazul) fn of_person(
        name: &str,
        company_name: Option<&str>,
        email: Option<&str>,
        document: Option<&str>,
    ) -> Self {
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

/// What a list is narrowed by; `None` narrows nothing. Only what the table has columns for may be given.
#[derive(Debug, Default)]
pub(in crate::providers::contaazul) struct Filter {
    /// In everything that is searched, folded.
    pub(in crate::providers::contaazul) text: Option<String>,
    /// In the name, folded.
    pub(in crate::providers::contaazul) name: Option<String>,
    /// In the company's name, folded.
    pub(in crate::providers::contaazul) company_name: Option<String>,
    /// The whole document number.
    pub(in crate::providers::contaazul) document_digits: Option<String>,
    /// The whole code.
    pub(in crate::providers::contaazul) code: Option<String>,
    /// The whole barcode.
    pub(in crate::providers::contaazul) barcode: Option<String>,
    /// Whether the record is active.
    pub(in crate::providers::contaazul) enabled: Option<bool>,
}

impl Filter {
    /// What has `name` in its name, where one is given.
    pub(in crate::providers::contaazul) fn named(name: Option<&str>) -> Self {
        Self {
            name: name.map(folded),
            ..Self::default()
        }
    }

    /// People and companies: by `search` in everything that is searched, or else by single members.
    pub(in crate::providers::contaazul) fn of_people(
        search: Option<&str>,
        name: Option<&str>,
        company_name: Option<&str>,
        document: Option<&str>,
    ) -> Self {
        match search {
            Some(text) => Self {
                text: Some(folded(text)),
                ..Self::default()
            },
            None => Self {
                company_name: company_name.map(folded),
                document_digits: document.map(digits),
                ..Self::named(name)
            },
        }
    }

    /// The rows of `listing` that are searched for.
    pub(super) fn narrow(self, listing: Listing) -> Listing {
        listing
            .containing("search_folded", self.text)
            .containing("name_folded", self.name)
            .containing("company_name_folded", self.company_name)
            .equal("document_digits", self.document_digits)
            .equal("code", self.code)
            .equal("barcode", self.barcode)
            .equal("enabled", self.enabled)
    }
}
