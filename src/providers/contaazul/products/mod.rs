//! Products.
//!
//! Documentation: <https://developers.contaazul.com/#!/Product>.
//!
//! LIMITATIONS
//! * `suppliers_id` is known from the vendor's Swagger alone, as a text whose sample looks like a list: ids are read from
//!   a text with commas, and from an array.

mod store;
mod wire;

use http::StatusCode;
use schemars::JsonSchema;
use serde::Deserialize;
use sqlx::SqliteConnection;
use uuid::Uuid;

use super::accounts::Caller;
use super::answers::{Handled, created, json_text, ok};
use super::errors::Error;
use super::fixture_records::{FixtureRecord, fixture_records};
use super::lists::window;
use super::product_categories::{self, ProductCategory};
use super::records;
use super::store::{Filter, PRODUCT_CATEGORIES, PRODUCTS, SUPPLIERS};
use super::wire::{Count, Member};
use crate::web::endpoints::{Endpoints, operation};
use crate::web::extract::{JsonBody, Path, Query};
use crate::web::fidelity::{documented, observed};
use crate::world::seeding::FixtureLoader;
use wire::{Product, ProductBody, ProductSupplier, References};

pub(super) use store::{move_stock, rename_supplier, set_stock};

/// The operations.
pub(super) fn endpoints() -> Endpoints {
    let seen = observed("several client programs; one recorded answer");
    Endpoints::new()
        .post(
            "/v1/products",
            create_product,
            operation("createProduct", "Create a product", seen)
                .body::<ProductBody>()
                .answers::<Product>(StatusCode::CREATED),
        )
        .get(
            "/v1/products",
            list_products,
            operation("listProducts", "List products", seen)
                .query::<ProductFilter>()
                .answers::<Vec<Product>>(StatusCode::OK),
        )
        .get(
            "/v1/products/{id}",
            find_product,
            operation("findProductById", "Show a product", seen).answers::<Product>(StatusCode::OK),
        )
        .put(
            "/v1/products/{id}",
            update_product,
            operation("updateProduct", "Change a product", seen)
                .body::<ProductBody>()
                .answers::<Product>(StatusCode::OK),
        )
        .delete(
            "/v1/products/{id}",
            delete_product,
            operation("deleteProduct", "Deactivate a product", documented("FAQ 28"))
                .answers_with(StatusCode::NO_CONTENT, ""),
        )
}

/// What a list of products can be narrowed by.
#[derive(Debug, Default, Deserialize, JsonSchema)]
struct ProductFilter {
    /// In the name.
    name: Option<String>,
    /// The whole code.
    code: Option<String>,
    /// The whole barcode.
    barcode: Option<String>,
    /// The page, from 0.
    page: Option<Count>,
    /// How many products a page has: 20 where it is not given, and no bound.
    size: Option<Count>,
}

/// Creates a product.
async fn create_product(caller: Caller, JsonBody(body): JsonBody<ProductBody>) -> Handled {
    let id = caller.world().ids.uuid();
    let mut connection = caller.world().store.connection().await?;
    let product = create(&mut connection, caller.account(), id, body).await?;
    Ok(created(json_text(&product)?))
}

/// Lists the active products in the order they were created.
async fn list_products(caller: Caller, Query(filter): Query<ProductFilter>) -> Handled {
    let window = window(filter.page, filter.size);
    let filter = Filter {
        code: filter.code,
        barcode: filter.barcode,
        ..Filter::named(filter.name.as_deref())
    };
    records::list(&caller, &PRODUCTS, filter, window).await
}

/// Shows a product, deactivated or not.
async fn find_product(caller: Caller, Path(id): Path<Uuid>) -> Handled {
    records::show(&caller, &PRODUCTS, id).await
}

/// Changes what the body holds; what it does not hold stays.
async fn update_product(caller: Caller, Path(id): Path<Uuid>, JsonBody(body): JsonBody<ProductBody>) -> Handled {
    let mut connection = caller.world().store.connection().await?;
    let before: Product = records::load(&mut connection, &PRODUCTS, caller.account(), id).await?;
    let references = references(&mut connection, caller.account(), &body).await?;
    let product = before.update(body, references)?;
    store::update(&mut connection, caller.account(), &product).await?;
    Ok(ok(json_text(&product)?))
}

/// Deactivates a product: it is listed no more, and still read by its id, since old sales show it.
async fn delete_product(caller: Caller, Path(id): Path<Uuid>) -> Handled {
    records::remove(&caller, &PRODUCTS, id).await
}

async fn create(
    connection: &mut SqliteConnection,
    account: &str,
    id: Uuid,
    body: ProductBody,
) -> Result<Product, Error> {
    let mut references = references(connection, account, &body).await?;
    if references.category.is_none() {
        references.category = Some(usual_category(connection, account).await?);
    }
    let product = Product::create(id, body, references)?;
    store::insert(connection, account, &product).await?;
    Ok(product)
}

/// The category of a product that names none. Clients read it without looking, so there always is an object.
async fn usual_category(connection: &mut SqliteConnection, account: &str) -> Result<ProductCategory, Error> {
    let first = product_categories::first(connection, account).await?;
    Ok(first.unwrap_or_default())
}

/// What the body names by id, found.
async fn references(connection: &mut SqliteConnection, account: &str, body: &ProductBody) -> Result<References, Error> {
    let unknown = |member, id: &str| Error::ReferenceUnknown {
        member,
        id: id.to_owned(),
    };
    let category = match &body.category_id {
        Member::Absent => None,
        Member::Null => Some(usual_category(connection, account).await?),
        Member::Given(named) => {
            let found = match named.0.trim().parse() {
                Ok(id) => super::store::load(connection, &PRODUCT_CATEGORIES, account, id).await?,
                Err(_) => None,
            };
            Some(found.ok_or_else(|| unknown("category_id", &named.0))?)
        }
    };
    let suppliers = match &body.suppliers_id {
        Member::Absent => None,
        Member::Null => Some(Vec::new()),
        Member::Given(named) => {
            let mut suppliers: Vec<ProductSupplier> = Vec::new();
            for named in named.ids() {
                let id: Uuid = named.parse().map_err(|_| unknown("suppliers_id", named))?;
                let supplier = super::store::load(connection, &SUPPLIERS, account, id).await?;
                suppliers.push(supplier.ok_or_else(|| unknown("suppliers_id", named))?);
            }
            Some(suppliers)
        }
    };
    Ok(References { category, suppliers })
}

/// Loads the fixtures, through the rules of a creation.
pub(super) async fn load(loading: &mut FixtureLoader) {
    for fixture in fixture_records::<ProductBody>(loading, "products") {
        let FixtureRecord {
            account,
            id,
            body,
            document,
            ..
        } = fixture;
        if let Err(error) = create(&mut loading.connection, &account, id, body).await {
            loading.fault(&document, error.reason());
        }
    }
}
