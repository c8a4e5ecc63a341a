//! What a list of transactions is narrowed by.

use schemars::JsonSchema;

use crate::providers::procfy::coercion::{date, leading_integer};
use crate::providers::procfy::errors::{Error, Handled};
use crate::web::rails::{Members, Parameter};

/// The query of the list.
#[derive(Debug, JsonSchema)]
#[expect(dead_code, reason = "It describes the query; `Paging::of` and `Filter::of` read it.")]
pub(super) struct FilterQuery {
    /// The page, from 1.
    page: Option<i64>,
    /// How many records a page has: 25 where it is not given, and no bound.
    items: Option<i64>,
    /// The first `due_date`, `YYYY-MM-DD` or `DD/MM/YYYY`.
    start_date: Option<String>,
    /// The last `due_date`.
    end_date: Option<String>,
    /// Bank accounts that the transactions are in; not those that transfers go to.
    #[schemars(rename = "bank_account_ids[]")]
    bank_account_ids: Option<Vec<i64>>,
    #[schemars(rename = "category_ids[]")]
    category_ids: Option<Vec<i64>>,
    #[schemars(rename = "contact_ids[]")]
    contact_ids: Option<Vec<i64>>,
    #[schemars(rename = "cost_center_ids[]")]
    cost_center_ids: Option<Vec<i64>>,
}

/// What is left of all transactions: those that every given part keeps.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Filter {
    pub(super) start_date: Option<String>,
    pub(super) end_date: Option<String>,
    pub(super) bank_account_ids: Option<Vec<i64>>,
    pub(super) category_ids: Option<Vec<i64>>,
    pub(super) contact_ids: Option<Vec<i64>>,
    pub(super) cost_center_ids: Option<Vec<i64>>,
}

impl Filter {
    /// The filter that the parameters ask for.
    pub(super) fn of(parameters: &Members) -> Handled<Self> {
        Ok(Self {
            start_date: day(parameters, "start_date")?,
            end_date: day(parameters, "end_date")?,
            bank_account_ids: ids(parameters, "bank_account_ids"),
            category_ids: ids(parameters, "category_ids"),
            contact_ids: ids(parameters, "contact_ids"),
            cost_center_ids: ids(parameters, "cost_center_ids"),
        })
    }
}

fn day(parameters: &Members, parameter: &'static str) -> Handled<Option<String>> {
    let given = parameters.get(parameter).and_then(Parameter::as_text);
    let Some(given) = given.filter(|text| !text.trim().is_empty()) else {
        return Ok(None);
    };
    match date(given) {
        Some(day) => Ok(Some(day)),
        None => Err(Error::DateInvalid {
            parameter,
            given: given.to_owned(),
        }),
    }
}

/// The ids of a list, or a single one; blanks are dropped, and none at all are no filter.
fn ids(parameters: &Members, parameter: &str) -> Option<Vec<i64>> {
    let texts: Vec<&str> = match parameters.get(parameter)? {
        Parameter::List(list) => list.iter().filter_map(Parameter::as_text).collect(),
        Parameter::Hash(members) => members.values().filter_map(Parameter::as_text).collect(),
        scalar => scalar.as_text().into_iter().collect(),
    };
    let ids = texts.into_iter().filter(|text| !text.trim().is_empty());
    let ids: Vec<i64> = ids.map(leading_integer).collect();
    (!ids.is_empty()).then_some(ids)
}
