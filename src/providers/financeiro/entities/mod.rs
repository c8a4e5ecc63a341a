//! Entities: the companies and people whose money an account looks after.
//!
//! LIMITATIONS
//! * What a deleted entity has goes with it one minute later; until then its nested records answer as before.

mod store;

use chrono::TimeDelta;
use http::StatusCode;
use sqlx::SqliteConnection;

use super::SLUG;
use super::errors::{BLANK, Error, Invalid};
use super::request::{Handled, Request};
use super::resource::store::{all, find, update};
use super::resource::{
    Changeset, NotFound, Owner, Record, Resource, ResourceType, Routes, Validation, blank_answer, blank_operation,
    boolean, datetime, has, integer, load_record, record_answer, record_operation, set, text,
};
use super::wire::local_text;
use crate::store::StoreError;
use crate::web::endpoints::Endpoints;
use crate::web::fidelity::observed;
use crate::world::schedule::{Fired, Scheduled};

/// An entity.
pub(super) static ENTITY: Resource = Resource {
    table: "financeiro_entity",
    fields: &[
        integer("account_id"),
        text("charging_uuid"),
        datetime("created_at"),
        boolean("default_in_menu"),
        datetime("deleted_at"),
        text("federation_subscription_number").written(),
        boolean("force_destroy"),
        integer("id"),
        datetime("imported_from_sync_at"),
        text("name").written(),
        datetime("updated_at"),
    ],
    validate: Validation::Record(validate),
    not_found: NotFound::Condition(condition),
    ..Resource::new("entity", "entities", "Entity")
};

struct Entities;

impl ResourceType for Entities {
    const RESOURCE: &'static Resource = &ENTITY;
}

/// The operations.
pub(super) fn endpoints() -> Endpoints {
    let seen = observed("recorded traffic of 2015 to 2017");
    let new = record_operation::<Entities>(
        ("newEntity", "Show what a new entity begins with"),
        seen,
        StatusCode::OK,
    );
    let delete = blank_operation(("deleteEntity", "Delete an entity, in the background"), seen);
    Routes::<Entities>::new("/entities", "/entities/{id}", seen)
        .list(("listEntities", "List entities"))
        .and(|endpoints| endpoints.get("/entities/new", new_entity, new))
        .show(("showEntity", "Show an entity"))
        .create(("createEntity", "Create an entity"))
        .update(("updateEntity", "Change an entity"))
        .and(|endpoints| endpoints.delete("/entities/{id}", delete_entity, delete))
        .endpoints()
}

fn validate(changes: &mut Changeset<'_>) {
    changes.set_default("default_in_menu", false);
    changes.set_default("force_destroy", false);
    changes.require(&["name"]);
}

/// The condition of the query for an entity: a user sees those that are the user's.
fn condition(_: &Resource, owner: Owner, request: &Request) -> String {
    let (user, account) = (request.user, owner.account);
    format!(" [WHERE `entity_users`.`user_id` = {user} AND `entities`.`account_id` = {account}]")
}

/// Says that something is wrong with a record of the account whose `entity_id` names no entity of it.
pub(super) async fn check_entity(
    changes: &mut Changeset<'_>,
    connection: &mut SqliteConnection,
) -> Result<(), StoreError> {
    let all = Owner::of_account(changes.request.account);
    let entity = match changes.integer("entity_id") {
        Some(id) => find(connection, &ENTITY, all, id).await?,
        None => None,
    };
    if entity.is_none() {
        changes.invalid.add("entity", BLANK);
    }
    Ok(())
}

/// What a new entity begins with.
async fn new_entity(request: Request) -> Handled {
    let mut record = Record::new();
    set(&mut record, "account_id", request.account);
    set(&mut record, "default_in_menu", false);
    Ok(record_answer(&ENTITY, &request, &record))
}

/// Deletes an entity in the background: it stays listed, with `deleted_at`, for one minute.
async fn delete_entity(request: Request) -> Handled {
    let mut connection = request.connection().await?;
    let id = request.path_id("id");
    let (_, mut entity) = load_record(&ENTITY, &request, &mut connection).await?;
    let entities = all(&mut connection, &ENTITY, request.account).await?;
    let mut invalid = Invalid::default();
    if entities.iter().filter(|other| !has(other, "deleted_at")).count() <= 1 {
        invalid.add("base", "Só existe uma entidade.");
        invalid.add("base", "Não é possível apagar esta entidade.");
    } else if request.parameter("force_destroy") != Some("true") {
        for (message, is_there) in store::held_by_entity(&mut connection, id).await? {
            if is_there {
                invalid.add("base", message);
            }
        }
    }
    if !invalid.is_empty() {
        return Err(Error::RecordInvalid { invalid });
    }
    set(&mut entity, "deleted_at", local_text(request.now()));
    let item = Scheduled {
        provider: SLUG,
        due_at: request.now() + TimeDelta::minutes(1),
        what: "entity deleted",
        subject: id.to_string(),
    };
    let mut transaction = connection.begin().await?;
    update(&mut transaction, &ENTITY, id, &entity).await?;
    request.world().schedule.add(&mut transaction, &[item]).await?;
    transaction.commit().await?;
    Ok(blank_answer(&request, StatusCode::ACCEPTED))
}

/// The background job of a deletion ends: what the entity had goes with it.
pub(super) async fn fire(connection: &mut SqliteConnection, fired: &Fired) -> Result<(), StoreError> {
    store::delete_entity(connection, fired.subject.parse().unwrap_or_default()).await
}
