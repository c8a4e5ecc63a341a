//! DocSales: sales documents ("proposals"), created from reference tables and followed to their signature.
//!
//! Documentation: <https://web.docsales.com/api-docs/index.html>, whose text could not be had, and the vendor's help
//! article on its API, in which the four operations, the token, the monthly limit and the log of calls stand. The
//! names of the JSON members are designed here: each stands once, in `wire.rs` or `body.rs`, so that the real ones can
//! replace them.
//!
//! LIMITATIONS
//! * The later e-signature part of the vendor's API (`/esign/documents`) and its webhooks are left out.
//! * The links to PDFs and signing pages lead nowhere: nothing is rendered, and nobody is written to.
//! * Local time is three hours behind UTC in every year; the daylight saving time of 2018 and before is left out.

mod accounts;
mod answers;
mod api_docs;
mod back_office;
mod credentials;
mod customers;
mod errors;
mod fixtures;
mod proposals;
mod registration_data;
mod requests;
mod store;
mod tax_number;
mod violations;
mod wire;

use futures_util::FutureExt;
use http::request::Parts;

use crate::provider::{Provider, amends_nothing};
use crate::web::api::Api;
use crate::web::credentials::{Presented, authorization};
use crate::web::endpoints::Endpoints;
use crate::web::terms::Terms;
use crate::world::resident::{CredentialForm, Resident};
use errors::Error;

/// The provider's name in addresses.
pub(crate) const SLUG: &str = "docsales";

/// Where the API's own paths begin. What lies beneath asks for a token first, even where there is nothing.
const API: &str = "/api/";

/// DocSales.
pub(super) static PROVIDER: Provider = Provider {
    resident: Resident {
        slug: SLUG,
        credentials: &[CredentialForm {
            kind: credentials::TOKEN,
            key_length: Some(credentials::TOKEN_LENGTH),
            secret_length: None,
        }],
        fixtures: fixtures::FILES,
        standing: &["accounts", "tokens", "registration_data"],
        quota: Some(accounts::QUOTA),
        load: |loading| fixtures::load(loading).boxed(),
        announce: |_, _| (),
        fire: |connection, _, due| proposals::expire_when_due(connection, due).boxed(),
    },
    api: Api {
        slug: SLUG,
        name: "DocSales",
        description: "A sandbox of the DocSales API at web.docsales.com: sales documents, the customers they are for and the \
                  tables they are made from. Not the vendor's. The vendor's own Swagger could not be had: the \
                  operations, the token, the monthly limit and the log follow its help article, while the names of \
                  the JSON members, the error bodies and their statuses are designed here.",
        documentation: "https://web.docsales.com/api-docs/index.html",
        hosts: &["web.docsales.com"],
        terms: Terms {
            guards_unknown: |parts| parts.uri.path().starts_with(API),
            admit: accounts::admit,
            finish: Some(|context, seen, response| requests::log(context, seen, response).boxed()),
            ..Terms::usual(credentials::TOKEN, presented, |refusal, _| {
                Box::new(Error::from(refusal))
            })
        },
        endpoints,
        errors: Error::examples,
        choices: &[],
    },
    announced: credentials::announced,
    curl: credentials::curl,
    issue: credentials::issue,
    amend: amends_nothing,
    back_office: back_office::operations,
};

/// Every operation, in the order of the vendor's article.
fn endpoints() -> Endpoints {
    Endpoints::new()
        .resource("Customers", customers::endpoints())
        .resource("Proposals", proposals::endpoints())
        .resource("Registration data", registration_data::endpoints())
        .resource("Documentation", api_docs::endpoints())
}

/// What a request shows: `Bearer <token>`, or as Rails reads tokens `Token <token>` and `Token token="…"`.
fn presented(parts: &Parts, _: &[u8]) -> Presented {
    let token = authorization(&parts.headers).and_then(|(scheme, rest)| match scheme.as_str() {
        "bearer" => Some(rest),
        "token" => Some(rest.strip_prefix("token=").unwrap_or(rest).trim_matches('"')),
        _ => None,
    });
    Presented {
        keys: token.map(str::to_owned).into_iter().collect(),
        ..Presented::default()
    }
}
