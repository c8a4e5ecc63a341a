//! Contracts (beta), and the sales that they schedule.
//!
//! Documentation: <https://developers.contaazul.com/#!/Contract>; FAQ 27, 45.
//!
//! LIMITATIONS
//! * A contract cannot be changed or deleted, nor invoices, charges or reminders automated, as in the real API.

mod issue;
mod store;
mod wire;

use http::StatusCode;
use uuid::Uuid;

use super::accounts::Caller;
use super::answers::{Handled, created, json_text, list, ok};
use super::errors::Error;
use super::fixture_records::{FixtureRecord, fixture_records};
use super::lists::{Paging, window};
use super::sales::{Issuer, fixture_settings};
use super::wire::{all_in_account_dates, in_account_dates};
use crate::web::endpoints::{Endpoints, operation};
use crate::web::extract::{JsonBody, Path, Query};
use crate::web::fidelity::{documented, inferred, observed};
use crate::world::seeding::FixtureLoader;
use wire::{Contract, ContractBody};

/// The operations.
pub(super) fn endpoints() -> Endpoints {
    let seen = observed("several client programs; one recorded answer");
    Endpoints::new()
        .post(
            "/v1/contracts",
            create_contract,
            operation("createContract", "Create a contract", seen)
                .body::<ContractBody>()
                .answers::<Contract>(StatusCode::CREATED),
        )
        .get(
            "/v1/contracts",
            list_contracts,
            operation("listContracts", "List contracts", inferred("as every other list"))
                .query::<Paging>()
                .answers::<Vec<Contract>>(StatusCode::OK),
        )
        .get(
            "/v1/contracts/{id}",
            find_contract,
            operation("findContractById", "Show a contract", observed("one recorded answer"))
                .answers::<Contract>(StatusCode::OK),
        )
        .put(
            "/v1/contracts/{id}",
            update_contract,
            operation(
                "updateContract",
                "Refused: contracts are changed in the ERP",
                documented("FAQ 27"),
            ),
        )
        .delete(
            "/v1/contracts/{id}",
            delete_contract,
            operation(
                "deleteContract",
                "Refused: contracts are changed in the ERP",
                documented("FAQ 27"),
            ),
        )
}

/// Creates a contract and schedules its sales, one a month.
async fn create_contract(caller: Caller, JsonBody(body): JsonBody<ContractBody>) -> Handled {
    let issuer = Issuer::of(&caller);
    let ids = || caller.world().ids.uuid();
    let mut connection = caller.world().store.connection().await?;
    let mut transaction = connection.begin().await?;
    let schedule = &caller.world().schedule;
    let contract = issue::create(&mut transaction, schedule, &issuer, ids(), &body, ids).await?;
    transaction.commit().await?;
    let document = json_text(&contract)?;
    Ok(created(in_account_dates(document, caller.settings.emission_format)))
}

/// Lists contracts in the order they were created.
async fn list_contracts(caller: Caller, Query(paging): Query<Paging>) -> Handled {
    let window = window(paging.page, paging.size);
    let mut connection = caller.world().store.connection().await?;
    let documents = store::list(&mut connection, caller.account(), window).await?;
    let format = caller.settings.emission_format;
    Ok(list(&all_in_account_dates(documents, format)))
}

/// Shows a contract, without its items.
async fn find_contract(caller: Caller, Path(id): Path<Uuid>) -> Handled {
    let found = store::find(caller.account(), id);
    let found = caller.world().store.find_text(found).await?;
    let document = found.ok_or_else(|| Error::not_found("contract", id))?;
    Ok(ok(in_account_dates(document, caller.settings.emission_format)))
}

/// Refuses: contracts are changed in the ERP.
async fn update_contract(_: Caller) -> Handled {
    Err(Error::ContractFixed)
}

/// Refuses: contracts are changed in the ERP.
async fn delete_contract(_: Caller) -> Handled {
    Err(Error::ContractFixed)
}

/// Loads the fixtures, through the rules of a creation.
pub(super) async fn load(loading: &mut FixtureLoader) {
    for fixture in fixture_records::<ContractBody>(loading, "contracts") {
        if let Err(error) = load_one(loading, &fixture).await {
            loading.fault(&fixture.document, error.reason());
        }
    }
}

async fn load_one(loading: &mut FixtureLoader, fixture: &FixtureRecord<ContractBody>) -> Result<(), Error> {
    let settings = fixture_settings(loading, &fixture.account)?;
    let issuer = Issuer::of_fixtures(&fixture.account, &settings);
    let FixtureLoader {
        connection,
        schedule,
        ids,
        ..
    } = loading;
    let ids = || ids.uuid();
    issue::create(connection, schedule, &issuer, fixture.id, &fixture.body, ids).await?;
    Ok(())
}
