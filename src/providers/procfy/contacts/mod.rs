//! Contatos, with their addresses: <https://api.procfy.io>, "Contatos".

mod addresses;
mod wire;

use http::StatusCode;
use sqlx::SqliteConnection;

use super::answers::{created, json_text, ok};
use super::attributes::Attributes;
use super::errors::{Error, Handled};
use super::pages::{PageOf, PagingQuery};
use super::parameters::RailsParameters;
use super::records::{self, BODIES, Fixture, id_of};
use super::store::{CONTACTS, insert, load as load_record, next_id, take_id, update};
use crate::web::context::RequestContext;
use crate::web::endpoints::{Endpoint, Endpoints, operation};
use crate::web::extract::Path;
use crate::web::fidelity::{documented, inferred};
use crate::world::seeding::FixtureLoader;
use addresses::AddressChange;
use wire::{Contact, ContactBody};

const ALL: &str = "/api/v1/contacts";
const ONE: &str = "/api/v1/contacts/{id}";

/// The name that the ids of addresses are counted under.
const ADDRESS: &str = "address";

/// The operations.
#[rustfmt::skip]
pub(super) fn endpoints() -> Endpoints {
    let said = documented("Contatos, Rotas");
    let rails = inferred("Rails routes PATCH as PUT");
    let change = |endpoint: Endpoint| {
        endpoint.body_as::<ContactBody>(BODIES).answers::<Contact>(StatusCode::OK)
    };
    Endpoints::new()
        .get(ALL, list_contacts, operation("listContacts", "List contacts", said)
            .query::<PagingQuery>().answers::<PageOf<Contact>>(StatusCode::OK))
        .get(ONE, find_contact, operation("findContact", "Show a contact", said)
            .answers::<Contact>(StatusCode::OK))
        .post(ALL, create_contact, operation("createContact", "Create a contact", said)
            .body_as::<ContactBody>(BODIES).answers::<Contact>(StatusCode::CREATED))
        .put(ONE, update_contact, change(operation("updateContact", "Change a contact", said)))
        .patch(ONE, update_contact, change(operation("patchContact", "Change a contact", rails)))
        .delete(ONE, delete_contact, operation("deleteContact", "Delete a contact", said)
            .answers::<Contact>(StatusCode::OK))
}

/// Lists contacts.
async fn list_contacts(context: RequestContext, RailsParameters(parameters): RailsParameters) -> Handled {
    records::list(&context, &parameters, &CONTACTS).await
}

/// Shows a contact.
async fn find_contact(context: RequestContext, Path(id): Path<String>) -> Handled {
    records::show(&context, &id, &CONTACTS).await
}

/// Creates a contact with its addresses.
async fn create_contact(context: RequestContext, RailsParameters(parameters): RailsParameters) -> Handled {
    let attributes = Attributes::of(parameters, "contact");
    let mut connection = context.world.store.connection().await?;
    let mut transaction = connection.begin().await?;
    let id = next_id(&mut transaction, CONTACTS.sequence).await?;
    let contact = Contact::create(id, ContactBody::of(&attributes)?)?;
    let contact = with_addresses(&mut transaction, contact, &attributes).await?;
    insert(&mut transaction, &CONTACTS, id, &contact).await?;
    transaction.commit().await?;
    Ok(created(json_text(&contact)?))
}

/// Changes what is sent; what is not stays, addresses too.
async fn update_contact(
    context: RequestContext,
    Path(id): Path<String>,
    RailsParameters(parameters): RailsParameters,
) -> Handled {
    let attributes = Attributes::of(parameters, "contact");
    let id = id_of(&id, CONTACTS.what)?;
    let mut connection = context.world.store.connection().await?;
    let mut transaction = connection.begin().await?;
    let before: Option<Contact> = load_record(&mut transaction, &CONTACTS, id).await?;
    let before = before.ok_or_else(|| Error::unknown(CONTACTS.what, id))?;
    let contact = before.update(ContactBody::of(&attributes)?)?;
    let contact = with_addresses(&mut transaction, contact, &attributes).await?;
    update(&mut transaction, &CONTACTS, id, &contact).await?;
    transaction.commit().await?;
    Ok(ok(json_text(&contact)?))
}

/// Deletes a contact, or hides it while a transaction refers to it.
async fn delete_contact(context: RequestContext, Path(id): Path<String>) -> Handled {
    records::remove(&context, &id, &CONTACTS).await
}

/// The contact with the addresses that are sent: one with an id changes that one; one without changes the one in its
/// place, or is new.
async fn with_addresses(
    connection: &mut SqliteConnection,
    mut contact: Contact,
    attributes: &Attributes,
) -> Handled<Contact> {
    for (place, change) in AddressChange::all(attributes).into_iter().enumerate() {
        let known = match change.id {
            Some(id) => contact.addresses.iter().position(|address| address.id == id),
            None => (place < contact.addresses.len()).then_some(place),
        };
        match (known, change.id) {
            (Some(known), _) => change.apply_to(&mut contact.addresses[known]),
            (None, Some(id)) => return Err(Error::unknown("address", id)),
            (None, None) => {
                let id = next_id(connection, ADDRESS).await?;
                contact.addresses.push(change.made(id));
            }
        }
    }
    Ok(contact)
}

/// Loads the fixtures. There an address says its own id.
pub(super) async fn load(loading: &mut FixtureLoader) -> Handled<()> {
    for fixture in records::fixtures::<ContactBody>(loading, "contacts", CONTACTS.sequence).await? {
        let Fixture { id, body, document, .. } = fixture;
        let attributes = Attributes::of(body, "contact");
        if let Err(error) = load_one(&mut loading.connection, id, &attributes).await {
            loading.fault(&document, error.reason());
        }
    }
    Ok(())
}

async fn load_one(connection: &mut SqliteConnection, id: i64, attributes: &Attributes) -> Handled<()> {
    let mut contact = Contact::create(id, ContactBody::of(attributes)?)?;
    for change in AddressChange::all(attributes) {
        let address_id = match change.id {
            Some(id) => {
                take_id(connection, ADDRESS, id).await?;
                id
            }
            None => next_id(connection, ADDRESS).await?,
        };
        contact.addresses.push(change.made(address_id));
    }
    Ok(insert(connection, &CONTACTS, id, &contact).await?)
}
