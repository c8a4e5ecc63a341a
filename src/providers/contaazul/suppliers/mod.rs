//! Suppliers (beta).
//!
//! Documentation: <https://developers.contaazul.com/#!/Supplier>.
//!
//! LIMITATIONS
//! * `foreignId` and `contactName`, as the vendor's own example spells them, are ignored: recorded answers show both as
//!   null. They are read as `foreign_id` and `contact_name`.
//! * A second supplier with the same document is not refused: nobody saw that.

mod store;
mod wire;

use http::StatusCode;
use schemars::JsonSchema;
use serde::Deserialize;
use sqlx::SqliteConnection;
use uuid::Uuid;

use super::accounts::Caller;
use super::answers::{Handled, created, json_text_as_sent, ok};
use super::errors::Error;
use super::fixture_records::{FixtureRecord, fixture_records};
use super::lists::window;
use super::records::{self, removed};
use super::store::{Filter, SUPPLIERS};
use super::wire::Count;
use crate::web::endpoints::{Endpoints, operation};
use crate::web::extract::{JsonBody, Path, Query};
use crate::web::fidelity::observed;
use crate::world::seeding::FixtureLoader;
use wire::{Supplier, SupplierBody};

/// The operations.
pub(super) fn endpoints() -> Endpoints {
    let seen = observed("FAQ 37 names it; one recorded answer");
    Endpoints::new()
        .post(
            "/v1/suppliers",
            create_supplier,
            operation("createSupplier", "Create a supplier", seen)
                .body::<SupplierBody>()
                .answers::<Supplier>(StatusCode::CREATED),
        )
        .get(
            "/v1/suppliers",
            list_suppliers,
            operation("listSuppliers", "List suppliers", seen)
                .query::<SupplierFilter>()
                .answers::<Vec<Supplier>>(StatusCode::OK),
        )
        .get(
            "/v1/suppliers/{id}",
            find_supplier,
            operation("findSupplierById", "Show a supplier", observed("one recorded answer"))
                .answers::<Supplier>(StatusCode::OK),
        )
        .put(
            "/v1/suppliers/{id}",
            update_supplier,
            operation("updateSupplier", "Change a supplier", seen)
                .body::<SupplierBody>()
                .answers::<Supplier>(StatusCode::OK),
        )
        .delete(
            "/v1/suppliers/{id}",
            delete_supplier,
            operation("deleteSupplier", "Delete a supplier", seen).answers_with(StatusCode::NO_CONTENT, ""),
        )
}

/// What a list of suppliers can be narrowed by.
#[derive(Debug, Default, Deserialize, JsonSchema)]
struct SupplierFilter {
    /// In the company's name, the name, the e-mail address or the document; `name`, `company_name` and `document` are
    /// ignored beside it.
    search: Option<String>,
    /// In the name.
    name: Option<String>,
    /// In the company's name.
    company_name: Option<String>,
    /// The whole CPF or CNPJ, punctuated or not.
    document: Option<String>,
    /// The page, from 0.
    page: Option<Count>,
    /// How many suppliers a page has: 20 where it is not given, and no bound.
    size: Option<Count>,
}

impl SupplierFilter {
    fn filter(&self) -> Filter {
        let (name, company_name) = (self.name.as_deref(), self.company_name.as_deref());
        Filter::of_people(self.search.as_deref(), name, company_name, self.document.as_deref())
    }
}

/// Creates a supplier. The answer shows dates with the time that was sent; later ones show the day.
async fn create_supplier(caller: Caller, JsonBody(body): JsonBody<SupplierBody>) -> Handled {
    let date_of_birth = body.date_of_birth.given();
    let supplier = Supplier::create(caller.world().ids.uuid(), body)?;
    let mut connection = caller.world().store.connection().await?;
    store::insert(&mut connection, caller.account(), &supplier).await?;
    let document = json_text_as_sent(&supplier, [("/date_of_birth", date_of_birth)])?;
    Ok(created(document))
}

/// Lists suppliers in the order they were created.
async fn list_suppliers(caller: Caller, Query(filter): Query<SupplierFilter>) -> Handled {
    let window = window(filter.page, filter.size);
    records::list(&caller, &SUPPLIERS, filter.filter(), window).await
}

/// Shows a supplier.
async fn find_supplier(caller: Caller, Path(id): Path<Uuid>) -> Handled {
    records::show(&caller, &SUPPLIERS, id).await
}

/// Changes what the body holds; what it does not hold stays.
async fn update_supplier(caller: Caller, Path(id): Path<Uuid>, JsonBody(body): JsonBody<SupplierBody>) -> Handled {
    let date_of_birth = body.date_of_birth.given();
    let mut connection = caller.world().store.connection().await?;
    let before: Supplier = records::load(&mut connection, &SUPPLIERS, caller.account(), id).await?;
    let supplier = before.update(body)?;
    store::update(&mut connection, caller.account(), &supplier).await?;
    let document = json_text_as_sent(&supplier, [("/date_of_birth", date_of_birth)])?;
    Ok(ok(document))
}

/// Deletes a supplier: it is found no more, by id, in a list or on a product.
async fn delete_supplier(caller: Caller, Path(id): Path<Uuid>) -> Handled {
    let mut connection = caller.world().store.connection().await?;
    let is_removed = store::delete(&mut connection, caller.account(), id).await?;
    removed(is_removed, &SUPPLIERS, id)
}

/// Loads the fixtures, through the rules of a creation.
pub(super) async fn load(loading: &mut FixtureLoader) {
    for fixture in fixture_records::<SupplierBody>(loading, "suppliers") {
        if let Err(error) = load_one(&mut loading.connection, &fixture).await {
            loading.fault(&fixture.document, error.reason());
        }
    }
}

async fn load_one(connection: &mut SqliteConnection, fixture: &FixtureRecord<SupplierBody>) -> Result<(), Error> {
    let supplier = Supplier::create(fixture.id, fixture.body.clone())?;
    Ok(store::insert(connection, &fixture.account, &supplier).await?)
}
