//! Categorias: <https://api.procfy.io>, "Categorias". Unlike cost centers' and contacts', their names may have one
//! character.

use http::StatusCode;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::attributes::{Attributes, Sent};
use super::enums::{self, TransactionType};
use super::errors::{Error, Handled};
use super::pages::{PageOf, PagingQuery};
use super::parameters::RailsParameters;
use super::records::{self, BODIES};
use super::store::CATEGORIES;
use super::validation::{self, Violations};
use crate::web::context::RequestContext;
use crate::web::endpoints::{Endpoint, Endpoints, operation};
use crate::web::extract::Path;
use crate::web::fidelity::{documented, inferred};
use crate::web::rails::Members;
use crate::world::seeding::FixtureLoader;

const ALL: &str = "/api/v1/categories";
const ONE: &str = "/api/v1/categories/{id}";

/// The operations.
#[rustfmt::skip]
pub(super) fn endpoints() -> Endpoints {
    let said = documented("Categorias, Rotas");
    let rails = inferred("Rails routes PATCH as PUT");
    let change = |endpoint: Endpoint| {
        endpoint.body_as::<CategoryBody>(BODIES).answers::<Category>(StatusCode::OK)
    };
    Endpoints::new()
        .get(ALL, list_categories, operation("listCategories", "List categories", said)
            .query::<PagingQuery>().answers::<PageOf<Category>>(StatusCode::OK))
        .get(ONE, find_category, operation("findCategory", "Show a category", said)
            .answers::<Category>(StatusCode::OK))
        .post(ALL, create_category, operation("createCategory", "Create a category", said)
            .body_as::<CategoryBody>(BODIES).answers::<Category>(StatusCode::CREATED))
        .put(ONE, update_category, change(operation("updateCategory", "Change a category", said)))
        .patch(ONE, update_category, change(operation("patchCategory", "Change a category", rails)))
        .delete(ONE, delete_category, operation("deleteCategory", "Delete a category", said)
            .answers::<Category>(StatusCode::OK))
}

/// Lists categories.
async fn list_categories(context: RequestContext, RailsParameters(parameters): RailsParameters) -> Handled {
    records::list(&context, &parameters, &CATEGORIES).await
}

/// Shows a category.
async fn find_category(context: RequestContext, Path(id): Path<String>) -> Handled {
    records::show(&context, &id, &CATEGORIES).await
}

/// Creates a category.
async fn create_category(context: RequestContext, RailsParameters(parameters): RailsParameters) -> Handled {
    records::create(&context, &CATEGORIES, |id| Category::create(id, parameters)).await
}

/// Changes what is sent; what is not stays.
async fn update_category(
    context: RequestContext,
    Path(id): Path<String>,
    RailsParameters(parameters): RailsParameters,
) -> Handled {
    let change = |before: Category| before.update(CategoryBody::of(parameters)?);
    records::change(&context, &id, &CATEGORIES, change).await
}

/// Deletes a category, or hides it while a transaction refers to it.
async fn delete_category(context: RequestContext, Path(id): Path<String>) -> Handled {
    records::remove(&context, &id, &CATEGORIES).await
}

/// What creates or changes a category.
#[derive(Debug, JsonSchema)]
struct CategoryBody {
    name: Sent<String>,
    description: Sent<String>,
    /// Documented as required; nothing enforces it.
    transaction_type: Sent<TransactionType>,
}

/// A category.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
struct Category {
    id: i64,
    name: String,
    description: Option<String>,
    transaction_type: Option<TransactionType>,
}

impl CategoryBody {
    fn of(parameters: Members) -> Handled<Self> {
        let attributes = Attributes::of(parameters, "category");
        let transaction_type = enums::key(&attributes, "transaction_type");
        Ok(Self {
            name: attributes.text("name"),
            description: attributes.text("description"),
            transaction_type: transaction_type.map_err(Error::TransactionTypeInvalid)?,
        })
    }
}

impl Category {
    fn create(id: i64, parameters: Members) -> Handled<Self> {
        let blank = Self {
            id,
            name: String::new(),
            description: None,
            transaction_type: None,
        };
        blank.update(CategoryBody::of(parameters)?)
    }

    fn update(self, body: CategoryBody) -> Handled<Self> {
        let name = body.name.or_keep(Some(self.name)).unwrap_or_default();
        let mut violations = Violations::default();
        validation::check_name(&mut violations, Some(&name), 0);
        match violations.found() {
            Some(violations) => Err(Error::CategoryInvalid(violations)),
            None => Ok(Self {
                id: self.id,
                name,
                description: body.description.or_keep(self.description),
                transaction_type: body.transaction_type.or_keep(self.transaction_type),
            }),
        }
    }
}

/// Loads the fixtures.
pub(super) async fn load(loading: &mut FixtureLoader) -> Handled<()> {
    records::load::<CategoryBody, _>(loading, "categories", &CATEGORIES, Category::create).await
}
