//! Sales of an entity, received through a sale account.
//!
//! LIMITATIONS
//! * A confirmed sale becomes a receivable account, due when the sale is to be paid out: no recording shows when the
//!   vendor makes it, nor what becomes of it once the sale changes again.
//! * The columns that client programs know of since 2017 come in the profile of the documentation only, and are empty,
//!   but for the attachments of the account that a sale became, each as its number and its link.

mod fields;
mod liquidation;
mod validation;

use super::resource::{Resource, ResourceType, Routes};
use crate::web::endpoints::Endpoints;
use crate::web::fidelity::observed;

pub(super) use fields::SALE;

struct Sales;

impl ResourceType for Sales {
    const RESOURCE: &'static Resource = &SALE;
}

/// The operations.
pub(super) fn endpoints() -> Endpoints {
    let seen = observed("recorded traffic of 2017");
    Routes::<Sales>::new("/entities/{entity_id}/sales", "/entities/{entity_id}/sales/{id}", seen)
        .list(("listSales", "List an entity's sales"))
        .show(("showSale", "Show a sale"))
        .create(("createSale", "Create a sale"))
        .update(("updateSale", "Change a sale"))
        .delete(("deleteSale", "Delete a sale"))
        .endpoints()
}
