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
use super::errors::{BLANK, Error};
use super::resource::{
    Described, Draft, Names, OnUpdate, Resource, Shown, boolean, datetime, ids, integer, mounted, store, text,
};
use super::uses;
use crate::web::endpoints::Endpoints;
use crate::web::fidelity::documented;

/// A person. In the profile of the documentation it has the sample's thirteen keys, and a further one that was written.
pub(super) static PERSON: Resource = Resource {
    table: "financeiro_person",
    sorted_by: "name",
    per_page: Some(50),
    on_update: OnUpdate::Blank,
    fields: &[
        integer("account_id").shown(Shown::InWireLists),
        text("address").written().shown(Shown::OnWire),
        text("address_number").written().shown(Shown::OnWire),
        text("city").written().shown(Shown::OnWire),
        text("complement").written().shown(Shown::OnWire),
        text("country").written().shown(Shown::OnWire),
        datetime("created_at"),
        boolean("customer").written(),
        text("email").written().shown(Shown::OnWire),
        integer("excel_import_id").shown(Shown::OnWire),
        text("febraban_favored_code").shown(Shown::OnWire),
        text("febraban_name").shown(Shown::OnWire),
        text("federation_subscription_number").written(),
        text("federation_subscription_number_only_numbers"),
        integer("federation_subscription_type_id"),
        boolean("force_destroy"),
        text("guid").shown(Shown::InWireLists),
        integer("id"),
        boolean("imported_from_sync"),
        ids("interested_users_ids").shown(Shown::OnWire),
        boolean("modified_by_sync"),
        text("name").written(),
        text("neighborhood").written().shown(Shown::OnWire),
        text("note").written().shown(Shown::OnWire),
        text("person_type").written().shown(Shown::OnWire),
        text("phone").written().shown(Shown::OnWire),
        text("pix_key").written().shown(Shown::OnWire),
        text("pix_key_type").written().shown(Shown::OnWire),
        text("site").written().shown(Shown::OnWire),
        text("state").written().shown(Shown::OnWire),
        boolean("supplier").written(),
        datetime("updated_at"),
        integer("use_count").shown(Shown::OnWire),
        text("zip_code").written().shown(Shown::OnWire),
        text("type").shown(Shown::InDocs),
    ],
    rules: |draft, connection| rules(draft, connection).boxed(),
    complete: Some(|record, call, connection| uses::count("person_id", record, call, connection).boxed()),
    // The documentation's profile shows no `use_count`.
    compute: Some(|_, call| (call.profile == Profile::Docs).then(Vec::new)),
    ..Resource::usual("person", "people", "Person")
};

struct People;

impl Described for People {
    fn resource() -> &'static Resource {
        &PERSON
    }
}

/// The operations.
pub(super) fn endpoints() -> Endpoints {
    let names = Names {
        list: ("listPeople", "List people"),
        show: ("showPerson", "Show a person"),
        create: ("createPerson", "Create a person"),
        update: ("updatePerson", "Change a person"),
        delete: ("deletePerson", "Delete a person"),
    };
    let source = documented("the vendor's page, Autenticação; recorded traffic of 2015 to 2017");
    mounted::<People>(Endpoints::new(), ("/people", "/people/{id}"), names, source)
}

async fn rules(draft: &mut Draft<'_>, connection: &mut SqliteConnection) -> Result<(), Error> {
    for name in ["customer", "supplier"] {
        draft.default(name, true);
    }
    for name in ["force_destroy", "imported_from_sync", "modified_by_sync"] {
        draft.default(name, false);
    }
    draft.default("use_count", 0);
    draft.default("interested_users_ids", vec![draft.call.user]);
    derive(&mut draft.record);
    draft.must_have(&["name"]);
    if !draft.is_blank("name") {
        let id = draft.integer("id");
        let name = draft.text("name").to_owned();
        if store::is_name_taken(connection, &PERSON, draft.call.account, &name, id).await? {
            draft.invalid.add("name", "já está em uso");
        }
    }
    let types = ["phone", "email", "cpf_cnpj", "random"];
    if !draft.is_blank("pix_key") && draft.is_blank("pix_key_type") {
        draft.invalid.add("pix_key_type", BLANK);
    } else if !draft.is_blank("pix_key_type") && !types.contains(&draft.text("pix_key_type")) {
        draft.invalid.add("pix_key_type", "não está incluso na lista");
    }
    Ok(())
}

/// What follows from the other columns.
fn derive(record: &mut super::resource::Record) {
    let number = record
        .get("federation_subscription_number")
        .and_then(|number| number.as_str());
    let digits = number.map(|number| number.chars().filter(char::is_ascii_digit).collect::<String>());
    record.insert("federation_subscription_number_only_numbers".to_owned(), digits.into());
    let kind = record.get("person_type").filter(|kind| !kind.is_null()).cloned();
    record.insert("type".to_owned(), kind.unwrap_or_else(|| "NaturalPerson".into()));
}

/// What a fixture leaves out.
pub(super) fn begin(record: &mut super::resource::Record) {
    derive(record);
    record.entry("use_count").or_insert_with(|| 0.into());
    record.entry("interested_users_ids").or_insert_with(|| vec![1].into());
}
