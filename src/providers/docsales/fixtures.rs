//! Loads DocSales' fixtures: the same documents that the API shows and takes, through the same rules.

use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Map, Value};
use sqlx::SqliteConnection;
use uuid::Uuid;

use super::SLUG;
use super::accounts::Settings;
use super::credentials::token;
use super::errors::Error;
use super::proposals::{
    Action, ActionDetails, Origin, ParsedProposal, ProposalBody, apply, expires_at, find_prerequisites, issue,
};
use super::store::{self, numbering};
use super::tax_number;
use super::wire::{Customer, Month, Proposal, RegistrationData};
use crate::store::{StoreError, WriteBatch, encode};
use crate::web::wording::Wording;
use crate::world::account::{Account, members_of};
use crate::world::seeding::{Document, FixtureLoader};

/// The built-in files, in the order in which they depend on one another.
#[rustfmt::skip]
pub(super) const FILES: &[(&str, &str)] = &[
    ("accounts", include_str!("../../../fixtures/docsales/accounts.json")),
    ("tokens", include_str!("../../../fixtures/docsales/tokens.json")),
    ("registration_data", include_str!("../../../fixtures/docsales/registration_data.json")),
    ("customers", include_str!("../../../fixtures/docsales/customers.json")),
    ("proposals", include_str!("../../../fixtures/docsales/proposals.json")),
];

/// Loads every file.
pub(super) async fn load(loading: &mut FixtureLoader) -> Result<(), StoreError> {
    load_accounts(loading);
    load_tokens(loading);
    load_registration_data(loading).await;
    load_customers(loading).await;
    load_proposals(loading).await;
    Ok(())
}

fn load_accounts(loading: &mut FixtureLoader) {
    for document in loading.documents::<Map<String, Value>>("accounts") {
        let mut settings = document.value.clone();
        let Some(Value::String(id)) = settings.remove("id") else {
            loading.fault(&document, "an account's `id` must be a text");
            continue;
        };
        let account = Account {
            provider: SLUG.to_owned(),
            id,
            settings,
        };
        match account.settings::<Settings>() {
            Ok(settings) => {
                let account = Account {
                    settings: members_of(&settings),
                    ..account
                };
                loading.put_account(&document, account);
            }
            Err(reason) => loading.fault(&document, reason),
        }
    }
}

#[derive(Debug, Clone, Deserialize, JsonSchema)]
struct TokenFixture {
    token: String,
}

fn load_tokens(loading: &mut FixtureLoader) {
    for document in loading.documents::<TokenFixture>("tokens") {
        let Some(account) = account_of(loading, &document) else {
            continue;
        };
        let key = document.value.token.clone();
        if loading.directory().find(SLUG, &key).is_some() {
            loading.fault(&document, format!("{key:?} is taken"));
            continue;
        }
        let issue = token(key, &account);
        loading.directory().issue(vec![issue], DateTime::UNIX_EPOCH, None);
    }
}

/// What an entry of a fixture has beside what the API shows.
#[derive(JsonSchema)]
#[expect(dead_code, reason = "it describes what is read from the value")]
struct EntryFixture {
    active: bool,
}

/// What the entries of a fixture have beside what the API shows.
#[derive(JsonSchema)]
#[expect(dead_code, reason = "it describes what is read from the value")]
struct RegistrationFixture {
    signature_types: Vec<EntryFixture>,
    payment_methods: Vec<EntryFixture>,
    products: Vec<EntryFixture>,
    templates: Vec<EntryFixture>,
    signer_roles: Vec<EntryFixture>,
    sellers: Vec<EntryFixture>,
}

/// Each document is what an account's `/api/v1/registration-data` shows; an entry that says `"active": false` is kept
/// but not shown.
async fn load_registration_data(loading: &mut FixtureLoader) {
    for document in loading.records_like::<RegistrationData, Value, RegistrationFixture>("registration_data") {
        let Some(account) = account_of(loading, &document) else {
            continue;
        };
        for registry in store::registrations::REGISTRIES {
            let entries = document.value.1[registry].as_array().cloned();
            let mut writes = WriteBatch::default();
            for mut entry in entries.unwrap_or_default() {
                let active = entry.as_object_mut().and_then(|members| members.shift_remove("active"));
                let entry = (&entry, active != Some(Value::Bool(false)));
                writes.push(store::registrations::insert(&account, registry, entry));
            }
            if let Err(error) = writes.execute(&mut loading.connection).await {
                loading.fault(&document, format!("`{registry}`: {error}"));
            }
        }
    }
}

async fn load_customers(loading: &mut FixtureLoader) {
    for document in loading.documents::<Customer>("customers") {
        let Some(account) = account_of(loading, &document) else {
            continue;
        };
        let mut customer = document.value.clone();
        customer.document = tax_number::bare(&customer.document);
        if !tax_number::is_valid(&customer.document) {
            loading.fault(&document, "the `document` is no CNPJ or CPF");
            continue;
        }
        let connection = &mut loading.connection;
        let inserted = insert_customer(connection, &account, &customer).await;
        match inserted {
            Err(error) if error.is_unique_violation(".tax_number") => {
                loading.fault(&document, "another customer has the same `document`");
            }
            Err(error) => loading.fault(&document, error.to_string()),
            Ok(()) => {}
        }
    }
}

async fn insert_customer(
    connection: &mut SqliteConnection,
    account: &str,
    customer: &Customer,
) -> Result<(), StoreError> {
    let insert = store::customers::insert(account, customer)?;
    insert.execute(connection).await?;
    numbering::skip_past(connection, account, &customer.code).await
}

/// What a document of a fixture has beside the body that would create it.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
struct ProposalFixture {
    id: i64,
    code: String,
    /// Null for a document made on the vendor's screens.
    external_uuid: Option<Uuid>,
    #[schemars(with = "String")]
    created_at: DateTime<Utc>,
    /// What was done with the document after it was created, in order.
    #[serde(default)]
    actions: Vec<ActionFixture>,
}

#[derive(Debug, Clone, Deserialize, JsonSchema)]
struct ActionFixture {
    action: String,
    #[schemars(with = "String")]
    at: DateTime<Utc>,
    #[serde(default)]
    signer: Option<usize>,
    #[serde(default)]
    reason: Option<String>,
}

async fn load_proposals(loading: &mut FixtureLoader) {
    for document in loading.records_like::<ProposalFixture, Value, ProposalBody>("proposals") {
        let Some(account) = account_of(loading, &document) else {
            continue;
        };
        if let Err(reason) = load_proposal(loading, &account, &document.value).await {
            loading.fault(&document, reason);
        }
    }
}

async fn load_proposal(
    loading: &mut FixtureLoader,
    account: &str,
    (fixture, body): &(ProposalFixture, Value),
) -> Result<(), String> {
    let mut body = body.clone();
    if let Value::Object(members) = &mut body {
        // The fixture's code is given to the document by `Origin`; in a body it would be one that a client asks for.
        members.shift_remove("code");
    }
    let settings = loading.directory().account(SLUG, account);
    let settings = settings.map(|account| account.settings::<Settings>());
    let origin = Origin {
        account,
        validity_days: settings
            .and_then(Result::ok)
            .map_or(15, |settings| settings.validity_days),
        at: fixture.created_at,
        id: Some(fixture.id),
        code: Some(fixture.code.clone()),
    };
    let text = |error: StoreError| error.to_string();
    let connection = &mut loading.connection;
    let parsed = ParsedProposal::of_document(body)?;
    let month = Month::of(fixture.created_at).text();
    let prerequisites = find_prerequisites(connection, &parsed, account, &month).await;
    let issued = issue(connection, parsed, prerequisites.map_err(text)?, &origin).await;
    let (mut proposal, mut writes) = issued.map_err(|error: Error| error.explanation())?;
    proposal.external_uuid = fixture.external_uuid;
    for action in &fixture.actions {
        apply_action(&mut proposal, action)?;
    }
    let document = encode(&proposal).map_err(text)?;
    writes.push(store::proposals::insert(account, &proposal, &document));
    writes.execute(connection).await.map_err(text)?;
    numbering::skip_past(connection, account, &proposal.code)
        .await
        .map_err(text)?;
    let due: Vec<_> = expires_at(&proposal).into_iter().collect();
    loading.schedule.add(connection, &due).await.map_err(text)
}

fn apply_action(proposal: &mut Proposal, fixture: &ActionFixture) -> Result<(), String> {
    let action: Action = fixture
        .action
        .parse()
        .map_err(|_| format!("there is no action {:?}", fixture.action))?;
    let details = ActionDetails {
        signer: fixture.signer,
        reason: fixture.reason.clone(),
    };
    apply(proposal, action, details, fixture.at).map_err(|reason| reason.0)
}

/// The id of the account that a fixture belongs to: the one that it names, or the first. Without any account that is a
/// fault of the fixture.
fn account_of<T>(loading: &mut FixtureLoader, document: &Document<T>) -> Option<String> {
    let accounts = loading.directory().accounts(SLUG);
    let first = accounts.first().map(|account| account.id.clone());
    let found = document.account.clone().or(first);
    if found.is_none() {
        loading.fault(document, "there is no account that it could belong to");
    }
    found
}
