//! Procfy v1: transactions with attachments, bank accounts, contacts, cost centers, categories and users.
//!
//! Documentation: <https://api.procfy.io> (a Rails application with pagy pagination; what the documentation leaves open
//! follows how those two behave).
//!
//! LIMITATIONS
//! * A world has one Procfy account, which all of its tokens open.
//! * When a token was last used is forgotten when the process ends.
//! * `payment_type: recurring` and `installment` create one transaction: the documentation says nothing of others.
//! * A method that an address does not know is answered as an unknown address, as Rails does, but names the others in
//!   `Allow`, as Rails does not.

mod answers;
mod attachments;
mod attributes;
mod back_office;
mod bank_accounts;
mod categories;
mod choices;
mod coercion;
mod contacts;
mod cost_centers;
mod credentials;
mod enums;
mod errors;
mod fixtures;
mod pages;
mod parameters;
mod permissions;
mod records;
mod store;
mod time;
mod transactions;
mod users;
mod validation;

use futures_util::FutureExt;
use http::{HeaderMap, header};
use sqlx::SqliteConnection;

use crate::provider::{Provider, amends_nothing};
use crate::store::StoreError;
use crate::web::api::Api;
use crate::web::credentials::{Presented, authorization};
use crate::web::endpoints::Endpoints;
use crate::web::terms::Terms;
use crate::world::resident::{CredentialForm, Resident};
use crate::world::schedule::Fired;
use errors::Error;

/// The provider's name in addresses.
pub(crate) const SLUG: &str = "procfy";

/// Procfy v1.
pub(super) static PROVIDER: Provider = Provider {
    resident: Resident {
        slug: SLUG,
        credentials: &[CredentialForm {
            kind: credentials::TOKEN,
            key_length: Some(credentials::TOKEN_LENGTH),
            secret_length: None,
        }],
        fixtures: fixtures::FILES,
        standing: &["tokens", "users"],
        quota: None,
        load: |loading| fixtures::load(loading).boxed(),
        announce: |_, _| (),
        fire: |connection, _, due| nothing_falls_due(connection, due).boxed(),
    },
    api: Api {
        slug: SLUG,
        name: "Procfy v1",
        description: "A sandbox of the Procfy API at api.procfy.io: transactions with attachments, bank accounts with their \
                  balances, contacts, cost centers, categories and users. Not the vendor's.",
        documentation: "https://api.procfy.io",
        hosts: &["api.procfy.io"],
        terms: Terms {
            // Attachments are mostly compressed already, and a download keeps its Content-Length.
            compresses: |_| false,
            admit: permissions::admit,
            ..Terms::usual(
                credentials::TOKEN,
                |parts, _| presented(&parts.headers),
                |refusal, context| Box::new(Error::from_refusal(refusal, context)),
            )
        },
        endpoints,
        errors: Error::examples,
        choices: choices::CHOICES,
    },
    announced: credentials::announced,
    curl: credentials::curl,
    issue: credentials::issue,
    amend: amends_nothing,
    back_office: back_office::operations,
};

/// Every operation, in the order of the documentation.
fn endpoints() -> Endpoints {
    Endpoints::new()
        .resource("Transações", transactions::endpoints())
        .resource("Anexos de transações", attachments::endpoints())
        .resource("Contas Bancárias", bank_accounts::endpoints())
        .resource("Contatos", contacts::endpoints())
        .resource("Centros de Custo", cost_centers::endpoints())
        .resource("Categorias", categories::endpoints())
        .resource("Usuários", users::endpoints())
}

/// The token after `Bearer`. A header that says something else shows a token too, though none that could work: only an
/// empty one, or `Bearer` alone, is blank.
fn presented(headers: &HeaderMap) -> Presented {
    let text = headers.get(header::AUTHORIZATION).map(|value| value.as_bytes());
    let text = String::from_utf8_lossy(text.unwrap_or_default()).into_owned();
    let text = text.trim();
    match authorization(headers) {
        Some((scheme, token)) if scheme == "bearer" => Presented {
            keys: vec![token.to_owned()],
            ..Presented::default()
        },
        _ if text.is_empty() || text.eq_ignore_ascii_case("bearer") => Presented::default(),
        _ => Presented {
            keys: text
                .split_ascii_whitespace()
                .last()
                .map(str::to_owned)
                .into_iter()
                .collect(),
            secret: None,
            kind: Some("token shown as Bearer"),
        },
    }
}

async fn nothing_falls_due(_: &mut SqliteConnection, _: &Fired) -> Result<(), StoreError> {
    Ok(())
}
