//! Finding what a path names, and what is said where it is not there.

use http::Method;
use sqlx::SqliteConnection;

use super::description::{BelongsTo, NotFound, Resource};
use super::owner::Owner;
use super::record::{Record, StoredRecord};
use super::store;
use crate::providers::financeiro::errors::Error;
use crate::providers::financeiro::request::{Handled, Request};

/// The path's parameter that names the record itself.
pub(crate) const ID: &str = "id";

/// Finds what the path's records belong to.
pub(crate) async fn find_owner(
    resource: &'static Resource,
    request: &Request,
    connection: &mut SqliteConnection,
) -> Handled<Owner> {
    let all = Owner::of_account(request.account);
    let owners = resource.owners(request);
    let Some((_, owner)) = owners.first() else {
        return Ok(all);
    };
    // One query, however long the path is. Where something on the way is not there, the next ones find out what.
    if store::is_chain(connection, &owners, request.account).await? {
        return Ok(all.with_id(*owner));
    }
    let BelongsTo::Record(parent, parameter) = resource.belongs_to else {
        return Ok(all);
    };
    match Box::pin(load_record_by(parent, parameter, request, connection)).await {
        Ok(_) => Ok(all.with_id(request.path_id(parameter))),
        Err(Error::RecordNotFound { .. }) if resource.forbids_writes_without_owner && request.method != Method::GET => {
            let (account, id) = (request.account, request.path_text(parameter));
            let reason = format!("The account {account} has no {} {id}.", parent.words());
            Err(Error::PermissionMissing { reason })
        }
        Err(error) => Err(error),
    }
}

/// The record that the path names by `{id}`.
pub(crate) async fn load_record(
    resource: &'static Resource,
    request: &Request,
    connection: &mut SqliteConnection,
) -> Handled<(Owner, Record)> {
    load_record_by(resource, ID, request, connection).await
}

/// The record that the path names by a parameter.
pub(crate) async fn load_record_by(
    resource: &'static Resource,
    parameter: &str,
    request: &Request,
    connection: &mut SqliteConnection,
) -> Handled<(Owner, Record)> {
    let (owner, stored) = load_stored_by(resource, parameter, request, connection).await?;
    Ok((owner, stored.record()?))
}

/// The same as it is stored.
pub(super) async fn load_stored_by(
    resource: &'static Resource,
    parameter: &str,
    request: &Request,
    connection: &mut SqliteConnection,
) -> Handled<(Owner, StoredRecord)> {
    let owner = find_owner(resource, request, connection).await?;
    let id = request.path_text(parameter);
    match store::find_stored(connection, resource, owner, request.path_id(parameter)).await? {
        Some(stored) => Ok((owner, stored)),
        None => Err(match resource.not_found {
            NotFound::Condition(condition) => record_not_found(resource, id, &condition(resource, owner, request)),
            NotFound::Words(words) => words(request),
            NotFound::Store(words) => words(request, connection).await?,
        }),
    }
}

/// Rails' words for a record that is not there, with the condition of its query.
pub(crate) fn record_not_found(resource: &Resource, id: &str, condition: &str) -> Error {
    Error::RecordNotFound {
        message: format!("Couldn't find {} with id={id}{condition}", resource.model),
        reason: format!("There is no {} {id} where the path looks for it.", resource.words()),
    }
}
