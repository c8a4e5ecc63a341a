//! Classification centers: centers of cost and of revenue.

use futures_util::FutureExt as _;
use sqlx::SqliteConnection;

use super::entities::ENTITY;
use super::errors::{BLANK, Error};
use super::resource::{
    Described, Draft, Names, OnUpdate, Record, Resource, Scope, Shown, boolean, datetime, integer, mounted, store, text,
};
use super::uses;
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
        text("guid").shown(Shown::InLists),
        integer("id"),
        boolean("imported_from_sync").shown(Shown::InLists),
        boolean("modified_by_sync").shown(Shown::InLists),
        text("name").written(),
        boolean("revenue_center").written(),
        datetime("updated_at"),
        integer("use_count"),
    ],
    rules: |draft, connection| rules(draft, connection).boxed(),
    complete: Some(|record, call, connection| {
        uses::count("classification_center_id", record, call, connection).boxed()
    }),
    ..Resource::usual(
        "classification_center",
        "classification_centers",
        "ClassificationCenter",
    )
};

struct ClassificationCenters;

impl Described for ClassificationCenters {
    fn resource() -> &'static Resource {
        &CLASSIFICATION_CENTER
    }
}

/// The operations.
pub(super) fn endpoints() -> Endpoints {
    let names = Names {
        list: ("listClassificationCenters", "List classification centers"),
        show: ("showClassificationCenter", "Show a classification center"),
        create: ("createClassificationCenter", "Create a classification center"),
        update: ("updateClassificationCenter", "Change a classification center"),
        delete: ("deleteClassificationCenter", "Delete a classification center"),
    };
    let seen = observed("recorded traffic of 2015 to 2017");
    let paths = ("/classification_centers", "/classification_centers/{id}");
    mounted::<ClassificationCenters>(Endpoints::new(), paths, names, seen)
}

async fn rules(draft: &mut Draft<'_>, connection: &mut SqliteConnection) -> Result<(), Error> {
    for name in ["cost_center", "revenue_center"] {
        draft.default(name, true);
    }
    for name in ["imported_from_sync", "modified_by_sync"] {
        draft.default(name, false);
    }
    draft.default("use_count", 0);
    let scope = Scope {
        account: draft.call.account,
        owner: draft.call.account,
    };
    let entity = match draft.integer("entity_id") {
        Some(id) => store::find(connection, &ENTITY, scope, id).await?,
        None => None,
    };
    if entity.is_none() {
        draft.invalid.add("entity", BLANK);
    }
    draft.must_have(&["name"]);
    Ok(())
}

/// What a fixture leaves out.
pub(super) fn begin(record: &mut Record) {
    record.entry("use_count").or_insert_with(|| 0.into());
}
