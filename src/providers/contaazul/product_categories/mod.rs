//! Product categories, which are read only.
//!
//! Documentation: <https://developers.contaazul.com/#!/ProductCategory>.
//!
//! LIMITATIONS
//! * Categories are made by hand in the ERP; here they come from the fixtures.

use http::StatusCode;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sqlx::SqliteConnection;
use uuid::Uuid;

use super::accounts::Caller;
use super::answers::Handled;
use super::errors::Error;
use super::fixture_records::{FixtureRecord, fixture_records};
use super::lists::window;
use super::records;
use super::store::{self, Columns, Filter, PRODUCT_CATEGORIES};
use super::wire::{Count, Member, Text};
use crate::store::listing::Window;
use crate::store::{StoreError, decode};
use crate::web::endpoints::{Endpoints, operation};
use crate::web::extract::{Path, Query};
use crate::web::fidelity::observed;
use crate::world::seeding::FixtureLoader;

/// The operations.
pub(super) fn endpoints() -> Endpoints {
    let seen = observed("several client programs");
    Endpoints::new()
        .get(
            "/v1/product-categories",
            list_product_categories,
            operation("listProductCategories", "List product categories", seen)
                .query::<ProductCategoryFilter>()
                .answers::<Vec<ProductCategory>>(StatusCode::OK),
        )
        .get(
            "/v1/product-categories/{id}",
            find_product_category,
            operation("findProductCategoryById", "Show a product category", seen)
                .answers::<ProductCategory>(StatusCode::OK),
        )
}

/// What a list of product categories can be narrowed by.
#[derive(Debug, Default, Deserialize, JsonSchema)]
struct ProductCategoryFilter {
    /// In the name.
    name: Option<String>,
    /// The page, from 0.
    page: Option<Count>,
    /// How many categories a page has: 20 where it is not given, and no bound.
    size: Option<Count>,
}

/// Lists product categories in the order they were created.
async fn list_product_categories(caller: Caller, Query(filter): Query<ProductCategoryFilter>) -> Handled {
    let window = window(filter.page, filter.size);
    let filter = Filter::named(filter.name.as_deref());
    records::list(&caller, &PRODUCT_CATEGORIES, filter, window).await
}

/// Shows a product category.
async fn find_product_category(caller: Caller, Path(id): Path<Uuid>) -> Handled {
    records::show(&caller, &PRODUCT_CATEGORIES, id).await
}

/// A product category. An account without any shows one of nulls on its products, since clients read the category's
/// id without looking whether there is a category.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub(super) struct ProductCategory {
    pub(super) id: Option<Uuid>,
    pub(super) name: Option<String>,
}

/// The account's first product category, if it has any.
pub(super) async fn first(
    connection: &mut SqliteConnection,
    account: &str,
) -> Result<Option<ProductCategory>, StoreError> {
    let first = Window { skip: 0, take: 1 };
    let documents = store::list(connection, &PRODUCT_CATEGORIES, account, Filter::default(), first).await?;
    documents.first().map(|text| decode(text)).transpose()
}

/// A product category of the fixtures.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
struct ProductCategoryBody {
    #[serde(default)]
    name: Member<Text>,
}

/// Loads the fixtures.
pub(super) async fn load(loading: &mut FixtureLoader) {
    for fixture in fixture_records::<ProductCategoryBody>(loading, "product_categories") {
        if let Err(error) = load_one(&mut loading.connection, &fixture).await {
            loading.fault(&fixture.document, error.reason());
        }
    }
}

async fn load_one(
    connection: &mut SqliteConnection,
    fixture: &FixtureRecord<ProductCategoryBody>,
) -> Result<(), Error> {
    let Member::Given(Text(name)) = &fixture.body.name else {
        return Err(Error::MemberMissing {
            entity: "product category",
            member: "name",
        });
    };
    let category = ProductCategory {
        id: Some(fixture.id),
        name: Some(name.clone()),
    };
    let columns = Columns::named(name);
    Ok(store::insert(connection, &PRODUCT_CATEGORIES, &fixture.account, &category, &columns).await?)
}
