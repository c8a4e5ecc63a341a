//! Categories and their subcategories.

use std::collections::BTreeSet;

use futures_util::FutureExt as _;
use http::StatusCode;
use sqlx::SqliteConnection;

use super::errors::BLANK;
use super::request::{Handled, Request};
use super::resource::{
    Changeset, OnUpdate, Owner, Record, Resource, ResourceType, Routes, Validation, Visibility, boolean,
    created_answer_at, datetime, id_of, ids, integer, load_record, number_of, record_operation, save, set, store, text,
    text_of, with_body,
};
use super::{use_count, webhooks};
use crate::store::StoreError;
use crate::web::endpoints::Endpoints;
use crate::web::fidelity::{documented, observed};

/// A category.
pub(super) static CATEGORY: Resource = Resource {
    table: "financeiro_category",
    sorted_by: "full_name",
    per_page: Some(50),
    on_update: OnUpdate::Blank,
    fields: &[
        integer("account_id").visible(Visibility::InLists),
        boolean("cost").written(),
        datetime("created_at"),
        integer("excel_import_id"),
        boolean("force_destroy"),
        text("full_name"),
        text("guid").visible(Visibility::InLists),
        integer("id"),
        boolean("imported_from_sync"),
        ids("interested_users_ids"),
        boolean("modified_by_sync"),
        text("name").written(),
        integer("parent_id").written(),
        boolean("revenue").written(),
        datetime("updated_at"),
        integer("use_count"),
    ],
    is_paged_in_docs_only: true,
    validate: Validation::Store(|changes, connection| validate(changes, connection).boxed()),
    notify: webhooks::NOTIFY,
    add_computed: Some(|record, request, connection| {
        use_count::count("category_id", record, request, connection).boxed()
    }),
    ..Resource::new("category", "categories", "Category")
};

struct Categories;

impl ResourceType for Categories {
    const RESOURCE: &'static Resource = &CATEGORY;
}

/// The operations.
pub(super) fn endpoints() -> Endpoints {
    let seen = observed("recorded traffic of 2015 to 2017");
    let subcategory = with_body::<Categories>(record_operation::<Categories>(
        ("createSubcategory", "Create a category under another one"),
        documented("the vendor's older pages, categories"),
        StatusCode::CREATED,
    ));
    Routes::<Categories>::new("/categories", "/categories/{id}", seen)
        .list(("listCategories", "List categories"))
        .show(("showCategory", "Show a category"))
        .create(("createCategory", "Create a category"))
        .update(("updateCategory", "Change a category"))
        .delete(("deleteCategory", "Delete a category"))
        .and(|endpoints| endpoints.post("/categories/{id}/create_subcategory", create_subcategory, subcategory))
        .endpoints()
}

/// Creates a category under the one that the path names.
async fn create_subcategory(request: Request) -> Handled {
    let mut connection = request.connection().await?;
    let (owner, parent) = load_record(&CATEGORY, &request, &mut connection).await?;
    let mut changes = Changeset::new(CATEGORY.fields, &request, None, request.attributes("category")?);
    changes.set("parent_id", id_of(&parent));
    let record = save(&CATEGORY, &mut connection, owner, changes).await?;
    let path = format!("/categories/{}", id_of(&record));
    Ok(created_answer_at(&CATEGORY, &request, &record, &path))
}

async fn validate(changes: &mut Changeset<'_>, connection: &mut SqliteConnection) -> Result<(), StoreError> {
    for name in ["cost", "revenue"] {
        changes.set_default(name, true);
    }
    for name in ["force_destroy", "imported_from_sync", "modified_by_sync"] {
        changes.set_default(name, false);
    }
    changes.set_default("use_count", 0);
    changes.set_default("interested_users_ids", vec![changes.request.user]);
    let owner = Owner::of_account(changes.request.account);
    let above = match changes.integer("parent_id") {
        Some(parent) if Some(parent) == changes.integer("id") => {
            changes.invalid.add("parent_id", "não é válido");
            None
        }
        Some(parent) => store::find(connection, &CATEGORY, owner, parent).await?,
        None => None,
    };
    let name = changes.text("name").to_owned();
    let full_name = match above.as_ref().and_then(|above| text_of(above, "full_name")) {
        Some(above) => format!("{above} / {name}"),
        None => name.clone(),
    };
    if name.trim().is_empty() {
        changes.invalid.add("name", BLANK);
        changes.invalid.add("full_name", BLANK);
        return Ok(());
    }
    changes.set("full_name", full_name.clone());
    if let (Some(id), true) = (changes.integer("id"), changes.invalid.is_empty()) {
        rename_below(connection, owner, id, &full_name).await?;
    }
    Ok(())
}

/// What stands under a category bears its name.
async fn rename_below(
    connection: &mut SqliteConnection,
    owner: Owner,
    id: i64,
    full_name: &str,
) -> Result<(), StoreError> {
    let all = store::all(connection, &CATEGORY, owner.account).await?;
    let mut above = vec![(id, full_name.to_owned())];
    let mut renamed = BTreeSet::from([id]);
    while let Some((parent, full_name)) = above.pop() {
        for below in all.iter().filter(|other| number_of(other, "parent_id") == Some(parent)) {
            let id = id_of(below);
            if !renamed.insert(id) {
                continue;
            }
            let full_name = format!("{full_name} / {}", text_of(below, "name").unwrap_or_default());
            let mut below = below.clone();
            set(&mut below, "full_name", full_name.clone());
            store::update(connection, &CATEGORY, id, &below).await?;
            above.push((id, full_name));
        }
    }
    Ok(())
}

/// What a fixture leaves out.
pub(super) fn set_defaults(record: &mut Record) {
    let name = record.get("name").cloned().unwrap_or_default();
    record.entry("full_name").or_insert(name);
    record.entry("use_count").or_insert_with(|| 0.into());
    record.entry("interested_users_ids").or_insert_with(|| vec![1].into());
}
