//! Entities: the companies and people whose money an account looks after.
//!
//! LIMITATIONS
//! * What a deleted entity has goes with it one minute later; until then its nested records answer as before.

use chrono::TimeDelta;
use futures_util::FutureExt as _;
use http::StatusCode;
use serde_json::Value;
use sqlx::SqliteConnection;

use super::SLUG;
use super::call::{Call, Handled};
use super::errors::{Error, Invalid};
use super::resource::{
    Described, Draft, Record, Resource, Scope, blank, boolean, create, datetime, integer, list, lists, not_found,
    says_nothing, show, shows, store, taking, text, update,
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
    rules: |draft, _| async { rules(draft) }.boxed(),
    ..Resource::usual("entity", "entities", "Entity")
};

struct Entities;

impl Described for Entities {
    fn resource() -> &'static Resource {
        &ENTITY
    }
}

/// The operations.
pub(super) fn endpoints() -> Endpoints {
    let seen = observed("recorded traffic of 2015 to 2017");
    Endpoints::new()
        .get(
            "/entities",
            |call| list(&ENTITY, call),
            lists::<Entities>(("listEntities", "List entities"), seen),
        )
        .get(
            "/entities/new",
            new_entity,
            shows::<Entities>(
                ("newEntity", "Show what a new entity begins with"),
                seen,
                StatusCode::OK,
            ),
        )
        .get(
            "/entities/{id}",
            |call| show(&ENTITY, call),
            shows::<Entities>(("showEntity", "Show an entity"), seen, StatusCode::OK),
        )
        .post(
            "/entities",
            |call| create(&ENTITY, call),
            taking::<Entities>(shows::<Entities>(
                ("createEntity", "Create an entity"),
                seen,
                StatusCode::CREATED,
            )),
        )
        .put(
            "/entities/{id}",
            |call| update(&ENTITY, call),
            taking::<Entities>(shows::<Entities>(
                ("updateEntity", "Change an entity"),
                seen,
                StatusCode::OK,
            )),
        )
        .delete(
            "/entities/{id}",
            delete_entity,
            says_nothing(("deleteEntity", "Delete an entity, in the background"), seen),
        )
}

fn rules(draft: &mut Draft<'_>) -> Result<(), Error> {
    draft.default("default_in_menu", false);
    draft.default("force_destroy", false);
    draft.must_have(&["name"]);
    Ok(())
}

/// Every entity of the account.
fn all(call: &Call) -> Scope {
    Scope {
        account: call.account,
        owner: call.account,
    }
}

/// What a new entity begins with.
async fn new_entity(call: Call) -> Handled {
    let mut record = Record::new();
    record.insert("account_id".to_owned(), call.account.into());
    record.insert("default_in_menu".to_owned(), false.into());
    Ok(super::resource::one(&ENTITY, &call, &record))
}

/// Deletes an entity in the background: it stays listed, with `deleted_at`, for one minute.
async fn delete_entity(call: Call) -> Handled {
    let mut connection = call.connection().await?;
    let id = call.path_id("id");
    let found = store::find(&mut connection, &ENTITY, all(&call), id).await?;
    let Some(mut entity) = found else {
        return Err(not_found(&ENTITY, all(&call), call.path_text("id"), &call));
    };
    let entities = store::all(&mut connection, &ENTITY, call.account).await?;
    let mut invalid = Invalid::default();
    let others = entities
        .iter()
        .filter(|other| other.get("deleted_at").is_none_or(Value::is_null));
    if others.count() <= 1 {
        invalid.add("base", "Só existe uma entidade.");
        invalid.add("base", "Não é possível apagar esta entidade.");
    } else if call.parameter("force_destroy") != Some("true") {
        for (message, is_there) in store::held_by_entity(&mut connection, id).await? {
            if is_there {
                invalid.add("base", message);
            }
        }
    }
    if !invalid.is_empty() {
        return Err(Error::RecordInvalid { invalid });
    }
    entity.insert("deleted_at".to_owned(), local_text(call.now()).into());
    let item = Scheduled {
        provider: SLUG,
        due_at: call.now() + TimeDelta::minutes(1),
        what: "entity deleted",
        subject: id.to_string(),
    };
    let mut transaction = connection.begin().await?;
    store::update(&mut transaction, &ENTITY, id, &entity).await?;
    call.world().schedule.add(&mut transaction, &[item]).await?;
    transaction.commit().await?;
    Ok(blank(&call, StatusCode::ACCEPTED))
}

/// The background job of a deletion ends: what the entity had goes with it.
pub(super) async fn fire(connection: &mut SqliteConnection, fired: &Fired) -> Result<(), StoreError> {
    store::delete_entity(connection, fired.subject.parse().unwrap_or_default()).await
}
