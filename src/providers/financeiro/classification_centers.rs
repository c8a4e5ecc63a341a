//! Classification centers: centers of cost and of revenue.

use futures_util::FutureExt as _;
use sqlx::SqliteConnection;

use super::entities::{ENTITY, check_entity};
use super::errors::Error;
use super::request::Request;
use super::resource::{
    Changeset, NotFound, OnUpdate, Record, Resource, ResourceType, Routes, Validation, Visibility, boolean, datetime,
    id_of, integer, store, text,
};
use super::{use_count, webhooks};
use crate::store::StoreError;
use crate::web::endpoints::Endpoints;
use crate::web::fidelity::observed;

/// A classification center.
pub(super) static CLASSIFICATION_CENTER: Resource = Resource {
    table: "financeiro_classification_center",
    sorted_by: "name",
    on_update: OnUpdate::Blank,
    fields: &[
        boolean("cost_center").written(),
        datetime("created_at"),
        integer("entity_id").written(),
        integer("excel_import_id"),
        text("guid").visible(Visibility::InLists),
        integer("id"),
        boolean("imported_from_sync").visible(Visibility::InLists),
        boolean("modified_by_sync").visible(Visibility::InLists),
        text("name").written(),
        boolean("revenue_center").written(),
        datetime("updated_at"),
        integer("use_count"),
    ],
    not_found: NotFound::Store(|request, connection| not_found(request, connection).boxed()),
    validate: Validation::Store(|changes, connection| validate(changes, connection).boxed()),
    notify: webhooks::NOTIFY,
    add_computed: Some(|record, request, connection| {
        use_count::count("classification_center_id", record, request, connection).boxed()
    }),
    ..Resource::new(
        "classification_center",
        "classification_centers",
        "ClassificationCenter",
    )
};

struct ClassificationCenters;

impl ResourceType for ClassificationCenters {
    const RESOURCE: &'static Resource = &CLASSIFICATION_CENTER;
}

/// The operations.
pub(super) fn endpoints() -> Endpoints {
    let seen = observed("recorded traffic of 2015 to 2017");
    Routes::<ClassificationCenters>::new("/classification_centers", "/classification_centers/{id}", seen)
        .list(("listClassificationCenters", "List classification centers"))
        .show(("showClassificationCenter", "Show a classification center"))
        .create(("createClassificationCenter", "Create a classification center"))
        .update(("updateClassificationCenter", "Change a classification center"))
        .delete(("deleteClassificationCenter", "Delete a classification center"))
        .endpoints()
}

/// Rails' words, with a condition that names every entity of the account.
async fn not_found(request: &Request, connection: &mut SqliteConnection) -> Result<Error, StoreError> {
    let entities = store::all(connection, &ENTITY, request.account).await?;
    let ids: Vec<String> = entities.iter().map(|entity| id_of(entity).to_string()).collect();
    let (id, ids) = (request.path_text("id"), ids.join(","));
    let condition = format!("[WHERE (classification_centers.entity_id in ({ids}))]");
    Ok(Error::RecordNotFound {
        message: format!("Couldn't find ClassificationCenter with id={id} {condition}"),
        reason: format!("The account has no classification center {id}."),
    })
}

async fn validate(changes: &mut Changeset<'_>, connection: &mut SqliteConnection) -> Result<(), StoreError> {
    for name in ["cost_center", "revenue_center"] {
        changes.set_default(name, true);
    }
    for name in ["imported_from_sync", "modified_by_sync"] {
        changes.set_default(name, false);
    }
    changes.set_default("use_count", 0);
    check_entity(changes, connection).await?;
    changes.require(&["name"]);
    Ok(())
}

/// What a fixture leaves out.
pub(super) fn set_defaults(record: &mut Record) {
    record.entry("use_count").or_insert_with(|| 0.into());
}
