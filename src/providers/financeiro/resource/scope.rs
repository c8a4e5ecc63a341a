//! Whose records a path names: the account's, an entity's, or another record's.

use http::Method;
use sqlx::SqliteConnection;

use super::{Owner, Resource, store};
use crate::providers::financeiro::call::Call;
use crate::providers::financeiro::entities::ENTITY;
use crate::providers::financeiro::errors::Error;

/// Whose records are meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::providers::financeiro) struct Scope {
    /// The account.
    pub(in crate::providers::financeiro) account: i64,
    /// What they belong to: the account, an entity or another record.
    pub(in crate::providers::financeiro) owner: i64,
}

/// Finds what the path's records belong to.
pub(in crate::providers::financeiro) async fn scope(
    resource: &Resource,
    call: &Call,
    connection: &mut SqliteConnection,
) -> Result<Scope, Error> {
    let account = call.account;
    if let Some(owner) = owner(resource, call, connection).await? {
        return Ok(Scope { account, owner });
    }
    // Something on the way is not there: looked for step by step, it is found out what.
    let owner = match resource.owner {
        Owner::Account => account,
        Owner::Entity => entity(resource, call, connection).await?,
        Owner::Record(parent, parameter) => {
            let above = Box::pin(scope(parent, call, connection)).await?;
            let id = call.path_id(parameter);
            match store::find(connection, parent, above, id).await? {
                Some(_) => id,
                None => return Err(not_found(parent, above, call.path_text(parameter), call)),
            }
        }
    };
    Ok(Scope { account, owner })
}

/// What the path's records belong to, where all of it is there: one question, however long the path is.
async fn owner(resource: &Resource, call: &Call, connection: &mut SqliteConnection) -> Result<Option<i64>, Error> {
    let mut chain = Vec::new();
    let mut step = resource.owner;
    loop {
        let (above, parameter) = match step {
            Owner::Account => break,
            Owner::Entity => (&ENTITY, "entity_id"),
            Owner::Record(above, parameter) => (above, parameter),
        };
        chain.push((above, call.path_id(parameter)));
        step = above.owner;
    }
    let Some((_, owner)) = chain.first().copied() else {
        return Ok(Some(call.account));
    };
    let is_there = store::is_chain(connection, &chain, call.account).await?;
    Ok(is_there.then_some(owner))
}

/// The path's entity. Who may not see it may not write there (403), and reads of nothing (404).
async fn entity(resource: &Resource, call: &Call, connection: &mut SqliteConnection) -> Result<i64, Error> {
    let all = Scope {
        account: call.account,
        owner: call.account,
    };
    let id = call.path_id("entity_id");
    if store::find(connection, &ENTITY, all, id).await?.is_some() {
        return Ok(id);
    }
    let is_guarded = matches!(resource.one, "payable_account" | "receivable_account" | "attachment");
    if is_guarded && call.method != Method::GET {
        let reason = format!(
            "The account {} has no entity {}.",
            call.account,
            call.path_text("entity_id")
        );
        return Err(Error::PermissionMissing { reason });
    }
    Err(not_found(&ENTITY, all, call.path_text("entity_id"), call))
}

/// Rails' words for a record that is not there, with the condition that it was looked for by.
pub(in crate::providers::financeiro) fn not_found(resource: &Resource, scope: Scope, id: &str, call: &Call) -> Error {
    let Scope { account, owner } = scope;
    let condition = match resource.one {
        "tax" => String::new(),
        "entity" => format!(
            " [WHERE `entity_users`.`user_id` = {} AND `entities`.`account_id` = {account}]",
            call.user
        ),
        "sale_account" => format!(" [WHERE `entities`.`account_id` = {account}]"),
        "sale" => format!(" [WHERE `sale_accounts`.`entity_id` = {owner}]"),
        _ => {
            let column = match resource.owner {
                Owner::Account => "account_id",
                Owner::Entity => "entity_id",
                Owner::Record(_, parameter) => parameter,
            };
            let many = resource.many;
            format!(" [WHERE `{many}`.`{column}` = {owner}]")
        }
    };
    Error::RecordNotFound {
        message: format!("Couldn't find {} with id={id}{condition}", resource.model),
        reason: format!(
            "There is no {} {id} where the path looks for it.",
            resource.one.replace('_', " ")
        ),
    }
}

/// The same for the record that the path names by `{id}`, where the condition has to be looked up.
pub(super) async fn missing(
    resource: &Resource,
    scope: Scope,
    call: &Call,
    connection: &mut SqliteConnection,
) -> Result<Error, Error> {
    let id = call.path_text("id");
    if resource.one != "classification_center" {
        return Ok(not_found(resource, scope, id, call));
    }
    let entities = store::all(connection, &ENTITY, call.account).await?;
    let ids: Vec<String> = entities
        .iter()
        .filter_map(|one| Some(one.get("id")?.to_string()))
        .collect();
    Ok(Error::RecordNotFound {
        message: format!(
            "Couldn't find {} with id={id} [WHERE (classification_centers.entity_id in ({}))]",
            resource.model,
            ids.join(",")
        ),
        reason: format!("The account has no classification center {id}."),
    })
}
