//! Centros de custo: <https://api.procfy.io>, "Centros de Custo".

use http::StatusCode;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::attributes::{Attributes, Sent};
use super::errors::{Error, Handled};
use super::pages::{PageOf, PagingQuery};
use super::parameters::RailsParameters;
use super::records::{self, BODIES};
use super::store::COST_CENTERS;
use super::validation::{self, Violations};
use crate::web::context::RequestContext;
use crate::web::endpoints::{Endpoint, Endpoints, operation};
use crate::web::extract::Path;
use crate::web::fidelity::{documented, inferred};
use crate::web::rails::Members;
use crate::world::seeding::FixtureLoader;

const ALL: &str = "/api/v1/cost_centers";
const ONE: &str = "/api/v1/cost_centers/{id}";

/// The operations.
#[rustfmt::skip]
pub(super) fn endpoints() -> Endpoints {
    let said = documented("Centros de Custo, Rotas");
    let rails = inferred("Rails routes PATCH as PUT");
    let change = |endpoint: Endpoint| {
        endpoint.body_as::<CostCenterBody>(BODIES).answers::<CostCenter>(StatusCode::OK)
    };
    Endpoints::new()
        .get(ALL, list_cost_centers, operation("listCostCenters", "List cost centers", said)
            .query::<PagingQuery>().answers::<PageOf<CostCenter>>(StatusCode::OK))
        .get(ONE, find_cost_center, operation("findCostCenter", "Show a cost center", said)
            .answers::<CostCenter>(StatusCode::OK))
        .post(ALL, create_cost_center, operation("createCostCenter", "Create a cost center", said)
            .body_as::<CostCenterBody>(BODIES).answers::<CostCenter>(StatusCode::CREATED))
        .put(ONE, update_cost_center, change(operation("updateCostCenter", "Change a cost center", said)))
        .patch(ONE, update_cost_center, change(operation("patchCostCenter", "Change a cost center", rails)))
        .delete(ONE, delete_cost_center, operation("deleteCostCenter", "Delete a cost center", said)
            .answers::<CostCenter>(StatusCode::OK))
}

/// Lists cost centers.
async fn list_cost_centers(context: RequestContext, RailsParameters(parameters): RailsParameters) -> Handled {
    records::list(&context, &parameters, &COST_CENTERS).await
}

/// Shows a cost center.
async fn find_cost_center(context: RequestContext, Path(id): Path<String>) -> Handled {
    records::show(&context, &id, &COST_CENTERS).await
}

/// Creates a cost center.
async fn create_cost_center(context: RequestContext, RailsParameters(parameters): RailsParameters) -> Handled {
    records::create(&context, &COST_CENTERS, |id| CostCenter::create(id, parameters)).await
}

/// Changes what is sent; what is not stays.
async fn update_cost_center(
    context: RequestContext,
    Path(id): Path<String>,
    RailsParameters(parameters): RailsParameters,
) -> Handled {
    let change = |before: CostCenter| before.update(CostCenterBody::of(parameters));
    records::change(&context, &id, &COST_CENTERS, change).await
}

/// Deletes a cost center, or hides it while a transaction refers to it.
async fn delete_cost_center(context: RequestContext, Path(id): Path<String>) -> Handled {
    records::remove(&context, &id, &COST_CENTERS).await
}

/// What creates or changes a cost center.
#[derive(Debug, JsonSchema)]
struct CostCenterBody {
    /// Two characters at least.
    name: Sent<String>,
    description: Sent<String>,
}

/// A cost center.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
struct CostCenter {
    id: i64,
    name: String,
    description: Option<String>,
}

impl CostCenterBody {
    fn of(parameters: Members) -> Self {
        let attributes = Attributes::of(parameters, "cost_center");
        Self {
            name: attributes.text("name"),
            description: attributes.text("description"),
        }
    }
}

impl CostCenter {
    fn create(id: i64, parameters: Members) -> Handled<Self> {
        let blank = Self {
            id,
            name: String::new(),
            description: None,
        };
        blank.update(CostCenterBody::of(parameters))
    }

    fn update(self, body: CostCenterBody) -> Handled<Self> {
        let name = body.name.or_keep(Some(self.name)).unwrap_or_default();
        let mut violations = Violations::default();
        validation::check_name(&mut violations, Some(&name), 2);
        match violations.found() {
            Some(violations) => Err(Error::CostCenterInvalid(violations)),
            None => Ok(Self {
                id: self.id,
                name,
                description: body.description.or_keep(self.description),
            }),
        }
    }
}

/// Loads the fixtures.
pub(super) async fn load(loading: &mut FixtureLoader) -> Handled<()> {
    records::load::<CostCenterBody, _>(loading, "cost_centers", &COST_CENTERS, CostCenter::create).await
}
