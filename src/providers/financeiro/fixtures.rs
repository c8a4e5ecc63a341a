//! Loads Financeiro's fixtures: accounts and tokens, then every resource's records by column.

use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Value, json};

use super::account::Settings;
use super::credentials::TOKEN;
use super::resource::{BelongsTo, Owner, Record, Resource, Type, number_of, set, store};
use super::{
    SLUG, categories, classification_centers, credit_cards, custom_classifiers, deposit_accounts, entities,
    financial_accounts, financial_transactions, people, sale_accounts,
};
use crate::store::StoreError;
use crate::world::account::{Account, members_of};
use crate::world::credential::{Grant, Issue};
use crate::world::seeding::{Document, FixtureLoader};

/// The built-in files, in the order in which they depend on one another.
pub(super) const FILES: &[(&str, &str)] = &[
    ("accounts", include_str!("../../../fixtures/financeiro/accounts.json")),
    ("tokens", include_str!("../../../fixtures/financeiro/tokens.json")),
    ("entities", include_str!("../../../fixtures/financeiro/entities.json")),
    ("people", include_str!("../../../fixtures/financeiro/people.json")),
    (
        "categories",
        include_str!("../../../fixtures/financeiro/categories.json"),
    ),
    (
        "classification_centers",
        include_str!("../../../fixtures/financeiro/classification_centers.json"),
    ),
    (
        "deposit_accounts",
        include_str!("../../../fixtures/financeiro/deposit_accounts.json"),
    ),
    (
        "financial_transactions",
        include_str!("../../../fixtures/financeiro/financial_transactions.json"),
    ),
    (
        "payable_accounts",
        include_str!("../../../fixtures/financeiro/payable_accounts.json"),
    ),
    (
        "receivable_accounts",
        include_str!("../../../fixtures/financeiro/receivable_accounts.json"),
    ),
    (
        "credit_cards",
        include_str!("../../../fixtures/financeiro/credit_cards.json"),
    ),
    (
        "custom_classifiers",
        include_str!("../../../fixtures/financeiro/custom_classifiers.json"),
    ),
    (
        "sale_accounts",
        include_str!("../../../fixtures/financeiro/sale_accounts.json"),
    ),
];

/// Loads every file.
pub(super) async fn load(loading: &mut FixtureLoader) -> Result<(), StoreError> {
    load_accounts(loading);
    load_tokens(loading);
    records(loading, "entities", &entities::ENTITY, |_| {}).await?;
    records(loading, "people", &people::PERSON, people::set_defaults).await?;
    records(loading, "categories", &categories::CATEGORY, categories::set_defaults).await?;
    records(
        loading,
        "classification_centers",
        &classification_centers::CLASSIFICATION_CENTER,
        classification_centers::set_defaults,
    )
    .await?;
    records(
        loading,
        "deposit_accounts",
        &deposit_accounts::DEPOSIT_ACCOUNT,
        deposit_accounts::set_defaults,
    )
    .await?;
    records(
        loading,
        "financial_transactions",
        &financial_transactions::FINANCIAL_TRANSACTION,
        financial_transactions::set_defaults,
    )
    .await?;
    records(
        loading,
        "payable_accounts",
        &financial_accounts::PAYABLE_ACCOUNT,
        financial_accounts::set_defaults,
    )
    .await?;
    records(
        loading,
        "receivable_accounts",
        &financial_accounts::RECEIVABLE_ACCOUNT,
        financial_accounts::set_defaults,
    )
    .await?;
    records(loading, "credit_cards", &credit_cards::CREDIT_CARD, |_| {}).await?;
    records(
        loading,
        "custom_classifiers",
        &custom_classifiers::CUSTOM_CLASSIFIER,
        |_| {},
    )
    .await?;
    records(loading, "sale_accounts", &sale_accounts::SALE_ACCOUNT, |_| {}).await
}

fn load_accounts(loading: &mut FixtureLoader) {
    for document in loading.documents::<serde_json::Map<String, Value>>("accounts") {
        let mut settings = document.value.clone();
        let Some(Value::String(id)) = settings.remove("id") else {
            loading.fault(&document, "`id` must be a text of digits");
            continue;
        };
        let account = Account {
            provider: SLUG.to_owned(),
            id,
            settings,
        };
        match account.settings::<Settings>() {
            Ok(_) if account.id.parse::<i64>().is_err() => loading.fault(&document, "`id` must be a text of digits"),
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
    user_id: i64,
    /// The ids of the accounts that it sees.
    accounts: Vec<i64>,
    /// Whether its user administers them.
    #[serde(default = "yes")]
    administrator: bool,
}

fn yes() -> bool {
    true
}

fn load_tokens(loading: &mut FixtureLoader) {
    for document in loading.documents::<TokenFixture>("tokens") {
        let TokenFixture {
            token,
            user_id,
            accounts,
            administrator,
        } = document.value.clone();
        let unknown = accounts
            .iter()
            .find(|id| loading.directory().account(SLUG, &id.to_string()).is_none());
        if let Some(id) = unknown {
            loading.fault(&document, format!("no account has the id {id}"));
            continue;
        }
        if loading.directory().find(SLUG, &token).is_some() {
            loading.fault(&document, format!("{token:?} is taken"));
            continue;
        }
        let issue = Issue {
            provider: SLUG,
            kind: TOKEN,
            key: token,
            secret: None,
            holder: json!({"user_id": user_id, "accounts": accounts, "administrator": administrator}),
            lifetime: None,
            grant: Grant::Alone,
        };
        loading
            .directory()
            .issue(vec![issue], chrono::DateTime::UNIX_EPOCH, None);
    }
}

/// Loads a resource's records; `begin` gives the columns that a fixture leaves out what a creation would.
async fn records(
    loading: &mut FixtureLoader,
    file: &'static str,
    resource: &'static Resource,
    set_defaults: fn(&mut Record),
) -> Result<(), StoreError> {
    for document in loading.documents::<Record>(file) {
        let mut record = document.value.clone();
        if let Some(reason) = fault(resource, &record) {
            loading.fault(&document, reason);
            continue;
        }
        let account = account_of(loading, &document);
        let owner = match resource.belongs_to {
            BelongsTo::Account => Some(account),
            BelongsTo::Record(_, column) => number_of(&record, column),
        };
        let Some(owner) = owner else {
            loading.fault(&document, "it does not say whose it is");
            continue;
        };
        if matches!(resource.belongs_to, BelongsTo::Account) {
            set(&mut record, "account_id", account);
        }
        let created_at = record
            .get("created_at")
            .cloned()
            .unwrap_or_else(|| "2015-01-05T09:00:00-02:00".into());
        record.entry("updated_at").or_insert_with(|| created_at.clone());
        record.insert("created_at".to_owned(), created_at);
        for (name, value) in DEFAULTS {
            if resource.field(name).is_some() && record.get(*name).is_none() {
                record.insert((*name).to_owned(), Value::Bool(*value));
            }
        }
        set_defaults(&mut record);
        let owner = Owner { account, id: owner };
        match store::insert(&mut loading.connection, resource, owner, &mut record).await {
            Err(error) if error.is_unique_violation(".sorted") => {
                loading.fault(&document, "another document has the same `name`")
            }
            Err(error) if error.is_refusal() => loading.fault(&document, error.to_string()),
            other => other.map(|_| ())?,
        }
    }
    Ok(())
}

/// What new records have in these columns.
const DEFAULTS: &[(&str, bool)] = &[
    ("cost", true),
    ("cost_center", true),
    ("customer", true),
    ("default_in_menu", false),
    ("force_destroy", false),
    ("imported_from_sync", false),
    ("modified_by_sync", false),
    ("revenue", true),
    ("revenue_center", true),
    ("supplier", true),
];

/// What is wrong with a fixture's columns, if anything.
fn fault(resource: &Resource, record: &Record) -> Option<String> {
    record.iter().find_map(|(name, value)| {
        let Some(field) = resource.field(name) else {
            return Some(format!("`{name}` is no column of {}", resource.plural));
        };
        let fits = match field.kind {
            Type::Column(kind) => value.is_null() || fits(kind, value),
            Type::Ids => value.is_array(),
            Type::Nested => true,
        };
        (!fits).then(|| format!("`{name}` has not its column's type: {value}"))
    })
}

fn fits(kind: crate::web::rails::Kind, value: &Value) -> bool {
    use crate::web::rails::Kind;
    match kind {
        Kind::Integer => value.is_i64(),
        Kind::Boolean => value.is_boolean(),
        Kind::Text | Kind::Decimal | Kind::Date | Kind::DateTime => value.is_string(),
    }
}

/// The account that a document is filed under; the first one where it is filed under none.
fn account_of<T>(loading: &FixtureLoader, document: &Document<T>) -> i64 {
    let first = || {
        loading
            .directory()
            .accounts(SLUG)
            .first()
            .map(|account| account.id.clone())
    };
    document
        .account
        .clone()
        .or_else(first)
        .and_then(|id| id.parse().ok())
        .unwrap_or_default()
}
