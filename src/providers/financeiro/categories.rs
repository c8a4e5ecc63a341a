//! Categories and their subcategories.

use futures_util::FutureExt as _;
use http::StatusCode;
use sqlx::SqliteConnection;

use super::call::{Call, Handled};
use super::errors::{BLANK, Error};
use super::resource::{
    Described, Draft, Names, OnUpdate, Record, Resource, Scope, Shown, boolean, datetime, ids, integer, mounted,
    not_found, shows, store, taking, text,
};
use super::uses;
use super::webhooks::announce;
use crate::web::endpoints::Endpoints;
use crate::web::fidelity::{documented, observed};

/// A category.
pub(super) static CATEGORY: Resource = Resource {
    table: "financeiro_category",
    sorted_by: "full_name",
    per_page: Some(50),
    on_update: OnUpdate::Blank,
    fields: &[
        integer("account_id").shown(Shown::InLists),
        boolean("cost").written(),
        datetime("created_at"),
        integer("excel_import_id"),
        boolean("force_destroy"),
        text("full_name"),
        text("guid").shown(Shown::InLists),
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
    rules: |draft, connection| rules(draft, connection).boxed(),
    complete: Some(|record, call, connection| uses::count("category_id", record, call, connection).boxed()),
    ..Resource::usual("category", "categories", "Category")
};

struct Categories;

impl Described for Categories {
    fn resource() -> &'static Resource {
        &CATEGORY
    }
}

/// The operations.
pub(super) fn endpoints() -> Endpoints {
    let names = Names {
        list: ("listCategories", "List categories"),
        show: ("showCategory", "Show a category"),
        create: ("createCategory", "Create a category"),
        update: ("updateCategory", "Change a category"),
        delete: ("deleteCategory", "Delete a category"),
    };
    let seen = observed("recorded traffic of 2015 to 2017");
    let subcategory = shows::<Categories>(
        ("createSubcategory", "Create a category under another one"),
        documented("the vendor's older pages, categories"),
        StatusCode::CREATED,
    );
    mounted::<Categories>(Endpoints::new(), ("/categories", "/categories/{id}"), names, seen).post(
        "/categories/{id}/create_subcategory",
        create_subcategory,
        taking::<Categories>(subcategory),
    )
}

/// Creates a category under the one that the path names.
async fn create_subcategory(call: Call) -> Handled {
    let mut connection = call.connection().await?;
    let scope = Scope {
        account: call.account,
        owner: call.account,
    };
    let parent = call.path_id("id");
    if store::find(&mut connection, &CATEGORY, scope, parent).await?.is_none() {
        return Err(not_found(&CATEGORY, scope, call.path_text("id"), &call));
    }
    let mut draft = Draft::new(&CATEGORY, &call, None, call.attributes("category")?);
    draft.own(&CATEGORY, scope);
    draft.set("parent_id", parent);
    let mut transaction = connection.begin().await?;
    rules(&mut draft, &mut transaction).await?;
    let mut record = draft.checked()?;
    let id = store::insert(&mut transaction, &CATEGORY, scope, &mut record).await?;
    transaction.commit().await?;
    announce(&CATEGORY, &call, &mut connection, ("created", &record)).await;
    Ok(super::resource::created_at(
        &CATEGORY,
        &call,
        &record,
        &format!("/categories/{id}"),
    ))
}

async fn rules(draft: &mut Draft<'_>, connection: &mut SqliteConnection) -> Result<(), Error> {
    for name in ["cost", "revenue"] {
        draft.default(name, true);
    }
    for name in ["force_destroy", "imported_from_sync", "modified_by_sync"] {
        draft.default(name, false);
    }
    draft.default("use_count", 0);
    draft.default("interested_users_ids", vec![draft.call.user]);
    let scope = Scope {
        account: draft.call.account,
        owner: draft.call.account,
    };
    let above = match draft.integer("parent_id") {
        Some(parent) if Some(parent) == draft.integer("id") => {
            draft.invalid.add("parent_id", "não é válido");
            None
        }
        Some(parent) => store::find(connection, &CATEGORY, scope, parent).await?,
        None => None,
    };
    let name = draft.text("name").to_owned();
    let full_name = match above.as_ref().and_then(|above| above.get("full_name")?.as_str()) {
        Some(above) => format!("{above} / {name}"),
        None => name.clone(),
    };
    if name.trim().is_empty() {
        draft.invalid.add("name", BLANK);
        draft.invalid.add("full_name", BLANK);
        return Ok(());
    }
    draft.set("full_name", full_name.clone());
    if let (Some(id), true) = (draft.integer("id"), draft.invalid.is_empty()) {
        rename_below(connection, scope, id, &full_name).await?;
    }
    Ok(())
}

/// What stands under a category bears its name.
async fn rename_below(connection: &mut SqliteConnection, scope: Scope, id: i64, full_name: &str) -> Result<(), Error> {
    let all = store::all(connection, &CATEGORY, scope.account).await?;
    let mut above = vec![(id, full_name.to_owned())];
    let mut renamed = std::collections::BTreeSet::from([id]);
    while let Some((parent, full_name)) = above.pop() {
        let below = all
            .iter()
            .filter(|one| one.get("parent_id").and_then(|id| id.as_i64()) == Some(parent));
        for one in below {
            let mut one: Record = one.clone();
            let id = one.get("id").and_then(|id| id.as_i64()).unwrap_or_default();
            if !renamed.insert(id) {
                continue;
            }
            let name = one.get("name").and_then(|name| name.as_str()).unwrap_or_default();
            let full_name = format!("{full_name} / {name}");
            one.insert("full_name".to_owned(), full_name.clone().into());
            store::update(connection, &CATEGORY, id, &one).await?;
            above.push((id, full_name));
        }
    }
    Ok(())
}

/// What a fixture leaves out.
pub(super) fn begin(record: &mut Record) {
    let name = record.get("name").cloned().unwrap_or_default();
    record.entry("full_name").or_insert(name);
    record.entry("use_count").or_insert_with(|| 0.into());
    record.entry("interested_users_ids").or_insert_with(|| vec![1].into());
}
