//! The operations of payable accounts.

use http::StatusCode;

use super::{PAYABLE, PAYABLE_ACCOUNT, answers, create, delete, delete_selected, payment, recurrence, show, update};
use crate::providers::financeiro::resource::{Described, Resource, list, lists, says_nothing, shows, taking};
use crate::web::endpoints::Endpoints;
use crate::web::fidelity::observed;

struct PayableAccounts;

impl Described for PayableAccounts {
    fn resource() -> &'static Resource {
        &PAYABLE_ACCOUNT
    }
}

/// The operations of payable accounts.
pub(in crate::providers::financeiro) fn endpoints() -> Endpoints {
    type T = PayableAccounts;
    let seen = observed("recorded traffic of 2015 to 2017");
    let shown = |names| shows::<T>(names, seen, StatusCode::OK);
    let (many, single) = (
        "/entities/{entity_id}/payable_accounts",
        "/entities/{entity_id}/payable_accounts/{id}",
    );
    Endpoints::new()
        .get(
            many,
            |call| list(&PAYABLE_ACCOUNT, call),
            lists::<T>(("listPayableAccounts", "List what an entity has to pay"), seen),
        )
        .get(
            "/entities/{entity_id}/payable_accounts/new",
            |call| answers::template(&PAYABLE, call),
            shown(("newPayableAccount", "Show what a new payable account begins with")),
        )
        .get(
            single,
            |call| show(&PAYABLE, call),
            shown(("showPayableAccount", "Show a payable account")),
        )
        .post(
            many,
            |call| create(&PAYABLE, call),
            taking::<T>(shows::<T>(
                (
                    "createPayableAccount",
                    "Create a payable account, a recurrence or its parcels",
                ),
                seen,
                StatusCode::CREATED,
            )),
        )
        .put(
            single,
            |call| update(&PAYABLE, call),
            taking::<T>(shown(("updatePayableAccount", "Change a payable account"))),
        )
        .put(
            "/entities/{entity_id}/payable_accounts/{id}/pay",
            |call| payment::settle(&PAYABLE, call),
            taking::<T>(shown(("payPayableAccount", "Pay it"))),
        )
        .put(
            "/entities/{entity_id}/payable_accounts/{id}/undo_payment",
            |call| payment::undo(&PAYABLE, call),
            shown(("undoPayment", "Take a payment back")),
        )
        .delete(
            "/entities/{entity_id}/payable_accounts/{id}/recurrence",
            |call| recurrence::delete(&PAYABLE, call),
            says_nothing(
                ("deletePayableRecurrence", "Delete every instance of a recurrence"),
                seen,
            ),
        )
        .delete(
            single,
            |call| delete(&PAYABLE, call),
            says_nothing(("deletePayableAccount", "Delete a payable account"), seen),
        )
        .delete(
            many,
            |call| delete_selected(&PAYABLE, call),
            says_nothing(("deletePayableAccounts", "Delete those of `selected_ids`"), seen),
        )
}
