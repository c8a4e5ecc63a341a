//! Services.
//!
//! Documentation: <https://developers.contaazul.com/#!/Service>.

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
use super::records;
use super::store::{self, Columns, Filter, SERVICES};
use super::wire::Count;
use crate::web::endpoints::{Endpoints, operation};
use crate::web::extract::{JsonBody, Path, Query};
use crate::web::fidelity::{documented, observed};
use crate::world::seeding::FixtureLoader;
use wire::{Service, ServiceBody};

/// The operations.
pub(super) fn endpoints() -> Endpoints {
    let seen = observed("several client programs; one recorded answer");
    Endpoints::new()
        .post(
            "/v1/services",
            create_service,
            operation("createService", "Create a service", seen)
                .body::<ServiceBody>()
                .answers::<Service>(StatusCode::CREATED),
        )
        .get(
            "/v1/services",
            list_services,
            operation("listServices", "List services", seen)
                .query::<ServiceFilter>()
                .answers::<Vec<Service>>(StatusCode::OK),
        )
        .get(
            "/v1/services/{id}",
            find_service,
            operation("findServiceById", "Show a service", seen).answers::<Service>(StatusCode::OK),
        )
        .put(
            "/v1/services/{id}",
            update_service,
            operation("updateService", "Change a service", seen)
                .body::<ServiceBody>()
                .answers::<Service>(StatusCode::OK),
        )
        .delete(
            "/v1/services/{id}",
            delete_service,
            operation("deleteService", "Deactivate a service", documented("FAQ 28"))
                .answers_with(StatusCode::NO_CONTENT, ""),
        )
}

/// What a list of services can be narrowed by.
#[derive(Debug, Default, Deserialize, JsonSchema)]
struct ServiceFilter {
    /// In the name.
    name: Option<String>,
    /// The whole code.
    code: Option<String>,
    /// The page, from 0.
    page: Option<Count>,
    /// How many services a page has: 20 where it is not given, and no bound.
    size: Option<Count>,
}

/// Creates a service.
async fn create_service(caller: Caller, JsonBody(body): JsonBody<ServiceBody>) -> Handled {
    let service = Service::create(caller.world().ids.uuid(), body)?;
    let mut connection = caller.world().store.connection().await?;
    let columns = Columns::named(&service.name);
    store::insert(&mut connection, &SERVICES, caller.account(), &service, &columns).await?;
    Ok(created(json_text(&service)?))
}

/// Lists the active services in the order they were created.
async fn list_services(caller: Caller, Query(filter): Query<ServiceFilter>) -> Handled {
    let window = window(filter.page, filter.size);
    let filter = Filter {
        code: filter.code,
        ..Filter::named(filter.name.as_deref())
    };
    records::list(&caller, &SERVICES, filter, window).await
}

/// Shows a service, deactivated or not.
async fn find_service(caller: Caller, Path(id): Path<Uuid>) -> Handled {
    records::show(&caller, &SERVICES, id).await
}

/// Changes what the body holds; what it does not hold stays.
async fn update_service(caller: Caller, Path(id): Path<Uuid>, JsonBody(body): JsonBody<ServiceBody>) -> Handled {
    let mut connection = caller.world().store.connection().await?;
    let before: Service = records::load(&mut connection, &SERVICES, caller.account(), id).await?;
    let service = before.update(body)?;
    let columns = Columns::named(&service.name);
    store::update(&mut connection, &SERVICES, caller.account(), &service, &columns).await?;
    Ok(ok(json_text(&service)?))
}

/// Deactivates a service: it is listed no more, and still read by its id.
async fn delete_service(caller: Caller, Path(id): Path<Uuid>) -> Handled {
    records::remove(&caller, &SERVICES, id).await
}

/// Loads the fixtures, through the rules of a creation.
pub(super) async fn load(loading: &mut FixtureLoader) {
    for fixture in fixture_records::<ServiceBody>(loading, "services") {
        if let Err(error) = load_one(&mut loading.connection, &fixture).await {
            loading.fault(&fixture.document, error.reason());
        }
    }
}

async fn load_one(connection: &mut SqliteConnection, fixture: &FixtureRecord<ServiceBody>) -> Result<(), Error> {
    let service = Service::create(fixture.id, fixture.body.clone())?;
    let columns = Columns::named(&service.name);
    Ok(store::insert(connection, &SERVICES, &fixture.account, &service, &columns).await?)
}
