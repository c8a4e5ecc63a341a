//! Conta Azul v1: OAuth2, customers, suppliers, products, services, sales and contracts.
//!
//! Documentation: <https://developers.contaazul.com>, and the vendor's FAQ for developers, whose questions are
//! cited by number. What neither says is taken from what public client programs send and read.
//!
//! LIMITATIONS
//! * The operation "customers of the application" and "suppliers inside a product's form" (FAQ 37) have no known path.
//! * Blocked IP addresses (FAQ 15) and the gateway's "Request Header Or Cookie Too Large" page (FAQ 18) are left out.
//! * The bodies of `/v1/plans`, `/v1/plans/current`, `/v1/me` and `/pdf` are minimal: nobody recorded the real ones.

mod accounts;
mod answers;
mod back_office;
mod contracts;
mod credentials;
mod customers;
mod errors;
mod fixture_records;
mod fixtures;
mod headers;
mod lists;
mod oauth;
mod plans;
mod product_categories;
mod products;
mod records;
mod sales;
mod services;
mod store;
mod suppliers;
mod wire;

use futures_util::FutureExt;
use http::request::Parts;
use http::{HeaderValue, header};

use crate::provider::Provider;
use crate::web::api::Api;
use crate::web::credentials::{Presented, authorization, basic};
use crate::web::endpoints::Endpoints;
use crate::web::extract::Parameters;
use crate::web::oauth as mechanism;
use crate::web::terms::Terms;
use crate::world::resident::{CredentialForm, Resident};
use errors::Error;

/// The provider's name in addresses.
pub(crate) const SLUG: &str = "contaazul";

/// Conta Azul v1.
pub(super) static PROVIDER: Provider = Provider {
    resident: Resident {
        slug: SLUG,
        credentials: &[
            CredentialForm {
                kind: mechanism::APPLICATION,
                key_length: Some(32),
                secret_length: Some(32),
            },
            CredentialForm {
                kind: credentials::USER,
                key_length: None,
                secret_length: None,
            },
        ],
        fixtures: fixtures::FILES,
        standing: &["accounts", "users", "applications", "banks", "sellers", "categories"],
        quota: None,
        load: |loading| fixtures::load(loading).boxed(),
        announce: credentials::announce,
        fire: |connection, _, due| sales::issue_scheduled(connection, &due.subject).boxed(),
    },
    api: Api {
        slug: SLUG,
        name: "Conta Azul v1",
        description: "A sandbox of the Conta Azul API at api.contaazul.com: OAuth2, customers, suppliers, products, \
                  services, sales and contracts. Not the vendor's.",
        documentation: "https://developers.contaazul.com",
        hosts: &["api.contaazul.com"],
        terms: Terms {
            aliases: &[("/api/v1", "/v1"), ("/v1/oauth2", "/oauth2")],
            admit: |context, _| {
                let consent = context.caller.as_ref().map(|caller| caller.holds("account"));
                accounts::account_is_open(&context.world, consent.unwrap_or_default()).map_err(|reason| {
                    let reason = format!("opens an account that {reason}");
                    Box::new(Error::AccessTokenInvalid { reason }) as _
                })
            },
            // The gateway's own 405 names none.
            names_methods: |context| !context.is_route("/oauth2/token"),
            ..Terms::usual(mechanism::ACCESS_TOKEN, presented, |refusal, context| {
                Box::new(Error::from_refusal(refusal, context))
            })
        },
        endpoints,
        errors: Error::examples,
        choices: &[],
    },
    announced: credentials::announced,
    curl: credentials::curl,
    issue: credentials::issue,
    amend: credentials::amend,
    back_office: back_office::operations,
};

/// Every operation, in the order of the documentation.
fn endpoints() -> Endpoints {
    Endpoints::new()
        .resource("Authentication", oauth::endpoints())
        .resource("Customer", customers::endpoints())
        .resource("Supplier", suppliers::endpoints())
        .resource("Product", products::endpoints())
        .resource("ProductCategory", product_categories::endpoints())
        .resource("Service", services::endpoints())
        .resource("Sale", sales::endpoints())
        .resource("Contract", contracts::endpoints())
        .resource("Account", plans::endpoints())
}

/// What a request shows: an `access_token` among the parameters, else the `Authorization` header (`Bearer` or
/// `token`); and, for the world's sake, what the OAuth endpoints are shown.
fn presented(parts: &Parts, body: &[u8]) -> Presented {
    let is_oauth = parts.uri.path().starts_with("/oauth2/") || parts.uri.path().starts_with("/auth/");
    let media_type = parts.headers.get(header::CONTENT_TYPE).map(HeaderValue::as_bytes);
    let is_form = media_type.is_some_and(|name| name.starts_with(b"application/x-www-form-urlencoded"));
    let parameters = match parts.uri.query() {
        None if !is_oauth && !is_form => Parameters::default(),
        // On a resource call only a query or a form holds parameters; a JSON body is the resource.
        query if !is_oauth && !is_form => Parameters::parse(query.unwrap_or_default()).unwrap_or_default(),
        _ => mechanism::request_parameters(parts, body).unwrap_or_default(),
    };
    let given = |name: &str| parameters.given(name).map(str::to_owned);
    let mut keys: Vec<String> = Vec::new();
    if is_oauth {
        // The application is asked for first, so its world is the one that the request is in.
        keys.extend(given("client_id"));
        keys.extend(basic(&parts.headers).map(|(client_id, _)| client_id));
        keys.extend(["refresh_token", "code"].into_iter().filter_map(given));
    }
    keys.extend(given("access_token"));
    if let Some((scheme, token)) = authorization(&parts.headers)
        && (scheme == "bearer" || scheme == "token")
    {
        keys.push(token.to_owned());
    }
    Presented {
        keys,
        ..Presented::default()
    }
}
