//! Payable and receivable accounts: what an entity has to pay and what it will be paid.
//!
//! To the vendor both are one model, with other words: see [`Kind`].
//!
//! LIMITATIONS
//! * A recurrence without a number of parcels has its next instance at once, and no further one.

mod answers;
mod fields;
mod kind;
mod kinds;
mod payment;
mod periods;
mod recurrence;
mod store;
mod validation;

use http::StatusCode;
use sqlx::SqliteConnection;

use super::resource::store::find;
use super::resource::{
    Owner, Record, Resource, ResourceType, Routes, blank_operation, destroy_selected, record_operation, with_body,
};
use crate::store::StoreError;
use crate::web::endpoints::Endpoints;
use crate::web::fidelity::observed;
use kinds::{PAYABLE, RECEIVABLE};

pub(super) use answers::{reduced, unrooted};
pub(super) use kind::Kind;
pub(super) use kinds::{PAYABLE_ACCOUNT, RECEIVABLE_ACCOUNT};
pub(super) use store::next_financial_account;
pub(super) use validation::set_defaults;

struct PayableAccounts;

impl ResourceType for PayableAccounts {
    const RESOURCE: &'static Resource = &PAYABLE_ACCOUNT;
}

struct ReceivableAccounts;

impl ResourceType for ReceivableAccounts {
    const RESOURCE: &'static Resource = &RECEIVABLE_ACCOUNT;
}

/// The operations of payable accounts.
pub(super) fn payable_endpoints() -> Endpoints {
    endpoints::<PayableAccounts>(&PAYABLE)
}

/// The operations of receivable accounts.
pub(super) fn receivable_endpoints() -> Endpoints {
    endpoints::<ReceivableAccounts>(&RECEIVABLE)
}

fn endpoints<R: ResourceType>(kind: &'static Kind) -> Endpoints {
    let (paths, names) = (&kind.paths, &kind.names);
    let seen = observed("recorded traffic of 2015 to 2017");
    let shown = |name| record_operation::<R>(name, seen, StatusCode::OK);
    Routes::<R>::new(paths.collection, paths.member, seen)
        .list(names.list)
        .and(|endpoints| {
            endpoints.get(
                paths.new,
                move |request| answers::template(kind, request),
                shown(names.new),
            )
        })
        .show(names.show)
        .create(names.create)
        .update(names.update)
        .and(|endpoints| {
            let delete_all = blank_operation(names.delete_recurrence, seen);
            endpoints
                .put(
                    paths.settle,
                    move |request| payment::settle(kind, request),
                    with_body::<R>(shown(names.settle)),
                )
                .put(
                    paths.undo,
                    move |request| payment::undo(kind, request),
                    shown(names.undo),
                )
                .delete(
                    paths.recurrence,
                    move |request| recurrence::delete(kind, request),
                    delete_all,
                )
        })
        .delete(names.delete)
        .and(|endpoints| {
            let delete_selected = blank_operation(names.delete_selected, seen);
            endpoints.delete(
                paths.collection,
                move |request| destroy_selected(kind.resource, request),
                delete_selected,
            )
        })
        .endpoints()
}

/// A payable or a receivable account of an entity. To the vendor both are one table, so that an id means one of them.
pub(super) async fn find_in_entity(
    connection: &mut SqliteConnection,
    entity: Owner,
    id: i64,
) -> Result<Option<(&'static Kind, Record)>, StoreError> {
    for kind in [&PAYABLE, &RECEIVABLE] {
        if let Some(record) = find(connection, kind.resource, entity, id).await? {
            return Ok(Some((kind, record)));
        }
    }
    Ok(None)
}
