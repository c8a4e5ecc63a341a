//! What a provider serves: its addresses, its operations and its errors, as plain data and plain functions.

use super::endpoints::Endpoints;
use super::fidelity::Choice;
use super::terms::Terms;
use super::wording::Wording;

/// One provider, as its clients know it.
#[derive(Debug, Clone, Copy)]
pub struct Api {
    /// Its name in addresses.
    pub slug: &'static str,
    /// Its name for people, with the version of the API.
    pub name: &'static str,
    /// One sentence about it, and what it does not simulate, for people who read its OpenAPI document.
    pub description: &'static str,
    /// Where the vendor documents it.
    pub documentation: &'static str,
    /// The vendor's own host names.
    pub hosts: &'static [&'static str],
    /// The entrance's terms.
    pub terms: Terms,
    /// Every operation, mounted and described.
    pub endpoints: fn() -> Endpoints,
    /// One example of every error it can give: the catalogue, the OpenAPI document and `areia-error` use them.
    pub errors: fn() -> Vec<Box<dyn Wording>>,
    /// What was taken where its documentation contradicts itself: the ledger and the OpenAPI document tell.
    pub choices: &'static [Choice],
}
