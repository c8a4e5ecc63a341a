//! Customers and their contacts.
//!
//! Documentation: <https://developers.contaazul.com/#!/Customer>.
//!
//! LIMITATIONS
//! * A customer from abroad cannot be created, as in the real API (FAQ 49): addresses are Brazilian.
//! * CPF and CNPJ check digits are not verified: the real service did not in 2020.

mod store;
mod wire;

use http::StatusCode;
use schemars::JsonSchema;
use serde::Deserialize;
use sqlx::SqliteConnection;
use uuid::Uuid;

use super::accounts::Caller;
use super::answers::{Handled, created, json_text, json_text_as_sent, ok};
use super::errors::Error;
use super::fixture_records::{FixtureRecord, fixture_records};
use super::lists::window;
use super::records::{self, removed};
use super::sales;
use super::store::{CUSTOMERS, Filter};
use super::wire::{Count, Day, Member, Moment};
use crate::store::StoreError;
use crate::web::endpoints::{Endpoints, operation};
use crate::web::extract::{JsonBody, Path, Query};
use crate::web::fidelity::{inferred, observed};
use crate::world::seeding::FixtureLoader;
use wire::{Contact, Customer, CustomerBody};

/// The operations.
pub(super) fn endpoints() -> Endpoints {
    let seen = observed("several client programs; one recorded answer");
    Endpoints::new()
        .post(
            "/v1/customers",
            create_customer,
            operation("createCustomer", "Create a customer", seen)
                .body::<CustomerBody>()
                .answers::<Customer>(StatusCode::CREATED),
        )
        .get(
            "/v1/customers",
            list_customers,
            operation("listCustomers", "List customers", seen)
                .query::<CustomerFilter>()
                .answers::<Vec<Customer>>(StatusCode::OK),
        )
        .get(
            "/v1/customers/{id}",
            find_customer,
            operation("findCustomerById", "Show a customer", seen).answers::<Customer>(StatusCode::OK),
        )
        .put(
            "/v1/customers/{id}",
            update_customer,
            operation("updateCustomer", "Change a customer", seen)
                .body::<CustomerBody>()
                .answers::<Customer>(StatusCode::OK),
        )
        .delete(
            "/v1/customers/{id}",
            delete_customer,
            operation("deleteCustomer", "Delete a customer", seen).answers_with(StatusCode::NO_CONTENT, ""),
        )
        .delete(
            "/v1/customers/inactivate/{id}",
            inactivate_customer,
            operation("inactivateCustomer", "Inactivate a customer", seen).answers_with(StatusCode::NO_CONTENT, ""),
        )
        .get(
            "/v1/customers/{id}/contacts",
            list_contacts,
            operation(
                "listContacts",
                "List a customer's contacts",
                inferred("one recorded answer"),
            )
            .query::<super::lists::Paging>()
            .answers::<Vec<Contact>>(StatusCode::OK),
        )
}

/// What a list of customers can be narrowed by.
#[derive(Debug, Default, Deserialize, JsonSchema)]
struct CustomerFilter {
    /// In the company's name, the name, the e-mail address or the document; `name`, `company_name` and `document` are
    /// ignored beside it.
    search: Option<String>,
    /// In the name.
    name: Option<String>,
    /// In the company's name.
    company_name: Option<String>,
    /// The whole CPF or CNPJ, punctuated or not.
    document: Option<String>,
    /// `ENABLED` or `DISABLED`; both where it is not given.
    status: Option<String>,
    /// The page, from 0.
    page: Option<Count>,
    /// How many customers a page has: 20 where it is not given, and no bound.
    size: Option<Count>,
}

impl CustomerFilter {
    fn enabled(&self) -> Result<Option<bool>, Error> {
        match self.status.as_deref() {
            None => Ok(None),
            Some("ENABLED") => Ok(Some(true)),
            Some("DISABLED") => Ok(Some(false)),
            Some(other) => Err(Error::StatusInvalid {
                given: other.to_owned(),
            }),
        }
    }

    fn filter(&self) -> Result<Filter, Error> {
        let (name, company_name) = (self.name.as_deref(), self.company_name.as_deref());
        Ok(Filter {
            enabled: self.enabled()?,
            ..Filter::of_people(self.search.as_deref(), name, company_name, self.document.as_deref())
        })
    }
}

/// Creates a customer. The answer shows dates with the time that was sent; later ones show the day.
async fn create_customer(caller: Caller, JsonBody(body): JsonBody<CustomerBody>) -> Handled {
    let date_of_birth = body.date_of_birth.given();
    let now = caller.world().clock.now();
    let id = caller.world().ids.uuid();
    let contacts = body.contacts();
    let customer = Customer::create(id, body, Day::of(now))?;
    let mut connection = caller.world().store.connection().await?;
    store::insert(&mut connection, caller.account(), (&customer, true), &contacts)
        .await
        .map_err(|error| write_failed(error, &customer))?;
    let moments = [
        ("/date_of_birth", date_of_birth),
        ("/created_at", Some(Moment::of(now))),
    ];
    Ok(created(json_text_as_sent(&customer, moments)?))
}

/// Lists customers in the order they were created.
async fn list_customers(caller: Caller, Query(filter): Query<CustomerFilter>) -> Handled {
    let window = window(filter.page, filter.size);
    records::list(&caller, &CUSTOMERS, filter.filter()?, window).await
}

/// Shows a customer.
async fn find_customer(caller: Caller, Path(id): Path<Uuid>) -> Handled {
    records::show(&caller, &CUSTOMERS, id).await
}

/// Changes what the body holds; what it does not hold stays.
async fn update_customer(caller: Caller, Path(id): Path<Uuid>, JsonBody(body): JsonBody<CustomerBody>) -> Handled {
    let date_of_birth = body.date_of_birth.given();
    let mut connection = caller.world().store.connection().await?;
    let mut transaction = connection.begin().await?;
    let before: Customer = records::load(&mut transaction, &CUSTOMERS, caller.account(), id).await?;
    let enabled = body.enabled.given();
    let contacts = body.contacts.clone().given();
    let customer = before.update(body)?;
    let (account, changed) = (caller.account(), (&customer, enabled));
    store::update(&mut transaction, account, changed, contacts.as_deref())
        .await
        .map_err(|error| write_failed(error, &customer))?;
    sales::refresh_customer(&mut transaction, caller.account(), id).await?;
    transaction.commit().await?;
    Ok(ok(json_text_as_sent(&customer, [("/date_of_birth", date_of_birth)])?))
}

/// Deletes a customer: it is found no more, by id or in a list.
async fn delete_customer(caller: Caller, Path(id): Path<Uuid>) -> Handled {
    records::remove(&caller, &CUSTOMERS, id).await
}

/// Inactivates a customer: it is listed as `DISABLED` from now on.
async fn inactivate_customer(caller: Caller, Path(id): Path<Uuid>) -> Handled {
    let mut connection = caller.world().store.connection().await?;
    let is_removed = store::inactivate(&mut connection, caller.account(), id).await?;
    removed(is_removed, &CUSTOMERS, id)
}

/// Lists a customer's contacts.
async fn list_contacts(caller: Caller, Path(id): Path<Uuid>, Query(paging): Query<super::lists::Paging>) -> Handled {
    let mut connection = caller.world().store.connection().await?;
    let contacts = store::contacts(&mut connection, caller.account(), id)
        .await?
        .ok_or_else(|| Error::not_found("customer", id))?;
    let window = window(paging.page, paging.size);
    let page: Vec<&Contact> = window.of(&contacts).collect();
    Ok(ok(json_text(&page)?))
}

/// Why a customer was not written: the one constraint that a client can break is that no two customers of an account share
/// a document.
fn write_failed(error: StoreError, customer: &Customer) -> Error {
    match &customer.document {
        Some(document) if error.is_unique_violation("contaazul_customer.document_digits") => {
            Error::CustomerDocumentTaken {
                document: document.clone(),
            }
        }
        _ => error.into(),
    }
}

/// Loads the fixtures, through the rules of a creation.
pub(super) async fn load(loading: &mut FixtureLoader) {
    for fixture in fixture_records::<CustomerBody>(loading, "customers") {
        if let Err(error) = load_one(&mut loading.connection, &fixture).await {
            loading.fault(&fixture.document, error.reason());
        }
    }
}

async fn load_one(connection: &mut SqliteConnection, fixture: &FixtureRecord<CustomerBody>) -> Result<(), Error> {
    let body = fixture.body.clone();
    let created_at = fixture.created_at.ok_or(Error::MemberMissing {
        entity: "customer",
        member: "created_at",
    })?;
    let contacts = body.contacts();
    let is_disabled = body.enabled == Member::Given(false);
    let customer = Customer::create(fixture.id, body, created_at)?;
    store::insert(connection, &fixture.account, (&customer, !is_disabled), &contacts)
        .await
        .map_err(|error| write_failed(error, &customer))
}
