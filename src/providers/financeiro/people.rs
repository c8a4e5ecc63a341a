//! People: customers and suppliers.
//!
//! Documentation: the vendor's page "Financeiro API", whose samples are about person 816.
//!
//! LIMITATIONS
//! * CPF and CNPJ check digits are not verified: no recording says that they are.
//! * `use_count` counts payable and receivable accounts and transactions; what else the vendor counts is unknown.

use futures_util::FutureExt as _;
use sqlx::SqliteConnection;

use super::account::Profile;
use super::errors::BLANK;
use super::resource::store::is_name_taken;
use super::resource::{
    Changeset, OnUpdate, Record, Resource, ResourceType, Routes, Validation, Visibility, boolean, datetime, ids,
    integer, set, text, text_of,
};
use super::{use_count, webhooks};
use crate::store::StoreError;
use crate::web::endpoints::Endpoints;
use crate::web::fidelity::documented;

/// A person. In the profile of the documentation it has the sample's thirteen keys, and a further one that was written.
pub(super) static PERSON: Resource = Resource {
    table: "financeiro_person",
    sorted_by: "name",
    per_page: Some(50),
    on_update: OnUpdate::Blank,
    fields: &[
        integer("account_id").visible(Visibility::InWireLists),
        text("address").written().visible(Visibility::InWire),
        text("address_number").written().visible(Visibility::InWire),
        text("city").written().visible(Visibility::InWire),
        text("complement").written().visible(Visibility::InWire),
        text("country").written().visible(Visibility::InWire),
        datetime("created_at"),
        boolean("customer").written(),
        text("email").written().visible(Visibility::InWire),
        integer("excel_import_id").visible(Visibility::InWire),
        text("febraban_favored_code").visible(Visibility::InWire),
        text("febraban_name").visible(Visibility::InWire),
        text("federation_subscription_number").written(),
        text("federation_subscription_number_only_numbers"),
        integer("federation_subscription_type_id"),
        boolean("force_destroy"),
        text("guid").visible(Visibility::InWireLists),
        integer("id"),
        boolean("imported_from_sync"),
        ids("interested_users_ids").visible(Visibility::InWire),
        boolean("modified_by_sync"),
        text("name").written(),
        text("neighborhood").written().visible(Visibility::InWire),
        text("note").written().visible(Visibility::InWire),
        text("person_type").written().visible(Visibility::InWire),
        text("phone").written().visible(Visibility::InWire),
        text("pix_key").written().visible(Visibility::InWire),
        text("pix_key_type").written().visible(Visibility::InWire),
        text("site").written().visible(Visibility::InWire),
        text("state").written().visible(Visibility::InWire),
        boolean("supplier").written(),
        datetime("updated_at"),
        integer("use_count").visible(Visibility::InWire),
        text("zip_code").written().visible(Visibility::InWire),
        text("type").visible(Visibility::InDocs),
    ],
    is_shown_as_list_in_docs: true,
    validate: Validation::Store(|changes, connection| validate(changes, connection).boxed()),
    notify: webhooks::NOTIFY,
    add_computed: Some(|record, request, connection| {
        use_count::count("person_id", record, request, connection).boxed()
    }),
    // The documentation's profile shows no `use_count`.
    compute: Some(|_, request| (request.profile == Profile::Docs).then(Vec::new)),
    ..Resource::new("person", "people", "Person")
};

struct People;

impl ResourceType for People {
    const RESOURCE: &'static Resource = &PERSON;
}

/// The operations.
pub(super) fn endpoints() -> Endpoints {
    let source = documented("the vendor's page, Autenticação; recorded traffic of 2015 to 2017");
    Routes::<People>::new("/people", "/people/{id}", source)
        .list(("listPeople", "List people"))
        .show(("showPerson", "Show a person"))
        .create(("createPerson", "Create a person"))
        .update(("updatePerson", "Change a person"))
        .delete(("deletePerson", "Delete a person"))
        .endpoints()
}

async fn validate(changes: &mut Changeset<'_>, connection: &mut SqliteConnection) -> Result<(), StoreError> {
    for name in ["customer", "supplier"] {
        changes.set_default(name, true);
    }
    for name in ["force_destroy", "imported_from_sync", "modified_by_sync"] {
        changes.set_default(name, false);
    }
    changes.set_default("use_count", 0);
    changes.set_default("interested_users_ids", vec![changes.request.user]);
    derive(&mut changes.record);
    changes.require(&["name"]);
    if !changes.is_blank("name") {
        let id = changes.integer("id");
        let name = changes.text("name").to_owned();
        if is_name_taken(connection, &PERSON, changes.request.account, &name, id).await? {
            changes.invalid.add("name", "já está em uso");
        }
    }
    let types = ["phone", "email", "cpf_cnpj", "random"];
    if !changes.is_blank("pix_key") && changes.is_blank("pix_key_type") {
        changes.invalid.add("pix_key_type", BLANK);
    } else if !changes.is_blank("pix_key_type") && !types.contains(&changes.text("pix_key_type")) {
        changes.invalid.add("pix_key_type", "não está incluso na lista");
    }
    Ok(())
}

/// What follows from the other columns.
fn derive(record: &mut Record) {
    let number = text_of(record, "federation_subscription_number");
    let digits = number.map(|number| number.chars().filter(char::is_ascii_digit).collect::<String>());
    set(record, "federation_subscription_number_only_numbers", digits);
    let kind = record.get("person_type").filter(|kind| !kind.is_null()).cloned();
    set(record, "type", kind.unwrap_or_else(|| "NaturalPerson".into()));
}

/// What a fixture leaves out.
pub(super) fn set_defaults(record: &mut Record) {
    derive(record);
    record.entry("use_count").or_insert_with(|| 0.into());
    record.entry("interested_users_ids").or_insert_with(|| vec![1].into());
}
