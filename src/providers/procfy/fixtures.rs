//! Loads Procfy's fixtures: the same documents that the API takes, through the same rules.

use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Value, json};

use super::credentials::{TOKEN, TOKEN_LENGTH, check_permissions};
use super::errors::Handled;
use super::{SLUG, attachments, bank_accounts, categories, contacts, cost_centers, transactions, users};
use crate::store::StoreError;
use crate::web::wording::Wording;
use crate::world::credential::{Grant, Issue};
use crate::world::seeding::FixtureLoader;

/// The built-in files, in the order in which they depend on one another.
#[rustfmt::skip]
pub(super) const FILES: &[(&str, &str)] = &[
    ("tokens", include_str!("../../../fixtures/procfy/tokens.json")),
    ("users", include_str!("../../../fixtures/procfy/users.json")),
    ("bank_accounts", include_str!("../../../fixtures/procfy/bank_accounts.json")),
    ("categories", include_str!("../../../fixtures/procfy/categories.json")),
    ("cost_centers", include_str!("../../../fixtures/procfy/cost_centers.json")),
    ("contacts", include_str!("../../../fixtures/procfy/contacts.json")),
    ("transactions", include_str!("../../../fixtures/procfy/transactions.json")),
    ("attachments", include_str!("../../../fixtures/procfy/attachments.json")),
];

/// Loads every file.
pub(super) async fn load(loading: &mut FixtureLoader) -> Result<(), StoreError> {
    load_tokens(loading);
    load_records(loading)
        .await
        .map_err(|error| StoreError::value(error.explanation()))
}

async fn load_records(loading: &mut FixtureLoader) -> Handled<()> {
    users::load(loading).await?;
    bank_accounts::load(loading).await?;
    categories::load(loading).await?;
    cost_centers::load(loading).await?;
    contacts::load(loading).await?;
    transactions::load(loading).await?;
    attachments::load(loading).await
}

#[derive(Debug, Clone, Deserialize, JsonSchema)]
struct TokenFixture {
    name: String,
    #[serde(default)]
    description: Option<String>,
    token: String,
    #[serde(default)]
    permissions: Value,
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    expires_at: Option<DateTime<Utc>>,
}

fn load_tokens(loading: &mut FixtureLoader) {
    for document in loading.documents::<TokenFixture>("tokens") {
        let fixture = document.value.clone();
        let is_plain = fixture.token.bytes().all(|byte| byte.is_ascii_alphanumeric());
        if !is_plain || fixture.token.len() != TOKEN_LENGTH {
            loading.fault(&document, format!("`token` must be {TOKEN_LENGTH} letters and digits"));
            continue;
        }
        if loading.directory().find(SLUG, &fixture.token).is_some() {
            loading.fault(&document, "this token is taken");
            continue;
        }
        if check_permissions(&fixture.permissions).is_err() {
            let reason = "`permissions` must be an object from resources to arrays of actions";
            loading.fault(&document, reason);
            continue;
        }
        let issue = Issue {
            provider: SLUG,
            kind: TOKEN,
            key: fixture.token,
            secret: None,
            holder: json!({
                "name": fixture.name,
                "description": fixture.description,
                "permissions": fixture.permissions,
            }),
            lifetime: fixture.expires_at.map(|at| at - DateTime::UNIX_EPOCH),
            grant: Grant::Alone,
        };
        loading.directory().issue(vec![issue], DateTime::UNIX_EPOCH, None);
    }
}
