//! The fixtures of sales, and of what only the ERP can create: banks, sellers, the plan of categories.

use std::collections::HashSet;

use schemars::JsonSchema;
use serde::Deserialize;
use uuid::Uuid;

use super::issue;
use super::issuer::Issuer;
use super::payment::{Bank, InstallmentStatus};
use super::store;
use super::wire::{SaleBody, SaleSeller};
use crate::providers::contaazul::SLUG;
use crate::providers::contaazul::accounts::Settings;
use crate::providers::contaazul::errors::Error;
use crate::providers::contaazul::fixture_records::account_of;
use crate::providers::contaazul::wire::Amount;
use crate::store::StoreError;
use crate::world::seeding::{Document, FixtureLoader};

/// Loads what sales refer to and only the ERP can create: banks, sellers, categories.
pub(in crate::providers::contaazul) async fn load_references(loading: &mut FixtureLoader) -> Result<(), StoreError> {
    load_banks(loading).await;
    load_sellers(loading).await;
    load_categories(loading).await
}

/// Loads sales, through the rules of a creation.
pub(in crate::providers::contaazul) async fn load(loading: &mut FixtureLoader) {
    for document in loading.records::<History, SaleBody>("sales") {
        if let Err(error) = load_sale(loading, &document).await {
            loading.fault(&document, error.reason());
        }
    }
}

async fn load_banks(loading: &mut FixtureLoader) {
    for document in loading.documents::<Bank>("banks") {
        let Some(account) = account_of(loading, &document) else {
            continue;
        };
        let stored = store::insert_bank(&mut loading.connection, &account, &document.value).await;
        if let Err(error) = stored {
            loading.fault(&document, Error::from(error).reason());
        }
    }
}

/// A seller of the fixtures.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
struct SellerFixture {
    id: Uuid,
    name: String,
    /// The user whose sales are this seller's, unless they name another one.
    #[serde(default)]
    email: Option<String>,
}

async fn load_sellers(loading: &mut FixtureLoader) {
    for document in loading.documents::<SellerFixture>("sellers") {
        let Some(account) = account_of(loading, &document) else {
            continue;
        };
        let SellerFixture { id, name, email } = document.value.clone();
        let seller = SaleSeller {
            id: Some(id),
            name: Some(name),
        };
        let connection = &mut loading.connection;
        let stored = store::insert_seller(connection, &account, &seller, email.as_deref()).await;
        if let Err(error) = stored {
            loading.fault(&document, Error::from(error).reason());
        }
    }
}

/// A category of the fixtures.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
struct CategoryFixture {
    id: Uuid,
    name: String,
}

async fn load_categories(loading: &mut FixtureLoader) -> Result<(), StoreError> {
    let mut ids = HashSet::new();
    for document in loading.documents::<CategoryFixture>("categories") {
        let Some(account) = account_of(loading, &document) else {
            continue;
        };
        let CategoryFixture { id, name } = &document.value;
        if !ids.insert(*id) {
            loading.fault(&document, format!("the id {id} is taken"));
            continue;
        }
        store::insert_category(&mut loading.connection, &account, &id.to_string(), name).await?;
    }
    Ok(())
}

/// Creates a sale as its client would have, and then does by hand what was done to it since: `acquitted` lists the
/// installments that were paid, `cancelled` says that it was cancelled.
async fn load_sale(loading: &mut FixtureLoader, document: &Document<(History, SaleBody)>) -> Result<(), Error> {
    let Some(account) = account_of(loading, document) else {
        return Ok(());
    };
    let (history, body) = &document.value;
    let id = history.id.unwrap_or_else(|| loading.ids.uuid());
    let settings = fixture_settings(loading, &account)?;
    let issuer = Issuer::of_fixtures(&account, &settings);
    let connection = &mut loading.connection;
    let (mut sale, writes) = issue::create(connection, &issuer, id, body).await?;
    if let Some(said) = history.total.filter(|said| *said != sale.total) {
        let (said, total) = (said.0.normalize(), sale.total.0.normalize());
        let reason =
            format!("the `total` is {said}, but the items, the discount and the shipping cost come to {total}");
        return Err(Error::BodyUnreadable { reason });
    }
    writes.execute(connection).await?;
    for installment in &mut sale.payment.installments {
        if history.acquitted.contains(&installment.number) {
            installment.status = InstallmentStatus::Acquitted;
        }
    }
    if let Some(ca_id) = history.ca_id {
        sale.ca_id = ca_id;
    }
    store::update(connection, &account, &sale).await?;
    if history.cancelled {
        store::cancel(connection, id).await?;
    }
    Ok(())
}

/// What a sale of the fixtures says beside what created it.
#[derive(Debug, Deserialize, JsonSchema)]
struct History {
    id: Option<Uuid>,
    ca_id: Option<i64>,
    /// What it comes to; checked, where it is said.
    total: Option<Amount>,
    #[serde(default)]
    acquitted: Vec<i64>,
    #[serde(default)]
    cancelled: bool,
}

/// The settings under which fixtures are loaded: what they sell is out of stock already.
pub(in crate::providers::contaazul) fn fixture_settings(
    loading: &FixtureLoader,
    account: &str,
) -> Result<Settings, Error> {
    let found = loading.directory().account(SLUG, account);
    let settings = found.and_then(|found| Settings::of(&found).ok());
    let settings = settings.ok_or_else(|| Error::not_found("account", account))?;
    Ok(Settings {
        stock_check: false,
        ..settings
    })
}
