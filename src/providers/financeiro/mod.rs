//! Financeiro, formerly MyFinance: JSON and XML over HTTP, a token by HTTP Basic, several accounts behind one token.
//!
//! Documentation: the vendor's page "Financeiro API" and its older pages per resource; what neither says is taken
//! from recorded traffic of 2015 to 2017, and from how Rails 3.2 behaves. An account has one of two profiles: `docs`
//! gets the documentation's bytes, `wire` those of the recordings.
//!
//! LIMITATIONS
//! * Nobody ever recorded an answer in XML: beyond the documentation's samples its bytes follow Rails' rules.
//! * The two HTML pages have the recorded titles and length, not the recorded layout.
//! * `_method` is read from the query and `X-HTTP-Method-Override`, not from a form's body.

mod account;
mod accounts;
mod attachments;
mod authorization;
mod back_office;
mod bank_statements;
mod categories;
mod choices;
mod classification_centers;
mod credentials;
mod credit_cards;
mod custom_classifiers;
mod deposit_accounts;
mod entities;
mod errors;
mod financial_accounts;
mod financial_transactions;
mod fixtures;
mod formats;
mod people;
mod reconciles;
mod request;
mod resource;
mod response_headers;
mod sale_accounts;
mod sales;
mod taxes;
mod use_count;
mod webhooks;
mod wire;

use futures_util::FutureExt;
use http::request::Parts;
use serde_json::json;

use crate::provider::{Provider, amends_nothing};
use crate::web::api::Api;
use crate::web::cors;
use crate::web::credentials::{Presented, basic};
use crate::web::endpoints::Endpoints;
use crate::web::rails::method;
use crate::web::terms::Terms;
use crate::world::resident::{CredentialForm, Resident};
use errors::Error;

/// The provider's name in addresses.
pub(crate) const SLUG: &str = "financeiro";

/// Financeiro.
pub(super) static PROVIDER: Provider = Provider {
    resident: Resident {
        slug: SLUG,
        credentials: &[CredentialForm {
            kind: credentials::TOKEN,
            key_length: Some(credentials::TOKEN_LENGTH),
            secret_length: None,
        }],
        fixtures: fixtures::FILES,
        standing: &["accounts", "tokens"],
        quota: Some(authorization::QUOTA),
        load: |loading| fixtures::load(loading).boxed(),
        announce: |_, _| {},
        fire: |connection, _, fallen| entities::fire(connection, fallen).boxed(),
    },
    api: Api {
        slug: SLUG,
        name: "Financeiro",
        description: "A sandbox of the Financeiro API (formerly MyFinance) at financeiro.fintera.com.br, in JSON and \
                  XML. Not the vendor's.",
        documentation: "https://financeiro.fintera.com.br/api",
        hosts: &[
            "financeiro.fintera.com.br",
            "app.myfinance.com.br",
            "sandbox.myfinance.com.br",
        ],
        terms: Terms {
            suffixes: formats::ENDINGS,
            method,
            body_limit_bytes: 4 * 1024 * 1024,
            json_needs_content_type: false,
            compresses: response_headers::compresses,
            preflight: cors::preflight_of_get,
            negotiate: formats::negotiate,
            security_scheme: || json!({"type": "http", "scheme": "basic"}),
            admit: authorization::admit,
            finish: Some(|context, seen, response| response_headers::finish(context, seen, response).boxed()),
            ..Terms::usual(credentials::TOKEN, presented, |refusal, context| {
                Box::new(Error::from_refusal(refusal, context))
            })
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
        .resource("Account", accounts::endpoints())
        .resource("Entity", entities::endpoints())
        .resource("Person", people::endpoints())
        .resource("Attachment", attachments::endpoints())
        .resource("BankStatement", bank_statements::endpoints())
        .resource("Category", categories::endpoints())
        .resource("ClassificationCenter", classification_centers::endpoints())
        .resource("DepositAccount", deposit_accounts::endpoints())
        .resource("FinancialTransaction", financial_transactions::endpoints())
        .resource("PayableAccount", financial_accounts::payable_endpoints())
        .resource("ReceivableAccount", financial_accounts::receivable_endpoints())
        .resource("CreditCard", credit_cards::endpoints())
        .resource("CreditCardTransaction", credit_cards::transaction_endpoints())
        .resource("CustomClassifier", custom_classifiers::endpoints())
        .resource("Sale", sales::endpoints())
        .resource("SaleAccount", sale_accounts::endpoints())
        .resource("SaleRule", sale_accounts::rule_endpoints())
        .resource("Webhook", webhooks::endpoints())
        .resource("Reconcile", reconciles::endpoints())
        .resource("Tax", taxes::endpoints())
}

/// What a request shows: the user name of HTTP Basic. The password is ignored.
fn presented(parts: &Parts, _: &[u8]) -> Presented {
    let token = basic(&parts.headers).map(|(token, _)| token);
    Presented {
        keys: token.filter(|token| !token.is_empty()).into_iter().collect(),
        ..Presented::default()
    }
}
