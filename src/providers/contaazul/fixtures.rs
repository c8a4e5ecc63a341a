//! Loads Conta Azul's fixtures: the same documents that the API takes, through the same rules.

use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::json;

use super::accounts::Settings;
use super::credentials::USER;
use super::{SLUG, contracts, customers, product_categories, products, sales, services, suppliers};
use crate::store::StoreError;
use crate::web::oauth::{APPLICATION, may_redirect_to};
use crate::world::account::Account;
use crate::world::credential::{Grant, Issue};
use crate::world::seeding::{Document, FixtureLoader};

/// The built-in files, in the order in which they depend on one another.
#[rustfmt::skip]
pub(super) const FILES: &[(&str, &str)] = &[
    ("accounts", include_str!("../../../fixtures/contaazul/accounts.json")),
    ("users", include_str!("../../../fixtures/contaazul/users.json")),
    ("applications", include_str!("../../../fixtures/contaazul/applications.json")),
    ("customers", include_str!("../../../fixtures/contaazul/customers.json")),
    ("suppliers", include_str!("../../../fixtures/contaazul/suppliers.json")),
    ("product_categories", include_str!("../../../fixtures/contaazul/product_categories.json")),
    ("products", include_str!("../../../fixtures/contaazul/products.json")),
    ("services", include_str!("../../../fixtures/contaazul/services.json")),
    ("banks", include_str!("../../../fixtures/contaazul/banks.json")),
    ("sellers", include_str!("../../../fixtures/contaazul/sellers.json")),
    ("categories", include_str!("../../../fixtures/contaazul/categories.json")),
    ("sales", include_str!("../../../fixtures/contaazul/sales.json")),
    ("contracts", include_str!("../../../fixtures/contaazul/contracts.json")),
];

/// Loads every file.
pub(super) async fn load(loading: &mut FixtureLoader) -> Result<(), StoreError> {
    let defaults = load_accounts(loading);
    load_users(loading);
    load_applications(loading);
    customers::load(loading).await;
    suppliers::load(loading).await;
    product_categories::load(loading).await;
    products::load(loading).await;
    services::load(loading).await;
    sales::load_references(loading).await?;
    check_default_banks(loading, defaults).await?;
    sales::load(loading).await;
    contracts::load(loading).await;
    Ok(())
}

#[derive(Debug, Clone, Deserialize, JsonSchema)]
struct AccountFixture {
    id: String,
    #[serde(flatten)]
    settings: serde_json::Map<String, serde_json::Value>,
}

/// The fixture of an account with a default bank, and the bank's id.
type DefaultBank = (Document<AccountFixture>, String);

fn load_accounts(loading: &mut FixtureLoader) -> Vec<DefaultBank> {
    let mut defaults = Vec::new();
    for document in loading.documents::<AccountFixture>("accounts") {
        let AccountFixture { id, settings } = document.value.clone();
        let account = Account {
            provider: SLUG.to_owned(),
            id,
            settings,
        };
        match Settings::of(&account) {
            Ok(settings) => {
                let account = Account {
                    settings: settings.members(),
                    ..account
                };
                loading.put_account(&document, account);
                defaults.extend(settings.default_financial_account.map(|bank| (document, bank)));
            }
            Err(reason) => loading.fault(&document, reason),
        }
    }
    defaults
}

/// A default bank must be a bank of its account. Where the operator's own fixtures leave it out, a built-in account has no
/// default bank.
async fn check_default_banks(loading: &mut FixtureLoader, defaults: Vec<DefaultBank>) -> Result<(), StoreError> {
    for (document, bank) in defaults {
        let id = &document.value.id;
        if sales::has_bank(&mut loading.connection, id, &bank).await? {
            continue;
        }
        let reason = format!("`default_financial_account` {bank:?} is no bank of this account");
        loading.fault(&document, reason);
        if let Some(account) = loading.directory().account(SLUG, id) {
            let mut account = Account::clone(&account);
            account
                .settings
                .insert("default_financial_account".to_owned(), json!(null));
            loading.directory().put_account(account);
        }
    }
    Ok(())
}

#[derive(Debug, Clone, Deserialize, JsonSchema)]
struct UserFixture {
    email: String,
    password: String,
    name: String,
    /// The ids of the accounts that the user may open to an application.
    accounts: Vec<String>,
}

fn load_users(loading: &mut FixtureLoader) {
    for document in loading.documents::<UserFixture>("users") {
        let UserFixture {
            email,
            password,
            name,
            accounts,
        } = document.value.clone();
        let unknown = accounts
            .iter()
            .find(|id| loading.directory().account(SLUG, id).is_none());
        if let Some(id) = unknown {
            loading.fault(&document, format!("no account has the id {id:?}"));
            continue;
        }
        let holder = json!({"name": name, "accounts": accounts, "user": email});
        issue(loading, &document, USER, (email, password), holder);
    }
}

#[derive(Debug, Clone, Deserialize, JsonSchema)]
struct ApplicationFixture {
    name: String,
    client_id: String,
    client_secret: String,
    redirect_uris: Vec<String>,
    /// Whether any address on the machine that the browser runs on will do too.
    #[serde(default)]
    any_loopback_redirect_uri: bool,
    /// Whether it is let in without a page.
    #[serde(default)]
    auto_approve: bool,
    /// The account that an auto-approving application is let into.
    #[serde(default)]
    account: Option<String>,
}

fn load_applications(loading: &mut FixtureLoader) {
    for document in loading.documents::<ApplicationFixture>("applications") {
        let fixture = document.value.clone();
        if let Some(wrong) = fixture.redirect_uris.iter().find(|uri| !may_redirect_to(uri)) {
            let reason = format!("no absolute address without a fragment: {wrong:?}");
            loading.fault(&document, reason);
            continue;
        }
        let holder = json!({
            "name": fixture.name,
            "redirect_uris": fixture.redirect_uris,
            "any_loopback_redirect_uri": fixture.any_loopback_redirect_uri,
            "auto_approve": fixture.auto_approve,
            "account": fixture.account,
        });
        let keys = (fixture.client_id, fixture.client_secret);
        issue(loading, &document, APPLICATION, keys, holder);
    }
}

/// Adds a credential that never expires.
fn issue<T>(
    loading: &mut FixtureLoader,
    document: &Document<T>,
    kind: &'static str,
    (key, secret): (String, String),
    holder: serde_json::Value,
) {
    if loading.directory().find(SLUG, &key).is_some() {
        return loading.fault(document, format!("{key:?} is taken"));
    }
    let issue = Issue {
        provider: SLUG,
        kind,
        key,
        secret: Some(secret),
        holder,
        lifetime: None,
        grant: Grant::Alone,
    };
    loading
        .directory()
        .issue(vec![issue], chrono::DateTime::UNIX_EPOCH, None);
}
