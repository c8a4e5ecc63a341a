//! The operations of receivable accounts.

use http::StatusCode;

use super::{
    RECEIVABLE, RECEIVABLE_ACCOUNT, answers, create, delete, delete_selected, payment, recurrence, show, update,
};
use crate::providers::financeiro::resource::{Described, Resource, list, lists, says_nothing, shows, taking};
use crate::web::endpoints::Endpoints;
use crate::web::fidelity::observed;

struct ReceivableAccounts;

impl Described for ReceivableAccounts {
    fn resource() -> &'static Resource {
        &RECEIVABLE_ACCOUNT
    }
}

/// The operations of receivable accounts.
pub(in crate::providers::financeiro) fn endpoints() -> Endpoints {
    type T = ReceivableAccounts;
    let seen = observed("recorded traffic of 2015 to 2017");
    let shown = |names| shows::<T>(names, seen, StatusCode::OK);
    let (many, single) = (
        "/entities/{entity_id}/receivable_accounts",
        "/entities/{entity_id}/receivable_accounts/{id}",
    );
    Endpoints::new()
        .get(
            many,
            |call| list(&RECEIVABLE_ACCOUNT, call),
            lists::<T>(("listReceivableAccounts", "List what an entity will be paid"), seen),
        )
        .get(
            "/entities/{entity_id}/receivable_accounts/new",
            |call| answers::template(&RECEIVABLE, call),
            shown(("newReceivableAccount", "Show what a new receivable account begins with")),
        )
        .get(
            single,
            |call| show(&RECEIVABLE, call),
            shown(("showReceivableAccount", "Show a receivable account")),
        )
        .post(
            many,
            |call| create(&RECEIVABLE, call),
            taking::<T>(shows::<T>(
                (
                    "createReceivableAccount",
                    "Create a receivable account, a recurrence or its parcels",
                ),
                seen,
                StatusCode::CREATED,
            )),
        )
        .put(
            single,
            |call| update(&RECEIVABLE, call),
            taking::<T>(shown(("updateReceivableAccount", "Change a receivable account"))),
        )
        .put(
            "/entities/{entity_id}/receivable_accounts/{id}/receive",
            |call| payment::settle(&RECEIVABLE, call),
            taking::<T>(shown(("receiveReceivableAccount", "Receive it"))),
        )
        .put(
            "/entities/{entity_id}/receivable_accounts/{id}/undo_receivement",
            |call| payment::undo(&RECEIVABLE, call),
            shown(("undoReceivement", "Take a receipt back")),
        )
        .delete(
            "/entities/{entity_id}/receivable_accounts/{id}/recurrence",
            |call| recurrence::delete(&RECEIVABLE, call),
            says_nothing(
                ("deleteReceivableRecurrence", "Delete every instance of a recurrence"),
                seen,
            ),
        )
        .delete(
            single,
            |call| delete(&RECEIVABLE, call),
            says_nothing(("deleteReceivableAccount", "Delete a receivable account"), seen),
        )
        .delete(
            many,
            |call| delete_selected(&RECEIVABLE, call),
            says_nothing(("deleteReceivableAccounts", "Delete those of `selected_ids`"), seen),
        )
}
